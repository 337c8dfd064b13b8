"""What was in an archive: signed after the check, kept after the bytes are gone.

Flow        a checked archive -> one line per stretch of bytes about an item, and a head that is signed
Guarantees  1. With it an old release can be judged again, and a partial download scoped to its items.
            2. Items are named by id and blind digest only: the lines tell a thief nothing (R24, R26 need no more).
I/O         none
Format      docs/formats/inventory.md, version 1
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, get_args

from voicekeep.formats import canonical
from voicekeep.formats.canonical import Json
from voicekeep.formats.errors import FormatError
from voicekeep.formats.scopes import scope_fields, scope_of
from voicekeep.records.ids import ArchiveId, ItemId, RequestId, SubjectId
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope

SIGNED_AS: Final = b"voicekeep inventory v1\n"
_VERSION: Final = 1

Stretch = Literal["recording", "record"]
"""Which bytes about an item a line is of."""

_LINE: Final = re.compile(
    rb'{"digest":"([0-9a-f]{64})","item":"(itm_[a-z2-7]{26})","kind":"([a-z_]+)","length":(0|[1-9][0-9]*),'
    rb'"of":"(recording|record)","offset":(0|[1-9][0-9]*)}\n'
)
_LOCATED: Final = re.compile(
    rb'"item":"(itm_[a-z2-7]{26})","kind":"[a-z_]+","length":([0-9]+),"of":"(recording|record)","offset":([0-9]+)}\n'
)
_STRETCHES: Final[dict[str, Stretch]] = {name: name for name in get_args(Stretch)}


class MalformedInventoryError(FormatError):
    """An inventory is not as Voicekeep writes it; nothing was judged by it."""

    promise = "P4"

    def __init__(self) -> None:
        super().__init__("an inventory is not as Voicekeep writes it; nothing was judged by it")


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryHead:
    """The signed part: which archive, whose, and the digests of everything it rests on."""

    archive: ArchiveId
    request: RequestId
    subject: SubjectId
    scope: ReleaseScope
    items: int
    recordings: int
    members: int  # files in the body
    manifest: bytes  # 32 bytes, SHA-256 of manifest-sha256.txt
    directory: bytes  # 32 bytes, SHA-256 of the body's entries in the ZIP's directory
    body_header: bytes  # 32 bytes, SHA-256 of the sealed body's header
    body_size: int  # bytes of plaintext
    lines: bytes  # 32 bytes, SHA-256 of the inventory's lines


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryLine:
    """One stretch of the ZIP that is about one item: its recording, or its record line."""

    item: ItemId
    kind: ItemKind
    of: Stretch
    digest: bytes  # 32 bytes, blind
    offset: int  # from the start of the ZIP
    length: int  # bytes


def encode_head(head: InventoryHead) -> bytes:
    """Return the head's canonical JSON."""
    return canonical.encode(
        {
            "v": _VERSION,
            "archive": head.archive,
            "request": head.request,
            "subject": head.subject,
            "scope": scope_fields(head.scope),
            "items": head.items,
            "recordings": head.recordings,
            "members": head.members,
            "manifest": head.manifest.hex(),
            "directory": head.directory.hex(),
            "body_header": head.body_header.hex(),
            "body_size": head.body_size,
            "lines": head.lines.hex(),
        }
    )


def decode_head(data: bytes) -> InventoryHead:
    """Read a head.

    Raises:
        MalformedInventoryError: `encode_head` would not have written it.
    """
    try:
        fields = canonical.decode(data)
        head = InventoryHead(
            archive=ArchiveId(str(fields["archive"])),
            request=RequestId(str(fields["request"])),
            subject=SubjectId(str(fields["subject"])),
            scope=scope_of(fields["scope"]),
            items=_number(fields["items"]),
            recordings=_number(fields["recordings"]),
            members=_number(fields["members"]),
            manifest=_digest(fields["manifest"]),
            directory=_digest(fields["directory"]),
            body_header=_digest(fields["body_header"]),
            body_size=_number(fields["body_size"]),
            lines=_digest(fields["lines"]),
        )
    except (FormatError, KeyError, TypeError, ValueError) as error:
        raise MalformedInventoryError from error
    if encode_head(head) != data:
        raise MalformedInventoryError
    return head


def encode_line(line: InventoryLine) -> bytes:
    r"""Return one line, its "\n" included; the fields' order is fixed, no text needs escaping."""
    return (
        f'{{"digest":"{line.digest.hex()}","item":"{line.item}","kind":"{line.kind.value}","length":{line.length},'
        f'"of":"{line.of}","offset":{line.offset}}}\n'
    ).encode("ascii")


def decode_line(data: bytes) -> InventoryLine:
    r"""Read one line, its "\n" included.

    Raises:
        MalformedInventoryError: `encode_line` would not have written it.
    """
    found = _LINE.fullmatch(data)
    if found is None:
        raise MalformedInventoryError
    digest, item, kind, length, of, offset = found.groups()
    try:
        return InventoryLine(
            item=str.__new__(ItemId, item.decode()),  # the pattern asked for what Id.__new__ asks for
            kind=ItemKind(kind.decode()),
            of=_STRETCHES[of.decode()],
            digest=bytes.fromhex(digest.decode()),
            offset=_number(int(offset)),
            length=_number(int(length)),
        )
    except ValueError as error:
        raise MalformedInventoryError from error


def located_in(lines: bytes) -> Iterator[tuple[ItemId, Stretch, int, int]]:
    """Yield item, stretch, offset and length of whole lines that `encode_line` has just written; it proves nothing."""
    for found in _LOCATED.finditer(lines):
        item, length, of, offset = found.groups()
        yield str.__new__(ItemId, item.decode()), _STRETCHES[of.decode()], int(offset), int(length)


def _number(value: Json) -> int:
    if type(value) is not int or not 0 <= value <= canonical.INTEGER_MAX:
        raise MalformedInventoryError
    return value


def _digest(value: Json) -> bytes:
    digest = bytes.fromhex(str(value))
    if len(digest) != 32:  # noqa: PLR2004  a SHA-256
        raise MalformedInventoryError
    return digest
