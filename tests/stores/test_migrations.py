"""P10: a keep of every earlier version comes up to date, and loses nothing on the way but its sign-ins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, event, inspect, text

from voicekeep.stores import UnknownSchemaError, migrating
from voicekeep.stores.engine import WRITES, sqlite_engine
from voicekeep.stores.migrating import HEAD, migrate
from voicekeep.stores.schema import metadata

# A code of a row cannot be made anew: whoever was signed in signs in once more, what was not decided is proposed again.
MADE_AGAIN = {"session", "proposal"}
WRITTEN_BY_MIGRATIONS = {"alembic_version"}


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrating.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


VERSIONS = [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made, _ = sqlite_engine(tmp_path / "keep.sqlite3")
    yield made
    made.dispose()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        connection.execution_options(**{WRITES: True})
        with connection.begin():
            yield connection


def at_version(engine: Engine, version: str) -> None:
    config = _config()
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)


def fill(engine: Engine) -> dict[str, int]:
    """Put one row into every table; return how many rows each has."""
    tables = inspect(engine)
    names = set(tables.get_table_names()) - WRITTEN_BY_MIGRATIONS
    with writing(engine) as connection:
        for name in names:
            cells = {column["name"]: _filler(str(column["type"])) for column in tables.get_columns(name)}
            columns, values = ", ".join(f'"{each}"' for each in cells), ", ".join(f":{each}" for each in cells)
            connection.execute(text(f'INSERT INTO "{name}" ({columns}) VALUES ({values})'), cells)
    return counted(engine, names)


def _filler(kind: str) -> object:
    return {"TEXT": "x", "BLOB": b"x"}.get(kind, 1)


def counted(engine: Engine, names: set[str]) -> dict[str, int]:
    with engine.connect() as connection:
        return {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in names}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_keep_of_this_version_comes_up_to_date_with_all_that_it_holds(engine: Engine, version: str) -> None:
    at_version(engine, version)
    before = fill(engine)
    migrate(engine)
    after = counted(engine, set(before))
    lost = {name for name in before if after[name] != before[name]}
    assert lost <= (MADE_AGAIN if version != HEAD else set())


def test_what_the_migrations_make_is_what_the_program_expects(engine: Engine) -> None:
    migrate(engine)
    found = inspect(engine)
    assert set(found.get_table_names()) - WRITTEN_BY_MIGRATIONS == set(metadata.tables)
    for name, table in metadata.tables.items():
        columns = {each["name"]: (str(each["type"]), each["nullable"]) for each in found.get_columns(name)}
        assert columns == {
            each.name: (str(each.type.compile(engine.dialect)), bool(each.nullable)) for each in table.columns
        }, name
        assert set(found.get_pk_constraint(name)["constrained_columns"]) == {each.name for each in table.primary_key}
        indexes = {
            (each["name"], bool(each["unique"]), tuple(each["column_names"])) for each in found.get_indexes(name)
        }
        assert indexes == {
            (each.name, bool(each.unique), tuple(column.name for column in each.columns)) for each in table.indexes
        }, name


def test_an_empty_database_gets_statement_by_statement_what_the_migrations_make(engine: Engine) -> None:
    at_version(engine, HEAD)
    statements = text("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")
    with engine.connect() as connection:
        migrated = connection.execute(statements).all()
    other, anchor = sqlite_engine(None)
    migrate(other)
    with other.connect() as connection:
        assert connection.execute(statements).all() == migrated
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == [HEAD]
    other.dispose()
    assert anchor is not None
    anchor.close()


def test_there_is_one_line_of_versions_and_its_end_is_named() -> None:
    assert ScriptDirectory.from_config(_config()).get_heads() == [HEAD]


def test_a_keep_of_a_newer_program_is_left_alone(engine: Engine) -> None:
    migrate(engine)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UnknownSchemaError):
        migrate(engine)


def test_a_migration_that_is_killed_leaves_the_keep_as_it_was(engine: Engine) -> None:
    """All of them run in one transaction: after a power cut the next start begins at the same place."""
    at_version(engine, VERSIONS[-1])
    before = fill(engine)

    def cut(_: object, __: object, statement: str, *___: object) -> None:
        if "CREATE TABLE notice" in statement:
            raise KeyboardInterrupt

    event.listen(engine, "before_cursor_execute", cut)
    with pytest.raises(KeyboardInterrupt):
        migrate(engine)
    event.remove(engine, "before_cursor_execute", cut)
    assert counted(engine, set(before)) == before
    assert "restriction" not in inspect(engine).get_table_names()
    migrate(engine)
    assert "restriction" in inspect(engine).get_table_names()
