"""A paper as a page: HTML that loads nothing and runs nothing.

Flow        Paper -> the body of a page of ours, or one self-contained file
Guarantees  Every text is escaped here, and nowhere else is one put between tags.
I/O         none
"""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files
from typing import Final

from voicekeep.app.papers.letters import Letter
from voicekeep.app.papers.paper import Block, Facts, Paper, Points, Section, Table
from voicekeep.formats import page
from voicekeep.records.texts import Language

_FIRST_LEVEL: Final = 2  # of headings; the title is the first
_NARROW: Final = 3  # columns that a telephone shows beside each other


def page_of(paper: Paper) -> bytes:
    """Return a paper as one HTML file."""
    body = f"<h1>{escape(paper.title)}</h1>\n<p>{escape(paper.by)}, {escape(paper.day)}</p>\n{body_of(paper)}"
    return _file(paper.title, paper.language, body)


def body_of(paper: Paper) -> str:
    """Return what stands below a paper's title, for a page that has one already."""
    caution = [f'<p class="caution">{escape(paper.caution)}</p>'] if paper.caution else []
    lead = [f"<p>{escape(text)}</p>" for text in paper.lead]
    return "\n".join([*caution, *lead, *(_section(section, _FIRST_LEVEL) for section in paper.sections)])


def letter_page(letter: Letter) -> bytes:
    """Return a letter as one HTML file."""
    body = "\n".join(
        (
            f'<address class="from">{_lines(letter.sender)}</address>',
            f"<address>{_lines(letter.recipient)}</address>" if letter.recipient else "",
            f'<p class="day">{escape(letter.day)}</p>',
            f"<h1>{escape(letter.subject)}</h1>",
            *(f"<p>{escape(text)}</p>" for text in (letter.salutation, *letter.paragraphs)),
            f'<p class="signed">{escape(letter.closing)}<br>{escape(letter.signed)}</p>',
        )
    )
    return _file(letter.subject, letter.language, f'<div class="letter">\n{body}\n</div>')


def _file(title: str, language: Language, body: str) -> bytes:
    style = _style()
    return (
        "<!doctype html>\n"
        f'<html lang="{language}">\n'
        "<head>\n"
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{page.content_policy(style=style)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n"
        f"<style>{style}</style>\n"
        "</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    ).encode()


@cache
def _style() -> str:
    """Return the style of the personal sheet, and what a paper has more."""
    return page.part("sheet.css") + (files("voicekeep.app.papers") / "paper.css").read_text("utf-8")


def _section(section: Section, level: int) -> str:
    inside = [_block(block) for block in section.blocks]
    below = [_section(each, level + 1) for each in section.below]
    return "\n".join(("<section>", f"<h{level}>{escape(section.title)}</h{level}>", *inside, *below, "</section>"))


def _block(block: Block) -> str:
    match block:
        case str():
            return f"<p>{escape(block)}</p>"
        case Facts(pairs=pairs):
            inside = (f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in pairs)
            return "\n".join(("<dl>", *inside, "</dl>"))
        case Points(points=points):
            return "\n".join(("<ul>", *(f"<li>{escape(point)}</li>" for point in points), "</ul>"))
        case Table():
            return _table(block)


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.head)
    rows = "\n".join(
        f'<tr><th scope="row">{escape(first)}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in rest) + "</tr>"
        for first, *rest in table.rows
    )
    whole = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    if len(table.head) > _NARROW:  # on a telephone it moves sideways, by key as well
        name = escape(", ".join(table.head))
        whole = f'<div class="wide" role="region" tabindex="0" aria-label="{name}">\n{whole}\n</div>'
    if not table.folded:
        return whole
    return f"<details>\n<summary>{escape(table.folded)}</summary>\n{whole}\n</details>"


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())
