"""What every test has: properties without a stopwatch (timings are benchmarks), with the failing example to repeat."""

from __future__ import annotations

import gc
from collections import Counter

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "voicekeep", max_examples=50, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("voicekeep"), max_examples=400)  # script/test-slow
settings.load_profile("voicekeep")


def pytest_collection_finish() -> None:
    """Let the garbage collector pass by what stays until the end: thousands of tests and all that they import."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the modules that may take longest, then with the largest: no worker is left alone at the end."""
    bounds: Counter[object] = Counter()
    sizes = Counter(item.path for item in items)
    for item in items:
        for bound in item.iter_markers("timeout"):
            bounds[item.path] = max(bounds[item.path], bound.args[0])
    items.sort(key=lambda item: (-bounds[item.path], -sizes[item.path]))
