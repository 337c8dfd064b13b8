"""A scope has one spelling, and what it covers is what was written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archive.copies import NOON
from tests.formats.test_cover import instants, scopes
from voicekeep.formats import canonical
from voicekeep.formats.canonical import Json
from voicekeep.formats.scopes import MalformedScopeError, scope_fields, scope_of
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope

SAMPLE = ReleaseScope(as_of=7, since=NOON, until=NOON + timedelta(days=1), kinds=(ItemKind.TURN, ItemKind.PROFILE))
FIELDS = scope_fields(SAMPLE)


@given(scope=scopes)
def test_a_scope_comes_back_as_it_was_and_has_one_spelling(scope: ReleaseScope) -> None:
    fields = scope_fields(scope)
    assert scope_of(fields) == scope
    assert scope_fields(scope_of(canonical.decode(canonical.encode(fields)))) == fields


@given(scope=scopes, at=instants, kind=st.sampled_from(ItemKind))
def test_what_is_read_covers_what_was_written(scope: ReleaseScope, at: datetime, kind: ItemKind) -> None:
    assert scope_of(scope_fields(scope)).covers(kind, at) == scope.covers(kind, at)


@given(one=scopes, other=scopes)
def test_two_scopes_have_two_spellings(one: ReleaseScope, other: ReleaseScope) -> None:
    assert (scope_fields(one) == scope_fields(other)) == (one == other)


def test_an_instant_is_written_in_utc_whatever_its_zone() -> None:
    local = replace(SAMPLE, since=NOON.astimezone(timezone(timedelta(hours=2))))
    assert scope_fields(local) == FIELDS
    assert scope_of(FIELDS).since == datetime(2026, 3, 14, 12, tzinfo=UTC)


def test_an_instant_without_a_zone_is_not_written() -> None:
    with pytest.raises(ValueError, match="timezone"):
        scope_fields(replace(SAMPLE, since=NOON.replace(tzinfo=None)))


@pytest.mark.parametrize(
    "change",
    [
        {"as_of": -1},
        {"as_of": True},
        {"as_of": "7"},
        {"as_of": None},
        {"since": ""},
        {"since": 0},
        {"since": "2026-03-14"},
        {"since": "2026-03-14T12:00:00Z"},
        {"since": "2026-03-14T12:00:00.000000+00:00"},
        {"until": "2026-02-30T12:00:00.000000Z"},
        {"until": False},
        {"kinds": None},
        {"kinds": "turn"},
        {"kinds": ["stranger"]},
        {"kinds": [None]},
        {"kinds": ["turn", 1]},
        {"kinds": {"turn": 1}},
        {"kinds": ["turn", "turn"]},
        {"kinds": ["profile", "turn"]},
        {"stranger": 1},
    ],
    ids=str,
)
def test_another_spelling_is_refused(change: dict[str, Json]) -> None:
    with pytest.raises(MalformedScopeError):
        scope_of(FIELDS | change)


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_too_few_is_refused(name: str) -> None:
    with pytest.raises(MalformedScopeError):
        scope_of({each: value for each, value in FIELDS.items() if each != name})


@pytest.mark.parametrize("fields", [None, [], "", 1, True, {}])
def test_what_is_no_scope_is_refused(fields: Json) -> None:
    with pytest.raises(MalformedScopeError):
        scope_of(fields)
