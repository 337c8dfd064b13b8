"""The cover of a copy: whose it is, for which request, how much is in it, whom to turn to.

Flow        Cover -> data/copy.json and the same line in data/copy.js -> Cover
Guarantees  1. One cover, one spelling: `decode` accepts only what `encode` would write.
            2. Its nonce makes the digest of the manifest impossible to guess, even for a copy with nothing in it.
I/O         none
Format      docs/formats/archive.md, version 1
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final, cast

from voicekeep.formats import canonical
from voicekeep.formats.canonical import Json
from voicekeep.formats.errors import FormatError
from voicekeep.formats.scopes import scope_fields, scope_of
from voicekeep.formats.tables import script_close, script_line, script_open
from voicekeep.records.controller import Controller
from voicekeep.records.ids import ArchiveId, RequestId, SubjectId
from voicekeep.records.instant import from_text, to_text
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope
from voicekeep.records.texts import Language, language_named

COVER_MAX_BYTES: Final = 64 * 1024
NONCE_BYTES: Final = 16
_VERSION = 1


class NotACoverError(FormatError):
    """The cover of a copy is not as Voicekeep writes it; nothing in it was believed."""

    promise = "P4"

    def __init__(self) -> None:
        super().__init__("copy.json is not as Voicekeep writes it; nothing in it was believed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What a copy says about itself."""

    archive: ArchiveId
    request: RequestId
    subject: SubjectId
    scope: ReleaseScope
    language: Language
    created_at: datetime  # UTC
    nonce: bytes  # 16 random bytes
    counts: Mapping[ItemKind, int]  # items of each kind that the scope covers, zero included
    recordings: int
    controller: Controller


def encode(cover: Cover) -> bytes:
    """Return copy.json."""
    return canonical.encode(
        {
            "v": _VERSION,
            "archive": cover.archive,
            "request": cover.request,
            "subject": cover.subject,
            "scope": scope_fields(cover.scope),
            "language": cover.language,
            "created_at": to_text(cover.created_at),
            "nonce": cover.nonce.hex(),
            "counts": {kind.value: count for kind, count in cover.counts.items()},
            "recordings": cover.recordings,
            "controller": asdict(cover.controller),
        }
    )


def encode_script(cover: Cover) -> bytes:
    """Return copy.js, which hands the same line to index.html."""
    return script_open("copy") + script_line(encode(cover), first=True) + script_close()


def decode(data: bytes) -> Cover:
    """Read copy.json.

    Raises:
        NotACoverError: `encode` would not have written it.
    """
    try:
        # What has another type than said here fails in its constructor or in the comparison below.
        fields = cast("dict[str, object]", canonical.decode(data))
        cover = Cover(
            archive=ArchiveId(str(fields["archive"])),
            request=RequestId(str(fields["request"])),
            subject=SubjectId(str(fields["subject"])),
            scope=scope_of(cast("Json", fields["scope"])),
            language=language_named(str(fields["language"])),
            created_at=from_text(str(fields["created_at"])),
            nonce=_nonce(fields["nonce"]),
            counts={ItemKind(kind): count for kind, count in cast("dict[str, int]", fields["counts"]).items()},
            recordings=cast("int", fields["recordings"]),
            controller=Controller(**cast("dict[str, str]", fields["controller"])),
        )
        if not _is_whole(cover) or encode(cover) != data:
            raise NotACoverError
    except (FormatError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotACoverError from error
    return cover


def _is_whole(cover: Cover) -> bool:
    numbers = [*cover.counts.values(), cover.recordings, cover.scope.as_of]
    texts = asdict(cover.controller).values()
    return (
        set(cover.counts) == set(cover.scope.kinds)
        and all(type(number) is int and number >= 0 for number in numbers)
        and all(type(text) is str for text in texts)
    )


def _nonce(value: object) -> bytes:
    nonce = bytes.fromhex(str(value))
    if len(nonce) != NONCE_BYTES:
        raise NotACoverError
    return nonce
