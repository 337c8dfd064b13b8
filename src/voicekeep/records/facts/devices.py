"""Whose a device became, and when it stopped being theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voicekeep.records.ids import DeviceId, HouseholdId, SubjectId


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceBound:
    """A device was bound to a person or a household. Numbered, so that none can be left out unnoticed."""

    device: DeviceId
    number: int  # of this device's bindings, from 1
    subject: SubjectId | None  # nothing: it is shared
    household: HouseholdId | None  # nothing: it is one person's
    at: datetime  # UTC, the binding's first instant

    @property
    def natural_key(self) -> str:
        return f"device_bound|{self.device}|{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceUnbound:
    """A device's binding ended: what it hears from here on is not theirs."""

    device: DeviceId
    number: int  # of the binding that ended
    subject: SubjectId | None  # nothing: it was shared
    household: HouseholdId | None
    at: datetime  # UTC, the first instant at which it no longer held

    @property
    def natural_key(self) -> str:
        return f"device_unbound|{self.device}|{self.number}"
