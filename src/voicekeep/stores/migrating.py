"""Bring a database's schema up to date, by the migrations that lie beside this module."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, inspect, text

from voicekeep.stores.engine import WRITES
from voicekeep.stores.errors import UnknownSchemaError

HEAD = "0015"
_FOLDER = Path(__file__).parent / "migrations"


def migrate(engine: Engine) -> None:
    """Run the migrations that the database has not seen.

    Raises:
        UnknownSchemaError: a newer program wrote it.
    """
    if _version(engine) == HEAD:
        return  # without loading the migration library, which takes longer than opening the database
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    with engine.connect() as connection:
        connection.execution_options(**{WRITES: True})
        with connection.begin():
            config.attributes["connection"] = connection
            try:
                command.upgrade(config, "head")
            except CommandError as unknown:
                raise UnknownSchemaError from unknown


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
