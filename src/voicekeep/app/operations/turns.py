"""One turn under way: everything that carrying it out may touch, and what came of it so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from voicekeep.app.operations import spoken
from voicekeep.app.operations.attributing import Whose
from voicekeep.app.operations.conversation import Conversation, Place
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.ringing import Bell
from voicekeep.assistant import Effect, Question
from voicekeep.device import Utterance
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import ItemId
from voicekeep.records.texts import Text


class HomeSilentError(VoicekeepError):
    """The home control did not answer, or not in its form or time; what it did with the words is not known here."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__("the home control gave no answer that can be used; nothing of ours was done")


class NotForHomeError(VoicekeepError):
    """The home control has the words and says that they mean nothing to it; nothing was done."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__("the home control did not understand it; nothing was done")


class HomeControl(Protocol):
    """What is asked when no skill of ours fits."""

    @property
    def recipient(self) -> str:
        """Return its name, as a turn's record tells who received something of it (R32)."""

    def ask(self, words: str, language: str) -> str:
        """Return what it answers. Raises HomeSilentError, NotForHomeError."""


@dataclass(slots=True)
class Done:
    """What came of a turn's effects."""

    sentences: list[str] = field(default_factory=list, repr=False)
    instead: str | None = field(default=None, repr=False)  # said in the place of the skill's answer
    unkept: bool = False  # nothing of this turn is kept
    private: bool = False  # it was about privacy: not kept either, and never what “what I just said” means
    kept: ItemId | None = None  # the turn, where it is
    asked: list[ItemId] = field(default_factory=list)  # list entries, timers, reminders: what was asked for in it
    ours: bool = True  # one of our wishes, and not handed on
    counted: bool = False  # as a false waking
    once: bool = False  # what is answered is said this once; asked to, nobody says it again
    mute: bool = False
    recipients: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn under way: everything that an effect may touch."""

    keep: Keep
    bell: Bell
    home: HomeControl | None
    place: Place
    talk: Conversation
    whose: Whose
    utterance: Utterance
    words: str = field(repr=False)
    woke: bool  # the speaker woke by its word, and was not waiting for an answer
    done: Done

    def say(self, text: Text, **values: object) -> None:
        """Say what came of it."""
        self.done.sentences.append(spoken.said(text, self.whose.language, **values))

    def ask(self, text: Text, effect: Effect, declined: Text) -> None:
        """Ask back, after what is said; only a yes lets the effect happen."""
        self.say(text)
        no = spoken.said(declined, self.whose.language)
        self.talk.asked = Question(effects=(effect,), declined=no, private=self.done.private)

    def refuse(self, text: Text) -> None:
        """Say why not, instead of the skill's answer."""
        self.done.instead = spoken.said(text, self.whose.language)
