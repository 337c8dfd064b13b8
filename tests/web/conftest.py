"""A street in memory for each test, and a case in which everybody has something to read; a module may have its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.telling import Told, crossed, decided
from tests.web.visitors import Street, street


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Street]:
    with street(tmp_path) as opened:
        yield opened


@pytest.fixture
def told(here: Street) -> Told:
    return decided(crossed(here.home))
