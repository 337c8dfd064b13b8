"""Somebody with two speakers of their own and a file, beside somebody who took a third one over from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests.app.simulator import Household, Someone
from tests.app.speaking import RECIPIENT, speaker_of, talk_in
from voicekeep.app.operations.devices import bind_again
from voicekeep.app.operations.history import days_of, heard_on
from voicekeep.assistant import Answer
from voicekeep.device import Device


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What was said at which speaker: each of these words was said once."""

    ada: Someone
    bruno: Someone
    kitchen: Device  # Ada's: "kettle" and "toast" on the first day, "marmalade" on the next
    hall: Device  # Ada's: "umbrella" on the first day
    attic: Device  # "cobweb" while it was Ada's; "lantern" since it is Bruno's
    first: date
    next: date


OF_ADA = ["kettle", "toast", "umbrella", "cobweb", "ledger", "marmalade"]  # "ledger" is a file of the first day


def heard_by_speakers(home: Household) -> Heard:
    """Let it be said; a recognition service elsewhere got some of it, and each answer names the words."""
    ada, bruno, talk = home.join("ada"), home.join("bruno"), talk_in(home, recipient=RECIPIENT)
    kitchen, hall, attic = (speaker_of(home, ada.subject, name) for name in ("Kitchen", "Hall", "Attic"))
    for device, words in ((kitchen, "kettle"), (kitchen, "toast"), (hall, "umbrella"), (attic, "cobweb")):
        talk.say(device, words, Answer(text=f"The {words} it is."))
    bind_again(home.keep, attic.device, bruno.subject, "Bruno's attic")
    talk.say(attic, "lantern", Answer(text="The lantern it is."))
    home.clock.pass_by(days=1)
    home.say(ada, "ledger")  # a recording of the day before
    talk.say(kitchen, "marmalade", Answer(text="The marmalade it is."))
    (next_day, _), (first, _) = days_of(home.keep, home.session(ada))
    return Heard(ada=ada, bruno=bruno, kitchen=kitchen, hall=hall, attic=attic, first=first, next=next_day)


def words_of(home: Household, someone: Someone) -> list[str]:
    """Return everything that is kept of somebody's words, the earliest first."""
    session = home.session(someone)
    days = sorted(day for day, _ in days_of(home.keep, session))
    return [turn.transcript for day in days for turn in heard_on(home.keep, session, day)]
