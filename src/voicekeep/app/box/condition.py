"""How a box stands: muted or not, set up or not, what of it cannot be used; and what it tells of that."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from enum import StrEnum

from voicekeep.app.box.sound import SoundFailedError
from voicekeep.assistant import AssistantError


class Told(StrEnum):
    """What a box says of itself, to whoever stands before it."""

    CONNECTED = "connected"
    GONE = "the hub is not there; trying again"
    NOT_SET_UP = "not set up: pair it with a new code"
    WAITING = "waiting for its word"
    LISTENING = "LISTENING"
    THINKING = "thinking; it has stopped listening"
    SPEAKING = "answering"
    MUTED = "MUTED: the microphone is off"
    NO_SOUND = "the microphone or the loudspeaker cannot be used"
    NO_WORD = "the service that hears its word is not there; trying again"


class Condition:
    """What decides whether a box may listen, and what it tells whoever stands before it."""

    def __init__(self, told: Callable[[Told, str], None]) -> None:
        self.told = told
        self.muted = False
        self.bound = True
        self.changed = asyncio.Event()  # one of these
        self._broken = set[str]()  # what cannot be used, and was told

    @property
    def may_listen(self) -> bool:
        """Return whether the microphone may be on."""
        return self.bound and not self.muted

    def mute(self, *, muted: bool) -> None:
        """Take it that nothing is to be heard, or that something is again."""
        self.muted = muted
        self.changed.set()

    def bind(self, *, bound: bool) -> bool:
        """Take it that the box is somebody's, or nobody's; return whether it was otherwise."""
        changed, self.bound = bound != self.bound, bound
        if changed:
            self.changed.set()
        return changed

    def waits(self) -> None:
        """Tell that it waits for its word, unless there is nothing with which it could hear it."""
        if "microphone" not in self._broken:
            self.told(Told.WAITING, "")

    def hears(self) -> None:
        """Take it that the microphone works; tell so, if it did not before."""
        if "microphone" in self._broken:
            self._broken.remove("microphone")
            self.told(Told.WAITING, "")

    def played(self, failed: SoundFailedError | None) -> None:
        """Take in how a sound went."""
        if failed is None:
            self._broken.discard("loudspeaker")
        else:
            self.cannot(failed)

    def cannot(self, failed: SoundFailedError | AssistantError) -> None:
        """Tell what cannot be used: a program for sound once, until it can."""
        if not isinstance(failed, SoundFailedError):
            self.told(Told.NO_WORD, type(failed).__name__)
        elif failed.what not in self._broken:
            self._broken.add(failed.what)
            self.told(Told.NO_SOUND, str(failed))
