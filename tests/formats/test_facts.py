"""A fact has one text, that text is canonical JSON, and no sentence gets into it."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.records import INSTANTS, ids
from voicekeep.formats import canonical
from voicekeep.formats.facts import (
    NotAFactError,
    UnwritableFactError,
    commitment,
    decode_fact,
    encode_fact,
    key_digest,
    name_of,
    says,
)
from voicekeep.records.facts import Captured, DownloadEnded, Erased, Fact, Held, Identified, Restored, Signed
from voicekeep.records.ids import ArchiveId, DownloadId, Id, ItemId, RequestId, SubjectId
from voicekeep.records.items import Evidence, ItemKind
from voicekeep.records.later import SINCE
from voicekeep.records.scope import ReleaseScope

FACT_TYPES: tuple[type[Fact], ...] = get_args(Fact)
NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,63}", fullmatch=True)
AT = datetime(2026, 3, 14, 7, 12, 9, 1, tzinfo=UTC)
ITEM, SUBJECT = ItemId("itm_" + "a" * 26), SubjectId("sub_" + "b" * 26)
ARCHIVE, DOWNLOAD = ArchiveId("arc_" + "c" * 26), DownloadId("dow_" + "d" * 26)
REQUEST = RequestId("req_" + "e" * 26)
CAPTURED = Captured(
    item=ITEM,
    subject=SUBJECT,
    kind=ItemKind.SIGN_IN,
    device=None,
    at=AT,
    evidence=Evidence.ACCOUNT,
    record=bytes(range(32)),
    audio=None,
    samples=None,
)
TEXT = (
    b'{"at":"2026-03-14T07:12:09.000001Z","audio":null,"device":null,"evidence":"account","fact":"captured",'
    b'"item":"itm_aaaaaaaaaaaaaaaaaaaaaaaaaa","kind":"sign_in",'
    b'"record":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f","samples":null,'
    b'"subject":"sub_bbbbbbbbbbbbbbbbbbbbbbbbbb","v":1}'
)


def facts_of(of: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401  any dataclass of facts
    return st.builds(of, **{name: values(hint) for name, hint in get_type_hints(of).items()})


def values(hint: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401  any annotation of a field
    if get_origin(hint) is tuple:
        return st.lists(values(get_args(hint)[0]), max_size=4).map(tuple)
    if NoneType in get_args(hint):
        return st.none() | values(get_args(hint)[0])
    if dataclasses.is_dataclass(hint):
        return facts_of(hint)
    if issubclass(hint, Id):
        return ids(hint)
    if issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    simple: dict[type, st.SearchStrategy[Any]] = {
        bytes: st.binary(min_size=32, max_size=32),
        int: st.integers(0, 10**15 - 1),
        bool: st.booleans(),
        str: NAMES,
        datetime: INSTANTS,
        date: st.dates(),
    }
    return simple[hint]


facts = st.one_of([facts_of(of) for of in FACT_TYPES])


def test_a_capture_that_nobody_signed_has_the_text_of_the_first_version_and_no_other() -> None:
    assert encode_fact(CAPTURED) == TEXT
    signed = replace(CAPTURED, signed=Signed(counter=7, signature_r=bytes(32), signature_s=bytes(31) + b"1"))
    text = encode_fact(signed)
    assert decode_fact(text) == signed
    for forged in (
        text.replace(b'"v":2', b'"v":1'),
        text.replace(b'"v":2', b'"v":3'),
        TEXT.replace(b'"v":1', b'"v":2'),
        TEXT.replace(b'"subject"', b'"signed":null,"subject"'),
        TEXT.replace(b'"subject"', b'"signed":null,"subject"').replace(b'"v":1', b'"v":2'),
    ):
        with pytest.raises(NotAFactError):
            decode_fact(forged)


@given(facts)
def test_a_fact_comes_back_as_it_was(fact: Fact) -> None:
    assert decode_fact(encode_fact(fact)) == fact
    assert encode_fact(decode_fact(encode_fact(fact))) == encode_fact(fact)


@given(facts)
def test_the_text_is_the_canonical_json_of_its_fields(fact: Fact) -> None:
    text = encode_fact(fact)
    fields = canonical.decode(text)
    assert canonical.encode(fields) == text
    later = {field.name for field in dataclasses.fields(fact) if SINCE in field.metadata}
    assert all((name in fields) is (getattr(fact, name) is not None) is (fields["v"] == 2) for name in later)
    assert set(fields) | later == {*get_type_hints(type(fact)), "fact", "v"}
    version = 2 if any(getattr(fact, name) is not None for name in later) else 1
    assert (fields["fact"], fields["v"]) == (name_of(fact), version)


@given(facts)
def test_every_identifier_comes_back_in_its_own_type(fact: Fact) -> None:
    back = decode_fact(encode_fact(fact))
    for name in get_type_hints(type(fact)):
        assert type(getattr(back, name)) is type(getattr(fact, name))


def test_a_fact_is_written_like_this() -> None:
    assert encode_fact(CAPTURED) == TEXT
    assert decode_fact(TEXT) == CAPTURED


@given(facts)
def test_a_fact_is_called_in_its_text_what_its_natural_key_calls_it(fact: Fact) -> None:
    assert fact.natural_key.split("|")[0] == name_of(fact)
    assert says("fact", name_of(fact)) in encode_fact(fact)


@given(facts, st.integers(0, 10_000), st.integers(0, 7))
def test_a_flipped_bit_is_another_fact_or_none(fact: Fact, at: int, bit: int) -> None:
    text = encode_fact(fact)
    at %= len(text)
    flipped = text[:at] + bytes([text[at] ^ 1 << bit]) + text[at + 1 :]
    try:
        other = decode_fact(flipped)
    except NotAFactError:
        return
    assert other != fact
    assert encode_fact(other) == flipped


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{}",
        b"null",
        b"\xff",
        b'{"fact":"captured"}',
        TEXT[:-1],
        TEXT + b"\n",
        b" " + TEXT,
        TEXT.replace(b'"v":1', b'"v":2'),
        TEXT.replace(b'"v":1', b'"v":01'),
        TEXT.replace(b'"v":1', b'"v":true'),
        TEXT.replace(b'"fact":"captured"', b'"fact":"caught"'),
        TEXT.replace(b'"fact":"captured"', b'"fact":"released"'),
        TEXT.replace(b'"audio":null', b'"audio":""'),
        TEXT.replace(b'"audio":null,', b""),
        TEXT.replace(b'"audio":null', b'"audio":null,"audio":null'),
        TEXT.replace(b"itm_", b"sub_"),
        TEXT.replace(b"0a0b", b"0A0B"),
        TEXT.replace(b"sign_in", b"sign_out"),
        TEXT.replace(b"07:12", b"24:00"),
        TEXT.replace(b"03-14", b"02-30"),
        TEXT.replace(b".000001Z", b"Z"),
        TEXT.replace(b"000001Z", b"000001+00:00"),
        TEXT.replace(b"itm_aaaa", b"itm_\\u0061aaa"),
        TEXT.replace(b"2026", "\N{FULLWIDTH DIGIT TWO}026".encode()),
        json.dumps(json.loads(TEXT)).encode(),
    ],
)
def test_what_was_not_written_here_is_not_a_fact(text: bytes) -> None:
    with pytest.raises(NotAFactError):
        decode_fact(text)


HELD = Held(request=REQUEST, archive=ARCHIVE, subject=SUBJECT, findings=(), at=AT)
ENDED = DownloadEnded(download=DOWNLOAD, archive=ARCHIVE, subject=SUBJECT, next_byte=0, complete=False, at=AT)


@pytest.mark.parametrize(
    "fact",
    [
        replace(CAPTURED, record=bytes(31)),
        replace(CAPTURED, audio=b""),
        replace(CAPTURED, item=SUBJECT),  # type: ignore[arg-type]
        replace(HELD, findings=("she said: play it",)),
        replace(HELD, findings=("",)),
        replace(HELD, findings=('a","b',)),
        replace(HELD, findings=("straße",)),
        replace(ENDED, next_byte=-1),
        replace(ENDED, next_byte=10**15),
        replace(ENDED, next_byte=True),
        Erased(item=ITEM, subject=SUBJECT, at=AT, positions=(1, -1)),
        Restored(size=0, seen_size=1, seen_root=b"", at=AT),
    ],
)
def test_what_no_fact_may_hold_is_not_written(fact: Fact) -> None:
    with pytest.raises(UnwritableFactError) as refused:
        encode_fact(fact)
    assert name_of(fact) in str(refused.value)
    assert "she said" not in str(refused.value)


def test_an_instant_is_written_in_utc_and_never_without_a_zone() -> None:
    elsewhere = AT.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert encode_fact(replace(CAPTURED, at=elsewhere)) == TEXT
    with pytest.raises(ValueError, match="timezone"):
        encode_fact(replace(CAPTURED, at=AT.replace(tzinfo=None)))


def test_a_field_is_found_in_the_text_without_decoding() -> None:
    assert says("fact", "captured") in TEXT
    assert says("subject", SUBJECT) in TEXT
    assert says("subject", SubjectId("sub_" + "c" * 26)) not in TEXT
    assert says("kind", ItemKind.SIGN_IN) in TEXT


@given(facts, facts)
def test_a_field_is_found_exactly_where_it_is_said(one: Fact, other: Fact) -> None:
    subject = getattr(one, "subject", None)
    if subject is not None:
        assert (says("subject", subject) in encode_fact(other)) == (getattr(other, "subject", None) == subject)


def test_a_commitment_is_hmac_sha256_under_the_salt() -> None:
    assert commitment(bytes(32), TEXT) == hmac.new(bytes(32), TEXT, hashlib.sha256).digest()
    assert commitment(bytes(31) + b"\1", TEXT) != commitment(bytes(32), TEXT)


def test_a_natural_key_is_digested_as_text() -> None:
    assert key_digest(CAPTURED.natural_key) == hashlib.sha256(b"captured|itm_" + b"a" * 26).digest()


def test_a_scope_stands_in_its_fact_with_all_it_says() -> None:
    scope = ReleaseScope(as_of=7, until=AT, kinds=(ItemKind.TURN, ItemKind.PROFILE))
    fact = Identified(request=REQUEST, subject=SUBJECT, scope=scope, proof="fresh_sign_in", at=AT)
    wanted = b'"scope":{"as_of":7,"kinds":["turn","profile"],"since":null,"until":"2026-03-14T07:12:09.000001Z"}'
    assert wanted in encode_fact(fact)
