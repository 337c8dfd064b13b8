"""Mandates: a person lets somebody use some of their rights, sees who, sees what was done, and ends it at any moment.

1 offered: the person, freshly signed in, says which rights and until when; a token is shown once
2 taken: whoever shows the token, freshly signed in to an account of their own
3 confirmed: the person sees by name who took it; from here on it holds, and the ledger says so
4 ended by either, or over by itself: refused from that instant on, with whatever was begun by it
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from voicekeep.app.operations.capture import Piece, keep_items
from voicekeep.app.operations.household import shown_name_of
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.notices import tell
from voicekeep.app.operations.reading import PersonalItems
from voicekeep.app.operations.staff import told_by
from voicekeep.app.operations.standing import acting, record_of
from voicekeep.app.operations.voiding import destroy_archive
from voicekeep.archive import Attempt, Stage
from voicekeep.formats.lines import decode_record
from voicekeep.ledger import ConflictingFactError
from voicekeep.notice import NoticeKind
from voicekeep.people import (
    Mandate,
    PeopleError,
    Session,
    ShownNameRefusedError,
    Who,
    accept_mandate,
    confirm_mandate,
    is_one_line,
    offer_mandate,
    require_mandate,
    token_sha256,
)
from voicekeep.people import end_mandate as ended_by
from voicekeep.records.facts import Mandated, MandateEnded, MandateNoted
from voicekeep.records.ids import MandateId, SubjectId
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope
from voicekeep.records.standing import Entrusted, MandateEvent, MandateKind, MandateRecord, MandateSide
from voicekeep.request import AccessRequest, State


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateView:
    """One mandate as one of its two people sees it."""

    mandate: MandateId
    kind: MandateKind
    rights: tuple[Entrusted, ...]
    other: str  # the name that the one at the other end shows, while it is needed; empty: nobody yet, over, or gone
    offered_at: datetime  # UTC
    until: datetime  # UTC
    taken: bool  # somebody took it
    offered: bool  # somebody may still take it
    waits: bool  # somebody took it, and the person has not confirmed who
    holds: bool  # it may be used now
    ended_at: datetime | None  # UTC
    acts: tuple[MandateRecord, ...]  # what was done by it, the latest first; only the person's own records


def give_mandate(keep: Keep, session: Session, rights: tuple[Entrusted, ...], until: datetime) -> str:
    """Offer a mandate over the signed-in person's own rights; return the token, which is shown once.

    Raises:
        NotSignedInError, StaleSignInError: who gives it has not just proven who they are.
        MandateRefusedError: no right, or an end that is past or too far.
    """
    made, token = offer_mandate(session, rights, until, now=keep.now(), limits=keep.limits, entropy=keep.entropy)
    with keep.database.begin() as transaction:
        transaction.mandates.add_mandate(made)
    return token


def take_mandate(keep: Keep, session: Session, token: str) -> None:
    """Take the mandate that is offered by a token; the person who gave it is told, and confirms or not.

    Raises:
        NotSignedInError, StaleSignInError: who takes it has not just proven who they are.
        MandateRefusedError: the token offers nothing, or no longer.
        SamePersonError: it is their own.
    """
    with keep.database.begin() as transaction:
        offer = transaction.mandates.mandate_with_token(token_sha256(token.strip()))
        taken = accept_mandate(offer, session, now=keep.now(), limits=keep.limits)
        if offer is not None:
            transaction.mandates.replace_mandate(offer, taken)
            tell(keep, transaction, taken.subject, NoticeKind.MANDATE_TAKEN)


def let_act(keep: Keep, session: Session, mandate: MandateId, called: str) -> None:
    """Confirm who took a mandate of the signed-in person's own; from now on it holds.

    Raises:
        NotSignedInError, StaleSignInError: who confirms has not just proven who they are.
        ForeignMandateError: it is not theirs, or not there: no difference is made.
        MandateRefusedError: nobody took it, or it is over.
        ShownNameRefusedError: what they call the agent is empty, too long or more than one line.
    """
    if not is_one_line(called.strip(), keep.limits.name_max_chars):
        raise ShownNameRefusedError
    was = _found(keep, mandate)
    holds, fact = confirm_mandate(was, session, now=keep.now(), limits=keep.limits)

    def confirm(transaction: Transaction) -> None:
        if was is not None:
            transaction.mandates.replace_mandate(was, holds)
        tell(keep, transaction, fact.agent, NoticeKind.MANDATE_CONFIRMED)

    record = record_of(keep, holds, fact.agent, MandateSide.REPRESENTED, MandateEvent.BEGAN, called.strip())
    keep_items(keep, session.subject, [Piece(record=record)], facts=[fact], also=confirm)
    note(keep, holds, fact, MandateSide.ACTING)


def end_mandate(keep: Keep, session: Session, mandate: MandateId) -> None:
    """End a mandate that the signed-in person gave or holds; what was begun by it is withdrawn, and opens no more.

    It takes no fresh sign-in: it takes something away, and whoever fears for their data must not be held up.

    Raises:
        NotSignedInError: nobody is.
        ForeignMandateError: it is not theirs to end, or not there: no difference is made.
        MandateEndedError: it was ended before.
    """
    was = _found(keep, mandate)
    ended, fact = ended_by(was, session, now=keep.now())
    with keep.database.begin() as transaction:
        if was is not None:
            transaction.mandates.replace_mandate(was, ended)
        if fact is None:
            return
        keep.log(transaction).append([fact])
        left = withdraw_begun(keep, transaction, ended)
        for person in {fact.subject, fact.agent} - {session.subject}:
            tell(keep, transaction, person, NoticeKind.MANDATE_ENDED)
    keep.remember()
    # from here on whoever is killed goes on at the next start (`finishing_mandates`)
    destroy_made(keep, left)
    for side in MandateSide:
        note(keep, ended, fact, side)


def withdraw_begun(keep: Keep, transaction: Transaction, mandate: Mandate) -> list[Attempt]:
    """Withdraw the requests that are under way by a mandate; return the copies that were made and have to go."""
    left = copies_made_by(keep, transaction, mandate)
    for request in _begun_by(keep, transaction, mandate):
        if State.WITHDRAWN in request.moves:
            transaction.requests.replace(request, request.moved(State.WITHDRAWN))
    return left


def copies_made_by(keep: Keep, transaction: Transaction, mandate: Mandate) -> list[Attempt]:
    """Return the copies that there are by a mandate."""
    begun = (request.attempt for request in _begun_by(keep, transaction, mandate))
    found = [transaction.attempts.get(archive) for archive in begun if archive is not None]
    return [attempt for attempt in found if attempt is not None and attempt.stage is not Stage.DESTROYED]


def destroy_made(keep: Keep, copies: list[Attempt]) -> None:
    """Destroy the copies that were made by a mandate that is over."""
    for attempt in copies:
        destroy_archive(keep, attempt, "mandate_ended", to=State.EXPIRED)


def _begun_by(keep: Keep, transaction: Transaction, mandate: Mandate) -> list[AccessRequest]:
    requests = [(each, acting(keep, transaction, each)) for each in transaction.requests.of_subject(mandate.subject)]
    return [each for each, acted in requests if acted is not None and acted.mandate == mandate.mandate]


def mandates_given(keep: Keep, session: Session) -> tuple[MandateView, ...]:
    """Return every mandate over the signed-in person, the latest first, with what was done by each."""
    acts = acts_for(keep, session)
    with keep.database.read() as transaction:
        found = transaction.mandates.mandates_over(session.subject)
        held = {each.mandate for each in found if holds_now(keep, transaction, each)}
    now = keep.now()
    return tuple(
        _view(
            keep,
            each,
            each.agent if each.mandate in held or each.waits(now) else None,
            held,
            tuple(act for act in acts if act.mandate == each.mandate),
        )
        for each in reversed(found)
    )


def mandates_held(keep: Keep, session: Session) -> tuple[MandateView, ...]:
    """Return every mandate that the signed-in person took, the latest first."""
    with keep.database.read() as transaction:
        found = transaction.mandates.mandates_of(session.subject)
        held = {each.mandate for each in found if holds_now(keep, transaction, each)}
    # whoever took an offer learns whose it is when they may act, and no more about them once it is over
    return tuple(
        _view(keep, each, each.subject if each.mandate in held else None, held, ()) for each in reversed(found)
    )


def acts_for(keep: Keep, who: Who) -> tuple[MandateRecord, ...]:
    """Open what a person's own records say of mandates over them, the latest first."""
    opener = keep.ring.opener_for(who.subject)
    with keep.database.read() as transaction:
        items = PersonalItems(keep, transaction, opener, ReleaseScope(as_of=transaction.log.size()))
        records = [decode_record(opened.record) for opened in items.items(ItemKind.MANDATE)]
    own = (each for each in reversed(records) if isinstance(each, MandateRecord))
    return tuple(each for each in own if each.side is MandateSide.REPRESENTED)


def holds_now(keep: Keep, transaction: Transaction, mandate: Mandate) -> bool:
    """Return whether a mandate may be used now, by its row and the ledger."""
    try:
        require_mandate(mandate, told_by(transaction, keep), keep.now())
    except PeopleError:
        return False
    return True


def note(keep: Keep, mandate: Mandate, fact: Mandated | MandateEnded, side: MandateSide) -> bool:
    """Keep for whoever is at that side that a mandate began or ended; return whether this did it.

    It is kept once: the ledger is told in the same transaction, under a key that only one of two programs gets, and
    remembers it when its owner erases the item. An agent's own record names nobody.

    Raises:
        VaultError, StoreError, AccountClosedError: as `keep_items`; the next start tries again.
        LedgerError: the ledger cannot say whether it was kept; nothing was.
    """
    event = MandateEvent.BEGAN if isinstance(fact, Mandated) else MandateEvent.ENDED
    record = replace(record_of(keep, mandate, fact.agent, side, event), at=fact.at)
    noted = noted_as(keep, record)
    try:
        keep_items(keep, record.owner, [Piece(record=record)], facts=[noted])
    except ConflictingFactError:
        return False
    return True


def noted_as(keep: Keep, record: MandateRecord) -> MandateNoted:
    """Return the fact that a mandate's beginning or end is in somebody's records."""
    return MandateNoted(
        mandate=record.mandate,
        subject=record.owner,
        side=record.side,
        event=record.event,
        item=record.item,
        at=keep.now(),
    )


def _found(keep: Keep, mandate: MandateId) -> Mandate | None:
    with keep.database.read() as transaction:
        return transaction.mandates.mandate(mandate)


def _view(
    keep: Keep, mandate: Mandate, other: SubjectId | None, held: set[MandateId], acts: tuple[MandateRecord, ...]
) -> MandateView:
    now = keep.now()
    return MandateView(
        mandate=mandate.mandate,
        kind=mandate.kind,
        rights=tuple(right for right in Entrusted if mandate.entrusts(right)),
        other="" if other is None else shown_name_of(keep, other),
        offered_at=mandate.offered_at,
        until=mandate.until,
        taken=mandate.agent is not None,
        offered=mandate.offered_still(now),
        waits=mandate.waits(now),
        holds=mandate.mandate in held,
        ended_at=mandate.ended_at,
        acts=acts,
    )
