"""Where everything stands in an archive: the names of its members, and their order.

Flow        the kinds that a scope covers -> every member's name, in the order of the body
Guarantees  1. Closed world: these members, the recordings that turns name, and nothing else.
I/O         none
Format      docs/formats/archive.md, version 1
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from voicekeep.records.items import ItemKind

DATA: Final = "data/"  # the payload; what a record calls its recording is relative to this
BAGIT: Final = "bagit.txt"
BAG_INFO: Final = "bag-info.txt"
SHEET: Final = "data/about-your-data.html"
COPY: Final = "data/copy.json"
COPY_SCRIPT: Final = "data/copy.js"
INDEX: Final = "data/index.html"
MANIFEST: Final = "manifest-sha256.txt"
STATEMENT: Final = "ownership.json"
SIGNATURE: Final = "ownership.sig"
TAG_MANIFEST: Final = "tagmanifest-sha256.txt"

FILE_STEM: Final[dict[ItemKind, str]] = {
    ItemKind.TURN: "turns",
    ItemKind.PROFILE: "profile",
    ItemKind.MEMBERSHIP: "memberships",
    ItemKind.DEVICE: "devices",
    ItemKind.CONSENT: "consents",
    ItemKind.SIGN_IN: "sign-ins",
    ItemKind.REQUEST: "requests",
    ItemKind.PASSKEY: "passkeys",
    ItemKind.CORRECTION: "corrections",
    ItemKind.WITHHOLDING: "withholdings",
    ItemKind.RESTRICTION: "restrictions",
    ItemKind.LIST_ENTRY: "lists",
    ItemKind.TIMER: "timers",
    ItemKind.REMINDER: "reminders",
    ItemKind.LETTER: "letters",
    ItemKind.SHOWN_NAME: "shown-names",
    ItemKind.MANDATE: "mandates",
}

BEFORE_RECORDINGS: Final = (BAGIT, BAG_INFO)
TAIL: Final = (STATEMENT, SIGNATURE, TAG_MANIFEST)


def lines_member(kind: ItemKind) -> str:
    """Return where the records of `kind` stand, one canonical JSON line each."""
    return f"{DATA}{FILE_STEM[kind]}.jsonl"


def csv_member(kind: ItemKind) -> str:
    """Return where the same records stand for a spreadsheet."""
    return f"{DATA}{FILE_STEM[kind]}.csv"


def script_member(kind: ItemKind) -> str:
    """Return where the same records stand for index.html."""
    return f"{DATA}{FILE_STEM[kind]}.js"


def schema_member(kind: ItemKind) -> str:
    """Return where the JSON Schema of `kind` stands."""
    return f"{DATA}schema/{FILE_STEM[kind]}.json"


def after_recordings(kinds: Collection[ItemKind]) -> tuple[str, ...]:
    """Return the members of the body that follow the recordings, in order, for a scope that covers `kinds`."""
    covered = [kind for kind in ItemKind if kind in kinds]
    tables = [member(kind) for kind in covered for member in (lines_member, csv_member, script_member)]
    schemas = [schema_member(kind) for kind in covered]
    return (*tables, *schemas, SHEET, COPY, COPY_SCRIPT, INDEX, MANIFEST)
