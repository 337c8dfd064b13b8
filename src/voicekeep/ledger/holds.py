"""What has left about a person and what they were given, for that person to read.

Flow        a subject -> their requests, copies, links and downloads, and refused tries at their copies, by instant
Guarantees  1. Every fact that is told is what its entry commits to; `verify` proves the entries and the columns.
            2. Nobody else is named: who tried in vain, and whose item a finding is about, stays with the operator.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from voicekeep.formats.facts import name_of
from voicekeep.ledger.openings import shown
from voicekeep.ledger.store import LogStore
from voicekeep.records.facts import (
    ActedFor,
    Answered,
    ArchiveDestroyed,
    ArchiveFrozen,
    ArchiveThawed,
    ClockResumed,
    CredentialsChanged,
    DownloadEnded,
    DownloadRefused,
    DownloadStarted,
    Extended,
    Granted,
    Held,
    Identified,
    IdentityAsked,
    Mandated,
    MandateEnded,
    Noted,
    Objected,
    Overridden,
    ReceiptGiven,
    ReceiptUsed,
    Refused,
    Registered,
    Released,
    Requested,
    Revoked,
    TriageDecided,
    TriageOpened,
    Viewed,
    Withdrawn,
)
from voicekeep.records.ids import DownloadId, RequestId, SessionId, SubjectId

_OfAnArchive = (
    ArchiveDestroyed
    | ArchiveFrozen
    | ArchiveThawed
    | DownloadEnded
    | DownloadRefused
    | DownloadStarted
    | Held
    | Noted
    | Overridden
    | Revoked
)
_OfARequest = (
    Answered | ClockResumed | Extended | IdentityAsked | Objected | Refused | Registered | Requested | Withdrawn
)
_Told = (
    _OfAnArchive
    | _OfARequest
    | ActedFor
    | Mandated
    | MandateEnded
    | CredentialsChanged
    | Granted
    | Identified
    | ReceiptGiven
    | ReceiptUsed
    | Released
    | TriageDecided
    | TriageOpened
)
_TELLS_OF_AN_ARCHIVE: Final = Held | Released | Granted
_OWN: Final = Held | Released  # a copy of the person themselves, whoever fetches it
_TO_SOMEBODY: Final = Granted | Revoked | DownloadStarted | DownloadEnded  # `subject` is the recipient


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened to a person's data on its way out."""

    position: int  # in the ledger
    at: datetime  # UTC
    name: str  # of the fact, e.g. "released"
    detail: str  # identifiers, numbers and names of reasons: the same in every language
    by_agent: bool = False  # it went to somebody who acts for the person
    for_other: bool = False  # it is about somebody else, for whom the person acts


def holds(store: LogStore, subject: SubjectId) -> tuple[Event, ...]:
    """Return what left about `subject` and what they were given, by instant.

    Raises:
        EditedOpeningError: a fact is not what its entry commits to.
    """
    told: dict[int, _Told] = {}
    views: dict[SessionId, list[tuple[int, Viewed]]] = {}
    for position, fact in shown(store, store.openings_about(subject)):
        if isinstance(fact, Viewed):
            views.setdefault(fact.session, []).append((position, fact))
        elif isinstance(fact, _Told) and not isinstance(fact, DownloadRefused):
            told[position] = fact
    for archive in {fact.archive for fact in told.values() if isinstance(fact, _TELLS_OF_AN_ARCHIVE)}:
        about = shown(store, store.openings_of_archive(archive))
        told |= {position: fact for position, fact in about if isinstance(fact, DownloadRefused | _TO_SOMEBODY)}
    own = {fact.archive for fact in told.values() if isinstance(fact, _OWN)}
    started = {fact.download: fact.first_byte for fact in told.values() if isinstance(fact, DownloadStarted)}
    events = [
        Event(
            position=position,
            at=fact.at,
            name=name_of(fact),
            detail=_detail(fact, started),
            by_agent=isinstance(fact, _TO_SOMEBODY) and fact.subject != subject,
            for_other=isinstance(fact, _TO_SOMEBODY) and fact.archive not in own,
        )
        for position, fact in told.items()
    ]
    events += [_viewed_in(session, seen) for session, seen in views.items()]
    return tuple(sorted(events, key=lambda event: (event.at, event.position)))


def held_of(store: LogStore, subject: SubjectId, request: RequestId) -> tuple[Held, ...]:
    """Return every time that a copy of a request was held, in order of position.

    Raises:
        EditedOpeningError: a fact is not what its entry commits to.
    """
    facts = [fact for _, fact in shown(store, store.openings_named("held", subject=subject))]
    return tuple(fact for fact in facts if isinstance(fact, Held) and fact.request == request)


def overridden_of(store: LogStore, subject: SubjectId) -> tuple[tuple[int, Overridden], ...]:
    """Return every override of a hold of a person's copies, with its position, in that order.

    Raises:
        EditedOpeningError: a fact is not what its entry commits to.
    """
    told = shown(store, store.openings_named("overridden", subject=subject))
    return tuple((position, fact) for position, fact in told if isinstance(fact, Overridden))


def findings_in(held: Held) -> tuple[str, ...]:
    """Return the names of what the checks found in a copy, each once; which items, is not told."""
    return tuple(sorted({finding.partition("-")[0] for finding in held.findings}))


def releases_of(store: LogStore, subject: SubjectId) -> Iterator[Released]:
    """Yield every copy that was released to `subject`, in order of position.

    Raises:
        EditedOpeningError: a fact is not what its entry commits to.
    """
    for _, fact in shown(store, store.openings_named("released", subject=subject)):
        if isinstance(fact, Released):
            yield fact


def _viewed_in(session: SessionId, seen: list[tuple[int, Viewed]]) -> Event:
    """Return one event for all that was shown in a session."""
    position, first = seen[0]
    return Event(position=position, at=first.at, name=name_of(first), detail=f"{session}: {len(seen)}")


def _detail(fact: _Told, started: Mapping[DownloadId, int]) -> str:
    name: str
    match fact:
        case Identified() | ActedFor():
            return fact.request
        case Mandated() | MandateEnded():
            name, more = fact.mandate, ""
        case Released() | Granted():
            return fact.archive
        case CredentialsChanged():
            return fact.what
        case ReceiptGiven():
            return fact.item
        case ReceiptUsed():
            name, more = fact.item, fact.right
        case (
            Answered()
            | ClockResumed()
            | Extended()
            | IdentityAsked()
            | Objected()
            | Refused()
            | Registered()
            | Requested()
            | Withdrawn()
        ):
            name, more = fact.request, _of_a_request(fact)
        case TriageOpened():
            name, more = fact.triage, fact.source
        case TriageDecided():
            name, more = fact.triage, fact.outcome
        case _:
            name, more = fact.archive or "", _more(fact, started)
    return f"{name}: {more}" if more else name


def _of_a_request(fact: _OfARequest) -> str:
    said: str
    match fact:
        case Requested() | Answered():
            said = fact.right
        case Registered():
            said = fact.channel
        case Objected():
            said = fact.to
        case ClockResumed() | Withdrawn():
            said = fact.because
        case IdentityAsked():
            said = ", ".join(fact.doubts)
        case Extended():
            said = fact.due.isoformat()
        case Refused():
            said = fact.ground
    return said


def _more(fact: _OfAnArchive, started: Mapping[DownloadId, int]) -> str:
    match fact:
        case Held():
            names = findings_in(fact)
        case Overridden():
            names = fact.rules
        case Noted():
            names = fact.notes
        case DownloadStarted():
            return f"{fact.first_byte} B –"
        case DownloadEnded():
            return f"{started.get(fact.download, 0)} – {fact.next_byte} B"
        case ArchiveFrozen() | ArchiveThawed():
            return fact.triage
        case _:
            return fact.reason
    return ", ".join(names)
