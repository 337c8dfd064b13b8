from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archive.copies import ACME, ADA, NOON, numbered
from voicekeep.formats import cover
from voicekeep.formats.cover import Cover, NotACoverError
from voicekeep.formats.tables import read_script
from voicekeep.records.controller import Controller
from voicekeep.records.ids import ArchiveId, RequestId
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope
from voicekeep.records.texts import LANGUAGES

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
instants = st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
scopes = st.builds(
    ReleaseScope,
    as_of=st.integers(0, 2**53 - 1),
    since=st.none() | instants,
    until=st.none() | instants,
    kinds=st.sets(st.sampled_from(ItemKind)).map(lambda some: tuple(kind for kind in ItemKind if kind in some)),
)


@st.composite
def covers(draw: st.DrawFn) -> Cover:
    scope = draw(scopes)
    return Cover(
        archive=numbered(ArchiveId, 1),
        request=numbered(RequestId, 1),
        subject=ADA,
        scope=scope,
        language=draw(st.sampled_from(LANGUAGES)),
        created_at=draw(instants),
        nonce=draw(st.binary(min_size=16, max_size=16)),
        counts={kind: draw(st.integers(0, 9)) for kind in scope.kinds},
        recordings=draw(st.integers(0, 9)),
        controller=draw(
            st.builds(
                Controller, name=texts, contact=texts, data_protection_officer=texts, authority=texts, country=texts
            )
        ),
    )


SAMPLE = Cover(
    archive=numbered(ArchiveId, 1),
    request=numbered(RequestId, 1),
    subject=ADA,
    scope=ReleaseScope(as_of=3),
    language="en",
    created_at=NOON,
    nonce=bytes(16),
    counts=dict.fromkeys(ItemKind, 0),
    recordings=0,
    controller=ACME,
)


@given(said=covers())
def test_a_cover_is_read_back_and_its_script_says_the_same(said: Cover) -> None:
    written = cover.encode(said)
    assert cover.decode(written) == said
    assert list(read_script("copy", [cover.encode_script(said)], cover.COVER_MAX_BYTES)) == [written]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("v", 2),
        ("archive", "req_aaaaaaaaaaaaaaaaaaaaaaaaaa"),
        ("subject", None),
        ("scope", []),
        ("scope", {"as_of": "3", "since": None, "until": None, "kinds": []}),
        ("language", "it"),
        ("created_at", "2026-03-14"),
        ("nonce", "00"),
        ("counts", {"turn": 0}),
        ("counts", {kind.value: -1 for kind in ItemKind}),
        ("counts", {kind.value: True for kind in ItemKind}),
        ("recordings", True),
        ("controller", {"name": "x"}),
        ("controller", dict.fromkeys(["name", "contact", "data_protection_officer", "authority", "country"], 1)),
        ("stranger", 1),
    ],
)
def test_another_cover_is_refused(name: str, value: object) -> None:
    said = json.loads(cover.encode(SAMPLE)) | {name: value}
    with pytest.raises(NotACoverError):
        cover.decode(json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b"\xff", cover.encode(SAMPLE) + b"\n", b" " + cover.encode(SAMPLE)]
)
def test_another_spelling_is_refused(data: bytes) -> None:
    with pytest.raises(NotACoverError):
        cover.decode(data)
