"""Accounts: open one, sign in, choose what is kept. Everything said about a person becomes a sealed item of theirs."""

from __future__ import annotations

from datetime import timedelta

from voicekeep.app.operations.capture import Piece, keep_items
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.promised import choices_in_order, longest_promised
from voicekeep.app.operations.reading import latest_of
from voicekeep.app.operations.standing import require_still, trace
from voicekeep.people import (
    Applicant,
    Choice,
    ChoiceChangedError,
    NotEntrustedError,
    Session,
    SignedIn,
    Standing,
    Who,
    enrol,
    months_kept,
    require_fresh_of,
    sign_in_again,
    sign_out,
    signed_in,
)
from voicekeep.people import choose as chosen
from voicekeep.people import invite as invitation_into
from voicekeep.people import open_account as account_of
from voicekeep.people import sign_in as session_for
from voicekeep.records.ids import HouseholdId, ItemId, SubjectId
from voicekeep.records.items import ConsentRecord, ItemKind, Keeping, ProfileRecord, SignInRecord
from voicekeep.records.rights import Processing
from voicekeep.records.standing import Entrusted, MandateEvent
from voicekeep.request import objects_to


def invite(keep: Keep, household: HouseholdId | None, lifetime: timedelta) -> str:
    """Return a one-time token to open an account; only its hash is kept."""
    invitation, token = invitation_into(household, now=keep.now(), lifetime=lifetime, entropy=keep.entropy)
    with keep.database.begin() as transaction:
        transaction.people.add_invitation(invitation)
    return token


def has_accounts(keep: Keep) -> bool:
    """Return whether anybody has an account yet."""
    with keep.database.read() as transaction:
        return transaction.people.has_accounts()


def open_account(keep: Keep, invitation: str, applicant: Applicant) -> SubjectId:
    """Open an account: its rows and the first sealed items of its person appear together.

    Raises:
        InvitationError: the token opens nothing, or no longer.
        ApplicantRefusedError: what was typed cannot stand for a person.
        EmailTakenError: the address has an account.
    """
    now = keep.now()
    # 1 who it will be; the password is hashed outside of any writing transaction, because that takes long
    with keep.database.read() as transaction:
        opened = account_of(
            transaction.people,
            invitation,
            applicant,
            email_index=keep.email_index,
            passwords=keep.passwords,
            now=now,
            limits=keep.limits,
            entropy=keep.entropy,
        )
    # 2 a key pair of their own, then rows and items at once
    subject = opened.account.subject
    keep.ring.new_subject(subject)
    keep_items(
        keep,
        subject,
        [Piece(record=opened.profile), Piece(record=opened.membership)],
        also=lambda transaction: enrol(transaction.people, opened, now),
    )
    return subject


def who_is(keep: Keep, token: str) -> Session:
    """Return whose open session a token is. Raises NotSignedInError."""
    with keep.database.read() as transaction:
        return signed_in(transaction.people, token, keep.now())


def sign_in(keep: Keep, email: str, password: str) -> SignedIn:
    """Sign in, and write the sign-in down as an item of the person.

    Raises:
        SignInRefusedError: e-mail and password do not fit; the same for an unknown account.
        TooManyFailuresError: too many of those lately; this try was not judged.
    """
    result = session_for(
        keep.people_book,
        keep.email_index.of(email),
        password,
        passwords=keep.passwords,
        now=keep.now(),
        limits=keep.limits,
        entropy=keep.entropy,
    )
    note_sign_in(keep, result.session.subject, "password")
    return result


def confirm(keep: Keep, session: Session, password: str) -> Session:
    """Renew a sign-in, so that it is fresh. Raises SignInRefusedError, TooManyFailuresError, NotSignedInError."""
    renewed = sign_in_again(
        keep.people_book, session, password, passwords=keep.passwords, now=keep.now(), limits=keep.limits
    )
    note_sign_in(keep, session.subject, "password")
    return renewed


def leave(keep: Keep, session: Session) -> None:
    """End a session."""
    with keep.database.begin() as transaction:
        sign_out(transaction.people, session, keep.now())


def note_sign_in(keep: Keep, subject: SubjectId, method: str) -> None:
    """Write a sign-in down as an item of the person, unless they object to that (GDPR Art. 21)."""
    with keep.database.read() as transaction:
        if objects_to(transaction.requests, subject, Processing.SIGN_INS):
            return
    record = SignInRecord(item=ItemId.random(keep.entropy), owner=subject, at=keep.now(), method=method)
    keep_items(keep, subject, [Piece(record=record)])


def choose(keep: Keep, who: Who, keeping: Keeping, months: int) -> None:
    """Take a person's choice: what is kept from now on, and for how long, also of what was kept before.

    Raises:
        ChoiceRefusedError: another period; nothing was changed.
        ChoiceChangedError: somebody chose otherwise in this moment, so whether this shortens anything is not known;
            nothing was changed.
        StaleSignInError: a shorter period erases something, and the sign-in is too old for that; nothing was changed.
        NotEntrustedError: it erases something, and who chooses by mandate may not erase; nothing was changed.
        PeopleError: who chooses by mandate may not, or no longer; nothing was changed.
    """
    item = ItemId.random(keep.entropy)
    choice, record = chosen(who.subject, keeping, months, item=item, now=keep.now())
    earlier = choice_of(keep, who)
    if earlier is not None and months_kept(choice) < longest_promised(keep, earlier):
        require_fresh_of(who, keep.now(), keep.limits)
        if isinstance(who, Standing) and not who.mandate.entrusts(Entrusted.ERASURE):
            raise NotEntrustedError

    def put(transaction: Transaction) -> None:
        require_still(keep, transaction, who, Entrusted.CHOICE)
        if transaction.people.choice_of(who.subject) != earlier:
            raise ChoiceChangedError  # what was asked for above was asked about an earlier choice
        transaction.people.put_choice(choice)

    keep_items(keep, who.subject, [Piece(record=record), *trace(keep, who, MandateEvent.CHOICE)], also=put)


def choice_of(keep: Keep, who: Who) -> Choice | None:
    """Return what a person chose, or was chosen for them, if anything was."""
    with keep.database.read() as transaction:
        return transaction.people.choice_of(who.subject)


def choices_made(keep: Keep, who: Who) -> tuple[ConsentRecord, ...]:
    """Open every choice that a person made, or that was made for them, the latest first (R31)."""
    with keep.database.read() as transaction:
        return choices_in_order(keep, transaction, who.subject)[::-1]


def profile_of(keep: Keep, session: Session) -> ProfileRecord:
    """Open the signed-in person's own profile."""
    return latest_of(keep, session.subject, ItemKind.PROFILE, ProfileRecord)
