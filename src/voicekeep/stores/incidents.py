"""Cases in SQL."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, delete, select

from voicekeep.formats.rows import RowMac
from voicekeep.incident import Frozen, Report, Triage, TriageOverError
from voicekeep.records.ids import ArchiveId
from voicekeep.stores import schema
from voicekeep.stores.guarded import Guarded


class SqlIncidents:
    """An IncidentBook."""

    def __init__(self, connection: Connection, mac: RowMac) -> None:
        self._connection = connection
        self._triages = Guarded(schema.triage, Triage, mac, "triage")
        self._frozen = Guarded(schema.frozen, Frozen, mac, "archive", "number")

    def add(self, triage: Triage) -> None:
        self._triages.insert(self._connection, triage)

    def get(self, triage: str) -> Triage | None:
        return self._triages.one(self._connection, triage=triage)

    def replace(self, was: Triage, now: Triage) -> None:
        # The transaction writes, so nobody else can decide between these two lines.
        if self.get(was.triage) != was or now.triage != was.triage:
            raise TriageOverError(was.triage)
        self._triages.update(self._connection, now)

    def all_keys(self) -> Iterator[str]:
        triage = schema.triage.c
        query = select(triage.triage).order_by(triage.opened_at.desc(), triage.triage)
        yield from self._connection.execute(query).scalars()

    def alike(self, report: Report) -> tuple[Triage, ...]:
        triage = schema.triage.c
        query = self._triages.guarded_select().where(
            triage.source == report.source.value,
            triage.archive.is_not_distinct_from(report.archive),
            triage.item.is_not_distinct_from(report.item),
            triage.reporter.is_not_distinct_from(report.reporter),
        )
        return tuple(self._triages.all(self._connection, query.order_by(triage.opened_at.desc(), triage.triage)))

    def freeze(self, frozen: Frozen) -> None:
        self._frozen.insert(self._connection, frozen)

    def frozen(self, archive: ArchiveId) -> tuple[Frozen, ...]:
        query = self._frozen.guarded_select().where(schema.frozen.c.archive == archive)
        return tuple(self._frozen.all(self._connection, query.order_by(schema.frozen.c.number)))

    def thaw(self, archive: ArchiveId, number: int) -> None:
        frozen = schema.frozen.c
        one = delete(schema.frozen).where(frozen.archive == archive, frozen.number == number)
        self._connection.execute(one)
