"""The drill itself: a hundred trials with a fixed seed, every kind once, and a drill that would see a leak."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.app.terminal import Terminal
from tests.archive.copies import numbered
from tests.device.sounds import REAL_VOICES
from voicekeep.app.drill import KINDS, DrillReport, End, GuardFigures, auditors_page, run_drill
from voicekeep.app.drill.mixup import Mixup, mixup
from voicekeep.app.drill.scene import Scene
from voicekeep.app.drill.town import PEOPLE, Town, make_town
from voicekeep.app.drill.trial import Trial, run_trial
from voicekeep.app.drill.unguarded import GUARDS
from voicekeep.records.ids import ItemId

NOW = datetime(2026, 11, 23, tzinfo=UTC)
VOICES = REAL_VOICES if REAL_VOICES.is_dir() else None


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return make_town(tmp_path_factory.mktemp("town"), VOICES, 1)


def test_the_town_is_full_of_people_who_are_easily_mistaken(town: Town) -> None:
    assert len(town.members) == PEOPLE >= 20
    names = [member.person.name for member in town.members]
    assert len(set(names)) < len(names)
    assert len({member.person.household for member in town.members}) >= 6
    assert len(set(town.truth.owner.values())) == PEOPLE
    assert len(town.truth.sounds) == 6 * PEOPLE


def test_there_are_kinds_enough_and_each_has_a_name() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 40
    assert {kind.promise for kind in KINDS} >= {f"P{number}" for number in (1, 2, 3, 4, 5, 7, 8, 10)}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_spoils_something_and_gets_nothing_out(kind: Mixup, town: Town, tmp_path: Path) -> None:
    for number in range(3):  # a trial may spoil nothing, now and then; not three times
        trial = run_trial(town, kind, number, 11, tmp_path)
        assert trial.end in {End.REFUSED, End.HELD, End.HARMLESS, End.NOTHING_CHANGED}, trial
        if trial.end is not End.NOTHING_CHANGED:
            return
    pytest.fail("nothing was spoilt")


@pytest.mark.timeout(400)
@pytest.mark.parametrize("trials", [20, pytest.param(100, marks=pytest.mark.slow)])
def test_some_trials_with_a_fixed_seed(trials: int) -> None:
    report = run_drill(trials, 2018, VOICES, lambda _: None, processes=2)
    assert report.held
    assert report.leaked_items == 0
    assert report.ends[End.SURPRISE] == 0, report.to_look_at
    assert report.trials >= 0.95 * trials
    assert report.ends[End.REFUSED] + report.ends[End.HELD] > 0.8 * trials
    told = json.loads(report.as_json())
    assert {"trials", "kinds", "leaked_items", "refused", "held", "harmless", "undetected", "by_kind"} <= set(told)
    assert (told["leaked_items"], told["undetected"]) == (0, 0)


def test_the_same_seed_does_the_same_again(town: Town, tmp_path: Path) -> None:
    kind = next(kind for kind in KINDS if kind.name == "one bit of a sealed item flipped")
    assert run_trial(town, kind, 5, 1, tmp_path) == run_trial(town, kind, 5, 1, tmp_path)


# --- the drill would see it


def test_it_sees_an_item_that_got_out(town: Town, tmp_path: Path) -> None:
    def leaks(_: Scene) -> int:
        return 1

    assert run_trial(town, mixup("leaks", "P4", leaks), 1, 1, tmp_path).end is End.LEAKED


def test_it_sees_a_copy_that_is_not_whole(town: Town, tmp_path: Path) -> None:
    """Against a truth with one more item of everybody's, every copy has one missing."""
    more = {numbered(ItemId, number): member.subject for number, member in enumerate(town.members)}
    truth = replace(town.truth, owner=town.truth.owner | more)
    whole = next(kind for kind in KINDS if kind.name == "every step run twice")
    trials = [run_trial(replace(town, truth=truth), whole, number, 1, tmp_path) for number in range(8)]
    assert End.UNDETECTED in {trial.end for trial in trials}  # where the one who looks is the one who asked
    assert any("is missing" in wrong for trial in trials for wrong in trial.wrong)


def test_it_sees_a_strangers_item_in_a_copy(town: Town, tmp_path: Path) -> None:
    """Against a truth in which everything is somebody else's, every copy is full of foreign items."""
    subjects = [member.subject for member in town.members]
    after = dict(zip(subjects, subjects[1:] + subjects[:1], strict=True))
    owner = {item: after[subject] for item, subject in town.truth.owner.items()}
    whole = next(kind for kind in KINDS if kind.name == "every step run twice")
    trials = [
        run_trial(replace(town, truth=replace(town.truth, owner=owner)), whole, number, 1, tmp_path)
        for number in range(8)
    ]
    assert End.LEAKED in {trial.end for trial in trials}


def test_a_trial_that_spoilt_nothing_does_not_count(town: Town, tmp_path: Path) -> None:
    idle = mixup("idle", "P4", lambda scene: scene.gets(scene.ada))
    assert run_trial(town, idle, 1, 1, tmp_path).end is End.NOTHING_CHANGED


def test_a_refusal_by_another_name_is_a_surprise(town: Town, tmp_path: Path) -> None:
    flipped = next(kind for kind in KINDS if kind.name == "one bit of a sealed item flipped")
    nameless = mixup("flipped", "P2", flipped.play)
    assert run_trial(town, nameless, 1, 1, tmp_path).end is End.SURPRISE


def test_the_command_says_it_as_a_table_and_for_machines(tmp_path: Path) -> None:
    file = tmp_path / "drill.json"
    done = Terminal(tmp_path).type("drill", "--trials", "6", "--seed", "3", "--processes", "1", "--json", str(file))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 items leaked" in done.stdout
    assert json.loads(file.read_text("utf-8"))["seed"] == 3


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_two_thousand_trials() -> None:
    report = run_drill(2_000, 7, VOICES, lambda _: None)
    assert report.held
    assert report.ends[End.SURPRISE] == 0, report.to_look_at
    assert len(report.by_kind) == len(KINDS)


# --- the auditor's page


def report_of(*, leaked: int = 0, guards: tuple[GuardFigures, ...] = ()) -> DrillReport:
    report = DrillReport(seed=2018, guards=guards)
    for number, kind in enumerate(KINDS):
        end = End.LEAKED if number < leaked else End.REFUSED
        report.add(Trial(number=number, kind=kind.name, end=end, error="", leaked_items=number < leaked, wrong=()))
    return report


def pages_in(pdf: bytes) -> int:
    [count] = re.findall(rb"/Type/Pages/Count (\d+)", pdf)
    return int(count)


def test_the_auditors_page_is_one_accessible_page() -> None:
    pdf = auditors_page(report_of(), voices=False, printed=NOW)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"Mix-up drill" in pdf
    assert pages_in(pdf) == 1


def test_the_page_is_the_same_for_the_same_drill_and_another_for_a_leak() -> None:
    page = auditors_page(report_of(), voices=False, printed=NOW)
    assert auditors_page(report_of(), voices=False, printed=NOW) == page
    assert auditors_page(report_of(leaked=1), voices=False, printed=NOW) != page


def test_every_guard_has_its_line_on_a_second_page_at_most() -> None:
    figures = tuple(GuardFigures(name=name, catches_alone=3, leaks_without_any=1) for name in GUARDS)
    assert pages_in(auditors_page(report_of(guards=figures), voices=True, printed=NOW)) == 2


def test_a_value_is_never_read_as_markup() -> None:
    figures = GuardFigures(name="#panic() $ *[ \\ é \N{SNOWMAN}", catches_alone=1, leaks_without_any=0)
    assert auditors_page(report_of(guards=(figures,)), voices=False, printed=NOW).startswith(b"%PDF")
