"""ENISA's formula: the two worked cases, the bands and their edges, the flags; no part without a reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.incident.cases import changes_of, severity
from voicekeep.incident import Band, DataKind, Part, Severity, SeverityRefusedError, in_words


def test_the_incident_of_2018_is_high() -> None:
    """Behavioural, and a profile; named within hours; one known recipient."""
    found = severity(context=3, identification=4, kind=DataKind.BEHAVIOURAL, confidentiality=1)
    assert (in_words(found.quarters), found.band) == ("3.25", Band.HIGH)


def test_intimate_audio_is_very_high() -> None:
    found = severity(context=4, identification=4, kind=DataKind.SENSITIVE, confidentiality=1)
    assert (in_words(found.quarters), found.band) == ("4.25", Band.VERY_HIGH)


@given(changes_of(Severity))
def test_the_band_is_what_the_formula_says(found: Severity) -> None:
    parts = {name: part.quarters / 4 for name, part in found.parts.items()}
    value = parts["context"] * parts["identification"] + sum(
        parts[name] for name in ("confidentiality", "integrity", "availability", "malice")
    )
    assert in_words(found.quarters) == f"{value:g}"
    expected = {Band.LOW: value < 2, Band.MEDIUM: 2 <= value < 3, Band.HIGH: 3 <= value < 4, Band.VERY_HIGH: value >= 4}
    assert [band for band, holds in expected.items() if holds] == [found.band]
    assert found.band.high_risk == (value >= 3)


@pytest.mark.parametrize(("people", "many"), [(0, False), (100, False), (101, True)])
def test_more_than_a_hundred_people_is_a_flag_and_changes_no_band(people: int, *, many: bool) -> None:
    found = severity(people=people)
    assert found.many is many
    assert found.band is severity(people=1).band


@pytest.mark.parametrize("name", severity().parts)
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_part_without_a_reason_is_refused(name: str, reason: str) -> None:
    part = severity().parts[name]
    with pytest.raises(SeverityRefusedError) as refused:
        _with(name, replace(part, reason=reason))
    assert refused.value.part == name


@given(st.sampled_from(list(severity().parts)), st.integers(-2, 24))
def test_a_value_that_the_table_does_not_know_is_refused(name: str, quarters: int) -> None:
    known = {
        "context": {4, 8, 12, 16},
        "identification": {1, 2, 3, 4},
        "malice": {0, 2},
    }.get(name, {0, 1, 2})
    part = Part(quarters=quarters, reason="because")
    if quarters in known:
        assert _with(name, part).parts[name].quarters == quarters
        return
    with pytest.raises(SeverityRefusedError):
        _with(name, part)


def _with(name: str, part: Part) -> Severity:
    parts: dict[str, Any] = {name: part}
    return replace(severity(), **parts)
