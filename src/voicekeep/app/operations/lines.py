"""How devices are reached that wait to be called: added by whoever is signed in, sealed, erased with the binding.

1 what was typed was tried before: the device is there, has this key, and is what it was said to be
2 the address and the key are sealed for this device; in clear stands nothing of them
3 the device is bound, which the ledger hears; one that is bound to others is not taken; one added anew is not muted
4 a week after it was given up, and at once when an account is closed, address and key are erased
"""

from __future__ import annotations

import json

from voicekeep.app.operations.blob_names import line_blob
from voicekeep.app.operations.devices import Holder, bind_again, bind_new, holder_of, new_device, require_name
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.pairing import household_of
from voicekeep.app.operations.speakers import lift_mute
from voicekeep.device import DeviceError, DeviceKind, Line
from voicekeep.people import Session, require_fresh
from voicekeep.records.ids import DeviceId
from voicekeep.vault import BlobMissingError, KeyDoesNotOpenError


class DeviceTakenError(DeviceError):
    """The device is bound to others; it stayed theirs, and nothing was bound."""

    def __init__(self) -> None:
        super().__init__("the device is bound to others here; they have to give it up first, and nothing was bound")


def add_line(keep: Keep, session: Session, name: str, line: Line, *, shared: bool) -> DeviceId:
    """Bind the device at `line`, which answered as what it says, to the signed-in person or their household.

    Raises:
        StaleSignInError: a speaker reads lists and reminders out, so the sign-in must be fresh; nothing was bound.
        NoHouseholdError: there is none to share it.
        DeviceNameRefusedError: the name is empty or too long.
        DeviceTakenError: somebody else has it.
    """
    require_fresh(session, keep.now(), keep.limits)
    require_name(keep, name)
    with keep.database.read() as transaction:
        holder: Holder = household_of(transaction, session) if shared else session.subject
    known = next((device for device, other in lines(keep).items() if other.mac == line.mac), None)
    if known is None:
        device = new_device(keep, DeviceKind.ESPHOME)
        bind_new(keep, device, holder, name)
        _seal(keep, device.device, line)  # not before: a line without a device is swept
        return device.device
    with keep.database.read() as transaction:
        binding = transaction.devices.binding_of(known)
    if binding is not None and holder_of(binding) != holder:
        raise DeviceTakenError
    _seal(keep, known, line)
    lift_mute(keep, known)
    if binding is None:
        bind_again(keep, known, holder, name)
    return known


def lines(keep: Keep) -> dict[DeviceId, Line]:
    """Return how each device is reached that waits to be called, and still may be."""
    with keep.database.read() as transaction:
        devices = [each.device for each in transaction.devices.devices_of_kind(DeviceKind.ESPHOME)]
        counting = [each for each in devices if line_counts(keep, transaction, each)]
    found = {device: _opened(keep, device) for device in counting}
    return {device: line for device, line in found.items() if line is not None}


def line_counts(keep: Keep, transaction: Transaction, device: DeviceId) -> bool:
    """Return whether a device is somebody's, or was until a short while ago: then it says that it is not set up."""
    bindings = transaction.devices.bindings_of_device(device)
    latest = keep.now() - keep.limits.line_kept_unbound
    return any(binding.until is None or binding.until > latest for binding in bindings)


def forget_lines_without_device(keep: Keep, devices: tuple[DeviceId, ...]) -> None:
    """Erase how those of these devices are reached that there are no more."""
    with keep.database.read() as transaction:
        gone = [line_blob(device) for device in devices if transaction.devices.device(device) is None]
    keep.blobs.delete(gone)


def _seal(keep: Keep, device: DeviceId, line: Line) -> None:
    fields = {"host": line.host, "port": line.port, "noise_key": line.noise_key, "mac": line.mac}
    keep.blobs.put(line_blob(device), keep.desk.seal(json.dumps(fields), device))


def _opened(keep: Keep, device: DeviceId) -> Line | None:
    """Return a line; one that was changed or is another device's is none."""
    try:
        return Line(**json.loads(keep.desk.open(keep.blobs.read(line_blob(device)), device)))
    except (BlobMissingError, KeyDoesNotOpenError, DeviceError):
        return None
