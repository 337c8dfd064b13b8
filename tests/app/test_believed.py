"""A row of openings that somebody wrote orders nothing: at no start is anything destroyed by it (P6, P7)."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.app.simulator import household
from tests.app.test_mandates import Pair, mandated
from voicekeep.app.operations.erasing_turns import Stretch, turns_in
from voicekeep.app.operations.mandates import end_mandate
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.operations.start import guard_start
from voicekeep.formats.facts import commitment, encode_fact, name_of
from voicekeep.records.facts import AccountClosing, Erasing, MandateEnded, Withheld
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope

SALT = bytes(32)

Order = MandateEnded | Erasing | AccountClosing | Withheld


@dataclass
class Scene:
    """Ada, whose sister Greta has a copy of hers by mandate, and whoever has a shell on the database."""

    pair: Pair
    database: Path

    def write(self, fact: Order, *, entry: bool) -> int:
        """Overwrite an opening by another fact, with `entry` also what its entry commits to; return its position."""
        encoded = encode_fact(fact)
        with closing(sqlite3.connect(self.database)) as shell, shell:
            for (trigger,) in shell.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                shell.execute(f"DROP TRIGGER {trigger}")
            (position,) = shell.execute("SELECT position FROM ledger_opening WHERE name = 'captured'").fetchone()
            shell.execute(
                "UPDATE ledger_opening SET fact = ?, name = ?, salt = ?, subject = ? WHERE position = ?",
                (encoded, name_of(fact), SALT, fact.subject, position),
            )
            if entry:
                committed = commitment(SALT, encoded)
                shell.execute("UPDATE ledger_entry SET commitment = ? WHERE position = ?", (committed, position))
        return int(position)

    def everything(self) -> object:
        """Return what of Ada's can be read, fetched and used."""
        home, ada = self.pair.home, self.pair.ada
        with home.keep.database.read() as transaction:
            stages = [each.stage for each in transaction.attempts.of_subject(ada.subject)]
            states = [each.state for each in transaction.requests.of_subject(ada.subject)]
            archive = next(transaction.attempts.of_subject(ada.subject)).archive
            account = transaction.people.account_of(ada.subject)
            items = [
                row.item for row in transaction.items.held_by(ada.subject, ItemKind.TURN, ReleaseScope(as_of=10**6))
            ]
        home.keep.keys.archive_key(archive)
        home.keep.ring.opener_for(ada.subject)
        return stages, states, account, sorted(home.keep.keys.item_keys(items))


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with household(tmp_path, database_file=tmp_path / "keep.sqlite3") as home:
        ada, greta = home.join("ada"), home.join("greta")
        home.say(ada, "the kitchen light")
        pair = Pair(home, ada, greta, mandated(home, ada, greta))
        release(pair.ask(), PlainDesk(home.keep))
        home.clock.pass_by(minutes=1)
        yield Scene(pair, tmp_path / "keep.sqlite3")


def ended(scene: Scene) -> Order:
    pair = scene.pair
    return MandateEnded(
        mandate=pair.mandate, subject=pair.ada.subject, agent=pair.greta.subject, at=pair.home.clock.now
    )


def erasing(scene: Scene) -> Order:
    home, ada = scene.pair.home, scene.pair.ada
    [turn] = turns_in(home.keep, home.session(ada), Stretch.EVERYTHING, "")
    return Erasing(item=turn, subject=ada.subject, at=home.clock.now)


def account_closing(scene: Scene) -> Order:
    return AccountClosing(subject=scene.pair.ada.subject, at=scene.pair.home.clock.now)


def withheld(scene: Scene) -> Order:
    home, ada = scene.pair.home, scene.pair.ada
    [turn] = turns_in(home.keep, home.session(ada), Stretch.EVERYTHING, "")
    return Withheld(item=turn, subject=ada.subject, by=turn, audio=None, at=home.clock.now)


@pytest.mark.parametrize("entry", [False, True])
@pytest.mark.parametrize("order", [ended, erasing, account_closing, withheld])
def test_an_order_that_somebody_wrote_into_the_database_destroys_nothing_and_is_told_of(
    scene: Scene, caplog: pytest.LogCaptureFixture, order: Callable[[Scene], Order], *, entry: bool
) -> None:
    fact = order(scene)
    before = scene.everything()
    position = scene.write(fact, entry=entry)
    with caplog.at_level(logging.WARNING):
        guard_start(scene.pair.home.keep)
    assert scene.everything() == before
    assert f"position {position} " in caplog.text
    assert "was not acted on" in caplog.text


def test_what_is_no_fact_at_all_stops_nothing_else(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    before = scene.everything()
    with closing(sqlite3.connect(scene.database)) as shell, shell:
        for (trigger,) in shell.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            shell.execute(f"DROP TRIGGER {trigger}")
        shell.execute("UPDATE ledger_opening SET fact = x'00' WHERE name = 'mandated'")
        for name in ("erasing", "account_closing", "mandate_ended", "withheld"):
            shell.execute(
                "UPDATE ledger_opening SET fact = x'00', name = ? WHERE position = "
                "(SELECT min(position) FROM ledger_opening WHERE name = 'captured')",
                (name,),
            )
    with caplog.at_level(logging.WARNING):
        guard_start(scene.pair.home.keep)
    assert scene.everything() == before
    assert caplog.text.count("EditedOpeningError") == 5


def test_an_older_row_put_back_is_no_mandate_to_finish_and_others_are(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    pair = scene.pair
    keep = pair.home.keep
    with keep.database.read() as transaction:
        standing = transaction.mandates.mandate(pair.mandate)
    assert standing is not None
    end_mandate(keep, pair.home.session(pair.ada), pair.mandate)
    with keep.database.begin() as transaction:
        now = transaction.mandates.mandate(pair.mandate)
        assert now is not None
        transaction.mandates.replace_mandate(now, standing)
    with caplog.at_level(logging.WARNING):
        guard_start(keep)
    assert f"mandate {pair.mandate} was not gone on with: ForeignMandateError" in caplog.text
