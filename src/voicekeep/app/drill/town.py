"""The drill's town: a scratch keep of people who are easily mistaken for each other, copied for each trial."""

from __future__ import annotations

import hashlib
import io
import json
import math
import random
import sys
import wave
from array import array
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from voicekeep.app.drill.members import Member, Person, hand_in, join
from voicekeep.app.drill.scratch import SceneClock, scratch_keep, scratch_settings
from voicekeep.app.operations.accounts import sign_in
from voicekeep.app.operations.devices import pair_device
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.reading import PersonalItems
from voicekeep.app.operations.recordings import from_device, take_in
from voicekeep.app.wiring import create_keep, open_keep
from voicekeep.people import SignedIn
from voicekeep.records.ids import ItemId, SubjectId
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope

PEOPLE: Final = 20
HOUSEHOLDS: Final = 6
_FILES: Final = 3  # that each person hands in themselves
_HEARD: Final = 3  # by their own speaker
_NAMES: Final = ("Ada Marlow", "Ada Marlowe", "Ada Marlow", "A. Marlow", "Bruno Keller")  # alike on purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is whose, written down before anything was spoilt."""

    owner: dict[ItemId, SubjectId]
    lines: dict[ItemId, bytes]  # SHA-256 of each record line
    sounds: dict[bytes, SubjectId]  # by SHA-256 of the FLAC file
    words: dict[SubjectId, frozenset[str]]  # what only they said, or are called


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """The scratch keep in its folder, and everything the trials need to know of it."""

    original: Path
    members: tuple[Member, ...]
    sessions: dict[SubjectId, SignedIn]
    now: datetime  # UTC, just after those were made
    truth: Truth


def make_town(folder: Path, voices: Path | None, seed: int) -> Town:
    """Make the town in an empty folder.

    Args:
        folder: Where everything lies.
        voices: Recordings to use (WAV, FLAC), from any subfolder; None: tones.
        seed: Which recordings go to whom.
    """
    chance = random.Random(seed)  # noqa: S311  to be repeated, not to be secret
    original = folder / "town"
    create_keep(original / "keep", scratch_settings(original))
    sounds = [] if voices is None else sorted(path for path in voices.rglob("*") if path.suffix in {".flac", ".wav"})
    with open_keep(original / "keep") as opened:
        clock = SceneClock(datetime.now(UTC) - timedelta(days=60))
        keep = scratch_keep(opened, clock)
        members = tuple(
            _moved_in(keep, clock, number, folder, _picked(chance, sounds, number)) for number in range(PEOPLE)
        )
        sessions = {each.subject: sign_in(keep, each.person.email, each.password) for each in members}
        truth = _truth(keep, members)
        now = keep.now()
    return Town(original=original, members=members, sessions=sessions, now=now, truth=truth)


def _picked(chance: random.Random, sounds: list[Path], number: int) -> list[bytes]:
    count = _FILES + _HEARD
    if len(sounds) >= PEOPLE * count:
        return [sounds[(number * count + at) % len(sounds)].read_bytes() for at in range(count)]
    return [tone(chance) for _ in range(count)]


def _moved_in(keep: Keep, clock: SceneClock, number: int, folder: Path, sounds: list[bytes]) -> Member:
    """Open an account with a speaker of its own; hand some recordings in, let the speaker hear others."""
    person = Person(
        name=_NAMES[number % len(_NAMES)],
        email=f"marlow{number}@town.example",
        household=f"House {number % HOUSEHOLDS}",
        language="en",
    )
    member = join(keep, person)
    session = sign_in(keep, person.email, member.password).session
    device, credential = pair_device(keep, session, "Kitchen")
    bound_at = keep.now()
    clock.turn(timedelta(hours=_HEARD + 1))
    brought, heard = folder / f"{number}-brought", folder / f"{number}-heard"
    for at, (place, sound) in enumerate(zip([brought] * _FILES + [heard] * _HEARD, sounds, strict=True)):
        place.mkdir(exist_ok=True)
        name = place / f"{at}{'.flac' if sound.startswith(b'fLaC') else '.wav'}"
        name.write_bytes(sound)
        instant = bound_at + (at - _FILES) * timedelta(hours=1) + timedelta(minutes=1)
        said = {"transcript": f"the {at}th thing that {device} heard", "at": instant.isoformat(), "language": "en"}
        name.with_name(f"{name.name}.json").write_text(json.dumps(said), encoding="utf-8")
    hand_in(keep, member, brought, lambda _: None)
    take_in(keep, from_device(keep, credential), heard)
    return member


def tone(chance: random.Random) -> bytes:
    """Return a short WAV of its own."""
    out = io.BytesIO()
    pitch = chance.uniform(200, 2_000)
    step = 2 * math.pi * pitch / 16_000
    samples = array("h", [int(8_000 * math.sin(step * at)) for at in range(1_600)])
    if sys.byteorder == "big":
        samples.byteswap()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(samples.tobytes())
    return out.getvalue()


def _truth(keep: Keep, members: tuple[Member, ...]) -> Truth:
    owner: dict[ItemId, SubjectId] = {}
    lines: dict[ItemId, bytes] = {}
    sounds: dict[bytes, SubjectId] = {}
    words: dict[SubjectId, frozenset[str]] = {}
    with keep.database.read() as transaction:
        scope = ReleaseScope(as_of=transaction.log.size())
        for member in members:
            items = PersonalItems(keep, transaction, keep.ring.opener_for(member.subject), scope)
            said = {member.person.email, str(member.subject)}
            for kind in ItemKind:
                for opened in items.items(kind):
                    fields = json.loads(opened.record)
                    item = ItemId(fields["item"])
                    owner[item], lines[item] = member.subject, hashlib.sha256(opened.record).digest()
                    said |= {str(item), *([fields["transcript"]] if fields.get("transcript") else [])}
                    if opened.audio is not None:
                        sounds[hashlib.sha256(opened.audio).digest()] = member.subject
            words[member.subject] = frozenset(said)
    return Truth(owner=owner, lines=lines, sounds=sounds, words=words)
