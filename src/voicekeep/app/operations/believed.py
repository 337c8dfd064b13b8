"""What the ledger says was ordered, before anybody acts on it: each opening is proven first, or nothing comes of it.

A row of openings is only a row: whoever writes to the database could order by one what nobody ordered. What the signed
ledger does not vouch for is told of by its position, and left; everything else goes on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.formats.errors import FormatError
from voicekeep.formats.facts import decode_fact, key_digest
from voicekeep.ledger import EditedColumnError, LedgerError, Opening
from voicekeep.records.facts import Fact

log = logging.getLogger("voicekeep.believed")

F = TypeVar("F", bound=Fact)


def believed(keep: Keep, transaction: Transaction, openings: Iterable[Opening], kind: type[F]) -> Iterator[F]:
    """Yield the fact of each opening that the signed ledger vouches for; the others are logged by their positions.

    Raises:
        EditedColumnError: a row names no person or no kind at all; nothing more was looked at.
    """
    ledger = keep.log(transaction)
    for opening in openings:
        try:
            fact = ledger.proven(opening)
            if not isinstance(fact, kind):
                raise EditedColumnError(opening.position)
        except LedgerError as refused:
            position, error_name = opening.position, type(refused).__name__
            log.warning("what position %s of the ledger says was not acted on: %s", position, error_name)
        else:
            yield fact


def unfinished(
    keep: Keep, transaction: Transaction, name: str, kind: type[F], done: Callable[[F], str]
) -> tuple[F, ...]:
    """Return what was ordered by facts of this name and not done since; what is not proven is logged, and left.

    Args:
        keep: Where.
        transaction: As it sees the ledger.
        name: Of the facts that order.
        kind: Their type.
        done: The natural key of the fact that says that an order was carried out. An entry with it is enough: only
            what is left is acted on, and has to be proven.

    Raises:
        EditedColumnError: as `believed`.
    """
    closed_by = {opening: _key(opening, kind, done) for opening in transaction.log.openings_named(name)}
    there = transaction.log.positions_of([key for key in closed_by.values() if key is not None])
    left = [opening for opening, key in closed_by.items() if key not in there]
    return tuple(believed(keep, transaction, left, kind))


def _key(opening: Opening, kind: type[F], done: Callable[[F], str]) -> bytes | None:
    try:
        fact = decode_fact(opening.fact)
    except FormatError:
        return None
    return key_digest(done(fact)) if isinstance(fact, kind) else None
