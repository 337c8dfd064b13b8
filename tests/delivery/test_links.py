"""A link opens for its signed-in recipient while it is open, and for nobody else ever (P5)."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.delivery.books import ADA, BOB, LIMITS, LINK_KEY, NOW, LinksInMemory, link_for, session_of
from voicekeep.delivery import (
    DeliveryError,
    DownloadOverError,
    DownloadSession,
    ExpiredLinkError,
    ForeignDownloadError,
    ForeignLinkError,
    Grant,
    RevokedLinkError,
    UnknownLinkError,
    may_download,
    open_download,
    redeem,
    revoke,
    token_for,
)
from voicekeep.people import NotSignedInError, Session, StaleSignInError
from voicekeep.records.ids import ArchiveId, GrantId, SubjectId

people = st.sampled_from([ADA, BOB])
moments = st.timedeltas(timedelta(0), timedelta(days=16))
INSTANT = timedelta(microseconds=1)


def held(*grants: Grant) -> LinksInMemory:
    book = LinksInMemory()
    for grant in grants:
        book.add(grant)
    return book


@settings(deadline=None)
@given(
    recipient=people,
    visitor=st.none() | people,
    signed_in=moments,
    later=moments,
    revoked=st.none() | moments,
    known=st.booleans(),
)
def test_a_link_opens_for_its_recipient_while_it_is_open_and_for_nobody_else(
    recipient: SubjectId,
    visitor: SubjectId | None,
    signed_in: timedelta,
    later: timedelta,
    revoked: timedelta | None,
    known: bool,  # noqa: FBT001
) -> None:
    grant, token = link_for(recipient)
    now = NOW + later
    if revoked is not None and revoked <= later:
        grant = replace(grant, revoked_at=NOW + revoked)
    book = held(grant) if known else LinksInMemory()
    session = None if visitor is None else session_of(visitor, NOW + signed_in)
    expected = _expected(grant, session, now, known=known)
    if expected is None:
        assert redeem(book, token, session, now) == grant
        return
    with pytest.raises(expected) as refused:
        redeem(book, token, session, now)
    if isinstance(refused.value, DeliveryError) and known:
        assert (refused.value.grant, refused.value.archive) == (grant.grant, grant.archive)


def _expected(grant: Grant, session: Session | None, now: datetime, *, known: bool) -> type[Exception] | None:
    """Say it again, in the order in which nothing is given away."""
    reasons: list[tuple[bool, type[Exception]]] = [
        (session is None or not session.open_at(now), NotSignedInError),
        (not known, UnknownLinkError),
        (session is not None and session.subject != grant.recipient, ForeignLinkError),
        (grant.revoked_at is not None, RevokedLinkError),
        (now >= grant.expires_at, ExpiredLinkError),
    ]
    return next((error for applies, error in reasons if applies), None)


@given(token=st.text())
def test_no_other_text_is_a_token(token: str) -> None:
    grant, right = link_for(ADA)
    if token != right:
        with pytest.raises(UnknownLinkError):
            redeem(held(grant), token, session_of(ADA), NOW)


def test_a_token_that_is_almost_right_opens_nothing() -> None:
    grant, token = link_for(ADA)
    for spoiled in (token[:-1], token + "=", token + " ", token.swapcase(), token_for(bytes(32), grant.grant)):
        with pytest.raises(UnknownLinkError):
            redeem(held(grant), spoiled, session_of(ADA), NOW)


def test_a_stranger_cannot_tell_an_open_link_from_a_closed_one() -> None:
    grant, token = link_for(ADA)
    closed, _ = revoke(grant, "erased", NOW)
    for now in (NOW, grant.expires_at):
        for is_now in (grant, closed):
            with pytest.raises(ForeignLinkError) as refused:
                redeem(held(is_now), token, session_of(BOB, now), now)
            assert ADA not in str(refused.value)


def test_a_link_is_closed_at_its_last_instant_and_not_before() -> None:
    grant, token = link_for(ADA)
    assert redeem(held(grant), token, session_of(ADA), grant.expires_at - INSTANT) == grant
    with pytest.raises(ExpiredLinkError):
        redeem(held(grant), token, session_of(ADA), grant.expires_at)


@settings(deadline=None)
@given(age=st.timedeltas(-timedelta(hours=1), timedelta(days=3)))
def test_a_download_opens_on_a_fresh_sign_in_only(age: timedelta) -> None:
    grant, _ = link_for(ADA)
    session = session_of(ADA, NOW - age)
    if timedelta(0) <= age < timedelta(minutes=10):
        assert open_download(grant, session, NOW, LIMITS).session == session.session
    else:
        with pytest.raises(StaleSignInError):
            open_download(grant, session, NOW, LIMITS)


def test_a_download_lasts_a_day_and_no_longer_than_its_link() -> None:
    grant, _ = link_for(ADA)
    assert open_download(grant, session_of(ADA), NOW, LIMITS).expires_at == NOW + timedelta(hours=24)
    late = grant.expires_at - timedelta(hours=1)
    assert open_download(grant, session_of(ADA, late), late, LIMITS).expires_at == grant.expires_at


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda grant: revoke(grant, "erased", NOW)[0], RevokedLinkError),
        (lambda grant: replace(grant, expires_at=NOW), ExpiredLinkError),
        (lambda grant: replace(grant, recipient=BOB), ForeignLinkError),
    ],
    ids=["revoked", "expired", "foreign"],
)
def test_a_closed_or_foreign_link_opens_no_download_and_lets_none_go_on(
    change: Callable[[Grant], Grant], error: type[DeliveryError]
) -> None:
    grant, _ = link_for(ADA)
    session = session_of(ADA)
    opened = open_download(grant, session, NOW, LIMITS)
    may_download(opened, grant, session, NOW)
    with pytest.raises(error):
        open_download(change(grant), session, NOW, LIMITS)
    with pytest.raises(error) as refused:
        may_download(opened, change(grant), session, NOW)
    assert (refused.value.grant, refused.value.archive) == (grant.grant, grant.archive)
    assert grant.grant in str(refused.value)
    assert refused.value.sentence in str(refused.value)


@pytest.mark.parametrize(
    "change",
    [
        lambda opened: replace(opened, session=session_of(ADA).session),
        lambda opened: replace(opened, archive=ArchiveId.random(os.urandom)),
        lambda opened: replace(opened, grant=GrantId.random(os.urandom)),
    ],
    ids=["another session", "another archive", "another link"],
)
def test_a_download_is_good_for_one_session_one_link_and_one_archive(
    change: Callable[[DownloadSession], DownloadSession],
) -> None:
    grant, _ = link_for(ADA)
    session = session_of(ADA)
    opened = open_download(grant, session, NOW, LIMITS)
    with pytest.raises(ForeignDownloadError) as refused:
        may_download(change(opened), grant, session, NOW)
    assert (refused.value.grant, refused.value.archive) == (grant.grant, grant.archive)


def test_a_download_goes_on_for_a_day_without_a_new_sign_in_and_then_ends() -> None:
    grant, _ = link_for(ADA)
    session = session_of(ADA)
    opened = open_download(grant, session, NOW, LIMITS)
    may_download(opened, grant, session, opened.expires_at - INSTANT)
    for now in (opened.expires_at, NOW - INSTANT):
        with pytest.raises(DownloadOverError) as refused:
            may_download(opened, grant, session, now)
        assert (refused.value.grant, refused.value.archive) == (grant.grant, grant.archive)


def test_who_signed_out_downloads_nothing() -> None:
    grant, token = link_for(ADA)
    session = session_of(ADA)
    opened = open_download(grant, session, NOW, LIMITS)
    left = replace(session, ended_at=NOW)
    closed, _ = revoke(grant, "erased", NOW)
    refusals: list[Callable[[], object]] = [
        partial(redeem, held(grant), token, left, NOW),
        *(partial(open_download, link, left, NOW, LIMITS) for link in (grant, closed)),
        *(partial(may_download, opened, link, left, NOW) for link in (grant, closed)),
    ]
    for refused in refusals:
        with pytest.raises(NotSignedInError):
            refused()


def test_revoking_closes_and_says_why_once() -> None:
    grant, _ = link_for(ADA)
    closed, fact = revoke(grant, "erased", NOW)
    assert closed == replace(grant, revoked_at=NOW)
    assert (fact.grant, fact.archive, fact.subject, fact.reason, fact.at) == (
        grant.grant,
        grant.archive,
        ADA,
        "erased",
        NOW,
    )
    with pytest.raises(RevokedLinkError):
        revoke(closed, "erased", NOW)
    with pytest.raises(ExpiredLinkError):
        revoke(grant, "erased", grant.expires_at)


@pytest.mark.parametrize("reason", ["", "Ada asked for it", "ada@example.org", "a\n", "e" * 41])
def test_a_sentence_is_no_reason_because_it_would_stay_in_the_ledger(reason: str) -> None:
    with pytest.raises(ValueError, match="one word"):
        revoke(link_for(ADA)[0], reason, NOW)


def test_every_refusal_keeps_a_promise_and_names_the_archive_for_the_ledger_only() -> None:
    grant, token = link_for(ADA)
    with pytest.raises(ForeignLinkError) as refused:
        redeem(held(grant), token, session_of(BOB), NOW)
    assert refused.value.archive == grant.archive
    assert refused.value.promise == "P5"
    assert grant.archive not in str(refused.value)
    assert UnknownLinkError().archive is None


@given(entropy=st.binary(min_size=16, max_size=16), key=st.binary(min_size=32, max_size=32))
def test_a_token_is_the_same_each_time_and_another_for_another_link_or_key(entropy: bytes, key: bytes) -> None:
    grant = GrantId.random(lambda _: entropy)
    other = GrantId.random(lambda _: bytes([entropy[0] ^ 1]) + entropy[1:])
    token = token_for(key, grant)
    assert token == token_for(key, grant)
    assert token != token_for(key, other)
    assert token != token_for(bytes([key[0] ^ 1]) + key[1:], grant)
    assert len(token) == 43


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_link_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        token_for(bytes(length), GrantId.random(os.urandom))


def test_no_token_shows() -> None:
    grant, token = link_for(ADA)
    closed, fact = revoke(grant, "erased", NOW)
    shown = [repr((grant, closed, fact, open_download(grant, session_of(ADA), NOW, LIMITS)))]
    attempts: list[Callable[[], object]] = [
        partial(redeem, LinksInMemory(), token, session_of(ADA), NOW),
        partial(redeem, held(grant), token, session_of(BOB), NOW),
        partial(redeem, held(closed), token, session_of(ADA), NOW),
        partial(redeem, held(grant), token, None, NOW),
    ]
    for attempt in attempts:
        with pytest.raises((DeliveryError, NotSignedInError)) as refused:
            attempt()
        shown += [str(refused.value), repr(refused.value), repr(vars(refused.value))]
    assert not any(secret in text for secret in (token, LINK_KEY.hex()) for text in shown)
