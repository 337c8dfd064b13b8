"""Every guarded row in SQL, in a file and in memory: what is written is read, what is forged is not believed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.archive.copies import ADA, BEA
from tests.stores.conftest import MAC
from tests.stores.examples import (
    ACCOUNT,
    APPOINTMENT,
    ATTEMPT,
    BINDING,
    CEREMONY,
    CHOICE,
    CODE,
    CREDENTIAL,
    DEVICE,
    DOWNLOAD,
    ENTRY,
    FOUND,
    FROZEN,
    GRANT,
    INVITATION,
    LINE,
    MANDATE,
    MEMBER,
    NOTICE,
    PAIRING,
    PASSKEY,
    PERSON,
    PRESENCE,
    PROPOSAL,
    RECEIPT,
    REQUEST,
    RESTRICTION,
    RING,
    SESSION,
    SUBMISSION,
    TRIAGE,
    WAY_IN,
    write_as_before,
)
from voicekeep.records.errors import ForgedRowError
from voicekeep.stores import Database, SqlTransaction, open_database
from voicekeep.stores.schema import metadata

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
    "device_line": (
        LINE,
        lambda t: t.devices.put_line(LINE),
        lambda t: t.devices.line_known_by(LINE.known_by),
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
