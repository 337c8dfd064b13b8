"""One value, one text: what is digested on one machine is digested alike on every other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicekeep.formats.canonical import (
    DEPTH_MAX,
    INTEGER_MAX,
    Json,
    NoCanonicalFormError,
    NotCanonicalError,
    decode,
    encode,
)

KEYS = st.text(st.characters(max_codepoint=127))
SCALARS = st.none() | st.booleans() | st.integers(-INTEGER_MAX, INTEGER_MAX) | st.text()
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=20)
MAPPINGS = st.dictionaries(KEYS, VALUES)


@given(MAPPINGS)
def test_decode_gives_back_what_was_encoded(value: dict[str, Any]) -> None:
    assert decode(encode(value)) == value


@given(MAPPINGS)
def test_the_text_is_json_without_a_newline_and_does_not_depend_on_the_order(value: dict[str, Any]) -> None:
    text = encode(value)
    assert json.loads(text) == value
    assert b"\n" not in text
    assert encode(dict(reversed(value.items()))) == text


@given(st.binary(max_size=40) | MAPPINGS.map(lambda value: json.dumps(value).encode()))
def test_what_decode_accepts_is_what_encode_writes(data: bytes) -> None:
    try:
        value = decode(data)
    except NotCanonicalError:
        return
    assert encode(value) == data


def test_the_spelling_is_the_one_of_rfc_8785() -> None:
    value: dict[str, Json] = {"b": ['"\\\b\f\n\r\t\x00\x1f', "€\u2028ö😀\x7f/"], "a": -5, "A": True, "c": None, "d": {}}
    spelled = '{"A":true,"a":-5,"b":["\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f","€\u2028ö😀\x7f/"],"c":null,"d":{}}'
    assert encode(value) == spelled.encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"5",
        b'{"a":1}\n',
        b' {"a":1}',
        b'{"a": 1}',
        b'{"a":1,"a":1}',
        b'{"b":1,"a":2}',
        b'{"a":1.0}',
        b'{"a":1e3}',
        b'{"a":-0}',
        b'{"a":01}',
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":9007199254740992}',
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":"\\u0041"}',
        b'{"a":"\\/"}',
        b'{"a":"\\ud800"}',
        b'{"a":"\xff"}',
        b'{"a":"\xed\xa0\x80"}',
        '{"ä":1}'.encode(),
        b"\xef\xbb\xbf{}",
        b'{"a":' + b"[" * DEPTH_MAX + b"]" * DEPTH_MAX + b"}",
        b'{"a":' * 100_000,
        b"[" * 100_000,
    ],
)
def test_another_spelling_is_refused(data: bytes) -> None:
    with pytest.raises(NotCanonicalError):
        decode(data)


@pytest.mark.parametrize(
    "value",
    [
        {"a": 1.0},
        {"a": float("nan")},
        {"a": INTEGER_MAX + 1},
        {"a": -INTEGER_MAX - 1},
        {"a": b"bytes"},
        {"a": {1, 2}},
        {"a": [{"b": 0.5}]},
        {1: "a"},
        {"ä": 1},
        {"a": {None: 1}},
        {"a": "\ud800"},
    ],
)
def test_what_has_no_canonical_text_is_not_written(value: Mapping[str, Json]) -> None:
    with pytest.raises(NoCanonicalFormError):
        encode(value)


def test_a_value_within_itself_is_not_written() -> None:
    value: dict[str, Any] = {}
    value["a"] = value
    with pytest.raises(NoCanonicalFormError):
        encode(value)
