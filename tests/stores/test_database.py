"""The database as a whole: transactions, readers, and tables that are the schema's. Its books have their own files."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from tests.archive.copies import ADA, BEA
from tests.stores.conftest import MAC
from tests.stores.examples import ACCOUNT, CHOICE, CREDENTIAL, ENTRY
from voicekeep.ledger import Entry
from voicekeep.people import EmailTakenError
from voicekeep.records.catalogue import STORED_COLUMNS
from voicekeep.stores import Database, DatabaseReadOnlyError, open_database
from voicekeep.stores.schema import APPEND_ONLY, metadata


def test_an_error_undoes_the_whole_transaction(database: Database) -> None:
    with pytest.raises(EmailTakenError), database.begin() as transaction:
        transaction.people.put_choice(CHOICE)
        transaction.people.add_account(ACCOUNT)
        transaction.people.add_account(replace(ACCOUNT, subject=BEA))
    with database.read() as transaction:
        assert transaction.people.choice_of(ADA) is None
        assert not transaction.people.has_accounts()


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(DatabaseReadOnlyError), database.read() as transaction:
        transaction.people.put_choice(CHOICE)


def test_no_parameter_of_a_statement_shows_in_an_error(database: Database) -> None:
    with pytest.raises(DatabaseReadOnlyError) as refused, database.read() as transaction:
        transaction.people.put_credential(replace(CREDENTIAL, secret="very secret"))
    told = f"{refused.value} {refused.value.__cause__} {refused.value.__context__}"
    assert "very secret" not in told


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
