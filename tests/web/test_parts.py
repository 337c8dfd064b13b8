"""A copy of a part: a period, some categories; complete for what was asked, checkable, and nothing beside it."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from tests.app.simulator import Someone
from tests.web.visitors import Street, Visitor
from voicekeep.app.operations.evidence import published_keys
from voicekeep.app.operations.holding import hold
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.operations.verify import verify_zip
from voicekeep.records.ids import ArchiveId
from voicekeep.request import State


@pytest.fixture
def ada(here: Street) -> Someone:
    ada = here.home.join("ada")
    here.home.say(ada, "long ago")
    here.home.clock.pass_by(days=10)
    here.home.say(ada, "lately", "just now")
    return ada


def fetched(here: Street, visitor: Visitor, someone: Someone, tmp_path: Path) -> zipfile.ZipFile:
    with here.home.keep.database.read() as transaction:
        waiting = transaction.requests.of_subject(someone.subject)[0].request
    release(waiting, PlainDesk(here.home.keep))
    link = visitor.link()
    went = visitor.send(link).headers["location"]
    zipped = visitor.get(went).content
    path = tmp_path / "copy.zip"
    path.write_bytes(zipped)
    assert verify_zip(path, published_keys(here.home.keep)["statement"]).signer_known
    return zipfile.ZipFile(io.BytesIO(zipped))


def words_in(copy: zipfile.ZipFile) -> list[str]:
    return [json.loads(line)["transcript"] for line in copy.read("data/turns.jsonl").splitlines()]


def test_a_period_holds_its_days_and_no_others(here: Street, ada: Someone, tmp_path: Path) -> None:
    visitor = here.signed_in(ada)
    day = (here.home.clock.now - timedelta(days=1)).date().isoformat()
    assert visitor.send("/my-data", first=day, last=day).status_code == 303
    assert "Only a part" in visitor.get("/my-data").text
    copy = fetched(here, visitor, ada, tmp_path)
    assert words_in(copy) == ["lately", "just now"]
    assert sum(name.endswith(".flac") for name in copy.namelist()) == 2


def test_an_open_end_goes_on(here: Street, ada: Someone, tmp_path: Path) -> None:
    visitor = here.signed_in(ada)
    day = (here.home.clock.now - timedelta(days=5)).date().isoformat()
    visitor.send("/my-data", last=day)
    assert words_in(fetched(here, visitor, ada, tmp_path)) == ["long ago"]


def test_categories_hold_those_and_no_others(here: Street, ada: Someone, tmp_path: Path) -> None:
    visitor = here.signed_in(ada)
    visitor.send("/my-data", kinds="profile")
    copy = fetched(here, visitor, ada, tmp_path)
    assert "data/profile.jsonl" in copy.namelist()
    assert not [name for name in copy.namelist() if "turns" in name or name.endswith(".flac")]
    assert "Only a part" in visitor.get("/my-data/copies").text


@pytest.mark.parametrize(
    "typed", [{"first": "2030-05-02", "last": "2030-05-01"}, {"first": "May"}, {"last": "2030-13-01"}]
)
def test_a_period_that_is_none_asks_for_nothing(here: Street, ada: Someone, typed: dict[str, str]) -> None:
    visitor = here.signed_in(ada)
    refused = visitor.send("/my-data", typed=typed)
    assert refused.status_code == 400
    assert "Nothing was asked for yet." in refused.text
    assert "You have not asked for a copy yet." in visitor.get("/my-data").text


def test_a_category_that_there_is_not_is_no_form_of_ours(here: Street, ada: Someone) -> None:
    visitor = here.signed_in(ada)
    assert visitor.send("/my-data", kinds="everything").status_code == 400
    assert "You have not asked for a copy yet." in visitor.get("/my-data").text


@pytest.mark.parametrize("ends", ["0001-01-01", "1969-12-31", "9999-12-31"])
def test_the_ends_of_time_are_answered(here: Street, ada: Someone, ends: str) -> None:
    assert here.signed_in(ada).send("/my-data", first=ends).status_code in {303, 400}
    assert here.signed_in(ada).send("/my-data", last=ends).status_code in {303, 400}


def test_a_held_copy_says_in_words_what_was_found_and_names_no_item(here: Street, ada: Someone) -> None:
    visitor = here.signed_in(ada)
    visitor.send("/my-data")
    with here.home.keep.database.begin() as transaction:
        request = transaction.requests.of_subject(ada.subject)[0]
        archive = ArchiveId.random(here.home.keep.entropy)
        collecting = request.moved(State.COLLECTING, attempt=archive)
        transaction.requests.replace(request, collecting)
        transaction.requests.replace(collecting, collecting.moved(State.CHECKING))
    item = "itm_" + 26 * "b"
    hold(here.home.keep, request.request, archive, [f"two_places-{item}", "foreign_item"])
    page = visitor.get("/my-data").text
    assert "One device seems to have heard two things at once." in page
    assert item not in page
