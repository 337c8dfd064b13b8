"""What somebody on the machine could take into their hands: a database shell, a file manager."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from voicekeep.app.operations.keep import Keep
from voicekeep.app.settings_file import load
from voicekeep.app.wiring import DATABASE_FILE

Cell = str | bytes | int


class Shells:
    """Tools at one keep's folder, stores and keys; they take down what they changed. None of them holds a key."""

    folder: Path
    keep: Keep
    changes: int = 0  # what was spoilt; a scene in which nothing was does not count

    def did(self, changed: bool = True) -> None:  # noqa: FBT001, FBT002  said in one word
        """Take down that something was spoilt."""
        self.changes += changed

    def edit(self, statement: str, *cells: Cell) -> None:
        """Change the database with a database shell."""
        with closing(sqlite3.connect(self.folder / DATABASE_FILE)) as shell, shell:
            self.did(shell.execute(statement, cells).rowcount > 0)

    def insert(self, table: str, cells: Sequence[Cell]) -> None:
        """Add a row with a database shell."""
        self.edit(f"INSERT INTO {table} VALUES ({','.join('?' * len(cells))})", *cells)  # noqa: S608  that is the attack

    def edit_keys(self, statement: str, *cells: Cell) -> None:
        """Change the key store with a database shell; its values stay sealed to whoever has no root key."""
        with closing(sqlite3.connect(load(self.folder).key_store)) as shell, shell:
            self.did(shell.execute(statement, cells).rowcount > 0)

    def look_up_keys(self, statement: str, *cells: Cell) -> list[tuple[Cell, ...]]:
        """Read the key store with a database shell."""
        with closing(sqlite3.connect(load(self.folder).key_store)) as shell:
            return shell.execute(statement, cells).fetchall()

    def look_up(self, statement: str, *cells: Cell) -> list[tuple[Cell, ...]]:
        """Read the database with a database shell."""
        with closing(sqlite3.connect(self.folder / DATABASE_FILE)) as shell:
            return shell.execute(statement, cells).fetchall()

    def drop_guards(self) -> None:
        """Remove the triggers that keep the ledger from being edited, as somebody with a database shell can."""
        for (name,) in self.look_up("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            self.edit(f"DROP TRIGGER {name!s}")

    def copy_blob(self, source: str, target: str) -> None:
        """Copy one blob over another with a file manager."""
        self.spoil_blob(target, lambda _: self.keep.blobs.read(source))

    def spoil_blob(self, name: str, spoil: Callable[[bytes], bytes]) -> None:
        """Change a blob with a file manager or an editor."""
        was = self.keep.blobs.read(name)
        now = spoil(was)
        self.keep.blobs.put(name, now)
        self.did(now != was)

    def back_up(self) -> Path:
        """Copy the database, as a nightly backup does."""
        backup = self.folder.parent / "backup.sqlite3"
        with closing(sqlite3.connect(self.folder / DATABASE_FILE)) as shell, closing(sqlite3.connect(backup)) as copy:
            shell.backup(copy)
        return backup
