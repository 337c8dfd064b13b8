"""Appointments, proposals and the reasons why nothing leaves, in SQL."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete

from voicekeep.formats.rows import RowMac
from voicekeep.people import Appointment, AppointmentRefusedError, Proposal, ProposalOverError
from voicekeep.records.ids import AppointmentId, ProposalId, SubjectId
from voicekeep.stores import schema
from voicekeep.stores.guarded import Guarded


@dataclass(frozen=True, slots=True, kw_only=True)
class _ExportStop:
    number: int
    reason: str


class SqlStaff:
    """A StaffBook."""

    def __init__(self, connection: Connection, mac: RowMac) -> None:
        self._connection = connection
        self._appointments = Guarded(schema.appointment, Appointment, mac, "appointment")
        self._proposals = Guarded(schema.proposal, Proposal, mac, "proposal")
        self._stops = Guarded(schema.export_stop, _ExportStop, mac, "number")

    def add_appointment(self, appointment: Appointment) -> None:
        self._appointments.insert(self._connection, appointment)

    def replace_appointment(self, was: Appointment, now: Appointment) -> None:
        # The transaction writes, so nobody else can change it between these two lines.
        if self.appointment(was.appointment) != was or now.appointment != was.appointment:
            raise AppointmentRefusedError
        self._appointments.update(self._connection, now)

    def appointment(self, appointment: AppointmentId) -> Appointment | None:
        return self._appointments.one(self._connection, appointment=appointment)

    def appointment_with_token(self, token_sha256: bytes) -> Appointment | None:
        return self._appointments.one(self._connection, token_sha256=token_sha256)

    def appointments(self) -> tuple[Appointment, ...]:
        at = schema.appointment.c
        query = self._appointments.guarded_select().order_by(at.offered_at, at.appointment)
        return tuple(self._appointments.all(self._connection, query))

    def appointments_of(self, subject: SubjectId) -> tuple[Appointment, ...]:
        at = schema.appointment.c
        query = self._appointments.guarded_select().where(at.subject == subject).order_by(at.offered_at)
        return tuple(self._appointments.all(self._connection, query))

    def forget_appointments_of(self, subject: SubjectId) -> None:
        self._connection.execute(delete(schema.appointment).where(schema.appointment.c.subject == subject))

    def add_proposal(self, proposal: Proposal) -> None:
        self._proposals.insert(self._connection, proposal)

    def replace_proposal(self, was: Proposal, now: Proposal) -> None:
        # The transaction writes, so nobody else can change it between these two lines.
        if self.proposal(was.proposal) != was or now.proposal != was.proposal:
            raise ProposalOverError(was.proposal)
        self._proposals.update(self._connection, now)

    def proposal(self, proposal: ProposalId) -> Proposal | None:
        return self._proposals.one(self._connection, proposal=proposal)

    def proposals(self) -> tuple[Proposal, ...]:
        at = schema.proposal.c
        query = self._proposals.guarded_select().order_by(at.proposed_at, at.proposal)
        return tuple(self._proposals.all(self._connection, query))

    def forget_proposals_about(self, subject: SubjectId) -> None:
        self._connection.execute(delete(schema.proposal).where(schema.proposal.c.concerns == subject))

    def put_export_reason(self, number: int, reason: str) -> None:
        self._stops.put(self._connection, _ExportStop(number=number, reason=reason))

    def export_reason(self, number: int) -> str | None:
        stop = self._stops.one(self._connection, number=number)
        return None if stop is None else stop.reason
