"""Bring a database's schema up to date, by the migrations that lie beside this module.

A process that makes many databases (a drill, a rehearsal, the tests) runs them once: the next empty database gets the
statements that the first one came to consist of, and one that begins in memory its pages.
"""

from __future__ import annotations

import sqlite3
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.pool import StaticPool

from voicekeep.stores.engine import WRITES
from voicekeep.stores.errors import UnknownSchemaError

HEAD = "0016"
_FOLDER = Path(__file__).parent / "migrations"


def migrate(engine: Engine) -> None:
    """Run the migrations that the database has not seen.

    Raises:
        UnknownSchemaError: a newer program wrote it.
    """
    with engine.connect() as connection:
        if _version(connection) == HEAD:
            return  # without loading the migration library, which takes longer than opening the database
    with engine.connect() as connection:
        connection.execution_options(**{WRITES: True})
        with connection.begin():
            if inspect(connection).get_table_names():
                upgrade(connection)
            else:
                for statement in _statements():
                    connection.exec_driver_sql(statement)


def upgrade(connection: Connection) -> None:
    """Run the migrations that the database of a connection has not seen, in its transaction.

    Raises:
        UnknownSchemaError: a newer program wrote it.
    """
    from alembic import command  # noqa: PLC0415  # see above
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as unknown:
        raise UnknownSchemaError from unknown


def begin(memory: sqlite3.Connection) -> None:
    """Make a database in memory that nobody else has yet one of today."""
    _today().backup(memory)


@cache
def _today() -> sqlite3.Connection:
    """Return an empty database of today, in memory; nobody writes to it."""
    memory = sqlite3.connect(":memory:", check_same_thread=False)
    with create_engine("sqlite://", creator=lambda: memory, poolclass=StaticPool).connect() as connection:
        upgrade(connection)
        connection.commit()
    return memory


@cache
def _statements() -> tuple[str, ...]:
    """Return what makes an empty database one of today."""
    return tuple(_today().iterdump())[1:-1]  # without its BEGIN and COMMIT: the transaction is the caller's


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
