"""What a paper says it says as a table too, for each of its rows (R22)."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

from tests.app.simulator import SETTINGS
from tests.papers.making import (
    ELSEWHERE,
    ON,
    every_language,
    read_table,
)
from voicekeep.app.papers import (
    assessment_csv,
    assessment_json,
    measures,
    privacy_csv,
    privacy_json,
    processing_csv,
    processors_csv,
    processors_json,
)
from voicekeep.formats import sheet_texts
from voicekeep.records.catalogue import BESIDE, CATALOGUE
from voicekeep.records.items import ItemKind
from voicekeep.records.texts import Language


@every_language
def test_a_spreadsheet_has_a_row_for_each_category_with_all_that_the_law_asks(language: Language) -> None:
    data = processing_csv(SETTINGS, language, [ELSEWHERE]).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data, newline="")))
    assert [row["category"] for row in rows] == [*(kind.value for kind in ItemKind), *("" for _ in BESIDE)]
    for row in rows:
        empty = {name for name, value in row.items() if not value}
        assert empty <= {"category", "data_protection_officer"}
        assert row["transfers"] == row["processors"] == "Ears & Sons (US)"
        assert all(each.title.within(language) in row["measures"] for each in measures.MEASURES)
    for kind, row in zip(ItemKind, rows, strict=False):
        assert all(f"{field.name}: " in row["data"] for field in CATALOGUE[kind].fields)


@every_language
def test_the_privacy_notice_as_a_table_says_all_of_art_13_in_each_row(language: Language) -> None:
    rows = read_table(privacy_csv(SETTINGS, language, [ELSEWHERE]))
    told = json.loads(privacy_json(SETTINGS, language, ON))
    assert [row["category"] or None for row in rows] == [each["category"] for each in told["activities"]]
    for row, each in zip(rows, told["activities"], strict=True):
        assert {name for name, value in row.items() if not value} <= {"category", "data_protection_officer"}
        for name in ("title", "meaning", "purpose", "legal_basis", "source", "recipients", "period"):
            assert row[name] == each[name]
        assert all(f"{data['field']}: {data['meaning']}" in row["data"] for data in each["data"])
        assert all(right in row["rights"] for right in told["rights"])
        assert (row["automated_decisions"], row["mandatory"]) == (told["automated_decisions"], told["mandatory"])
        assert (row["authority"], row["transfers"]) == (SETTINGS.authority, "Ears & Sons (US)")
    [anywhere] = {row["authority"] for row in read_table(privacy_csv(replace(SETTINGS, authority=" "), language))}
    assert anywhere == sheet_texts.ANY_AUTHORITY.within(language)


@every_language
def test_the_assessment_as_a_table_has_a_row_for_each_risk_and_each_says_that_it_is_a_draft(language: Language) -> None:
    rows, told = read_table(assessment_csv(language)), json.loads(assessment_json(SETTINGS, language, ON))
    for row, each in zip(rows, told["risks"], strict=True):
        assert row["draft"] == told["draft"]
        for name in ("risk", "title", "what", "before", "after_proposed", "remains"):
            assert row[name] == each[name]
        assert all(f"{one['title']} ({one['promise']})" in row["measures"] for one in each["measures"])


@every_language
def test_the_processors_in_every_form(language: Language) -> None:
    mailing = replace(SETTINGS, notices="smtp", notices_from="keep@keep.test", smtp_host="mail.keep.test")
    rows = read_table(processors_csv(mailing, language, [ELSEWHERE]))
    told = json.loads(processors_json(mailing, language, ON, [ELSEWHERE]))["processors"]
    assert [(row["name"], row["country"], row["task"], row["safeguard"]) for row in rows] == [
        tuple(each[name] or "" for name in ("name", "country", "task", "safeguard")) for each in told
    ]
    assert [(row["name"], row["country"]) for row in rows] == [("Ears & Sons", "US"), ("mail.keep.test", "")]
    assert {row["controller"] for row in rows} == {SETTINGS.controller_name}
    assert read_table(processors_csv(SETTINGS, language)) == []
