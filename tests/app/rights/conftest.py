"""Somebody who asks, and two people at the desk who answer; a module may have others."""

from __future__ import annotations

import pytest

from tests.app.asks import Desk, ada_of, desk_of
from tests.app.simulator import Household, Someone


@pytest.fixture
def ada(home: Household) -> Someone:
    return ada_of(home)


@pytest.fixture
def desk(home: Household) -> Desk:
    return desk_of(home)
