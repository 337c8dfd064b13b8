"""Take back what was said, by voice: what is meant by “what I just said”, and what goes with it.

What was said last can be something of which nothing is kept: it was not understood, it was nobody's, it went wrong.
Then nothing else is erased or receipted in its place; where something before it is kept, that is asked.
Wishes about privacy are passed over: “what do you keep about this” is not what is to be deleted after it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from voicekeep.app.operations import spoken
from voicekeep.app.operations.conversation import Said
from voicekeep.app.operations.privacy_by_voice import (
    ErasureReceipt,
    count_false_waking,
    erase_said,
    last_said_at,
    said_today_at,
)
from voicekeep.app.operations.receipts import give_receipt_of
from voicekeep.app.operations.turns import Turn
from voicekeep.assistant import WHO_ARE_YOU, EraseLast
from voicekeep.records.ids import ItemId, SubjectId

_JUST_NOW: Final = 3600.0  # seconds


def erase_last(turn: Turn, *, earlier: bool) -> None:
    """Erase what this person said last at this speaker; `earlier`: the last of which something is kept.

    Raises:
        NotYoursError, StoreError: as `erase_said`.
    """
    turn.done.private = True
    if _was_somebody_s(turn):
        turn.refuse(WHO_ARE_YOU)
        return
    gone = _erase(turn, _kept_last(turn) if earlier else _just_said(turn))
    if not gone and not earlier and _kept_last(turn) is not None:
        turn.ask(spoken.ERASE_EARLIER, EraseLast(earlier=True), spoken.NOTHING_ERASED)


def was_not_meant(turn: Turn) -> None:
    """Erase what this person said last, and count that the speaker woke for nothing, unless that was counted."""
    turn.done.private = True
    last = turn.place.last
    if last is None or not last.counted:
        count_false_waking(turn.keep, turn.whose.device)
    _erase(turn, _just_said(turn))
    turn.place.last = replace(turn.place.last or Said(at=turn.place.elapsed()), counted=True)


def erase_today(turn: Turn) -> None:
    """Erase what this person said today at this speaker."""
    turn.done.private = True
    owner = turn.whose.owner
    dropped = [item for said in turn.talk.said for item in said.asked if turn.bell.drop(item)]
    items = () if owner is None else said_today_at(turn.keep, owner, turn.whose.device)
    turn.talk.said.clear()
    _forget_last(turn)
    _tell(turn, None if owner is None else erase_said(turn.keep, owner, items))
    if dropped:
        turn.say(spoken.CANCELLED)


def be_a_guest(turn: Turn) -> None:
    """Keep nothing of this conversation, neither before nor after."""
    turn.done.private = True
    turn.talk.guest = True
    turn.say(spoken.GUEST)
    by_owner: dict[SubjectId, list[ItemId]] = {}
    for said in turn.talk.said:
        if said.owner is not None:
            by_owner.setdefault(said.owner, []).extend(said.items)
    turn.talk.said.clear()
    _forget_last(turn)
    for owner, items in by_owner.items():
        receipt = erase_said(turn.keep, owner, items)
        if receipt is not None:
            _tell(turn, receipt)


def give_receipt_of_last(turn: Turn) -> None:
    """Say four words for the turn before this one; they stand nowhere, so this turn is not kept.

    Raises:
        NotYoursError: that turn went in this moment; no words were given.
    """
    turn.done.private = True
    last = turn.talk.said[-1] if turn.talk.said else None
    if last is None or last.owner is None or last.turn is None:
        turn.say(spoken.NOTHING_KEPT_OF_IT)
        return
    turn.done.once = True
    turn.say(spoken.RECEIPT_WORDS, words=give_receipt_of(turn.keep, last.owner, last.turn))


def _was_somebody_s(turn: Turn) -> bool:
    """Return whether what was said last at a shared speaker is a member's, and it is not known who speaks now."""
    if turn.whose.owner is not None or turn.talk.guest or turn.whose.binding.household is None:
        return False
    return turn.place.last is None or turn.place.last.owner is not None


def _just_said(turn: Turn) -> Said | None:
    """Return what was said last, if it is this person's and was just now; after a start: what is kept."""
    last = turn.place.last
    if last is None:
        return _kept_last(turn)
    fresh = turn.place.elapsed() - last.at <= _JUST_NOW
    return last if last.owner == turn.whose.owner and fresh else None


def _kept_last(turn: Turn) -> Said | None:
    """Return the last that this person said just now and of which something is kept."""
    owner = turn.whose.owner
    items = () if owner is None else last_said_at(turn.keep, owner, turn.whose.device)
    return Said(at=turn.place.elapsed(), owner=owner, turn=items[0], asked=items[1:]) if items else None


def _erase(turn: Turn, said: Said | None) -> bool:
    """Erase what is kept of it, say so, and say if nothing is; return whether something went."""
    dropped = [] if said is None else [item for item in said.asked if turn.bell.drop(item)]
    receipt = None
    if said is not None and said.owner is not None:
        receipt = erase_said(turn.keep, said.owner, said.items)
    if said is not None:
        turn.talk.said = [each for each in turn.talk.said if not set(each.items) & set(said.items)]
        _forget_last(turn)
    _tell(turn, receipt)
    if dropped:
        turn.say(spoken.CANCELLED)
    return receipt is not None or bool(dropped)


def _forget_last(turn: Turn) -> None:
    turn.place.last = Said(at=turn.place.elapsed(), owner=turn.whose.owner)


def _tell(turn: Turn, receipt: ErasureReceipt | None) -> None:
    if receipt is None:
        turn.say(spoken.NOTHING_KEPT_OF_IT)
        return
    if receipt.count == 1:
        turn.say(spoken.ERASED_ONE, number=receipt.number)
    else:
        turn.say(spoken.ERASED_MANY, count=receipt.count, number=receipt.number)
    if receipt.asked:
        turn.say(spoken.ERASED_ASKED)
