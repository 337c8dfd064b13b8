"""What a skill may know when it answers: opened for this person, at this speaker, in this conversation, and no more.

What the skill does not say that it needs stays sealed: whoever asks for the time has no list opened.
"""

from __future__ import annotations

from datetime import datetime

from voicekeep.app.operations.asked_for import asked_for
from voicekeep.app.operations.attributing import Whose
from voicekeep.app.operations.conversation import Conversation
from voicekeep.app.operations.due_rings import Unkept, is_theirs, is_there
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.mandates import holds_now
from voicekeep.app.operations.privacy_by_voice import said_and_there
from voicekeep.app.operations.repeating import at_home, following
from voicekeep.app.operations.ringing import Bell
from voicekeep.assistant import Entry, Need, Rang, Reminder, Ringing, Situation
from voicekeep.device import Ring, RingsBy
from voicekeep.records.asked import ListEntryRecord, ReminderRecord, RingsAs, TimerRecord
from voicekeep.records.ids import ItemId
from voicekeep.records.items import ItemKind
from voicekeep.records.recurrence import Recurrence
from voicekeep.records.standing import Entrusted, MandateKind


def situation_of(
    keep: Keep, whose: Whose, talk: Conversation, bell: Bell, recipients: tuple[str, ...], needs: frozenset[Need]
) -> Situation:
    """Return what is so for whoever speaks; of them only what is among `needs` is opened.

    Raises:
        StoreError, VaultError: it could not be read; nothing is answered.
    """
    guarded, agents = _copies_to(keep, whose) if Need.COPIES in needs else (False, 0)
    return Situation(
        now=at_home(keep),
        language=whose.language,
        timers=_timers(keep, whose, bell) if Need.TIMERS in needs else (),
        rang=_rang(keep, whose, bell),
        timers_of_others=Need.TIMERS in needs and _runs_for_others(keep, whose, bell),
        reminders=_reminders(keep, whose, bell) if Need.REMINDERS in needs else (),
        entries=_entries(keep, whose) if Need.LISTS in needs else (),
        last_reply=talk.last_reply,
        known=whose.owner is not None,
        shared=whose.binding.household is not None,
        keeps=whose.keeps,
        keeping=None if whose.choice is None else whose.choice.keeping,
        months=0 if whose.choice is None else whose.choice.months,
        kept_before=Need.KEPT in needs and _is_kept(keep, talk),
        guarded=guarded,
        agents=agents,
        guest=talk.guest,
        recipients=recipients,
        asked=talk.asked,
    )


def _copies_to(keep: Keep, whose: Whose) -> tuple[bool, int]:
    """Return whether a guardian, and how many others, can ask for a copy of what is this person's."""
    if whose.owner is None:
        return False, 0
    with keep.database.read() as transaction:
        holding = [
            each.kind
            for each in transaction.mandates.mandates_over(whose.owner)
            if each.entrusts(Entrusted.COPY) and holds_now(keep, transaction, each)
        ]
    return MandateKind.GUARDIAN in holding, sum(kind is not MandateKind.GUARDIAN for kind in holding)


def _is_kept(keep: Keep, talk: Conversation) -> bool:
    return any(said.owner is not None and said_and_there(keep, said.owner, said.items) for said in talk.said)


def _timers(keep: Keep, whose: Whose, bell: Bell) -> tuple[Ringing, ...]:
    """Return what this person set at this speaker, and what was set by nobody in particular: that is everybody's."""
    timers = [*_held(whose, bell), *_kept(keep, whose, bell)]
    return tuple(sorted(timers, key=lambda each: each.rings_at))


def _held(whose: Whose, bell: Bell) -> list[Ringing]:
    """Return what only this process knows: nothing is kept of whoever set it."""
    return [
        Ringing(
            item=each.item,
            rings_as=RingsAs(each.what),
            rings_at=bell.rings_at(each.item, each.rings_at, each.rings_by),
            name=each.name,
            seconds=each.seconds,
            repeats=each.repeats,
        )
        for each in bell.held_on(whose.device)
        if each.what != "reminder" and _may_know(whose, each)
    ]


def _kept(keep: Keep, whose: Whose, bell: Bell) -> list[Ringing]:
    if whose.owner is None:
        return []
    return [
        Ringing(
            item=record.item,
            rings_as=record.rings_as,
            rings_at=bell.rings_at(record.item, _next(keep, record.rings_at, record.repeats), _by(record)),
            name=record.name,
            seconds=record.seconds,
            repeats=record.repeats,
        )
        for record in asked_for(keep, whose.owner, ItemKind.TIMER, TimerRecord)
        if record.device == whose.device
    ]


def _may_know(whose: Whose, held: Unkept) -> bool:
    return held.binding == whose.binding.number and held.owner in (whose.owner, None)


def _rang(keep: Keep, whose: Whose, bell: Bell) -> tuple[Rang, ...]:
    """Return what can be put off: of this person what rang within its minutes, of others what was just stopped.

    Whoever is there can stop what rings, so they can put it off as well; what it is called is for its owner.
    """
    rang = []
    for rung in bell.sounds.rung_at(whose.device):
        theirs = rung.sounding.ring.owner == whose.owner
        just_now = rung.again is None and bell.sounds.just_stopped(rung)
        if theirs or just_now:
            name = rung.sounding.name if theirs else None
            item, what = rung.sounding.ring.item, rung.sounding.what
            again = rung.again if rung.again is not None and _waits(keep, whose, bell, rung.again) else None
            rang.append(Rang(item=item, what=what, just_now=just_now, name=name, again=again))
    return tuple(rang)


def _waits(keep: Keep, whose: Whose, bell: Bell, item: ItemId) -> bool:
    """Return whether something is still to ring."""
    return any(each.item == item for each in bell.held_on(whose.device)) or is_there(keep, item)


def _runs_for_others(keep: Keep, whose: Whose, bell: Bell) -> bool:
    """Return whether a timer of a member of this household runs at its speaker, where nobody was named."""
    if whose.owner is not None or whose.binding.household is None:
        return False
    with keep.database.read() as transaction:
        there: list[Ring | Unkept] = [ring for ring in transaction.rings.rings() if ring.device == whose.device]
    there += [each for each in bell.held_on(whose.device) if each.owner is not None]
    return any(each.rings_by is RingsBy.ELAPSED and is_theirs(keep, each) for each in there)


def _next(keep: Keep, first: datetime, repeats: Recurrence | None) -> datetime:
    return first if repeats is None else following(keep, repeats)


def _by(record: TimerRecord) -> RingsBy:
    return RingsBy.ELAPSED if record.rings_as is RingsAs.TIMER else RingsBy.CLOCK


def _reminders(keep: Keep, whose: Whose, bell: Bell) -> tuple[Reminder, ...]:
    held = [
        Reminder(item=each.item, due_at=each.rings_at, text=each.name or "")
        for each in bell.held_on(whose.device)
        if each.what == "reminder" and _may_know(whose, each)
    ]
    if whose.owner is None:
        return tuple(held)
    records = asked_for(keep, whose.owner, ItemKind.REMINDER, ReminderRecord)
    reminders = [
        Reminder(
            item=record.item,
            due_at=_next(keep, record.due_at, record.repeats),
            text=record.text,
            repeats=record.repeats,
        )
        for record in records
    ]
    return tuple(sorted([*held, *reminders], key=lambda each: each.due_at))


def _entries(keep: Keep, whose: Whose) -> tuple[Entry, ...]:
    if whose.owner is None:
        return ()
    records = asked_for(keep, whose.owner, ItemKind.LIST_ENTRY, ListEntryRecord)
    return tuple(Entry(item=record.item, list_name=record.list_name, text=record.text) for record in records)
