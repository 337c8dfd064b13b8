"""The end of the ZIP: statement, signature, tag manifest, directory. Written after the check, and read again.

Flow        CheckedArchive, the body's own headers, the signed statement -> the tail's bytes; then those bytes once more
Guarantees  1. The directory is made from the body's headers as they stand, and equals the one that was checked.
            2. Nothing but the three tag files is in the tail, and nothing in the directory is elsewhere (P4).
Format      docs/adr/0001-body-and-tail.md, docs/formats/archive.md
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from isal.isal_zlib import crc32

from voicekeep.checks.checked import CheckedArchive
from voicekeep.checks.errors import TailDiffersError
from voicekeep.checks.members import headers, pieces
from voicekeep.checks.sources import Bytes, Opener
from voicekeep.formats import layout
from voicekeep.formats.bag import BAGIT_TXT, ManifestLine, tag_manifest
from voicekeep.formats.zipped import (
    END_MAX_BYTES,
    LOCAL_HEADER_MAX_BYTES,
    Member,
    central_entry,
    end_of_directory,
    local_header,
    parse_local_header,
)

_END_MIN_BYTES = 22  # of a directory that needs no zip64 fields
_ENTRIES_BYTES = 64 * 1024  # the directory is handed on in pieces of about this size


def write_tail(checked: CheckedArchive, body: Opener, statement: bytes, signature: bytes) -> Iterator[bytes]:
    """Yield the tail's plaintext.

    Args:
        checked: What the checks let pass.
        body: The body that they read, open.
        statement: ownership.json.
        signature: ownership.sig.

    Raises:
        AnotherBodyError: it is another body.
        TailDiffersError: its headers do not give the directory that was checked.
    """
    checked.require_body(body)
    tags = _tag_files(checked, body, statement, signature)
    files, added = _laid_out(tags, body.size)
    yield files
    directory_size = 0
    for entries in _directory(checked, body, added):
        yield entries
        directory_size += len(entries)
    yield end_of_directory(checked.head.members + len(added), body.size + len(files), directory_size)


def reread_tail(checked: CheckedArchive, body: Opener, tail: Bytes, statement: bytes, signature: bytes) -> None:
    """Read the finished tail again, from where it lies, and demand every byte of it.

    Raises:
        TailDiffersError: it is not what the check and the statement make it.
    """
    checked.require_body(body)
    tags = _tag_files(checked, body, statement, signature)
    files, added = _laid_out(tags, body.size)
    entries = b"".join(central_entry(member) for member in added)
    count, begins = checked.head.members + len(added), body.size + len(files)
    for end_bytes in (END_MAX_BYTES, _END_MIN_BYTES):
        directory_size = tail.size - len(files) - end_bytes
        end = end_of_directory(count, begins, max(directory_size, 0))
        if len(end) == end_bytes:
            break
    of_body = directory_size - len(entries)
    if of_body < 0 or (tail.read(0, len(files)), tail.read(len(files) + of_body, len(entries) + len(end))) != (
        files,
        entries + end,
    ):
        raise TailDiffersError(checked.archive)
    if _sha256(tail, len(files), of_body) != checked.head.directory:
        raise TailDiffersError(checked.archive)


def _laid_out(tags: Mapping[str, bytes], begins: int) -> tuple[bytes, list[Member]]:
    """Return the tag files as they stand in the tail, and their entries for the directory."""
    laid, members = bytearray(), []
    for name, data in tags.items():
        members.append(Member(name=name, crc32=crc32(data), size=len(data), offset=begins + len(laid)))
        laid += local_header(name, crc32(data), len(data)) + data
    return bytes(laid), members


def _sha256(tail: Bytes, offset: int, length: int) -> bytes:
    digest = hashlib.sha256()
    for piece in pieces(tail, offset, length):
        digest.update(piece)
    return digest.digest()


def _tag_files(checked: CheckedArchive, body: Opener, statement: bytes, signature: bytes) -> dict[str, bytes]:
    files = {layout.STATEMENT: statement, layout.SIGNATURE: signature}
    digests = {
        layout.BAGIT: hashlib.sha256(BAGIT_TXT).digest(),
        layout.BAG_INFO: _bag_info_digest(body),
        layout.MANIFEST: checked.head.manifest,
        **{name: hashlib.sha256(data).digest() for name, data in files.items()},
    }
    listed = [ManifestLine(path=name, sha256=digest.hex()) for name, digest in digests.items()]
    return {**files, layout.TAG_MANIFEST: tag_manifest(listed)}


def _bag_info_digest(body: Opener) -> bytes:
    """Return the digest of the body's second member; that it is bag-info.txt, the check has seen."""
    first = parse_local_header(body.read(0, LOCAL_HEADER_MAX_BYTES))
    at = first.length + first.size
    second = parse_local_header(body.read(at, LOCAL_HEADER_MAX_BYTES))
    return hashlib.sha256(body.read(at + second.length, second.size)).digest()


def _directory(checked: CheckedArchive, body: Opener, added: list[Member]) -> Iterator[bytes]:
    """Yield the directory's entries, made from the headers in the body, then those of the tail."""
    entries, seen = bytearray(), hashlib.sha256()
    for member, _ in headers(body, 0, body.size):
        entries += central_entry(member)
        if len(entries) >= _ENTRIES_BYTES:
            seen.update(entries)
            yield bytes(entries)
            entries.clear()
    seen.update(entries)
    if seen.digest() != checked.head.directory:
        raise TailDiffersError(checked.archive)
    yield bytes(entries) + b"".join(central_entry(member) for member in added)
