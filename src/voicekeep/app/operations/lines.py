"""How devices are reached that wait to be called: added by whoever is signed in, sealed, erased with the binding.

1 what was typed was tried before: the device is there, has this key, and is what it was said to be
2 the address and the key are sealed for this device; in clear stands nothing of them
3 in one transaction: nobody else has the device, which no number but one is of; it is bound, which the ledger hears;
  how it is reached is written down; one added anew is not muted
4 a week after it was given up, and at once when an account is closed, address and key are erased
"""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256

from voicekeep.app.operations.devices import Holder, bind_and_name, bind_at, holder_of, new_device, require_name
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.pairing import household_of, require_still_home
from voicekeep.app.operations.speakers import lift_mute
from voicekeep.device import Binding, DeviceChangedError, DeviceError, DeviceKind, Line, SealedLine
from voicekeep.people import Session, require_fresh
from voicekeep.records.ids import DeviceId
from voicekeep.vault import KeyDoesNotOpenError


class DeviceTakenError(DeviceError):
    """The device is bound to others; it stayed theirs, and nothing was bound."""

    def __init__(self) -> None:
        super().__init__("the device is bound to others here; they have to give it up first, and nothing was bound")


def add_line(keep: Keep, session: Session, name: str, line: Line, *, shared: bool) -> DeviceId:
    """Bind the device at `line`, which answered as what it says, to the signed-in person or their household.

    One that is theirs already gets this name, and is called at this address from now on.

    Raises:
        StaleSignInError: a speaker reads lists and reminders out, so the sign-in must be fresh; nothing was bound.
        NoHouseholdError: there is none to share it, or they have just left it.
        DeviceNameRefusedError: the name is empty or too long.
        DeviceTakenError: somebody else has it.
        DeviceChangedError: they added or gave it up elsewhere at the same time; nothing was bound.
    """
    require_fresh(session, keep.now(), keep.limits)
    require_name(keep, name)
    known_by = _known_by(keep, line)
    with keep.database.read() as transaction:
        holder: Holder = household_of(transaction, session) if shared else session.subject
        known = transaction.devices.line_known_by(known_by)
    new = new_device(keep, DeviceKind.ESPHOME)
    device = new.device if known is None else known.device

    def bind(transaction: Transaction, now: datetime) -> Binding:
        there = transaction.devices.line_known_by(known_by)
        number = device if there is None else there.device
        binding = transaction.devices.binding_of(number)
        if binding is not None and holder_of(binding) != holder:
            raise DeviceTakenError
        if there != known:
            raise DeviceChangedError(number)
        require_still_home(transaction, session, holder)
        if known is None:
            transaction.devices.add_device(new)
        transaction.devices.put_line(_sealed(keep, device, known_by, line))
        lift_mute(transaction, device)
        return binding or bind_at(keep, transaction, device, holder, now)

    bind_and_name(keep, device, holder, name, bind)
    return device


def lines(keep: Keep) -> dict[DeviceId, Line]:
    """Return how each device is reached that waits to be called, and still may be."""
    with keep.database.read() as transaction:
        counting = [each for each in transaction.devices.lines() if _counts(keep, transaction, each.device)]
    found = {each.device: _opened(keep, each) for each in counting}
    return {device: line for device, line in found.items() if line is not None}


def forget_lines(keep: Keep) -> None:
    """Erase how those devices are reached that nobody has any more."""
    with keep.database.begin() as transaction:
        for each in transaction.devices.lines():
            if not _counts(keep, transaction, each.device):
                transaction.devices.forget_line(each.device)


def _counts(keep: Keep, transaction: Transaction, device: DeviceId) -> bool:
    """Return whether a device is somebody's, or was until a short while ago: then it says that it is not set up."""
    bindings = transaction.devices.bindings_of_device(device)
    latest = keep.now() - keep.limits.line_kept_unbound
    return any(binding.until is None or binding.until > latest for binding in bindings)


def _known_by(keep: Keep, line: Line) -> bytes:
    return keep.digest.of(sha256(b"the ESPHome device " + line.mac.encode()).digest())


def _sealed(keep: Keep, device: DeviceId, known_by: bytes, line: Line) -> SealedLine:
    fields = {"host": line.host, "port": line.port, "noise_key": line.noise_key, "mac": line.mac}
    return SealedLine(device=device, known_by=known_by, sealed=keep.desk.seal(json.dumps(fields), device))


def _opened(keep: Keep, line: SealedLine) -> Line | None:
    """Return a line; one that does not open is none, and its device is called by nobody until it is added anew."""
    try:
        return Line(**json.loads(keep.desk.open(line.sealed, line.device)))
    except (KeyDoesNotOpenError, DeviceError):
        return None
