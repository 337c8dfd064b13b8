"""A case that opens while the database is read-only, or the disk full: refused by name, not lost, taken later."""

from __future__ import annotations

import logging
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from tests.app.simulator import Household, household
from tests.app.test_found import flac_of, sha256
from voicekeep.app.operations.building import build
from voicekeep.app.operations.erase import NotYoursError
from voicekeep.app.operations.erasing_turns import Stretch, turns_in
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.found_digests import FileDigest, hand_in_digests, look_up_found
from voicekeep.app.operations.found_files import open_for_file
from voicekeep.app.operations.holding import hold
from voicekeep.app.operations.incidents import open_by_hand, report_not_mine
from voicekeep.app.operations.marking import disown
from voicekeep.app.operations.triaging import all_triages
from voicekeep.records.errors import StoreError
from voicekeep.records.ids import ArchiveId
from voicekeep.records.reports import ReportSource, Saw
from voicekeep.stores import Database, DatabaseFullError, DatabaseReadOnlyError

FILE = "keep.sqlite3"
Trouble = Callable[[Household], AbstractContextManager[None]]


@contextmanager
def read_only(home: Household) -> Iterator[None]:
    """Let SQLite refuse every write, as it does on a mount that can be read only."""
    database = home.keep.database
    assert isinstance(database, Database)
    engine = database._engine  # noqa: SLF001  where a mount option would reach in

    def refuse(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA query_only=ON")

    event.listen(engine, "begin", refuse)
    try:
        yield
    finally:
        event.remove(engine, "begin", refuse)


@contextmanager
def full_disk(home: Household) -> Iterator[None]:
    """Let no file grow any more: the operating system refuses the next page of the database."""
    with closing(sqlite3.connect(home.folder / FILE)) as shell:
        shell.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def by_a_recipient(home: Household) -> Callable[[], object]:
    ada = home.join("ada")
    home.say(ada, "one")
    request, session = home.release(ada), home.session(ada)
    return lambda: report_not_mine(home.keep, session, request, Saw.STRANGE_RECORDING)


def by_hand(home: Household) -> Callable[[], object]:
    return lambda: open_by_hand(home.keep, ReportSource.HAND)


def by_a_check(home: Household) -> Callable[[], object]:
    ada = home.join("ada")
    home.say(ada, "one")
    request = home.ask(ada)
    archive = ArchiveId(build(home.keep, request))
    return lambda: hold(home.keep, request, archive, ["foreign_recording"])


def by_its_owner(home: Household) -> Callable[[], object]:
    """A recording that is not them: as soon as it is said, it cannot be said again."""
    ada = home.join("ada")
    home.say(ada, "one")
    session = home.session(ada)
    [turn] = turns_in(home.keep, session, Stretch.EVERYTHING, "")

    def said() -> None:
        with suppress(NotYoursError):
            disown(home.keep, session, turn)

    return said


def by_a_file(home: Household) -> Callable[[], object]:
    ada = home.join("ada")
    home.say(ada, "one")
    file = flac_of(home, ada)
    return lambda: open_for_file(home.keep, file)


def by_a_digest(home: Household) -> Callable[[], object]:
    ada = home.join("ada")
    home.say(ada, "one")
    hand_in_digests(home.keep, [FileDigest(audio=sha256(flac_of(home, ada)))])
    return lambda: look_up_found(home.keep)


def by_a_finder(home: Household) -> Callable[[], object]:
    """Who hands a digest in once more, because it was refused before; then it is looked up."""
    ada = home.join("ada")
    home.say(ada, "one")
    digest = FileDigest(audio=sha256(flac_of(home, ada)))

    def found() -> None:
        hand_in_digests(home.keep, [digest])
        look_up_found(home.keep)

    return found


AGAIN = {
    by_a_check: "by the worker, for a day",
    by_a_digest: "by every round of the clean-up",
    by_a_finder: "by the finder, who is told that it was not taken",
}
"""Who tries again; of every other there is a line in the log, for whoever runs the keep."""


@pytest.mark.parametrize(
    "opened", [by_a_recipient, by_hand, by_a_check, by_its_owner, by_a_file, by_a_digest, by_a_finder]
)
@pytest.mark.parametrize(("trouble", "error"), [(read_only, DatabaseReadOnlyError), (full_disk, DatabaseFullError)])
def test_it_is_refused_by_name_left_in_the_log_and_taken_as_soon_as_it_can_be(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    trouble: Trouble,
    error: type[StoreError],
    opened: Callable[[Household], Callable[[], object]],
) -> None:
    with household(tmp_path, database_file=tmp_path / FILE) as home:
        report = opened(home)
        caplog.set_level(logging.INFO)
        for _ in range(2):
            with trouble(home), pytest.raises(error):
                report()
        assert not all_triages(home.keep)
        verify_ledger(home.keep)
        left = [record for record in caplog.records if "NOT taken" in record.getMessage()]
        assert len(left) == (0 if opened in AGAIN else 2)
        assert issubclass(error, StoreError), "which is what the worker tries again for"
        report()
        report()
        [line] = all_triages(home.keep) if opened is not by_hand else all_triages(home.keep)[:1]
        assert line.believed is not None
        verify_ledger(home.keep)
