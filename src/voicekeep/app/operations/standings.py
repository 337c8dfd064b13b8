"""What the ledger says of a request's clock, and of everything that became of it."""

from __future__ import annotations

from hashlib import sha256

from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.formats.facts import decode_fact
from voicekeep.ledger import facts_about
from voicekeep.records.facts import ClockResumed, Extended, Fact, IdentityAsked, Refused
from voicekeep.records.ids import RequestId
from voicekeep.request import AccessRequest, BoilerplateReasonError, Elapsing, reason_given, same_words

REASON_MAX_CHARS = 2_000
_WITH_REASONS = ("identity_asked", "extended", "refused")


def standing_of(keep: Keep, transaction: Transaction, request: RequestId) -> Elapsing:
    """Return what happened to the clock of a request, each fact proven.

    Raises:
        LedgerError: one of them cannot be proven.
    """
    log = keep.log(transaction)
    asked = log.numbered(f"identity_asked|{request}")
    resumed = log.numbered(f"clock_resumed|{request}")
    extended = log.fact(f"extended|{request}")
    return Elapsing(
        asked=tuple(fact for fact in asked if isinstance(fact, IdentityAsked)),
        resumed=tuple(fact for fact in resumed if isinstance(fact, ClockResumed)),
        extended=extended if isinstance(extended, Extended) else None,
    )


def told_of(transaction: Transaction, request: AccessRequest) -> tuple[tuple[int, Fact], ...]:
    """Return everything that the ledger holds about a request, with positions, in that order.

    Raises:
        LedgerError: a fact is not what its entry commits to.
    """
    return facts_about(transaction.log, request.subject, request.request)


def reason_for(keep: Keep, transaction: Transaction, request: RequestId, typed: str) -> tuple[str, bytes]:
    """Return a reason as it is kept, and the blind digest by which the same words are known again.

    Raises:
        EmptyReasonError: it says nothing.
        BoilerplateReasonError: the same words were given for another request.
    """
    given = reason_given(typed, most_chars=REASON_MAX_CHARS)
    digest = digest_of(keep, given)
    facts = [decode_fact(opening.fact) for name in _WITH_REASONS for opening in transaction.log.openings_named(name)]
    with_reasons = [fact for fact in facts if isinstance(fact, IdentityAsked | Extended | Refused)]
    if any(fact.reason == digest and fact.request != request for fact in with_reasons):
        raise BoilerplateReasonError
    return given, digest


def digest_of(keep: Keep, reason: str) -> bytes:
    """Return the blind digest of a reason's words."""
    return keep.digest.of(sha256(same_words(reason).encode()).digest())
