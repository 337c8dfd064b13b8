"""A household: who lives together here, by the name that each chose to show; who comes in, and how one leaves.

Belonging to a household lets nobody hear, read or choose for another member; it says who may share a speaker.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from voicekeep.app.operations.accounts import invite
from voicekeep.app.operations.capture import Piece, keep_items
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.reading import NothingHeldError, latest_of
from voicekeep.people import (
    Member,
    NotSignedInError,
    Session,
    ShownNameRefusedError,
    is_one_line,
    require_fresh,
)
from voicekeep.records.ids import HouseholdId, ItemId, SubjectId
from voicekeep.records.items import ItemKind, MembershipRecord, ProfileRecord
from voicekeep.records.standing import MandateKind, ShownNameRecord
from voicekeep.vault import KeyDestroyedError, UnknownKeyError, VaultError

log = logging.getLogger("voicekeep.household")


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHome:
    """One member of a household, as the other members see them."""

    subject: SubjectId
    name: str  # as they chose to show it
    since: datetime  # UTC
    child: bool  # a profile that a guardian looks after
    self: bool  # whoever looks


def members_of(keep: Keep, household: HouseholdId) -> tuple[tuple[SubjectId, str], ...]:
    """Return who lives in a household, the longest member first, each with the name that they show there.

    Who may be attributed on its shared speaker is one of these; a member whose account is closed, or whose name does
    not open, is none.
    """
    with keep.database.read() as transaction:
        members = transaction.people.members_of(household)
    named = [(member.subject, shown_name_of(keep, member.subject)) for member in members]
    return tuple((subject, name) for subject, name in named if name)


def at_home(keep: Keep, session: Session) -> tuple[AtHome, ...]:
    """Return who lives in the signed-in person's own household, the longest member first."""
    with keep.database.read() as transaction:
        members = transaction.people.members_of(_own(transaction, session).household)
        children = {member.subject for member in members if _looked_after(transaction, member.subject, keep.now())}
    return tuple(
        AtHome(
            subject=member.subject,
            name=shown_name_of(keep, member.subject),
            since=member.since,
            child=member.subject in children,
            self=member.subject == session.subject,
        )
        for member in members
    )


def shown_name_of(keep: Keep, subject: SubjectId) -> str:
    """Open the name that a person shows to their household; until they chose one, that of their account.

    Empty, if there is no such person any more, or what is kept of the name does not open: the others of the household
    keep theirs. The account's name does not stand in for one that does not open: they chose another one to show.
    """
    try:
        try:
            return latest_of(keep, subject, ItemKind.SHOWN_NAME, ShownNameRecord).shown_name
        except NothingHeldError:
            return latest_of(keep, subject, ItemKind.PROFILE, ProfileRecord).name
    except (NothingHeldError, KeyDestroyedError, UnknownKeyError):
        return ""
    except VaultError as shut:
        subject_id, error_name = subject, type(shut).__name__
        log.warning("the name that %s shows does not open: %s", subject_id, error_name)
        return ""


def household_name_of(keep: Keep, session: Session) -> str:
    """Open what the signed-in person's household is called in their own record of it."""
    return latest_of(keep, session.subject, ItemKind.MEMBERSHIP, MembershipRecord).household_name


def show_name(keep: Keep, session: Session, name: str) -> None:
    """Take the name that the signed-in person shows to their household from now on.

    Raises:
        ShownNameRefusedError: it is empty, too long or more than one line; the earlier one is still shown.
    """
    shown = name.strip()
    if not is_one_line(shown, keep.limits.name_max_chars):
        raise ShownNameRefusedError
    record = ShownNameRecord(item=ItemId.random(keep.entropy), owner=session.subject, at=keep.now(), shown_name=shown)
    keep_items(keep, session.subject, [Piece(record=record)])


def invite_home(keep: Keep, session: Session) -> str:
    """Return a one-time token to open an account in the signed-in person's own household.

    Raises:
        NotSignedInError, StaleSignInError: who invites has not just proven who they are; nobody was invited.
    """
    require_fresh(session, keep.now(), keep.limits)
    with keep.database.read() as transaction:
        household = _own(transaction, session).household
    return invite(keep, household, keep.limits.home_invitation_lifetime)


def leave_home(keep: Keep, session: Session) -> None:
    """Leave one's household for one of one's own; what is kept of one goes along, and nobody else is moved.

    Raises:
        NotSignedInError, StaleSignInError: who leaves has not just proven who they are; nobody was moved.
    """
    now = keep.now()
    require_fresh(session, now, keep.limits)
    member = Member(household=HouseholdId.random(keep.entropy), subject=session.subject, since=now)
    record = MembershipRecord(
        item=ItemId.random(keep.entropy), owner=session.subject, at=now, household=member.household, household_name=""
    )

    def move(transaction: Transaction) -> None:
        transaction.people.put_member(member)
        transaction.devices.forget_pairings_of(session.subject)  # a code of theirs would bind a speaker here

    keep_items(keep, session.subject, [Piece(record=record)], also=move)


def _own(transaction: Transaction, session: Session) -> Member:
    found = transaction.people.member_of(session.subject)
    if found is None:
        raise NotSignedInError
    return found


def _looked_after(transaction: Transaction, subject: SubjectId, now: datetime) -> bool:
    over = transaction.mandates.mandates_over(subject)
    return any(each.kind is MandateKind.GUARDIAN and each.holds_at(now) for each in over)
