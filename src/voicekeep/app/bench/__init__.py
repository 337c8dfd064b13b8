"""Measurements, for people who want to know what it costs. Never tests: figures are compared within one run."""

from voicekeep.app.bench.archive import ArchiveFigures, bench_archive
from voicekeep.app.bench.lives import PlausibilityFigures, bench_plausibility, clean_life
from voicekeep.app.bench.scope import ScopeFigures, bench_scope

__all__ = [
    "ArchiveFigures",
    "PlausibilityFigures",
    "ScopeFigures",
    "bench_archive",
    "bench_plausibility",
    "bench_scope",
    "clean_life",
]
