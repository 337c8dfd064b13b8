"""Freeze what a report is about with what the ledger ties to it; thaw it; and is an archive frozen?

The last is asked before anything of an archive leaves, at every chunk that does, and before its key is let expire.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from voicekeep.app.operations.keep import Keep, Transaction, not_yet_told
from voicekeep.app.operations.notices import tell
from voicekeep.archive import Stage
from voicekeep.delivery import FrozenLinkError, Grant
from voicekeep.incident import FREEZING, Tied, Triage, freeze, is_thawed, last_number, thaw, tied
from voicekeep.ledger import LedgerError, Making, capture_of, freezes_of, makings, unreleased
from voicekeep.notice import NoticeKind
from voicekeep.records.errors import ForgedRowError
from voicekeep.records.facts import EverybodyThawed, everybody_frozen_key, everybody_thawed_key
from voicekeep.records.ids import ArchiveId, ItemId, RequestId, SubjectId, TriageId
from voicekeep.records.reports import Tie
from voicekeep.request import AccessRequest, State

_UNDER_WAY: Final = frozenset({State.COLLECTING, State.CHECKING})
_ALIVE: Final = _UNDER_WAY | {State.AVAILABLE, State.DELIVERED}

log = logging.getLogger("voicekeep.incidents")


def is_frozen(keep: Keep, transaction: Transaction, archive: ArchiveId) -> bool:
    """Return whether an archive's link opens nothing now: a row says so, or the ledger does.

    A row that is gone thaws nothing, and neither does a thaw that is not proven to be in the signed ledger: what
    cannot be believed counts as frozen.
    """
    ledger = keep.log(transaction)

    def in_ledger(natural_key: str) -> bool:
        return ledger.position_of(natural_key) is not None

    def proven(natural_key: str) -> bool:
        position = ledger.position_of(natural_key)
        return position is not None and ledger.proof_of(position).position == position

    try:
        if everybody_frozen(keep, transaction) is not None:
            return True
        return bool(transaction.incidents.frozen(archive)) or not is_thawed(archive, in_ledger, proven)
    except (ForgedRowError, LedgerError) as unbelieved:
        archive_id, error_name = archive, type(unbelieved).__name__
        log.warning("archive %s counts as frozen: %s", archive_id, error_name)
        return True


def everybody_frozen(keep: Keep, transaction: Transaction) -> int | None:
    """Return the number of the freeze of everybody that stands; None: there is none.

    Raises:
        LedgerError: that it is over cannot be proven; then it is not.
    """
    log, number = keep.log(transaction), 0
    while log.position_of(everybody_frozen_key(number + 1)) is not None:
        number += 1
    if not number:
        return None
    return None if isinstance(log.fact(everybody_thawed_key(number)), EverybodyThawed) else number


def tell_those_not_frozen(keep: Keep, transaction: Transaction, kind: NoticeKind) -> None:
    """Tell everybody, once, who has a copy that nothing holds back now, made or in the making."""
    told: dict[SubjectId, str | None] = {}
    for making in (*makings(transaction.log), *_under_way(transaction)):
        one = Tied(archive=making.archive, request=making.request, subject=making.subject, because=Tie.SAME_TIME)
        if _alive(transaction, one) and not is_frozen(keep, transaction, one.archive):
            told[one.subject] = _language(transaction, one)
    for subject, language in told.items():
        tell(keep, transaction, subject, kind, language=language)


def require_not_frozen(keep: Keep, transaction: Transaction, grant: Grant) -> None:
    """Return if the grant's archive is not frozen; whose it is must have been asked before.

    Raises:
        FrozenLinkError: it is.
    """
    if is_frozen(keep, transaction, grant.archive):
        raise FrozenLinkError(grant=grant.grant, archive=grant.archive)


def freeze_tied(keep: Keep, transaction: Transaction, triage: Triage, foreign: Sequence[ItemId]) -> None:
    """Freeze what a triage is about and what is tied to it, and tell those whose copies they are, once each."""
    if triage.archive is None or triage.source not in FREEZING:
        return
    known = (*makings(transaction.log), *_under_way(transaction))
    reported = next((making for making in known if making.archive == triage.archive), None)
    if reported is None:
        return  # nothing was ever made of it
    captured = [capture for item in foreign if (capture := capture_of(transaction.log, item)) is not None]
    told = {triage.reporter}
    for one in tied(reported, known, captured):
        if not _alive(transaction, one):
            continue
        _freeze(keep, transaction, triage, one)
        if one.subject not in told:
            told.add(one.subject)
            tell(keep, transaction, one.subject, NoticeKind.COPY_FROZEN, language=_language(transaction, one))


def _freeze(keep: Keep, transaction: Transaction, triage: Triage, one: Tied) -> None:
    ledger = keep.log(transaction)
    number = 1 + last_number(one.archive, lambda key: ledger.position_of(key) is not None)
    frozen, fact = freeze(triage, one, number=number, now=keep.now())
    transaction.incidents.freeze(frozen)
    ledger.append([fact])


def _under_way(transaction: Transaction) -> Iterator[Making]:
    """Yield the copies that are being made: the ledger hears of them only when they are released or held."""
    for number in unreleased(transaction.log):
        request = _believed(transaction, number)
        if request is None or request.state not in _UNDER_WAY:
            continue
        if request.attempt is not None and request.scope is not None and request.identified_at is not None:
            yield Making(
                archive=request.attempt,
                request=request.request,
                subject=request.subject,
                scope=request.scope,
                since=request.identified_at,
                until=None,
            )


def _believed(transaction: Transaction, request: RequestId) -> AccessRequest | None:
    """Return a request, or None if its row is not believed: nothing comes of it, and it holds no report up."""
    try:
        return transaction.requests.get(request)
    except ForgedRowError:
        return None


def _alive(transaction: Transaction, one: Tied) -> bool:
    """Return whether something of an archive could still leave; of what is destroyed, nothing can."""
    try:
        request, attempt = transaction.requests.get(one.request), transaction.attempts.get(one.archive)
    except ForgedRowError:
        return True  # what cannot be believed is frozen, lest it be mended and fetched
    if request is None or request.attempt != one.archive or request.state not in _ALIVE:
        return False
    return attempt is None or attempt.stage is not Stage.DESTROYED


def _language(transaction: Transaction, one: Tied) -> str | None:
    request = _believed(transaction, one.request)
    return None if request is None else request.language


def thaw_for(keep: Keep, transaction: Transaction, triage: TriageId, *, gone: Collection[ArchiveId] = ()) -> None:
    """Take back every freeze of a triage, by the ledger, and tell those whose copies it held back.

    What another triage froze as well stays frozen; nobody is told of copies that are `gone`: they open nothing again.
    """
    ledger = keep.log(transaction)
    over = freezes_of(transaction.log, triage)
    for fact in over:
        transaction.incidents.thaw(fact.archive, fact.number)
        ledger.append(not_yet_told(ledger, thaw(fact, keep.now())))
    open_again = [fact for fact in over if fact.archive not in gone and not is_frozen(keep, transaction, fact.archive)]
    for subject in {fact.subject: None for fact in open_again}:
        tell(keep, transaction, subject, NoticeKind.COPY_THAWED)
