"""Who works at the desk: a role is offered, accepted and granted, by three people; each is in the ledger (R30).

The first two administrators are offered their role on the host: whoever can read the root key appoints them. From
then on two of them are needed for every further role, also on the host.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.people import (
    Appointment,
    AppointmentRefusedError,
    Duty,
    Role,
    Session,
    Told,
    accept,
    end,
    grant,
    grant_first,
    offer,
    roles_of,
    token_sha256,
)
from voicekeep.people import on_duty as duty_of
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import AppointmentId, SubjectId

OFFER_LIFETIME = timedelta(days=3)


class StaffNameRefusedError(VoicekeepError):
    """What colleagues are to call somebody is empty, too long or more than one line; nothing was accepted."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__("the name for colleagues is empty, too long or more than one line; nothing was accepted")


class OneHouseholdError(VoicekeepError):
    """A home has no staff; no role was offered."""

    def __init__(self) -> None:
        super().__init__("a home has no desk and no staff (mode in voicekeep.toml); no role was offered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """One appointment as administrators see it."""

    appointment: AppointmentId
    role: Role
    name: str  # what they want to be called; empty: nobody accepted yet
    offered_at: datetime  # UTC
    expires_at: datetime  # UTC, of an offer
    waits: bool  # accepted, to be granted by somebody else than who offered it
    grantable: bool  # by whoever looks
    has_it: bool  # the role counts now


def told_by(transaction: Transaction, keep: Keep) -> Told:
    """Return what says whether the ledger holds a fact."""
    log = keep.log(transaction)
    return lambda natural_key: log.position_of(natural_key) is not None


def on_duty(keep: Keep, session: Session, allowed: Collection[Role], *, fresh: bool = False) -> Duty:
    """Return the signed-in person as a member of staff.

    Raises:
        NotOnDutyError: they have none of these roles, or did not sign in with a passkey; no difference is made.
        StaleSignInError: `fresh` is wanted, and the sign-in is too old.
    """
    with keep.database.read() as transaction:
        return duty_of(
            transaction.staff,
            session,
            allowed,
            told=told_by(transaction, keep),
            now=keep.now(),
            limits=keep.limits,
            fresh=fresh,
        )


def roles_here(keep: Keep, session: Session) -> frozenset[Role]:
    """Return the roles that the signed-in person has, however they signed in."""
    with keep.database.read() as transaction:
        return roles_of(transaction.staff, session.subject, told_by(transaction, keep))


def offer_on_the_host(keep: Keep, role: Role) -> str:
    """Offer a role to whoever shows the token that is returned; only while there are not two administrators yet.

    Raises:
        OneHouseholdError: a home has no staff.
        AppointmentRefusedError: another role than administrator, or there are two.
    """
    if keep.settings.mode != "company":
        raise OneHouseholdError
    with keep.database.begin() as transaction:
        made, token = offer(role, None, now=keep.now(), lifetime=OFFER_LIFETIME, entropy=keep.entropy)
        if role is not Role.ADMINISTRATOR or len(_administrators(keep, transaction)) > 1:
            raise AppointmentRefusedError
        transaction.staff.add_appointment(made)
    return token


def offer_role(keep: Keep, session: Session, role: Role) -> str:
    """Offer a role to whoever shows the token that is returned; somebody else has to grant it.

    Raises:
        NotOnDutyError, StaleSignInError: no administrator, freshly signed in with a passkey.
    """
    duty = on_duty(keep, session, [Role.ADMINISTRATOR], fresh=True)
    made, token = offer(role, duty, now=keep.now(), lifetime=OFFER_LIFETIME, entropy=keep.entropy)
    with keep.database.begin() as transaction:
        transaction.staff.add_appointment(made)
    return token


def accept_role(keep: Keep, session: Session, token: str, name: str) -> bool:
    """Accept an offer; return whether the role counts at once, as for the first administrators.

    Raises:
        StaleSignInError: the sign-in is too old to prove who accepts.
        StaffNameRefusedError: colleagues could not call them by that.
        AppointmentRefusedError: no such offer, it is over, or the sign-in was not by passkey.
        SamePersonError: they made the offer.
    """
    called = name.strip()
    if not 0 < len(called) <= keep.limits.name_max_chars or not called.isprintable():
        raise StaffNameRefusedError
    now = keep.now()
    with keep.database.begin() as transaction:
        was = transaction.staff.appointment_with_token(token_sha256(token))
        sealed = b"" if was is None else keep.desk.seal(called, was.appointment)
        accepted = accept(was, session, name=sealed, now=now, limits=keep.limits)
        if was is None:
            raise AppointmentRefusedError
        if was.offered_by is not None:
            transaction.staff.replace_appointment(was, accepted)
            return False
        granted, fact = grant_first(accepted, _administrators(keep, transaction), now=now)
        transaction.staff.replace_appointment(was, granted)
        keep.log(transaction).append([fact])
    keep.remember()
    return True


def grant_role(keep: Keep, session: Session, appointment: AppointmentId) -> None:
    """Grant a role that a colleague offered and somebody accepted.

    Raises:
        NotOnDutyError, StaleSignInError: no administrator, freshly signed in with a passkey.
        AppointmentRefusedError: nobody waits for it.
        SamePersonError: they offered it, or it is for themselves.
    """
    duty = on_duty(keep, session, [Role.ADMINISTRATOR], fresh=True)
    with keep.database.begin() as transaction:
        was = _known(transaction, appointment)
        granted, fact = grant(was, duty, now=keep.now())
        transaction.staff.replace_appointment(was, granted)
        keep.log(transaction).append([fact])
    keep.remember()


def end_role(keep: Keep, session: Session, appointment: AppointmentId) -> None:
    """End a role or an offer, at once.

    Raises:
        NotOnDutyError, StaleSignInError: no administrator, freshly signed in with a passkey.
        AppointmentRefusedError: no such appointment, or it is over.
    """
    on_duty(keep, session, [Role.ADMINISTRATOR], fresh=True)
    with keep.database.begin() as transaction:
        was = _known(transaction, appointment)
        ended, fact = end(was, now=keep.now())
        transaction.staff.replace_appointment(was, ended)
        if fact is not None:
            keep.log(transaction).append([fact])
    keep.remember()


def end_roles_of(keep: Keep, transaction: Transaction, subject: SubjectId) -> None:
    """End every role of somebody whose account is closed, and forget that they had them."""
    for was in transaction.staff.appointments_of(subject):
        if was.ended_at is None:
            _, fact = end(was, now=keep.now())
            if fact is not None:
                keep.log(transaction).append([fact])
    transaction.staff.forget_appointments_of(subject)


def colleagues(keep: Keep, session: Session) -> tuple[Colleague, ...]:
    """Return every appointment that is not over, for an administrator.

    Raises:
        NotOnDutyError: no administrator, signed in with a passkey.
    """
    duty = on_duty(keep, session, [Role.ADMINISTRATOR])
    with keep.database.read() as transaction:
        told = told_by(transaction, keep)
        standing = [each for each in transaction.staff.appointments() if _stands(each, told, keep.now())]
        return tuple(_colleague(keep, each, told, duty) for each in standing)


def name_of(keep: Keep, transaction: Transaction, subject: SubjectId) -> str:
    """Return what colleagues call a member of staff; empty, if they never were one or closed their account."""
    for each in transaction.staff.appointments_of(subject):
        if each.name is not None:
            return keep.desk.open(each.name, each.appointment)
    return ""


def _stands(appointment: Appointment, told: Told, now: datetime) -> bool:
    return appointment.offered_still(now) or appointment.waits() or appointment.counts(told)


def _colleague(keep: Keep, appointment: Appointment, told: Told, viewer: Duty) -> Colleague:
    sealed = appointment.name
    return Colleague(
        appointment=appointment.appointment,
        role=appointment.role,
        name="" if sealed is None else keep.desk.open(sealed, appointment.appointment),
        offered_at=appointment.offered_at,
        expires_at=appointment.expires_at,
        waits=appointment.waits(),
        grantable=appointment.waits() and viewer.subject not in {appointment.offered_by, appointment.subject},
        has_it=appointment.counts(told),
    )


def _known(transaction: Transaction, appointment: AppointmentId) -> Appointment:
    found = transaction.staff.appointment(appointment)
    if found is None:
        raise AppointmentRefusedError
    return found


def _administrators(keep: Keep, transaction: Transaction) -> frozenset[SubjectId]:
    told = told_by(transaction, keep)
    return frozenset(
        each.subject
        for each in transaction.staff.appointments()
        if each.subject is not None and each.role is Role.ADMINISTRATOR and each.counts(told)
    )
