"""What somebody says to one connected device, from its wake word to the reply.

1 the device says that it begins; whether it may is looked at before a byte is taken
2 chunks of sound, each bounded, until the speech ends or the longest utterance is over
3 the hub hears it, as that device's at the instant at which it began; no more than one at a time
4 the reply goes to the device that asked, if it is still there and still waits
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from aioesphomeapi.client import APIClient
from aioesphomeapi.model import VoiceAssistantAudioSettings

from voicekeep.app.esphome.caller import Caller
from voicekeep.app.esphome.events import Events
from voicekeep.app.esphome.sounding import Format, fitted
from voicekeep.app.operations.listening import bound_now
from voicekeep.app.speakers import (
    STALLED_AFTER,
    WORD_MAX_CHARS,
    Hearing,
    SocketRefusedError,
    StalledError,
    heard_and_noted,
)
from voicekeep.device import Reply, Utterance, WakeHeard
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import DeviceId

_PORT_OF_THE_CONNECTION: Final = 0  # the sound comes on it, not by UDP

log = logging.getLogger("voicekeep.esphome")


class UnaskedSoundError(SocketRefusedError):
    """A device sent sound without having said that it begins."""

    promise = "P1"

    def __init__(self) -> None:
        super().__init__("a device sent sound without having begun, which was thrown away")


class MutedDeviceError(SocketRefusedError):
    """The device is muted."""

    promise = "P1"

    def __init__(self) -> None:
        super().__init__("the device is muted")


class StillAnsweringError(SocketRefusedError):
    """A device began anew while it was still being answered."""

    def __init__(self) -> None:
        super().__init__("what was said before is still being answered")


class HubBrokeError(VoicekeepError):
    """The hub could not answer, and nobody foresaw why; its name is in the log."""

    def __init__(self) -> None:
        super().__init__("the hub broke off and did not answer; whether this was kept is not known here")


class SoundNotMadeError(VoicekeepError):
    """A reply could not be made a sound that the device plays; what it answers was heard, and kept as ever."""

    def __init__(self) -> None:
        super().__init__("the reply could not be made a sound for this device; what it answers was heard")


class Listening:
    """The turns of one connection; everything but the hearing happens on its loop."""

    def __init__(
        self,
        caller: Caller,
        device: DeviceId,
        client: APIClient,
        *,
        plays: Format,
        muted: Callable[[], bool],
        to_mute: Callable[[], None],
        cut: Callable[[VoicekeepError], None],
    ) -> None:
        self._caller = caller
        self._device = device
        self._client = client
        self._plays = plays
        self._muted = muted
        self._to_mute = to_mute
        self._cut = cut
        self._loop = asyncio.get_running_loop()
        self.events = Events(client)
        self._hearing: Hearing | None = None  # stays after the end: what comes too late is counted by it
        self.goes_on = False
        self._conversation = ""
        self._run = 0
        self._answering: asyncio.Task[None] | None = None
        self._stalled: asyncio.TimerHandle | None = None

    async def begins(
        self, conversation: str, _flags: int, _settings: VoiceAssistantAudioSettings, wake: str | None
    ) -> int | None:
        """Take an utterance's beginning; return where its sound is to go; nothing: it is not wanted."""
        self.forget()
        try:
            self._require_wanted()
        except VoicekeepError as refused:
            self.events.failed(refused)
            return None
        keep, ending = self._caller.keep, self._caller.ending()
        heard = None if wake is None else WakeHeard(word=wake[:WORD_MAX_CHARS])
        self._hearing = Hearing(self._device, heard, keep.now(), keep.limits, ending)
        if heard is None:
            self._caller.hub.touched(self._device)
        self._conversation, self.goes_on = conversation, True
        self._wait()
        self._loop.call_soon(self._loop.call_soon, self.events.begun)  # after the answer to this
        return _PORT_OF_THE_CONNECTION

    async def chunk(self, data: bytes, _second_channel: bytes | None) -> None:
        """Take a chunk of sound."""
        if self._hearing is None:
            self._cut(UnaskedSoundError())
            return
        try:
            enough = self._hearing.take(data)
        except SocketRefusedError as refused:
            self.forget()
            self._cut(refused)
            return
        if not self.goes_on:
            return
        if enough:
            self._whole()
        else:
            self._wait()

    async def stops(self, abort: bool) -> None:  # noqa: FBT001  the library calls it so
        """Take the end: the speech is whole, or (`abort`) to be forgotten."""
        if not abort:
            if self.goes_on:
                self._whole()
            return
        if self.goes_on or self._is_answering:
            self.forget()
            self.events.ended()

    def forget(self) -> None:
        """Drop what is not whole, and answer nobody who waits."""
        self._run += 1
        self.goes_on = False
        if self._stalled is not None:
            self._stalled.cancel()

    async def url_of(self, wav: bytes) -> str:
        """Return where the device fetches a sound; empty: there is none, or nobody to fetch it.

        Raises:
            SoundNotMadeError: it could not be made one that the device plays.
        """
        address = self._client.connected_address
        if not wav or address is None:
            return ""
        try:
            sound = await self._loop.run_in_executor(self._caller.speakers.threads, fitted, wav, self._plays)
        except Exception as broken:  # noqa: BLE001  whatever the library makes of it
            error_name, device_id = type(broken).__name__, self._device
            log.error("a reply to %s was not made a sound: %s", device_id, error_name)  # noqa: TRY400
            raise SoundNotMadeError from None
        token = self._caller.offers.offer(sound, self._plays.media_type, address)
        return f"{self._caller.address}{self._caller.path}/{token}"

    @property
    def _is_answering(self) -> bool:
        return self._answering is not None and not self._answering.done()

    def _require_wanted(self) -> None:
        if self._muted():
            raise MutedDeviceError
        if self._is_answering:
            raise StillAnsweringError
        self._caller.counted(self._device)

    def _wait(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
        self._stalled = self._loop.call_later(STALLED_AFTER, self._nothing_came)

    def _nothing_came(self) -> None:
        if self.goes_on:
            self.forget()
            self.events.failed(StalledError())

    def _whole(self) -> None:
        if self._hearing is None:
            return
        self.forget()
        self.events.whole()
        self._answering = self._loop.create_task(self._answered(self._hearing.whole(None), self._run))

    async def _answered(self, utterance: Utterance, run: int) -> None:
        try:
            reply = await self._loop.run_in_executor(self._caller.speakers.threads, self._heard, utterance)
        except VoicekeepError as refused:
            return self._told(run, refused)
        except Exception as broken:  # noqa: BLE001  its text may hold what was said
            error_name, device_id = type(broken).__name__, self._device
            log.error("an utterance of %s was not answered: %s", device_id, error_name)  # noqa: TRY400
            return self._told(run, HubBrokeError())
        if reply.mute:
            self._to_mute()
        try:
            url = await self.url_of(reply.wav) if run == self._run else ""
        except SoundNotMadeError as silent:
            return self._told(run, silent)
        if run == self._run:
            self.events.answered(reply, self._conversation, url)
        return None

    def _told(self, run: int, why: VoicekeepError) -> None:
        if run == self._run:
            self.events.failed(why)

    def _heard(self, utterance: Utterance) -> Reply:
        """Hear it; the hub says of a device that is nobody's that it is not set up, and keeps nothing."""
        if bound_now(self._caller.keep, utterance.device) is None:
            return self._caller.hub.heard(utterance)
        return heard_and_noted(self._caller.keep, self._caller.hub, utterance)
