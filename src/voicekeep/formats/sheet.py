"""The personal sheet of GDPR Art. 15(1)(a) to (h) and 15(2): about-your-data.html, in the person's language.

Flow        Cover and the data catalogue -> one self-contained HTML page
Guarantees  1. Every category and every exported field is explained (R11, R12): what the catalogue lacks, the sheet
               lacks, and a test fails.
            2. The same cover always gives the same bytes, so the checks can demand each of them.
            3. The page loads nothing and runs nothing.
I/O         none
Format      docs/formats/archive.md, version 1
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from voicekeep.formats import layout, page
from voicekeep.formats import sheet_texts as texts
from voicekeep.formats.cover import Cover
from voicekeep.records.catalogue import BESIDE, CATALOGUE, Category, Field, Purpose
from voicekeep.records.items import ItemKind
from voicekeep.records.texts import Language, Text


def sheet(cover: Cover) -> bytes:
    """Return about-your-data.html."""
    say = _Speech(cover.language)
    style = page.part("sheet.css")
    body = "\n".join(
        (
            _header(say),
            _this_copy(cover, say),
            _responsible(cover, say),
            _kept(cover, say),
            _beside(say),
            _rights(say),
            _section(say(texts.DECISIONS), _paragraph(say(texts.NO_DECISIONS))),
            _section(say(texts.TRANSFERS), _paragraph(say(texts.NO_TRANSFERS))),
            _section(say(texts.NOT_MINE), _paragraph(say(texts.NOT_MINE_TEXT)), name="not-mine"),
        )
    )
    return (
        "<!doctype html>\n"
        f'<html lang="{cover.language}">\n'
        "<head>\n"
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{page.content_policy(style=style)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{say(texts.TITLE)}</title>\n"
        f"<style>{style}</style>\n"
        "</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    ).encode()


class _Speech:
    """Says a text in one language, as HTML."""

    def __init__(self, language: Language) -> None:
        self._language: Language = language

    def __call__(self, text: Text) -> str:
        return escape(text.within(self._language))


def _header(say: _Speech) -> str:
    link = f'<p><a href="index.html">{say(texts.TO_THE_COPY)}</a></p>'
    return f'<header>\n<h1>{say(texts.TITLE)}</h1>\n<p class="lead">{say(texts.LEAD)}</p>\n{link}\n</header>'


def _this_copy(cover: Cover, say: _Speech) -> str:
    scope = cover.scope
    since = say(texts.FROM_THE_BEGINNING) if scope.since is None else f"{scope.since:%Y-%m-%d %H:%M:%S}"
    until = say(texts.TO_THE_PROOF) if scope.until is None else f"{scope.until:%Y-%m-%d %H:%M:%S}"
    facts = _facts(
        (
            (say(texts.YOUR_NUMBER), cover.subject),
            (say(texts.REQUEST_NUMBER), cover.request),
            (say(texts.COPY_NUMBER), cover.archive),
            (say(texts.MADE_AT), f"{cover.created_at:%Y-%m-%d %H:%M:%S}"),
            (say(texts.PERIOD_COVERED), f"{since} – {until}"),
        )
    )
    counts = [(_title(kind, say), _count(cover, kind, say)) for kind in ItemKind]
    counts.append((say(texts.RECORDINGS), str(cover.recordings)))
    table = _table((say(texts.CATEGORY), say(texts.ENTRIES)), counts)
    return _section(say(texts.THIS_COPY), facts, table, _paragraph(say(texts.COMPLETE)))


def _responsible(cover: Cover, say: _Speech) -> str:
    controller = cover.controller
    return _section(
        say(texts.RESPONSIBLE),
        _facts(
            (
                (say(texts.CONTROLLER), escape(controller.name)),
                (say(texts.CONTACT), escape(controller.contact)),
                (say(texts.OFFICER), escape(controller.data_protection_officer) or say(texts.NO_OFFICER)),
                (say(texts.AUTHORITY), escape(controller.authority) or say(texts.ANY_AUTHORITY)),
                (say(texts.COUNTRY), escape(controller.country)),
            )
        ),
        name="contact",
    )


def _kept(cover: Cover, say: _Speech) -> str:
    return _section(
        say(texts.KEPT),
        *(_category(kind, category, say, shipped=kind in cover.counts) for kind, category in CATALOGUE.items()),
    )


def _category(kind: ItemKind, category: Category, say: _Speech, *, shipped: bool) -> str:
    stem = layout.FILE_STEM[kind]
    names = (f"{stem}.jsonl", f"{stem}.csv", f"schema/{stem}.json")
    files = ", ".join(f'<a href="{name}">{name}</a>' for name in names) if shipped else say(texts.NOT_ASKED_FOR)
    return "\n".join(
        (
            f'<article id="{kind.value}">',
            _purpose(category, say, ((say(texts.FILES), files),)),
            _table(
                (say(texts.FIELD), say(texts.MEANING)),
                [(f"<code>{field.name}</code>", _meaning(field, say)) for field in category.fields],
            ),
            "</article>",
        )
    )


def _meaning(field: Field, say: _Speech) -> str:
    values = "".join(f"<li><code>{value}</code>: {say(text)}</li>" for value, text in field.values.items())
    return say(field.meaning) + (f"<ul>{values}</ul>" if values else "")


def _beside(say: _Speech) -> str:
    return _section(say(texts.BESIDE), *(f"<article>\n{_purpose(kept, say)}\n</article>" for kept in BESIDE))


def _purpose(kept: Purpose, say: _Speech, more: tuple[tuple[str, str], ...] = ()) -> str:
    facts = (
        (say(texts.PURPOSE), say(kept.purpose)),
        (say(texts.LEGAL_BASIS), say(kept.legal_basis)),
        (say(texts.SOURCE), say(kept.source)),
        (say(texts.RECIPIENTS), say(kept.recipients)),
        (say(texts.PERIOD), say(kept.period)),
        *more,
    )
    return f"<h3>{say(kept.title)}</h3>\n{_paragraph(say(kept.meaning))}\n{_facts(facts)}"


def _rights(say: _Speech) -> str:
    rights = "\n".join(f"<li>{say(right)}</li>" for right in texts.RIGHTS_LIST)
    return _section(say(texts.RIGHTS), f"<ul>\n{rights}\n</ul>", _paragraph(say(texts.HOW_TO_USE_THEM)), name="rights")


def _title(kind: ItemKind, say: _Speech) -> str:
    return f'<a href="#{kind.value}">{say(CATALOGUE[kind].title)}</a>'


def _count(cover: Cover, kind: ItemKind, say: _Speech) -> str:
    return str(cover.counts[kind]) if kind in cover.counts else say(texts.NOT_ASKED_FOR)


def _section(title: str, *content: str, name: str | None = None) -> str:
    anchor = f' id="{name}"' if name else ""
    return "\n".join((f"<section{anchor}>", f"<h2>{title}</h2>", *content, "</section>"))


def _paragraph(text: str) -> str:
    return f"<p>{text}</p>"


def _facts(pairs: Iterable[tuple[str, str]]) -> str:
    return "<dl>\n" + "\n".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in pairs) + "\n</dl>"


def _table(head: tuple[str, str], rows: Iterable[tuple[str, str]]) -> str:
    cells = "\n".join(f'<tr><th scope="row">{name}</th><td>{value}</td></tr>' for name, value in rows)
    first, second = head
    return (
        f'<table>\n<thead><tr><th scope="col">{first}</th><th scope="col">{second}</th></tr></thead>\n'
        f"<tbody>\n{cells}\n</tbody>\n</table>"
    )
