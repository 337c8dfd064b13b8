"""Items, requests, attempts, grants and leases in SQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, insert, or_, select

from voicekeep.archive import Attempt, Stage
from voicekeep.delivery import DownloadSession, Grant
from voicekeep.formats.rows import RowMac
from voicekeep.records.ids import ArchiveId, DayKeyId, DeviceId, GrantId, ItemId, RequestId, SessionId, SubjectId
from voicekeep.records.instant import from_microseconds, to_microseconds
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope
from voicekeep.request import AccessRequest, RequestChangedError, State, Submission
from voicekeep.stores import schema
from voicekeep.stores.guarded import Guarded, Mapper
from voicekeep.vault import ItemRow, LeaseLostError

_ROWS_AT_ONCE = 500
_ITEMS = Mapper(schema.item, ItemRow)
_LEASE = schema.blob_lease.c
_THESE_LEASES = _LEASE.name.in_(bindparam("names", expanding=True))
_LEASES_HELD = select(_LEASE.name).where(_THESE_LEASES, _LEASE.expires_at > bindparam("after"))
_LEASES_ENDED = delete(schema.blob_lease).where(_THESE_LEASES)
_LONG_AGO = -1  # microseconds since 1970; no lease is over by then


@cache
def _held(*, since: bool, until: bool) -> Select[Any]:
    """Return the query for what an owner has of a kind; built once: a copy asks it for each of its files."""
    item = schema.item.c
    bounds = [item.at >= bindparam("since")] * since + [item.at < bindparam("until")] * until
    query = _ITEMS.select().where(
        item.owner == bindparam("owner"),
        item.kind == bindparam("kind"),
        item.position < bindparam("as_of"),
        *bounds,
    )
    return query.order_by(item.at, item.item)


class SqlItems:
    """An ItemIndex."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, rows: Sequence[ItemRow]) -> None:
        self._connection.execute(insert(schema.item), [_ITEMS.row(row) for row in rows])

    def row(self, item: ItemId) -> ItemRow | None:
        found = self._connection.execute(_ITEMS.select().where(schema.item.c.item == item)).first()
        return None if found is None else _ITEMS.value(found)

    def held_by(self, owner: SubjectId, kind: ItemKind, scope: ReleaseScope) -> Iterator[ItemRow]:
        if kind not in scope.kinds:
            return
        cells: dict[str, object] = {"owner": owner, "kind": kind.value, "as_of": scope.as_of}
        if scope.since is not None:
            cells["since"] = to_microseconds(scope.since)
        if scope.until is not None:
            cells["until"] = to_microseconds(scope.until)
        query = _held(since="since" in cells, until="until" in cells)
        for row in self._connection.execute(query, cells, execution_options={"yield_per": _ROWS_AT_ONCE}):
            yield _item(row)

    def remove(self, item: ItemId) -> None:
        self._connection.execute(delete(schema.item).where(schema.item.c.item == item))


class SqlRequests:
    """A RequestBook."""

    def __init__(self, connection: Connection, mac: RowMac) -> None:
        self._connection = connection
        self._requests = Guarded(schema.request, AccessRequest, mac, "request")
        self._submissions = Guarded(schema.submission, Submission, mac, "request")

    def add(self, request: AccessRequest) -> None:
        self._requests.insert(self._connection, request)

    def get(self, request: RequestId) -> AccessRequest | None:
        return self._requests.one(self._connection, request=request)

    def replace(self, was: AccessRequest, now: AccessRequest) -> None:
        # The transaction writes, so nobody else can move it between these two lines.
        if self.get(was.request) != was or now.request != was.request:
            raise RequestChangedError(was.request)
        self._requests.update(self._connection, now)

    def of_subject(self, subject: SubjectId) -> tuple[AccessRequest, ...]:
        request = schema.request.c
        query = self._requests.guarded_select().where(request.subject == subject)
        return tuple(self._requests.all(self._connection, query.order_by(request.received_at.desc(), request.request)))

    def in_states(self, states: frozenset[State]) -> Iterator[AccessRequest]:
        request = schema.request.c
        query = self._requests.guarded_select().where(request.state.in_([state.value for state in states]))
        return self._requests.all(self._connection, query.order_by(request.received_at, request.request))

    def put_submission(self, submission: Submission) -> None:
        self._submissions.put(self._connection, submission)

    def submission(self, request: RequestId) -> Submission | None:
        return self._submissions.one(self._connection, request=request)

    def submissions_of(self, subject: SubjectId) -> tuple[Submission, ...]:
        submission = schema.submission.c
        query = self._submissions.guarded_select().where(submission.subject == subject)
        return tuple(self._submissions.all(self._connection, query.order_by(submission.at)))

    def forget_submissions_of(self, subject: SubjectId) -> None:
        self._connection.execute(delete(schema.submission).where(schema.submission.c.subject == subject))


class SqlAttempts:
    """An AttemptBook."""

    def __init__(self, connection: Connection, mac: RowMac) -> None:
        self._connection = connection
        self._attempts = Guarded(schema.attempt, Attempt, mac, "archive")

    def add(self, attempt: Attempt) -> None:
        self._attempts.insert(self._connection, attempt)

    def get(self, archive: ArchiveId) -> Attempt | None:
        return self._attempts.one(self._connection, archive=archive)

    def replace(self, attempt: Attempt) -> None:
        self._attempts.update(self._connection, attempt)

    def of_subject(self, subject: SubjectId) -> Iterator[Attempt]:
        query = self._attempts.guarded_select().where(schema.attempt.c.subject == subject)
        return self._attempts.all(self._connection, query.order_by(schema.attempt.c.created_at))

    def of_request(self, request: RequestId) -> Iterator[Attempt]:
        query = self._attempts.guarded_select().where(schema.attempt.c.request == request)
        return self._attempts.all(self._connection, query.order_by(schema.attempt.c.created_at))


class SqlGrants:
    """A GrantBook."""

    def __init__(self, connection: Connection, mac: RowMac) -> None:
        self._connection = connection
        self._grants = Guarded(schema.grant_link, Grant, mac, "grant")
        self._opened = Guarded(schema.download_session, DownloadSession, mac, "session", "archive")

    def add(self, grant: Grant) -> None:
        self._grants.insert(self._connection, grant)

    def get(self, grant: GrantId) -> Grant | None:
        return self._grants.one(self._connection, grant=grant)

    def with_token(self, token_sha256: bytes) -> Grant | None:
        return self._grants.one(self._connection, token_sha256=token_sha256)

    def of_archive(self, archive: ArchiveId) -> Grant | None:
        return self._grants.one(self._connection, archive=archive)

    def of_recipient(self, recipient: SubjectId) -> tuple[Grant, ...]:
        query = self._grants.guarded_select().where(schema.grant_link.c.recipient == recipient)
        return tuple(self._grants.all(self._connection, query.order_by(schema.grant_link.c.expires_at)))

    def replace(self, grant: Grant) -> None:
        self._grants.update(self._connection, grant)

    def ended(self, now: datetime) -> Iterator[Grant]:
        grant, attempt = schema.grant_link.c, schema.attempt.c
        query = self._grants.guarded_select().join(schema.attempt, attempt.archive == grant.archive)
        over = or_(grant.expires_at <= to_microseconds(now), grant.revoked_at.is_not(None))
        query = query.where(over, attempt.stage != Stage.DESTROYED.value)
        return self._grants.all(self._connection, query.order_by(grant.expires_at))

    def put_download_session(self, opened: DownloadSession) -> None:
        self._opened.put(self._connection, opened)

    def forget_download_sessions_of(self, recipient: SubjectId) -> None:
        opened, links = schema.download_session, schema.grant_link.c
        own = select(links.grant).where(links.recipient == recipient)
        self._connection.execute(delete(opened).where(opened.c.grant.in_(own)))

    def download_session(self, session: SessionId, archive: ArchiveId) -> DownloadSession | None:
        return self._opened.one(self._connection, session=session, archive=archive)


class SqlLeases:
    """Leases on the names of blobs that are being written."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, names: Sequence[str], until: datetime) -> None:
        self._end(names)
        rows = [{"name": name, "expires_at": to_microseconds(until)} for name in names]
        self._connection.execute(insert(schema.blob_lease), rows)

    def give(self, names: Sequence[str], now: datetime) -> None:
        alive = self._held(names, to_microseconds(now))
        for name in names:
            if name not in alive:
                raise LeaseLostError(name)
        self._end(names)

    def expired(self, now: datetime) -> tuple[str, ...]:
        lease = schema.blob_lease
        over = lease.c.expires_at <= to_microseconds(now)
        names = tuple(self._connection.execute(select(lease.c.name).where(over)).scalars())
        self._connection.execute(delete(lease).where(over))
        return names

    def alive(self, names: Sequence[str]) -> frozenset[str]:
        return self._held(names, _LONG_AGO)

    def _held(self, names: Sequence[str], after: int) -> frozenset[str]:
        found: set[str] = set()
        for first in range(0, len(names), _ROWS_AT_ONCE):
            some = names[first : first + _ROWS_AT_ONCE]
            found.update(self._connection.execute(_LEASES_HELD, {"names": some, "after": after}).scalars())
        return frozenset(found)

    def _end(self, names: Sequence[str]) -> None:
        for first in range(0, len(names), _ROWS_AT_ONCE):
            self._connection.execute(_LEASES_ENDED, {"names": names[first : first + _ROWS_AT_ONCE]})


def _item(row: Row[Any]) -> ItemRow:
    """Return the item that a row is; done for every item of a copy, so without the mapper."""
    item, owner, kind, device, at, size, day_key, position = tuple(row)
    return ItemRow(
        item=ItemId(item),
        owner=_subject(owner),
        kind=_kind(kind),
        device=None if device is None else _device(device),
        at=from_microseconds(at),
        size=size,
        day_key=_day_key(day_key),
        position=position,
    )


_subject = lru_cache(maxsize=4096)(SubjectId)
_device = lru_cache(maxsize=4096)(DeviceId)
_day_key = lru_cache(maxsize=4096)(DayKeyId)
_kind = lru_cache(ItemKind)
