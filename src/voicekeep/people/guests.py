"""Guests: who has no account here and was heard all the same; four words give them a say over that one turn (R19).

Flow        random bytes -> four words, said once -> their keyed digest -> the turn that they are about
Guarantees  1. The words are nowhere: a row holds their digest under a key that the database does not hold, so that no
               guess can be tested against it.
            2. Words are told apart as they are spoken: case, accents and what stands between them do not count, and
               four letters of a word are enough.
            3. They are about one turn, and end with it.
I/O         none; a store implements GuestBook
Format      docs/guests.md
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Final, Protocol

from mnemonic import Mnemonic

from voicekeep.people.errors import WordsRefusedError
from voicekeep.records.ids import Entropy, GuestReceiptId, ItemId, SubjectId

WORDS: Final = 4
KEY_BYTES: Final = 32

_BITS: Final = 11  # of one word: the list holds 2,048
_TOLD_BY: Final = 4  # letters that no two words of the list share at their beginning (BIP-39)
_DOMAIN: Final = b"voicekeep guest receipt v1\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestReceipt:
    """A guest's say over one turn."""

    receipt: GuestReceiptId
    words_digest: bytes  # 32 bytes, keyed
    item: ItemId  # the turn
    owner: SubjectId  # whose item it is
    made_at: datetime  # UTC
    expires_at: datetime  # UTC; the words say nothing any more from this instant on
    restricted_at: datetime | None = None  # UTC, when the guest had it kept and not used

    def open_at(self, now: datetime) -> bool:
        """Return whether the words still count."""
        return now < self.expires_at

    def restricted(self, now: datetime) -> GuestReceipt:
        """Return the receipt with which the turn was restricted; the words still count for erasing it."""
        return replace(self, restricted_at=now)


class GuestBook(Protocol):
    """Where guests' receipts are kept. Every read of a row proves its authentication code first."""

    def add_receipt(self, receipt: GuestReceipt) -> None: ...

    def receipt_with(self, words_digest: bytes) -> GuestReceipt | None: ...

    def replace_receipt(self, receipt: GuestReceipt) -> None: ...

    def forget_receipts_about(self, item: ItemId) -> None:
        """Delete every receipt about a turn that is gone."""

    def forget_receipts(self, before: datetime) -> None:
        """Delete those whose time was over before that instant."""


class GuestWords:
    """Turns words into 32 bytes, under one key."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("the key of guests' words has 32 bytes")
        self._key = key

    def digest(self, said: str) -> bytes:
        """Return the 32 bytes that stand for words as somebody typed them.

        Raises:
            WordsRefusedError: they are not four words of the list.
        """
        return hmac.digest(self._key, _DOMAIN + " ".join(understood(said)).encode(), "sha256")


def new_words(entropy: Entropy) -> str:
    """Return four words that nobody can guess: 44 random bits."""
    number = int.from_bytes(entropy(8), "big")
    return " ".join(_words()[number >> _BITS * place & (1 << _BITS) - 1] for place in range(WORDS))


def understood(said: str) -> tuple[str, ...]:
    """Return the words of the list that somebody means.

    Raises:
        WordsRefusedError: they are not four words of the list.
    """
    plain = "".join(char for char in unicodedata.normalize("NFKD", said.casefold()) if not unicodedata.combining(char))
    parts = re.findall(r"[a-z]+", plain)
    known = [_by_beginning().get(part[:_TOLD_BY]) for part in parts]
    words = tuple(word for word, part in zip(known, parts, strict=True) if word and word.startswith(part))
    if len(words) != WORDS or len(parts) != WORDS:
        raise WordsRefusedError
    return words


@cache
def _words() -> tuple[str, ...]:
    return tuple(Mnemonic("english").wordlist)


@cache
def _by_beginning() -> dict[str, str]:
    return {word[:_TOLD_BY]: word for word in _words()}
