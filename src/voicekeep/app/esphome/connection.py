"""One device that the hub calls, for as long as it is somebody's: connected, lost, and called again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError
from contextlib import suppress
from datetime import timedelta
from typing import Final

from aioesphomeapi.core import APIConnectionError
from aioesphomeapi.model import EntityState, SwitchState
from aioesphomeapi.reconnect_logic import ReconnectLogic

from voicekeep.app.esphome.caller import Caller
from voicekeep.app.esphome.calling import Able, OtherDeviceError, able, client_for, named
from voicekeep.app.esphome.events import NOT_REPEATED
from voicekeep.app.esphome.listening import Listening, MutedDeviceError, SoundNotMadeError
from voicekeep.app.operations.speakers import note_presence, note_switchless, note_told_to_mute
from voicekeep.app.speakers import LOOK_EVERY
from voicekeep.device import DeviceError, Line, Reply, SpeakerGoneError
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import DeviceId

_KNOWN_WITHIN: Final = 20.0  # seconds
_ANNOUNCED_WITHIN: Final = 60.0  # seconds

log = logging.getLogger("voicekeep.esphome")


class Connection:
    """One device; Announcing to the hub, Connected to its process. Everything unmarked happens on its loop."""

    def __init__(self, caller: Caller, device: DeviceId, line: Line) -> None:
        self.line = line
        self._caller = caller
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
        self._deaf = True  # muted from afar, whatever its own switch says; so is what nobody has looked up yet
        self._told_to_mute = False  # by who spoke to it, which is not written down yet
        self._switchless = False
        self._noted_there = False

    async def start(self) -> None:
        """Call it, and again whenever it is lost."""
        await self._calls.start()

    async def stop(self) -> None:
        """Hang up, for good."""
        await self._calls.stop()
        self._client.force_disconnect()
        await self._gone()

    # --- what others in the process ask of a connection, from any thread

    @property
    def reachable(self) -> bool:
        """Return whether the device is connected, and can announce."""
        there = self._able
        return there is not None and there.announces and not self._loop.is_closed()

    def announce(self, reply: Reply) -> None:
        """Hand a reply over that nobody asked for, and wait until the device has played it. Raises SpeakerGoneError."""
        if not self.reachable:
            raise SpeakerGoneError(self._device)
        played = asyncio.run_coroutine_threadsafe(self._announced(reply), self._loop)
        try:
            if played.result(2 * _ANNOUNCED_WITHIN):
                return
        except (TimeoutError, CancelledError, asyncio.CancelledError) as gone:
            raise SpeakerGoneError(self._device) from gone
        raise SpeakerGoneError(self._device)

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
        self._deaf, self._switched_off = True, False
        try:
            async with asyncio.timeout(_KNOWN_WITHIN):
                there = await able(self._client)
            if there.mac != self.line.mac:
                raise OtherDeviceError
            await self._begin(there)
        except (DeviceError, APIConnectionError, TimeoutError) as failed:
            await self._not_reached(failed)
            self._client.force_disconnect()

    async def _begin(self, there: Able) -> None:
        listening = Listening(
            self._caller,
            self._device,
            self._client,
            plays=there.plays,
            muted=lambda: self.muted,
            to_mute=self._mute,
            cut=self._cut,
        )
        self._able, self._listening, self._switchless = there, listening, there.mute_key is None
        self._ends += [
            self._caller.speakers.arrive(self._device, self),
            self._caller.hub.attach(self._device, self),
        ]
        if there.mute_key is not None:
            self._client.subscribe_states(self._state)
        await self._looked()  # nothing is heard before it is known whether it is muted
        if self._listening is not listening:  # it was hung up on meanwhile
            return
        self._client.subscribe_voice_assistant(
            handle_start=listening.begins, handle_stop=listening.stops, handle_audio=listening.chunk
        )
        looking = self._keep_task(self._looked_after())
        self._ends.append(looking.cancel)

    async def _lost(self, _expected: bool) -> None:  # noqa: FBT001  the library calls it so
        await self._gone()

    def _forget(self) -> None:
        """Drop what was not whole; nothing is heard from now on."""
        if self._listening is None:
            return
        self._listening.forget()
        self._able = self._listening = None
        for end in self._ends:
            end()
        self._ends.clear()

    async def _gone(self) -> None:
        """Let the device count as gone; the library calls it again only after this."""
        self._forget()
        if self._noted_there:
            self._noted_there = False
            await self._noted(-self._caller.keep.limits.speaker_silent_for)

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
        self._forget()
        with suppress(APIConnectionError, TimeoutError):
            await self._client.disconnect()  # that it is gone is written down once it is lost
        self._client.force_disconnect()

    async def _announced(self, reply: Reply) -> bool:
        """Announce it; return whether the device says that it played it."""
        listening = self._listening
        if listening is None:
            return False
        try:
            url = await listening.url_of(reply.wav)
        except SoundNotMadeError:
            return False
        if not url:
            return False
        with suppress(APIConnectionError, TimeoutError):
            finished = await self._client.send_voice_assistant_announcement_await_response(
                url, _ANNOUNCED_WITHIN, text=NOT_REPEATED
            )
            return bool(finished.success)
        return False

    def _state(self, state: EntityState) -> None:
        if self._able is None or not isinstance(state, SwitchState) or state.key != self._able.mute_key:
            return
        if state.state != self._switched_off:  # what it merely repeats wakes nobody
            self._switched_off = state.state
            self._caller.hub.touched(self._device)
            self._drop_if_muted()
            self._looking.set()

    def _drop_if_muted(self) -> None:
        if self.muted and self._listening is not None and self._listening.goes_on:
            self._listening.forget()
            self._listening.events.failed(MutedDeviceError())

    def _mute(self) -> None:
        """Hear nothing from now on: somebody told it so."""
        self._deaf = self._told_to_mute = True
        self._drop_if_muted()
        self._looking.set()

    async def _looked_after(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await self._looking.wait()
            self._looking.clear()
            await self._looked()

    async def _looked(self) -> None:
        """Write down that it is there; have it muted if that was asked, by its switch too if it has one."""
        self._noted_there = True
        to_mute = await self._noted(self._caller.keep.limits.speaker_silent_for)
        if to_mute is None or self._able is None:
            return
        self._deaf = to_mute or self._told_to_mute
        self._drop_if_muted()
        if to_mute and self._able.mute_key is not None and not self._switched_off:
            with suppress(APIConnectionError):
                self._client.switch_command(self._able.mute_key, True)  # noqa: FBT003

    async def _noted(self, there_for: timedelta) -> bool | None:
        """Write down for how long it is there; return whether it is to be muted. Nothing: that could not be done."""
        told, self._told_to_mute = self._told_to_mute, False
        try:
            return await self._loop.run_in_executor(
                self._caller.speakers.threads, self._note, there_for, self._switched_off, told
            )
        except Exception as failed:  # noqa: BLE001  whatever it was, the device must still be called again
            self._told_to_mute = self._told_to_mute or told
            device_id, error_name = self._device, type(failed).__name__
            log.warning("what %s does could not be written down: %s", device_id, error_name)
            return None

    def _note(self, there_for: timedelta, switched_off: bool, told_to_mute: bool) -> bool:  # noqa: FBT001
        keep, device = self._caller.keep, self._device
        if told_to_mute:
            note_told_to_mute(keep, device)
        if self._switchless:
            return note_switchless(keep, device, there_for=there_for)
        return note_presence(keep, device, muted=switched_off, there_for=there_for)

    def _keep_task(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        self._tasks.add(task := self._loop.create_task(work))
        task.add_done_callback(self._tasks.discard)
        return task
