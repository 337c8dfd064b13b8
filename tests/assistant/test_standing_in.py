"""P10: where the engine that was chosen does not speak, another does; one that hangs holds up one answer, not each."""

from __future__ import annotations

import pytest

from tests.app.speaking import Stopwatch, ToneVoice
from voicekeep.assistant import SpeechEngineFailedError, SpeechWithStandIn, UnspeakableTextError, Voice

CHOSEN, STAND_IN = Voice(name="de"), Voice(name="de+f2")


class Fails:
    """An engine of the tests that is dead, or that has hung for as long as anybody waits."""

    def __init__(self, watch: Stopwatch, hangs: float = 0.0) -> None:
        self._watch = watch
        self._hangs = hangs
        self.asked = 0
        self.error: Exception | None = SpeechEngineFailedError()

    def speak(self, text: str, voice: Voice) -> bytes:
        self.asked += 1
        if self.error is None:
            return f"{voice.name}: {text}".encode()
        self._watch.now += self._hangs
        raise self.error


@pytest.mark.parametrize("hangs", [0.0, 20.0], ids=["dead", "hanging"])
def test_a_mouth_that_fails_is_stood_in_for_and_left_alone_for_a_minute(hangs: float) -> None:
    watch, built_in = Stopwatch(), ToneVoice()
    chosen = Fails(watch, hangs)
    mouth = SpeechWithStandIn(chosen, built_in, STAND_IN, watch)
    spoken = [mouth.speak(f"text {number}", CHOSEN) for number in range(3)]
    assert spoken == [ToneVoice().speak(f"text {number}", STAND_IN) for number in range(3)]
    assert (chosen.asked, watch.now) == (1, 1000.0 + hangs), "only the first waited for it"
    chosen.error = None
    watch.now += 59
    mouth.speak("still", CHOSEN)
    watch.now += 1
    assert mouth.speak("back", CHOSEN) == b"de: back"
    assert built_in.said == ["text 0", "text 1", "text 2", "still"]


def test_what_neither_can_say_is_an_error_by_name() -> None:
    watch = Stopwatch()
    mouth = SpeechWithStandIn(Fails(watch), Fails(watch), STAND_IN, watch)
    for _ in range(2):
        with pytest.raises(SpeechEngineFailedError):
            mouth.speak("hello", CHOSEN)


def test_a_text_that_nobody_could_say_does_not_count_against_the_engine() -> None:
    watch, built_in = Stopwatch(), ToneVoice()
    chosen = Fails(watch)
    chosen.error = UnspeakableTextError()
    mouth = SpeechWithStandIn(chosen, built_in, STAND_IN, watch)
    with pytest.raises(UnspeakableTextError):
        mouth.speak("", CHOSEN)
    chosen.error = None
    assert mouth.speak("hello", CHOSEN) == b"de: hello"
