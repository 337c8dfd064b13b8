"""What is said in the demo's two households: invented people, everyday things, no sentence twice."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from voicekeep.app.drill.members import Person
from voicekeep.assistant import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenPerson(Person):
    """One invented person, with their voices and what they say; voices and speeds are such as the engine hears best."""

    voices: tuple[Voice, ...]
    turns: tuple[str, ...]


def _turns(name: str) -> tuple[str, ...]:
    """Return what a person says, a turn a line."""
    return tuple((files("voicekeep.app.demo") / "turns" / f"{name}.txt").read_text("utf-8").splitlines())


PEOPLE = (
    SpokenPerson(
        name="Ada Marlow",
        email="ada@harbour.example",
        household="Harbour Street",
        language="en",
        voices=(
            Voice(name="en-us+f2", words_per_minute=170),
            Voice(name="en-us+f5", words_per_minute=170),
            Voice(name="en-us+m3", words_per_minute=160),
        ),
        turns=_turns("ada"),
    ),
    SpokenPerson(
        name="Bruno Keller",
        email="bruno@mill.example",
        household="Old Mill",
        language="de",
        voices=(
            Voice(name="en-us+m6", words_per_minute=160),
            Voice(name="en-us", words_per_minute=160),
            Voice(name="en-us+m1", words_per_minute=160),
        ),
        turns=_turns("bruno"),
    ),
)
