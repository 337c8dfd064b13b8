"""The hub: what every connection of a speaker talks to, and through which a timer rings.

Flow        an utterance of one speaker -> its place, alone -> one turn -> Reply; what rings -> whoever is attached
Guarantees  1. A speaker's utterances are taken one after the other; those of different speakers beside each other, and
               none sees the conversation of another.
            2. Whatever goes wrong is said in a sentence, and its name is logged; no word of what was said ever is.
I/O         that of the keep and of the engines
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from voicekeep.app.operations import spoken
from voicekeep.app.operations.attributing import UnboundSpeakerError, WhoseUnclearError
from voicekeep.app.operations.conversation import Places, named, nobody_named
from voicekeep.app.operations.conversing import Assistant, converse, spoken_by
from voicekeep.app.operations.counting import counting_at
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.languages import language_of
from voicekeep.app.operations.ringing import Bell
from voicekeep.app.operations.turns import HomeControl
from voicekeep.assistant import AssistantError, NoEngineError, Pipeline, SpeechError
from voicekeep.device import Announcing, Chosen, Counting, Reply, SpeakerGoneError, Utterance, WrongSignatureError
from voicekeep.records.errors import StoreError, VoicekeepError
from voicekeep.records.ids import DeviceId
from voicekeep.records.items import Evidence
from voicekeep.records.texts import Text

log = logging.getLogger("voicekeep.hub")

_SAID: tuple[tuple[type[VoicekeepError], Text], ...] = (
    (WhoseUnclearError, spoken.WHOSE_UNCLEAR),
    (UnboundSpeakerError, spoken.NOT_SET_UP),
    (WrongSignatureError, spoken.NOT_BELIEVED),
    (NoEngineError, spoken.NO_ENGINE),
    (AssistantError, spoken.ENGINE_DOWN),
    (StoreError, spoken.NO_ROOM),
)
"""What is said when a turn cannot be: the first that fits."""


def elapsed() -> float:
    """Return seconds by a clock that nobody sets; where the system has one, it goes on while the computer sleeps."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class HouseHub:
    """The one hub of a process. Safe for threads."""

    def __init__(
        self,
        keep: Keep,
        pipeline: Pipeline,
        home: HomeControl | None = None,
        monotonic: Callable[[], float] = elapsed,
    ) -> None:
        self._keep = keep
        self._pipeline = pipeline
        self._lock = threading.Lock()
        self._attached: dict[DeviceId, list[Announcing]] = {}
        self.bell = Bell(keep, self, pipeline.speak, monotonic)
        self._places = Places(keep.limits.conversation_lasts, keep.limits.attribution_lasts, monotonic)
        self._assistant = Assistant(keep=keep, pipeline=pipeline, bell=self.bell, places=self._places, home=home)

    def heard(self, utterance: Utterance) -> Reply:
        """Understand, do, answer; blocks: callers run it in a thread."""
        with self._places.at(utterance.device) as place:
            try:
                return converse(self._assistant, place, utterance)
            except VoicekeepError as failed:
                said = next((text for of, text in _SAID if isinstance(failed, of)), spoken.WENT_WRONG)
                return self._sorry(utterance, said, failed)
            except Exception as failed:  # noqa: BLE001  whatever it was: a traceback could hold words, a speaker waits
                return self._sorry(utterance, spoken.WENT_WRONG, failed)

    def touched(self, device: DeviceId) -> None:
        """Stop the alarm that rings on a speaker: somebody has laid a hand on it."""
        self.bell.quiet(device)

    def choose(self, device: DeviceId, chosen: Chosen | None) -> None:
        """Take it that this is who speaks at a shared speaker from now on; nothing: nobody chose, or no longer."""
        with self._places.at(device) as place:
            if chosen is not None and chosen.member is not None:
                named(place, chosen.member, Evidence.CONFIRMED if chosen.confirmed else Evidence.CHOSEN)
            else:
                nobody_named(place, guest_under=None if chosen is None else self._bound_by(device))

    def counting_at(self, device: DeviceId) -> Counting | None:
        """Return who counts at a shared speaker now; nothing: nobody. It waits for no utterance that is under way."""
        return counting_at(self._keep, self._places, device)

    def say_at(self, device: DeviceId, text: str, language: str) -> None:
        """Say something at a speaker.

        Raises:
            SpeakerGoneError: it is not connected, or nothing here can speak; nothing was said.
        """
        try:
            wav = self._pipeline.speak(text, language)
        except (NoEngineError, SpeechError) as dumb:
            raise SpeakerGoneError(device) from dumb
        self.announce(device, Reply(text=text, language=language, wav=wav))

    def attach(self, device: DeviceId, speaker: Announcing) -> Callable[[], None]:
        """Let the hub announce at this speaker; return what ends that."""
        with self._lock:
            self._attached.setdefault(device, []).append(speaker)

        def detach() -> None:
            with self._lock:
                there = [each for each in self._attached.get(device, ()) if each is not speaker]
                if there:
                    self._attached[device] = there
                else:
                    self._attached.pop(device, None)

        return detach

    def reaches(self, device: DeviceId) -> bool:
        """Return whether a speaker is connected and would hear of something now, as far as that is known."""
        with self._lock:
            there = tuple(self._attached.get(device, ()))
        return any(each.reachable for each in there)

    def announce(self, device: DeviceId, reply: Reply) -> None:
        """Say something at a speaker of its own accord: at the connection that came last and is there.

        Raises:
            SpeakerGoneError: it is not connected.
        """
        with self._lock:
            there = tuple(reversed(self._attached.get(device, ())))
        for speaker in there:
            try:
                speaker.announce(reply)
            except SpeakerGoneError:
                continue
            return
        raise SpeakerGoneError(device)

    def _sorry(self, utterance: Utterance, text: Text, failed: Exception) -> Reply:
        device_id, error_name = utterance.device, type(failed).__name__
        log.warning("an utterance of %s was not answered: %s", device_id, error_name)
        language = self._language(utterance)
        sentence = spoken.said(text, language)
        return Reply(text=sentence, language=language, wav=spoken_by(self._pipeline, sentence, language))

    def _bound_by(self, device: DeviceId) -> int | None:
        with self._keep.database.read() as transaction:
            binding = transaction.devices.binding_of(device)
        return None if binding is None else binding.number

    def _language(self, utterance: Utterance) -> str:
        try:
            with self._keep.database.read() as transaction:
                binding = transaction.devices.binding_of(utterance.device)
            return language_of(self._keep, None if binding is None else binding.subject)
        except VoicekeepError:  # the store is what failed
            return self._keep.settings.language
