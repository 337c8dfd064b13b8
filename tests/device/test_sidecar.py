"""A sidecar is used as a whole or refused as a whole."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicekeep.device import (
    MalformedSidecarError,
    Sidecar,
    SidecarError,
    SidecarValueError,
    UnknownSidecarKeyError,
    parse_sidecar,
)
from voicekeep.records.limits import Limits

LIMITS = Limits()
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
INSTANTS = st.datetimes(datetime(1970, 1, 2), datetime(9998, 1, 1), timezones=st.timezones())  # noqa: DTZ001


@given(
    transcript=st.none() | TEXTS,
    at=st.none() | INSTANTS,
    language=st.none() | st.sampled_from(("en", "de-AT", "zh-Hant-TW", "fr-FR-x-home")),
)
def test_what_a_sidecar_says_is_kept(transcript: str | None, at: datetime | None, language: str | None) -> None:
    text = at.isoformat() if at else None
    written = {"transcript": transcript, "at": text, "language": language}
    utc = datetime.fromisoformat(text).astimezone(UTC) if text else None
    assert parse_sidecar(json.dumps(written).encode(), LIMITS) == Sidecar(
        transcript=transcript, at=utc, language=language
    )


def test_every_key_may_be_left_out() -> None:
    assert parse_sidecar(b"{}", LIMITS) == Sidecar()


def test_a_byte_order_mark_is_no_reason_to_refuse() -> None:
    assert parse_sidecar(b'\xef\xbb\xbf{"language": "en"}', LIMITS) == Sidecar(language="en")


@pytest.mark.parametrize("text", ["2026-03-14T07:12:09Z", "2026-03-14T08:12:09+01:00", "20260314T071209Z"])
def test_an_instant_with_a_zone_is_read_as_utc(text: str) -> None:
    read = parse_sidecar(json.dumps({"at": text}).encode(), LIMITS)
    assert read.at == datetime(2026, 3, 14, 7, 12, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        {"at": "2026-03-14T07:12:09"},
        {"at": "2026-03-14"},
        {"at": "yesterday"},
        {"at": 1_773_472_329},
        {"at": "1969-12-31T23:59:59Z"},
        {"at": "0001-01-01T00:00:00+01:00"},
        {"at": "9999-12-31T23:59:59-01:00"},
        {"transcript": 7},
        {"transcript": ["turn on the light"]},
        {"transcript": "x" * (LIMITS.transcript_max_chars + 1)},
        {"transcript": "\ud800"},
        {"language": "English, I think"},
        {"language": "en_US"},
        {"language": ""},
        {"language": "en" + "-abcdefgh" * 5},
        {"language": 1},
    ],
    ids=lambda value: json.dumps(value)[:40],
)
def test_a_value_that_its_key_does_not_stand_for_is_refused(value: dict[str, object]) -> None:
    with pytest.raises(SidecarValueError):
        parse_sidecar(json.dumps(value).encode(), LIMITS)


@pytest.mark.parametrize("text", ['{"owner": "ada"}', '{"At": null}', '{"at": null, "at": null}'])
def test_what_would_be_lost_is_refused(text: str) -> None:
    with pytest.raises(UnknownSidecarKeyError):
        parse_sidecar(text.encode(), LIMITS)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="half"),
        pytest.param(b"[]", id="list"),
        pytest.param(b'"at"', id="text"),
        pytest.param(b"\xff{}", id="not UTF-8"),
        pytest.param(b"[" * 60_000, id="deep"),
        pytest.param(b'{"at": ' + b"9" * 5_000 + b"}", id="large number"),
        pytest.param(b'{"language": "en"}' + b" " * LIMITS.sidecar_max_bytes, id="large"),
    ],
)
def test_what_is_not_one_small_json_object_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedSidecarError):
        parse_sidecar(data, LIMITS)


@given(data=st.binary(max_size=300))
def test_arbitrary_bytes_are_refused_by_name(data: bytes) -> None:
    with pytest.raises(SidecarError):
        parse_sidecar(data, LIMITS)


def test_a_refusal_does_not_say_what_was_said() -> None:
    said = "tell nobody " * 2_000
    with pytest.raises(SidecarError) as refused:
        parse_sidecar(json.dumps({"transcript": said}).encode(), LIMITS)
    assert "nobody" not in str(refused.value)
