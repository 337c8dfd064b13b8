"""Nobody is shut out: axe-core finds nothing serious, Tab reaches everything and shows it, 320 pixels are enough.

The list of pages comes from the table of routes; `states.py` adds what forms and refusals make of them. A template that
no state shows fails here.
"""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.archive.copies import built, everything_but_turns, plan, unpacked
from tests.browser.axe import broken_numbers, grave_problems, sideways, unfold, unreachable
from tests.browser.states import NO_PAGE, every_state, from_the_table, screens
from tests.browser.test_archive_index import household
from tests.web.expectations import EXPECTED
from voicekeep.app.web.words import LANGUAGES, words_in
from voicekeep.records.texts import Language

HEADING = re.compile(r"{% block (?:title|heading) %}{{ words\.(\w+) }}")
PARTS = {
    "base.html",
    "choice_fields.html",
    "message.html",
    "copies.html",
    "desk_case_paper.html",  # as the next
    "desk_hours.html",
    "desk_letter.html",  # its heading is the letter's name
    "desk_record.html",  # its heading is the name of the paper that it shows
    "heard_turns.html",
    "override.html",
    "plot_fills.html",
    "request_state.html",
    "requests_now.html",
    "whom_to_write.html",
}  # of pages; none by itself
ENOUGH = pytest.mark.timeout(600)  # seconds; each of a hundred and more states is shown


def titles(language: str) -> set[str]:
    """Return the title of every page that there is a template for."""
    folder = files("voicekeep.app.web") / "templates"
    found = {page.name: HEADING.search(page.read_text("utf-8")) for page in folder.iterdir()}
    assert {name for name, heading in found.items() if heading is None} == PARTS
    return {f"{words_in(language)[heading.group(1)]} · Voicekeep" for heading in found.values() if heading}


def complaints(page: Page, *, keyboard: bool, wide: bool = True) -> list[str]:
    return grave_problems(page, wide=wide) + roughly(page) + (unreachable(page) if keyboard else [])


def roughly(page: Page) -> list[str]:
    """Return what is seen at once: a page that is too wide, or does not say what it is."""
    unfold(page)
    found = [f"{wider} pixels wider than the screen"] if (wider := sideways(page)) > 0 else []
    found += [f"a number in two lines: {each}" for each in broken_numbers(page)]
    return found + (["not one main heading"] if page.locator("h1").count() != 1 else [])


@ENOUGH
def test_every_page_shuts_nobody_out(browser: Browser, tmp_path: Path) -> None:
    """Each state is shown; axe looks at each page once, in the language with the longest words."""
    found, seen = {}, set()
    with screens(browser, tmp_path, "de") as shown:
        for state in every_state():
            page = shown.show(state)
            known = page.title() in seen
            seen.add(page.title())
            if problems := roughly(page) if known else complaints(page, keyboard=True, wide=False):
                found[state.name] = problems
    assert not found, "\n".join(str(each) for each in found.items())
    assert seen >= titles("de")


@pytest.mark.slow
@pytest.mark.timeout(1800)  # seconds; each of a hundred and more states, looked at in four ways
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_in_every_look_shuts_nobody_out(browser: Browser, tmp_path: Path, language: str) -> None:
    found, seen = {}, set()
    with screens(browser, tmp_path, language) as shown:
        for state in every_state():
            page = shown.show(state)
            assert page.locator("html").get_attribute("lang") == language, state.name
            seen.add(page.title())
            if problems := complaints(page, keyboard=language == "en"):
                found[state.name] = problems
    assert not found, "\n".join(str(each) for each in found.items())
    assert seen >= titles(language)


def test_every_line_of_the_table_is_a_page_or_has_a_reason() -> None:
    looked_at = {state.name for state in from_the_table()}
    assert set(NO_PAGE) <= set(EXPECTED)
    assert {name for name, line in EXPECTED.items() if line.gives != 303} == looked_at | set(NO_PAGE)


@pytest.mark.parametrize(
    ("language", "wide"),
    [
        pytest.param("de", False, id="de"),
        *(pytest.param(each, True, id=f"{each}-wide", marks=pytest.mark.slow) for each in LANGUAGES),
    ],
)
def test_the_pages_in_a_copy_shut_nobody_out(
    browser: Browser, tmp_path: Path, language: Language, *, wide: bool
) -> None:
    """In script/test on a small screen; in script/test-slow on a large one as well, in every language."""
    body = built(household(), everything_but_turns(language=language), told=plan(language=language))[1]
    data = unpacked(body, tmp_path) / "data"
    context = browser.new_context(bypass_csp=True, locale=language)
    found = {}
    for name in ("index.html", "about-your-data.html"):
        page = context.new_page()
        page.goto((data / name).as_uri())
        if name == "index.html":
            unfold(page)
            page.locator(".play").first.click()
        if problems := complaints(page, keyboard=True, wide=wide):
            found[name] = problems
    context.close()
    assert not found, "\n".join(str(each) for each in found.items())


BROKEN = """<!doctype html><html><head><style>a:focus {{ outline: none }} {style}</style></head><body><h1>Broken</h1>
<img src="data:,"><p style="color: #999; background: #fff">hard to read</p><a href="/x">somewhere</a>
<div style="width: 400px">wide</div><button tabindex="-1">never reached</button>
<table><tr><td style="display: block; width: 1ch; overflow-wrap: anywhere">23</td></tr></table></body></html>"""


def test_what_shuts_somebody_out_is_found(browser: Browser) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.set_content(BROKEN.format(style=""))
    found = "\n".join(complaints(page, keyboard=True))
    context.close()
    for rule in ("html-has-lang", "image-alt", "color-contrast", "pixels wider", "never reached", "no visible focus"):
        assert rule in found
    assert "a number in two lines: 23" in found
