"""Close an account: everything of one person is erased, for good, and they get a receipt (GDPR Art. 17).

1 the order is written down, and in the same transaction every row goes by which anybody could sign in as them,
  hand something in for them, or see a copy made
2 what was built for them
3 every item, as if they had erased it themselves
4 their notices, and the mails that lie here still, with the address they went to
5 their key: what a backup of the database still holds can never be opened again (P7)
6 that it is done, with the proof for them to keep

Killed between any two of these, `finish_closings` goes on at the next start. What stays is said beforehand: the
ledger's commitments, which nobody can read, and, under a random number, when requests came and copies were released
and fetched.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from voicekeep.app.operations.asking import place_of
from voicekeep.app.operations.believed import unfinished
from voicekeep.app.operations.erase import erase_items_of
from voicekeep.app.operations.evidence import published_keys
from voicekeep.app.operations.keep import Keep, Transaction, not_yet_told
from voicekeep.app.operations.mandates import holds_now, withdraw_begun
from voicekeep.app.operations.notices import forget_notices_of
from voicekeep.app.operations.staff import end_roles_of
from voicekeep.app.operations.standing import require_still
from voicekeep.app.operations.voiding import destroy_archive
from voicekeep.archive import Attempt, Stage
from voicekeep.formats.canonical import Json
from voicekeep.formats.proof import Proof, proof_fields
from voicekeep.people import Mandate, Session, Standing, WayInRefusedError, require_fresh, require_fresh_of
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.facts import AccountClosed, AccountClosing, account_closed_key
from voicekeep.records.ids import ItemId, RequestId, SubjectId
from voicekeep.records.items import ItemKind
from voicekeep.records.rights import Right
from voicekeep.records.scope import ReleaseScope
from voicekeep.records.standing import MandateKind
from voicekeep.request import SELF, State, answer, proven, receive

log = logging.getLogger("voicekeep.closing")

_TOGETHER: Final = 500  # items that are ordered in one transaction


class ChildLeftError(VoicekeepError):
    """One more child would be left alone than there was when the account was to be closed; nothing was closed."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__(
            "a child came that nobody else looks after; neither the account nor any child's profile was closed"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What goes when a person closes their account."""

    items: dict[ItemKind, int]  # how many of each kind; kinds without any are left out
    copies: int  # that can be fetched now, or are being made
    children: int = 0  # profiles that only they look after, and that go with the account
    mails: bool = False  # some may have been sent to them: what a mail server took is beyond reach


def what_goes(keep: Keep, session: Session) -> Leaving:
    """Return what would be erased."""
    with keep.database.read() as transaction:
        counts = {kind: len(_items_of(transaction, session.subject, kind)) for kind in ItemKind}
        requests = transaction.requests.of_subject(session.subject)
    return Leaving(
        items={kind: count for kind, count in counts.items() if count},
        copies=sum(request.wants_copy and bool(request.moves) for request in requests),
        children=len(children_left(keep, session)),
        mails=keep.settings.notices != "none",
    )


def close_account(keep: Keep, session: Session) -> Proof:
    """Close the signed-in person's account; return the proof that the ledger says so.

    With it goes each child's profile that nobody else looks after: nobody could use its rights any more. All of it is
    ordered in one transaction, or none; a child that is looked after by then, or has an account of its own, stays.

    Raises:
        NotSignedInError, StaleSignInError: the sign-in is too old for something that destroys; nothing was done.
        ChildLeftError: one more child is left alone since this began; neither the account nor a profile was closed.
    """
    require_fresh(session, keep.now(), keep.limits)
    shown = children_left(keep, session)

    def going(transaction: Transaction) -> tuple[SubjectId, ...]:
        left = _left(keep, transaction, session)
        if not set(left) <= set(shown):
            raise ChildLeftError
        return (*left, session.subject)

    return _close(keep, going)


def close_profile(keep: Keep, who: Standing) -> Proof:
    """Close the profile of a child that has no account of its own, for its guardian.

    Raises:
        NotSignedInError, StaleSignInError: the sign-in is too old for something that destroys; nothing was done.
        WayInRefusedError: the child has an account of its own, and closes it itself; nothing was done.
        PeopleError: the guardian may no longer; nothing was done.
    """
    require_fresh_of(who, keep.now(), keep.limits)

    def going(transaction: Transaction) -> tuple[SubjectId, ...]:
        require_still(keep, transaction, who, who.right)
        if transaction.people.credential_of(who.subject) is not None:
            raise WayInRefusedError
        return (who.subject,)

    return _close(keep, going)


def children_left(keep: Keep, session: Session) -> tuple[SubjectId, ...]:
    """Return the children without an account of their own that only the signed-in person looks after."""
    with keep.database.read() as transaction:
        return _left(keep, transaction, session)


def _left(keep: Keep, transaction: Transaction, session: Session) -> tuple[SubjectId, ...]:
    mandates = transaction.mandates.mandates_of(session.subject)
    return tuple(
        each.subject
        for each in mandates
        if _looks_after(keep, transaction, each)
        and transaction.people.credential_of(each.subject) is None
        and all(
            other.agent == session.subject
            for other in transaction.mandates.mandates_over(each.subject)
            if _looks_after(keep, transaction, other)
        )
    )


def _looks_after(keep: Keep, transaction: Transaction, mandate: Mandate) -> bool:
    """Return whether somebody looks after a child now, by the row and by the ledger: an old row put back is none."""
    return mandate.kind is MandateKind.GUARDIAN and holds_now(keep, transaction, mandate)


def _close(keep: Keep, going: Callable[[Transaction], tuple[SubjectId, ...]]) -> Proof:
    """Close who goes, as the transaction that orders it sees it; return the proof for the last of them."""
    with keep.database.begin() as transaction:
        subjects = going(transaction)
        for subject in subjects:
            _order(keep, transaction, subject)
    return [_carry_out(keep, subject) for subject in subjects][-1]


def _order(keep: Keep, transaction: Transaction, subject: SubjectId) -> None:
    now = keep.now()
    # 1 from here on nobody signs in as them, or acts for them, or they for others
    received = receive(
        subject,
        request=RequestId.random(keep.entropy),
        item=ItemId.random(keep.entropy),
        language=keep.settings.language,
        place=place_of(keep),
        now=now,
        right=Right.ERASURE,
    )
    keep.log(transaction).append([received.fact, AccountClosing(subject=subject, at=now)])
    _forget(keep, transaction, subject)
    transaction.requests.add(proven(received.request, now))


def receipt_of(keep: Keep, proof: Proof) -> dict[str, Json]:
    """Return what the person is handed: the proof, and by which keys anybody can verify it (docs/formats/ledger.md)."""
    return {"published": dict(published_keys(keep)), "proof": proof_fields(proof)}


def finish_closings(keep: Keep) -> int:
    """Go on with every account whose closing was ordered and not finished; return how many.

    An order that the signed ledger does not vouch for closes nothing (`believed`).

    Raises:
        EditedColumnError: as `believed`; nothing was closed.
    """
    with keep.database.read() as transaction:
        left = unfinished(
            keep, transaction, "account_closing", AccountClosing, lambda fact: account_closed_key(fact.subject)
        )
    for fact in left:
        _carry_out(keep, fact.subject)
    return len(left)


def close_again(keep: Keep, subject: SubjectId) -> bool:
    """Close an account that an older database brought back; return whether there was something to do (P7)."""
    with keep.database.begin() as transaction:
        if transaction.people.account_of(subject) is None:
            return False
        ledger = keep.log(transaction)
        ledger.append(not_yet_told(ledger, AccountClosing(subject=subject, at=keep.now())))
        _forget(keep, transaction, subject)
    _carry_out(keep, subject)
    return True


def _forget(keep: Keep, transaction: Transaction, subject: SubjectId) -> None:
    account = transaction.people.account_of(subject)
    member = transaction.people.member_of(subject)
    if account is not None:
        transaction.people.forget_person(account)
    if member is not None and not transaction.people.members_of(member.household):
        transaction.devices.forget_bindings_of_household(member.household)
    end_roles_of(keep, transaction, subject)
    _forget_mandates(keep, transaction, subject)
    transaction.staff.forget_proposals_about(subject)
    transaction.rings.forget_rings_of(subject)
    for binding in transaction.devices.bindings_of(subject):
        transaction.woken.forget_false_wakings_of(binding.device)
    transaction.devices.forget_bindings_of(subject)
    transaction.grants.forget_download_sessions_of(subject)
    transaction.requests.forget_submissions_of(subject)
    for request in transaction.requests.of_subject(subject):
        if State.WITHDRAWN in request.moves:
            transaction.requests.replace(request, request.moved(State.WITHDRAWN))


def _forget_mandates(keep: Keep, transaction: Transaction, subject: SubjectId) -> None:
    """Forget every mandate of this person; what they asked for by one, for somebody else, is withdrawn."""
    for mandate in transaction.mandates.mandates_of(subject):
        withdraw_begun(keep, transaction, mandate)
    transaction.mandates.forget_mandates_of(subject)


def _sealed_to(transaction: Transaction, subject: SubjectId) -> list[Attempt]:
    """Return the copies of others that are sealed to this person, because they asked by mandate."""
    grants = transaction.grants.of_recipient(subject)
    attempts = [transaction.attempts.get(grant.archive) for grant in grants]
    return [each for each in attempts if each is not None and each.subject != subject]


def _carry_out(keep: Keep, subject: SubjectId) -> Proof:
    # 2 copies, finished or not; those of others that were made for them as well
    with keep.database.read() as transaction:
        all_built = [*transaction.attempts.of_subject(subject), *_sealed_to(transaction, subject)]
        built = [each for each in all_built if each.stage is not Stage.DESTROYED]
        begun = [request.attempt for request in transaction.requests.of_subject(subject) if request.attempt]
    for archive in begun:
        keep.keys.destroy_archive_key(archive, keep.now())
    for attempt in built:
        destroy_archive(keep, attempt, "account_closed", to=State.EXPIRED)
    # 3 items; nobody adds one any more
    with keep.database.read() as transaction:
        items = [item for kind in ItemKind for item in _items_of(transaction, subject, kind)]
    for first in range(0, len(items), _TOGETHER):
        erase_items_of(keep, subject, items[first : first + _TOGETHER])
    # 4 notices and mails: their account is gone, so nobody writes another
    forget_notices_of(keep, subject)
    # 5 the key
    keep.keys.destroy_subject_key(subject, keep.now())
    # 6 the receipt
    with keep.database.begin() as transaction:
        ledger = keep.log(transaction)
        _answer(keep, transaction, subject)
        closed = AccountClosed(subject=subject, at=keep.now())
        there = ledger.position_of(closed.natural_key)
        proof = ledger.proof_of(ledger.append([closed])[0] if there is None else there)
    keep.remember()
    return proof


def _answer(keep: Keep, transaction: Transaction, subject: SubjectId) -> None:
    """Answer the request that closing is; there is nobody any more to keep a letter for: they are handed a receipt."""
    for request in transaction.requests.of_subject(subject):
        if request.right is Right.ERASURE and request.state is State.IDENTIFIED:
            answered, fact = answer(request, None, SELF, now=keep.now())
            transaction.requests.replace(request, answered)
            keep.log(transaction).append([fact])


def _items_of(transaction: Transaction, subject: SubjectId, kind: ItemKind) -> list[ItemId]:
    everything = ReleaseScope(as_of=transaction.log.size())
    return [row.item for row in transaction.items.held_by(subject, kind, everything)]
