"""BagIt 1.0 (RFC 8493): the tag files that let anyone check a copy with public tools (P8).

Flow        payload paths with their SHA-256 -> manifest-sha256.txt; tag files -> tagmanifest-sha256.txt
Guarantees  1. A manifest line is also what `sha256sum -c` reads.
            2. Every parser accepts exactly what the writer beside it would write.
I/O         none
Format      docs/formats/archive.md, version 1
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from voicekeep.formats.errors import FormatError
from voicekeep.records.ids import ArchiveId, MalformedIdError, RequestId, SubjectId

BAGIT_TXT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST_LINE_MAX_BYTES = 64 + 2 + 255 + 1

_MANIFEST_LINE = re.compile(rb"([0-9a-f]{64})  ([A-Za-z0-9._/-]{1,255})\n")
_BAG_INFO = re.compile(
    r"Bag-Software-Agent: Voicekeep, archive format 1\n"
    r"Bagging-Date: (?P<made_on>\d{4}-\d\d-\d\d)\n"
    r"External-Description: A copy of one person's data \(GDPR Art\. 15 and 20\)\n"
    r"External-Identifier: (?P<archive>\w+)\n"
    r"Internal-Sender-Identifier: (?P<request>\w+)\n"
    r"Internal-Sender-Description: (?P<subject>\w+)\n",
    re.ASCII,
)


class NotOurBagError(FormatError):
    """A tag file of the bag is not as Voicekeep writes it; nothing was checked against it."""

    promise = "P8"

    def __init__(self, file: str) -> None:
        super().__init__(f"{file} is not as Voicekeep writes it; nothing was checked against it")
        self.file = file


@dataclass(frozen=True, slots=True, kw_only=True)
class BagInfo:
    """What bag-info.txt says: whose copy, for which request, made on which day."""

    archive: ArchiveId
    request: RequestId
    subject: SubjectId
    made_on: date  # UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestLine:
    """One file of the bag and the digest of its bytes."""

    path: str  # from the bag's top
    sha256: str  # hex


def bag_info(info: BagInfo) -> bytes:
    """Return bag-info.txt."""
    return (
        "Bag-Software-Agent: Voicekeep, archive format 1\n"
        f"Bagging-Date: {info.made_on.isoformat()}\n"
        "External-Description: A copy of one person's data (GDPR Art. 15 and 20)\n"
        f"External-Identifier: {info.archive}\n"
        f"Internal-Sender-Identifier: {info.request}\n"
        f"Internal-Sender-Description: {info.subject}\n"
    ).encode("ascii")


def parse_bag_info(data: bytes) -> BagInfo:
    """Read bag-info.txt.

    Raises:
        NotOurBagError: `bag_info` would not have written it.
    """
    found = _BAG_INFO.fullmatch(data.decode("ascii", "replace"))
    if found is None:
        raise NotOurBagError("bag-info.txt")
    try:
        return BagInfo(
            archive=ArchiveId(found["archive"]),
            request=RequestId(found["request"]),
            subject=SubjectId(found["subject"]),
            made_on=date.fromisoformat(found["made_on"]),
        )
    except (MalformedIdError, ValueError) as error:
        raise NotOurBagError("bag-info.txt") from error


def manifest_line(sha256_hex: str, path: str) -> bytes:
    """Return one line of a manifest, as `sha256sum` prints it.

    Raises:
        NotOurBagError: `sha256_hex` is not 64 digits of lower-case hex, or `path` is not a plain relative path.
    """
    line = f"{sha256_hex}  {path}\n".encode()
    if _MANIFEST_LINE.fullmatch(line) is None:
        raise NotOurBagError("manifest-sha256.txt")
    return line


def parse_manifest_line(line: bytes) -> ManifestLine:
    r"""Read one line of a manifest, its "\n" included.

    Raises:
        NotOurBagError: `manifest_line` would not have written it.
    """
    found = _MANIFEST_LINE.fullmatch(line)
    if found is None:
        raise NotOurBagError("manifest-sha256.txt")
    return ManifestLine(sha256=found[1].decode("ascii"), path=found[2].decode("ascii"))


def tag_manifest(files: Iterable[ManifestLine]) -> bytes:
    """Return tagmanifest-sha256.txt: every tag file but itself, in the order given."""
    return b"".join(manifest_line(file.sha256, file.path) for file in files)


def parse_manifest(data: bytes) -> tuple[ManifestLine, ...]:
    """Read a whole small manifest, such as tagmanifest-sha256.txt.

    Raises:
        NotOurBagError: a line that `manifest_line` would not have written.
    """
    return tuple(parse_manifest_line(line) for line in data.splitlines(keepends=True))
