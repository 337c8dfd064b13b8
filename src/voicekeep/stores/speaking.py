"""What rings, and how often a speaker woke by mistake, in SQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, update

from voicekeep.device import Ring, WokenFalsely
from voicekeep.formats.rows import RowMac
from voicekeep.records.ids import DeviceId, ItemId, SubjectId
from voicekeep.stores import schema
from voicekeep.stores.guarded import Guarded, Mapper

_WOKEN = Mapper(schema.false_waking, WokenFalsely)


class SqlRings:
    """A RingBook."""

    def __init__(self, connection: Connection, mac: RowMac) -> None:
        self._connection = connection
        self._rings = Guarded(schema.ring, Ring, mac, "item")

    def add_ring(self, ring: Ring) -> None:
        self._rings.insert(self._connection, ring)

    def rings(self) -> tuple[Ring, ...]:
        ordered = self._rings.guarded_select().order_by(schema.ring.c.rings_at, schema.ring.c.item)
        return tuple(self._rings.all(self._connection, ordered))

    def ring_of(self, item: ItemId) -> Ring | None:
        return self._rings.one(self._connection, item=item)

    def move_ring(self, ring: Ring, rings_at: datetime) -> bool:
        if self.ring_of(ring.item) != ring:
            return False
        return self._rings.update(self._connection, replace(ring, rings_at=rings_at)) == 1

    def forget_ring(self, item: ItemId) -> None:
        self._connection.execute(delete(schema.ring).where(schema.ring.c.item == item))

    def forget_rings_of(self, owner: SubjectId) -> None:
        self._connection.execute(delete(schema.ring).where(schema.ring.c.owner == owner))


class SqlWoken:
    """A WokenBook; a number decides nothing, so its row has no code."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count_false_waking(self, device: DeviceId, day: date) -> None:
        woken = schema.false_waking
        same = (woken.c.device == device, woken.c.day == day.isoformat())
        counted = self._connection.execute(update(woken).where(*same).values(times=woken.c.times + 1)).rowcount
        if counted == 0:
            self._connection.execute(insert(woken), _WOKEN.row(WokenFalsely(device=device, day=day, times=1)))

    def false_wakings_of(self, device: DeviceId) -> tuple[WokenFalsely, ...]:
        woken = schema.false_waking.c
        rows = self._connection.execute(_WOKEN.select().where(woken.device == device).order_by(woken.day))
        return tuple(_WOKEN.value(row) for row in rows)

    def forget_false_wakings(self, before: date) -> None:
        woken = schema.false_waking
        self._connection.execute(delete(woken).where(woken.c.day < before.isoformat()))

    def forget_false_wakings_of(self, device: DeviceId) -> None:
        woken = schema.false_waking
        self._connection.execute(delete(woken).where(woken.c.device == device))
