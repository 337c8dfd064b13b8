"""Measurements, for people who want to know what it costs. Never tests: figures are compared within one run."""

from voicekeep.app.bench.archive import ArchiveFigures, bench_archive

__all__ = ["ArchiveFigures", "bench_archive"]
