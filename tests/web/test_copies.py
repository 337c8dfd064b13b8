"""Asking for a copy, and a link: its recipient fetches, resumes, and is told; everybody else sees one friendly page."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator

import pytest

from tests.web.visitors import FORM_TOKEN, Street, Visitor, street
from voicekeep.app.operations.asking import copies_of
from voicekeep.app.operations.evidence import holds
from voicekeep.app.operations.voiding import expire_archives
from voicekeep.delivery import revoke

ZIP = "application/zip"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    with street(tmp_path_factory.mktemp("street")) as opened:
        for name in ("ada", "bruno"):
            opened.home.say(opened.home.join(name), f"{name} speaks", f"{name} again")
        yield opened


@pytest.fixture
def ada(here: Street) -> Visitor:
    here.home.clock.pass_by(minutes=16)  # a new window for whoever counts tries
    return here.with_copy(here.home.people["ada"])


@pytest.fixture
def bruno(here: Street) -> Visitor:
    return here.signed_in(here.home.people["bruno"])


def opened(visitor: Visitor) -> str:
    return visitor.send(visitor.link()).headers["location"]


def told(here: Street) -> list[str]:
    session = here.home.session(here.home.people["ada"])
    return [event.name for event in holds(here.home.keep, session)]


def test_ask_see_fetch(here: Street, ada: Visitor) -> None:
    page = ada.get(ada.link())
    assert page.status_code == 200
    assert "kB" in page.text
    answer = ada.get(opened(ada))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == ZIP
    assert "attachment" in answer.headers["content-disposition"]
    assert int(answer.headers["content-length"]) == len(answer.content)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert sum(name.endswith(".flac") for name in archive.namelist()) == 2
    assert "Fetch it again" in ada.get("/my-data").text
    assert told(here)[-2:] == ["download_started", "download_ended"]


def test_the_state_is_live_and_only_ones_own(here: Street, ada: Visitor, bruno: Visitor) -> None:
    assert ada.link() in ada.get("/my-data/copies").text
    part = bruno.get("/my-data/copies")
    assert "/copy/" not in part.text
    assert "You have not asked for a copy yet." in part.text
    assert here.visitor().get("/my-data/copies").status_code == 303


def test_a_broken_download_resumes(ada: Visitor) -> None:
    where = opened(ada)
    whole = ada.get(where)
    etag = whole.headers["etag"]
    first = ada.get(where, range="bytes=0-999", if_range=etag)
    rest = ada.get(where, range="bytes=1000-", if_range=etag)
    assert (first.status_code, rest.status_code) == (206, 206)
    assert rest.headers["content-range"] == f"bytes 1000-{len(whole.content) - 1}/{len(whole.content)}"
    assert first.content + rest.content == whole.content


def test_the_start_of_something_else_is_answered_with_the_whole(ada: Visitor) -> None:
    where = opened(ada)
    answer = ada.get(where, range="bytes=1000-", if_range='"arc_another"')
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")


def test_bytes_that_there_are_not(here: Street, ada: Visitor) -> None:
    where = opened(ada)
    size = len(ada.get(where).content)
    before = told(here)
    answer = ada.get(where, range=f"bytes={size}-")
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{size}"
    assert answer.content == b""
    assert told(here) == before


def closed(visitor: Visitor, link: str) -> str:
    """Return the page behind a link that does not open, without what repeats the visitor's own address and form."""
    page = visitor.get(link)
    assert page.status_code == 404
    assert "set-cookie" not in page.headers
    return re.sub(r'href="[^"]*\?lang=', "", FORM_TOKEN.sub("", page.text))


def test_every_link_that_does_not_open_looks_the_same(here: Street, ada: Visitor, bruno: Visitor) -> None:
    link = ada.link()
    foreign = closed(bruno, link)
    assert "There is nothing here for you" in foreign
    assert closed(bruno, "/copy/invented") == foreign
    assert closed(bruno, "/download/arc_aaaaaaaaaaaaaaaaaaaaaaaaae") == foreign
    assert closed(bruno, "/download/nothing-like-it") == foreign
    assert closed(bruno, opened(ada)) == foreign
    assert bruno.send("/my-data", to=link).status_code == 404
    assert told(here)[-2:] == ["download_refused", "download_refused"]
    # revoked and expired links, for their own recipient
    keep, person = here.home.keep, here.home.people["ada"]
    archive = copies_of(keep, here.home.session(person))[0].archive
    assert archive is not None
    with keep.database.begin() as transaction:
        grant = transaction.grants.of_archive(archive)
        assert grant is not None
        transaction.grants.replace(revoke(grant, "test", here.home.clock())[0])
    assert closed(ada, link) == foreign
    second = here.with_copy(person)
    expiring = second.link()
    here.home.clock.pass_by(days=7)
    assert closed(second, expiring) == foreign
    expire_archives(keep)
    assert closed(second, expiring) == foreign


def test_nobody_without_a_sign_in_learns_whether_a_link_exists(here: Street, ada: Visitor) -> None:
    real, invented = ada.link(), "/copy/" + "x" * 43
    answers = [here.visitor().get(link) for link in (real, invented)]
    assert [answer.headers["location"] for answer in answers] == [f"/sign-in?next={link}" for link in (real, invented)]
    pages = [
        re.sub(r"copy(/|%2F)[\w-]+", "", FORM_TOKEN.sub("", here.visitor().get(answer.headers["location"]).text))
        for answer in answers
    ]
    assert pages[0] == pages[1]
    assert "This link opens for one person." in pages[0]


def test_a_stale_sign_in_opens_nothing_until_it_is_confirmed(here: Street, ada: Visitor) -> None:
    link = ada.link()
    here.home.clock.pass_by(minutes=11)
    sent = ada.send(link)
    assert sent.headers["location"] == f"/confirm?next={link}"
    password = here.home.people["ada"].password
    assert ada.send("/confirm", password=password, next=link).headers["location"] == link
    assert ada.get(ada.send(link).headers["location"]).headers["content-type"] == ZIP


def test_an_opened_download_is_for_that_session_only(here: Street, ada: Visitor) -> None:
    where = opened(ada)
    assert here.signed_in(here.home.people["ada"]).get(where).status_code == 404
    assert hashlib.sha256(ada.get(where).content).digest() == hashlib.sha256(ada.get(where).content).digest()


def test_links_cannot_be_guessed_for_ever(here: Street, ada: Visitor, bruno: Visitor) -> None:
    most = here.home.keep.limits.links_per_window
    answers = [bruno.get(f"/copy/guess-{number}").status_code for number in range(most + 1)]
    assert answers == [404] * most + [429]
    assert ada.get(ada.link()).status_code == 200  # somebody else's tries are not hers


def test_the_history_says_every_fact_in_words(here: Street, ada: Visitor, bruno: Visitor) -> None:
    bruno.get(ada.link())
    ada.get(opened(ada))
    page = ada.get("/my-data/history").text
    for sentence in ("You used one of your rights.", "A download ended.", "Somebody had the link and got nothing."):
        assert sentence in page
    assert here.home.people["bruno"].subject not in page


def test_what_anybody_may_know_is_two_fingerprints(here: Street) -> None:
    known = here.visitor().get("/.well-known/voicekeep").json()
    assert set(known) == {"origin", "statement", "checkpoint"}
