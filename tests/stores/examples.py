"""One example of every row, for the tests of the books."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from tests.archive.copies import ADA, BEA, numbered
from tests.stores.conftest import MAC
from voicekeep.archive import Attempt, Stage
from voicekeep.delivery import DownloadSession, Grant
from voicekeep.device import Binding, Device, DeviceKind, Pairing, Presence, Ring, RingsBy, SealedLine
from voicekeep.incident import AffectedRole, CaseEntry, CasePerson, FoundDigest, Frozen, Triage
from voicekeep.notice import Notice, NoticeKind
from voicekeep.people import (
    Account,
    Appointment,
    Ceremony,
    Choice,
    Credential,
    GuestReceipt,
    Invitation,
    Mandate,
    Measure,
    Member,
    Outcome,
    Passkey,
    Proposal,
    Purpose,
    RecoveryCode,
    Restriction,
    Role,
    Session,
    SignInMethod,
    WayIn,
)
from voicekeep.records.ids import (
    AppointmentId,
    ArchiveId,
    DeviceId,
    GrantId,
    GuestReceiptId,
    HouseholdId,
    ItemId,
    MandateId,
    NoticeId,
    PasskeyId,
    ProposalId,
    RequestId,
    SessionId,
    TriageId,
)
from voicekeep.records.instant import to_microseconds
from voicekeep.records.items import ItemKind, Keeping, RestrictionGround
from voicekeep.records.reports import ReportSource, Saw, TriageState
from voicekeep.records.rights import Right
from voicekeep.records.scope import ReleaseScope
from voicekeep.records.standing import MandateKind
from voicekeep.request import AccessRequest, State, Submission
from voicekeep.stores import SqlTransaction
from voicekeep.stores.schema import metadata

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)

ACCOUNT = Account(subject=ADA, email_index=bytes(32), created_at=NOW)
CREDENTIAL = Credential(subject=ADA, method="password", secret="hash", changed_at=NOW)
SESSION = Session(
    session=numbered(SessionId, 1),
    subject=ADA,
    token_sha256=bytes(32),
    signed_in_at=NOW,
    method=SignInMethod.PASSKEY,
    expires_at=LATER,
)
APPOINTMENT = Appointment(
    appointment=numbered(AppointmentId, 1),
    role=Role.OFFICER,
    token_sha256=bytes(32),
    offered_by=BEA,
    offered_at=NOW,
    expires_at=LATER,
    subject=ADA,
    name=b"sealed",
    accepted_at=NOW,
    granted_by=BEA,
    granted_at=NOW,
    ended_at=LATER,
)
RECEIPT = GuestReceipt(
    receipt=numbered(GuestReceiptId, 1),
    words_digest=bytes(32),
    item=numbered(ItemId, 1),
    owner=ADA,
    made_at=NOW,
    expires_at=LATER,
    restricted_at=NOW,
)
PROPOSAL = Proposal(
    proposal=numbered(ProposalId, 1),
    measure=Measure.OVERRIDE,
    about="a request",
    concerns=ADA,
    detail="hours_break",
    reason=b"sealed",
    proposed_by=BEA,
    proposed_as="officer",
    proposed_at=NOW,
    expires_at=LATER,
    outcome=Outcome.DECLINED,
    decided_by=BEA,
    decided_as="officer",
    decided_at=LATER,
    answer=b"sealed too",
)
RING = Ring(
    item=numbered(ItemId, 1),
    owner=ADA,
    device=numbered(DeviceId, 1),
    rings_at=LATER,
    rings_by=RingsBy.CLOCK,
)
MEMBER = Member(household=numbered(HouseholdId, 1), subject=ADA, since=NOW)
CHOICE = Choice(subject=ADA, keeping=Keeping.AUDIO, months=3, at=NOW)
INVITATION = Invitation(token_sha256=bytes(32), household=None, expires_at=LATER)
DEVICE = Device(
    device=numbered(DeviceId, 1),
    kind=DeviceKind.LINUX,
    credential_sha256=bytes(32),
    public_key=bytes(range(32)),
    counter=3,
    paired_at=NOW,
)
BINDING = Binding(device=DEVICE.device, number=1, subject=ADA, household=None, since=NOW)
SHARED = Binding(device=DEVICE.device, number=2, subject=None, household=MEMBER.household, since=LATER)
PRESENCE = Presence(device=DEVICE.device, muted="yes", there_until=LATER, heard_at=NOW, mute_asked_at=NOW)
LINE = SealedLine(device=DEVICE.device, known_by=bytes(32), sealed=b"sealed")
PAIRING = Pairing(
    selector="ABCD",
    code_digest=bytes(32),
    opened_by=ADA,
    household=MEMBER.household,
    expires_at=LATER,
    tries=1,
)
REQUEST = AccessRequest(
    request=numbered(RequestId, 1),
    subject=ADA,
    state=State.IDENTIFIED,
    received_at=NOW,
    due=date(2026, 12, 2),
    language="de",
    identified_at=NOW,
    scope=ReleaseScope(as_of=7, since=NOW, kinds=(ItemKind.TURN, ItemKind.PROFILE)),
    right=Right.PORTABILITY,
)
ATTEMPT = Attempt(
    archive=numbered(ArchiveId, 1),
    request=REQUEST.request,
    subject=ADA,
    stage=Stage.BUILT,
    created_at=NOW,
    body_size=10,
)
GRANT = Grant(
    grant=numbered(GrantId, 1),
    archive=ATTEMPT.archive,
    request=REQUEST.request,
    recipient=ADA,
    token_sha256=bytes(32),
    expires_at=LATER,
)
DOWNLOAD = DownloadSession(
    session=SESSION.session, archive=ATTEMPT.archive, grant=GRANT.grant, opened_at=NOW, expires_at=LATER
)
PASSKEY = Passkey(
    passkey=numbered(PasskeyId, 1),
    subject=ADA,
    credential_id=b"called",
    public_key=b"public",
    sign_count=3,
    added_at=NOW,
    used_at=LATER,
)
CEREMONY = Ceremony(challenge_sha256=bytes(32), purpose=Purpose.CONFIRM, subject=ADA, expires_at=LATER)
SUBMISSION = Submission(
    request=numbered(RequestId, 1), subject=ADA, about="sign_ins", text=b"sealed", restricts=True, at=NOW
)
RESTRICTION = Restriction(subject=ADA, ground=RestrictionGround.CLAIMS, since=NOW)
MANDATE = Mandate(
    mandate=numbered(MandateId, 1),
    subject=ADA,
    kind=MandateKind.AGENT,
    rights="choice copy",
    token_sha256=bytes(32),
    offered_at=NOW,
    expires_at=LATER,
    until=LATER,
    agent=BEA,
    accepted_at=NOW,
    confirmed_at=NOW,
)
WAY_IN = WayIn(token_sha256=bytes(32), subject=ADA, expires_at=LATER)
CODE = RecoveryCode(code_sha256=bytes(32), subject=ADA, made_at=NOW)
NOTICE = Notice(
    notice=numbered(NoticeId, 1),
    subject=ADA,
    kind=NoticeKind.COPY_READY,
    language="de",
    created_at=NOW,
    next_at=NOW,
    tries=2,
    error="MailPostponedError",
)
TRIAGE = Triage(
    triage=numbered(TriageId, 1),
    source=ReportSource.NOT_MINE,
    archive=ATTEMPT.archive,
    item=numbered(ItemId, 1),
    reporter=ADA,
    saw=Saw.STRANGE_NAME,
    opened_at=NOW,
    state=TriageState.CONFIRMED,
    decided_at=LATER,
    decided_by="host_operator",
    aware_at=LATER,
)
FROZEN = Frozen(archive=ATTEMPT.archive, triage=TRIAGE.triage, number=1, since=NOW)
ENTRY = CaseEntry(triage=TRIAGE.triage, number=1, change="closed", by="officer", at=NOW, body=b"sealed")
FOUND = FoundDigest(found="f" * 32, audio=b"a" * 32, samples=b"s" * 32, at=NOW)
PERSON = CasePerson(triage=TRIAGE.triage, subject=ADA, role=AffectedRole.OWNER, since=NOW)


def write_as_before(transaction: SqlTransaction) -> None:
    """Write a binding down as the program did before devices and bindings were apart."""
    cells: dict[str, str | int | bytes | None] = {
        "device": BINDING.device,
        "subject": ADA,
        "credential_sha256": bytes(32),
        "since": to_microseconds(NOW),
        "until": None,
    }
    connection = transaction.devices._connection  # noqa: SLF001  nothing else writes such a row any more
    connection.execute(metadata.tables["binding"].insert(), {**cells, "mac": MAC.code("binding", cells)})
