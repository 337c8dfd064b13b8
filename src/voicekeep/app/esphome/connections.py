"""Every device that waits to be called, as the keep says now: called, hung up on, called anew."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from voicekeep.app.esphome.caller import Caller
from voicekeep.app.esphome.connection import Connection
from voicekeep.app.operations.lines import lines
from voicekeep.records.ids import DeviceId

_LOOK_EVERY: Final = 2.0  # seconds: whoever adds a device waits for it to answer
_HUNG_UP_WITHIN: Final = 5.0  # seconds
_ENDED_WITHIN: Final = 15.0  # seconds: a look that hangs up, and the last hanging up

log = logging.getLogger("voicekeep.esphome")


class Connections:
    """The connections of one process; they live on the loop on which they run."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._there: dict[DeviceId, Connection] = {}

    async def run(self, over: asyncio.Event) -> None:
        """Call devices until it is over."""
        while not over.is_set():
            try:
                await self.look()
            except Exception as error:  # noqa: BLE001  whatever it was, the next look must still come
                error_name = type(error).__name__
                log.warning("devices could not be looked after now: %s", error_name)
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_EVERY):
                    await over.wait()
        await asyncio.gather(*(self._hang_up_on(device) for device in list(self._there)))

    async def look(self) -> None:
        """Call what is new, hang up on what is gone, and both where a line is another now."""
        loop = asyncio.get_running_loop()
        wanted = await loop.run_in_executor(self._caller.speakers.threads, lines, self._caller.keep)
        for device, connection in list(self._there.items()):
            if wanted.get(device) != connection.line:
                await self._hang_up_on(device)
        for device, line in wanted.items():
            if device not in self._there:
                self._there[device] = Connection(self._caller, device, line)
                await self._there[device].start()

    async def _hang_up_on(self, device: DeviceId) -> None:
        """End a connection; one that cannot end well stops no other."""
        try:
            async with asyncio.timeout(_HUNG_UP_WITHIN):
                await self._there.pop(device).stop()
        except Exception as error:  # noqa: BLE001  whatever it was
            device_id, error_name = device, type(error).__name__
            log.warning("the connection of %s did not end well: %s", device_id, error_name)


@contextmanager
def calling(caller: Caller) -> Iterator[None]:
    """Call devices in a thread of its own until the context ends; that it ends waits for no device and no disk."""
    loop, over = asyncio.new_event_loop(), asyncio.Event()

    def call() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(Connections(caller).run(over))

    thread = threading.Thread(target=call, name="esphome", daemon=True)
    thread.start()
    try:
        yield
    finally:
        with suppress(RuntimeError):  # the thread broke off, and its loop is closed
            loop.call_soon_threadsafe(over.set)
        thread.join(_ENDED_WITHIN)
        if thread.is_alive():
            log.warning("calling devices has not ended; it ends with the process")
