"""The books in SQL, in a file and in memory: what is written is read, what is forged is not believed."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from tests.archive.copies import ADA, BEA, numbered
from tests.stores.conftest import MAC
from voicekeep.archive import Attempt, Stage
from voicekeep.delivery import DownloadSession, Grant
from voicekeep.device import (
    Binding,
    Device,
    DeviceChangedError,
    DeviceKind,
    Pairing,
    Presence,
    Ring,
    RingsBy,
)
from voicekeep.incident import (
    AffectedRole,
    CaseEntry,
    CaseMovedError,
    CasePerson,
    FoundDigest,
    Frozen,
    HeldIn,
    Report,
    Triage,
    TriageOverError,
)
from voicekeep.ledger import Entry, Opening
from voicekeep.notice import Notice, NoticeChangedError, NoticeKind
from voicekeep.people import (
    Account,
    Appointment,
    Ceremony,
    Choice,
    Credential,
    EmailTakenError,
    GuestReceipt,
    Invitation,
    Mandate,
    MandateRefusedError,
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
from voicekeep.records.catalogue import STORED_COLUMNS
from voicekeep.records.errors import ForgedRowError
from voicekeep.records.ids import (
    AppointmentId,
    ArchiveId,
    DayKeyId,
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
    SubjectId,
    TriageId,
)
from voicekeep.records.instant import to_microseconds
from voicekeep.records.items import ItemKind, Keeping, RestrictionGround
from voicekeep.records.reports import ReportSource, Saw, TriageState
from voicekeep.records.rights import Right
from voicekeep.records.scope import ReleaseScope
from voicekeep.records.standing import MandateKind
from voicekeep.request import AccessRequest, RequestChangedError, State, Submission
from voicekeep.stores import Database, DatabaseReadOnlyError, SqlTransaction, open_database
from voicekeep.stores.schema import APPEND_ONLY, metadata
from voicekeep.vault import ItemRow, LeaseLostError

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

Write = Callable[[SqlTransaction], object]
Read = Callable[[SqlTransaction], object]


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


GUARDED: dict[str, tuple[object, Write, Read]] = {
    "account": (ACCOUNT, lambda t: t.people.add_account(ACCOUNT), lambda t: t.people.account_of(ADA)),
    "credential": (CREDENTIAL, lambda t: t.people.put_credential(CREDENTIAL), lambda t: t.people.credential_of(ADA)),
    "session": (SESSION, lambda t: t.people.add_session(SESSION), lambda t: t.people.session_with_token(bytes(32))),
    "passkey": (PASSKEY, lambda t: t.people.add_passkey(PASSKEY), lambda t: t.people.passkey_called(b"called")),
    "ceremony": (CEREMONY, lambda t: t.people.add_ceremony(CEREMONY), lambda t: t.people.take_ceremony(bytes(32))),
    "recovery_code": (
        CODE,
        lambda t: t.people.put_recovery_codes(ADA, (CODE,)),
        lambda t: t.people.recovery_code(bytes(32)),
    ),
    "member": (MEMBER, lambda t: t.people.add_member(MEMBER), lambda t: t.people.member_of(ADA)),
    "choice": (CHOICE, lambda t: t.people.put_choice(CHOICE), lambda t: t.people.choice_of(ADA)),
    "restriction": (
        RESTRICTION,
        lambda t: t.people.put_restriction(RESTRICTION),
        lambda t: t.people.restriction_of(ADA),
    ),
    "submission": (
        SUBMISSION,
        lambda t: t.requests.put_submission(SUBMISSION),
        lambda t: t.requests.submission(SUBMISSION.request),
    ),
    "invitation": (
        INVITATION,
        lambda t: t.people.add_invitation(INVITATION),
        lambda t: t.people.invitation_with_token(bytes(32)),
    ),
    "device": (
        DEVICE,
        lambda t: t.devices.add_device(DEVICE),
        lambda t: t.devices.device_with_credential(bytes(32)),
    ),
    "device_binding": (
        BINDING,
        lambda t: t.devices.add_binding(BINDING),
        lambda t: t.devices.binding_of(DEVICE.device),
    ),
    "device_presence": (
        PRESENCE,
        lambda t: t.devices.put_presence(PRESENCE),
        lambda t: t.devices.presence_of(DEVICE.device),
    ),
    "pairing": (PAIRING, lambda t: t.devices.put_pairing(PAIRING), lambda t: t.devices.pairing("ABCD")),
    "binding": (
        (BINDING,),
        write_as_before,
        lambda t: t.devices.adopt() or None,
    ),
    "ring": (RING, lambda t: t.rings.add_ring(RING), lambda t: t.rings.ring_of(RING.item)),
    "request": (REQUEST, lambda t: t.requests.add(REQUEST), lambda t: t.requests.get(REQUEST.request)),
    "attempt": (ATTEMPT, lambda t: t.attempts.add(ATTEMPT), lambda t: t.attempts.get(ATTEMPT.archive)),
    "grant_link": (GRANT, lambda t: t.grants.add(GRANT), lambda t: t.grants.of_archive(ATTEMPT.archive)),
    "notice": (NOTICE, lambda t: t.notices.add(NOTICE), lambda t: t.notices.get(NOTICE.notice)),
    "appointment": (
        APPOINTMENT,
        lambda t: t.staff.add_appointment(APPOINTMENT),
        lambda t: t.staff.appointment_with_token(bytes(32)),
    ),
    "mandate": (MANDATE, lambda t: t.mandates.add_mandate(MANDATE), lambda t: t.mandates.mandate(MANDATE.mandate)),
    "way_in": (WAY_IN, lambda t: t.people.add_way_in(WAY_IN), lambda t: t.people.way_in_with_token(bytes(32))),
    "guest_receipt": (
        RECEIPT,
        lambda t: t.guests.add_receipt(RECEIPT),
        lambda t: t.guests.receipt_with(bytes(32)),
    ),
    "proposal": (
        PROPOSAL,
        lambda t: t.staff.add_proposal(PROPOSAL),
        lambda t: t.staff.proposal(PROPOSAL.proposal),
    ),
    "export_stop": ("a reason", lambda t: t.staff.put_export_reason(1, "a reason"), lambda t: t.staff.export_reason(1)),
    "triage": (TRIAGE, lambda t: t.incidents.add(TRIAGE), lambda t: t.incidents.get(TRIAGE.triage)),
    "frozen": ((FROZEN,), lambda t: t.incidents.freeze(FROZEN), lambda t: t.incidents.frozen(ATTEMPT.archive) or None),
    "case_entry": (
        (ENTRY,),
        lambda t: t.cases.add_entry(ENTRY),
        lambda t: t.cases.entries(TRIAGE.triage) or None,
    ),
    "case_person": (
        (PERSON,),
        lambda t: t.cases.add_person(PERSON),
        lambda t: t.cases.people(TRIAGE.triage) or None,
    ),
    "found_digest": (
        (FOUND,),
        lambda t: t.found.add(FOUND),
        lambda t: t.found.waiting(9) or None,
    ),
    "download_session": (
        DOWNLOAD,
        lambda t: t.grants.put_download_session(DOWNLOAD),
        lambda t: t.grants.download_session(SESSION.session, ATTEMPT.archive),
    ),
}


@pytest.mark.parametrize("table", GUARDED)
def test_what_is_written_is_read_back(database: Database, table: str) -> None:
    value, write, read = GUARDED[table]
    with database.begin() as transaction:
        write(transaction)
    with database.begin() as transaction:
        assert read(transaction) == value


def test_rings_come_in_the_order_of_their_instants_and_go_with_their_owner(database: Database) -> None:
    later = replace(RING, item=numbered(ItemId, 2), rings_at=LATER + timedelta(hours=1))
    earlier = replace(RING, item=numbered(ItemId, 3), owner=BEA, rings_at=NOW)
    with database.begin() as transaction:
        for ring in (later, RING, earlier):
            transaction.rings.add_ring(ring)
        assert transaction.rings.rings() == (earlier, RING, later)
        transaction.rings.forget_ring(RING.item)
        assert transaction.rings.ring_of(RING.item) is None
        transaction.rings.forget_rings_of(ADA)
        assert transaction.rings.rings() == (earlier,)


def test_false_wakings_are_a_number_for_each_speaker_and_day(database: Database) -> None:
    kitchen, study = numbered(DeviceId, 1), numbered(DeviceId, 2)
    today, yesterday = NOW.date(), NOW.date() - timedelta(days=1)
    with database.begin() as transaction:
        woken = transaction.woken
        for device, day in ((kitchen, today), (kitchen, yesterday), (kitchen, today), (study, today)):
            woken.count_false_waking(device, day)
        counted = woken.false_wakings_of(kitchen)
        assert [(each.day, each.times) for each in counted] == [(yesterday, 1), (today, 2)]
        woken.forget_false_wakings(today)
        assert [each.day for each in woken.false_wakings_of(kitchen)] == [today]
        woken.forget_false_wakings_of(kitchen)
        assert woken.false_wakings_of(kitchen) == ()
        assert [each.times for each in woken.false_wakings_of(study)] == [1]


def test_a_household_is_its_members_the_longest_first(database: Database) -> None:
    here, there = MEMBER.household, numbered(HouseholdId, 77)
    older = Member(household=here, subject=BEA, since=NOW - timedelta(days=1))
    with database.begin() as transaction:
        transaction.people.add_member(MEMBER)
        transaction.people.add_member(older)
        assert transaction.people.members_of(here) == (older, MEMBER)
        transaction.people.put_member(replace(older, household=there))
        assert transaction.people.members_of(here) == (MEMBER,)
        assert transaction.people.members_of(there) == (replace(older, household=there),)


def test_a_mandate_is_found_from_both_its_ends_changed_once_and_forgotten_with_either(database: Database) -> None:
    ended = replace(MANDATE, ended_at=NOW)
    with database.begin() as transaction:
        book = transaction.mandates
        book.add_mandate(MANDATE)
        assert book.mandates_over(ADA) == book.mandates_of(BEA) == (MANDATE,)
        assert book.mandate_with_token(bytes(32)) == MANDATE
        assert not book.mandates_over(BEA)
        book.replace_mandate(MANDATE, ended)
        with pytest.raises(MandateRefusedError):
            book.replace_mandate(MANDATE, replace(MANDATE, until=LATER + timedelta(days=1)))
        assert book.mandate(MANDATE.mandate) == ended
        book.forget_mandates_of(BEA)
        assert book.mandate(MANDATE.mandate) is None


def test_a_way_in_is_used_once_and_another_address_is_never_taken_over(database: Database) -> None:
    other = Account(subject=BEA, email_index=bytes(31) + b"\x01", created_at=NOW)
    with database.begin() as transaction:
        book = transaction.people
        book.add_account(ACCOUNT)
        book.add_account(other)
        book.add_way_in(WAY_IN)
        assert book.use_way_in(bytes(32), LATER) is None, "its time is over"
        assert book.use_way_in(bytes(32), NOW) is not None
        assert book.use_way_in(bytes(32), NOW) is None
        with pytest.raises(EmailTakenError):
            book.replace_account(replace(other, email_index=ACCOUNT.email_index))


def test_every_table_with_a_code_is_attacked() -> None:
    assert set(GUARDED) == {table.name for table in metadata.sorted_tables if "mac" in table.c}


def _columns() -> list[tuple[str, str]]:
    return [(table, column.name) for table in GUARDED for column in metadata.tables[table].c]


@pytest.mark.parametrize(("table", "column"), _columns(), ids=lambda each: each)
def test_whoever_edits_any_column_is_not_believed(tmp_path: Path, table: str, column: str) -> None:
    _, write, read = GUARDED[table]
    path = tmp_path / "db.sqlite3"
    database = open_database(path, MAC)
    with database.begin() as transaction:
        write(transaction)
    with sqlite3.connect(path) as shell:
        shell.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")  # whoever edits the file gets past that
        [(was,)] = shell.execute(f'SELECT "{column}" FROM {table}')
        shell.execute(f'UPDATE {table} SET "{column}" = ?', (_other(was),))
    shell.close()
    try:
        with database.begin() as transaction:
            found = read(transaction)
    except (ForgedRowError, ValueError):
        found = None
    database.close()
    assert found is None, "an edited row is not found by its old key, or it is not believed"


def _other(cell: object) -> object:
    match cell:
        case bytes():
            return bytes(31) + b"\x01"
        case int():
            return cell + 1
        case str():
            return f"{cell}x"
        case _:
            return 1


def test_a_password_row_copied_over_another_person_s_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite3"
    database = open_database(path, MAC)
    with database.begin() as transaction:
        transaction.people.put_credential(CREDENTIAL)
        transaction.people.put_credential(replace(CREDENTIAL, subject=BEA, secret="hers"))
    with sqlite3.connect(path) as shell:
        [(secret, mac)] = shell.execute("SELECT secret, mac FROM credential WHERE subject = ?", (BEA,))
        shell.execute("UPDATE credential SET secret = ?, mac = ? WHERE subject = ?", (secret, mac, ADA))
    shell.close()
    with pytest.raises(ForgedRowError), database.read() as transaction:
        transaction.people.credential_of(ADA)
    database.close()


def test_an_error_undoes_the_whole_transaction(database: Database) -> None:
    with pytest.raises(EmailTakenError), database.begin() as transaction:
        transaction.people.put_choice(CHOICE)
        transaction.people.add_account(ACCOUNT)
        transaction.people.add_account(replace(ACCOUNT, subject=BEA))
    with database.read() as transaction:
        assert transaction.people.choice_of(ADA) is None
        assert not transaction.people.has_accounts()


def test_a_device_is_somebody_s_from_the_instant_at_which_it_stopped_being_another_s(database: Database) -> None:
    with database.begin() as transaction:
        transaction.devices.add_device(DEVICE)
        transaction.devices.add_binding(BINDING)
    with pytest.raises(DeviceChangedError), database.begin() as transaction:
        transaction.devices.add_binding(SHARED)
    with database.begin() as transaction:
        transaction.devices.close_binding(BINDING, LATER)
        transaction.devices.add_binding(SHARED)
        transaction.devices.close_binding(BINDING.closed(LATER), LATER + timedelta(days=1))
    with database.read() as transaction:
        assert transaction.devices.binding_of(DEVICE.device) == SHARED
        assert transaction.devices.bindings_of_device(DEVICE.device) == (BINDING.closed(LATER), SHARED)
        assert transaction.devices.bindings_of(ADA) == (BINDING.closed(LATER),)
        assert transaction.devices.bindings_of_household(MEMBER.household) == (SHARED,)
        assert transaction.devices.bindings_of(BEA) == ()


def test_a_counter_counts_once_however_many_use_it_at_once(database: Database) -> None:
    with database.begin() as transaction:
        transaction.devices.add_device(DEVICE)
    done: list[object] = []

    def use() -> None:
        try:
            with database.begin() as transaction:
                transaction.devices.replace_device(DEVICE, DEVICE.used(4))
            done.append(4)
        except DeviceChangedError as late:
            done.append(late)

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each for each in done if each == 4] == [4]
    with pytest.raises(DeviceChangedError), database.begin() as transaction:
        transaction.devices.replace_device(DEVICE, DEVICE.used(5))


def test_what_only_one_person_ever_had_goes_with_them_and_a_shared_device_stays(database: Database) -> None:
    own = replace(DEVICE, device=numbered(DeviceId, 2), credential_sha256=None)
    with database.begin() as transaction:
        for device, binding in (
            (DEVICE, BINDING.closed(LATER)),
            (own, replace(BINDING, device=own.device)),
        ):
            transaction.devices.add_device(device)
            transaction.devices.add_binding(binding)
            transaction.devices.put_presence(replace(PRESENCE, device=device.device))
        transaction.devices.add_binding(SHARED)
        transaction.devices.put_pairing(PAIRING)
        transaction.devices.forget_bindings_of(ADA)
    with database.begin() as transaction:
        devices = transaction.devices
        assert devices.bindings_of(ADA) == ()
        assert (devices.device(own.device), devices.presence_of(own.device)) == (None, None)
        assert (devices.device(DEVICE.device), devices.binding_of(DEVICE.device)) == (DEVICE, SHARED)
        assert devices.pairing("ABCD") is None
        devices.forget_bindings_of_household(MEMBER.household)
        assert (devices.device(DEVICE.device), devices.presence_of(DEVICE.device)) == (None, None)


def test_what_was_bound_before_devices_had_rows_is_bound_after(database: Database) -> None:
    with database.begin() as transaction:
        write_as_before(transaction)
    with database.begin() as transaction:
        assert transaction.devices.adopt() == (BINDING,)
        assert transaction.devices.adopt() == ()
    with database.read() as transaction:
        found = transaction.devices.device_with_credential(bytes(32))
        assert found is not None
        assert (found.device, found.kind, found.public_key) == (DEVICE.device, DeviceKind.FOLDER, None)
        assert transaction.devices.bindings_of(ADA) == (BINDING,)


def test_members_of_a_household_are_its_own(database: Database) -> None:
    other = replace(MEMBER, subject=BEA, since=LATER)
    with database.begin() as transaction:
        for member in (other, MEMBER):
            transaction.people.add_member(member)
    with database.read() as transaction:
        assert transaction.people.members_of(MEMBER.household) == (MEMBER, other)
        assert transaction.people.members_of(numbered(HouseholdId, 2)) == ()


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(DatabaseReadOnlyError), database.read() as transaction:
        transaction.people.put_choice(CHOICE)


def test_no_parameter_of_a_statement_shows_in_an_error(database: Database) -> None:
    with pytest.raises(DatabaseReadOnlyError) as refused, database.read() as transaction:
        transaction.people.put_credential(replace(CREDENTIAL, secret="very secret"))
    told = f"{refused.value} {refused.value.__cause__} {refused.value.__context__}"
    assert "very secret" not in told


def test_an_invitation_used_twice_at_once_is_used_once(database: Database) -> None:
    with database.begin() as transaction:
        transaction.people.add_invitation(INVITATION)
    used: list[Invitation | None] = []

    def use() -> None:
        with database.begin() as transaction:
            used.append(transaction.people.use_invitation(bytes(32), NOW))

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(each is not None for each in used) == 1


def test_a_request_that_moved_meanwhile_is_not_moved_again(database: Database) -> None:
    with database.begin() as transaction:
        transaction.requests.add(REQUEST)
        transaction.requests.replace(REQUEST, REQUEST.moved(State.COLLECTING))
    with pytest.raises(RequestChangedError), database.begin() as transaction:
        transaction.requests.replace(REQUEST, REQUEST.moved(State.REFUSED))
    with database.read() as transaction:
        assert [each.state for each in transaction.requests.in_states(frozenset({State.COLLECTING}))] == [
            State.COLLECTING
        ]


def test_a_triage_that_was_decided_meanwhile_is_not_decided_again(database: Database) -> None:
    with database.begin() as transaction:
        transaction.incidents.add(TRIAGE)
        transaction.incidents.replace(TRIAGE, replace(TRIAGE, decided_by="officer"))
    with pytest.raises(TriageOverError), database.begin() as transaction:
        transaction.incidents.replace(TRIAGE, replace(TRIAGE, decided_by="somebody"))
    with database.read() as transaction:
        assert [transaction.incidents.get(key) for key in transaction.incidents.all_keys()] == [
            replace(TRIAGE, decided_by="officer")
        ]


def test_a_report_is_like_one_of_the_same_source_about_the_same_by_the_same_person(database: Database) -> None:
    report = Report(source=TRIAGE.source, archive=TRIAGE.archive, item=TRIAGE.item, reporter=ADA)
    nothing = replace(TRIAGE, triage=numbered(TriageId, 2), archive=None, item=None, reporter=None, saw=None)
    later = replace(TRIAGE, triage=numbered(TriageId, 3), opened_at=LATER)
    with database.begin() as transaction:
        for triage in (TRIAGE, nothing, later):
            transaction.incidents.add(triage)
    with database.read() as transaction:
        alike = transaction.incidents.alike
        assert alike(report) == (later, TRIAGE), "the latest first"
        assert alike(Report(source=TRIAGE.source)) == (nothing,)
        for other in (
            replace(report, source=ReportSource.NOT_ME),
            replace(report, archive=numbered(ArchiveId, 2)),
            replace(report, item=None),
            replace(report, reporter=BEA),
        ):
            assert alike(other) == ()


def test_an_archive_is_frozen_as_often_as_it_was_and_thawed_one_by_one(database: Database) -> None:
    second = replace(FROZEN, triage=numbered(TriageId, 2), number=2)
    other = replace(FROZEN, archive=numbered(ArchiveId, 2))
    with database.begin() as transaction:
        for each in (second, FROZEN, other):
            transaction.incidents.freeze(each)
        assert transaction.incidents.frozen(FROZEN.archive) == (FROZEN, second)
        transaction.incidents.thaw(FROZEN.archive, 1)
        transaction.incidents.thaw(FROZEN.archive, 1)
    with database.read() as transaction:
        assert transaction.incidents.frozen(FROZEN.archive) == (second,)
        assert transaction.incidents.frozen(other.archive) == (other,)


def test_a_notice_that_was_changed_meanwhile_is_not_changed_again(database: Database) -> None:
    sent = NOTICE.handed_over(LATER)
    with database.begin() as transaction:
        transaction.people.add_notice(NOTICE)
        transaction.notices.replace(NOTICE, sent)
    with pytest.raises(NoticeChangedError), database.begin() as transaction:
        transaction.notices.replace(NOTICE, NOTICE.handed_over(NOW))
    with database.read() as transaction:
        assert transaction.notices.of_subject(ADA) == (sent,)
        assert transaction.notices.of_subject(BEA) == ()


def test_notices_are_due_in_the_order_of_their_instants_and_forgotten_when_they_are_over(database: Database) -> None:
    notices = [
        replace(NOTICE, notice=numbered(NoticeId, number), next_at=NOW - timedelta(seconds=number % 7))
        for number in range(1, 1200)
    ]
    over = replace(NOTICE, notice=numbered(NoticeId, 2000), next_at=None)
    later = replace(NOTICE, notice=numbered(NoticeId, 2001), next_at=LATER)
    with database.begin() as transaction:
        for notice in [*notices, over, later]:
            transaction.notices.add(notice)
    with database.begin() as transaction:
        wanted = sorted(notices, key=lambda notice: (notice.next_at, notice.notice))
        assert list(transaction.notices.due(NOW)) == [notice.notice for notice in wanted]
        assert len(list(transaction.notices.all_keys())) == 1201
        assert transaction.notices.forget(NOW) == 0, "it was made at that instant, not before"
        assert transaction.notices.forget(LATER) == 1
        assert transaction.notices.get(over.notice) is None
        assert transaction.notices.get(later.notice) == later


def rows(count: int, owner: SubjectId = ADA) -> list[ItemRow]:
    return [
        ItemRow(
            item=numbered(ItemId, number * 7919 % count + 1),
            owner=owner,
            kind=ItemKind.TURN,
            device=None,
            at=NOW + timedelta(seconds=number // 2),
            size=5,
            day_key=numbered(DayKeyId, 1),
            position=number,
        )
        for number in range(count)
    ]


def test_items_are_held_by_their_owner_in_order_and_within_the_scope(database: Database) -> None:
    mine = rows(1201)
    with database.begin() as transaction:
        transaction.items.add(mine)
        transaction.items.add([replace(row, owner=BEA, item=numbered(ItemId, 5000)) for row in mine[:1]])
    scope = ReleaseScope(as_of=1000, since=NOW + timedelta(seconds=10), until=NOW + timedelta(seconds=400))
    with database.read() as transaction:
        held = list(transaction.items.held_by(ADA, ItemKind.TURN, scope))
        assert list(transaction.items.held_by(ADA, ItemKind.PROFILE, scope)) == []
    wanted = [row for row in mine if row.position < 1000 and scope.covers(row.kind, row.at)]
    assert held == sorted(wanted, key=lambda row: (row.at, row.item))


def test_leases_end_with_the_rows_or_add_nothing(database: Database) -> None:
    with database.begin() as transaction:
        transaction.leases.take(["items/a", "items/b"], LATER)
        assert transaction.leases.alive(["items/a", "items/c"]) == {"items/a"}
    with database.begin() as transaction:
        transaction.leases.give(["items/a"], NOW)
    with pytest.raises(LeaseLostError), database.begin() as transaction:
        transaction.people.put_choice(CHOICE)
        transaction.leases.give(["items/b"], LATER)
    with database.begin() as transaction:
        assert transaction.people.choice_of(ADA) is None
        assert transaction.leases.expired(LATER) == ("items/b",)
        assert transaction.leases.expired(LATER) == ()


def test_lines_of_the_ledger_cannot_be_changed_or_deleted(tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite3"
    database = open_database(path, MAC)
    with database.begin() as transaction:
        transaction.log.add([Entry(position=0, natural_key=bytes(32), commitment=bytes(32))], [])
        transaction.log.add_nodes([(1, 0, bytes(32))])
        transaction.log.add_checkpoint(1, "note")
        transaction.cases.add_entry(ENTRY)
    shell = sqlite3.connect(path)
    for table in APPEND_ONLY:
        first = next(iter(table.c)).name
        for change in (f"DELETE FROM {table.name}", f"UPDATE {table.name} SET {first} = 9"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                shell.execute(change)
    shell.close()
    database.close()


def test_an_entry_of_a_case_is_written_once_and_a_person_stands_once_in_each_role(database: Database) -> None:
    second = replace(ENTRY, number=2, body=b"another")
    recipient = replace(PERSON, subject=BEA, role=AffectedRole.RECIPIENT)
    elsewhere = replace(PERSON, triage=numbered(TriageId, 2), since=LATER)
    with database.begin() as transaction:
        for entry in (second, ENTRY):
            transaction.cases.add_entry(entry)
        for person in (recipient, PERSON, PERSON, replace(PERSON, since=LATER), elsewhere):
            transaction.cases.add_person(person)
    with pytest.raises(CaseMovedError), database.begin() as transaction:
        transaction.cases.add_entry(replace(ENTRY, body=b"other"))
    with database.read() as transaction:
        assert transaction.cases.entries(TRIAGE.triage) == (ENTRY, second)
        assert transaction.cases.entries(numbered(TriageId, 9)) == ()
        assert transaction.cases.people(TRIAGE.triage) == (PERSON, recipient)
        assert transaction.cases.cases_of(ADA) == (elsewhere, PERSON)


def test_found_digests_wait_in_order_and_are_forgotten_one_by_one(database: Database) -> None:
    later = replace(FOUND, found="0" * 32, at=LATER)
    with database.begin() as transaction:
        for found in (later, FOUND):
            transaction.found.add(found)
    with database.begin() as transaction:
        assert transaction.found.waiting(9) == (FOUND, later)
        assert transaction.found.waiting(1) == (FOUND,)
        assert transaction.found.count() == 2
        transaction.found.drop(FOUND.found)
    with database.read() as transaction:
        assert transaction.found.waiting(9) == (later,)


def test_who_lives_together_is_told_in_the_order_in_which_they_came(database: Database) -> None:
    later = replace(MEMBER, subject=BEA, since=LATER)
    with database.begin() as transaction:
        for member in (later, MEMBER):
            transaction.people.add_member(member)
    with database.read() as transaction:
        assert transaction.people.members_of(MEMBER.household) == (MEMBER, later)
        assert transaction.people.members_of(numbered(HouseholdId, 9)) == ()


def test_archives_are_found_by_the_items_that_they_hold(database: Database) -> None:
    held = [
        HeldIn(item=numbered(ItemId, item), archive=numbered(ArchiveId, archive), of=of, offset=9, length=4)
        for item in range(1, 4)
        for archive in (1, 2)
        for of in ("record", "recording")
    ]
    with database.begin() as transaction:
        transaction.cases.add_held(held)
        transaction.cases.add_held(held[:2])  # a check that runs twice
        transaction.cases.add_held([])
    with database.read() as transaction:
        found = list(transaction.cases.held_in([numbered(ItemId, 3), numbered(ItemId, 1), numbered(ItemId, 8)]))
        places = {(each.item, each.archive) for each in held if each.item != numbered(ItemId, 2)}
        assert sorted(found) == sorted(places), "each once, whatever of it lies there"
        assert list(transaction.cases.held_in([])) == []


def test_openings_are_found_and_forgotten(database: Database) -> None:
    openings = [
        Opening(
            position=number,
            salt=bytes(32),
            fact=b"{}",
            name="captured",
            subject=ADA,
            kind=ItemKind.TURN,
            at=number,
            item=f"item {number}",
            audio=bytes([number] * 32),
        )
        for number in range(3)
    ]
    entries = [Entry(position=number, natural_key=bytes([number] * 32), commitment=bytes(32)) for number in range(3)]
    with database.begin() as transaction:
        transaction.log.add(entries, openings)
    with database.read() as transaction:
        assert [each.position for each in transaction.log.openings_at([2, 0, 9])] == [0, 2]
        found = transaction.log.openings_of_items(["item 1", "item 2", "item 9"], ("captured",))
        assert {each.position for each in found} == {1, 2}
        assert list(transaction.log.openings_of_items(["item 1"], ("erased",))) == []
    with database.begin() as transaction:
        log = transaction.log
        assert log.size() == 3
        assert list(log.entries(1, 3)) == entries[1:]
        assert list(log.captured(ADA, ItemKind.TURN, 2)) == openings[:2]
        assert list(log.captured_with(audio=bytes([1] * 32), samples=bytes([1] * 32))) == [openings[1]]
        assert log.positions_of([bytes([2] * 32), b"nobody"]) == {bytes([2] * 32): 2}
        log.forget([1], 2)
        assert (log.count_openings(3), log.count_forgotten(3), log.forgotten(0, 3)) == (2, 1, {1: 2})
        assert list(log.openings_of_item("item 1")) == []


def test_the_migrations_make_exactly_the_tables_of_the_schema(tmp_path: Path) -> None:
    open_database(tmp_path / "db.sqlite3", MAC).close()
    engine = create_engine(f"sqlite:///{tmp_path / 'db.sqlite3'}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1
    engine.dispose()


def test_every_column_is_explained_and_nothing_else() -> None:
    columns = {f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.c}
    assert set(STORED_COLUMNS) == columns
    assert all(sentence.endswith(".") for sentence in STORED_COLUMNS.values())
