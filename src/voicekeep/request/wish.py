"""What a person wants a copy of: everything, or a period, or some categories. They can narrow it, never widen it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope
from voicekeep.request.access import RequestError

_OF_TURNS = frozenset({ItemKind.CORRECTION, ItemKind.WITHHOLDING})


class WishRefusedError(RequestError):
    """A period that ends before it begins, or no category at all; nothing was asked for."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__("a period that ends before it begins, or no category at all; nothing was asked for")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A part of one's own data; as it stands, the whole.

    Raises:
        WishRefusedError: nothing can fit it.
    """

    since: datetime | None = None  # UTC, first instant; None: from the beginning
    until: datetime | None = None  # UTC, the period ends before it; None: to the end
    kinds: tuple[ItemKind, ...] = tuple(ItemKind)  # each once, in the order of the catalogue

    def __post_init__(self) -> None:
        ends_early = self.since is not None and self.until is not None and self.until <= self.since
        if ends_early or not self.kinds or self.kinds != tuple(kind for kind in ItemKind if kind in self.kinds):
            raise WishRefusedError

    def scope(self, as_of: int) -> ReleaseScope:
        """Return what the copy covers, complete up to that ledger position; turns with what was said of them."""
        with_turns = _OF_TURNS if ItemKind.TURN in self.kinds else frozenset()
        kinds = tuple(kind for kind in ItemKind if kind in self.kinds or kind in with_turns)
        return ReleaseScope(as_of=as_of, since=self.since, until=self.until, kinds=kinds)


WHOLE = Wish()
