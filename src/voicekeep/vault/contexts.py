"""What each key is bound to: associated data and HPKE info, one function per kind of key, no two alike.

Flow        identifiers -> bytes that must be the same when the key is opened
Guarantees  1. Names are length-prefixed under a purpose: no two things give the same bytes.
I/O         none
Format      docs/formats/keys.md, version 1
"""

from __future__ import annotations

import struct
from datetime import date

from voicekeep.records.ids import ArchiveId, DeviceId, RequestId, SubjectId
from voicekeep.records.items import ItemRef

_LENGTH = struct.Struct(">H")


def subject_key_context(subject: SubjectId) -> bytes:
    """Return what a wrapped private half is bound to."""
    return _bound_to("voicekeep subject key v1", subject)


def day_key_context(owner: SubjectId, device: DeviceId | None, day: date) -> bytes:
    """Return what a sealed day key is bound to; no device gives an empty name."""
    return _bound_to("voicekeep day key v1", owner, device or "", day.isoformat())


def item_key_context(ref: ItemRef) -> bytes:
    """Return what a wrapped item key is bound to."""
    return _bound_to("voicekeep item key v1", ref.owner, ref.item, ref.kind)


def archive_key_context(request: RequestId, archive: ArchiveId) -> bytes:
    """Return what a sealed archive key is bound to."""
    return _bound_to("voicekeep archive key v1", request, archive)


def _bound_to(*names: str) -> bytes:
    return b"".join([_LENGTH.pack(len(name)) + name.encode("ascii") for name in names])
