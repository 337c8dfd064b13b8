"""Does the drill see? Every guard is taken out, and put back alone; no real keep has such a switch."""

from __future__ import annotations

import ast
from dataclasses import fields
from pathlib import Path

import pytest

from voicekeep.app.cli.commands import cli
from voicekeep.app.drill import KINDS, End
from voicekeep.app.drill.crossed import crossed_with
from voicekeep.app.drill.town import Town, make_town
from voicekeep.app.drill.trial import Trial, run_trial
from voicekeep.app.drill.unguarded import CHECKS, GUARDS, unguarded
from voicekeep.app.operations import attempts, checking, download, evidence, handing_over, parts, reading, start
from voicekeep.app.settings import Settings
from voicekeep.archive.select import Selection
from voicekeep.checks import CheckedArchive, Findings
from voicekeep.checks.plausibility import RULES
from voicekeep.checks.plausibility.rule import Severity
from voicekeep.formats.rows import RowMac
from voicekeep.ledger import LedgerCensus
from voicekeep.people import Proposal
from voicekeep.records.ids import SubjectId

SOURCE = Path(__file__).parents[2] / "src" / "voicekeep"
HARM = {End.LEAKED, End.UNDETECTED}

CAUGHT_BY = {
    "codes on rows": "a link's recipient edited",
    "owner, item and kind in the seal": "owner edited in the database",
    "the builder looks at what it packs": "every item given to another in index and ledger",
    "archive sealed to its recipient": "A's archive blob copied over B's",
    "sign-in on the link": "A's link given to B",
    "a fresh sign-in": "an open browser, later",
    "forms of our own": "a form of another site",
    "only a checked archive": "the check left out",
    "the body that was checked": "an archive and its key given to another",
    "a frozen copy stays": "a thaw by an edited row",
    "the ledger last seen": "the ledger rolled back",
    "the ledger verified": "two entries crossed",
    "closed world": "a file that nobody knows",
    "ownership": "a foreign file added before sealing",
    "completeness": "a recording left out",
    "one content, three spellings": "the CSV edited",
    "explanations byte for byte": "a page that calls somebody",
    "plausibility": "a speaker resold without a reset",
    "four eyes": "an override by one",
    "credentials hold": "a credential replaced",
    "the ledger proven before it is asked": "an erasure that nobody ordered",
}
"""For each guard, a mix-up that does harm without any guard, and none with this one alone."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return make_town(tmp_path_factory.mktemp("town"), None, 1)


def played(town: Town, name: str, scratch: Path, *, number: int, guards: frozenset[str]) -> Trial:
    kind = next(kind for kind in KINDS if kind.name == name)
    return run_trial(town, kind, number, 5, scratch, guards=guards)


EXPLAINED = {"one worker for a request"}
"""Guards that catch nothing alone; docs/drill.md says why they are there."""


def test_every_guard_has_a_mixup_that_it_catches_or_is_explained() -> None:
    assert set(CAUGHT_BY) | EXPLAINED == set(GUARDS)
    told = (SOURCE.parents[1] / "docs" / "drill.md").read_text("utf-8")
    assert all(f"**{guard}**" in told for guard in EXPLAINED)


@pytest.mark.parametrize("guard", CAUGHT_BY)
def test_it_catches_alone_what_does_harm_without_any(guard: str, town: Town, tmp_path: Path) -> None:
    for number in range(6):  # which item, which byte: some spare the guard its work
        without = played(town, CAUGHT_BY[guard], tmp_path, number=number, guards=frozenset())
        if without.end in HARM:
            alone = played(town, CAUGHT_BY[guard], tmp_path, number=number, guards=frozenset({guard}))
            if alone.end not in HARM:
                return
    pytest.fail("it does no harm without this guard, or the guard alone does not catch it")


def test_with_every_guard_off_the_drill_leaks(town: Town, tmp_path: Path) -> None:
    trial = played(town, "every item given to another in index and ledger", tmp_path, number=1, guards=frozenset())
    assert trial.end is End.LEAKED
    assert trial.leaked_items > 10


def test_afterwards_every_guard_stands_again() -> None:
    places = (attempts, checking, download, evidence, handing_over, parts, reading, start)
    before = {place: dict(vars(place)) for place in places}
    classes = {of: dict(vars(of)) for of in (RowMac, CheckedArchive, Proposal, reading.PersonalItems)}
    with unguarded(frozenset()):
        assert any(dict(vars(place)) != was for place, was in before.items())
        assert RowMac.require is not classes[RowMac]["require"]
    assert all(dict(vars(place)) == was for place, was in before.items())
    assert all(vars(of)[name] is value for of, was in classes.items() for name, value in was.items())


def test_after_the_mistake_of_the_rehearsal_every_guard_stands_again() -> None:
    victim = SubjectId("sub_" + "a" * 26)
    classes = {of: dict(vars(of)) for of in (Findings, LedgerCensus, reading.PersonalItems, Selection)}
    with crossed_with(victim):
        changed = {of for of, was in classes.items() if dict(vars(of)) != was}
        assert changed == set(classes)
    assert all(vars(of)[name] is value for of, was in classes.items() for name, value in was.items())


def users_of(module: str) -> set[str]:
    return {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom | ast.Import)
        and any(module in (name.name, *(getattr(node, "module", "") or "").split(".")) for name in node.names)
    }


def test_no_real_keep_has_such_a_switch() -> None:
    """Only the drill knows it, and who reads the names of guards; no setting, command or environment variable does."""
    crossed = "app/drill/crossed.py"
    assert users_of("unguarded") == {"app/drill/trial.py", "app/drill/run.py", crossed, "app/measures_known.py"}
    assert users_of("crossed") == {"app/drill/rehearsed_leak.py"}
    assert users_of("mock") == {"app/drill/unguarded.py", "app/drill/jobs.py", crossed}, "nothing else replaces any"
    assert not [field.name for field in fields(Settings) if "guard" in field.name or "check" in field.name]
    assert not [command.name for command in cli.registered_commands if command.name and "guard" in command.name]


def test_every_rule_that_stops_a_copy_is_part_of_its_guard() -> None:
    assert CHECKS["plausibility"] | CHECKS["credentials hold"] == {
        rule.name for rule in RULES if rule.severity is not Severity.NOTE
    }
