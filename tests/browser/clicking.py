"""A form as somebody fills it in: what is folded is opened, each field is filled or ticked, the button is pressed."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


def form(page: Page, action: str, *, act: str = "") -> Locator:
    """Return the one form of this page that goes there; `act` says which of several."""
    found = page.locator(f'form[action="{action}"], form[action^="{action}?"]')
    return found.filter(has=page.locator(f'input[name="act"][value="{act}"]')) if act else found


def fill_in(page: Page, action: str, *, act: str = "", button: int = 0, **typed: str | list[str]) -> None:
    """Fill in a form and press its button; the page that answers is there when this returns."""
    where = form(page, action, act=act)
    expect(where).to_have_count(1)
    for folded in where.locator("xpath=ancestor::details").all():
        if folded.get_attribute("open") is None:
            folded.locator("summary").first.click()
    for name, value in typed.items():
        field = where.locator(f'[name="{name}"]')
        if field.first.get_attribute("type") in {"radio", "checkbox"}:
            for each in [value] if isinstance(value, str) else value:
                where.locator(f'[name="{name}"][value="{each}"]').check()
        else:
            field.fill(str(value))
    with page.expect_navigation():
        where.locator("button").nth(button).click()
