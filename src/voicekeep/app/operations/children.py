"""Children: a guardian opens a profile, uses its rights until the date that was set, and hands it over (Art. 8, R33).

A child's profile is a person of its own, with a key of its own, in the guardian's household. It has no password and no
address, so nobody signs in as it; nothing is kept of it until a guardian chose. What the guardian does stands in the
child's own records. With a way in the child opens an account of its own, with everything that is there; from the date
on the child alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from voicekeep.app.operations.capture import Piece, keep_items
from voicekeep.app.operations.closing import close_profile
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.languages import language_of
from voicekeep.app.operations.mandates import note
from voicekeep.app.operations.standing import record_of, require_still, stand, trace
from voicekeep.formats.proof import Proof
from voicekeep.people import (
    Account,
    Applicant,
    Credential,
    ForeignMandateError,
    Member,
    NotSignedInError,
    Session,
    ShownNameRefusedError,
    Standing,
    WayIn,
    WayInRefusedError,
    guardianship,
    is_one_line,
    new_token,
    require_acceptable,
    require_fresh_of,
    token_sha256,
)
from voicekeep.records.ids import ItemId, MandateId, SubjectId
from voicekeep.records.items import ItemRecord, MembershipRecord, ProfileRecord
from voicekeep.records.standing import Entrusted, MandateEvent, MandateKind, MandateSide, ShownNameRecord

INDEX_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProfile:
    """What a guardian says of a child; nothing of it shows in a repr."""

    name: str
    called: str  # what the guardian is to be called in the child's own records
    until: datetime  # UTC; from then on the child alone
    language: str  # en, de or fr; empty: that of whoever opens it

    def __repr__(self) -> str:
        return "NewProfile()"


def open_profile(keep: Keep, session: Session, profile: NewProfile) -> MandateId:
    """Open a child's profile in the signed-in person's household; return the mandate by which they act for it.

    Raises:
        NotSignedInError, StaleSignInError: who opens it has not just proven who they are.
        MandateRefusedError: an end that is past or too far.
        ShownNameRefusedError: a name is empty, too long or more than one line.
    """
    now, child = keep.now(), SubjectId.random(keep.entropy)
    for name in (profile.name, profile.called):
        if not is_one_line(name.strip(), keep.limits.name_max_chars):
            raise ShownNameRefusedError
    # 1 who acts, until when; and where the child lives
    mandate, fact = guardianship(session, child, profile.until, now=now, limits=keep.limits, entropy=keep.entropy)
    with keep.database.read() as transaction:
        home = transaction.people.member_of(session.subject)
    if home is None:
        raise NotSignedInError
    member = Member(household=home.household, subject=child, since=now)
    # 2 a key pair of its own, then rows and items at once
    keep.ring.new_subject(child)

    def enrol(transaction: Transaction) -> None:
        # an index that no address has: nobody signs in as the child
        transaction.people.add_account(Account(subject=child, email_index=keep.entropy(INDEX_BYTES), created_at=now))
        transaction.people.add_member(member)
        transaction.mandates.add_mandate(mandate)

    records: list[ItemRecord] = [
        _profile(keep, child, profile.name.strip(), "", profile.language or language_of(keep, session.subject)),
        ShownNameRecord(item=_item(keep), owner=child, at=now, shown_name=profile.name.strip()),
        MembershipRecord(item=_item(keep), owner=child, at=now, household=member.household, household_name=""),
        record_of(keep, mandate, session.subject, MandateSide.REPRESENTED, MandateEvent.BEGAN, profile.called.strip()),
    ]
    keep_items(keep, child, [Piece(record=record) for record in records], facts=[fact], also=enrol)
    # from here on whoever is killed goes on at the next start (`finishing_mandates`)
    note(keep, mandate, fact, MandateSide.ACTING)
    return mandate.mandate


def make_way_in(keep: Keep, session: Session, mandate: MandateId) -> str:
    """Return a one-time code with which the child opens an account of its own; it stands in the child's records.

    Raises:
        NotSignedInError, StaleSignInError: who makes it has not just proven who they are.
        ForeignMandateError, MandateEndedError, ExpiredMandateError: they are not the child's guardian, or no longer.
        WayInRefusedError: the child has an account of its own.
    """
    who = _guardian(keep, session, mandate)
    token = new_token(keep.entropy)
    expires_at = keep.now() + keep.limits.way_in_lifetime
    way_in = WayIn(token_sha256=token_sha256(token), subject=who.subject, expires_at=expires_at)

    def add(transaction: Transaction) -> None:
        require_still(keep, transaction, who, Entrusted.CHOICE)
        if transaction.people.credential_of(who.subject) is not None:
            raise WayInRefusedError
        transaction.people.add_way_in(way_in)

    keep_items(keep, who.subject, trace(keep, who, MandateEvent.WAY_IN), also=add)
    return token


def open_own_account(keep: Keep, code: str, applicant: Applicant) -> SubjectId:
    """Open the account of the child to whom a code was given: from now on it signs in by itself.

    Without a language, its profile keeps the one that it has.

    Raises:
        WayInRefusedError: the code opens nothing, or no longer.
        ApplicantRefusedError: what was typed cannot stand for a person.
        EmailTakenError: the address has an account.
    """
    now = keep.now()
    sha256 = token_sha256(code.strip())
    with keep.database.read() as transaction:
        way_in = transaction.people.way_in_with_token(sha256)
        account = None if way_in is None else transaction.people.account_of(way_in.subject)
    if way_in is None or account is None or not way_in.open_at(now):
        raise WayInRefusedError
    applicant = replace(applicant, language=applicant.language or language_of(keep, account.subject))
    require_acceptable(applicant, keep.limits)
    own = replace(account, email_index=keep.email_index.of(applicant.email))
    credential = Credential(
        subject=own.subject, method="password", secret=keep.passwords.hash(applicant.password), changed_at=now
    )

    def enrol(transaction: Transaction) -> None:
        if transaction.people.use_way_in(sha256, keep.now()) is None:
            raise WayInRefusedError
        if transaction.people.credential_of(own.subject) is not None:
            raise WayInRefusedError
        transaction.people.replace_account(own)
        transaction.people.put_credential(credential)

    record = _profile(keep, own.subject, applicant.name, applicant.email, applicant.language)
    keep_items(keep, own.subject, [Piece(record=record)], also=enrol)
    return own.subject


def has_own_account(keep: Keep, who: Standing) -> bool:
    """Return whether the child signs in by itself."""
    with keep.database.read() as transaction:
        return transaction.people.credential_of(who.subject) is not None


def close_child(keep: Keep, session: Session, mandate: MandateId) -> Proof:
    """Close the profile of a child that has no account of its own: everything of it is erased, for good.

    Raises:
        NotSignedInError, StaleSignInError: who closes it has not just proven who they are; nothing was erased.
        ForeignMandateError, MandateEndedError, ExpiredMandateError: they are not its guardian, or no longer.
        WayInRefusedError: the child has an account of its own, and closes it itself.
    """
    who = _guardian(keep, session, mandate)
    return close_profile(keep, who)


def _guardian(keep: Keep, session: Session, mandate: MandateId) -> Standing:
    who = stand(keep, session, mandate, Entrusted.CHOICE)
    if who.mandate.kind is not MandateKind.GUARDIAN:
        raise ForeignMandateError
    require_fresh_of(who, keep.now(), keep.limits)
    return who


def _profile(keep: Keep, child: SubjectId, name: str, email: str, language: str) -> ProfileRecord:
    return ProfileRecord(item=_item(keep), owner=child, at=keep.now(), name=name, email=email, language=language)


def _item(keep: Keep) -> ItemId:
    return ItemId.random(keep.entropy)
