"""A person asks for their copy: GDPR Art. 15, with Art. 20's files. The subject is whoever is signed in (P3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from voicekeep.app.operations.capture import Piece, keep_items
from voicekeep.app.operations.freezing import is_frozen
from voicekeep.app.operations.holding import held_now
from voicekeep.app.operations.incidents import report_of
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.overriding import OverrideTold, overrides_told
from voicekeep.app.operations.taking_up import goes_on_at
from voicekeep.app.operations.views import CopyView
from voicekeep.archive import Stage
from voicekeep.delivery import GrantState, token_for
from voicekeep.ledger import findings_in
from voicekeep.people import Session, require_fresh
from voicekeep.records.ids import ItemId, RequestId
from voicekeep.records.items import PORTABLE, ItemKind
from voicekeep.records.rights import Right
from voicekeep.request import WHOLE, AccessRequest, Place, UnknownRequestError, Wish, identify, receive

_FIRST_DAY: Final = date(1970, 1, 1)
_LAST_DAY: Final = date(9998, 12, 31)


def period_of(keep: Keep, first: date | None, last: date | None) -> tuple[datetime | None, datetime | None]:
    """Return the instants of a period of whole days in the keep's time zone; None where it has no end."""
    zone = ZoneInfo(keep.settings.zone)

    def midnight(day: date, days: int) -> datetime:
        known = min(max(day, _FIRST_DAY), _LAST_DAY)
        return datetime.combine(known + timedelta(days=days), time(), zone).astimezone(UTC)

    return None if first is None else midnight(first, 0), None if last is None else midnight(last, 1)


def ask_for_copy(
    keep: Keep, session: Session, language: str, wish: Wish = WHOLE, right: Right = Right.ACCESS
) -> RequestId:
    """File the request and, as the sign-in is fresh, take it for the identity proof.

    With the right to portability, a wish for everything is one for what the person gave themselves (Art. 20(1)).

    Raises:
        StaleSignInError: the sign-in is too old to prove who asks; nothing was filed.
    """
    require_fresh(session, keep.now(), keep.limits)
    # 1 the request is itself an item of the person, and a fact
    received = receive(
        session.subject,
        request=RequestId.random(keep.entropy),
        item=ItemId.random(keep.entropy),
        language=language,
        place=place_of(keep),
        now=keep.now(),
        right=right,
    )
    keep_items(
        keep,
        session.subject,
        [Piece(record=received.record)],
        facts=[received.fact],
        also=lambda transaction: transaction.requests.add(received.request),
    )
    # 2 identity and scope, fixed once
    confirm_identity(keep, session, received.request.request, _narrowed(wish, right))
    return received.request.request


def _narrowed(wish: Wish, right: Right) -> Wish:
    if right is not Right.PORTABILITY:
        return wish
    return replace(wish, kinds=tuple(kind for kind in wish.kinds if kind in PORTABLE) or PORTABLE)


def confirm_identity(keep: Keep, session: Session, request: RequestId, wish: Wish = WHOLE) -> None:
    """Take the fresh sign-in for the identity proof of the person's own request.

    Raises:
        UnknownRequestError: not this person's request, or none at all: no difference is made.
        StaleSignInError: the sign-in is too old.
    """
    with keep.database.begin() as transaction:
        was = _own(transaction, session, request)
        as_of = transaction.log.size()
        now_is, fact = identify(was, session, as_of=as_of, now=keep.now(), limits=keep.limits, wish=wish)
        if now_is != was:
            transaction.requests.replace(was, now_is)
            keep.log(transaction).append([fact])
    keep.remember()


def _own(transaction: Transaction, session: Session, request: RequestId) -> AccessRequest:
    found = transaction.requests.get(request)
    if found is None or found.subject != session.subject:
        raise UnknownRequestError(request)
    return found


def copies_of(keep: Keep, session: Session) -> tuple[CopyView, ...]:
    """Return the signed-in person's requests, the latest first, with the link of what can be fetched."""
    with keep.database.read() as transaction:
        told = overrides_told(keep, transaction, session)
        requests = [each for each in transaction.requests.of_subject(session.subject) if each.wants_copy]
        return tuple(
            _view(keep, transaction, request, tuple(each for each in told if each.request == request.request))
            for request in requests
        )


def _view(
    keep: Keep, transaction: Transaction, request: AccessRequest, overrides: tuple[OverrideTold, ...]
) -> CopyView:
    grant = None if request.attempt is None else transaction.grants.of_archive(request.attempt)
    attempt = None if request.attempt is None else transaction.attempts.get(request.attempt)
    gone = attempt is not None and attempt.stage is Stage.DESTROYED
    frozen = request.attempt is not None and not gone and is_frozen(keep, transaction, request.attempt)
    fetchable = (
        not frozen
        and grant is not None
        and attempt is not None
        and grant.recipient == request.subject
        and grant.state_at(keep.now()) is GrantState.OPEN
    )
    report = None if grant is None else report_of(transaction, grant.archive, request.subject)
    scope, held = request.scope, held_now(transaction, request)
    return CopyView(
        request=request.request,
        since=scope.since if scope else None,
        until=scope.until if scope else None,
        kinds=scope.kinds if scope and len(scope.kinds) < len(ItemKind) else (),
        findings=() if held is None else findings_in(held),
        goes_on_at=goes_on_at(keep, transaction, request),
        overrides=overrides,
        right=request.right,
        state=request.state,
        received_at=request.received_at,
        due=request.due,
        archive=grant.archive if fetchable and grant else None,
        token=token_for(keep.link_key, grant.grant) if fetchable and grant else None,
        size=attempt.body_size + attempt.tail_size if fetchable and attempt else None,
        expires_at=grant.expires_at if fetchable and grant else None,
        released=grant is not None,
        frozen=frozen,
        report=report.triage if report else None,
        reported_at=report.opened_at if report else None,
    )


def place_of(keep: Keep) -> Place:
    """Return where the controller is, for the legal clock."""
    settings = keep.settings
    return Place(zone=settings.zone, country=settings.country, subdivision=settings.subdivision or None)
