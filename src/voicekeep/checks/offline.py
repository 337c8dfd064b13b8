"""Check a finished copy with nothing but the copy: no keep, no network, no account (P8).

Flow        the bytes of a ZIP -> CopyVerdict, or what is wrong with it by name
Guarantees  1. Every byte of the ZIP is accounted for: members, directory, end; nothing lies between or behind.
            2. Every file is as the manifests say, the statement is signed, and the ledger's proof of the release holds.
            3. Without a fingerprint to compare with, the verdict says that the signer is unknown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from voicekeep.checks.errors import ChecksError
from voicekeep.checks.members import Read, members
from voicekeep.checks.sources import Bytes
from voicekeep.formats import layout, statement
from voicekeep.formats.bag import BAGIT_TXT, BagInfo, ManifestLine, bag_info, manifest_line, tag_manifest
from voicekeep.formats.canonical import Json
from voicekeep.formats.checkpoint import fingerprint
from voicekeep.formats.cover import COVER_MAX_BYTES
from voicekeep.formats.cover import decode as decode_cover
from voicekeep.formats.errors import FormatError
from voicekeep.formats.statement import Statement
from voicekeep.formats.zipped import END_MAX_BYTES, central_entry, parse_end_of_directory
from voicekeep.records.facts import Fact, Released

ProofOpener = Callable[[Mapping[str, Json], Ed25519PublicKey, str], Fact]
"""Verify the ledger's proof under its checkpoint key and origin; return the fact that it proves."""

_SMALL_MAX_BYTES: Final = 64 * 1024
_RECORDINGS: Final = f"{layout.DATA}recordings/"


class DamagedCopyError(ChecksError):
    """A copy is not as it was released."""

    promise = "P8"

    def __init__(self, what: str) -> None:
        super().__init__(f"this copy is not as it was released: {what}; do not rely on it")
        self.what = what


class WrongSignerError(ChecksError):
    """A copy is whole, but somebody else than the expected keep signed it."""

    promise = "P8"

    def __init__(self) -> None:
        super().__init__("the copy is whole, but another key signed it than the one that you named; do not rely on it")


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyVerdict:
    """What can be said of a copy that is intact."""

    statement: Statement
    fingerprint: str  # of the key that signed it
    signer_known: bool  # it is the fingerprint that was asked for

    @property
    def sentence(self) -> str:
        """Say it."""
        stated = self.statement
        signer = "signer as expected" if self.signer_known else f"signer unknown (fingerprint {self.fingerprint})"
        return (
            f"intact, {signer}: a copy for {stated.subject}, request {stated.request}, with {stated.items} items and "
            f"{stated.recordings} recordings; its release is in the ledger of {stated.origin}"
        )


def verify_copy(copy: Bytes, open_proof: ProofOpener, *, expected_fingerprint: str | None = None) -> CopyVerdict:
    """Check a finished ZIP.

    Args:
        copy: The file's bytes.
        open_proof: Verifies the ledger's proof.
        expected_fingerprint: Of the operator's statement key, as published; None: not known.

    Raises:
        DamagedCopyError: it is not as it was released, and where.
        WrongSignerError: it is whole, but signed by somebody else.
    """
    try:
        return _verified(copy, open_proof, expected_fingerprint)
    except FormatError as refused:
        raise DamagedCopyError(type(refused).__name__) from refused


def _verified(copy: Bytes, open_proof: ProofOpener, expected_fingerprint: str | None) -> CopyVerdict:
    # 1 every byte has its place
    end = parse_end_of_directory(copy.read(max(0, copy.size - END_MAX_BYTES), END_MAX_BYTES))
    if end.offset + end.size + end.length != copy.size:
        raise DamagedCopyError("its directory does not end where the file does")
    seen = _Seen(copy)
    seen.read(end.offset)
    if (seen.count, seen.directory.digest()) != (end.count, _sha256(copy, end.offset, end.size)):
        raise DamagedCopyError("its directory")
    # 2 every file is what the manifests say
    if seen.content(layout.BAGIT) != BAGIT_TXT:
        raise DamagedCopyError(layout.BAGIT)
    if seen.digest(layout.MANIFEST) != seen.manifest.digest():
        raise DamagedCopyError(layout.MANIFEST)
    _require_tag_manifest(seen)
    # 3 the statement is signed, and about this copy
    stated = _statement(seen)
    # 4 the ledger holds the release
    checkpoint_key = Ed25519PublicKey.from_public_bytes(stated.checkpoint_key)
    _require_release(open_proof(stated.proof, checkpoint_key, stated.origin), stated)
    signer = fingerprint(Ed25519PublicKey.from_public_bytes(stated.statement_key))
    if expected_fingerprint is not None and expected_fingerprint.strip().lower() != signer:
        raise WrongSignerError
    return CopyVerdict(statement=stated, fingerprint=signer, signer_known=expected_fingerprint is not None)


class _Seen:
    """What one pass over the ZIP's members saw."""

    def __init__(self, copy: Bytes) -> None:
        self._copy = copy
        self._few: dict[str, Read] = {}
        self.recordings = 0
        self.count = 0
        self.manifest = hashlib.sha256()
        self.directory = hashlib.sha256()

    def read(self, end: int) -> None:
        for read in members(self._copy, 0, end):
            name = read.member.name
            self.count += 1
            self.directory.update(central_entry(read.member))
            if name.startswith(layout.DATA):
                self.manifest.update(manifest_line(read.sha256.hex(), name))
            if name.startswith(_RECORDINGS):
                self.recordings += 1
            elif name in self._few or len(self._few) > _FEW_MAX:
                raise DamagedCopyError("a file that does not belong")
            else:
                self._few[name] = read
        self._require_closed_world()

    def digest(self, name: str) -> bytes:
        return self._few[name].sha256

    def content(self, name: str) -> bytes:
        read = self._few[name]
        if read.member.size > _SMALL_MAX_BYTES:
            raise DamagedCopyError(name)
        return self._copy.read(read.begins, read.member.size)

    def _require_closed_world(self) -> None:
        if layout.COPY not in self._few or self._few[layout.COPY].member.size > COVER_MAX_BYTES:
            raise DamagedCopyError(layout.COPY)
        said = decode_cover(self.content(layout.COPY))
        known = (*layout.BEFORE_RECORDINGS, *layout.after_recordings(said.scope.kinds), *layout.TAIL)
        if tuple(self._few) != known or said.recordings != self.recordings:
            raise DamagedCopyError("a file is missing, or one does not belong")


_FEW_MAX: Final = 100


def _sha256(copy: Bytes, offset: int, length: int) -> bytes:
    digest, at = hashlib.sha256(), offset
    while at < offset + length:
        piece = copy.read(at, min(1024 * 1024, offset + length - at))
        digest.update(piece)
        at += len(piece)
    return digest.digest()


def _require_tag_manifest(seen: _Seen) -> None:
    names = (layout.BAGIT, layout.BAG_INFO, layout.MANIFEST, layout.STATEMENT, layout.SIGNATURE)
    listed = tag_manifest(ManifestLine(path=name, sha256=seen.digest(name).hex()) for name in names)
    if seen.content(layout.TAG_MANIFEST) != listed:
        raise DamagedCopyError(layout.TAG_MANIFEST)


def _statement(seen: _Seen) -> Statement:
    encoded = seen.content(layout.STATEMENT)
    stated = statement.decode(encoded)
    key = Ed25519PublicKey.from_public_bytes(stated.statement_key)
    statement.require_signature(encoded, seen.content(layout.SIGNATURE), key)
    said = decode_cover(seen.content(layout.COPY))
    counts = sum(said.counts.values()), seen.recordings
    if stated.manifest != seen.digest(layout.MANIFEST) or (stated.items, stated.recordings) != counts:
        raise DamagedCopyError(layout.STATEMENT)
    info = BagInfo(
        archive=stated.archive, request=stated.request, subject=stated.subject, made_on=said.created_at.date()
    )
    if seen.content(layout.BAG_INFO) != bag_info(info):
        raise DamagedCopyError(layout.BAG_INFO)
    if (said.archive, said.request, said.subject, said.scope) != (
        stated.archive,
        stated.request,
        stated.subject,
        stated.scope,
    ):
        raise DamagedCopyError(layout.COPY)
    return stated


def _require_release(fact: Fact, stated: Statement) -> None:
    """The fact in the ledger must be the release of this very copy."""
    if not isinstance(fact, Released) or _named(fact) != _named(stated):
        raise DamagedCopyError("the ledger's proof is about another release")


def _named(what: Released | Statement) -> tuple[object, ...]:
    """Return what a release and the statement about it both say."""
    return what.archive, what.request, what.subject, what.scope, what.manifest, what.items, what.recordings
