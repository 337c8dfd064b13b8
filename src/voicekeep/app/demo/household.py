"""The demo's households: accounts, choices, recordings, requests, and the pages as each person's browser sees them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from voicekeep.app.demo.script import Person
from voicekeep.app.operations.accounts import choose, invite, open_account, sign_in
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.recordings import Summary, from_owner, take_in
from voicekeep.assistant import SpeechEngine
from voicekeep.people import Applicant, Session
from voicekeep.records.ids import SubjectId
from voicekeep.records.items import Keeping


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person of the demo, with their account."""

    person: Person
    subject: SubjectId
    password: str


def speak_turns(person: Person, engine: SpeechEngine, folder: Path, began: datetime, told: Callable[[], None]) -> None:
    """Speak every turn of a person into `folder`, with a sidecar that says when and what."""
    folder.mkdir(parents=True)
    for number, words in enumerate(person.turns):
        voice = person.voices[number % len(person.voices)]
        at = began + timedelta(hours=7 * number, minutes=13 * number % 60)
        sound = folder / f"turn-{number:03}.wav"
        sound.write_bytes(engine.speak(words, voice))
        sidecar = {"transcript": words, "at": at.isoformat(), "language": "en"}
        sound.with_name(sound.name + ".json").write_text(json.dumps(sidecar), encoding="utf-8")
        told()


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


def hand_in(keep: Keep, member: Member, folder: Path, told: Callable[[int], None]) -> Summary:
    """Import the member's folder; return what was kept, and what was not and why."""
    return take_in(keep, from_owner(session_of(keep, member)), folder, told=told)
