"""Every use of the root key, so that no two uses share a key."""

from __future__ import annotations

from enum import StrEnum


class Purpose(StrEnum):
    """What a key derived from the root is for; the value is part of the derivation and never changes."""

    SUBJECT_WRAP = "subject wrap"  # wraps the private halves; the only one that follows the newest epoch
    ROW_MAC = "row mac"  # codes on rows that decide who may do what
    EMAIL_INDEX = "email index"  # blind index for the look-up by e-mail
    BLIND_DIGEST = "blind digest"  # digests in the ledger and in inventories
    LINK_TOKEN = "link token"  # noqa: S105 - the name of a use, no token
    STATEMENT_SIGNING = "statement signing"  # Ed25519 seed
    CHECKPOINT_SIGNING = "checkpoint signing"  # Ed25519 seed
    GUEST_WORDS = "guest words"  # digests of the words that guests are given
    DESK = (
        "desk"  # seals what members of staff write for each other, and how a device is reached that waits to be called
    )
    CSRF = "csrf"  # tokens in forms
