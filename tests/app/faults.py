"""A keep that dies at a chosen call to a store, before or after the call took effect: what kill -9 leaves behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from voicekeep.app.operations.keep import Keep


class Killed(BaseException):
    """The process is gone; nothing after this line runs."""


@dataclass
class Fuse:
    """Burns at the `at`-th call."""

    at: int
    after: bool  # the call took effect before the power went
    calls: int = 0

    def burn(self, *, after: bool) -> None:
        if not after:
            self.calls += 1
        if self.calls == self.at and after == self.after:
            raise Killed


class _Mortal:
    """A store whose every changing call may be the last."""

    def __init__(self, real: object, fuse: Fuse, changing: tuple[str, ...]) -> None:
        self._real = real
        self._fuse = fuse
        self._changing = changing

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever the store has
        attribute = getattr(self._real, name)
        if name not in self._changing:
            return attribute
        if name in {"begin", "writer"}:
            return self._context(attribute)
        return self._call(attribute)

    def _call(self, function: Callable[..., object]) -> Callable[..., object]:
        def mortal(*arguments: object, **named: object) -> object:
            self._fuse.burn(after=False)
            result = function(*arguments, **named)
            self._fuse.burn(after=True)
            return result

        return mortal

    def _context(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @contextmanager
        def mortal(*arguments: object, **named: object) -> Iterator[object]:
            self._fuse.burn(after=False)
            with function(*arguments, **named) as opened:
                yield opened
            self._fuse.burn(after=True)

        return mortal


def mortal(keep: Keep, at: int, *, after: bool) -> tuple[Keep, Fuse]:
    """Return the same keep, to die at the `at`-th change of any store."""
    fuse = Fuse(at=at, after=after)
    keys = (
        "add_captured",
        "add_archive_key",
        "destroy_item_keys",
        "destroy_archive_key",
        "destroy_subject_key",
        "put_witness",
    )
    dying: Any = replace(
        keep,
        database=_Mortal(keep.database, fuse, ("begin",)),
        blobs=_Mortal(keep.blobs, fuse, ("put", "writer", "delete")),
        keys=_Mortal(keep.keys, fuse, keys),
        mail=_Mortal(keep.mail, fuse, ("send",)),
    )
    return dying, fuse


class _Meanwhile:
    """A database before one of whose next changes something else happens, once."""

    def __init__(self, real: object, then: Callable[[], object], at: int) -> None:
        self._real = real
        self._then = then
        self._left = at

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever the store has
        if name == "begin":
            self._left -= 1
            if self._left == 0:
                self._then()
        return getattr(self._real, name)


def meanwhile(keep: Keep, then: Callable[[], object], *, at: int = 1) -> Keep:
    """Return the same keep, on which somebody else is faster: `then` comes before the `at`-th change."""
    database: Any = _Meanwhile(keep.database, then, at)
    return replace(keep, database=database)
