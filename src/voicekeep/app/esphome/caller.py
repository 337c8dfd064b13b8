"""Who calls the devices that wait for it: the hub as their client; one for a process, which every connection has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from voicekeep.app.offered import Offers
from voicekeep.app.operations.keep import Keep
from voicekeep.app.speakers import Ending, Speakers
from voicekeep.device import Hub
from voicekeep.records.ids import DeviceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A keep and its hub, and who else is connected."""

    keep: Keep
    hub: Hub
    speakers: Speakers
    offers: Offers
    ending: Callable[[], Ending]
    counted: Callable[[DeviceId], None]  # raises, when a device says too much in a short time
    address: str  # where devices fetch what is said: "http://192.0.2.7:8420"
    path: str  # under which page of it
