"""Speakers of a household in memory: bound, with keys or without, and what is said to them."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.app.simulator import Household, Someone, tone
from tests.assistant.talking import intents
from voicekeep.app.hub import HouseHub
from voicekeep.app.operations.accounts import choose, invite, open_account
from voicekeep.app.operations.attributing import Claim, Whose, whose_is
from voicekeep.app.operations.devices import Holder, bind_new, new_device
from voicekeep.app.operations.reading import PersonalItems
from voicekeep.app.operations.turns import HomeControl, HomeSilentError, NotForHomeError
from voicekeep.assistant import (
    Answer,
    Intent,
    Mouth,
    Need,
    NoEngineError,
    Pipeline,
    Situation,
    Transcript,
    Voice,
)
from voicekeep.assistant.skills import SKILLS
from voicekeep.device import Device, DeviceKind, Reply, SpeakerGoneError, Utterance, WakeHeard
from voicekeep.formats.lines import decode_record
from voicekeep.people import Applicant
from voicekeep.records.ids import DeviceId, HouseholdId
from voicekeep.records.items import ItemKind, ItemRecord, Keeping, TurnRecord
from voicekeep.records.scope import ReleaseScope

WAV_HEADER_BYTES = 44
WAKE = WakeHeard(word="okay_nabu", confidence=0.973)


def speaker_of(home: Household, holder: Holder, name: str = "Kitchen", key: Ed25519PrivateKey | None = None) -> Device:
    """Bind a new speaker."""
    public = None if key is None else key.public_key().public_bytes_raw()
    device = new_device(home.keep, DeviceKind.LINUX, credential=secrets.token_urlsafe(32), public_key=public)
    bind_new(home.keep, device, holder, name)
    return device


def sound(words: str) -> bytes:
    """Return samples that stand for words: different ones for different words."""
    return tone(words, 0.3)[WAV_HEADER_BYTES:]


def utterance(home: Household, device: DeviceId, words: str = "hello", wake: WakeHeard | None = WAKE) -> Utterance:
    """Return what a speaker without a key heard just now."""
    return Utterance(device=device, pcm=sound(words), began_at=home.clock(), wake=wake)


def whose(home: Household, device: DeviceId, claim: Claim | None = None) -> tuple[Whose, Utterance]:
    """Return whose something is that is said now."""
    said = utterance(home, device)
    return whose_is(home.keep, said, claim), said


@dataclass
class Rooms:
    """Speakers that remember what was announced; one that is away announces nothing."""

    away: set[DeviceId] = field(default_factory=set)
    announced: list[tuple[DeviceId, Reply]] = field(default_factory=list)
    hangs: dict[DeviceId, threading.Event] = field(default_factory=dict)  # a speaker that is slow, until this is set
    meanwhile: Callable[[], object] = lambda: None

    def reaches(self, device: DeviceId) -> bool:
        return device not in self.away

    def announce(self, device: DeviceId, reply: Reply) -> None:
        if device in self.hangs:
            assert self.hangs[device].wait(60)
        self.meanwhile()
        if device in self.away:
            raise SpeakerGoneError(device)
        self.announced.append((device, reply))

    def texts(self) -> list[str]:
        return [reply.text for _, reply in self.announced]


@dataclass
class Stopwatch:
    """A clock that only goes forward, and not by itself."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def passes(home: Household, watch: Stopwatch, seconds: float) -> datetime:
    """Let real time pass: both clocks go on."""
    home.clock.pass_by(seconds=seconds)
    watch.now += seconds
    return home.clock.now


def join_house(home: Household, name: str, house: Holder, keeping: Keeping | None = Keeping.AUDIO) -> Someone:
    """Open an account in a household that there is."""
    assert isinstance(house, HouseholdId)
    email, password = f"{name}@keep.test", f"the long password of {name}"
    applicant = Applicant(name=name, email=email, password=password, language="en", household_name="")
    subject = open_account(home.keep, invite(home.keep, house, timedelta(days=1)), applicant)
    someone = Someone(name=name, subject=subject, password=password, email=email)
    home.people[name] = someone
    if keeping is not None:
        choose(home.keep, home.session(someone), keeping, 3)
    return someone


def household_of(home: Household, someone: Someone) -> Holder:
    with home.keep.database.read() as transaction:
        member = transaction.people.member_of(someone.subject)
    assert member is not None
    return member.household


OK = Answer(text="All right.")
RECIPIENT = "a speech service elsewhere"


class Engine:
    """A speech engine of the tests: it knows each sound that was made from words here, and rejects every other."""

    languages = frozenset({"en", "de", "fr"})
    name = "lookup"

    def __init__(self, recipient: str | None = None) -> None:
        self.recipient = recipient
        self.words: dict[bytes, str] = {}
        self.fails: Exception | None = None
        self.asked: list[bool] = []  # of each sound, whether a question was open

    def transcribe(self, pcm: bytes, language: str, *, asked: bool = False) -> Transcript:
        self.asked.append(asked)
        if self.fails is not None:
            raise self.fails
        if language not in self.languages:
            raise NoEngineError(language)
        return Transcript(text=self.words.get(hashlib.sha256(pcm).digest(), ""), engine=self.name)


@dataclass
class ToneVoice:
    """A voice of the tests: says every text as a tone of its own, and remembers it."""

    said: list[str] = field(default_factory=list)

    def speak(self, text: str, voice: Voice) -> bytes:
        self.said.append(text)
        return tone(f"{voice.name} {text}", 0.05)


class Control:
    """A home control of the tests."""

    recipient = "Home Assistant"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.silent = False
        self.puzzled = False

    def ask(self, words: str, language: str) -> str:
        self.asked.append((words, language))
        if self.silent:
            raise HomeSilentError
        if self.puzzled:
            raise NotForHomeError
        return "The light is on."


@dataclass
class Sentences:
    """Sentences, each with its intent; and the one skill, which answers each as it was told."""

    answers: dict[str, Answer | Callable[[Situation], Answer]] = field(default_factory=dict)
    seen: list[Situation] = field(default_factory=list)
    name: str = "tests"
    needs: frozenset[Need] = frozenset(Need)

    def recognise(self, text: str, _language: str) -> Intent | None:
        return Intent(skill=self.name, wish="say", slots={"words": text}) if text in self.answers else None

    def answer(self, intent: Intent, situation: Situation) -> Answer:
        self.seen.append(situation)
        told = self.answers[str(intent.slots["words"])]
        return told(situation) if callable(told) else told


@dataclass
class Talk:
    """A hub with speakers, to which tests speak in one line."""

    home: Household
    hub: HouseHub
    engine: Engine
    sentences: Sentences
    watch: Stopwatch
    voice: ToneVoice = field(default_factory=ToneVoice)

    def pcm(self, words: str) -> bytes:
        """Return the sound of words; the engine will know it."""
        made = sound(words)
        self.engine.words[hashlib.sha256(made).digest()] = words
        return made

    def heard(self, device: Device, words: str, wake: WakeHeard | None = WAKE) -> Utterance:
        return Utterance(device=device.device, pcm=self.pcm(words), began_at=self.home.clock(), wake=wake)

    def say(self, device: Device, words: str, answer: Answer | Callable[[Situation], Answer] | None = None) -> Reply:
        """Say something at a speaker; `answer`: what the skill answers, if it is one."""
        if answer is not None:
            self.sentences.answers[words] = answer
        return self.hub.heard(self.heard(device, words))

    def turns(self, someone: Someone) -> list[TurnRecord]:
        """Open what is kept of a person's turns."""
        return [record for record in opened(self.home, someone, ItemKind.TURN) if isinstance(record, TurnRecord)]


def opened(home: Household, someone: Someone, kind: ItemKind) -> list[ItemRecord]:
    """Open a person's items of a kind."""
    opener = home.keep.ring.opener_for(someone.subject)
    with home.keep.database.read() as transaction:
        scope = ReleaseScope(as_of=transaction.log.size())
        items = PersonalItems(home.keep, transaction, opener, scope)
        return [decode_record(item.record) for item in items.items(kind)]


def talk_in(
    home: Household, *, recipient: str | None = None, control: HomeControl | None = None, ours: bool = False
) -> Talk:
    """Open a hub over a household in memory; `ours`: with our own sentences and skills."""
    engine, sentences, watch, voice = Engine(recipient), Sentences(), Stopwatch(), ToneVoice()
    voices = {language: f"{language}-test" for language in ("en", "de", "fr")}
    pipeline = Pipeline(
        ears=[engine],
        mouths={
            language: Mouth(engine=voice, voice=Voice(name=language), name=name) for language, name in voices.items()
        },
        intents=intents() if ours else sentences,
        skills=SKILLS if ours else [sentences],
    )
    hub = HouseHub(home.keep, pipeline, control, watch)
    return Talk(home=home, hub=hub, engine=engine, sentences=sentences, watch=watch, voice=voice)
