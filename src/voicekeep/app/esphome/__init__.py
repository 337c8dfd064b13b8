"""Speakers of other makers that speak ESPHome's native API: the hub calls them, and calls again.

Flow        Line -> a connection -> chunks of sound -> Utterance -> Hub -> Reply -> events, and an address for a while
Guarantees  1. Over a network only with the device's Noise key, and only the device that was added (P1).
            2. One connection for each device; every chunk, pause and utterance has a bound, then it is told and cut.
            3. What is said has a random address, for that device alone, for seconds and two fetches.
            4. The library that speaks the protocol logs nothing: its messages hold addresses and sound.
I/O         TCP to the devices; a thread with a loop of its own
"""

from voicekeep.app.esphome.caller import Caller
from voicekeep.app.esphome.calling import (
    BrokenProtocolError,
    DeviceInClearError,
    NoAssistantThereError,
    NoiseKeyNeededError,
    NotReachedError,
    OtherDeviceError,
    WrongNoiseKeyError,
    tried,
)
from voicekeep.app.esphome.connections import Connections, calling
from voicekeep.app.esphome.finding import Found, found

__all__ = [
    "BrokenProtocolError",
    "Caller",
    "Connections",
    "DeviceInClearError",
    "Found",
    "NoAssistantThereError",
    "NoiseKeyNeededError",
    "NotReachedError",
    "OtherDeviceError",
    "WrongNoiseKeyError",
    "calling",
    "found",
    "tried",
]
