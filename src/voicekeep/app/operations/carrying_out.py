"""Carry out what a skill wants done: each effect in short transactions of its own, and what came of it in words.

What cannot be done is said instead of what the skill would have said, and nothing is done twice (P10).
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import assert_never

from voicekeep.app.operations import spoken
from voicekeep.app.operations.asked_for import (
    NothingMayBeKeptError,
    TooManyError,
    add_to_list,
    done_with,
    set_reminder,
)
from voicekeep.app.operations.attributing import is_called, member_called
from voicekeep.app.operations.conversation import named, nobody_named
from voicekeep.app.operations.erase import NotYoursError
from voicekeep.app.operations.household import shown_name_of
from voicekeep.app.operations.privacy_by_voice import (
    NoAccountOfTheirOwnError,
    OnlyLessError,
    ask_for_copy_by_voice,
    count_false_waking,
    keep_less,
)
from voicekeep.app.operations.setting import put_off, set_to_ring
from voicekeep.app.operations.taking_back import (
    be_a_guest,
    erase_last,
    erase_today,
    give_receipt_of_last,
    was_not_meant,
)
from voicekeep.app.operations.turns import HomeSilentError, NotForHomeError, Turn
from voicekeep.assistant import (
    WHO_ARE_YOU,
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
    PutOff,
    RemoveFromList,
    RequestCopy,
    SaidWho,
    SetAlarm,
    SetReminder,
    SetTimer,
    why_nothing_is_kept,
)
from voicekeep.records.ids import ItemId
from voicekeep.records.items import Evidence, Keeping

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
            turn.refuse(why_nothing_is_kept(known=turn.whose.owner is not None, guest=turn.talk.guest))
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
            set_to_ring(turn, seconds, keep.now() + timedelta(seconds=seconds), name)
        case SetAlarm(rings_at=rings_at, name=name, repeats=repeats):
            set_to_ring(turn, None, rings_at, name, repeats)
        case PutOff(item=item, seconds=seconds):
            put_off(turn, item, seconds)
        case SetReminder(due_at=due_at, text=text, repeats=repeats):
            turn.done.asked += set_reminder(keep, whose, turn.utterance, due_at, text, repeats)
        case AddToList(list_name=list_name, texts=texts):
            turn.done.asked += add_to_list(keep, whose, turn.utterance, list_name, texts)
        case Cancel(items=items) | RemoveFromList(items=items):
            _remove(turn, items)
        case EraseLast(earlier=earlier):
            erase_last(turn, earlier=earlier)
        case EraseToday():
            erase_today(turn)
        case FalseActivation():
            was_not_meant(turn)
        case KeepNothing():
            _keep_less(turn, Keeping.NOTHING, None)
        case KeepThreeMonths():
            _keep_less(turn, None, 3)
        case GuestConversation():
            be_a_guest(turn)
        case GiveReceipt():
            give_receipt_of_last(turn)
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


def _remove(turn: Turn, items: tuple[ItemId, ...]) -> None:
    kept = [item for item in items if not turn.bell.drop(item)]
    if kept and turn.whose.owner is None:
        raise NotYoursError(kept[0])
    if kept and turn.whose.owner is not None:
        done_with(turn.keep, turn.whose.owner, kept)


def _keep_less(turn: Turn, keeping: Keeping | None, months: int | None) -> None:
    turn.done.private = True
    whose = turn.whose
    if whose.owner is None or whose.choice is None or whose.choice.keeping is Keeping.NOTHING:
        turn.say(spoken.NOTHING_WAS_KEPT_ANYWAY)
        return
    keep_less(turn.keep, whose, keeping, months)
    turn.say(spoken.KEEPS_LESS)


def _request_copy(turn: Turn) -> None:
    if turn.whose.owner is None:
        turn.refuse(WHO_ARE_YOU)
        return
    try:
        ask_for_copy_by_voice(turn.keep, turn.whose.owner, turn.whose.language)
    except NoAccountOfTheirOwnError:
        turn.refuse(spoken.COPY_BY_GUARDIAN)
        return
    turn.say(spoken.COPY_ASKED_FOR)


def _be_named(turn: Turn, name: str) -> None:
    """Take it that a member speaks from now on; what was said before stays what it was."""
    if turn.whose.binding.household is None:
        _named_at_own(turn, name)
        return
    turn.done.unkept = True
    member = member_called(turn.keep, turn.whose.binding, name)
    if member is None:
        turn.refuse(spoken.NOBODY_OF_THAT_NAME)
        return
    named(turn.place, member, Evidence.SAID)
    turn.say(spoken.HELLO, name=name)


def _named_at_own(turn: Turn, name: str) -> None:
    """Greet whose own speaker it is; “I'm the gardener” is no name but a wish that is none of ours."""
    owner = turn.whose.binding.subject
    if owner is not None and is_called(shown_name_of(turn.keep, owner), name):
        turn.done.unkept = True
        if turn.talk.guest:
            nobody_named(turn.place)  # the guest is gone: the next sentence is its owner's again
        turn.say(spoken.HELLO, name=name)
        return
    _ask_home(turn)
    if turn.done.unkept:
        turn.done.instead = f"{turn.done.instead} {spoken.said(spoken.IF_A_GUEST, turn.whose.language)}"


def _ask_home(turn: Turn) -> None:
    """Hand on what is none of our wishes; what nobody understands was not for us, and nothing of it is kept (R21)."""
    turn.done.ours = False
    if turn.home is None or _woke_unsurely(turn):
        _was_for_nobody(turn)
        return
    turn.done.recipients.append(turn.home.recipient)
    try:
        turn.done.instead = turn.home.ask(turn.words, turn.whose.language)
    except NotForHomeError:
        _was_for_nobody(turn)
    except HomeSilentError as silent:
        error_name = type(silent).__name__
        log.warning("the home control gave no answer: %s", error_name)
        turn.done.unkept = True  # whether it was for us, nobody knows
        turn.refuse(spoken.HOME_SILENT)


def _woke_unsurely(turn: Turn) -> bool:
    wake = turn.utterance.wake
    if not turn.woke or wake is None or wake.confidence is None:
        return False
    return wake.confidence < turn.keep.limits.wake_sure_from


def _was_for_nobody(turn: Turn) -> None:
    turn.done.unkept = True
    if turn.woke:
        turn.done.counted = True
        count_false_waking(turn.keep, turn.whose.device)
    turn.refuse(spoken.NOT_UNDERSTOOD)
