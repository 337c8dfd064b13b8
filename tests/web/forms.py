"""The forms of a page as a browser has them: what each carries by itself, and what it offers to be filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from httpx2 import Response

from tests.web.visitors import Visitor

Typed = str | list[str]


@dataclass
class Form:
    """One form."""

    action: str
    carried: dict[str, str] = field(default_factory=dict)  # hidden fields
    offered: dict[str, set[str]] = field(default_factory=dict)  # name -> values to choose from; empty: any text
    kept: dict[str, list[str]] = field(default_factory=dict)  # name -> what stands there or is chosen already

    def filled(self, typed: Mapping[str, Typed]) -> dict[str, Typed]:
        """Return what a browser sends; what the form does not offer cannot be typed."""
        for name, value in typed.items():
            values = [value] if isinstance(value, str) else value
            assert name in self.offered, (name, self.action)
            assert not self.offered[name] or set(values) <= self.offered[name], (name, values)
        return {**self.carried, **typed}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._text_of = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(action=told.get("action", "")))
        elif tag in {"input", "textarea"} and "name" in told and self.forms:
            self._field(tag, told)

    def handle_data(self, data: str) -> None:
        if self._text_of:
            self.forms[-1].kept.setdefault(self._text_of, []).append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text_of = ""

    def _field(self, tag: str, told: dict[str, str]) -> None:
        form, name, value = self.forms[-1], told["name"], told.get("value", "")
        if told.get("type") == "hidden":
            form.carried[name] = value
            return
        offered = form.offered.setdefault(name, set())
        if told.get("type") in {"radio", "checkbox"}:
            offered.add(value)
            if "checked" in told:
                form.kept.setdefault(name, []).append(value)
        elif tag == "textarea":
            self._text_of = name
        elif value:
            form.kept[name] = [value]


def forms_of(page: str) -> list[Form]:
    """Return every form of a page."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def form_of(page: str, action: str, **carried: str) -> Form:
    """Return the one form of a page that goes there and carries that."""
    [found] = [form for form in forms_of(page) if form.action == action and carried.items() <= form.carried.items()]
    return found


def press(
    visitor: Visitor, page: str, typed: Mapping[str, Typed] | None = None, *, to: str = "", act: str = ""
) -> Response:
    """Fill in one form of a page as it is shown now, and send it; `to` and `act` say which one of several."""
    form = form_of(visitor.get(page).text, to or page, **({"act": act} if act else {}))
    return visitor.client.post(form.action, data=form.filled(typed or {}))
