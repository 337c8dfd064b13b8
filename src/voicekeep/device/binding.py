"""Whose device it is, over which time (P1)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import DeviceId, HouseholdId, SubjectId

PUBLIC_KEY_BYTES: Final = 32


class DeviceError(VoicekeepError):
    """A device was not believed; nothing of it was kept."""

    promise = "P1"


class UnboundDeviceError(DeviceError):
    """The credential belongs to no device that is bound to a person now; nothing was kept."""

    def __init__(self) -> None:
        super().__init__("the credential belongs to no bound device; nothing was kept")


class InstantOutsideBindingError(DeviceError):
    """The recording is from an instant at which the device was not bound to this person; it was not kept."""

    def __init__(self, device: DeviceId) -> None:
        super().__init__(f"device {device} was not bound at the recording's instant; it was not kept")
        self.device = device


class SharedDeviceError(DeviceError):
    """The device is shared by a household, and nothing says which member spoke; nothing was kept."""

    def __init__(self, device: DeviceId) -> None:
        super().__init__(f"device {device} is shared, and nothing says whose its recordings are; nothing was kept")
        self.device = device


class ReplayedCounterError(DeviceError):
    """The device has signed something with this counter or a later one before; nothing of this was used."""

    def __init__(self, device: DeviceId) -> None:
        super().__init__(f"{device} used this counter before; the utterance was not heard")
        self.device = device


class DeviceKind(StrEnum):
    """What a device is, and so how it speaks to the hub."""

    BROWSER = "browser"  # a phone, tablet or laptop on the page /speaker
    LINUX = "linux"  # `voicekeep speaker`
    ESPHOME = "esphome"  # the hub is its client
    FOLDER = "folder"  # hands recordings in from a folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One device, whoever it is bound to."""

    device: DeviceId
    kind: DeviceKind
    credential_sha256: bytes | None  # 32 bytes; the credential itself stays on the device; nothing: it has none
    public_key: bytes | None  # 32 bytes, Ed25519 (RFC 8032), of our own speakers; the other half never leaves them
    counter: int = 0  # the last one that it signed with; the next is larger
    paired_at: datetime  # UTC

    def used(self, counter: int) -> Device:
        """Return the device after it signed with `counter`.

        Raises:
            ReplayedCounterError: it signed with that or a later one before.
        """
        if counter <= self.counter:
            raise ReplayedCounterError(self.device)
        return replace(self, counter=counter)

    def renewed(self, credential_sha256: bytes) -> Device:
        """Return the device with another credential; key and counter stay."""
        return replace(self, credential_sha256=credential_sha256)


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """One device stands for one person, or is shared by one household, from `since` until `until`."""

    device: DeviceId
    number: int  # of this device's bindings, from 1: the ledger has the same numbers, so that none can be left out
    subject: SubjectId | None  # nothing: it is shared
    household: HouseholdId | None  # nothing: it is one person's
    since: datetime  # UTC
    until: datetime | None = None  # UTC, the first instant at which it no longer does

    def __post_init__(self) -> None:
        """Refuse what is bound to nobody, or twice."""
        if (self.subject is None) is (self.household is None):
            raise ValueError("a device is bound to one person or to one household")

    def holds_at(self, instant: datetime) -> bool:
        """Return whether the device was theirs at `instant`."""
        return self.since <= instant and (self.until is None or instant < self.until)

    def closed(self, at: datetime) -> Binding:
        """Return the binding that ended at this instant; one that ended before stays as it is."""
        return self if self.until is not None else replace(self, until=at)


def require_held(binding: Binding, instant: datetime) -> None:
    """Refuse a recording from an instant outside the binding.

    Raises:
        InstantOutsideBindingError: it was not this person's device then.
    """
    if not binding.holds_at(instant):
        raise InstantOutsideBindingError(binding.device)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """What a speaker said last of itself, and what it is to be told."""

    device: DeviceId
    muted: str = "no"  # "yes" or "no", as the speaker says
    there_until: datetime  # UTC; connected speakers put it off again and again
    heard_at: datetime | None = None  # UTC, when it handed the last utterance in
    mute_asked_at: datetime | None = None  # UTC, when somebody had it muted from afar, until it says that it is

    def there_at(self, now: datetime) -> bool:
        """Return whether the speaker is connected."""
        return now < self.there_until


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedLine:
    """How a device is reached that waits to be called, as a database sees it."""

    device: DeviceId
    known_by: bytes = field(repr=False)  # 32 bytes, keyed digest of what the device says it is: none has two numbers
    sealed: bytes = field(repr=False)  # a Line, for this device


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """An offer to bind a speaker, open for minutes: whoever types its code on a speaker binds that speaker."""

    selector: str  # the code's first half, by which it is found
    code_digest: bytes = field(repr=False)  # 32 bytes, keyed, of the whole code, which is nowhere
    opened_by: SubjectId
    household: HouseholdId | None  # nothing: the speaker becomes `opened_by`'s own
    expires_at: datetime  # UTC; the code counts for nothing from this instant on
    tries: int = 0  # wrong second halves so far


class DeviceBook(Protocol):
    """Where devices and bindings are kept. Every read of a row proves its authentication code first."""

    def add_device(self, device: Device) -> None: ...

    def device(self, device: DeviceId) -> Device | None: ...

    def device_with_credential(self, credential_sha256: bytes) -> Device | None: ...

    def replace_device(self, was: Device, now: Device) -> None:
        """Put `now` in the place of `was`.

        Raises:
            DeviceChangedError: it is not as it was; nothing was changed.
        """

    def add_binding(self, binding: Binding) -> None:
        """Add one.

        Raises:
            DeviceChangedError: the device has an open one, or one of that number; nothing was bound.
        """

    def close_binding(self, binding: Binding, at: datetime) -> None:
        """End it at this instant; one that ended before stays as it is."""

    def binding_of(self, device: DeviceId) -> Binding | None:
        """Return the one that is open."""

    def bindings_of_device(self, device: DeviceId) -> tuple[Binding, ...]:
        """Return every one of the device, open or not, the first one first."""

    def bindings_of(self, subject: SubjectId) -> tuple[Binding, ...]:
        """Return every one of a person alone, open or not, the earliest first; shared devices are not theirs."""

    def bindings_of_household(self, household: HouseholdId) -> tuple[Binding, ...]:
        """Return every one of a household, open or not, the earliest first."""

    def forget_bindings_of(self, subject: SubjectId) -> None:
        """Delete a person's own, the devices that nobody else ever had, and the codes that the person was shown."""

    def forget_bindings_of_household(self, household: HouseholdId) -> None:
        """The same for a household in which nobody lives any more."""

    def presence_of(self, device: DeviceId) -> Presence | None: ...

    def put_presence(self, presence: Presence) -> None:
        """Add, or replace the device's earlier one."""

    def put_line(self, line: SealedLine) -> None:
        """Add how a device is reached, or replace it.

        Raises:
            DeviceChangedError: the device has another number already; nothing was changed.
        """

    def line_known_by(self, known_by: bytes) -> SealedLine | None: ...

    def lines(self) -> tuple[SealedLine, ...]:
        """Return how every device is reached that waits to be called."""

    def forget_line(self, device: DeviceId) -> None: ...

    def put_pairing(self, pairing: Pairing) -> None:
        """Add, or replace the one that is found the same way."""

    def pairing(self, selector: str) -> Pairing | None: ...

    def end_pairing(self, selector: str) -> None: ...

    def forget_pairings_of(self, subject: SubjectId) -> None:
        """Delete every offer that a person opened."""

    def adopt(self) -> tuple[Binding, ...]:
        """Take rows from before devices and bindings were apart over; return what is bound by them."""


class DeviceChangedError(DeviceError):
    """The device was changed by somebody else meanwhile; nothing was changed."""

    def __init__(self, device: DeviceId) -> None:
        super().__init__(f"{device} was changed meanwhile; nothing was changed now")
        self.device = device
