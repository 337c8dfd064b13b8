"""What `serve` opens for speakers: the hub over its engines, and what notices the end of an utterance.

Flow        a keep and its settings -> HouseHub
Guarantees  1. Nothing is heard, sent or started before a speaker hands something in; engines end with the context.
I/O         child processes of the built-in engines; engines by address and the home control, where they are set
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from voicekeep.app.engines import engines_of
from voicekeep.app.home_assistant import home_assistant_of
from voicekeep.app.hub import HouseHub
from voicekeep.app.operations.keep import Keep
from voicekeep.assistant import Listener, Patience, WebRtcVoiceActivity, open_assistant
from voicekeep.records.limits import Limits


@contextmanager
def open_hub(keep: Keep, folder: Path) -> Iterator[HouseHub]:
    """Open the hub of the keep in `folder`, with the engines of its settings and else the built-in ones.

    Raises:
        BadSettingError: what is set for the home control or an engine cannot be used; nothing was started.
    """
    home = home_assistant_of(keep.settings, folder)
    chosen = engines_of(keep.settings)
    with open_assistant(chosen.ears, chosen.mouths) as pipeline:
        yield HouseHub(keep, pipeline, home)


class SpeechEnd:
    """Notices where speech ends, at the hub's side."""

    def __init__(self, limits: Limits) -> None:
        patience = Patience(at_most=limits.utterance_max_seconds * 1000)
        self._listener = Listener(WebRtcVoiceActivity(), patience)

    def feed(self, pcm: bytes) -> bool:
        """Take the next sound; return whether the speech is over."""
        return self._listener.feed(pcm) is not None
