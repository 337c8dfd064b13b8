"""Devices that announce themselves on the network are found; what they call themselves is shown, not believed."""

from __future__ import annotations

import asyncio
import gc

import pytest
from zeroconf import ServiceInfo
from zeroconf.asyncio import AsyncZeroconf

from voicekeep.app.esphome import Found, found


@pytest.mark.enable_socket
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # sockets of the library's
def test_what_announces_itself_is_found() -> None:
    async def looked() -> tuple[Found, ...]:
        network = AsyncZeroconf(interfaces=["127.0.0.1"])
        info = ServiceInfo(
            "_esphomelib._tcp.local.",
            "kitchen._esphomelib._tcp.local.",
            addresses=[bytes([192, 0, 2, 7])],
            port=6053,
            server="kitchen.local.",
        )
        try:
            await network.async_register_service(info)
            return await found(0.5, network)
        finally:
            await network.async_close()

    assert asyncio.run(looked()) == (Found(name="kitchen", host="192.0.2.7", port=6053),)
    gc.collect()  # here, and not in a test that comes later
