"""Believe a speaker of ours: that it is there, and that it said this, now, for the first time (P1).

1 its credential says which device it is; what it signs on connecting, that it is no copy of the credential
2 each utterance is signed by its key, with a counter that it never used before
3 whom it is bound to at that instant is looked up, and nothing is heard while it is bound to nobody
"""

from __future__ import annotations

from voicekeep.app.operations.household import members_of
from voicekeep.app.operations.keep import Keep
from voicekeep.device import (
    Binding,
    Device,
    UnboundDeviceError,
    Utterance,
    WrongSignatureError,
    require_hello,
    require_signed,
)
from voicekeep.people import token_sha256
from voicekeep.records.ids import DeviceId, SubjectId


def device_known_by(keep: Keep, credential: str) -> Device | None:
    """Return which device a credential is of."""
    if not credential:
        return None
    with keep.database.read() as transaction:
        return transaction.devices.device_with_credential(token_sha256(credential))


def admit(keep: Keep, credential: str, host: str, nonce: bytes, signature: bytes) -> Device:
    """Return the device that connects.

    Raises:
        UnboundDeviceError: the credential is no device's.
        WrongSignatureError: the device's key did not sign that it is here, now.
    """
    device = device_known_by(keep, credential)
    if device is None:
        raise UnboundDeviceError
    require_hello(device, host, nonce, signature)
    return device


def bound_now(keep: Keep, device: DeviceId) -> Binding | None:
    """Return whose a device is now; nothing: it is not set up."""
    with keep.database.read() as transaction:
        return transaction.devices.binding_of(device)


def members_shown(keep: Keep, binding: Binding) -> tuple[tuple[SubjectId, str], ...]:
    """Return who may say that they are at a shared speaker, by the names that they show; at one person's own nobody."""
    if binding.household is None:
        return ()
    return members_of(keep, binding.household)


def require_genuine(keep: Keep, utterance: Utterance) -> None:
    """Return if an utterance is its device's, and new; its counter is used up.

    Raises:
        UnboundDeviceError: the device is bound to nobody now; nothing was heard.
        WrongSignatureError: its key did not sign this.
        ReplayedCounterError, DeviceChangedError: it was handed in before, or another is at this instant.
    """
    with keep.database.begin() as transaction:
        device = transaction.devices.device(utterance.device)
        if device is None:
            raise WrongSignatureError
        after = require_signed(device, utterance)
        binding = transaction.devices.binding_of(utterance.device)
        if binding is None or not binding.holds_at(utterance.began_at):
            raise UnboundDeviceError
        transaction.devices.replace_device(device, after)
