"""How much each speaker heard, by day: counted from rows, without opening what was heard."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.reading import PersonalItems
from voicekeep.formats.lines import decode_record
from voicekeep.people import Session
from voicekeep.records.ids import DeviceId
from voicekeep.records.items import DeviceRecord, ItemKind
from voicekeep.records.scope import ReleaseScope


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardBy:
    """How much one speaker heard on one day."""

    day: date
    device: DeviceId | None  # None: handed in as files
    count: int


def heard_by(keep: Keep, session: Session) -> tuple[HeardBy, ...]:
    """Return how much each speaker heard on each day in the keep's time zone, the earliest first; nothing is opened.

    A file that was handed in was heard by no speaker: its device is None.
    """
    zone = ZoneInfo(keep.settings.zone)
    with keep.database.read() as transaction:
        rows = transaction.items.held_by(session.subject, ItemKind.TURN, ReleaseScope(as_of=transaction.log.size()))
        found = Counter((row.at.astimezone(zone).date(), row.device) for row in rows)
    known = sorted(found.items(), key=lambda each: (each[0][0], each[0][1] or ""))
    return tuple(HeardBy(day=day, device=device, count=count) for (day, device), count in known)


def speaker_names(keep: Keep, session: Session) -> dict[DeviceId, str]:
    """Open what the person calls their speakers, also those that are bound to them no more."""
    opener = keep.ring.opener_for(session.subject)
    with keep.database.read() as transaction:
        return names_in(PersonalItems(keep, transaction, opener, ReleaseScope(as_of=transaction.log.size())))


def names_in(items: PersonalItems) -> dict[DeviceId, str]:
    """Open what a person calls their speakers."""
    devices = [decode_record(opened.record) for opened in items.items(ItemKind.DEVICE)]
    return {device.device: device.device_name for device in devices if isinstance(device, DeviceRecord)}
