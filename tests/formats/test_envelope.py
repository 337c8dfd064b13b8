"""A header has one spelling, and an envelope that is not whole is refused before any key is used."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.records import refs
from voicekeep.formats.envelope import (
    PAYLOAD_MAX_BYTES,
    Header,
    MalformedPayloadError,
    NotAnEnvelopeError,
    OverlongEnvelopeError,
    PayloadTooLargeError,
    TruncatedEnvelopeError,
    UnsupportedVersionError,
    encode_header,
    pack_payload,
    parse,
    unpack_payload,
)
from voicekeep.formats.errors import FormatError
from voicekeep.records.ids import ItemId, SubjectId
from voicekeep.records.items import ItemKind, ItemRef

REF = ItemRef(
    owner=SubjectId("sub_bbbbbbbbbbbbbbbbbbbbbbbbbb"), item=ItemId("itm_aaaaaaaaaaaaaaaaaaaaaaaaaa"), kind=ItemKind.TURN
)
HEADER = Header(ref=REF, size=40, nonce=bytes(range(12)), commitment=bytes(range(32)))
CLEAR = encode_header(HEADER)
ENVELOPE = CLEAR + bytes(40)

headers = st.builds(
    Header,
    ref=refs(),
    size=st.integers(16, 200),
    nonce=st.binary(min_size=12, max_size=12),
    commitment=st.binary(min_size=32, max_size=32),
)


@given(header=headers, likely=st.none() | refs())
def test_a_header_gives_itself_back_whatever_was_likely(header: Header, likely: ItemRef | None) -> None:
    clear = encode_header(header)
    data = clear + bytes(header.size)
    assert parse(data, likely=likely) == parse(data, likely=header.ref) == (header, len(clear))


@given(headers, headers)
def test_no_header_is_the_beginning_of_another(one: Header, other: Header) -> None:
    if one != other:
        assert not encode_header(one).startswith(encode_header(other))


@given(data=st.binary(max_size=40) | st.binary(max_size=60).map(lambda end: CLEAR[:5] + end))
def test_what_parse_accepts_is_what_encode_writes(data: bytes) -> None:
    try:
        header, length = parse(data)
    except FormatError:
        return
    assert encode_header(header) == data[:length]


@pytest.mark.parametrize("likely", [None, REF])
def test_every_cut_is_named(likely: ItemRef | None) -> None:
    for length in range(len(ENVELOPE)):
        with pytest.raises(TruncatedEnvelopeError):
            parse(ENVELOPE[:length], likely=likely)


@pytest.mark.parametrize("likely", [None, REF])
def test_a_flipped_bit_of_the_header_gives_another_header_or_a_named_error(likely: ItemRef | None) -> None:
    for bit in range(len(CLEAR) * 8):
        flipped = bytearray(ENVELOPE)
        flipped[bit // 8] ^= 1 << bit % 8
        try:
            header, length = parse(bytes(flipped), likely=likely)
        except FormatError:
            continue
        assert header != HEADER
        assert encode_header(header) == flipped[:length]


def test_bytes_after_the_end_are_refused() -> None:
    with pytest.raises(OverlongEnvelopeError):
        parse(ENVELOPE + b"\0")


@pytest.mark.parametrize("start", [b"VKE2\x01", b"VKE0\x01", b"VKE1\x00", b"VKE1\x02"])
def test_another_version_or_suite_is_refused_as_that(start: bytes) -> None:
    with pytest.raises(UnsupportedVersionError):
        parse(start + ENVELOPE[5:])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"VKE1", b"VKS1"),
        (b"VKE1", b"fLaC"),
        (b"sub_", b"dev_"),
        (b"itm_a", b"itm_A"),
        (b"itm_a", b"itm_\xe4"),
        (b"turn", b"tone"),
    ],
)
def test_what_is_no_envelope_is_refused_as_that(old: bytes, new: bytes) -> None:
    with pytest.raises(NotAnEnvelopeError):
        parse(ENVELOPE.replace(old, new))


def test_an_envelope_too_short_for_a_tag_is_cut_short_whatever_it_says() -> None:
    clear = encode_header(Header(ref=REF, size=15, nonce=bytes(12), commitment=bytes(32)))
    with pytest.raises(TruncatedEnvelopeError):
        parse(clear + bytes(15))


@given(record=st.binary(), audio=st.none() | st.binary())
def test_a_payload_gives_back_record_and_audio(record: bytes, audio: bytes | None) -> None:
    assert unpack_payload(pack_payload(record, audio)) == (record, audio)


@given(st.binary(max_size=12))
def test_what_unpack_accepts_is_what_pack_writes(plain: bytes) -> None:
    try:
        record, audio = unpack_payload(plain)
    except MalformedPayloadError:
        return
    assert pack_payload(record, audio) == plain


def test_no_audio_and_empty_audio_are_not_the_same() -> None:
    assert pack_payload(b"x", None) != pack_payload(b"x", b"")


def test_a_payload_larger_than_one_envelope_is_not_written() -> None:
    with pytest.raises(PayloadTooLargeError):
        pack_payload(b"", bytes(PAYLOAD_MAX_BYTES))
