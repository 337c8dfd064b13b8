"""Any record at all: what hypothesis may put into every field."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum
from types import NoneType
from typing import Any, TypeVar, get_args, get_type_hints

from hypothesis import strategies as st

from voicekeep.formats.canonical import INTEGER_MAX
from voicekeep.records.ids import ID_BYTES, Id, ItemId, SubjectId
from voicekeep.records.items import RECORD_TYPES, ItemKind, ItemRecord, ItemRef
from voicekeep.records.recurrence import Recurrence, Weekday

INSTANTS = st.datetimes(datetime(1970, 1, 1), datetime(9998, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
R = TypeVar("R")
RECURRENCES = st.builds(Recurrence.of, st.sets(st.sampled_from(Weekday), min_size=1), st.times())
SHA256 = st.binary(min_size=32, max_size=32).map(bytes.hex)


def ids(of: type[Id]) -> st.SearchStrategy[Any]:
    return st.binary(min_size=ID_BYTES, max_size=ID_BYTES).map(lambda drawn: of.random(lambda _: drawn))


def records() -> st.SearchStrategy[ItemRecord]:
    return st.one_of([records_of(record_type) for record_type in RECORD_TYPES.values()])


def records_of(record_type: type[R]) -> st.SearchStrategy[R]:
    hints = get_type_hints(record_type)
    return st.builds(record_type, **{name: _field(name, hint) for name, hint in hints.items()})


def refs() -> st.SearchStrategy[ItemRef]:
    return st.builds(ItemRef, owner=ids(SubjectId), item=ids(ItemId), kind=st.sampled_from(ItemKind))


def _field(name: str, hint: object) -> st.SearchStrategy[Any]:
    types = get_args(hint) or (hint,)
    values = st.one_of([_value(name, each) for each in types if each is not NoneType])
    return st.none() | values if NoneType in types else values


def _value(name: str, of: type) -> st.SearchStrategy[Any]:
    if name.endswith("_sha256"):
        return SHA256
    if issubclass(of, Id):
        return ids(of)
    if issubclass(of, Enum):
        return st.sampled_from(of)
    if of is Recurrence:
        return RECURRENCES
    return {str: st.text(), int: st.integers(-INTEGER_MAX, INTEGER_MAX), datetime: INSTANTS}[of]
