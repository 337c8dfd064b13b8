"""What became of those who work at the desk, and of what needs two of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voicekeep.records.ids import AppointmentId, ProposalId, SubjectId


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGranted:
    """A person has a role from now on: one offered it, another granted it (R30)."""

    appointment: AppointmentId
    subject: SubjectId
    role: str
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"role_granted|{self.appointment}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleEnded:
    """A person no longer has a role."""

    appointment: AppointmentId
    subject: SubjectId
    role: str
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"role_ended|{self.appointment}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportsOff:
    """Nothing leaves any more, for anybody (R29)."""

    number: int  # the first time is 1
    by: str  # by role, or "host"
    reason: bytes  # 32 bytes, blind digest of what was given as the reason
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"exports_off|{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportsOn:
    """What was released may leave again: one proposed it, another approved it (R29)."""

    number: int  # of the time that is over
    proposal: ProposalId | None  # None: at home, where nobody is on duty, whoever runs the host
    reason: bytes  # 32 bytes, blind digest of what was given as the reason
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"exports_on|{self.number}"
