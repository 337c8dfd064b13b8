"""Call a device: by its address and key, and find out whether it is the one that was added, and can be spoken to."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from typing import Final

from aioesphomeapi.client import APIClient
from aioesphomeapi.core import (
    APIConnectionError,
    EncryptionHelloAPIError,
    EncryptionPlaintextAPIError,
    HandshakeAPIError,
    InvalidEncryptionKeyAPIError,
    ProtocolAPIError,
    RequiresEncryptionAPIError,
)
from aioesphomeapi.model import EntityInfo, SwitchInfo, VoiceAssistantFeature

from voicekeep.app.esphome.sounding import Format, format_of
from voicekeep.device import DeviceError, Line

_PATIENCE: Final = 20.0  # seconds for everything until a device is known
_NAME: Final = "Voicekeep"


class NotReachedError(DeviceError):
    """Nobody answered at the device's address; nothing was heard."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__("nobody answers at the device's address; nothing was heard")


class WrongNoiseKeyError(DeviceError):
    """The device has another Noise key; nothing was said to it."""

    def __init__(self) -> None:
        super().__init__("the device has another Noise key; nothing was said to it")


class DeviceInClearError(DeviceError):
    """The device does not encrypt although there is a key for it; nothing was said to it."""

    def __init__(self) -> None:
        super().__init__("the device does not encrypt, although there is a Noise key for it; nothing was said to it")


class NoiseKeyNeededError(DeviceError):
    """The device encrypts, and no key for it was given; nothing was said to it."""

    def __init__(self) -> None:
        super().__init__("the device wants a Noise key; nothing was said to it")


class BrokenProtocolError(DeviceError):
    """What answers there does not speak the protocol; the connection ended, nothing was heard."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__("what answers there does not speak ESPHome's protocol; nothing was heard")


class OtherDeviceError(DeviceError):
    """Another device than the one that was added answers there; nothing of it was heard."""

    def __init__(self) -> None:
        super().__init__("another device than the one that was added answers there; nothing of it was heard")


class NoAssistantThereError(DeviceError):
    """The device has no microphone to hear by, or sends its sound by UDP only; nothing was heard."""

    def __init__(self) -> None:
        super().__init__("the device is no voice assistant, or sends its sound by UDP only; nothing was heard")


_NAMED: Final[tuple[tuple[type[Exception], type[DeviceError]], ...]] = (
    (InvalidEncryptionKeyAPIError, WrongNoiseKeyError),
    (RequiresEncryptionAPIError, NoiseKeyNeededError),
    (EncryptionPlaintextAPIError, DeviceInClearError),
    (EncryptionHelloAPIError, DeviceInClearError),
    (HandshakeAPIError, BrokenProtocolError),
    (ProtocolAPIError, BrokenProtocolError),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Able:
    """What a device is and can do."""

    mac: str
    announces: bool
    mute_key: int | None  # of the switch that turns its microphone off; nothing: there is none to be reached
    plays: Format


def client_for(line: Line) -> APIClient:
    """Return what calls a device; nothing is called yet. Its library says nothing from here on."""
    quieted = logging.getLogger("aioesphomeapi")
    quieted.setLevel(logging.CRITICAL + 1)
    quieted.propagate = False
    return APIClient(line.host, line.port, None, client_info=_NAME, noise_psk=line.noise_key or None)


def named(error: Exception) -> DeviceError:
    """Return what went wrong by our name for it: the library's texts hold addresses."""
    if isinstance(error, DeviceError):
        return error
    chain: list[BaseException] = [error]
    while (cause := chain[-1].__cause__) is not None:
        chain.append(cause)
    for kind, ours in _NAMED:
        if any(isinstance(each, kind) for each in chain):
            return ours()
    return NotReachedError()


async def able(client: APIClient) -> Able:
    """Return what a connected device is. Raises NoAssistantThereError, APIConnectionError."""
    info, entities, _ = await client.device_info_and_list_entities()
    version = client.api_version
    can = VoiceAssistantFeature(0 if version is None else info.voice_assistant_feature_flags_compat(version))
    if not can & VoiceAssistantFeature.VOICE_ASSISTANT or not can & VoiceAssistantFeature.API_AUDIO:
        raise NoAssistantThereError
    return Able(
        mac=info.mac_address.upper(),
        announces=bool(can & VoiceAssistantFeature.ANNOUNCE),
        mute_key=next((each.key for each in entities if _mutes(each)), None),
        plays=format_of(entities),
    )


async def tried(line: Line) -> Line:
    """Call a device once and hang up; return the line with what the device says it is.

    Raises:
        DeviceError: it is not there, has another key, is another, or no voice assistant; by name.
    """
    client = client_for(line)
    try:
        async with asyncio.timeout(_PATIENCE):
            await client.connect(log_errors=False)
            there = await able(client)
    except (APIConnectionError, TimeoutError, OSError) as failed:
        raise named(failed) from None
    finally:
        client.force_disconnect()
    if not there.mac or line.mac not in {"", there.mac}:
        raise OtherDeviceError
    return replace(line, mac=there.mac)


def _mutes(entity: EntityInfo) -> bool:
    return isinstance(entity, SwitchInfo) and "mute" in {entity.object_id.lower(), entity.name.strip().lower()}
