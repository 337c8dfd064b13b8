"""Who is in the rehearsal, and what was recorded of them: through the operations by which it always is."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from voicekeep.app.drill.members import Member, Person, Visits, join, session_of
from voicekeep.app.drill.scratch import SceneClock
from voicekeep.app.drill.town import tone
from voicekeep.app.operations.accounts import choose, invite, open_account
from voicekeep.app.operations.devices import pair_device
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.recordings import from_device, take_in
from voicekeep.people import Applicant
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.items import Keeping

OWN: Final = 50
"""As many files of his own had the one of 2018."""
DAYS: Final = 60  # over which everything was said


class RehearsalError(VoicekeepError):
    """The rehearsal did not come to its end; nothing outside of its scratch folder was touched."""


@dataclass(slots=True)
class Cast:
    """Who is in it."""

    vera: Member  # whose recordings they are
    paul: Member  # lives with her
    rika: Member  # gets them among her own
    sam: Member  # gets them, and has no speaker


def make_cast(keep: Keep, clock: SceneClock, folder: Path, count: int, chance: random.Random) -> Cast:
    """Open the accounts, and have the speakers hear everything."""
    vera, rika, sam = (
        join(keep, Person(name=name, email=f"{name.lower()}@rehearsal.example", household=name, language="en"))
        for name in ("Vera", "Rika", "Sam")
    )
    cast = Cast(vera=vera, paul=_moved_in(keep, vera), rika=rika, sam=sam)
    visits = Visits(keep)
    speakers = {member.subject: pair_device(keep, visits(member), "Kitchen") for member in (vera, rika)}
    begun = keep.now()
    clock.turn(timedelta(days=DAYS) - timedelta(minutes=1))
    for member, often in ((vera, count), (rika, OWN)):
        heard = folder / member.person.name
        heard.mkdir()
        for number in range(often):
            at = begun + (timedelta(days=DAYS - 1) / often) * number + timedelta(minutes=1)
            (heard / f"{number}.wav").write_bytes(tone(chance))
            said = {"transcript": f"what was said as the {number}th thing", "at": at.isoformat(), "language": "en"}
            (heard / f"{number}.wav.json").write_text(json.dumps(said), encoding="utf-8")
        take_in(keep, from_device(keep, speakers[member.subject][1]), heard)
    return cast


def _moved_in(keep: Keep, with_whom: Member) -> Member:
    with keep.database.read() as transaction:
        home = transaction.people.member_of(with_whom.subject)
    if home is None:
        raise RehearsalError("nobody lives there; the rehearsal was not played")
    password = keep.entropy(12).hex()
    applicant = Applicant(
        name="Paul", email="paul@rehearsal.example", password=password, language="en", household_name=""
    )
    subject = open_account(keep, invite(keep, home.household, timedelta(hours=1)), applicant)
    person = Person(name="Paul", email="paul@rehearsal.example", household="Vera", language="en")
    member = Member(person=person, subject=subject, password=password)
    choose(keep, session_of(keep, member), Keeping.NOTHING, 3)
    return member
