"""Whose a device is: bind it to a person or a household, bind it to others, end that. The ledger hears of each (P1).

A device has at most one open binding. Binding it to others ends the one before at the same instant, so that every
instant belongs to exactly one, or to nobody; the end is not theirs any more, the beginning is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime

from voicekeep.app.operations.capture import Piece, keep_items
from voicekeep.app.operations.keep import Keep, Transaction, not_yet_told
from voicekeep.app.operations.notices import tell
from voicekeep.app.operations.unchosen import tell_bound
from voicekeep.device import Binding, Device, DeviceKind
from voicekeep.notice import NoticeKind
from voicekeep.people import Session, new_token, token_sha256
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.facts import DeviceBound, DeviceUnbound
from voicekeep.records.ids import DeviceId, HouseholdId, ItemId, SubjectId
from voicekeep.records.items import DeviceRecord

Holder = SubjectId | HouseholdId
"""Whose a device is: one person's, or shared by a household."""


class DeviceNameRefusedError(VoicekeepError):
    """A device's name is empty or too long; nothing was bound."""

    def __init__(self) -> None:
        super().__init__("the device's name is empty or too long; nothing was bound")


class NobodyThereToBindError(VoicekeepError):
    """Nobody has an account whose the device could be; nothing was bound."""

    promise = "P1"

    def __init__(self) -> None:
        super().__init__("nobody is there whose the device could be; nothing was bound")


def pair_device(keep: Keep, session: Session, name: str) -> tuple[DeviceId, str]:
    """Bind a new device that hands folders in to the signed-in person; return its id and the credential for it.

    Raises:
        DeviceNameRefusedError: the name is empty or too long.
    """
    credential = new_token(keep.entropy)
    device = new_device(keep, DeviceKind.FOLDER, credential=credential)
    bind_new(keep, device, session.subject, name)
    return device.device, credential


def new_device(
    keep: Keep, kind: DeviceKind, *, credential: str | None = None, public_key: bytes | None = None
) -> Device:
    """Return a device that nobody has yet."""
    return Device(
        device=DeviceId.random(keep.entropy),
        kind=kind,
        credential_sha256=None if credential is None else token_sha256(credential),
        public_key=public_key,
        paired_at=keep.now(),
    )


def bind_new(keep: Keep, device: Device, holder: Holder, name: str) -> Binding:
    """Bind a device for the first time; everybody whose it is gets its name as an item of theirs.

    Raises:
        DeviceNameRefusedError: the name is empty or too long; nothing was bound.
        NobodyThereToBindError: nobody is there whose it could be; nothing was bound.
    """

    def bind(transaction: Transaction, now: datetime) -> Binding:
        transaction.devices.add_device(device)
        return bind_at(keep, transaction, device.device, holder, now)

    return bind_and_name(keep, device.device, holder, name, bind)


def bind_again(keep: Keep, device: DeviceId, holder: Holder, name: str) -> Binding:
    """Bind a device to others, or anew; a binding that is open ends at the same instant.

    Raises:
        DeviceNameRefusedError, NobodyThereToBindError: as `bind_new`.
    """
    return bind_and_name(
        keep, device, holder, name, lambda transaction, now: bind_at(keep, transaction, device, holder, now)
    )


def bind_and_name(
    keep: Keep,
    device: DeviceId,
    holder: Holder,
    name: str,
    bind: Callable[[Transaction, datetime], Binding],
) -> Binding:
    """Bind, in one transaction with the first holder's item; the other holders' items follow.

    Raises:
        DeviceNameRefusedError, NobodyThereToBindError: as `bind_new`.
    """
    require_name(keep, name)
    with keep.database.read() as transaction:
        holders = holders_of(transaction, holder)
    if not holders:
        raise NobodyThereToBindError
    now, bound = keep.now(), []

    def also(transaction: Transaction) -> None:
        bound.append(bind(transaction, now))
        for each in holders:
            tell_bound(keep, transaction, each)

    for first, each in enumerate(holders):
        _name(keep, each, device, name, now, also if first == 0 else None)
    return bound[0]


def bind_at(keep: Keep, transaction: Transaction, device: DeviceId, holder: Holder, now: datetime) -> Binding:
    """Bind a device from `now` on; a binding that is open ends at the same instant, and who loses it is told."""
    unbind_at(keep, transaction, device, now, still=holders_of(transaction, holder))
    binding = Binding(
        device=device,
        number=len(transaction.devices.bindings_of_device(device)) + 1,
        subject=holder if isinstance(holder, SubjectId) else None,
        household=holder if isinstance(holder, HouseholdId) else None,
        since=now,
    )
    transaction.devices.add_binding(binding)
    keep.log(transaction).append([_bound(binding)])
    return binding


def unbind_at(
    keep: Keep, transaction: Transaction, device: DeviceId, now: datetime, *, still: Collection[SubjectId] = ()
) -> None:
    """End a device's open binding, if there is one; everybody is told whose it was, but those whose it is still."""
    binding = transaction.devices.binding_of(device)
    if binding is None:
        return
    transaction.devices.close_binding(binding, now)
    transaction.woken.forget_false_wakings_of(device)  # whoever has it next is not to see how it was where it was
    ended = DeviceUnbound(
        device=device, number=binding.number, subject=binding.subject, household=binding.household, at=now
    )
    keep.log(transaction).append([ended])
    for each in holders_of(transaction, holder_of(binding)):
        if each not in still:
            tell(keep, transaction, each, NoticeKind.DEVICE_LOST)


def rename_device(keep: Keep, holder: Holder, device: DeviceId, name: str) -> None:
    """Give a device another name, for everybody whose it is.

    Raises:
        DeviceNameRefusedError: the name is empty or too long; nothing was changed.
    """
    require_name(keep, name)
    with keep.database.read() as transaction:
        holders = holders_of(transaction, holder)
    now = keep.now()
    for each in holders:
        _name(keep, each, device, name, now, None)


def require_name(keep: Keep, name: str) -> None:
    """Raises DeviceNameRefusedError."""
    if not 0 < len(name.strip()) <= keep.limits.name_max_chars:
        raise DeviceNameRefusedError


def holders_of(transaction: Transaction, holder: Holder) -> tuple[SubjectId, ...]:
    """Return the people whose a device is, or who share it, of those who have an account now."""
    if isinstance(holder, SubjectId):
        return () if transaction.people.account_of(holder) is None else (holder,)
    return tuple(member.subject for member in transaction.people.members_of(holder))


def holder_of(binding: Binding) -> Holder:
    """Return whose a binding is."""
    if binding.subject is not None:
        return binding.subject
    if binding.household is not None:
        return binding.household
    raise ValueError("a binding is somebody's")


def bindings_that_count_for(transaction: Transaction, subject: SubjectId) -> tuple[Binding, ...]:
    """Return when a device could hear this person: their own ones, and shared ones while they lived there."""
    member = transaction.people.member_of(subject)
    shared = () if member is None else transaction.devices.bindings_of_household(member.household)
    theirs = [*transaction.devices.bindings_of(subject)]
    if member is not None:
        theirs += [replace(each, since=max(each.since, member.since)) for each in shared]
    return tuple(sorted(theirs, key=lambda each: (each.since, each.device)))


def adopt_devices(keep: Keep) -> int:
    """Take devices over that were paired before they had rows of their own; return how many."""
    with keep.database.begin() as transaction:
        adopted = transaction.devices.adopt()
        log = keep.log(transaction)
        log.append(not_yet_told(log, *(_bound(binding) for binding in adopted)))
    if adopted:
        keep.remember()
    return len(adopted)


def _bound(binding: Binding) -> DeviceBound:
    return DeviceBound(
        device=binding.device,
        number=binding.number,
        subject=binding.subject,
        household=binding.household,
        at=binding.since,
    )


def _name(
    keep: Keep,
    owner: SubjectId,
    device: DeviceId,
    name: str,
    now: datetime,
    also: Callable[[Transaction], None] | None,
) -> None:
    record = DeviceRecord(item=ItemId.random(keep.entropy), owner=owner, at=now, device=device, device_name=name)
    if also is None:
        keep_items(keep, owner, [Piece(record=record)])
    else:
        keep_items(keep, owner, [Piece(record=record)], also=also)
