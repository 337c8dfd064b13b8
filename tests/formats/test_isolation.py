"""P8: the page that answers “an isolated case?” is one text, signed; whoever changes anything is found out offline."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.records import INSTANTS
from voicekeep.formats.checkpoint import fingerprint
from voicekeep.formats.isolation import (
    Finding,
    Isolation,
    IsolationSignatureError,
    MalformedIsolationError,
    Release,
    sign,
    verify,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
AT = datetime(2030, 11, 4, 9, tzinfo=UTC)
CLEAN = Release(copy=bytes(32), released_at=AT, stretches=9, crossed=0, erased=1, doubts=())
CROSSED = replace(CLEAN, copy=bytes([2] * 32), crossed=4, released_at=AT - timedelta(days=1))
DOUBTED = replace(CLEAN, copy=bytes([3] * 32), stretches=0, doubts=(("no_inventory", 1),))

releases = st.builds(
    Release,
    copy=st.binary(min_size=32, max_size=32),
    released_at=INSTANTS,
    stretches=st.integers(0, 9),
    crossed=st.integers(0, 3),
    erased=st.integers(0, 3),
    doubts=st.dictionaries(st.sampled_from(["no_inventory", "unknown_item"]), st.integers(1, 9)).map(
        lambda found: tuple(sorted(found.items()))
    ),
)
pages = st.builds(
    Isolation,
    origin=st.just("keep.test"),
    made_at=INSTANTS,
    checkpoint=st.text(st.characters(codec="utf-8"), max_size=20),
    releases=st.lists(releases, max_size=4).map(tuple),
)


def page(*releases: Release) -> Isolation:
    return Isolation(origin="keep.test", made_at=AT, checkpoint="note", releases=releases)


@given(pages)
def test_a_page_comes_back_as_it_was_signed(made: Isolation) -> None:
    assert verify(sign(made, KEY), fingerprint(KEY.public_key())) == made


@given(pages, st.data())
def test_no_byte_of_it_can_be_changed(made: Isolation, data: st.DataObject) -> None:
    file = bytearray(sign(made, KEY))
    place = data.draw(st.integers(0, len(file) - 1))
    file[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises((MalformedIsolationError, IsolationSignatureError)):
        verify(bytes(file), fingerprint(KEY.public_key()))


def test_another_key_is_not_believed() -> None:
    made = page(CLEAN)
    with pytest.raises(IsolationSignatureError):
        verify(sign(made, OTHER), fingerprint(KEY.public_key()))
    assert verify(sign(made, OTHER)) == made, "who names no fingerprint is told only that it is whole"


@pytest.mark.parametrize(
    ("listed", "finding"),
    [
        ((), Finding.NONE),
        ((CLEAN,), Finding.NONE),
        ((CLEAN, CROSSED), Finding.ISOLATED),
        ((CROSSED, replace(CROSSED, copy=CLEAN.copy)), Finding.NOT_ISOLATED),
        ((CLEAN, DOUBTED), Finding.UNPROVEN),
        ((CROSSED, DOUBTED), Finding.UNPROVEN),
        ((CROSSED, replace(CROSSED, copy=CLEAN.copy), DOUBTED), Finding.NOT_ISOLATED),
    ],
)
def test_what_is_found_is_counted_and_never_asserted(listed: tuple[Release, ...], finding: Finding) -> None:
    made = page(*listed)
    assert made.finding is finding
    assert made.since == min((each.released_at for each in listed), default=None)


@pytest.mark.parametrize(
    "change",
    [
        {"finding": "none"},
        {"crossed": 0},
        {"count": 1},
        {"since": None},
        {"v": 2},
        {"releases": []},
        {"more": 1},
        {"releases": [{}]},
        {"made_at": "yesterday"},
    ],
)
def test_a_page_whose_words_and_counts_disagree_is_refused_even_if_it_is_signed(change: dict[str, object]) -> None:
    from voicekeep.formats import canonical  # noqa: PLC0415  only here

    fields = json.loads(sign(page(CLEAN, CROSSED), KEY))["finding"] | change
    signature = KEY.sign(b"voicekeep isolation v1\n" + canonical.encode(fields))
    file = {"finding": fields, "key": KEY.public_key().public_bytes_raw().hex(), "signature": signature.hex()}
    with pytest.raises(MalformedIsolationError):
        verify(canonical.encode(file))
