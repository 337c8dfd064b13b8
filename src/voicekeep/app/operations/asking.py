"""A person asks for their copy: GDPR Art. 15, with Art. 20's files. The subject is whoever is signed in (P3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from voicekeep.app.operations.capture import Piece, keep_items
from voicekeep.app.operations.freezing import is_frozen
from voicekeep.app.operations.holding import held_now
from voicekeep.app.operations.incidents import report_of
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.languages import language_of
from voicekeep.app.operations.overriding import OverrideTold, overrides_told
from voicekeep.app.operations.standing import acting, require_still, trace
from voicekeep.app.operations.taking_up import waiting_for
from voicekeep.app.operations.views import CopyView
from voicekeep.archive import Stage
from voicekeep.delivery import GrantState, token_for
from voicekeep.ledger import findings_in
from voicekeep.people import Session, Standing, Who, require_fresh_of, session_of
from voicekeep.records.facts import ActedFor
from voicekeep.records.ids import ItemId, RequestId
from voicekeep.records.items import PORTABLE, ItemKind
from voicekeep.records.rights import Right
from voicekeep.records.standing import Entrusted, MandateEvent
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
    keep: Keep, who: Who, language: str = "", wish: Wish = WHOLE, right: Right = Right.ACCESS
) -> RequestId:
    """File the request and, as the sign-in is fresh, take it for the identity proof.

    With the right to portability, a wish for everything is one for what the person gave themselves (Art. 20(1)).
    Without a language, the answer is in that of the profile of whom it is about.
    Who asks by mandate is the recipient: the ledger says so from here on, and the copy is sealed to them.

    Raises:
        StaleSignInError: the sign-in is too old to prove who asks; nothing was filed.
        PeopleError: who asks by mandate may not, or no longer; nothing was filed.
    """
    require_fresh_of(who, keep.now(), keep.limits)
    # 1 the request is itself an item of the person, and a fact
    received = receive(
        who.subject,
        request=RequestId.random(keep.entropy),
        item=ItemId.random(keep.entropy),
        language=language or language_of(keep, who.subject),
        place=place_of(keep),
        now=keep.now(),
        right=right,
    )

    def file(transaction: Transaction) -> None:
        require_still(keep, transaction, who, Entrusted.COPY)
        transaction.requests.add(received.request)

    keep_items(
        keep,
        who.subject,
        [Piece(record=received.record), *trace(keep, who, MandateEvent.COPY)],
        facts=[received.fact, *_acted(keep, who, received.request.request)],
        also=file,
    )
    # 2 identity and scope, fixed once
    confirm_identity(keep, who, received.request.request, _narrowed(wish, right))
    return received.request.request


def _narrowed(wish: Wish, right: Right) -> Wish:
    if right is not Right.PORTABILITY:
        return wish
    return replace(wish, kinds=tuple(kind for kind in wish.kinds if kind in PORTABLE) or PORTABLE)


def confirm_identity(keep: Keep, who: Who, request: RequestId, wish: Wish = WHOLE) -> None:
    """Take the fresh sign-in for the identity proof of the person's own request, or of one that they filed by mandate.

    Raises:
        UnknownRequestError: not this person's request, or none at all: no difference is made.
        StaleSignInError: the sign-in is too old.
    """
    with keep.database.begin() as transaction:
        was = _own(keep, transaction, who, request)
        require_still(keep, transaction, who, Entrusted.COPY)
        as_of = transaction.log.size()
        now_is, fact = identify(was, who, as_of=as_of, now=keep.now(), limits=keep.limits, wish=wish)
        if now_is != was:
            transaction.requests.replace(was, now_is)
            keep.log(transaction).append([fact])
    keep.remember()


def _own(keep: Keep, transaction: Transaction, who: Who, request: RequestId) -> AccessRequest:
    found = transaction.requests.get(request)
    if found is None or found.subject != who.subject or not _filed_by(keep, transaction, who, found):
        raise UnknownRequestError(request)
    return found


def _filed_by(keep: Keep, transaction: Transaction, who: Who, request: AccessRequest) -> bool:
    """Return whether whoever acts filed the request: the person, or an agent by this very mandate."""
    acted = acting(keep, transaction, request)
    mandate = who.mandate.mandate if isinstance(who, Standing) else None
    return (None if acted is None else acted.mandate) == mandate


def _acted(keep: Keep, who: Who, request: RequestId) -> list[ActedFor]:
    if not isinstance(who, Standing):
        return []
    mandate, agent = who.mandate.mandate, who.session.subject
    return [ActedFor(request=request, mandate=mandate, subject=who.subject, agent=agent, at=keep.now())]


def copies_of(keep: Keep, who: Who) -> tuple[CopyView, ...]:
    """Return a person's requests, the latest first, with the link of what whoever looks can fetch.

    The person sees all that were filed about them; an agent, those that were filed by the same mandate.
    """
    with keep.database.read() as transaction:
        viewer = session_of(who)
        told = () if isinstance(who, Standing) else overrides_told(keep, transaction, who)
        requests = [each for each in transaction.requests.of_subject(who.subject) if each.wants_copy]
        return tuple(
            _view(keep, transaction, request, viewer, [each for each in told if each.request == request.request])
            for request in requests
            if not isinstance(who, Standing) or _filed_by(keep, transaction, who, request)
        )


def _view(
    keep: Keep, transaction: Transaction, request: AccessRequest, viewer: Session, overrides: Sequence[OverrideTold]
) -> CopyView:
    grant = None if request.attempt is None else transaction.grants.of_archive(request.attempt)
    attempt = None if request.attempt is None else transaction.attempts.get(request.attempt)
    gone = attempt is not None and attempt.stage is Stage.DESTROYED
    frozen = request.attempt is not None and not gone and is_frozen(keep, transaction, request.attempt)
    fetchable = (
        not frozen
        and grant is not None
        and attempt is not None
        and grant.recipient == viewer.subject
        and grant.state_at(keep.now()) is GrantState.OPEN
    )
    report = None if grant is None else report_of(transaction, grant.archive, viewer.subject)
    scope, held = request.scope, held_now(transaction, request)
    return CopyView(
        request=request.request,
        since=scope.since if scope else None,
        until=scope.until if scope else None,
        kinds=scope.kinds if scope and len(scope.kinds) < len(ItemKind) else (),
        findings=() if held is None else findings_in(held),
        waiting=waiting_for(keep, transaction, request, viewer),
        right=request.right,
        overrides=tuple(overrides),
        by_agent=acting(keep, transaction, request) is not None,
        state=request.state,
        received_at=request.received_at,
        due=request.due,
        archive=grant.archive if fetchable and grant else None,
        token=token_for(keep.link_key, grant.grant) if fetchable and grant else None,
        size=attempt.body_size + attempt.tail_size if fetchable and attempt else None,
        expires_at=grant.expires_at if fetchable and grant else None,
        released=grant is not None and grant.recipient == viewer.subject,
        frozen=frozen,
        report=report.triage if report else None,
        reported_at=report.opened_at if report else None,
    )


def place_of(keep: Keep) -> Place:
    """Return where the controller is, for the legal clock."""
    settings = keep.settings
    return Place(zone=settings.zone, country=settings.country, subdivision=settings.subdivision or None)
