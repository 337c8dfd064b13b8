"""What a reader sees of a paper: its tags and its text, and every string that the printer is handed."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser


class Reader(HTMLParser):
    """Collects what a browser would make of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.data: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "br":  # an address has as many lines as it has
            self.tags.append((tag, tuple(attrs)))

    def handle_data(self, data: str) -> None:
        self.data.append(data)

    @property
    def text(self) -> str:
        return solid("".join(self.data))


def read(page: bytes) -> Reader:
    reader = Reader()
    reader.feed(page.decode())
    reader.close()
    return reader


def solid(text: str) -> str:
    """Return a text without its spaces, which a page may set as it likes."""
    return "".join(text.split())


def strings(value: object) -> Iterator[str]:
    """Return every text below a value that could be JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from strings(member)
    elif isinstance(value, list | tuple):
        for member in value:
            yield from strings(member)
