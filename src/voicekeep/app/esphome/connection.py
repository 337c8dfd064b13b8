"""One device that the hub calls, for as long as it is somebody's: connected, lost, and called again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import timedelta
from typing import Final

from aioesphomeapi.core import APIConnectionError
from aioesphomeapi.model import EntityState, SwitchState
from aioesphomeapi.reconnect_logic import ReconnectLogic

from voicekeep.app.esphome.calling import Able, OtherDeviceError, able, client_for, named
from voicekeep.app.esphome.house import House
from voicekeep.app.esphome.listening import Listening, MutedDeviceError
from voicekeep.app.operations.speakers import note_presence
from voicekeep.device import DeviceError, Line, Reply, SpeakerGoneError
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import DeviceId

_LOOK_EVERY: Final = 15.0  # seconds
_KNOWN_WITHIN: Final = 20.0  # seconds
_ANNOUNCED_WITHIN: Final = 60.0  # seconds

log = logging.getLogger("voicekeep.esphome")


class Connection:
    """One device; Announcing to the hub, Connected to its process. Everything unmarked happens on its loop."""

    def __init__(self, house: House, device: DeviceId, line: Line) -> None:
        self.line = line
        self._house = house
        self._device = device
        self._loop = asyncio.get_running_loop()
        self._client = client_for(line)
        self._calls = ReconnectLogic(
            client=self._client,
            on_connect=self._connected,
            on_disconnect=self._lost,
            on_connect_error=self._not_reached,
            zeroconf_wake=False,
        )
        self._able: Able | None = None
        self._listening: Listening | None = None
        self._ends: list[Callable[[], object]] = []
        self._looking = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._switched_off = False  # by the switch on the device
        self._deaf = False  # muted from afar, where the device has no switch that could be reached

    async def start(self) -> None:
        """Call it, and again whenever it is lost."""
        await self._calls.start()

    async def stop(self) -> None:
        """Hang up, for good."""
        await self._calls.stop()
        self._client.force_disconnect()
        await self._forgotten()

    # --- what others in the process ask of a connection, from any thread

    def announce(self, reply: Reply) -> None:
        """Hand a reply over that nobody asked for. Raises SpeakerGoneError."""
        there = self._able
        if there is None or not there.announces or self._loop.is_closed():
            raise SpeakerGoneError(self._device)
        asyncio.run_coroutine_threadsafe(self._announced(reply), self._loop)

    def replaced(self) -> None:
        """End: the device has another connection."""
        self._loop.call_soon_threadsafe(self._client.force_disconnect)

    def look_again(self) -> None:
        """Ask now whether to mute."""
        self._loop.call_soon_threadsafe(self._looking.set)

    # --- the connection's own way

    @property
    def muted(self) -> bool:
        """Return whether nothing is heard from here."""
        return self._switched_off or self._deaf

    async def _connected(self) -> None:
        self._deaf = self._switched_off = False
        try:
            async with asyncio.timeout(_KNOWN_WITHIN):
                there = await able(self._client)
            if there.mac != self.line.mac:
                raise OtherDeviceError
            self._begin(there)
        except (DeviceError, APIConnectionError, TimeoutError) as failed:
            await self._not_reached(failed)
            self._client.force_disconnect()

    def _begin(self, there: Able) -> None:
        listening = Listening(
            self._house,
            self._device,
            self._client,
            plays=there.plays,
            muted=lambda: self.muted,
            to_mute=self._mute,
            cut=self._cut,
        )
        self._able, self._listening = there, listening
        self._ends += [
            self._house.speakers.arrive(self._device, self),
            self._house.hub.attach(self._device, self),
        ]
        if there.mute_key is not None:
            self._client.subscribe_states(self._state)
        self._client.subscribe_voice_assistant(
            handle_start=listening.begins, handle_stop=listening.stops, handle_audio=listening.chunk
        )
        looking = self._keep_task(self._looked_after())
        self._ends.append(looking.cancel)

    async def _lost(self, _expected: bool) -> None:  # noqa: FBT001  the library calls it so
        await self._forgotten()

    async def _forgotten(self) -> None:
        """Drop what was not whole; the device counts as gone from now on."""
        if self._listening is None:
            return
        self._listening.forget()
        self._able = self._listening = None
        for end in self._ends:
            end()
        self._ends.clear()
        await self._noted(-self._house.keep.limits.speaker_silent_for)

    async def _not_reached(self, error: Exception) -> None:
        device_id, error_name = self._device, type(named(error)).__name__
        log.info("%s is not connected: %s", device_id, error_name)

    def _cut(self, why: VoicekeepError) -> None:
        """End the connection, and say why; what comes until it has ended is thrown away."""
        if self._listening is None:
            return
        device_id, error_name = self._device, type(why).__name__
        log.info("the connection of %s was ended: %s", device_id, error_name)
        self._listening.events.failed(why)
        self._keep_task(self._hung_up())

    async def _hung_up(self) -> None:
        await self._forgotten()
        with suppress(APIConnectionError, TimeoutError):
            await self._client.disconnect()
        self._client.force_disconnect()

    async def _announced(self, reply: Reply) -> None:
        listening = self._listening
        url = "" if listening is None else await listening.url_of(reply.wav)
        if url:
            with suppress(APIConnectionError, TimeoutError):
                await self._client.send_voice_assistant_announcement_await_response(
                    url, _ANNOUNCED_WITHIN, text=reply.text
                )

    def _state(self, state: EntityState) -> None:
        if self._able is None or not isinstance(state, SwitchState) or state.key != self._able.mute_key:
            return
        self._switched_off = state.state
        if self.muted and self._listening is not None and self._listening.goes_on:
            self._listening.forget()
            self._listening.events.failed(MutedDeviceError())
        self._looking.set()

    def _mute(self) -> None:
        """Switch its microphone off; where that cannot be, hear nothing until it was unplugged."""
        if self._able is None or self._able.mute_key is None:
            self._deaf = True
        else:
            with suppress(APIConnectionError):
                self._client.switch_command(self._able.mute_key, True)  # noqa: FBT003
        self._looking.set()

    async def _looked_after(self) -> None:
        while True:
            try:
                if await self._noted(self._house.keep.limits.speaker_silent_for) and not self.muted:
                    self._mute()
            except VoicekeepError as failed:
                device_id, error_name = self._device, type(failed).__name__
                log.warning("what %s does could not be written down: %s", device_id, error_name)
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_EVERY):
                    await self._looking.wait()
            self._looking.clear()

    async def _noted(self, there_for: timedelta) -> bool:
        keep, device, muted = self._house.keep, self._device, self.muted
        return await self._loop.run_in_executor(
            self._house.speakers.threads, lambda: note_presence(keep, device, muted=muted, there_for=there_for)
        )

    def _keep_task(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        self._tasks.add(task := self._loop.create_task(work))
        task.add_done_callback(self._tasks.discard)
        return task
