from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from html import escape
from html.parser import HTMLParser

import pytest

from tests.archive.copies import NOON
from tests.formats.test_cover import SAMPLE
from voicekeep.formats.sheet import sheet
from voicekeep.records.catalogue import BESIDE, CATALOGUE
from voicekeep.records.controller import Controller
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope
from voicekeep.records.texts import LANGUAGES, Language

VOID = {"meta"}


class Outline(HTMLParser):
    """Collects what a browser would load, run or follow, and whether the tags match."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: set[str] = set()
        self.links: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        self.links += [str(given[name]) for name in ("href", "src") if name in given]
        self.names |= {str(given["id"])} if "id" in given else set()
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def outline(page: str) -> Outline:
    parser = Outline()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    return parser


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_category_and_field_is_explained_in_the_persons_language(language: Language) -> None:
    page = sheet(replace(SAMPLE, language=language)).decode()
    assert f'<html lang="{language}">' in page
    for category in CATALOGUE.values():
        texts = [category.title, category.meaning, category.purpose, category.legal_basis, category.source]
        texts += [category.recipients, category.period, *(field.meaning for field in category.fields)]
        texts += [text for field in category.fields for text in field.values.values()]
        for text in texts:
            assert escape(text.within(language)) in page
        assert all(f"<code>{field.name}</code>" in page for field in category.fields)
    for kept in BESIDE:
        assert escape(kept.meaning.within(language)) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_loads_and_runs_nothing_and_leads_only_to_the_copy(language: Language) -> None:
    page = outline(sheet(replace(SAMPLE, language=language)).decode())
    assert not page.tags & {"script", "img", "iframe", "link", "form", "object", "audio"}
    for link in page.links:
        assert link.startswith("#") or ":" not in link
        assert not link.startswith("#") or link[1:] in page.names


def test_what_the_operator_entered_is_text_and_never_markup() -> None:
    hostile = '"><script>alert(1)</script>'
    controller = Controller(
        name=hostile, contact=hostile, data_protection_officer=hostile, authority=hostile, country=hostile
    )
    page = sheet(replace(SAMPLE, controller=controller)).decode()
    assert "<script" not in page
    assert page.count(escape(hostile)) == 5
    outline(page)


def test_the_sheet_says_what_the_copy_leaves_out() -> None:
    scope = ReleaseScope(as_of=9, since=NOON, until=NOON + timedelta(days=1), kinds=(ItemKind.PROFILE,))
    page = sheet(replace(SAMPLE, scope=scope, counts={ItemKind.PROFILE: 1})).decode()
    assert "2026-03-14 12:00:00 – 2026-03-15 12:00:00" in page
    assert page.count("not part of this request") == 2 * (len(ItemKind) - 1)
    assert 'href="profile.csv"' in page
    assert 'href="turns.csv"' not in page


def test_the_same_cover_gives_the_same_bytes() -> None:
    assert sheet(SAMPLE) == sheet(SAMPLE)
