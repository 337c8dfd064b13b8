"""A keep with a copy that can be held, and two people who can let its doubt pass."""

from __future__ import annotations

import pytest

from tests.app.overriding import HeldDesk, held_desk_in
from tests.app.simulator import Household


@pytest.fixture
def desk(home: Household) -> HeldDesk:
    return held_desk_in(home)
