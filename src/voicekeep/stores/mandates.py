"""Mandates in SQL."""

from __future__ import annotations

from sqlalchemy import Connection, delete, or_

from voicekeep.formats.rows import RowMac
from voicekeep.people import Mandate, MandateRefusedError
from voicekeep.records.ids import MandateId, SubjectId
from voicekeep.stores import schema
from voicekeep.stores.guarded import Guarded


class SqlMandates:
    """A MandateBook."""

    def __init__(self, connection: Connection, mac: RowMac) -> None:
        self._connection = connection
        self._mandates = Guarded(schema.mandate, Mandate, mac, "mandate")

    def add_mandate(self, mandate: Mandate) -> None:
        self._mandates.insert(self._connection, mandate)

    def replace_mandate(self, was: Mandate, now: Mandate) -> None:
        # The transaction writes, so nobody else can change it between these two lines.
        if self.mandate(was.mandate) != was:
            raise MandateRefusedError
        self._mandates.update(self._connection, now)

    def mandate(self, mandate: MandateId) -> Mandate | None:
        return self._mandates.one(self._connection, mandate=mandate)

    def mandate_with_token(self, token_sha256: bytes) -> Mandate | None:
        return self._mandates.one(self._connection, token_sha256=token_sha256)

    def mandates_over(self, subject: SubjectId) -> tuple[Mandate, ...]:
        query = self._mandates.guarded_select().where(schema.mandate.c.subject == subject)
        return tuple(self._mandates.all(self._connection, query.order_by(schema.mandate.c.offered_at)))

    def mandates_of(self, agent: SubjectId) -> tuple[Mandate, ...]:
        query = self._mandates.guarded_select().where(schema.mandate.c.agent == agent)
        return tuple(self._mandates.all(self._connection, query.order_by(schema.mandate.c.offered_at)))

    def forget_mandates_of(self, subject: SubjectId) -> None:
        mandate = schema.mandate
        at_an_end = or_(mandate.c.subject == subject, mandate.c.agent == subject)
        self._connection.execute(delete(mandate).where(at_an_end))
