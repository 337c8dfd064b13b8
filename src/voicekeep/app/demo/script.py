"""What is said in the demo's two households: invented people, everyday things, no sentence twice."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from voicekeep.assistant import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One invented member of a household."""

    name: str
    email: str
    household: str
    language: str
    voices: tuple[Voice, ...]
    turns: tuple[str, ...]


_ADA_SAYS = (
    *(f"Set a timer for {n} minutes for the {what}" for n, what in product((5, 12, 20), ("eggs", "bread", "rice", "tea"))),
    *(f"Add {what} to the shopping list" for what in (
        "oat milk", "two lemons", "coffee", "candles", "washing powder", "apples", "flour", "dark chocolate")),
    *(f"Turn the light in the {room} {state}" for room, state in product(("hall", "kitchen", "study", "bedroom"), ("on", "off"))),
    *(f"What is the weather like on {day}" for day in (
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")),
    *(f"Play {what}" for what in (
        "the harbour radio", "something quiet", "piano music", "the news", "my evening list", "rain sounds")),
    *(f"Remind me to {what}" for what in (
        "call the dentist at nine", "water the ferns", "take the bins out", "send the parcel", "book the train",
        "bring the umbrella", "phone my sister on Sunday")),
    *(f"How long is the drive to {where}" for where in ("the station", "the lake", "the hospital", "grandmother")),
    *(f"What is {a} times {b}" for a, b in ((7, 8), (12, 14), (19, 3), (25, 25))),
    "Good morning", "Good night", "What time is it", "Wake me at half past six", "How is the traffic",
    "Delete what I just said", "Turn the volume down", "Lock the front door",
)  # fmt: skip

_BRUNO_SAYS = (
    *(f"Set an alarm for {when}" for when in (
        "five thirty", "six", "quarter past six", "seven", "half past seven", "eight on Saturday", "nine on Sunday")),
    *(f"Set the heating to {n} degrees in the {room}" for n, room in product((17, 19, 21), ("bathroom", "living room", "nursery"))),
    *(f"Add {what} to the to do list" for what in (
        "repair the bicycle", "pay the electricity bill", "ask about the roof", "clean the filter", "buy stamps",
        "sort the photographs", "return the drill", "call the plumber")),
    *(f"When does the next {line} leave from {stop}" for line, stop in product(("tram", "bus"), ("Market Square", "the bridge", "the school", "Old Mill"))),
    *(f"Play {what}" for what in (
        "jazz from the fifties", "the football match", "a story for the children", "drum music", "the weather report",
        "songs for cooking")),
    *(f"How do you say {word} in French" for word in ("screwdriver", "thank you", "good appetite", "bicycle bell")),
    *(f"Turn the {what} {state}" for what, state in product(("fan", "television", "garden light", "coffee machine"), ("on", "off"))),
    *(f"How many days until {what}" for what in ("Christmas", "the holidays", "my birthday", "the end of the month")),
    *(f"What is {a} plus {b}" for a, b in ((48, 57), (113, 9), (1024, 976), (66, 33))),
    "Who won the game last night", "Is it going to snow", "Stop", "Louder please", "Skip this song",
    "What is on my list", "Tell me a joke", "Say that again",
)  # fmt: skip

PEOPLE = (
    Person(
        name="Ada Marlow",
        email="ada@harbour.example",
        household="Harbour Street",
        language="en",
        voices=(
            Voice(name="en-gb-x-rp+f3"),
            Voice(name="en-gb-scotland+f2", words_per_minute=160),
            Voice(name="en-us+f4", words_per_minute=190),
        ),
        turns=_ADA_SAYS,
    ),
    Person(
        name="Bruno Keller",
        email="bruno@mill.example",
        household="Old Mill",
        language="de",
        voices=(
            Voice(name="en-us+m3"),
            Voice(name="en-gb-x-rp+m5", words_per_minute=165),
            Voice(name="en-us+m1", words_per_minute=185),
        ),
        turns=_BRUNO_SAYS,
    ),
)
