"""People with accounts in a scratch keep: who they are, how they join, how they hand recordings in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from voicekeep.app.operations.accounts import choose, invite, open_account, sign_in
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.recordings import Summary, from_owner, take_in
from voicekeep.people import Applicant, Session
from voicekeep.records.ids import SubjectId
from voicekeep.records.items import Keeping


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One invented member of a household."""

    name: str
    email: str
    household: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person with their account."""

    person: Person
    subject: SubjectId
    password: str


def join(keep: Keep, person: Person) -> Member:
    """Open the person's account, and choose to keep words and sound for three months."""
    password = keep.entropy(12).hex()
    applicant = Applicant(
        name=person.name,
        email=person.email,
        password=password,
        language=person.language,
        household_name=person.household,
    )
    subject = open_account(keep, invite(keep, None, timedelta(hours=1)), applicant)
    member = Member(person=person, subject=subject, password=password)
    choose(keep, session_of(keep, member), Keeping.AUDIO, 3)
    return member


def session_of(keep: Keep, member: Member) -> Session:
    """Sign the member in."""
    return sign_in(keep, member.person.email, member.password).session


class Visits:
    """Signs each member in once, and again only when that is over."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        self._sessions: dict[SubjectId, Session] = {}

    def __call__(self, member: Member) -> Session:
        """Return a session of the member's that a right can be used with."""
        known = self._sessions.get(member.subject)
        if known is None or self._keep.now() - known.signed_in_at > self._keep.limits.sign_in_fresh_for / 2:
            self._sessions[member.subject] = session_of(self._keep, member)
        return self._sessions[member.subject]


def hand_in(keep: Keep, member: Member, folder: Path, told: Callable[[int], None]) -> Summary:
    """Import the member's folder; return what was kept, and what was not and why."""
    return take_in(keep, from_owner(session_of(keep, member)), folder, told=told)
