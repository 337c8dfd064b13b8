"""Measurements, for people who want to know what it costs. Never tests: figures are compared within one run."""

from voicekeep.app.bench.archive import ArchiveFigures, bench_archive
from voicekeep.app.bench.lives import PlausibilityFigures, bench_plausibility, clean_life

__all__ = ["ArchiveFigures", "PlausibilityFigures", "bench_archive", "bench_plausibility", "clean_life"]
