from __future__ import annotations

from collections.abc import Iterator

import pytest

from voicekeep.device import LimitedDecoder
from voicekeep.records.limits import Limits


@pytest.fixture(scope="session")
def decoder() -> Iterator[LimitedDecoder]:
    """One decoder for many tests: each of them also proves that the ones before did it no harm."""
    with LimitedDecoder(Limits()) as decoder:
        yield decoder
