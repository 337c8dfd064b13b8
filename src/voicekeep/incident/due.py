"""Which way of telling somebody is due: from the mail to the telephone, again and again, until they say that they know.

Flow        a case in which those concerned are told, now -> for each who does not know: the next way, since when
Guarantees  1. Nobody drops out: after the last step the telephone is due again every day.
            2. What was tried counts only from the decision on; a try of one sort stands for no other.
I/O         none
Document    docs/telling.md
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from voicekeep.incident.case import Case, CaseState, Telling
from voicekeep.incident.changes import Affected, Channel, PersonsDecided, PersonTold, RecipientMoved, Track
from voicekeep.records.ids import SubjectId


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """One step, so long after it was decided that those concerned are told."""

    after: timedelta
    channel: Channel


ESCALATION: Final = (
    Escalation(after=timedelta(0), channel=Channel.MAIL),
    Escalation(after=timedelta(hours=24), channel=Channel.MAIL),
    Escalation(after=timedelta(hours=48), channel=Channel.LETTER),
    Escalation(after=timedelta(hours=72), channel=Channel.TELEPHONE),
)
"""The message in the portal is there from the decision on; these tell of it."""

WITHOUT_MAIL: Final = (
    Escalation(after=timedelta(0), channel=Channel.LETTER),
    Escalation(after=timedelta(hours=24), channel=Channel.TELEPHONE),
)
"""Where a keep sends no mail."""

AGAIN_AFTER: Final = timedelta(hours=24)
"""After the last step: the telephone again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Somebody is to be told in this way."""

    subject: SubjectId
    channel: Channel
    since: datetime  # UTC


def people_due(case: Case, now: datetime, *, by_mail: bool) -> tuple[Due, ...]:
    """Return of each person who does not know yet in which way they are to be told now, the longest due first."""
    found = [
        due for who in _to_reach(case) if (due := due_of(case, who, by_mail=by_mail)) is not None and due.since <= now
    ]
    return tuple(sorted(found, key=lambda due: (due.since, due.subject)))


def due_of(case: Case, subject: SubjectId, *, by_mail: bool) -> Due | None:
    """Return the next way to tell a person, and from when on; None: they know, or nobody is told in this case."""
    began = _began(case, subject)
    if began is None or _knows(case, subject):
        return None
    tries = [
        (noted.at, noted.change.channel)
        for noted in case.history
        if isinstance(noted.change, PersonTold) and noted.change.subject == subject and noted.at >= began
    ]
    left = [channel for _, channel in tries]
    for step in ESCALATION if by_mail else WITHOUT_MAIL:
        if step.channel not in left:
            return Due(subject=subject, channel=step.channel, since=began + step.after)
        left.remove(step.channel)
    called = max(at for at, channel in tries if channel is Channel.TELEPHONE)
    return Due(subject=subject, channel=Channel.TELEPHONE, since=called + AGAIN_AFTER)


def _to_reach(case: Case) -> frozenset[SubjectId]:
    if case.state in {CaseState.CLOSED, CaseState.TRIAGE, CaseState.DISMISSED}:
        return frozenset()
    return frozenset(case.affected)


def _began(case: Case, subject: SubjectId) -> datetime | None:
    """Return since when somebody is to be told: from the decision, or from when they turned up, if that was later."""
    if subject in case.to_tell:
        if case.persons is None or not case.persons.tell:
            return None
        decided = max(noted.at for noted in case.history if isinstance(noted.change, PersonsDecided))
    else:
        decided = case.triage.decided_at or case.triage.opened_at
    turned_up = max(
        noted.at for noted in case.history if isinstance(noted.change, Affected) and noted.change.subject == subject
    )
    return max(decided, turned_up)


def _knows(case: Case, subject: SubjectId) -> bool:
    """Return whether a person acknowledged it; a wrong recipient by answering what they are asked."""
    if subject in case.to_tell:
        return case.told[subject] is Telling.ACKNOWLEDGED
    return any(
        moved.track in {Track.STATED, Track.REFUSED}
        for moved in case.all_of(RecipientMoved)
        if moved.subject == subject
    )
