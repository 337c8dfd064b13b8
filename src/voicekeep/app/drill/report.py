"""The auditor's page: what was tried, what happened, with which version and seed, how to repeat it."""

from __future__ import annotations

import platform
from collections import Counter
from datetime import datetime
from importlib.resources import files
from typing import Final

from voicekeep import __version__
from voicekeep.app.documents import pdf_of
from voicekeep.app.drill.kinds import KINDS
from voicekeep.app.drill.run import DrillReport
from voicekeep.app.drill.town import HOUSEHOLDS, PEOPLE
from voicekeep.app.drill.trial import End

_ENDS: Final = (End.REFUSED, End.HELD, End.HARMLESS, End.SURPRISE, End.UNDETECTED, End.LEAKED)
_PROMISES: Final = {  # docs/promises.md, in a line each
    "P1": "every item has one owner from its capture",
    "P2": "an item opens only as what it is, for whom it is",
    "P3": "the subject is whoever proved who they are",
    "P4": "nothing leaves that another has not read",
    "P5": "a link alone opens nothing",
    "P6": "written down before the first byte",
    "P7": "what is erased stays erased",
    "P8": "a copy can be checked by anybody",
    "P9": "no staff hear, choose or redirect",
    "P10": "nothing is skipped, cut short or doubled",
}


def auditors_page(report: DrillReport, *, voices: bool, printed: datetime) -> bytes:
    """Return a PDF/UA-1 page about a drill; with guards measured, it goes on to a second.

    Args:
        report: What became of the trials.
        voices: Whether recordings of the reader's were used, instead of tones.
        printed: UTC.
    """
    brought = " --voices FOLDER" if voices else ""
    values = {
        "version": __version__,
        "python": platform.python_version(),
        "printed": f"{printed:%Y-%m-%d %H:%M}",
        "seed": str(report.seed),
        "kept": report.held,
        "trials": report.trials,
        "nothing_changed": report.ends[End.NOTHING_CHANGED],
        "leaked_items": report.leaked_items,
        "undetected": report.ends[End.UNDETECTED],
        "seconds": round(report.seconds),
        "people": PEOPLE,
        "households": HOUSEHOLDS,
        "sound": "recordings that were brought" if voices else "tones",
        "ends": [end.value.capitalize() for end in _ENDS],
        "rows": _rows(report),
        "kinds": sorted(report.by_kind),
        "guards": [[each.name, str(each.catches_alone), str(each.leaks_without_any)] for each in report.guards],
        "command": f"voicekeep drill --trials {report.ends.total()} --seed {report.seed}{brought}",
    }
    return pdf_of(
        files("voicekeep.app.drill") / "page.typ", values, boxed="", printed=printed
    )  # nobody typed any of it


def _rows(report: DrillReport) -> list[list[str]]:
    """Return a row for each promise: its kinds that were played, and what became of their trials."""
    promise_of = {kind.name: kind.promise for kind in KINDS}
    kinds: Counter[str] = Counter()
    ends: dict[str, Counter[End]] = {}
    for name, counted in report.by_kind.items():
        kinds[promise_of[name]] += 1
        ends.setdefault(promise_of[name], Counter()).update(counted)
    return [
        [promise, sentence, str(kinds[promise]), *(str(ends[promise][end]) for end in _ENDS)]
        for promise, sentence in _PROMISES.items()
        if promise in ends
    ]
