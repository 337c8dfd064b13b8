"""What a case tells a person of their own data, in the portal; and that they say that they know it (R26, R28).

Flow        a signed-in person -> the cases that concern them -> which recordings of theirs reached somebody, or what
            they got that is not theirs -> an entry of the case: they know; they deleted it; they will not
Guarantees  1. A person sees their own recordings only. Others are “another customer”, to everybody.
            2. Nobody but the person themselves acknowledges in the portal, by their own session; a statement takes a
               fresh sign-in.
            3. Each answer is an entry of the case with its fact, written once; it is whole or not there.
            4. To whom it tells nothing, a case is one that does not exist, in whatever state its rows are.
Document    docs/telling.md
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from voicekeep.app.operations.cases import case_of, write_change
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.scoping import scope_in
from voicekeep.incident import (
    BY_ITSELF,
    AffectedRole,
    Case,
    CaseScope,
    CaseState,
    Channel,
    Noted,
    PersonsDecided,
    PersonTold,
    Reached,
    RecipientMoved,
    Track,
    UnknownCaseError,
)
from voicekeep.people import Session, require_fresh
from voicekeep.records.errors import StoreError, VoicekeepError
from voicekeep.records.ids import ItemId, SubjectId, TriageId

log = logging.getLogger("voicekeep.case_messages")

THE_PERSON: Final = BY_ITSELF[Channel.PORTAL]
"""The role of who acknowledges: whoever is affected, signed in."""
THE_ASSISTANT: Final = BY_ITSELF[Channel.SPEAKER]
"""The role in which a speaker says that there is a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachedRecording:
    """One item of the reader's that reached another customer."""

    item: ItemId
    said_at: datetime | None  # UTC; None: they erased it since
    with_sound: bool
    with_words: bool
    complete: bool  # all of it left; else only a part
    certain: bool  # False: nobody knows how far it came, and it counts as having left whole
    left_at: datetime  # UTC, the first time


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMessage:
    """One case as a person whom it concerns may know it."""

    triage: TriageId
    roles: frozenset[AffectedRole]
    since: datetime  # UTC, when it was decided that they are told
    acknowledged_at: datetime | None  # UTC
    track: tuple[Track, ...]  # of a wrong recipient, what is known
    over: bool
    reached: tuple[ReachedRecording, ...] = ()
    heard_in: int = 0  # recordings of those they live with in which they may be heard
    got: int = 0  # items of somebody else's that reached the reader

    @property
    def waits(self) -> bool:
        """Return whether the reader has still to answer."""
        told = self.roles != {AffectedRole.RECIPIENT} and self.acknowledged_at is None
        return not self.over and (told or self.statement_wanted)

    @property
    def statement_wanted(self) -> bool:
        """Return whether the reader is asked for a statement and gave none."""
        return AffectedRole.RECIPIENT in self.roles and not {Track.STATED, Track.REFUSED} & set(self.track)


def messages_for(keep: Keep, session: Session) -> tuple[CaseMessage, ...]:
    """Return which cases concern whoever is signed in, the latest first, without their details.

    A case whose rows are not believed is left out: whoever runs the keep sees it in the list of cases.
    """
    with keep.database.read() as transaction:
        found = [_believed(keep, transaction, each.triage) for each in transaction.cases.cases_of(session.subject)]
    cases = {case.triage.triage: case for case in found if case is not None}
    messages = (_message(case, session.subject, None) for case in cases.values())
    return tuple(message for message in messages if message is not None)


def message_for(keep: Keep, session: Session, triage: TriageId) -> CaseMessage:
    """Return what a case says to whoever is signed in.

    Raises:
        UnknownCaseError: there is none, its rows are not believed, or it tells them nothing: no difference is made.
        StoreError, LedgerError: it cannot be said now.
    """
    with keep.database.read() as transaction:
        case, _ = _told_by(keep, transaction, session, triage)
        message = _message(case, session.subject, scope_in(keep, transaction, case.triage))
    if message is None:
        raise UnknownCaseError
    return message


def open_message(keep: Keep, session: Session, triage: TriageId) -> CaseMessage:
    """Return what a case says to whoever is signed in, and write down that a wrong recipient opened it.

    Raises as `message_for` and `acknowledge`; whoever it tells nothing leaves no trace in it.
    """
    message_for(keep, session, triage)
    note_opened(keep, session, triage)
    return message_for(keep, session, triage)


def message_waits(keep: Keep, subject: SubjectId) -> bool:
    """Return whether something waits for a person that they have not answered: what a speaker at home may say.

    A speaker says “please sign in, there is a message”, and no word more: others are in the room.
    """
    with keep.database.read() as transaction:
        cases = [_believed(keep, transaction, each.triage) for each in transaction.cases.cases_of(subject)]
    messages = [_message(case, subject, None) for case in cases if case is not None]
    return any(message is not None and message.waits for message in messages)


def said_at_home(keep: Keep, subject: SubjectId) -> int:
    """Write down that a speaker said to a person that there is a message; return in how many cases it waits."""
    told = 0
    with keep.database.begin() as transaction:
        for triage in dict.fromkeys(each.triage for each in transaction.cases.cases_of(subject)):
            case = _believed(keep, transaction, triage)
            message = None if case is None else _message(case, subject, None)
            if case is not None and message is not None and message.waits:
                said = PersonTold(subject=subject, channel=Channel.SPEAKER, acknowledged=False)
                write_change(keep, transaction, case, said, by=THE_ASSISTANT)
                told += 1
    keep.remember()
    return told


def acknowledge(keep: Keep, session: Session, triage: TriageId) -> None:
    """Take whoever is signed in at their word that they have read it; a second time changes nothing.

    Raises:
        UnknownCaseError: as `message_for`.
        CaseMovedError: somebody wrote into the case meanwhile; nothing was written.
        StoreError, LedgerError: it could not be written down; nothing was.
    """
    with keep.database.begin() as transaction:
        case, message = _told_by(keep, transaction, session, triage)
        if message.over or message.acknowledged_at is not None or message.roles == {AffectedRole.RECIPIENT}:
            return
        told = PersonTold(subject=session.subject, channel=Channel.PORTAL, acknowledged=True)
        write_change(keep, transaction, case, told, by=THE_PERSON)
    keep.remember()


def note_opened(keep: Keep, session: Session, triage: TriageId) -> None:
    """Write down, once, that a wrong recipient opened what was written to them. Raises as `acknowledge`."""
    with keep.database.begin() as transaction:
        case, message = _told_by(keep, transaction, session, triage)
        if message.over or AffectedRole.RECIPIENT not in message.roles or message.track:
            return
        for track in (Track.SEEN, Track.ASKED):
            moved = RecipientMoved(subject=session.subject, track=track)
            case = write_change(keep, transaction, case, moved, by=THE_PERSON)
    keep.remember()


def answer_as_recipient(keep: Keep, session: Session, triage: TriageId, *, deleted: bool) -> None:
    """Take a wrong recipient's statement, or that they will give none; a statement can follow a refusal.

    Raises:
        NotSignedInError, StaleSignInError: who signs has not just proven who they are; nothing was signed.
        UnknownCaseError: as `message_for`, or they are no recipient in it.
        CaseMovedError, StoreError, LedgerError: as `acknowledge`.
    """
    require_fresh(session, keep.now(), keep.limits)
    track = Track.STATED if deleted else Track.REFUSED
    with keep.database.begin() as transaction:
        case, message = _told_by(keep, transaction, session, triage)
        if message.over or AffectedRole.RECIPIENT not in message.roles:
            raise UnknownCaseError
        if message.track and message.track[-1] in {track, Track.STATED}:
            return
        moved = RecipientMoved(subject=session.subject, track=track)
        write_change(keep, transaction, case, moved, by=THE_PERSON)
    keep.remember()


def _told_by(keep: Keep, transaction: Transaction, session: Session, triage: TriageId) -> tuple[Case, CaseMessage]:
    """Return a case, and what it tells whoever is signed in, without its details.

    An error of its own for rows that are not believed would tell a stranger that there is such a case; whoever runs
    the keep reads of it in the log and in the register.

    Raises:
        UnknownCaseError: there is none, its rows are not believed, or it tells them nothing.
        StoreError: a store could not do it now.
    """
    try:
        case = case_of(keep, transaction, triage)
    except (StoreError, UnknownCaseError):
        raise
    except VoicekeepError as unbelieved:
        triage_id, error_name = triage, type(unbelieved).__name__
        log.error("case %s is not believed and told to nobody: %s", triage_id, error_name)  # noqa: TRY400  names only
        raise UnknownCaseError from unbelieved
    message = _message(case, session.subject, None)
    if message is None:
        raise UnknownCaseError
    return case, message


def _believed(keep: Keep, transaction: Transaction, triage: TriageId) -> Case | None:
    try:
        return case_of(keep, transaction, triage)
    except StoreError:
        raise
    except VoicekeepError:
        return None


def _message(case: Case, subject: SubjectId, scope: CaseScope | None) -> CaseMessage | None:
    """Return what a case tells a person; None: nothing yet. Without a scope, without details."""
    roles, since = case.affected.get(subject, frozenset()), _since(case, subject)
    if not roles or since is None:
        return None
    told = [noted for noted in case.history if _acknowledged(noted, subject)]
    return CaseMessage(
        triage=case.triage.triage,
        roles=roles,
        since=since,
        acknowledged_at=told[0].at if told else None,
        track=case.tracks_of(subject),
        over=case.state is CaseState.CLOSED,
        reached=() if scope is None else _reached(scope, subject),
        heard_in=0 if scope is None else _heard_in(scope, subject),
        got=0 if scope is None else len({each.item for each in scope.left if each.recipient == subject}),
    )


def _since(case: Case, subject: SubjectId) -> datetime | None:
    """Return since when a person may read of a case; None: not yet, or they are not told, by decision."""
    if case.state in {CaseState.TRIAGE, CaseState.DISMISSED}:
        return None
    if subject not in case.to_tell:
        return case.triage.decided_at
    decided = [noted for noted in case.history if isinstance(noted.change, PersonsDecided)]
    telling = [noted.at for noted in decided if isinstance(noted.change, PersonsDecided) and noted.change.tell]
    return telling[0] if telling else None  # what was begun to be told is not taken back by a later assessment


def _acknowledged(noted: Noted, subject: SubjectId) -> bool:
    change = noted.change
    return isinstance(change, PersonTold) and change.subject == subject and change.acknowledged


def _reached(scope: CaseScope, owner: SubjectId) -> tuple[ReachedRecording, ...]:
    by_item: dict[ItemId, list[Reached]] = {}
    for each in scope.left:
        if each.owner == owner:
            by_item.setdefault(each.item, []).append(each)
    found = [
        ReachedRecording(
            item=item,
            said_at=parts[0].said_at,
            with_sound=any(part.of == "recording" for part in parts),
            with_words=any(part.of == "record" for part in parts),
            complete=all(part.complete for part in parts),
            certain=all(part.certain for part in parts),
            left_at=min(part.at for part in parts if part.at is not None),
        )
        for item, parts in by_item.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.said_at is None, each.said_at or each.left_at, each.item)))


def _heard_in(scope: CaseScope, subject: SubjectId) -> int:
    owners = {owner for owner, who in scope.exposed.items() if subject in who}
    return len({each.item for each in scope.left if each.of == "recording" and each.owner in owners})
