"""A household in memory for each test, one who lives there, and a hub over it to which one speaks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.simulator import Household, Someone, household
from tests.app.speaking import Talk, talk_in


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    with household(tmp_path) as opened:
        yield opened


@pytest.fixture
def talk(home: Household) -> Talk:
    return talk_in(home)


@pytest.fixture
def ada(home: Household) -> Someone:
    ada = home.join("ada")
    home.say(ada, "one", "two")
    return ada
