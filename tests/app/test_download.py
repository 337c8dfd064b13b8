"""P5, P6: bytes leave only to their recipient, freshly signed in, and only after that is written down."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise

import pytest

from tests.app.faults import Killed, mortal
from tests.app.simulator import Household, Someone
from voicekeep.app.operations import download
from voicekeep.app.operations.asking import copies_of
from voicekeep.app.operations.download import begin_download, look_at_link, open_download
from voicekeep.app.operations.evidence import holds
from voicekeep.app.operations.voiding import expire_archives
from voicekeep.delivery import (
    DeliveryError,
    ExpiredLinkError,
    ForeignLinkError,
    RevokedLinkError,
    RevokedWhileStreamingError,
    UnknownLinkError,
    revoke,
)
from voicekeep.ledger import EditedOpeningError
from voicekeep.people import Session, StaleSignInError
from voicekeep.records.ids import ArchiveId
from voicekeep.request import State


def opened(home: Household, someone: Someone) -> tuple[Session, ArchiveId, str]:
    home.release(someone)
    session = home.session(someone)
    view = copies_of(home.keep, session)[0]
    assert view.token is not None
    assert view.archive is not None
    open_download(home.keep, view.token, session)
    return session, view.archive, view.token


def told(home: Household, someone: Someone) -> list[str]:
    return [event.name for event in holds(home.keep, home.session(someone))]


def fetch(home: Household, session: Session, archive: ArchiveId, range_header: str | None = None) -> bytes:
    answer = begin_download(home.keep, session, archive, range_header=range_header, if_range=None)
    return b"".join(answer.chunks)


@pytest.fixture
def ada(home: Household) -> Someone:
    ada = home.join("ada")
    home.say(ada, "one", "two")
    return ada


def test_it_is_written_down_before_the_first_byte_and_at_the_end(home: Household, ada: Someone) -> None:
    session, archive, _ = opened(home, ada)
    answer = begin_download(home.keep, session, archive, range_header=None, if_range=None)
    assert told(home, ada)[-1] == "download_started"
    b"".join(answer.chunks)
    assert told(home, ada)[-1] == "download_ended"
    assert copies_of(home.keep, home.session(ada))[0].state is State.DELIVERED


def test_if_it_cannot_be_written_down_nothing_leaves(home: Household, ada: Someone) -> None:
    session, archive, _ = opened(home, ada)
    dying, _ = mortal(home.keep, 1, after=False)
    with pytest.raises(Killed):
        begin_download(dying, session, archive, range_header=None, if_range=None)


def test_a_broken_download_says_how_far_it_came_and_goes_on(home: Household, ada: Someone) -> None:
    session, archive, _ = opened(home, ada)
    whole = fetch(home, session, archive)
    first = fetch(home, session, archive, "bytes=0-999")
    assert "0 – 1000 B" in holds(home.keep, session)[-1].detail
    assert first + fetch(home, session, archive, "bytes=1000-") == whole


def test_a_copy_is_delivered_when_every_byte_of_it_left_and_not_with_the_last(home: Household, ada: Someone) -> None:
    session, archive, _ = opened(home, ada)
    for piece, state in (
        ("bytes=-1", State.AVAILABLE),
        ("bytes=0-999", State.AVAILABLE),
        ("bytes=1001-", State.AVAILABLE),  # one byte lies between them
        ("bytes=900-", State.DELIVERED),
    ):
        fetch(home, session, archive, piece)
        assert copies_of(home.keep, home.session(ada))[0].state is state, piece


def in_order(pieces: list[str]) -> list[str]:
    return pieces


def in_reverse(pieces: list[str]) -> list[str]:
    return pieces[::-1]


def at_random(pieces: list[str]) -> list[str]:
    return random.sample(pieces, len(pieces))


@pytest.mark.parametrize("order", [in_order, in_reverse, at_random])
def test_in_whatever_order_the_pieces_leave_the_last_of_them_delivers_the_copy(
    home: Household, ada: Someone, order: Callable[[list[str]], list[str]]
) -> None:
    session, archive, token = opened(home, ada)
    size = look_at_link(home.keep, token, session).size
    edges = [0, 1, 1000, size // 2, size - 1, size]
    pieces = order([f"bytes={first}-{end - 1}" for first, end in pairwise(edges)])
    for piece in pieces:
        assert copies_of(home.keep, home.session(ada))[0].state is State.AVAILABLE, pieces
        fetch(home, session, archive, piece)
    assert copies_of(home.keep, home.session(ada))[0].state is State.DELIVERED, pieces


def test_how_far_it_came_is_written_down_also_where_delivery_cannot_be_decided(
    home: Household, ada: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, archive, _ = opened(home, ada)

    def unproven(*_: object) -> None:
        raise EditedOpeningError(7)

    with monkeypatch.context() as patched:
        patched.setattr(download, "fetches_of", unproven)
        whole = fetch(home, session, archive)
    assert told(home, ada)[-1] == "download_ended"
    assert f"0 – {len(whole)} B" in holds(home.keep, session)[-1].detail
    assert copies_of(home.keep, home.session(ada))[0].state is State.AVAILABLE
    fetch(home, session, archive, "bytes=0-0")
    assert copies_of(home.keep, home.session(ada))[0].state is State.DELIVERED, "it is asked again with every piece"


@pytest.mark.parametrize("after", [False, True])
def test_killed_at_the_end_it_says_how_far_it_came_or_that_nobody_knows(
    home: Household,
    ada: Someone,
    after: bool,  # noqa: FBT001
) -> None:
    session, archive, _ = opened(home, ada)
    for at in range(2, 9):
        dying, fuse = mortal(home.keep, at, after=after)
        with suppress(Killed):
            b"".join(begin_download(dying, session, archive, range_header=None, if_range=None).chunks)
        if copies_of(home.keep, home.session(ada))[0].state is State.DELIVERED:
            assert "download_ended" in told(home, ada)
        if fuse.calls < at:
            break
    assert at > 3
    assert copies_of(home.keep, home.session(ada))[0].state is State.DELIVERED


def test_a_stranger_with_the_link_gets_nothing_and_it_is_written_down(home: Household, ada: Someone) -> None:
    _, archive, token = opened(home, ada)
    bruno = home.session(home.join("bruno"))
    for door in (lambda: look_at_link(home.keep, token, bruno), lambda: open_download(home.keep, token, bruno)):
        with pytest.raises(ForeignLinkError):
            door()
    with pytest.raises(DeliveryError):
        fetch(home, bruno, archive)
    assert told(home, ada).count("download_refused") == 3


def test_another_session_of_the_same_person_opens_it_again_itself(home: Household, ada: Someone) -> None:
    _, archive, _ = opened(home, ada)
    with pytest.raises(DeliveryError):
        fetch(home, home.sign_in(ada), archive)


def test_a_sign_in_that_is_not_fresh_opens_nothing(home: Household, ada: Someone) -> None:
    home.release(ada)
    session = home.session(ada)
    token = copies_of(home.keep, session)[0].token or ""
    home.clock.pass_by(minutes=11)
    with pytest.raises(StaleSignInError):
        open_download(home.keep, token, session)


def test_after_its_week_the_link_is_closed_and_the_key_destroyed(home: Household, ada: Someone) -> None:
    session, archive, token = opened(home, ada)
    home.clock.pass_by(days=7)
    with pytest.raises(ExpiredLinkError):
        look_at_link(home.keep, token, home.session(ada))
    assert expire_archives(home.keep) == 1
    assert expire_archives(home.keep) == 0
    assert not [name for name in home.keep.blobs.names() if str(archive) in name and name.startswith("archives")]
    assert copies_of(home.keep, home.session(ada))[0].state is State.EXPIRED
    with pytest.raises(DeliveryError):
        fetch(home, session, archive)


def test_a_link_that_is_revoked_stops_in_the_middle(home: Household, ada: Someone) -> None:
    ada_says = [f"word {number}" for number in range(60)]
    home.say(ada, *ada_says)
    session, archive, token = opened(home, ada)
    answer = begin_download(home.keep, session, archive, range_header=None, if_range=None)
    next(answer.chunks)
    with home.keep.database.begin() as transaction:
        grant = transaction.grants.of_archive(archive)
        assert grant is not None
        transaction.grants.replace(revoke(grant, "test", home.clock())[0])
    with pytest.raises(RevokedWhileStreamingError):
        b"".join(answer.chunks)
    with pytest.raises(RevokedLinkError):
        look_at_link(home.keep, token, home.session(ada))


def test_an_invented_link_is_unknown(home: Household, ada: Someone) -> None:
    with pytest.raises(UnknownLinkError):
        look_at_link(home.keep, "x" * 43, home.session(ada))


def test_a_session_that_names_somebody_else_is_not_believed(home: Household, ada: Someone) -> None:
    """Who could forge the session in memory still does not hold the download session of that archive."""
    _, archive, _ = opened(home, ada)
    bruno = home.session(home.join("bruno"))
    with pytest.raises(DeliveryError):
        fetch(home, replace(bruno, subject=ada.subject), archive)
