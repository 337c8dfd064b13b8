"""What happened in each case, who is affected, and which copies hold an item, in SQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as insert_or_not

from voicekeep.formats.rows import RowMac
from voicekeep.incident import CaseEntry, CaseMovedError, CasePerson, HeldIn
from voicekeep.records.ids import ArchiveId, ItemId, SubjectId, TriageId
from voicekeep.stores import schema
from voicekeep.stores.guarded import Guarded, Mapper

_ITEMS_AT_ONCE = 500


class SqlCases:
    """A CaseBook and a ReleasedItems."""

    def __init__(self, connection: Connection, mac: RowMac) -> None:
        self._connection = connection
        self._entries = Guarded(schema.case_entry, CaseEntry, mac, "triage", "number")
        self._people = Guarded(schema.case_person, CasePerson, mac, "triage", "subject", "role")
        self._held_in = Mapper(schema.released_item, HeldIn)

    def add_entry(self, entry: CaseEntry) -> None:
        # The transaction writes, so nobody else can add one between these two lines.
        if self._entries.one(self._connection, triage=entry.triage, number=entry.number) is not None:
            raise CaseMovedError(entry.triage)
        self._entries.insert(self._connection, entry)

    def entries(self, triage: TriageId) -> tuple[CaseEntry, ...]:
        query = self._entries.guarded_select().where(schema.case_entry.c.triage == triage)
        return tuple(self._entries.all(self._connection, query.order_by(schema.case_entry.c.number)))

    def add_person(self, person: CasePerson) -> None:
        if self._there(person) is None:
            self._people.insert(self._connection, person)

    def people(self, triage: TriageId) -> tuple[CasePerson, ...]:
        at = schema.case_person.c
        query = self._people.guarded_select().where(at.triage == triage).order_by(at.role, at.subject)
        return tuple(self._people.all(self._connection, query))

    def cases_of(self, subject: SubjectId) -> tuple[CasePerson, ...]:
        at = schema.case_person.c
        query = self._people.guarded_select().where(at.subject == subject).order_by(at.since.desc(), at.triage, at.role)
        return tuple(self._people.all(self._connection, query))

    def add_held(self, held: Sequence[HeldIn]) -> None:
        if held:
            rows = [self._held_in.row(each) for each in held]
            self._connection.execute(insert_or_not(schema.released_item).on_conflict_do_nothing(), rows)

    def held_in(self, items: Sequence[ItemId]) -> Iterator[tuple[ItemId, ArchiveId]]:
        at = schema.released_item.c
        for first in range(0, len(items), _ITEMS_AT_ONCE):
            query = select(at.item, at.archive).where(at.item.in_(items[first : first + _ITEMS_AT_ONCE])).distinct()
            for item, archive in self._connection.execute(query.order_by(at.item, at.archive)).all():
                yield ItemId(item), ArchiveId(archive)

    def _there(self, person: CasePerson) -> CasePerson | None:
        return self._people.one(self._connection, triage=person.triage, subject=person.subject, role=person.role.value)
