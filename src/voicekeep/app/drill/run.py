"""Run many trials, in as many processes as there are, and count what became of them."""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from voicekeep.app.drill.kinds import KINDS
from voicekeep.app.drill.mixup import Mixup
from voicekeep.app.drill.town import Town, make_town
from voicekeep.app.drill.trial import End, Trial, run_trial
from voicekeep.app.drill.unguarded import GUARDS

_AT_ONCE: Final = 20  # trials that a process is given together
_MEMORY: Final = Path("/dev/shm")  # noqa: S108  a folder in memory, where there is one: nothing of a scratch keep needs a disk
_WRONG_SHOWN: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardFigures:
    """What one guard does by itself."""

    name: str
    catches_alone: int  # mix-ups that do harm with every guard off, and none with this one on
    leaks_without_any: int  # of those, how many then put something into another's hands


@dataclass(slots=True)
class DrillReport:
    """What became of every trial."""

    seed: int
    ends: Counter[End] = field(default_factory=Counter)
    by_kind: dict[str, Counter[End]] = field(default_factory=dict)
    leaked_items: int = 0
    to_look_at: list[Trial] = field(default_factory=list)  # leaked, undetected, refused by a name nobody expected
    guards: tuple[GuardFigures, ...] = ()  # if they were measured
    seconds: float = 0.0

    @property
    def trials(self) -> int:
        """Return how many count: those in which something was spoilt."""
        return self.ends.total() - self.ends[End.NOTHING_CHANGED]

    @property
    def held(self) -> bool:
        """Return whether every promise was kept."""
        return not self.leaked_items and not self.ends[End.LEAKED] and not self.ends[End.UNDETECTED]

    def add(self, trial: Trial) -> None:
        """Count one."""
        self.ends[trial.end] += 1
        self.by_kind.setdefault(trial.kind, Counter())[trial.end] += 1
        self.leaked_items += trial.leaked_items
        if trial.end in {End.LEAKED, End.UNDETECTED, End.SURPRISE} and len(self.to_look_at) < _WRONG_SHOWN:
            self.to_look_at.append(trial)

    def as_json(self) -> str:
        """Return the report for machines."""
        report = {
            "trials": self.trials,
            "kinds": len(self.by_kind),
            "leaked_items": self.leaked_items,
            **{end.value: self.ends[end] for end in End if end is not End.LEAKED},
            "by_kind": {name: dict(sorted(ends.items())) for name, ends in sorted(self.by_kind.items())},
            "to_look_at": [
                {"number": each.number, "kind": each.kind, "end": each.end, "error": each.error, "wrong": each.wrong}
                for each in self.to_look_at
            ],
            "guards": [asdict(each) for each in self.guards],
            "seed": self.seed,
            "seconds": round(self.seconds, 1),
        }
        return json.dumps(report, indent=2) + "\n"


def run_drill(
    trials: int, seed: int, voices: Path | None, told: Callable[[int], None], *, processes: int | None = None
) -> DrillReport:
    """Run the drill on a scratch keep of its own, which is removed afterwards.

    Args:
        trials: How many.
        seed: Which: the same seed does the same again.
        voices: Recordings to use instead of tones.
        told: Hears of finished trials.
        processes: How many work at once; None: as many as there are processors.
    """
    began = time.monotonic()
    report = DrillReport(seed=seed)
    with _scratch() as folder:
        town = make_town(folder, voices, seed)
        for trial in _trials(town, trials, seed, folder, processes or os.cpu_count() or 1):
            report.add(trial)
            told(1)
    report.seconds = time.monotonic() - began
    return report


def _trials(town: Town, trials: int, seed: int, folder: Path, processes: int) -> Iterator[Trial]:
    parts = [range(first, min(first + _AT_ONCE, trials)) for first in range(0, trials, _AT_ONCE)]
    context = multiprocessing.get_context("spawn")  # a fork would copy threads and open stores
    with ProcessPoolExecutor(processes, context, initializer=_settle, initargs=(town, seed, folder)) as pool:
        for done in pool.map(_run_part, parts):
            yield from done


_here: tuple[Town, int, Path] | None = None  # of a process of the pool


def _settle(town: Town, seed: int, folder: Path) -> None:
    global _here  # noqa: PLW0603  what a process of the pool is given once
    _here = town, seed, folder
    gc.collect()
    gc.freeze()  # what was loaded to begin with stays: no need to look at it again after every trial


def _run_part(numbers: range) -> list[Trial]:
    assert _here is not None  # noqa: S101  `_settle` ran first
    town, seed, folder = _here
    return [run_trial(town, kind_of(number, seed), number, seed, folder) for number in numbers]


def kind_of(number: int, seed: int) -> Mixup:
    """Return which mix-up a trial plays."""
    return random.Random(f"kind {seed}|{number}").choice(KINDS)  # noqa: S311  to be repeated, not to be secret


# --- does the drill see, and what does each guard catch?


def measure_guards(
    seed: int, voices: Path | None, told: Callable[[int], None], *, times: int = 1, processes: int | None = None
) -> tuple[GuardFigures, ...]:
    """Play every kind with all guards off; then what did harm, with each guard on alone.

    Args:
        seed: Which people, items and bytes.
        voices: Recordings to use instead of tones.
        told: Hears of finished trials.
        times: How often each kind is played.
        processes: How many work at once; None: as many as there are processors.
    """
    with _scratch() as folder:
        town = make_town(folder, voices, seed)
        context = multiprocessing.get_context("spawn")
        workers = processes or os.cpu_count() or 1
        with ProcessPoolExecutor(workers, context, initializer=_settle, initargs=(town, seed, folder)) as pool:

            def ends(numbers: list[int], on: frozenset[str]) -> dict[int, End | None]:
                found = {}
                for number, end in zip(numbers, pool.map(_end_with, [(each, on) for each in numbers]), strict=True):
                    found[number] = end
                    told(1)
                return found

            without = ends(list(range(times * len(KINDS))), frozenset())
            harmful = [number for number, end in without.items() if end in _HARM]
            figures = []
            for guard in GUARDS:
                caught = [number for number, end in ends(harmful, frozenset({guard})).items() if end not in _HARM]
                leaks = sum(without[number] is End.LEAKED for number in caught)
                figures.append(GuardFigures(name=guard, catches_alone=len(caught), leaks_without_any=leaks))
    return tuple(figures)


_HARM: Final = frozenset({End.LEAKED, End.UNDETECTED})


def _end_with(asked: tuple[int, frozenset[str]]) -> End | None:
    """Play one kind with some guards on; None: the program broke, so nothing came out."""
    assert _here is not None  # noqa: S101  `_settle` ran first
    number, on = asked
    town, seed, folder = _here
    try:
        return run_trial(town, KINDS[number % len(KINDS)], number, seed, folder, guards=on).end
    except Exception:  # noqa: BLE001  without its guards the program may break anywhere
        return None


@contextmanager
def _scratch() -> Iterator[Path]:
    memory = _MEMORY if os.access(_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="voicekeep-drill-", dir=memory) as folder:
        yield Path(folder)
