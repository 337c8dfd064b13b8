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
from voicekeep.device import Binding
from voicekeep.incident import (
    AffectedRole,
    CaseEntry,
    CaseMovedError,
    CasePerson,
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
    NoticeId,
    PasskeyId,
    ProposalId,
    RequestId,
    SessionId,
    SubjectId,
    TriageId,
)
from voicekeep.records.items import ItemKind, Keeping, RestrictionGround
from voicekeep.records.reports import ReportSource, Saw, TriageState
from voicekeep.records.scope import ReleaseScope
from voicekeep.request import AccessRequest, RequestChangedError, State
from voicekeep.stores import Database, SqlTransaction, StoreBrokenError, open_database
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
MEMBER = Member(household=numbered(HouseholdId, 1), subject=ADA, since=NOW)
CHOICE = Choice(subject=ADA, keeping=Keeping.AUDIO, months=3, at=NOW)
INVITATION = Invitation(token_sha256=bytes(32), household=None, expires_at=LATER)
BINDING = Binding(device=numbered(DeviceId, 1), subject=ADA, credential_sha256=bytes(32), since=NOW)
REQUEST = AccessRequest(
    request=numbered(RequestId, 1),
    subject=ADA,
    state=State.IDENTIFIED,
    received_at=NOW,
    due=date(2026, 12, 2),
    language="de",
    identified_at=NOW,
    scope=ReleaseScope(as_of=7, since=NOW, kinds=(ItemKind.TURN, ItemKind.PROFILE)),
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
RESTRICTION = Restriction(subject=ADA, ground=RestrictionGround.CLAIMS, since=NOW)
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
PERSON = CasePerson(triage=TRIAGE.triage, subject=ADA, role=AffectedRole.OWNER, since=NOW)

Write = Callable[[SqlTransaction], object]
Read = Callable[[SqlTransaction], object]

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
    "invitation": (
        INVITATION,
        lambda t: t.people.add_invitation(INVITATION),
        lambda t: t.people.invitation_with_token(bytes(32)),
    ),
    "binding": (
        BINDING,
        lambda t: t.devices.add_binding(BINDING),
        lambda t: t.devices.binding_with_credential(bytes(32)),
    ),
    "request": (REQUEST, lambda t: t.requests.add(REQUEST), lambda t: t.requests.get(REQUEST.request)),
    "attempt": (ATTEMPT, lambda t: t.attempts.add(ATTEMPT), lambda t: t.attempts.get(ATTEMPT.archive)),
    "grant_link": (GRANT, lambda t: t.grants.add(GRANT), lambda t: t.grants.of_archive(ATTEMPT.archive)),
    "notice": (NOTICE, lambda t: t.notices.add(NOTICE), lambda t: t.notices.get(NOTICE.notice)),
    "appointment": (
        APPOINTMENT,
        lambda t: t.staff.add_appointment(APPOINTMENT),
        lambda t: t.staff.appointment_with_token(bytes(32)),
    ),
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


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(StoreBrokenError), database.read() as transaction:
        transaction.people.put_choice(CHOICE)


def test_no_parameter_of_a_statement_shows_in_an_error(database: Database) -> None:
    with pytest.raises(StoreBrokenError) as refused, database.read() as transaction:
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
        assert sorted(found, key=str) == sorted((each for each in held if each.item != numbered(ItemId, 2)), key=str)
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
