"""What a case says behind a sign-in, the page for finders, and the figures: who sees what, and who cannot tell."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from tests.app.telling import UNBELIEVED, Told, crossed, damage, decided
from tests.app.test_found import flac_of
from tests.web.visitors import Street, Visitor, street
from voicekeep.app.operations.found_digests import look_up_found
from voicekeep.app.operations.triaging import all_triages
from voicekeep.app.web import make_application
from voicekeep.incident import Track


def test_the_owner_reads_which_and_says_so(here: Street, told: Told) -> None:
    visitor, page = here.signed_in(told.vera), f"/my-data/cases/{told.triage}"
    assert "important message" in visitor.get("/my-data").text
    assert page in visitor.get("/my-data/messages").text
    shown = visitor.get(page).text
    for said in told.foreign:
        assert f"/heard/turn/{said.item}" in shown
        assert f"/heard/erase?stretch=turn&amp;which={said.item}" in shown
    forbidden = (told.rika.subject, told.rika.email, told.copy.archive, told.copy.request)
    assert not [mark for mark in forbidden if mark in shown]
    assert visitor.send(page, to=f"{page}/read").status_code == 303
    assert "You confirmed that you have read this" in visitor.get(page).text
    assert "important message" not in visitor.get("/my-data").text


def test_the_recipient_reads_what_is_asked_and_signs(here: Street, told: Told) -> None:
    visitor, page = here.signed_in(told.rika), f"/my-data/cases/{told.triage}"
    shown = visitor.get(page).text
    assert "Please delete the file" in shown
    assert not [said.item for said in told.foreign if said.item in shown]
    assert told.vera.subject not in shown
    assert visitor.send(page, to=f"{page}/statement", deleted="true").status_code == 303
    assert "You have signed" in visitor.get(page).text
    assert told.case.tracks_of(told.rika.subject) == (Track.SEEN, Track.ASKED, Track.STATED)


def test_a_statement_wants_a_fresh_sign_in(here: Street, told: Told) -> None:
    visitor, page = here.signed_in(told.rika), f"/my-data/cases/{told.triage}"
    here.home.clock.pass_by(minutes=30)
    answer = visitor.send(page, to=f"{page}/statement", deleted="true")
    assert answer.headers["location"].startswith("/confirm")
    assert told.case.tracks_of(told.rika.subject) == (Track.SEEN, Track.ASKED)


@pytest.mark.parametrize("how", UNBELIEVED)
def test_a_stranger_is_answered_as_to_an_invented_number(tmp_path: Path, how: str) -> None:
    file = tmp_path / "keep.sqlite3"
    with street(tmp_path, database_file=file) as here:
        told = decided(crossed(here.home))
        visitor = here.signed_in(here.home.join("sue"))
        damage(file, how)
        token = visitor.form_token("/my-data")

        def answers(case: str) -> list[tuple[int, str, list[tuple[str, str]]]]:
            page = f"/my-data/cases/{case}"
            got = [visitor.get(page)] + [
                visitor.client.post(f"{page}/{what}", data={"form_token": token, "deleted": "true"})
                for what in ("read", "statement")
            ]
            return [(each.status_code, each.text.replace(case, ""), sorted(each.headers.items())) for each in got]

        assert {status for status, _, _ in answers(told.triage)} == {404}
        assert answers(told.triage) == answers(f"tri_{'a' * 26}")


def test_a_finder_cannot_tell_a_match_from_none(here: Street) -> None:
    home, visitor = here.home, here.visitor()
    ada = home.join("ada")
    home.say(ada, "one")
    known = hashlib.sha256(flac_of(home, ada)).hexdigest()
    answers = [visitor.send("/found", digests=digest) for digest in (known, "0" * 64, known)]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1
    before = len(all_triages(home.keep))
    look_up_found(home.keep)
    assert len(all_triages(home.keep)) == before + 1
    assert visitor.send("/found", digests=known).content == answers[0].content, "nor afterwards"


def test_what_is_no_digest_is_not_taken_and_there_is_a_limit(here: Street) -> None:
    visitor = here.visitor()
    assert visitor.send("/found", digests="hello").status_code == 400
    statuses = [visitor.send("/found", digests="0" * 64).status_code for _ in range(12)]
    assert statuses[0] == 200
    assert statuses[-1] == 429


def test_figures_are_for_who_has_the_token_and_not_there_for_others(here: Street, told: Told, tmp_path: Path) -> None:
    assert here.visitor().get("/metrics").status_code == 404
    token = tmp_path / "metrics.token"
    token.write_text("a token of twenty characters\n")
    token.chmod(0o600)
    settings = replace(here.home.keep.settings, metrics_token_file=str(token))
    visitor = Visitor(make_application(replace(here.home.keep, settings=settings)))
    for said in ("", "Bearer ", "Bearer wrong", "a token"):
        assert visitor.get("/metrics", authorization=said).status_code == 404
    answer = visitor.get("/metrics", authorization="Bearer a token of twenty characters")
    assert answer.status_code == 200
    assert "voicekeep_cases{" in answer.text
    assert not [someone for someone in here.home.people.values() if someone.subject in answer.text]
    assert told.triage not in answer.text
    token.chmod(0o644)
    assert visitor.get("/metrics", authorization="Bearer a token of twenty characters").status_code == 404


def test_health_and_readiness(here: Street) -> None:
    visitor = here.visitor()
    assert (visitor.get("/healthz").text, visitor.get("/readyz").text) == ("ok\n", "ready\n")
