"""A keep's figures in the form that Prometheus reads; names and labels are words of ours, never anybody's number.

Flow        Figures, what engines say of themselves -> text of version 0.0.4
Guarantees  1. Every label's value is one of a fixed set, or an engine's name from the settings: no identifier fits.
            2. Each scrape makes its own registry: nothing of one keep or one moment is left over in another.
Document    docs/metrics.md
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from voicekeep import __version__
from voicekeep.app.operations.figures import Figures

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineFigures:
    """What an engine of the assistant says of itself; whoever wires engines hands a function that returns these."""

    engine: str  # its name in the settings
    kind: str  # stt, tts, wake or intent
    up: bool
    calls: int  # ever, in this process
    failures: int
    seconds: float  # that its calls took together


Labels = TypeVar("Labels", bound=tuple[str, ...])
Engines = Callable[[], Iterable[EngineFigures]]


def no_engines() -> tuple[EngineFigures, ...]:
    """Return none: nobody wired any."""
    return ()


def as_text(figures: Figures, engines: Iterable[EngineFigures] = ()) -> bytes:
    """Return the figures as Prometheus reads them."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Snapshot(figures, tuple(engines)))
    return generate_latest(registry)


class _Snapshot(Collector):
    def __init__(self, figures: Figures, engines: tuple[EngineFigures, ...]) -> None:
        self._figures = figures
        self._engines = engines

    def collect(self) -> Iterator[Metric]:
        of = self._figures
        yield _gauge("voicekeep_up", "The keep answers; its version is the label.", ["version"], {(__version__,): 1})
        yield _gauge("voicekeep_requests", "Requests by state and days left.", ["state", "days_left"], of.requests)
        yield _total("voicekeep_releases_refused", "Copies that were held and not released, ever.", of.refused_releases)
        yield _total("voicekeep_downloads_refused", "Downloads that were refused, ever.", of.refused_downloads)
        yield _gauge("voicekeep_cases", "Cases by state.", ["state"], _keyed(of.cases))
        yield _gauge(
            "voicekeep_cases_to_notify", "Cases without a notification, by hours left.", ["hours_left"],
            _keyed(of.cases_to_notify),
        )  # fmt: skip
        yield _gauge(
            "voicekeep_people_to_tell", "People who do not know yet, by the way that is due.", ["channel"],
            _keyed(of.people_due),
        )  # fmt: skip
        yield _plain("voicekeep_cases_doubted", "Cases whose rows are not believed.", of.cases_doubted)
        yield _gauge("voicekeep_notices", "Notices by state.", ["state"], _keyed(of.notices))
        yield _plain("voicekeep_found_waiting", "Digests of found files to be looked up.", of.found_waiting)
        yield _plain("voicekeep_ledger_entries", "Entries of the ledger.", of.ledger_entries)
        yield _plain("voicekeep_ledger_signed", "Entries that the last checkpoint signs.", of.ledger_signed)
        yield _plain("voicekeep_exports_off", "1: nothing leaves at the moment.", int(of.exports_off))
        yield from self._of_engines()

    def _of_engines(self) -> Iterator[Metric]:
        names = ["engine", "kind"]
        keyed = {(each.engine, each.kind): each for each in self._engines}
        yield _gauge("voicekeep_engine_up", "1: it answers.", names, {key: int(of.up) for key, of in keyed.items()})
        calls = {key: float(of.calls) for key, of in keyed.items()}
        failures = {key: float(of.failures) for key, of in keyed.items()}
        seconds = {key: of.seconds for key, of in keyed.items()}
        yield _counted("voicekeep_engine_calls", "Calls in this process.", names, calls)
        yield _counted("voicekeep_engine_failures", "Calls that failed.", names, failures)
        yield _counted("voicekeep_engine_seconds", "How long its calls took together.", names, seconds)


def _counted(name: str, what: str, labels: list[str], values: Mapping[tuple[str, str], float]) -> Metric:
    family = CounterMetricFamily(name, what, labels=labels)
    for key, value in sorted(values.items()):
        family.add_metric(key, value)
    return family


def _gauge(name: str, what: str, labels: list[str], values: Mapping[Labels, int]) -> Metric:
    family = GaugeMetricFamily(name, what, labels=labels)
    for key, value in sorted(values.items()):
        family.add_metric(key, value)
    return family


def _plain(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(name, what, value=value)


def _total(name: str, what: str, value: float) -> Metric:
    return CounterMetricFamily(name, what, value=value)


def _keyed(counts: Mapping[str, int]) -> dict[tuple[str, ...], int]:
    return {(key,): value for key, value in counts.items()}
