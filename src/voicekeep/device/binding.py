"""Whose device it is, over which time (P1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import DeviceId, SubjectId


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """One device stands for one person, from `since` until `until`."""

    device: DeviceId
    subject: SubjectId
    credential_sha256: bytes  # 32 bytes; the credential itself stays on the device
    since: datetime  # UTC
    until: datetime | None = None  # UTC, the first instant at which it no longer does

    def holds_at(self, instant: datetime) -> bool:
        """Return whether the device was this person's at `instant`."""
        return self.since <= instant and (self.until is None or instant < self.until)


def require_held(binding: Binding, instant: datetime) -> None:
    """Refuse a recording from an instant outside the binding.

    Raises:
        InstantOutsideBindingError: it was not this person's device then.
    """
    if not binding.holds_at(instant):
        raise InstantOutsideBindingError(binding.device)


class DeviceBook(Protocol):
    """Where bindings are kept. Every read of a row proves its authentication code first."""

    def add_binding(self, binding: Binding) -> None: ...

    def binding_with_credential(self, credential_sha256: bytes) -> Binding | None: ...

    def bindings_of(self, subject: SubjectId) -> tuple[Binding, ...]: ...

    def forget_bindings_of(self, subject: SubjectId) -> None:
        """Delete them all: their credentials open nothing any more."""
