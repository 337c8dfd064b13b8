"""The main job, end to end, in memory: each person's copy holds exactly what is theirs."""

from __future__ import annotations

import io
import json
import zipfile

from tests.app.simulator import Household
from voicekeep.app.operations.evidence import verify_ledger


def lines_of(zipped: bytes, stem: str) -> list[dict[str, object]]:
    with zipfile.ZipFile(io.BytesIO(zipped)) as copy:
        return [json.loads(line) for line in copy.read(f"data/{stem}.jsonl").splitlines()]


def test_two_people_ask_and_each_gets_exactly_their_own(home: Household) -> None:
    ada, bruno = home.join("ada"), home.join("bruno")
    assert home.say(ada, "one", "two", "three").kept == 3
    assert home.say(bruno, "four", "five").kept == 2
    adas, brunos = home.release(ada), home.release(bruno)
    for someone, request, words in ((ada, adas, {"one", "two", "three"}), (bruno, brunos, {"four", "five"})):
        zipped = home.fetch(someone, request)
        assert {line["transcript"] for line in lines_of(zipped, "turns")} == words
        assert {line["owner"] for stem in ("turns", "profile", "sign-ins") for line in lines_of(zipped, stem)} == {
            someone.subject
        }
    verify_ledger(home.keep)
