"""Every human error of 2018 and its kin, against a copy of a real keep: refused, by the name that it should have."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.app.simulator import tone
from voicekeep.app.demo.script import PEOPLE
from voicekeep.app.drill.human_errors import HUMAN_ERRORS
from voicekeep.app.drill.members import hand_in, join
from voicekeep.app.drill.mixup import Mixup, try_mixup
from voicekeep.app.drill.scene import Cast, Scene
from voicekeep.app.drill.scratch import scratch_settings
from voicekeep.app.wiring import create_keep, open_keep


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Cast]:
    """A keep in a folder, with two people and a few recordings each."""
    place = tmp_path_factory.mktemp("original")
    data = place / "keep-of-two" / "keep"
    create_keep(data, scratch_settings(data.parent))
    members = []
    with open_keep(data) as keep:
        for number, person in enumerate(PEOPLE):
            spoken = place / str(number)
            spoken.mkdir()
            for turn in range(4):
                at = datetime(2026, 9, 1, 8, turn, number, tzinfo=UTC).isoformat()
                (spoken / f"{turn}.wav").write_bytes(tone(f"{number} {turn}"))
                (spoken / f"{turn}.wav.json").write_text(f'{{"transcript": "{person.turns[turn]}", "at": "{at}"}}')
            member = join(keep, person)
            assert hand_in(keep, member, spoken, lambda _: None).kept == 4
            members.append(member)
    return data.parent, Cast(ada=members[0], bruno=members[1])


@pytest.mark.parametrize("error", HUMAN_ERRORS, ids=lambda error: error.name)
def test_it_is_refused_by_name(error: Mixup, original: tuple[Path, Cast], tmp_path: Path) -> None:
    folder, cast = original
    with Scene(folder, tmp_path / "scene", cast) as scene:
        tried = try_mixup(error, scene)
    assert tried.refused, f"{error.name}: {tried.error or 'nothing refused it'}"
    assert tried.leaked_items == 0


def test_the_names_are_those_of_the_promise() -> None:
    assert len({error.name for error in HUMAN_ERRORS}) == len(HUMAN_ERRORS) == 15
    assert all(error.refusals for error in HUMAN_ERRORS)
