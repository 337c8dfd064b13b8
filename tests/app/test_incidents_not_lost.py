"""R23: a report that dies anywhere is taken whole or not at all, and whoever edits rows or the ledger thaws nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.app.faults import Killed, mortal
from tests.app.reporting import HOST, SAW, archive_of, at_once, frozen, has_key, reported, token, triages, view
from tests.app.simulator import Household, Someone, household
from tests.app.test_found import flac_of
from voicekeep.app.operations.building import build
from voicekeep.app.operations.download import look_at_link
from voicekeep.app.operations.erase import NotYoursError
from voicekeep.app.operations.erasing_turns import Stretch, turns_in
from voicekeep.app.operations.evidence import verify_ledger, who_is_in
from voicekeep.app.operations.found_files import open_for_file
from voicekeep.app.operations.freezing import is_frozen
from voicekeep.app.operations.holding import hold
from voicekeep.app.operations.incidents import report_not_mine
from voicekeep.app.operations.marking import disown
from voicekeep.app.operations.start import guard_start
from voicekeep.app.operations.triaging import all_triages, decide_triage
from voicekeep.app.operations.voiding import expire_archives
from voicekeep.delivery import FrozenLinkError
from voicekeep.formats.facts import key_digest
from voicekeep.records.facts import thawed_key
from voicekeep.records.ids import ArchiveId
from voicekeep.records.items import ItemKind
from voicekeep.records.reports import TriageState
from voicekeep.records.scope import ReleaseScope
from voicekeep.request import State


@pytest.mark.parametrize("after", [False, True])
def test_a_report_that_dies_anywhere_is_taken_whole_or_not_at_all(
    home: Household, ada: Someone, *, after: bool
) -> None:
    bruno = home.join("bruno")
    deaths = 0
    for at in range(1, 20):
        adas, brunos = at_once(home, ada, bruno)
        session = home.session(ada)
        dying, fuse = mortal(home.keep, at, after=after)
        try:
            report_not_mine(dying, session, adas, SAW)
        except Killed:
            deaths += 1
        mine = [triage for triage in triages(home) if triage.archive == archive_of(home, adas)]
        assert len(mine) in {0, 1}
        assert frozen(home, adas) == frozen(home, brunos) == bool(mine)
        assert reported(home, ada, adas).frozen, "asked again, it is taken"
        assert len([triage for triage in triages(home) if triage.archive == archive_of(home, adas)]) == 1
        verify_ledger(home.keep)
        for triage in triages(home):
            if triage.state is TriageState.OPEN:
                decide_triage(home.keep, triage.triage, TriageState.DISMISSED, by=HOST)
        if fuse.calls < at:
            break
    assert deaths >= 2


@pytest.mark.parametrize("after", [False, True])
def test_a_hold_that_dies_anywhere_opens_its_triage_with_it(home: Household, ada: Someone, *, after: bool) -> None:
    for at in range(1, 20):
        request = home.ask(ada)
        archive = ArchiveId(build(home.keep, request))
        dying, fuse = mortal(home.keep, at, after=after)
        with suppress(Killed):
            hold(dying, request, archive, ["foreign_recording"])
        is_held = view(home, ada, request).state is State.HELD
        assert is_held == any(triage.archive == archive for triage in triages(home))
        hold(home.keep, request, archive, ["foreign_recording"])
        assert sum(triage.archive == archive for triage in triages(home)) == 1
        if fuse.calls < at:
            break
    assert at > 2


@pytest.mark.parametrize("after", [False, True])
def test_a_recording_that_is_not_them_is_reported_with_its_mark_or_neither_wherever_it_dies(
    home: Household, ada: Someone, *, after: bool
) -> None:
    deaths = 0
    for at in range(1, 30):
        home.clock.pass_by(minutes=1)
        home.say(ada, f"not me {at}")
        session = home.session(ada)
        turn = turns_in(home.keep, session, Stretch.EVERYTHING, "")[-1]
        request = home.release(ada)
        dying, fuse = mortal(home.keep, at, after=after)
        try:
            disown(dying, session, turn)
        except Killed:
            deaths += 1
        with home.keep.database.read() as transaction:
            ever = ReleaseScope(as_of=transaction.log.size())
            marks = len(list(transaction.items.held_by(ada.subject, ItemKind.WITHHOLDING, ever)))
        opened = [triage for triage in triages(home) if triage.item == turn]
        assert (len(opened), marks) in {(0, at - 1), (1, at)}
        with suppress(NotYoursError):
            disown(home.keep, session, turn)
            assert not opened, "said once, it was taken"
        guard_start(home.keep)
        assert len([triage for triage in triages(home) if triage.item == turn]) == 1
        assert not has_key(home, request), "no copy holds it any more"
        verify_ledger(home.keep)
        if fuse.calls < at:
            break
    assert deaths >= 3


@pytest.mark.parametrize("after", [False, True])
def test_a_found_file_that_is_looked_up_opens_one_case_wherever_it_dies(tmp_path: Path, *, after: bool) -> None:
    for at in range(1, 20):
        folder = tmp_path / f"{at}"
        folder.mkdir()
        with household(folder) as home:
            ada = home.join("ada")
            home.say(ada, "found")
            file = flac_of(home, ada)
            dying, fuse = mortal(home.keep, at, after=after)
            with suppress(Killed):
                open_for_file(dying, file)
            assert len(triages(home)) in {0, 1}
            open_for_file(home.keep, file)
            [triage] = triages(home)
            assert triage.item in {holding.item for holding in who_is_in(home.keep, file)}
            verify_ledger(home.keep)
        if fuse.calls < at:
            break
    assert at > 2


@pytest.fixture
def shelled(tmp_path: Path) -> Iterator[tuple[Household, sqlite3.Connection]]:
    path = tmp_path / "db.sqlite3"
    with household(tmp_path, database_file=path) as home, closing(sqlite3.connect(path, isolation_level=None)) as shell:
        yield home, shell


EDITS = (
    "DELETE FROM frozen",
    "DELETE FROM frozen; DELETE FROM triage",
    "UPDATE frozen SET archive = 'arc_aaaaaaaaaaaaaaaaaaaaaaaaaa'",
    "UPDATE frozen SET number = 7",
    "UPDATE triage SET state = 'dismissed', decided_at = 1, decided_by = 'host_operator'",
    "DELETE FROM frozen; UPDATE ledger_opening SET archive = NULL, name = 'viewed' WHERE name = 'archive_frozen'",
    "DELETE FROM frozen; DELETE FROM ledger_opening WHERE name = 'archive_frozen'",
)


@pytest.mark.parametrize("edit", EDITS)
def test_whoever_edits_rows_thaws_nothing(shelled: tuple[Household, sqlite3.Connection], edit: str) -> None:
    home, shell = shelled
    ada = home.join("ada")
    request = home.release(ada)
    link = token(home, ada, request)
    reported(home, ada, request)
    shell.executescript(edit)
    assert frozen(home, request)
    with pytest.raises(FrozenLinkError):
        look_at_link(home.keep, link, home.session(ada))
    home.clock.pass_by(days=30)
    assert expire_archives(home.keep) == 0


def test_a_thaw_that_somebody_wrote_into_the_ledger_is_not_believed(
    shelled: tuple[Household, sqlite3.Connection],
) -> None:
    """An entry that nobody needs becomes the thaw: its place in the signed tree does not bear it."""
    home, shell = shelled
    ada = home.join("ada")
    request = home.release(ada)
    taken = reported(home, ada, request)
    decide_triage(home.keep, taken.triage, TriageState.DISMISSED, by=HOST)
    [(key,)] = shell.execute(
        "SELECT natural_key FROM ledger_entry JOIN ledger_opening USING (position) WHERE name = 'archive_thawed'"
    )
    again = reported(home, ada, request)
    [(name,)] = shell.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%UPDATE ON ledger_entry%'"
    )
    shell.execute(f"DROP TRIGGER {name}")
    shell.execute("DELETE FROM frozen")
    assert again.frozen
    assert frozen(home, request)
    second = key_digest(thawed_key(archive_of(home, request), 2))
    shell.execute("UPDATE ledger_entry SET natural_key = ? WHERE natural_key = ?", (second, key))
    assert frozen(home, request)


def test_forged_rows_of_others_hold_no_report_up_and_what_they_are_of_is_frozen(
    shelled: tuple[Household, sqlite3.Connection],
) -> None:
    home, shell = shelled
    ada, bruno, cleo = home.join("ada"), home.join("bruno"), home.join("cleo")
    building = home.ask(cleo)
    build(home.keep, building)
    adas, brunos = at_once(home, ada, bruno)
    shell.execute("UPDATE request SET language = 'fr' WHERE request IN (?, ?)", (brunos, building))
    archive = shell.execute("SELECT attempt FROM request WHERE request = ?", (brunos,)).fetchone()[0]
    assert reported(home, ada, adas).frozen
    with home.keep.database.read() as transaction:
        assert is_frozen(home.keep, transaction, ArchiveId(archive))
    verify_ledger(home.keep)


def test_a_forged_triage_holds_no_report_up_and_is_shown_as_forged(
    shelled: tuple[Household, sqlite3.Connection],
) -> None:
    home, shell = shelled
    ada = home.join("ada")
    request = home.release(ada)
    first = reported(home, ada, request)
    shell.execute("UPDATE triage SET saw = 'strange_name'")
    again = reported(home, ada, request)
    assert again.triage != first.triage
    assert {line.triage: line.believed is not None for line in all_triages(home.keep)} == {
        first.triage: False,
        again.triage: True,
    }
    assert view(home, ada, request).reported_at is None
