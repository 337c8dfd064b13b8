"""One utterance while it comes in: frames that have the right form, up to the bound and not a byte further."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.listening import require_genuine
from voicekeep.app.operations.speakers import note_heard
from voicekeep.app.speakers.messages import SocketRefusedError
from voicekeep.app.speakers.wire import Ending
from voicekeep.device import SAMPLE_BYTES, SAMPLE_RATE, DeviceSignature, Hub, Reply, Utterance, WakeHeard
from voicekeep.records.ids import DeviceId
from voicekeep.records.limits import Limits

_ON_ITS_WAY: Final = 2  # seconds of sound that may come after `enough`, before it was read


class FrameRefusedError(SocketRefusedError):
    """A frame is empty, too large, or not whole samples."""

    def __init__(self) -> None:
        super().__init__("a frame of sound is empty, too large or not whole samples")


class EndlessError(SocketRefusedError):
    """A speaker went on sending after it was told that it is enough."""

    def __init__(self) -> None:
        super().__init__("the speaker went on sending after it was told that it is enough")


class Hearing:
    """The sound of one utterance so far."""

    def __init__(
        self, device: DeviceId, wake: WakeHeard | None, began_at: datetime, limits: Limits, ending: Ending | None
    ) -> None:
        self._device = device
        self._wake = wake
        self._began_at = began_at
        self._frame_max = limits.frame_max_bytes
        self._most = limits.utterance_max_seconds * SAMPLE_RATE * SAMPLE_BYTES
        self._ending = ending
        self._pcm = bytearray()
        self._enough = False

    def take(self, frame: bytes) -> bool:
        """Take a frame in; return whether the speaker is to be told, now, that it is enough.

        Raises:
            FrameRefusedError, EndlessError: it does not have the form of one, or comes too late.
        """
        if not 0 < len(frame) <= self._frame_max or len(frame) % SAMPLE_BYTES:
            raise FrameRefusedError
        if len(self._pcm) + len(frame) > self._most + _ON_ITS_WAY * SAMPLE_RATE * SAMPLE_BYTES:
            raise EndlessError
        self._pcm += frame
        over = len(self._pcm) >= self._most or (self._ending is not None and self._ending.feed(frame))
        if self._enough or not over:
            return False
        self._enough = True
        self._most = len(self._pcm)
        return True

    def whole(self, signature: DeviceSignature | None) -> Utterance:
        """Return the utterance as the speaker signed it; nothing: it has no key."""
        return Utterance(
            device=self._device,
            pcm=bytes(self._pcm),
            began_at=self._began_at,
            wake=self._wake,
            signature=signature,
        )

    @staticmethod
    def answered_by(keep: Keep, hub: Hub, utterance: Utterance) -> Reply:
        """Hear what a speaker said, if it is the speaker's, new, and somebody's.

        Raises:
            DeviceError: it is not; nothing was heard.
            VoicekeepError: the hub could not answer.
        """
        require_genuine(keep, utterance)
        return heard_and_noted(keep, hub, utterance)


def heard_and_noted(keep: Keep, hub: Hub, utterance: Utterance) -> Reply:
    """Hear what somebody's speaker said; note it after that: the first turn of one that changed hands says so."""
    try:
        return hub.heard(utterance)
    finally:
        note_heard(keep, utterance.device)
