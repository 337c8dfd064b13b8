"""What a connected speaker is told from time to time: whether it is set up, who shares it, who counts there now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.listening import bound_now, members_shown
from voicekeep.app.operations.speakers import note_presence
from voicekeep.app.speakers.messages import GUEST, NOBODY
from voicekeep.device import Counting, Hub
from voicekeep.records.ids import DeviceId

LOOK_EVERY: Final = 15.0  # seconds between two looks at a connected speaker that nobody asked for
_UNSHOWN: Final = "another"  # a member who is not among those that the speaker may show
_SOONEST: Final = 0.05  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was seen of a speaker at one instant."""

    to_mute: bool  # somebody had it muted from afar
    bound: bool
    shared: bool
    members: tuple[tuple[str, str], ...] = field(repr=False)  # who may be chosen there, each with the name to show
    who: str  # who counts: a member of these, `guest`, `nobody`, or `another`
    next_within: float  # seconds until it may be otherwise by itself

    def told(self) -> dict[str, object]:
        """Return what the speaker is told of it."""
        members = [{"member": member, "name": name} for member, name in self.members]
        return {"bound": self.bound, "shared": self.shared, "members": members, "who": self.who}


def look_at(keep: Keep, hub: Hub, device: DeviceId, *, muted: bool) -> Look:
    """Write down that a speaker is there, and return what it is to be told."""
    to_mute = note_presence(keep, device, muted=muted, there_for=keep.limits.speaker_silent_for)
    binding = bound_now(keep, device)
    shared = binding is not None and binding.household is not None
    members = () if binding is None else members_shown(keep, binding)
    counting = hub.counting_at(device) if shared else None
    left = None if counting is None else counting.seconds
    return Look(
        to_mute=to_mute,
        bound=binding is not None,
        shared=shared,
        members=members,
        who=_named(counting, {member for member, _ in members}),
        next_within=LOOK_EVERY if left is None else min(LOOK_EVERY, left + _SOONEST),
    )


def _named(counting: Counting | None, shown: set[str]) -> str:
    """Return who counts, in what the speaker knows already: nothing of anybody whom it may not show."""
    if counting is None:
        return NOBODY
    if counting.who.member is None:
        return GUEST
    return counting.who.member if counting.who.member in shown else _UNSHOWN
