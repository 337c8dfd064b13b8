"""Where the migration library gets its connection from: whoever called it."""

from __future__ import annotations

from alembic import context

from voicekeep.stores.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
