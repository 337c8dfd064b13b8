"""The register for an authority: every field in three languages, no cell of the table a formula, forged cases named."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import get_args

import pytest

from tests.app.simulator import SETTINGS
from voicekeep.app.papers import page_of, pdf_of_paper, register_csv, register_json, register_paper
from voicekeep.app.papers.isolation import FINDINGS
from voicekeep.app.papers.register import LABELS
from voicekeep.app.papers.register_words import UNKNOWN, WORDS
from voicekeep.app.web.words import words_in
from voicekeep.formats.isolation import Finding
from voicekeep.incident import Band, CaseState, RegisterLine
from voicekeep.records.reports import ReportSource
from voicekeep.records.texts import Language

AT = datetime(2030, 11, 4, 9, tzinfo=UTC)
LINE = RegisterLine(
    number="tri_aaaaaaaaaaaaaaaaaaaaaaaaaa",
    source="not_mine",
    state="closed",
    opened_at=AT,
    facts='=HYPERLINK("http://example.org")',
    effects="+1",
    remedy="<script>alert(1)</script>",
    causes="-1\n@SUM(A1)",
    people=1,
    authority_notified=False,
    entries=9,
)
FORGED = replace(LINE, state="unknown", doubt="ForgedRowError", authority_notified=None)


def test_every_field_has_its_label() -> None:
    assert list(LABELS) == [field.name for field in fields(RegisterLine)]
    assert set(FINDINGS) == set(Finding)


def test_every_code_stands_in_the_words_of_the_desk() -> None:
    codes: dict[str, tuple[str, Iterable[str]]] = {
        "source": ("case_source_", ReportSource),
        "state": ("case_state_", CaseState),
        "decided_by": ("case_by_", ("officer", "data_protection_officer", "host_operator")),
        "band": ("case_band_", Band),
    }
    assert codes.keys() == WORDS.keys()
    for language in get_args(Language):
        desk = words_in(language)
        for name, (prefix, known) in codes.items():
            told = {code: text.within(language) for code, text in WORDS[name].items() if code != UNKNOWN}
            assert told == {str(code): desk[prefix + str(code)] for code in known}


@pytest.mark.parametrize("language", get_args(Language))
def test_people_read_words_and_machines_codes(language: Language) -> None:
    line = replace(
        LINE, source="not_mine", decided_by="data_protection_officer", band="very_high", state="not_notified"
    )
    page = page_of(register_paper(SETTINGS, language, date(2030, 11, 4), [line])).decode()
    codes = ("not_mine", "data_protection_officer", "very_high", "not_notified")
    assert not [code for code in codes if code in page]
    assert all(code in register_csv([line]).decode("utf-8-sig") for code in codes)
    assert words_in(language)["case_source_not_mine"] in page


def test_no_cell_of_the_table_is_a_formula() -> None:
    rows = list(csv.reader(io.StringIO(register_csv([LINE, FORGED]).decode("utf-8-sig"))))
    assert rows[0] == [field.name for field in fields(RegisterLine)]
    assert all(len(row) == len(rows[0]) for row in rows)
    assert not [cell for row in rows[1:] for cell in row if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]


@pytest.mark.parametrize("language", get_args(Language))
def test_it_is_a_page_and_a_paper_and_runs_nothing(language: Language) -> None:
    paper = register_paper(SETTINGS, language, date(2030, 11, 4), [LINE, FORGED])
    page = page_of(paper).decode()
    assert "<script>alert" not in page
    assert "ForgedRowError" in page
    assert pdf_of_paper(paper).startswith(b"%PDF")


def test_machines_read_what_people_read() -> None:
    told = json.loads(register_json(date(2030, 11, 4), [LINE, FORGED]))
    assert [each["doubt"] for each in told["cases"]] == ["", "ForgedRowError"]
    assert told["cases"][0]["facts"] == LINE.facts
    assert told["cases"][0]["authority_notified"] is False
