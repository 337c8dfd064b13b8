"""What every test has: properties without a stopwatch (timings are benchmarks), with the failing example to repeat."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "voicekeep", max_examples=50, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("voicekeep"), max_examples=400)  # script/test-slow
settings.load_profile("voicekeep")
