"""Write the vectors of the ledger: `python -m tests.vectors.make_ledger`.

Everything comes from a deterministic source, so a second run writes the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.ledger.memory import MemoryLogStore
from voicekeep.formats.canonical import Json
from voicekeep.formats.checkpoint import Checkpoint, fingerprint, sign
from voicekeep.formats.facts import encode_fact, name_of
from voicekeep.formats.proof import proof_fields
from voicekeep.ledger import Log
from voicekeep.records.facts import (
    AccountClosed,
    AccountClosing,
    ActedFor,
    Answered,
    ArchiveDestroyed,
    ArchiveFrozen,
    ArchiveThawed,
    Captured,
    CaseChanged,
    ClockResumed,
    CredentialChange,
    CredentialsChanged,
    DeviceBound,
    DeviceUnbound,
    DownloadEnded,
    DownloadRefused,
    DownloadStarted,
    Erased,
    Erasing,
    EverybodyFrozen,
    EverybodyThawed,
    ExportsOff,
    ExportsOn,
    Extended,
    Fact,
    Granted,
    Held,
    Identified,
    IdentityAsked,
    MadeBy,
    Mandated,
    MandateEnded,
    MandateNoted,
    Noted,
    Objected,
    Overridden,
    ReceiptGiven,
    ReceiptUsed,
    Refused,
    Registered,
    Released,
    Requested,
    Restored,
    Revoked,
    RoleEnded,
    RoleGranted,
    TriageDecided,
    TriageOpened,
    Viewed,
    Withdrawn,
    Withheld,
)
from voicekeep.records.ids import (
    AppointmentId,
    ArchiveId,
    DeviceId,
    DownloadId,
    GrantId,
    GuestReceiptId,
    HouseholdId,
    ItemId,
    MandateId,
    ProposalId,
    RequestId,
    SessionId,
    SubjectId,
    TriageId,
)
from voicekeep.records.items import Evidence, ItemKind
from voicekeep.records.reports import ReportSource, Saw, Tie, TriageState
from voicekeep.records.rights import (
    Channel,
    Doubt,
    ExtensionGround,
    Means,
    Processing,
    RefusalGround,
    Resumed,
    Right,
    Withdrew,
)
from voicekeep.records.scope import ReleaseScope
from voicekeep.records.standing import MandateEvent, MandateSide

HERE: Final = Path(__file__).parent
FILE: Final = "ledger.json"
ORIGIN: Final = "voice.example.org"
SEED: Final = bytes(range(32))
Vectors = dict[str, Any]


class Stream:
    """Bytes that look random and are the same every time: SHAKE-256 of a name and a count."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._count = 0

    def __call__(self, count: int) -> bytes:
        self._count += 1
        return hashlib.shake_256(f"voicekeep vectors/{self._name}/{self._count}".encode()).digest(count)


_ids = Stream("ledger ids")
ADA, BEN = SubjectId.random(_ids), SubjectId.random(_ids)
DEVICE, FIRST, SECOND = DeviceId.random(_ids), ItemId.random(_ids), ItemId.random(_ids)
HOME = HouseholdId.random(Stream("ledger household"))
REQUEST, ARCHIVE, HELD = RequestId.random(_ids), ArchiveId.random(_ids), ArchiveId.random(_ids)
GRANT, DOWNLOAD, STRANGE = GrantId.random(_ids), DownloadId.random(_ids), DownloadId.random(_ids)
SESSION = SessionId.random(_ids)
RECEIPT = GuestReceiptId.random(_ids)
ROLE, PROPOSAL = AppointmentId.random(_ids), ProposalId.random(_ids)
TRIAGE = TriageId.random(_ids)
MANDATE = MandateId.random(_ids)
AT: Final = datetime(2026, 3, 14, 7, 12, 9, 1, tzinfo=UTC)
SCOPE: Final = ReleaseScope(as_of=2, since=AT, kinds=(ItemKind.TURN, ItemKind.SIGN_IN))


def facts() -> list[Fact]:
    """Return one fact of each name, as they could follow each other; the turn is erased in the end."""
    day, digests = timedelta(days=1), Stream("ledger digests")
    about: dict[str, Any] = {"archive": ARCHIVE, "subject": ADA}
    asked: dict[str, Any] = {"request": REQUEST, "subject": ADA}
    return [
        Captured(
            item=FIRST,
            subject=ADA,
            kind=ItemKind.TURN,
            device=DEVICE,
            at=AT,
            evidence=Evidence.PAIRED_DEVICE,
            record=digests(32),
            audio=digests(32),
            samples=digests(32),
        ),
        Captured(
            item=SECOND,
            subject=ADA,
            kind=ItemKind.SIGN_IN,
            device=None,
            at=AT + day,
            evidence=Evidence.ACCOUNT,
            record=digests(32),
            audio=None,
            samples=None,
        ),
        Requested(**asked, right=Right.ACCESS, at=AT + day),
        Identified(**asked, scope=SCOPE, proof="fresh_sign_in", at=AT + day),
        Held(**asked, archive=HELD, findings=("MissingItem", "foreign-member"), at=AT + day),
        Released(**asked, archive=ARCHIVE, scope=SCOPE, manifest=digests(32), items=2, recordings=1, at=AT + day),
        Granted(**about, grant=GRANT, expires_at=AT + 8 * day, at=AT + day),
        DownloadStarted(**about, download=DOWNLOAD, first_byte=0, at=AT + 2 * day),
        DownloadEnded(**about, download=DOWNLOAD, next_byte=10**15 - 1, complete=True, at=AT + 2 * day),
        DownloadRefused(download=STRANGE, archive=None, subject=BEN, reason="UnknownLinkError", at=AT + 2 * day),
        Revoked(**about, grant=GRANT, reason="erased", at=AT + 3 * day),
        ArchiveDestroyed(**about, reason="erased", at=AT + 3 * day),
        Erasing(item=FIRST, subject=ADA, at=AT + 3 * day),
        Erased(item=FIRST, subject=ADA, at=AT + 3 * day, positions=(0,)),
        Noted(**asked, archive=ARCHIVE, notes=("missing_words", "hours_break"), at=AT + day),
        Restored(size=5, seen_size=9, seen_root=digests(32), at=AT + 4 * day),
        Viewed(item=SECOND, subject=BEN, session=SESSION, at=AT + 2 * day),
        Withheld(item=FIRST, subject=BEN, by=SECOND, audio=digests(32), at=AT + 2 * day),
        AccountClosing(subject=BEN, at=AT + 5 * day),
        AccountClosed(subject=BEN, at=AT + 5 * day),
        RoleGranted(appointment=ROLE, subject=BEN, role="officer", at=AT + 2 * day),
        RoleEnded(appointment=ROLE, subject=BEN, role="officer", at=AT + 4 * day),
        ReceiptGiven(receipt=RECEIPT, item=SECOND, subject=ADA, at=AT + day),
        ReceiptUsed(receipt=RECEIPT, item=SECOND, subject=ADA, right="restriction", at=AT + 2 * day),
        ExportsOff(number=1, by="officer", reason=digests(32), at=AT + 2 * day),
        ExportsOn(number=1, proposal=PROPOSAL, reason=digests(32), at=AT + 3 * day),
        TriageOpened(**about, triage=TRIAGE, source=ReportSource.NOT_MINE, item=None, saw=Saw.STRANGE_NAME, at=AT),
        ArchiveFrozen(**about, triage=TRIAGE, number=1, because=Tie.REPORTED, at=AT + 3 * day),
        TriageDecided(
            triage=TRIAGE,
            subject=ADA,
            outcome=TriageState.DISMISSED,
            by="host_operator",
            aware_at=None,
            at=AT + 4 * day,
        ),
        ArchiveThawed(**about, triage=TRIAGE, number=1, at=AT + 4 * day),
        CaseChanged(triage=TRIAGE, number=1, change="contained", by="officer", body=digests(32), at=AT + 3 * day),
        EverybodyFrozen(number=1, triage=TRIAGE, proposal=PROPOSAL, reason=digests(32), at=AT + 3 * day),
        EverybodyThawed(number=1, triage=TRIAGE, proposal=None, reason=digests(32), at=AT + 4 * day),
        MadeBy(**about, code="code-0123456789abcdef", at=AT + 2 * day),
        CredentialsChanged(subject=ADA, number=1, what=CredentialChange.PASSKEY_ADDED, first=True, at=AT + 2 * day),
        Overridden(
            **asked,
            archive=HELD,
            proposal=PROPOSAL,
            rules=("before_binding", "credentials_changed"),
            reason=digests(32),
            proposed_as="officer",
            approved_as="data_protection_officer",
            at=AT + 2 * day,
        ),
        DeviceBound(device=DEVICE, number=1, subject=ADA, household=None, at=AT),
        DeviceUnbound(device=DEVICE, number=1, subject=None, household=HOME, at=AT + day),
        *_decided(asked, digests),
    ]


def _decided(asked: dict[str, Any], digests: Stream) -> list[Fact]:
    day = timedelta(days=1)
    asks: dict[str, Any] = {"doubts": (Doubt.BY_LETTER,), "means": (Means.SIGN_IN, Means.PASSKEY)}
    two: dict[str, Any] = {"proposed_as": "officer", "approved_as": "data_protection_officer"}
    later = date(2026, 6, 15)
    return [
        Registered(**asked, channel=Channel.LETTER, by="officer", at=AT + day),
        Objected(**asked, to=Processing.SIGN_INS, at=AT + day),
        IdentityAsked(**asked, **asks, number=1, reason=digests(32), by="officer", at=AT + 2 * day),
        ClockResumed(**asked, number=1, because=Resumed.PROVEN, at=AT + 3 * day),
        Extended(
            **asked,
            ground=ExtensionGround.COMPLEXITY,
            reason=digests(32),
            due=later,
            by="data_protection_officer",
            at=AT + 3 * day,
        ),
        Answered(**asked, right=Right.OBJECTION, letter=SECOND, by="officer", at=AT + 4 * day),
        Refused(
            **asked, **two, ground=RefusalGround.COMPELLING, proposal=PROPOSAL, reason=digests(32), at=AT + 4 * day
        ),
        Withdrawn(**asked, because=Withdrew.NOT_MINE, at=AT + 4 * day),
        Mandated(mandate=MANDATE, subject=ADA, agent=BEN, until=AT + 30 * day, at=AT + 5 * day),
        ActedFor(mandate=MANDATE, agent=BEN, at=AT + 5 * day, **asked),
        MandateEnded(mandate=MANDATE, subject=ADA, agent=BEN, at=AT + 6 * day),
        MandateNoted(
            mandate=MANDATE,
            subject=BEN,
            side=MandateSide.ACTING,
            event=MandateEvent.ENDED,
            item=SECOND,
            at=AT + 6 * day,
        ),
    ]


def refused_facts() -> list[Vectors]:
    """Return texts that are no fact."""
    text = encode_fact(facts()[1])
    bad = {
        "another version": text.replace(b'"v":1', b'"v":2'),
        "a version that is true": text.replace(b'"v":1', b'"v":true'),
        "an unknown fact": text.replace(b'"captured"', b'"caught"'),
        "another fact's name": text.replace(b'"captured"', b'"erasing"'),
        "a field too few": text.replace(b'"audio":null,', b""),
        "a field twice": text.replace(b'"audio":null', b'"audio":null,"audio":null'),
        "a field that is empty": text.replace(b'"audio":null', b'"audio":""'),
        "an identifier of another type": text.replace(b'"itm_', b'"dev_'),
        "an instant in another zone": text.replace(b"Z", b"+00:00"),
        "an hour that no day has": text.replace(b"T07", b"T24"),
        "a space": text.replace(b":", b": ", 1),
        "keys out of order": b'{"v":1,' + text[1:-7] + b"}",
        "a newline": text + b"\n",
        "cut short": text[:-1],
        "nothing": b"",
    }
    return [{"name": name, "text": each.decode(), "error": "NotAFactError"} for name, each in bad.items()]


def refused_checkpoints(key: Ed25519PrivateKey) -> list[Vectors]:
    """Return notes that do not open under `key` as of ORIGIN."""
    good = Checkpoint(origin=ORIGIN, size=15, root=bytes(range(32)))
    note = sign(good, key)
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    elsewhere = Checkpoint(origin="elsewhere.example.org", size=good.size, root=good.root)
    bad = {
        "another ledger's": (sign(elsewhere, key), "ForeignOriginError"),
        "another key's": (sign(good, other), "ForeignKeyError"),
        "another size": (note.replace("\n15\n", "\n16\n"), "WrongSignatureError"),
        "a size with a zero before it": (note.replace("\n15\n", "\n015\n"), "NotACheckpointError"),
        "an extension line": (note.replace("\n\n", "\nmore\n\n"), "NotACheckpointError"),
        "a second signature": (note + note.splitlines()[-1] + "\n", "NotACheckpointError"),
        "without its last newline": (note[:-1], "NotACheckpointError"),
        "nothing": ("", "NotACheckpointError"),
    }
    return [{"name": name, "note": each, "error": error} for name, (each, error) in bad.items()]


def ledger_vectors() -> Vectors:
    """Return everything: facts, the ledger that they make, and what is refused."""
    key, store = Ed25519PrivateKey.from_private_bytes(SEED), MemoryLogStore()
    log = Log(store=store, key=key, origin=ORIGIN, entropy=Stream("ledger salts"))
    held = facts()
    for fact in held:
        log.append([fact])
    shown = [store.opening(position) for position in range(log.size())]
    proof: dict[str, Json] = proof_fields(log.proof_of(held.index(next(f for f in held if isinstance(f, Released)))))
    return {
        "format": "docs/formats/ledger.md",
        "version": 1,
        "origin": ORIGIN,
        "key_seed": SEED.hex(),
        "public_key": key.public_key().public_bytes_raw().hex(),
        "fingerprint": fingerprint(key.public_key()),
        "entries": [
            {
                "fact": opening.fact.decode("ascii"),
                "name": name_of(fact),
                "natural_key": fact.natural_key,
                "natural_key_sha256": store.rows[opening.position].natural_key.hex(),
                "salt": opening.salt.hex(),
                "commitment": store.rows[opening.position].commitment.hex(),
                "checkpoint": store.checkpoint_at(opening.position + 1),
            }
            for fact, opening in zip(held, shown, strict=True)
            if opening is not None
        ],
        "nodes": [
            {"level": level, "place": place, "hash": h.hex()} for (level, place), h in sorted(store.tree.items())
        ],
        "inclusion": [
            {"position": position, "path": [step.hex() for step in log.inclusion(position, log.size())]}
            for position in range(log.size())
        ],
        "consistency": [
            {"old": old, "path": [step.hex() for step in log.consistency(old, log.size())]}
            for old in range(1, log.size() + 1)
        ],
        "proof_of_the_release": proof,
        "refused_facts": refused_facts(),
        "refused_checkpoints": refused_checkpoints(key),
    }


def text_of(vectors: Vectors) -> str:
    """Return the file's text."""
    return json.dumps(vectors, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the file."""
    (HERE / FILE).write_text(text_of(ledger_vectors()), "utf-8")


if __name__ == "__main__":
    main()
