"""A paper or a letter on paper: accessible PDF (PDF/UA-1)."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, time
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

from voicekeep import __version__
from voicekeep.app.documents import pdf_of
from voicekeep.app.papers.labels import BOXED
from voicekeep.app.papers.letters import Letter
from voicekeep.app.papers.paper import Block, Facts, Paper, Points, Section, Table

PAPER: Final[Traversable] = files("voicekeep.app.papers") / "paper.typ"
LETTER: Final[Traversable] = files("voicekeep.app.papers") / "letter.typ"


def pdf_of_paper(paper: Paper) -> bytes:
    """Return a paper as PDF; a sign that the built-in fonts have no shape for stands as a box.

    Raises:
        NotPrintableError: there is such a sign, and no box could stand for it; no PDF was made.
    """
    boxed = BOXED.within(paper.language)
    return pdf_of(PAPER, _untabbed(values_of_paper(paper)), boxed=boxed, printed=_noon(paper.on))


def pdf_of_letter(letter: Letter) -> bytes:
    """Return a letter as PDF; a sign that the built-in fonts have no shape for stands as a box.

    Raises:
        NotPrintableError: there is such a sign, and no box could stand for it; no PDF was made.
    """
    boxed = BOXED.within(letter.language)
    return pdf_of(LETTER, _untabbed(values_of_letter(letter)), boxed=boxed, printed=_noon(letter.written))


def values_of_paper(paper: Paper) -> dict[str, Any]:
    """Return what the template is handed: texts and lists of texts."""
    return {
        "version": __version__,
        "title": paper.title,
        "language": paper.language,
        "day": paper.day,
        "by": paper.by,
        "caution": paper.caution,
        "lead": list(paper.lead),
        "sections": [_section(section) for section in paper.sections],
    }


def values_of_letter(letter: Letter) -> dict[str, Any]:
    """Return what the template is handed."""
    said = {field.name: getattr(letter, field.name) for field in fields(Letter)}
    lines = {name: said.pop(name).splitlines() for name in ("sender", "recipient")}
    del said["written"]
    return said | lines | {"day": letter.day}


def _untabbed(value: Any) -> Any:  # noqa: ANN401  whatever JSON can hold
    """Return the values with spaces for tabs, which pasted text has and no font."""
    match value:
        case str():
            return value.replace("\t", " ")
        case dict():
            return {name: _untabbed(member) for name, member in value.items()}
        case list() | tuple():
            return [_untabbed(member) for member in value]
    return value


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "blocks": [_block(block) for block in section.blocks],
        "below": [_section(each) for each in section.below],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case str():
            return {"is": "text", "text": block}
        case Facts(pairs=pairs):
            return {"is": "facts", "pairs": pairs}
        case Points(points=points):
            return {"is": "points", "points": points}
        case Table(head=head, rows=rows, widths=widths, folded=folded):
            return {"is": "table", "head": head, "rows": rows, "widths": widths, "above": folded}


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
