"""What a case says behind a token: to each what is theirs, the same as on the pages, and to a stranger nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.telling import UNBELIEVED, Told, crossed, damage, decided
from tests.web.test_api import Client, problem
from tests.web.visitors import Street, street
from voicekeep.app.operations import case_messages
from voicekeep.incident import Track
from voicekeep.records.errors import ForgedRowError, VoicekeepError
from voicekeep.vault import StoreFullError

INVENTED = "tri_" + 26 * "a"


def test_each_reads_and_answers_what_is_theirs(here: Street, told: Told) -> None:
    vera, paul, rika = (Client(here, each) for each in (told.vera, told.paul, told.rika))
    at = f"/cases/{told.triage}"

    [waiting] = vera.get("/cases").json()
    assert (waiting["case"], waiting["roles"], waiting["waits"]) == (told.triage, ["owner"], True)
    shown = vera.get(at)
    assert {each["item"] for each in shown.json()["reached"]} == {said.item for said in told.foreign}
    assert all(each["complete"] and each["certain"] for each in shown.json()["reached"])
    for mark in (told.rika.subject, told.rika.email, told.copy.archive, told.copy.request):
        assert mark not in shown.text
    assert [vera.post(f"{at}/read").status_code for _ in range(2)] == [204, 204]
    assert vera.get(at).json()["acknowledged_at"] is not None
    assert [each["waits"] for each in vera.get("/cases").json()] == [False]
    assert problem(vera.post(f"{at}/statement", deleted=True)) == "NotHereError", "who is asked for none signs none"

    living_there = paul.get(at).json()
    assert (living_there["roles"], living_there["reached"], living_there["got"]) == (["household"], [], 0)
    assert living_there["heard_in"] == len(told.foreign)

    asked = rika.get(at)
    assert (asked.json()["reached"], asked.json()["got"]) == ([], len(told.foreign))
    assert asked.json()["track"] == ["seen", "asked"]
    assert not [mark for mark in (told.vera.subject, *(said.item for said in told.foreign)) if mark in asked.text]
    assert [rika.post(f"{at}/statement", deleted=deleted).status_code for deleted in (False, True, False)] == [204] * 3
    signed = (Track.SEEN, Track.ASKED, Track.REFUSED, Track.STATED)
    assert told.case.tracks_of(told.rika.subject) == signed, "what was signed stays"


def test_a_statement_wants_a_fresh_sign_in(here: Street, told: Told) -> None:
    rika = Client(here, told.rika)
    here.home.clock.pass_by(minutes=30)
    answer = rika.post(f"/cases/{told.triage}/statement", deleted=True)
    assert (answer.status_code, problem(answer)) == (403, "StaleSignInError")
    assert told.case.tracks_of(told.rika.subject) == ()


@pytest.mark.parametrize("how", UNBELIEVED)
def test_a_stranger_gets_what_is_answered_to_an_invented_number(tmp_path: Path, how: str) -> None:
    file = tmp_path / "keep.sqlite3"
    with street(tmp_path, database_file=file) as here:
        told = decided(crossed(here.home))
        stranger, before = Client(here, here.home.join("sue")), len(told.case.history)
        damage(file, how)
        assert stranger.get("/cases").json() == []

        def answers(case: str) -> list[tuple[int, bytes, list[tuple[str, str]]]]:
            at = f"/cases/{case}"
            got = [stranger.get(at), stranger.post(f"{at}/read"), stranger.post(f"{at}/statement", deleted=True)]
            return [(answer.status_code, answer.content, sorted(answer.headers.items())) for answer in got]

        assert {status for status, _, _ in answers(told.triage)} == {404}
        assert answers(told.triage) == answers(INVENTED)
        if how == "sound":
            assert len(told.case.history) == before


def test_what_is_broken_on_our_side_is_told_by_name_and_not_by_row_or_table(
    here: Street, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    rika = Client(here, told.rika)
    for error in (ForgedRowError("attempt", told.copy.archive), StoreFullError(f"archives/{told.copy.archive}")):

        def broken(*_: object, error: VoicekeepError = error) -> None:
            raise error

        monkeypatch.setattr(case_messages, "scope_in", broken)
        answer = rika.get(f"/cases/{told.triage}")
        assert problem(answer) == type(error).__name__
        assert answer.status_code in {500, 503}
        assert not [mark for mark in (told.copy.archive, "attempt", "archives") if mark in answer.text]
