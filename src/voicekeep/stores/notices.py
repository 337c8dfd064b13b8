"""Notices in SQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Select, delete, exists, select

from voicekeep.formats.rows import RowMac
from voicekeep.notice import Notice, NoticeChangedError
from voicekeep.records.ids import SubjectId
from voicekeep.records.instant import to_microseconds
from voicekeep.stores import schema
from voicekeep.stores.guarded import Guarded

_ROWS_AT_ONCE: Final = 500


class SqlNotices:
    """A NoticeBook."""

    def __init__(self, connection: Connection, mac: RowMac) -> None:
        self._connection = connection
        self._notices = Guarded(schema.notice, Notice, mac, "notice")

    def add(self, notice: Notice) -> None:
        self._notices.insert(self._connection, notice)

    def get(self, notice: str) -> Notice | None:
        return self._notices.one(self._connection, notice=notice)

    def replace(self, was: Notice, now: Notice) -> None:
        # The transaction writes, so nobody else can change it between these two lines.
        if self.get(was.notice) != was or now.notice != was.notice:
            raise NoticeChangedError(was.notice)
        self._notices.update(self._connection, now)

    def due(self, now: datetime) -> Iterator[str]:
        notice = schema.notice.c
        query = select(notice.notice).where(notice.next_at <= to_microseconds(now))
        return self._keys(query.order_by(notice.next_at, notice.notice))

    def all_keys(self) -> Iterator[str]:
        notice = schema.notice.c
        return self._keys(select(notice.notice).order_by(notice.created_at, notice.notice))

    def of_subject(self, subject: SubjectId) -> tuple[Notice, ...]:
        notice = schema.notice.c
        query = self._notices.guarded_select().where(notice.subject == subject)
        return tuple(self._notices.all(self._connection, query.order_by(notice.created_at.desc(), notice.notice)))

    def over(self, before: datetime) -> Iterator[str]:
        notice = schema.notice.c
        query = select(notice.notice).where(notice.next_at.is_(None), notice.created_at < to_microseconds(before))
        return self._keys(query.order_by(notice.created_at, notice.notice))

    def keys_of(self, subject: SubjectId) -> Iterator[str]:
        notice = schema.notice.c
        return self._keys(select(notice.notice).where(notice.subject == subject).order_by(notice.notice))

    def of_nobody(self) -> Iterator[str]:
        notice, account = schema.notice.c, schema.account.c
        theirs = exists().where(account.subject == notice.subject)
        return self._keys(select(notice.notice).where(~theirs).order_by(notice.created_at, notice.notice))

    def forget(self, notice: str) -> None:
        self._connection.execute(delete(schema.notice).where(schema.notice.c.notice == notice))

    def _keys(self, query: Select[tuple[str]]) -> Iterator[str]:
        for (key,) in self._connection.execute(query.execution_options(yield_per=_ROWS_AT_ONCE)):
            yield str(key)
