"""Erase what has been kept as long as its owner chose: no longer, and not while a copy of it is under way (R17)."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Final

from voicekeep.app.operations.erase import NotYoursError, erase_items_of
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.promised import choices_in_order
from voicekeep.formats.errors import FormatError
from voicekeep.ledger import LedgerError
from voicekeep.people import Choice, months_kept, months_promised
from voicekeep.records.errors import ForgedRowError, VoicekeepError
from voicekeep.records.ids import ItemId, MalformedIdError, SubjectId
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope
from voicekeep.request import State
from voicekeep.vault import VaultError, expires_at

log = logging.getLogger("voicekeep.retention")

_TOGETHER: Final = 500  # items that are ordered in one transaction
_SHORTEST_MONTH: Final = timedelta(days=28)
_COPY_UNDER_WAY: Final = frozenset(
    {
        State.IDENTITY_ASKED,
        State.IDENTIFIED,
        State.COLLECTING,
        State.CHECKING,
        State.HELD,
        State.AVAILABLE,
        State.DELIVERED,
    }
)


_EXPIRING: Final = (ItemKind.TURN, ItemKind.LIST_ENTRY)
"""What a timer, an alarm or a reminder is about has a time of its own: it goes when it has rung."""


class NotYetError(VoicekeepError):
    """A copy of this person's is under way, or they restricted or chose otherwise meanwhile; nothing was erased."""

    def __init__(self) -> None:
        super().__init__("a copy is under way, or the choice of what is kept changed meanwhile; nothing was erased")


def expire_items(keep: Keep) -> int:
    """Erase every turn whose time is over, and every entry of a list that nobody removed; return how many.

    What a copy was promised to hold stays until that copy is over: its scope was fixed when identity was proven. Where
    something of one person's is not believed or does not open, what is promised is not known: nothing of theirs goes,
    which is logged by their identifier, and everybody else's does.

    Raises:
        StoreError: a store could not go on; the next look does.
    """
    with keep.database.read() as transaction:
        choosers = transaction.people.choosers()
    return sum(_expired(keep, subject) for subject in choosers)


def _expired(keep: Keep, chooser: str) -> int:
    try:
        subject_id = SubjectId(chooser)
    except MalformedIdError:
        log.warning("a row of choices names nobody; nothing was erased by it")
        return 0
    try:
        with keep.database.read() as transaction:
            choice = transaction.people.choice_of(subject_id)
        return 0 if choice is None else _expire(keep, choice)
    except (VaultError, LedgerError, FormatError, ForgedRowError, NotYoursError) as refused:
        error_name = type(refused).__name__
        log.warning("not everything of %s that is over was erased: %s", subject_id, error_name)
        return 0


def _expire(keep: Keep, choice: Choice) -> int:
    """Erase what is over of one person's; whether it still is, is looked at again in the transaction that orders it."""

    def require_still_so(transaction: Transaction) -> None:
        if _waits(transaction, choice.subject) or transaction.people.choice_of(choice.subject) != choice:
            raise NotYetError

    with keep.database.read() as transaction:
        over = [] if _waits(transaction, choice.subject) else _over(keep, transaction, choice)
    erased = 0
    try:
        for first in range(0, len(over), _TOGETHER):
            some = over[first : first + _TOGETHER]
            erase_items_of(keep, choice.subject, some, also=require_still_so)
            erased += len(some)
    except NotYetError:
        pass  # the next look goes on, once the copy is over
    return erased


def _waits(transaction: Transaction, subject: SubjectId) -> bool:
    """Return whether nothing of a person's expires now: a copy is under way, or they restricted it (Art. 18)."""
    if transaction.people.restriction_of(subject) is not None:
        return True
    return any(
        request.scope is not None and request.state in _COPY_UNDER_WAY
        for request in transaction.requests.of_subject(subject)
    )


def _over(keep: Keep, transaction: Transaction, choice: Choice) -> list[ItemId]:
    """Return what is over, by the choice that holds and, for what came before it, by the choices themselves."""
    now, months = keep.now(), months_kept(choice)
    old_enough = ReleaseScope(as_of=transaction.log.size(), until=now - months * _SHORTEST_MONTH)
    rows = [row for kind in _EXPIRING for row in transaction.items.held_by(choice.subject, kind, old_enough)]
    over = [row for row in rows if expires_at(row.at, months) <= now]
    if not over:
        return []
    made = choices_in_order(keep, transaction, choice.subject)
    return [row.item for row in over if expires_at(row.at, months_promised(row.at, made, choice)) <= now]
