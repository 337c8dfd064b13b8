"""Carry out what a skill wants done: each effect in short transactions of its own, and what came of it in words.

What cannot be done is said instead of what the skill would have said, and nothing is done twice (P10).
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import assert_never

from voicekeep.app.operations import spoken
from voicekeep.app.operations.asked_for import (
    NothingMayBeKeptError,
    TooManyError,
    add_to_list,
    done_with,
    set_reminder,
    set_timer,
)
from voicekeep.app.operations.attributing import Whose, member_called
from voicekeep.app.operations.conversation import named
from voicekeep.app.operations.erase import NotYoursError
from voicekeep.app.operations.privacy_by_voice import (
    ErasureReceipt,
    OnlyLessError,
    ask_for_copy_by_voice,
    count_false_waking,
    erase_turns_of,
    keep_less,
    last_turn_at,
    turns_today_at,
)
from voicekeep.app.operations.receipts import give_receipt_of
from voicekeep.app.operations.ringing import Unkept
from voicekeep.app.operations.turns import HomeSilentError, Turn
from voicekeep.assistant import (
    AddToList,
    AskHome,
    Cancel,
    Effect,
    EraseLast,
    EraseToday,
    FalseActivation,
    GiveReceipt,
    GuestConversation,
    KeepNothing,
    KeepThreeMonths,
    MuteSpeaker,
    RemoveFromList,
    RequestCopy,
    SaidWho,
    SetAlarm,
    SetReminder,
    SetTimer,
)
from voicekeep.device import RingsBy
from voicekeep.records.ids import ItemId, SubjectId
from voicekeep.records.items import Evidence, Keeping
from voicekeep.records.texts import Text

log = logging.getLogger("voicekeep.conversing")


def carry_out(turn: Turn, effects: tuple[Effect, ...]) -> None:
    """Carry out every effect; the first that cannot be ends it, and is said.

    Raises:
        StoreError, VaultError: a store could not go on; what was done before stands.
    """
    for effect in effects:
        try:
            _carry_out(turn, effect)
        except NothingMayBeKeptError:
            turn.refuse(_why_nothing_is_kept(turn.whose))
        except TooManyError:
            turn.refuse(spoken.TOO_MANY)
        except NotYoursError:
            turn.refuse(spoken.GONE_ALREADY)
        except OnlyLessError:
            turn.refuse(spoken.ONLY_LESS_BY_VOICE)
        if turn.done.instead is not None:
            return


def _carry_out(turn: Turn, effect: Effect) -> None:  # noqa: C901, PLR0912  one line for each effect there is
    keep, whose = turn.keep, turn.whose
    match effect:
        case SetTimer(seconds=seconds, name=name):
            _ring(turn, seconds, keep.now() + timedelta(seconds=seconds), name)
        case SetAlarm(rings_at=rings_at, name=name):
            _ring(turn, None, rings_at, name)
        case SetReminder(due_at=due_at, text=text):
            set_reminder(keep, whose, turn.utterance, due_at, text)
        case AddToList(list_name=list_name, texts=texts):
            add_to_list(keep, whose, turn.utterance, list_name, texts)
        case Cancel(items=items) | RemoveFromList(items=items):
            _remove(turn, items)
        case EraseLast():
            _erased(turn, _erase_last(turn))
        case EraseToday():
            _erased(turn, _erase_today(turn))
        case FalseActivation():
            count_false_waking(keep, whose.device)
            _erased(turn, _erase_last(turn))
        case KeepNothing():
            _keep_less(turn, Keeping.NOTHING, None)
        case KeepThreeMonths():
            _keep_less(turn, None, 3)
        case GuestConversation():
            _be_a_guest(turn)
        case GiveReceipt():
            _give_receipt(turn)
        case RequestCopy():
            _request_copy(turn)
        case MuteSpeaker():
            turn.done.mute = True
        case SaidWho(name=name):
            _be_named(turn, name)
        case AskHome():
            _ask_home(turn)
        case _:
            assert_never(effect)


def _why_nothing_is_kept(whose: Whose) -> Text:
    unknown = whose.owner is None and whose.binding.household is not None
    return spoken.WHO_ARE_YOU if unknown else spoken.NOT_KEPT_FOR_YOU


def _ring(turn: Turn, seconds: int | None, rings_at: datetime, name: str | None) -> None:
    """Set it; where nothing may be kept, in this process only, and say so."""
    if turn.whose.keeps:
        set_timer(turn.keep, turn.whose, turn.utterance, rings_at, seconds=seconds, name=name)
        return
    if len(turn.bell.held_on(turn.whose.device)) >= turn.keep.limits.timers_max:
        turn.refuse(spoken.TOO_MANY)
        return
    turn.bell.hold(
        Unkept(
            item=ItemId.random(turn.keep.entropy),
            device=turn.whose.device,
            owner=turn.whose.owner,
            binding=turn.whose.binding.number,
            rings_at=rings_at,
            rings_by=RingsBy.CLOCK if seconds is None else RingsBy.ELAPSED,
            what="alarm" if seconds is None else "timer",
            name=name,
            seconds=seconds,
            language=turn.whose.language,
        )
    )
    turn.say(spoken.LOST_IN_A_RESTART)


def _remove(turn: Turn, items: tuple[ItemId, ...]) -> None:
    kept = [item for item in items if not turn.bell.drop(item)]
    if kept and turn.whose.owner is None:
        raise NotYoursError(kept[0])
    if kept and turn.whose.owner is not None:
        done_with(turn.keep, turn.whose.owner, kept)


def _erase_last(turn: Turn) -> ErasureReceipt | None:
    turn.done.unkept = True
    if turn.talk.kept:
        owner, item = turn.talk.kept.pop()
        return erase_turns_of(turn.keep, owner, [item])
    if turn.whose.owner is None:
        return None
    last = last_turn_at(turn.keep, turn.whose.owner, turn.whose.device)
    return None if last is None else erase_turns_of(turn.keep, turn.whose.owner, [last])


def _erase_today(turn: Turn) -> ErasureReceipt | None:
    turn.done.unkept = True
    turn.talk.kept.clear()
    if turn.whose.owner is None:
        return None
    items = turns_today_at(turn.keep, turn.whose.owner, turn.whose.device)
    return erase_turns_of(turn.keep, turn.whose.owner, items)


def _erased(turn: Turn, receipt: ErasureReceipt | None) -> None:
    if receipt is None:
        turn.say(spoken.NOTHING_KEPT_OF_IT)
    elif receipt.count == 1:
        turn.say(spoken.ERASED_ONE, number=receipt.number)
    else:
        turn.say(spoken.ERASED_MANY, count=receipt.count, number=receipt.number)


def _keep_less(turn: Turn, keeping: Keeping | None, months: int | None) -> None:
    turn.done.unkept = True
    whose = turn.whose
    if whose.owner is None or whose.choice is None or whose.choice.keeping is Keeping.NOTHING:
        turn.say(spoken.NOTHING_WAS_KEPT_ANYWAY)
        return
    keep_less(turn.keep, whose, keeping, months)
    turn.say(spoken.KEEPS_LESS)


def _be_a_guest(turn: Turn) -> None:
    """Keep nothing of this conversation, neither before nor after."""
    turn.done.unkept = True
    turn.talk.guest = True
    by_owner: dict[SubjectId, list[ItemId]] = {}
    for owner, item in turn.talk.kept:
        by_owner.setdefault(owner, []).append(item)
    turn.talk.kept.clear()
    for owner, items in by_owner.items():
        receipt = erase_turns_of(turn.keep, owner, items)
        if receipt is not None:
            _erased(turn, receipt)


def _give_receipt(turn: Turn) -> None:
    """Say four words for the turn before this one; they stand nowhere, so this turn is not kept."""
    turn.done.unkept = turn.done.once = True
    if not turn.talk.kept:
        turn.say(spoken.NOTHING_KEPT_OF_IT)
        return
    owner, item = turn.talk.kept[-1]
    turn.say(spoken.RECEIPT_WORDS, words=give_receipt_of(turn.keep, owner, item))


def _request_copy(turn: Turn) -> None:
    if turn.whose.owner is None:
        turn.refuse(spoken.WHO_ARE_YOU)
        return
    ask_for_copy_by_voice(turn.keep, turn.whose.owner, turn.whose.language)
    turn.say(spoken.COPY_ASKED_FOR)


def _be_named(turn: Turn, name: str) -> None:
    """Take it that a member speaks from now on; what was said before stays what it was."""
    turn.done.unkept = True
    if turn.whose.binding.household is None:
        return  # it is one person's own speaker, whoever speaks
    member = member_called(turn.keep, turn.whose.binding, name)
    if member is None:
        turn.refuse(spoken.NOBODY_OF_THAT_NAME)
        return
    named(turn.place, member, Evidence.SAID)
    turn.say(spoken.HELLO, name=name)


def _ask_home(turn: Turn) -> None:
    if turn.home is None:
        turn.refuse(spoken.NOT_UNDERSTOOD)
        return
    turn.done.recipients.append(turn.home.recipient)  # it has the words, whatever it answers
    try:
        turn.done.instead = turn.home.ask(turn.words, turn.whose.language)
    except HomeSilentError as silent:
        error_name = type(silent).__name__
        log.warning("the home control gave no answer: %s", error_name)
        turn.refuse(spoken.HOME_SILENT)
