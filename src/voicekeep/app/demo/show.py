"""The demo from beginning to end: speak, hear, join, hand in, ask at once, release, fetch, check; errors; a drill."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from fastapi import FastAPI

from voicekeep.app.demo.script import PEOPLE, SpokenPerson
from voicekeep.app.demo.speaking import Studio, speak_turns
from voicekeep.app.drill import DrillReport, End, run_drill
from voicekeep.app.drill.browser import Browser
from voicekeep.app.drill.contents import contents_of
from voicekeep.app.drill.human_errors import HUMAN_ERRORS
from voicekeep.app.drill.members import Member, Person, hand_in, join
from voicekeep.app.drill.mixup import Tried, try_mixup
from voicekeep.app.drill.scene import Cast, Scene
from voicekeep.app.drill.scratch import scratch_settings
from voicekeep.app.operations.evidence import published_keys
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.notices import send_notices
from voicekeep.app.operations.verify import verify_zip
from voicekeep.app.settings import Settings
from voicekeep.app.web import make_application
from voicekeep.app.wiring import create_keep, open_keep
from voicekeep.app.worker import working
from voicekeep.assistant import EspeakEngine, SphinxEngine
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import SubjectId

_FIRST_TURN = datetime(2026, 9, 7, 6, 0, tzinfo=UTC)
_BROWSERS_LOOK_EVERY = 0.1  # seconds
_TRIALS = 40  # of the short drill
_SEED = 2018


class Teller(Protocol):
    """Shows how far the demo is."""

    def stage(self, title: str, total: int) -> AbstractContextManager[Callable[[int], None]]:
        """Begin a stage of `total` steps; what the context yields takes how many were done."""


class DemoError(VoicekeepError):
    """The demo could not be shown; nothing outside of its folder was touched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One person's copy, as they fetched it."""

    person: Person
    subject: SubjectId
    zipped: Path
    recordings: int
    turns: int
    not_kept: int  # files that were handed in and refused: damaged, no sound, twice the same
    foreign: int  # items of somebody else in it
    verdict: str  # of the check offline


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the demo did and found."""

    copies: tuple[Copy, ...]
    errors: tuple[Tried, ...]
    drill: DrillReport
    mails: tuple[Path, ...]  # that each was told by
    understood: int | None  # of what was spoken: has a transcript; None: nothing was spoken here
    fingerprint: str
    seconds: float

    @property
    def leaked_items(self) -> int:
        """Return how many items reached somebody who is not their owner, by every way that was tried."""
        replayed = sum(_leaked(tried) for tried in self.errors)
        return sum(copy.foreign for copy in self.copies) + replayed + self.drill.leaked_items

    @property
    def held(self) -> bool:
        """Return whether everything that was promised was kept."""
        return self.leaked_items == 0 and self.drill.held and all(tried.refused for tried in self.errors)

    def as_json(self) -> str:
        """Return the report for machines."""
        people = [
            {
                "subject": copy.subject,
                "archive": str(copy.zipped),
                "recordings": copy.recordings,
                "turns": copy.turns,
                "files_not_kept": copy.not_kept,
            }
            for copy in self.copies
        ]
        tried = [
            {"name": tried.name, "promise": tried.promise, "refused": tried.refused, "error": tried.error}
            for tried in self.errors
        ]
        report = {
            "people": people,
            "errors_tried": tried,
            "mails": [str(path) for path in self.mails],
            "understood": self.understood,
            "drill": {
                "trials": self.drill.trials,
                "kinds": len(self.drill.by_kind),
                "leaked_items": self.drill.leaked_items,
                "undetected": self.drill.ends[End.UNDETECTED],
                "seed": self.drill.seed,
            },
            "leaked_items": self.leaked_items,
            "fingerprint": self.fingerprint,
            "seconds": round(self.seconds, 1),
        }
        return json.dumps(report, indent=2) + "\n"


def _leaked(tried: Tried) -> int:
    """Return how many items got out; an error that nothing refused counts as one at least."""
    return 0 if tried.error else max(tried.leaked_items, 1)


def run_demo(folder: Path, voices: Path | None, teller: Teller, *, sentences: int | None = None) -> Report:
    """Show the main job in `folder`, which must be empty or not there.

    Args:
        folder: Where everything lies afterwards.
        voices: The reader's own recordings, a subfolder per person; None: invented people are spoken.
        teller: Shows progress.
        sentences: How many each of them says; None: all that there are.

    Raises:
        DemoError: the folder holds something, or there are not two people in `voices`.
    """
    began = time.monotonic()
    if folder.exists() and any(folder.iterdir()):
        raise DemoError("the folder for the demo is not empty; nothing was touched")
    spoken, understood = _spoken(folder / "spoken", sentences, teller) if voices is None else (_own(voices), None)
    data = folder / "keep-of-the-demo" / "keep"
    create_keep(data, _settings(data.parent, folder / "mails"))
    with open_keep(data) as keep:
        not_kept = _joined(keep, spoken, teller)
        members = list(not_kept)
        zips = _released(keep, data, members, teller)
        copies = tuple(_copy(keep, member, zips[member], folder, not_kept[member]) for member in members)
        fingerprint = published_keys(keep)["statement"]
        send_notices(keep)
    mails = tuple(sorted((folder / "mails").glob("*.eml")))
    errors = _errors(data.parent, folder / "scene", members, teller)
    with teller.stage("a short drill", _TRIALS) as told:
        drill = run_drill(_TRIALS, _SEED, voices, told)
    seconds = time.monotonic() - began
    return Report(
        copies=copies,
        errors=errors,
        drill=drill,
        mails=mails,
        understood=understood,
        fingerprint=fingerprint,
        seconds=seconds,
    )


def _settings(keep: Path, mails: Path) -> Settings:
    """Return the settings of a scratch keep whose mails lie in a folder."""
    sender = "voicekeep@demo.example"
    return replace(scratch_settings(keep), notices="folder", notices_folder=str(mails), notices_from=sender)


def _spoken(folder: Path, sentences: int | None, teller: Teller) -> tuple[dict[Path, Person], int]:
    """Let all people speak at once, each heard by an engine of their own; return each folder with its person.

    Returns:
        The folders, and how many of all turns were understood.
    """
    people = [replace(person, turns=_spread(person.turns, sentences)) for person in PEOPLE]
    folders: dict[Path, Person] = {folder / str(number): person for number, person in enumerate(people)}
    stage = teller.stage("speaking and hearing", sum(len(person.turns) for person in people))
    with EspeakEngine() as mouth, stage as told, ThreadPoolExecutor(len(people)) as pool:

        def speak(person: SpokenPerson, place: Path) -> int:
            with SphinxEngine() as ear:
                return speak_turns(person, Studio(mouth=mouth, ear=ear), place, _FIRST_TURN, lambda: told(1))

        return folders, sum(pool.map(speak, people, folders))


def _spread(turns: tuple[str, ...], wanted: int | None) -> tuple[str, ...]:
    """Return as many turns as are wanted, from the first to the last."""
    count = len(turns) if wanted is None else min(wanted, len(turns))
    return tuple(turns[at * len(turns) // count] for at in range(count))


def _own(voices: Path) -> dict[Path, Person]:
    """Return the reader's own folders, each with one of the demo's invented people as its owner."""
    folders = sorted(path for path in voices.iterdir() if path.is_dir()) if voices.is_dir() else []
    if len(folders) < len(PEOPLE):
        raise DemoError("the folder of voices needs a subfolder for each of two people; nothing was shown")
    return dict(zip(folders, PEOPLE, strict=False))


def _joined(keep: Keep, spoken: dict[Path, Person], teller: Teller) -> dict[Member, int]:
    """Open the accounts and hand the recordings in; return how many files of each could not be kept."""
    members = [join(keep, person) for person in spoken.values()]
    total = sum(1 for folder in spoken for path in folder.rglob("*") if path.suffix != ".json")
    with teller.stage("taking in", total) as told:
        return {
            member: len(hand_in(keep, member, folder, told).refused)
            for member, folder in zip(members, spoken, strict=True)
        }


def _released(keep: Keep, data: Path, members: list[Member], teller: Teller) -> dict[Member, bytes]:
    """Both ask at once, as in 2018; both are answered at once; each fetches what their own page shows."""
    application = make_application(keep)
    with working(keep, data) as worker, ExitStack() as browsers, teller.stage("asking, releasing, fetching", 4) as told:
        pool = browsers.enter_context(ThreadPoolExecutor(len(members)))
        signed_in = [browsers.enter_context(_signed_in(application, member)) for member in members]
        list(pool.map(lambda browser: browser.ask_for_copy(), signed_in))
        told(2)
        worker.take_on_waiting()
        zips = list(pool.map(_fetched, signed_in))
        told(2)
    return dict(zip(members, zips, strict=True))


def _signed_in(application: FastAPI, member: Member) -> Browser:
    browser = Browser(application)
    browser.sign_in(member.person.email, member.password)
    return browser


def _fetched(browser: Browser) -> bytes:
    """Look at the person's own page until the copy is there, and fetch it through its link."""
    while not (links := browser.copy_links()):
        if browser.is_held():
            raise DemoError("a copy did not pass its check and was held; nothing was handed over")
        time.sleep(_BROWSERS_LOOK_EVERY)
    return browser.download(links[0])


def _copy(keep: Keep, member: Member, zipped: bytes, folder: Path, not_kept: int) -> Copy:
    path = folder / f"copy-of-{member.person.name.split()[0].lower()}.zip"
    path.write_bytes(zipped)
    contents = contents_of(zipped, member.subject, {})
    fingerprint = published_keys(keep)["statement"]
    return Copy(
        person=member.person,
        subject=member.subject,
        zipped=path,
        recordings=contents.recordings,
        turns=contents.turns,
        not_kept=not_kept,
        foreign=contents.foreign,
        verdict=verify_zip(path, fingerprint).sentence,
    )


def _errors(original: Path, scratch: Path, members: list[Member], teller: Teller) -> tuple[Tried, ...]:
    cast = Cast(ada=members[0], bruno=members[1])
    tried = []
    with teller.stage("replaying human errors", len(HUMAN_ERRORS)) as told:
        for error in HUMAN_ERRORS:
            with Scene(original, scratch, cast) as scene:
                tried.append(try_mixup(error, scene))
            shutil.rmtree(scratch)
            told(1)
    return tuple(tried)
