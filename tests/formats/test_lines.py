"""A record and its line say the same; any other line is no record."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.records import records, records_of
from voicekeep.formats.canonical import NoCanonicalFormError, encode
from voicekeep.formats.lines import MalformedRecordError, decode_record, encode_record
from voicekeep.records.ids import ItemId, SubjectId
from voicekeep.records.items import ItemRecord, ProfileRecord, SignInRecord, TurnRecord, ref_of
from voicekeep.records.later import SINCE

AT = datetime.fromisoformat("2026-03-14T07:12:09Z")
SIGN_IN = SignInRecord(
    item=ItemId("itm_aaaaaaaaaaaaaaaaaaaaaaaaaa"),
    owner=SubjectId("sub_bbbbbbbbbbbbbbbbbbbbbbbbbb"),
    at=AT,
    method="password",
)
LINE = (
    b'{"at":"2026-03-14T07:12:09.000000Z","item":"itm_aaaaaaaaaaaaaaaaaaaaaaaaaa","kind":"sign_in",'
    b'"method":"password","owner":"sub_bbbbbbbbbbbbbbbbbbbbbbbbbb","v":1}'
)


@given(records())
def test_a_line_gives_back_its_record(record: ItemRecord) -> None:
    assert decode_record(encode_record(record)) == record


@given(records())
def test_a_line_holds_every_field_by_name_with_kind_and_version(record: ItemRecord) -> None:
    line = json.loads(encode_record(record))
    later = {field.name for field in fields(record) if SINCE in field.metadata and line["v"] == 1}
    assert set(line) == ({field.name for field in fields(record)} - later) | {"kind", "v"}
    assert all(getattr(record, name) is None for name in later)
    assert line["kind"] == ref_of(record).kind


@given(record=records(), data=st.data())
def test_a_line_with_a_field_replaced_is_another_record_or_none(record: ItemRecord, data: st.DataObject) -> None:
    line = json.loads(encode_record(record))
    name = data.draw(st.sampled_from(sorted(line)))
    line[name] = data.draw(st.sampled_from([None, True, False, 0, 1, 2, "", "x", "turn", [], {}, line[name]]))
    forged = encode(line)
    try:
        read = decode_record(forged)
    except MalformedRecordError:
        return
    assert encode_record(read) == forged


@given(records_of(TurnRecord))
def test_a_turn_that_says_nothing_new_has_the_line_of_the_first_version(record: TurnRecord) -> None:
    later: dict[str, Any] = {field.name: None for field in fields(record) if SINCE in field.metadata}
    plain: TurnRecord = replace(record, **later)
    line = json.loads(encode_record(plain))
    assert line["v"] == 1
    assert not set(later) & set(line)
    with pytest.raises(MalformedRecordError):  # and no other line stands for it
        decode_record(encode({**line, **later, "v": 2}))
    said = json.loads(encode_record(replace(plain, answer="ten minutes")))
    assert said["v"] == 2
    with pytest.raises(MalformedRecordError):
        decode_record(encode({**said, "v": 1}))


def test_the_line_of_a_sign_in() -> None:
    assert encode_record(SIGN_IN) == LINE
    assert decode_record(LINE) == SIGN_IN


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"v":1', b'"v":2'),
        (b'"v":1', b'"v":true'),
        (b'"v":1', b'"v":"1"'),
        (b',"v":1', b""),
        (b'"kind":"sign_in"', b'"kind":"turn"'),
        (b'"kind":"sign_in"', b'"kind":"visit"'),
        (b'"kind":"sign_in"', b'"kind":[]'),
        (b'"kind":"sign_in",', b""),
        (b'"method":"password",', b""),
        (b'"method":"password"', b'"method":null'),
        (b'"method":"password"', b'"method":5'),
        (b'"method":"password"', b'"metho":"password"'),
        (b'"method":"password",', b'"method":"password","more":1,'),
        (b'"item":"itm_', b'"item":"sub_'),
        (b'"item":"itm_a', b'"item":"itm_A'),
        (b'"item":"itm_', b'"item":"itm_a'),
        (b"09.000000Z", b"09Z"),
        (b"09.000000Z", b"09.000000+00:00"),
        (b"09.000000Z", b"09.000000+01:00"),
        (b"09.000000Z", b"09.000000"),
        (b"T07:12:09.000000Z", b"T25:12:09.000000Z"),
        (b"2026-03-14T", b"2026-W11-6T"),
        (b'"v":1}', b'"v":1}\n'),
        (b'{"at"', b'{ "at"'),
    ],
)
def test_another_line_is_refused(old: bytes, new: bytes) -> None:
    assert old in LINE
    with pytest.raises(MalformedRecordError):
        decode_record(LINE.replace(old, new))


@pytest.mark.parametrize("line", [b"", b"{}", b"null", b"[]", b"\xff"])
def test_what_is_no_mapping_is_refused(line: bytes) -> None:
    with pytest.raises(MalformedRecordError):
        decode_record(line)


@given(records_of(TurnRecord), st.sampled_from(["", "A" * 64, "a" * 63]))
def test_a_digest_is_64_lower_case_hexadecimal_digits(record: TurnRecord, digest: str) -> None:
    with pytest.raises(MalformedRecordError):
        decode_record(encode_record(replace(record, audio_sha256=digest)))


def test_an_instant_of_another_zone_is_written_in_utc() -> None:
    elsewhere = replace(SIGN_IN, at=AT.astimezone(timezone(timedelta(hours=-9))))
    assert encode_record(elsewhere) == LINE


def test_an_instant_without_a_zone_is_not_written() -> None:
    with pytest.raises(ValueError, match="timezone"):
        encode_record(replace(SIGN_IN, at=AT.replace(tzinfo=None)))


def test_a_file_name_that_is_not_unicode_is_not_written() -> None:
    name: dict[str, Any] = {"name": "a\udcff.wav", "email": "", "language": "en"}
    with pytest.raises(NoCanonicalFormError):
        encode_record(ProfileRecord(item=SIGN_IN.item, owner=SIGN_IN.owner, at=AT, **name))
