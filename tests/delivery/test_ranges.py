"""A broken download goes on where it broke, and any order of resuming gives the whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicekeep.delivery import Wanted, requested_range

ETAG = "arc_aaaaaaaaaaaaaaaaaaaaaaaaaa"
SIZE = 1_000


def asked(header: str | None, if_range: str | None = None, size: int = SIZE) -> tuple[int, int, bool] | None:
    wanted = requested_range(header, if_range, etag=ETAG, size=size)
    if wanted is None:
        return None
    assert wanted.size == size
    return wanted.first, wanted.end, wanted.partial


WHOLE = (0, SIZE, False)


@pytest.mark.parametrize(
    ("header", "answer"),
    [
        (None, WHOLE),
        ("bytes=0-499", (0, 500, True)),
        ("bytes=500-999", (500, 1_000, True)),
        ("bytes=999-999", (999, 1_000, True)),
        ("bytes=0-", (0, 1_000, True)),
        ("bytes=999-", (999, 1_000, True)),
        ("bytes=900-5000", (900, 1_000, True)),
        ("bytes=-1", (999, 1_000, True)),
        ("bytes=-500", (500, 1_000, True)),
        ("bytes=-5000", (0, 1_000, True)),
        ("Bytes=007-0009", (7, 10, True)),
        (" bytes=0-0 ", (0, 1, True)),
        ("bytes=1000-", None),
        ("bytes=1000-2000", None),
        ("bytes=9999999999999999999-", None),
        ("bytes=-0", None),
    ],
)
def test_one_range_is_answered_as_rfc_9110_says(header: str | None, answer: tuple[int, int, bool] | None) -> None:
    assert asked(header) == answer


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=2-1",
        "bytes=0-1,5-6",
        "bytes=0-1, 5-6",
        "bytes=0-1,",
        "bytes=0--1",
        "bytes=+0-1",
        "bytes=0 - 1",
        "bytes=0-1 junk",
        "bytes=\u0661-\u0662",
        "byte\u017f=0-1",
        "items=0-1",
        "bytes 0-1/1000",
        "bytes=" + "9" * 5_000 + "-",
        "bytes=0-" + "9" * 5_000,
    ],
)
def test_several_ranges_or_none_at_all_are_answered_with_the_whole(header: str) -> None:
    assert asked(header) == WHOLE


@pytest.mark.parametrize("if_range", [f'"{ETAG}"', f' "{ETAG}" '])
def test_who_holds_the_start_of_this_archive_gets_the_rest(if_range: str) -> None:
    assert asked("bytes=10-", if_range) == (10, 1_000, True)


@pytest.mark.parametrize(
    "if_range",
    [
        "",
        ETAG,
        f'W/"{ETAG}"',
        '"arc_bbbbbbbbbbbbbbbbbbbbbbbbbb"',
        f'"{ETAG}", "arc_bbbbbbbbbbbbbbbbbbbbbbbbbb"',
        "*",
        "Tue, 09 Jun 2026 10:00:00 GMT",
    ],
)
def test_who_holds_the_start_of_anything_else_gets_the_whole(if_range: str) -> None:
    assert asked("bytes=10-", if_range) == WHOLE
    assert asked("bytes=5000-", if_range) == WHOLE


def test_of_nothing_no_part_can_be_had() -> None:
    assert asked(None, size=0) == (0, 0, False)
    assert asked("bytes=0-", size=0) is None
    assert asked("bytes=-5", size=0) is None


@pytest.mark.parametrize(
    ("wanted", "headers"),
    [
        (Wanted(first=0, end=1_000, size=1_000, partial=False), {"Content-Length": "1000"}),
        (
            Wanted(first=10, end=20, size=1_000, partial=True),
            {"Content-Length": "10", "Content-Range": "bytes 10-19/1000"},
        ),
    ],
)
def test_the_headers_say_what_is_sent(wanted: Wanted, headers: dict[str, str]) -> None:
    assert wanted.headers == headers


@settings(deadline=None)
@given(
    header=st.none() | st.text() | st.from_regex(r"bytes=[0-9]*-[0-9]*", fullmatch=True), size=st.integers(0, 10**15)
)
def test_no_header_reaches_outside(header: str | None, size: int) -> None:
    wanted = requested_range(header, None, etag=ETAG, size=size)
    if wanted is not None:
        assert 0 <= wanted.first <= wanted.end <= size
        assert wanted.partial or (wanted.first, wanted.end) == (0, size)
        assert wanted.first < wanted.end or not wanted.partial
