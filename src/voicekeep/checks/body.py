"""Check a body: read all of it, believe none of it.

1 one pass over the members: closed world, own digests, every recording against the ledger
2 each kind's tables: every line against the ledger, CSV and script against the lines
3 what explains them: schemas, sheet, cover, index page, tag files, byte for byte
4 whether it is plausible: every rule on what the lines and the account's history say
5 sign the inventory of what was found
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from voicekeep.checks.checked import CheckedArchive, passed
from voicekeep.checks.errors import Findings
from voicekeep.checks.explained import Explained
from voicekeep.checks.matching import Matching, TooDifferentError
from voicekeep.checks.members import Read, members
from voicekeep.checks.plausibility import Past
from voicekeep.checks.plausible_turns import PlausibleTurns
from voicekeep.checks.sources import Census, Digest, Expected, Lines, Opener, Signer
from voicekeep.checks.tables import Line, Tables
from voicekeep.formats import layout
from voicekeep.formats.bag import manifest_line
from voicekeep.formats.errors import FormatError
from voicekeep.formats.inventory import SIGNED_AS, InventoryHead, InventoryLine, Stretch, encode_head, encode_line
from voicekeep.formats.zipped import central_entry
from voicekeep.records.facts import Captured
from voicekeep.records.items import ItemKind, recording_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a passed check leaves behind."""

    checked: CheckedArchive
    notes: tuple[str, ...]  # names of the rules that want something noted
    head: bytes  # canonical JSON
    signature: bytes  # 64 bytes, Ed25519


def check_body(
    body: Opener, expected: Expected, *, census: Census, digest: Digest, past: Past, signer: Signer, lines: Lines
) -> Outcome:
    """Check a finished body.

    Args:
        body: The sealed body, open.
        expected: What it has to be, from the request's row.
        census: The ledger's list of what was captured.
        digest: The ledger's keyed digest.
        past: The account's own history, for the rules of plausibility.
        signer: Signs the inventory.
        lines: Takes the inventory's lines.

    Raises:
        ArchiveRefusedError: something is wrong; every finding is named, up to a bound.
        LedgerError, SealedPartError: a source could not be read; nothing was judged.
    """
    findings = Findings(expected.archive)
    inventory = _Inventory(lines)
    first = _FirstPass(expected, census, digest, findings, inventory)
    plausible = PlausibleTurns(past, expected.accepted, findings)

    def took(captured: Captured, line: Line, blind: bytes) -> None:
        inventory.note(captured, "record", blind, line.offset, len(line.raw))
        plausible.see(captured, line.fields)

    try:
        first.read(body)
        tables = Tables(body, first.members, expected, census, digest, findings, took)
        counts = {kind: tables.check(kind) for kind in first.kinds}
        Explained(body, first.members, expected, findings).check(
            counts, recordings=first.recordings, manifest=first.manifest.digest()
        )
    except TooDifferentError:
        findings.add("too_different", "P4")
    except FormatError as refused:
        findings.add(type(refused).__name__, refused.promise or "P4")
    findings.require_none()
    notes = plausible.conclude()
    findings.require_none()
    head = _head(expected, body, first, items=sum(counts.values()), lines=inventory.digest.digest())
    encoded = encode_head(head)
    return Outcome(checked=passed(head), notes=notes, head=encoded, signature=signer.sign(SIGNED_AS + encoded))


def _head(expected: Expected, body: Opener, first: _FirstPass, *, items: int, lines: bytes) -> InventoryHead:
    return InventoryHead(
        archive=expected.archive,
        request=expected.request,
        subject=expected.subject,
        scope=expected.scope,
        items=items,
        recordings=first.recordings,
        members=first.count,
        manifest=first.members[layout.MANIFEST].sha256,
        directory=first.directory.digest(),
        body_header=body.header_sha256,
        body_size=body.size,
        lines=lines,
    )


@dataclass(slots=True)
class _Inventory:
    """Writes the inventory's lines and remembers only their digest."""

    lines: Lines
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    def note(self, captured: Captured, of: Stretch, digest: bytes, offset: int, length: int) -> None:
        line = encode_line(
            InventoryLine(item=captured.item, kind=captured.kind, of=of, digest=digest, offset=offset, length=length)
        )
        self.digest.update(line)
        self.lines.write(line)


class _FirstPass:
    """One pass over all members; keeps the few that are not recordings."""

    def __init__(
        self, expected: Expected, census: Census, digest: Digest, findings: Findings, inventory: _Inventory
    ) -> None:
        self._expected = expected
        self._digest = digest
        self._findings = findings
        self._inventory = inventory
        self.kinds = [kind for kind in ItemKind if kind in expected.scope.kinds]
        self._withheld = census.withheld_from(expected.subject, expected.scope)
        self._matching: Matching[Read] = Matching(self._held(census), _path_of, self._judge)
        self.members: dict[str, Read] = {}
        self.recordings = 0
        self.count = 0
        self.manifest = hashlib.sha256()
        self.directory = hashlib.sha256()

    def read(self, body: Opener) -> None:
        """Read every member; unknown ones, missing ones and foreign recordings become findings."""
        wanted = iter((*layout.BEFORE_RECORDINGS, *layout.after_recordings(self._expected.scope.kinds)))
        before = len(layout.BEFORE_RECORDINGS)
        for read in members(body, 0, body.size):
            name = read.member.name
            self.count += 1
            self.directory.update(central_entry(read.member))
            if name.startswith(layout.DATA):
                self.manifest.update(manifest_line(read.sha256.hex(), name))
            if len(self.members) == before and name.startswith(_RECORDINGS):
                self.recordings += 1
                self._matching.see(name, read)
                continue
            if name != next(wanted, None):
                self._findings.add("unknown_member", "P4", member=name)
                raise self._findings.refusal()  # after a stranger nothing has its place any more
            self.members[name] = read
        for name in wanted:
            self._findings.add("missing_member", "P4", member=name)
        self._conclude()
        self._findings.require_none()

    def _conclude(self) -> None:
        seen_only, held_only = self._matching.rest()
        for captured in held_only:
            self._findings.add("missing_recording", "P4", item=captured.item)
        for name in (*seen_only, *self._matching.doubled):
            self._findings.add("foreign_recording", "P4", member=name)

    def _held(self, census: Census) -> Iterator[Captured]:
        for captured in census.captured_for(self._expected.subject, self._expected.scope, ItemKind.TURN):
            if captured.audio is not None and self._withheld.get(captured.item, captured.audio) is not None:
                yield captured

    def _judge(self, read: Read, captured: Captured) -> None:
        blind = self._digest.of(read.sha256)
        if blind != self._withheld.get(captured.item, captured.audio):
            name = "withheld_recording" if blind == captured.audio else "altered_recording"
            self._findings.add(name, "P4", item=captured.item)
            return
        self._inventory.note(captured, "recording", blind, read.begins, read.member.size)


_RECORDINGS = f"{layout.DATA}recordings/"


def _path_of(captured: Captured) -> str:
    return layout.DATA + recording_path(captured.at, captured.item)
