"""Who acts, for whom, now: the one place where an operation learns that somebody acts by mandate (P3, R33).

What is done by mandate is an item of the person for whom it was done, in the transaction in which it is done; and that
the mandate holds is asked once more in that transaction, so that who ends it ends it at once.
"""

from __future__ import annotations

from voicekeep.app.operations.capture import Piece
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.staff import told_by
from voicekeep.people import (
    ForeignMandateError,
    Mandate,
    NotEntrustedError,
    Session,
    Standing,
    Who,
    require_mandate,
)
from voicekeep.people import stand as standing_for
from voicekeep.records.facts import ActedFor, acted_for_key
from voicekeep.records.ids import ItemId, MandateId, RequestId, SubjectId
from voicekeep.records.standing import Entrusted, MandateEvent, MandateRecord, MandateSide
from voicekeep.request import AccessRequest


def stand(keep: Keep, session: Session, mandate: MandateId, right: Entrusted) -> Standing:
    """Return the signed-in person as one who may use this right of somebody else now.

    Raises:
        NotSignedInError, ForeignMandateError, MandateEndedError, ExpiredMandateError, NotEntrustedError: they may not.
    """
    with keep.database.read() as transaction:
        told = told_by(transaction, keep)
        return standing_for(transaction.mandates, session, mandate, right, told=told, now=keep.now())


def require_still(keep: Keep, transaction: Transaction, who: Who, right: Entrusted) -> None:
    """Return if whoever acts may use this right, as this transaction sees it.

    Raises:
        ForeignMandateError, MandateEndedError, ExpiredMandateError, NotEntrustedError: they may not, or no longer.
    """
    if isinstance(who, Standing):
        if who.right is not right:
            raise NotEntrustedError
        _require(keep, transaction, who.mandate.mandate)


def trace(keep: Keep, who: Who, event: MandateEvent) -> list[Piece]:
    """Return what the person keeps of something that was done for them by mandate; nothing, if they do it themselves.

    What the agent is called is in the first record of the mandate; here the numbers are enough.
    """
    if not isinstance(who, Standing):
        return []
    mandate = who.mandate
    return [Piece(record=record_of(keep, mandate, who.session.subject, MandateSide.REPRESENTED, event))]


def record_of(
    keep: Keep, mandate: Mandate, agent: SubjectId, side: MandateSide, event: MandateEvent, called: str = ""
) -> MandateRecord:
    """Return one event of a mandate, as an item of whoever is at that side of it."""
    represented = side is MandateSide.REPRESENTED
    return MandateRecord(
        item=ItemId.random(keep.entropy),
        owner=mandate.subject if represented else agent,
        at=keep.now(),
        mandate=mandate.mandate,
        side=side,
        basis=mandate.kind,
        other=agent if represented else mandate.subject,
        called=called if represented else "",
        rights=mandate.rights,
        until=mandate.until,
        event=event,
    )


def acting(keep: Keep, transaction: Transaction, request: AccessRequest) -> ActedFor | None:
    """Return who used the right for the request's subject; None: they did it themselves.

    The ledger says it, so no row can make somebody the recipient of another person's copy.

    Raises:
        MissingOpeningError, LedgerError: it cannot be proven; nobody is the recipient.
        ForeignMandateError: what the ledger says is of another person's request.
    """
    fact = keep.log(transaction).fact(acted_for_key(request.request))
    if fact is None:
        return None
    if not isinstance(fact, ActedFor) or fact.subject != request.subject:
        raise ForeignMandateError
    return fact


def recipient_of(keep: Keep, transaction: Transaction, request: AccessRequest) -> SubjectId:
    """Return to whom a request is answered: to its subject, or to whoever asked by a mandate that holds now.

    Raises:
        ForeignMandateError, MandateEndedError, ExpiredMandateError, NotEntrustedError: whoever asked may no longer.
        LedgerError: it cannot be proven; nobody is the recipient.
    """
    acted = acting(keep, transaction, request)
    if acted is None:
        return request.subject
    mandate = _require(keep, transaction, acted.mandate)
    if (mandate.subject, mandate.agent) != (request.subject, acted.agent):
        raise ForeignMandateError
    if not mandate.entrusts(Entrusted.COPY):
        raise NotEntrustedError
    return acted.agent


def recipient_at(keep: Keep, request: RequestId) -> SubjectId:
    """Return to whom the request with this id is answered. Raises as `recipient_of`."""
    with keep.database.read() as transaction:
        found = transaction.requests.get(request)
        if found is None:
            raise ForeignMandateError
        return recipient_of(keep, transaction, found)


def _require(keep: Keep, transaction: Transaction, mandate: MandateId) -> Mandate:
    found = transaction.mandates.mandate(mandate)
    require_mandate(found, told_by(transaction, keep), keep.now())
    if found is None:
        raise ForeignMandateError
    return found
