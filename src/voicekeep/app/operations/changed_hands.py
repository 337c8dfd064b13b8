"""A speaker that changed hands says so: whoever shared it, or had it before, must not go on as if it were theirs (P1).

It is said at the beginning of each conversation for a day after the binding, and later until the speaker has handed
something in since; what was handed in may have been no more than a noise, for nobody writes down that it was said.
Those who lost it are told by a notice as well (`devices.unbind_at`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from voicekeep.app.operations import spoken
from voicekeep.app.operations.conversation import Conversation
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.device import Binding

_SAID_FOR: Final = timedelta(days=1)


def said_of_hands(keep: Keep, binding: Binding, talk: Conversation, language: str) -> str:
    """Return what a speaker says of having changed hands; empty: there is nothing to say, or no longer.

    It is for the beginning of a reply; whoever gives that reply sets `hands_told`. Call it before anything is done:
    what was done must not be answered with an error of this.

    Raises:
        StoreError: it is not known now.
    """
    if talk.hands_told or binding.number == 1:
        return ""
    with keep.database.read() as transaction:
        if not _is_others(transaction, binding) or not _is_news(transaction, binding, keep.now()):
            return ""
    return spoken.said(spoken.ONE_PERSONS_NOW if binding.household is None else spoken.SHARED_NOW, language)


def _is_others(transaction: Transaction, binding: Binding) -> bool:
    """Return whether it was somebody else's before, and not the same person's or household's."""
    before = [each for each in transaction.devices.bindings_of_device(binding.device) if each.number < binding.number]
    last = max(before, key=lambda each: each.number, default=None)
    return last is not None and (last.subject, last.household) != (binding.subject, binding.household)


def _is_news(transaction: Transaction, binding: Binding, now: datetime) -> bool:
    there = transaction.devices.presence_of(binding.device)
    heard_since = there is not None and there.heard_at is not None and there.heard_at >= binding.since
    return not heard_since or now - binding.since < _SAID_FOR
