"""Devices, whose they are, and what they say of themselves, in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select
from sqlalchemy.exc import IntegrityError

from voicekeep.device import Binding, Device, DeviceChangedError, DeviceKind, Pairing, Presence, SealedLine
from voicekeep.formats.rows import RowMac
from voicekeep.records.ids import DeviceId, HouseholdId, SubjectId
from voicekeep.stores import schema
from voicekeep.stores.guarded import Guarded


@dataclass(frozen=True, slots=True, kw_only=True)
class _EarlierBinding:
    """A row from before devices and bindings were apart: its code is over these columns."""

    device: DeviceId
    subject: SubjectId
    credential_sha256: bytes
    since: datetime
    until: datetime | None


class SqlDevices:
    """A DeviceBook."""

    def __init__(self, connection: Connection, mac: RowMac) -> None:
        self._connection = connection
        self._devices = Guarded(schema.device, Device, mac, "device")
        self._bindings = Guarded(schema.device_binding, Binding, mac, "device", "number")
        self._presence = Guarded(schema.device_presence, Presence, mac, "device")
        self._lines = Guarded(schema.device_line, SealedLine, mac, "device")
        self._pairings = Guarded(schema.pairing, Pairing, mac, "selector")
        self._earlier = Guarded(schema.binding, _EarlierBinding, mac, "device")

    def add_device(self, device: Device) -> None:
        self._devices.insert(self._connection, device)

    def device(self, device: DeviceId) -> Device | None:
        return self._devices.one(self._connection, device=device)

    def device_with_credential(self, credential_sha256: bytes) -> Device | None:
        return self._devices.one(self._connection, credential_sha256=credential_sha256)

    def replace_device(self, was: Device, now: Device) -> None:
        # The transaction writes, so nobody else can change it between these two lines.
        if self.device(was.device) != was or now.device != was.device:
            raise DeviceChangedError(was.device)
        self._devices.update(self._connection, now)

    def add_binding(self, binding: Binding) -> None:
        try:
            self._bindings.insert(self._connection, binding)
        except IntegrityError as taken:
            raise DeviceChangedError(binding.device) from taken

    def close_binding(self, binding: Binding, at: datetime) -> None:
        self._bindings.update(self._connection, binding.closed(at))

    def binding_of(self, device: DeviceId) -> Binding | None:
        return next((each for each in self.bindings_of_device(device) if each.until is None), None)

    def bindings_of_device(self, device: DeviceId) -> tuple[Binding, ...]:
        return self._spans(schema.device_binding.c.device == device)

    def bindings_of(self, subject: SubjectId) -> tuple[Binding, ...]:
        return self._spans(schema.device_binding.c.subject == subject)

    def bindings_of_household(self, household: HouseholdId) -> tuple[Binding, ...]:
        return self._spans(schema.device_binding.c.household == household)

    def forget_bindings_of(self, subject: SubjectId) -> None:
        self.forget_pairings_of(subject)
        self._forget(self.bindings_of(subject))

    def forget_bindings_of_household(self, household: HouseholdId) -> None:
        self._forget(self.bindings_of_household(household))

    def presence_of(self, device: DeviceId) -> Presence | None:
        return self._presence.one(self._connection, device=device)

    def put_presence(self, presence: Presence) -> None:
        self._presence.put(self._connection, presence)

    def put_line(self, line: SealedLine) -> None:
        try:
            self._lines.put(self._connection, line)
        except IntegrityError as taken:
            raise DeviceChangedError(line.device) from taken

    def line_known_by(self, known_by: bytes) -> SealedLine | None:
        return self._lines.one(self._connection, known_by=known_by)

    def lines(self) -> tuple[SealedLine, ...]:
        query = self._lines.guarded_select().order_by(schema.device_line.c.device)
        return tuple(self._lines.all(self._connection, query))

    def forget_line(self, device: DeviceId) -> None:
        self._connection.execute(delete(schema.device_line).where(schema.device_line.c.device == device))

    def put_pairing(self, pairing: Pairing) -> None:
        self._pairings.put(self._connection, pairing)

    def pairing(self, selector: str) -> Pairing | None:
        return self._pairings.one(self._connection, selector=selector)

    def end_pairing(self, selector: str) -> None:
        self._connection.execute(delete(schema.pairing).where(schema.pairing.c.selector == selector))

    def forget_pairings_of(self, subject: SubjectId) -> None:
        self._connection.execute(delete(schema.pairing).where(schema.pairing.c.opened_by == subject))

    def adopt(self) -> tuple[Binding, ...]:
        adopted: list[Binding] = []
        for earlier in list(self._earlier.all(self._connection)):
            device = Device(
                device=earlier.device,
                kind=DeviceKind.FOLDER,
                credential_sha256=earlier.credential_sha256,
                public_key=None,
                paired_at=earlier.since,
            )
            binding = Binding(
                device=earlier.device,
                number=1,
                subject=earlier.subject,
                household=None,
                since=earlier.since,
                until=earlier.until,
            )
            self.add_device(device)
            self.add_binding(binding)
            adopted.append(binding)
        self._connection.execute(delete(schema.binding))
        return tuple(adopted)

    def _spans(self, which: object) -> tuple[Binding, ...]:
        binding = schema.device_binding.c
        query = self._bindings.guarded_select().where(which)  # type: ignore[arg-type]  # a condition of SQLAlchemy's
        return tuple(
            self._bindings.all(self._connection, query.order_by(binding.since, binding.device, binding.number))
        )

    def _forget(self, bindings: tuple[Binding, ...]) -> None:
        """Delete these, how a device is reached that is nobody's then, and each device of which no other is left."""
        span = schema.device_binding
        for binding in bindings:
            mine = (span.c.device == binding.device, span.c.number == binding.number)
            self._connection.execute(delete(span).where(*mine))
        for device in {binding.device for binding in bindings}:
            if self.binding_of(device) is None:
                self.forget_line(device)
            if self._connection.execute(select(span.c.number).where(span.c.device == device).limit(1)).first() is None:
                for table in (schema.device, schema.device_presence):
                    self._connection.execute(delete(table).where(table.c.device == device))
