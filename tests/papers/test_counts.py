"""How many requests there were, of each right, and how fast they were answered, in every form."""

from __future__ import annotations

import csv
import io
import json

from tests.app.simulator import SETTINGS
from tests.papers.making import (
    MONTHS,
    ON,
    counts,
    every_language,
    read_table,
)
from tests.papers.reading import read, solid
from voicekeep.app.papers import (
    page_of,
    pdf_of_paper,
    requests_csv,
    requests_json,
    requests_paper,
)
from voicekeep.records.catalogue import RIGHTS
from voicekeep.records.rights import Right
from voicekeep.records.texts import Language
from voicekeep.request import RightOfRequests


def test_the_counts_in_every_form() -> None:
    told = json.loads(requests_json(ON, MONTHS))
    assert [month["month"] for month in told["months"]] == ["2030-10", "2030-11"]
    assert told["months"][0] | {"month": ""} == {
        "month": "", "received": 4, "in_time": 2, "late": 1, "open": 0, "withdrawn": 1, "forgotten": 0,
        "median_days": 3,
    }  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(requests_csv(MONTHS).decode("utf-8-sig"))))
    assert [row["received"] for row in rows] == ["4", "1"]
    assert rows[1]["median_days"] == ""
    assert {row["right"] for row in rows} == {""}
    shown = read(page_of(counts(SETTINGS, "de", ON))).text
    assert "Okt.2030421" in shown
    assert "Nov.2030100100–" in shown


@every_language
def test_the_counts_by_right_stand_under_the_right_s_own_name(language: Language) -> None:
    first, second = MONTHS
    rights = (
        RightOfRequests(right=Right.ACCESS, counts=first),
        RightOfRequests(right=Right.OBJECTION, counts=second),
    )
    paper = requests_paper(SETTINGS, language, ON, MONTHS, rights)
    shown = read(page_of(paper)).text
    for right, row in ((Right.ACCESS, "4210103"), (Right.OBJECTION, "100100–")):
        assert solid(RIGHTS[right].within(language)) + row in solid(shown)
    assert solid(RIGHTS[Right.ERASURE].within(language)) not in solid(shown), "nobody used it"
    assert pdf_of_paper(paper).startswith(b"%PDF")
    told = json.loads(requests_json(ON, MONTHS, rights))
    assert [(each["right"], each["received"], each["median_days"]) for each in told["rights"]] == [
        ("access", 4, 3),
        ("objection", 1, None),
    ]
    rows = read_table(requests_csv(MONTHS, rights))
    assert [(row["month"], row["right"], row["received"], row["median_days"]) for row in rows] == [
        ("2030-10", "", "4", "3"),
        ("2030-11", "", "1", ""),
        ("", "access", "4", "3"),
        ("", "objection", "1", ""),
    ]


@every_language
def test_no_request_yet_is_said(language: Language) -> None:
    page = page_of(requests_paper(SETTINGS, language, ON, ())).decode()
    assert "<table>" not in page
    assert json.loads(requests_json(ON, ()))["months"] == []
