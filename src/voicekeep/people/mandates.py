"""Mandates: one person may use some rights of another, until an instant; and who stands here for whom (P3, R33).

Flow        offered by a person -> accepted with the token by an agent -> confirmed by the person -> over
            a session, and a mandate that holds now -> Standing
Guarantees  1. A Standing is made here only: by a session for its own person, or by a session and a mandate of that
               person's which the ledger confirms. Nobody types a subject.
            2. Whoever catches the token of an offer may do nothing: the person sees who took it, and confirms or not.
            3. Over, ended, another's, or for another right: refused, at that instant, whatever was begun.
I/O         none; a store implements MandateBook
Format      docs/households.md
"""

from __future__ import annotations

from dataclasses import InitVar, dataclass, replace
from datetime import datetime
from typing import Final, Protocol, TypeAlias

from voicekeep.people.accounts import Session
from voicekeep.people.errors import (
    ExpiredMandateError,
    ForeignMandateError,
    MandateEndedError,
    MandateRefusedError,
    NotEntrustedError,
    SamePersonError,
)
from voicekeep.people.sign_in import require_fresh, require_open
from voicekeep.people.staff import Told
from voicekeep.people.tokens import new_token, token_sha256
from voicekeep.records.facts import Mandated, MandateEnded, mandate_ended_key, mandated_key
from voicekeep.records.ids import Entropy, MandateId, SubjectId
from voicekeep.records.limits import Limits
from voicekeep.records.standing import Entrusted, MandateKind

_PROVEN: Final = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """One person's standing for another, from the offer on."""

    mandate: MandateId
    subject: SubjectId  # who is represented
    kind: MandateKind
    rights: str  # names of Entrusted, in their order, separated by spaces
    token_sha256: bytes  # 32 bytes, of the offer's token
    offered_at: datetime  # UTC
    expires_at: datetime  # UTC; an offer that nobody took is over at this instant
    until: datetime  # UTC; the mandate is over at this instant
    agent: SubjectId | None = None  # who took it
    accepted_at: datetime | None = None  # UTC
    confirmed_at: datetime | None = None  # UTC
    ended_at: datetime | None = None  # UTC

    def offered_still(self, now: datetime) -> bool:
        """Return whether somebody may take it."""
        return self.agent is None and self.ended_at is None and now < min(self.expires_at, self.until)

    def waits(self, now: datetime) -> bool:
        """Return whether somebody took it, and the person has not confirmed who."""
        taken = self.agent is not None and self.confirmed_at is None
        return taken and self.ended_at is None and now < self.until

    def holds_at(self, now: datetime) -> bool:
        """Return whether its agent may act by it, by what the row says; the ledger has to say so as well."""
        return self.confirmed_at is not None and self.ended_at is None and now < self.until

    def entrusts(self, right: Entrusted) -> bool:
        """Return whether it is for this right."""
        return right in self.rights.split()


class MandateBook(Protocol):
    """Where mandates are kept. Every read of a row proves its authentication code first."""

    def add_mandate(self, mandate: Mandate) -> None: ...

    def replace_mandate(self, was: Mandate, now: Mandate) -> None:
        """Compare and set. Raises MandateRefusedError if it was changed meanwhile."""

    def mandate(self, mandate: MandateId) -> Mandate | None: ...

    def mandate_with_token(self, token_sha256: bytes) -> Mandate | None: ...

    def mandates_over(self, subject: SubjectId) -> tuple[Mandate, ...]:
        """Return those by which somebody acts, or is to act, for this person; the earliest first."""

    def mandates_of(self, agent: SubjectId) -> tuple[Mandate, ...]:
        """Return those that this person took; the earliest first."""

    def forget_mandates_of(self, subject: SubjectId) -> None:
        """Delete those at either end of which this person is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Somebody, signed in, acts for somebody else by a mandate that held when this was made. Only `stand` makes one."""

    session: Session  # of whoever acts
    subject: SubjectId  # for whom
    mandate: Mandate
    right: Entrusted
    proven: InitVar[object] = None

    def __post_init__(self, proven: object) -> None:
        if proven is not _PROVEN:
            raise ForeignMandateError


Who: TypeAlias = Session | Standing
"""Who acts: a person for themselves, or by mandate; `subject` is whose right it is."""


def session_of(who: Who) -> Session:
    """Return the session that whoever acts is signed in by."""
    return who.session if isinstance(who, Standing) else who


def require_fresh_of(who: Who, now: datetime, limits: Limits) -> None:
    """Accept the session of whoever acts as proof of who they are. Raises NotSignedInError, StaleSignInError."""
    require_fresh(session_of(who), now, limits)


def stand(
    book: MandateBook, session: Session, mandate: MandateId, right: Entrusted, *, told: Told, now: datetime
) -> Standing:
    """Return the signed-in person as one who may use this right of somebody else now.

    Args:
        book: Where mandates are.
        session: Who is signed in.
        mandate: Which mandate they show.
        right: What for.
        told: What the ledger holds.
        now: UTC.

    Raises:
        NotSignedInError: the session is closed.
        ForeignMandateError: there is none, it is not theirs, or it never began: no difference is made.
        MandateEndedError, ExpiredMandateError: it was theirs, and is over.
        NotEntrustedError: it is for other rights.
    """
    require_open(session, now)
    found = book.mandate(mandate)
    if found is None or found.agent != session.subject or found.confirmed_at is None:
        raise ForeignMandateError
    require_mandate(found, told, now)
    if not found.entrusts(right):
        raise NotEntrustedError
    return Standing(session=session, subject=found.subject, mandate=found, right=right, proven=_PROVEN)


def require_mandate(mandate: Mandate | None, told: Told, now: datetime) -> None:
    """Return if a mandate holds at this instant, by its row and by the ledger.

    Raises:
        ForeignMandateError: there is none, or the ledger does not know that it began.
        MandateEndedError: one of the two ended it, whatever the row says.
        ExpiredMandateError: its time is over.
    """
    if mandate is None or not told(mandated_key(mandate.mandate)):
        raise ForeignMandateError
    if mandate.ended_at is not None or told(mandate_ended_key(mandate.mandate)):
        raise MandateEndedError
    if not mandate.holds_at(now):
        raise ExpiredMandateError


def offer_mandate(
    session: Session,
    rights: tuple[Entrusted, ...],
    until: datetime,
    *,
    now: datetime,
    limits: Limits,
    entropy: Entropy,
) -> tuple[Mandate, str]:
    """Return the offer of a mandate by the signed-in person, and its token, which is shown once.

    Raises:
        NotSignedInError, StaleSignInError: who gives it has not just proven who they are.
        MandateRefusedError: no right, or an end that is past or too far.
    """
    require_fresh(session, now, limits)
    wanted = tuple(right for right in Entrusted if right in rights)
    if not wanted or not now < until <= now + limits.mandate_max:
        raise MandateRefusedError
    token = new_token(entropy)
    made = Mandate(
        mandate=MandateId.random(entropy),
        subject=session.subject,
        kind=MandateKind.AGENT,
        rights=" ".join(wanted),
        token_sha256=token_sha256(token),
        offered_at=now,
        expires_at=min(now + limits.mandate_offer_lifetime, until),
        until=until,
    )
    return made, token


def guardianship(
    session: Session, child: SubjectId, until: datetime, *, now: datetime, limits: Limits, entropy: Entropy
) -> tuple[Mandate, Mandated]:
    """Return the mandate of whoever opens a child's profile, which holds at once; and the fact.

    Args:
        session: Whoever is responsible for the child, signed in.
        child: The profile that is being opened in this very step.
        until: UTC; from then on the child alone.
        now: UTC.
        limits: How far that may be.
        entropy: For the ids.

    Raises:
        NotSignedInError, StaleSignInError: who opens it has not just proven who they are.
        MandateRefusedError: an end that is past or too far.
    """
    require_fresh(session, now, limits)
    if not now < until <= now + limits.guardianship_max:
        raise MandateRefusedError
    mandate = Mandate(
        mandate=MandateId.random(entropy),
        subject=child,
        kind=MandateKind.GUARDIAN,
        rights=" ".join(Entrusted),
        token_sha256=token_sha256(new_token(entropy)),
        offered_at=now,
        expires_at=now,
        until=until,
        agent=session.subject,
        accepted_at=now,
        confirmed_at=now,
    )
    return mandate, _began(mandate, session.subject, now)


def accept_mandate(offer: Mandate | None, session: Session, *, now: datetime, limits: Limits) -> Mandate:
    """Return the offer as taken by the signed-in person, who waits for the other to confirm.

    Raises:
        NotSignedInError, StaleSignInError: who takes it has not just proven who they are.
        MandateRefusedError: no such offer, taken, withdrawn or over: no difference is made.
        SamePersonError: it is their own.
    """
    require_fresh(session, now, limits)
    if offer is None or not offer.offered_still(now):
        raise MandateRefusedError
    if offer.subject == session.subject:
        raise SamePersonError
    return replace(offer, agent=session.subject, accepted_at=now)


def confirm_mandate(
    mandate: Mandate | None, session: Session, *, now: datetime, limits: Limits
) -> tuple[Mandate, Mandated]:
    """Return the mandate as confirmed by the person who gave it and saw who took it; and the fact.

    Raises:
        NotSignedInError, StaleSignInError: who confirms has not just proven who they are.
        ForeignMandateError: it is not theirs to confirm, or not there.
        MandateRefusedError: nobody took it, or it is over.
    """
    require_fresh(session, now, limits)
    if mandate is None or mandate.subject != session.subject:
        raise ForeignMandateError
    if mandate.agent is None or not mandate.waits(now):
        raise MandateRefusedError
    return replace(mandate, confirmed_at=now), _began(mandate, mandate.agent, now)


def end_mandate(mandate: Mandate | None, session: Session, *, now: datetime) -> tuple[Mandate, MandateEnded | None]:
    """Return the mandate as ended by either of the two, from this instant on; the fact, if it had begun.

    A guardian's is ended by the guardian only, until its time is over: a child does not end who is responsible for it.

    Raises:
        NotSignedInError: the session is closed.
        ForeignMandateError: it is not theirs to end, or not there.
        MandateEndedError: it was ended before.
    """
    require_open(session, now)
    if mandate is None or session.subject not in {mandate.agent, mandate.subject}:
        raise ForeignMandateError
    if mandate.kind is MandateKind.GUARDIAN and session.subject != mandate.agent:
        raise ForeignMandateError
    if mandate.ended_at is not None:
        raise MandateEndedError
    ended = replace(mandate, ended_at=now)
    if mandate.agent is None or mandate.confirmed_at is None:
        return ended, None
    return ended, MandateEnded(mandate=mandate.mandate, subject=mandate.subject, agent=mandate.agent, at=now)


def _began(mandate: Mandate, agent: SubjectId, now: datetime) -> Mandated:
    return Mandated(mandate=mandate.mandate, subject=mandate.subject, agent=agent, until=mandate.until, at=now)
