"""Staff: who works at the desk in which role, and how they came by it (R30).

Flow        an offer -> accepted by a person with a passkey -> granted by somebody else -> on duty -> ended
Guarantees  1. Whoever offers a role does not grant it, and nobody grants one to themselves.
            2. A role is what the ledger says: a row that an editor of the database puts back is no role.
            3. On duty is who signed in with a passkey; a password or a recovery code opens no desk.
I/O         none; a store implements StaffBook
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import InitVar, dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol, TypeAlias

from voicekeep.people.accounts import Session, SignInMethod
from voicekeep.people.errors import AppointmentRefusedError, NotOnDutyError, PasskeyNeededError, SamePersonError
from voicekeep.people.four_eyes import ProposalBook
from voicekeep.people.sign_in import require_fresh, require_open
from voicekeep.people.tokens import new_token, token_sha256
from voicekeep.records.facts import RoleEnded, RoleGranted
from voicekeep.records.ids import AppointmentId, Entropy, SessionId, SubjectId
from voicekeep.records.limits import Limits

FIRST_ADMINISTRATORS: Final = 2  # so many may be granted on the host alone; from then on two of them grant roles

Told: TypeAlias = Callable[[str], bool]
"""Whether the ledger holds a fact with this natural key."""

_PROVEN: Final = object()


class Role(StrEnum):
    """What somebody does at the desk; each may do the least that it takes (docs/desk.md)."""

    OFFICER = "officer"  # answers requests
    DATA_PROTECTION_OFFICER = "data_protection_officer"  # watches over the answers (GDPR Art. 39)
    ADMINISTRATOR = "administrator"  # offers, grants and ends roles; sees no request


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One role of one person, from the offer on."""

    appointment: AppointmentId
    role: Role
    token_sha256: bytes  # 32 bytes, of the offer's token
    offered_by: SubjectId | None  # None: on the host
    offered_at: datetime  # UTC
    expires_at: datetime  # UTC; an offer that nobody accepted is over at this instant
    subject: SubjectId | None = None  # who accepted it
    name: bytes | None = field(default=None, repr=False)  # sealed: what colleagues call them
    accepted_at: datetime | None = None  # UTC
    granted_by: SubjectId | None = None  # None: on the host
    granted_at: datetime | None = None  # UTC
    ended_at: datetime | None = None  # UTC

    def offered_still(self, now: datetime) -> bool:
        """Return whether somebody may accept it."""
        return self.subject is None and self.ended_at is None and now < self.expires_at

    def waits(self) -> bool:
        """Return whether it was accepted and waits for whoever grants it."""
        return self.subject is not None and self.granted_at is None and self.ended_at is None

    def counts(self, told: Told) -> bool:
        """Return whether its person has the role now."""
        return (
            self.granted_at is not None
            and self.ended_at is None
            and told(f"role_granted|{self.appointment}")
            and not told(f"role_ended|{self.appointment}")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A member of staff at work: who, in which role. Only `on_duty` makes one."""

    subject: SubjectId
    role: Role
    session: SessionId
    proven: InitVar[object] = None

    def __post_init__(self, proven: object) -> None:
        if proven is not _PROVEN:
            raise NotOnDutyError


class StaffBook(ProposalBook, Protocol):
    """Where appointments and proposals are kept. Every read of a row proves its authentication code first."""

    def add_appointment(self, appointment: Appointment) -> None: ...

    def replace_appointment(self, was: Appointment, now: Appointment) -> None:
        """Compare and set. Raises AppointmentRefusedError if it was changed meanwhile."""

    def appointment(self, appointment: AppointmentId) -> Appointment | None: ...

    def appointment_with_token(self, token_sha256: bytes) -> Appointment | None: ...

    def appointments(self) -> tuple[Appointment, ...]:
        """Return everybody's, the earliest offer first."""

    def appointments_of(self, subject: SubjectId) -> tuple[Appointment, ...]: ...

    def forget_appointments_of(self, subject: SubjectId) -> None: ...

    def put_export_reason(self, number: int, reason: str) -> None:
        """Say why nothing leaves for the `number`th time, in words for everybody."""

    def export_reason(self, number: int) -> str | None: ...


def roles_of(book: StaffBook, subject: SubjectId, told: Told) -> frozenset[Role]:
    """Return the roles that a person has now."""
    return frozenset(each.role for each in book.appointments_of(subject) if each.counts(told))


def on_duty(
    book: StaffBook,
    session: Session,
    allowed: Collection[Role],
    *,
    told: Told,
    now: datetime,
    limits: Limits,
    fresh: bool,
) -> Duty:
    """Return the signed-in person as a member of staff, in the first of the allowed roles that they have.

    Args:
        book: Where appointments are.
        session: Who is signed in.
        allowed: The roles that may do what is about to be done, the one with the least rights first.
        told: What the ledger holds.
        now: UTC.
        limits: How long a sign-in is fresh.
        fresh: Whether the passkey must have been used just now, as for whatever changes something.

    Raises:
        NotSignedInError: the session is closed.
        NotOnDutyError: they have none of these roles.
        PasskeyNeededError: they have one, and signed in with something else.
        StaleSignInError: the sign-in is too old.
    """
    require_open(session, now)
    has = roles_of(book, session.subject, told)
    role = next((each for each in allowed if each in has), None)
    if role is None:
        raise NotOnDutyError
    if session.method is not SignInMethod.PASSKEY:
        raise PasskeyNeededError
    if fresh:
        require_fresh(session, now, limits)
    return Duty(subject=session.subject, role=role, session=session.session, proven=_PROVEN)


def offer(
    role: Role, by: Duty | None, *, now: datetime, lifetime: timedelta, entropy: Entropy
) -> tuple[Appointment, str]:
    """Return the offer of a role, and its token, which is shown once; `by` is None on the host.

    Raises:
        NotOnDutyError: somebody else than an administrator offers it.
    """
    if by is not None and by.role is not Role.ADMINISTRATOR:
        raise NotOnDutyError
    token = new_token(entropy)
    made = Appointment(
        appointment=AppointmentId.random(entropy),
        role=role,
        token_sha256=token_sha256(token),
        offered_by=None if by is None else by.subject,
        offered_at=now,
        expires_at=now + lifetime,
    )
    return made, token


def accept(
    appointment: Appointment | None, session: Session, *, name: bytes, now: datetime, limits: Limits
) -> Appointment:
    """Return the offer as accepted by the signed-in person, who waits from now on for whoever grants it.

    Raises:
        StaleSignInError, NotSignedInError: the sign-in does not prove who accepts.
        AppointmentRefusedError: no such offer, it is over, or they did not sign in with a passkey.
        SamePersonError: they made the offer.
    """
    require_fresh(session, now, limits)
    if appointment is None or not appointment.offered_still(now) or session.method is not SignInMethod.PASSKEY:
        raise AppointmentRefusedError
    if appointment.offered_by == session.subject:
        raise SamePersonError
    return replace(appointment, subject=session.subject, name=name, accepted_at=now)


def grant(appointment: Appointment, by: Duty, *, now: datetime) -> tuple[Appointment, RoleGranted]:
    """Grant the role that somebody else offered to somebody else still.

    Raises:
        NotOnDutyError: whoever grants is no administrator.
        AppointmentRefusedError: nobody waits for it.
        SamePersonError: they offered it, or it is for themselves.
    """
    if by.role is not Role.ADMINISTRATOR:
        raise NotOnDutyError
    if by.subject in {appointment.offered_by, appointment.subject}:
        raise SamePersonError
    return _granted(appointment, by.subject, now)


def grant_first(
    appointment: Appointment, administrators: Collection[SubjectId], *, now: datetime
) -> tuple[Appointment, RoleGranted]:
    """Grant the role of one of the first administrators, whom nobody could grant it otherwise.

    Raises:
        AppointmentRefusedError: there are two, or this is another role, or it was not offered on the host.
    """
    enough = len(set(administrators) - {appointment.subject}) >= FIRST_ADMINISTRATORS
    if enough or appointment.role is not Role.ADMINISTRATOR or appointment.offered_by is not None:
        raise AppointmentRefusedError
    return _granted(appointment, None, now)


def end(appointment: Appointment, *, now: datetime) -> tuple[Appointment, RoleEnded | None]:
    """End a role, or an offer; one is enough for that, because it takes something away.

    Raises:
        AppointmentRefusedError: it is over already.
    """
    if appointment.ended_at is not None:
        raise AppointmentRefusedError
    ended = replace(appointment, ended_at=now)
    if appointment.subject is None or appointment.granted_at is None:
        return ended, None
    return ended, RoleEnded(
        appointment=appointment.appointment, subject=appointment.subject, role=appointment.role, at=now
    )


def _granted(appointment: Appointment, by: SubjectId | None, now: datetime) -> tuple[Appointment, RoleGranted]:
    if not appointment.waits() or appointment.subject is None:
        raise AppointmentRefusedError
    granted = replace(appointment, granted_by=by, granted_at=now)
    fact = RoleGranted(appointment=appointment.appointment, subject=appointment.subject, role=appointment.role, at=now)
    return granted, fact
