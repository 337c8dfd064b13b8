"""A hub of the tests: it keeps every utterance that reaches it, and answers each with words and a sound."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace

from tests.app.simulator import tone
from voicekeep.device import Announcing, Chosen, Counting, Reply, SpeakerGoneError, Utterance
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import DeviceId


def reply(text: str, *, seconds: float = 0.2, mute: bool = False, listen_again: bool = False) -> Reply:
    """Return a reply whose sound is a tone."""
    return Reply(
        text=text,
        language="en",
        wav=tone(text, seconds),
        mute=mute,
        listen_again=listen_again,
        ended=not listen_again,
    )


def announcing(announce: Callable[[], None]) -> Future[None]:
    """Let something be announced; return what is over once the speaker said whether it was heard."""
    told = Future[None]()

    def wait() -> None:
        try:
            announce()
        except SpeakerGoneError as gone:
            told.set_exception(gone)
        else:
            told.set_result(None)

    threading.Thread(target=wait, daemon=True).start()
    return told


@dataclass
class HubOfTests:
    """A Hub over nothing but memory."""

    answers: list[Reply | VoicekeepError] = field(default_factory=list)  # the next ones; then "I heard you"
    heard_of: list[Utterance] = field(default_factory=list)
    chosen: list[tuple[DeviceId, Chosen | None]] = field(default_factory=list)
    counting: dict[DeviceId, Counting] = field(default_factory=dict)  # who counts where
    touched_at: list[DeviceId] = field(default_factory=list)
    there: dict[DeviceId, Announcing] = field(default_factory=dict)
    holds: threading.Event | None = None  # an answer waits for it
    noticed: threading.Condition = field(default_factory=threading.Condition)

    def heard(self, utterance: Utterance) -> Reply:
        with self.noticed:
            self.heard_of.append(utterance)
            self.noticed.notify_all()
        if self.holds is not None:
            assert self.holds.wait(60)
        answer = self.answers.pop(0) if self.answers else reply("I heard you")
        if isinstance(answer, VoicekeepError):
            raise answer
        return answer

    def touched(self, device: DeviceId) -> None:
        with self.noticed:
            self.touched_at.append(device)
            self.noticed.notify_all()

    def choose(self, device: DeviceId, chosen: Chosen | None) -> None:
        with self.noticed:
            self.chosen.append((device, chosen))
            self.counting.pop(device, None)
            if chosen is not None:
                self.counting[device] = Counting(who=chosen, seconds=None)
            self.noticed.notify_all()

    def counting_at(self, device: DeviceId) -> Counting | None:
        with self.noticed:
            return self.counting.get(device)

    def say_at(self, device: DeviceId, text: str, language: str) -> None:
        with self.noticed:
            there = self.there.get(device)
        if there is None:
            raise SpeakerGoneError(device)
        there.announce(replace(reply(text), language=language))

    def attach(self, device: DeviceId, speaker: Announcing) -> Callable[[], None]:
        with self.noticed:
            self.there[device] = speaker
            self.noticed.notify_all()

        def detach() -> None:
            with self.noticed:
                if self.there.get(device) is speaker:
                    del self.there[device]
                self.noticed.notify_all()

        return detach

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait until something that this hub notices is so."""
        with self.noticed:
            assert self.noticed.wait_for(condition, 60)
