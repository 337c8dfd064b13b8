"""What is written in a case: complete, in every language, naming nobody; worded otherwise, with its history."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.app.simulator import SETTINGS
from tests.incident.cases import EVERYTHING, OWNER, PARTNER, RECIPIENT, and_then, grown
from voicekeep.app.operations.wording import history_of
from voicekeep.app.papers import breach_paper, call_script, filled, form_band, page_of, parts_of, pdf_of_paper
from voicekeep.app.papers.breach_texts import OPEN
from voicekeep.incident import CaseRefusedError, PaperOf, Worded
from voicekeep.records.texts import LOCALES, Language, language_named

ON = date(2030, 11, 5)
LANGUAGES: list[Language] = [language_named(name) for name in LOCALES]
IDENTIFIER = re.compile(r"[a-z]{3}_[a-z2-7]{26}")


@pytest.mark.parametrize(
    ("count", "band"),
    [(0, "0–5"), (5, "0–5"), (6, "6–50"), (50, "6–50"), (51, "51–300"), (300, "51–300"), (301, "301–5000"),
     (5_000, "301–5000"), (5_001, ">5000")],
)  # fmt: skip
def test_numbers_fall_into_the_bands_of_the_form(count: int, band: str) -> None:
    assert form_band(count) == band


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_complete_case_leaves_no_field_of_the_notification_open(language: Language) -> None:
    fields = filled(SETTINGS, language, PaperOf.AUTHORITY, grown(*EVERYTHING))
    assert set(fields) == set(parts_of(PaperOf.AUTHORITY))
    assert OPEN.within(language) not in fields.values()
    assert "1700" in fields["records"]
    assert "301–5000" in fields["records"]
    assert "0–5" in fields["people"]
    assert "2030-11-07 09:00 UTC" in fields["times"], "the 72 hours"
    for part, said in {"nature": "about facts", "effects": "about effects", "remedy": "about remedy"}.items():
        assert said in fields[part]
    assert {"en": "confidentiality", "de": "Vertraulichkeit", "fr": "confidentialité"}[language] == fields["losses"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_known_yet_says_so(language: Language) -> None:
    fields = filled(SETTINGS, language, PaperOf.AUTHORITY, grown())
    for part in ("nature", "losses", "people", "records", "effects", "severity", "told"):
        assert fields[part] == OPEN.within(language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", sorted(PaperOf))
def test_no_paper_names_a_person_a_recording_or_a_copy(paper: PaperOf, language: Language) -> None:
    case = grown(*EVERYTHING)
    page = page_of(breach_paper(SETTINGS, language, ON, paper, case)).decode()
    assert set(IDENTIFIER.findall(page)) <= {case.triage.triage}
    assert not [who for who in (OWNER, PARTNER, RECIPIENT) if who in page]
    if paper is not PaperOf.AUTHORITY:
        assert "about facts" not in page, "an officer's own words"
    assert "{" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL), "a value was left out"


def test_letters_speak_of_another_customer_and_of_the_portal() -> None:
    for paper in (PaperOf.AFFECTED, PaperOf.EXPOSED):
        said = " ".join(filled(SETTINGS, "en", paper, grown(*EVERYTHING)).values())
        assert "another customer" in said
        assert "Sign in" in said


@pytest.mark.parametrize("paper", sorted(PaperOf))
def test_each_is_a_pdf(paper: PaperOf) -> None:
    made = pdf_of_paper(breach_paper(SETTINGS, "fr", ON, paper, grown(*EVERYTHING)))
    assert made.startswith(b"%PDF-")
    assert b"pdfuaid" in made, "PDF/UA"


def test_a_field_says_what_it_was_worded_last_in_that_language_only_and_nothing_is_lost() -> None:
    case = grown(*EVERYTHING)
    for text in ("first", "second", ""):
        before = filled(SETTINGS, "en", PaperOf.AFFECTED, case)
        case = and_then(case, Worded(paper=PaperOf.AFFECTED, language="en", part="what", text=text))
        now = filled(SETTINGS, "en", PaperOf.AFFECTED, case)
        assert now["what"] == (text or filled(SETTINGS, "en", PaperOf.AFFECTED, grown(*EVERYTHING))["what"])
        assert {part for part in now if now[part] != before[part]} == {"what"}
        assert filled(SETTINGS, "de", PaperOf.AFFECTED, case) == filled(
            SETTINGS, "de", PaperOf.AFFECTED, grown(*EVERYTHING)
        )
    assert [text for _, _, text in history_of(case, PaperOf.AFFECTED, "en", "what")] == ["", "second", "first"]


def test_a_wording_in_no_language_of_ours_is_refused() -> None:
    for language, part in (("xx", "what"), ("en", "What is this?")):
        with pytest.raises(CaseRefusedError):
            and_then(grown(), Worded(paper=PaperOf.PRESS, language=language, part=part, text="x"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_script_for_a_call_asks_for_nothing_and_tells_nothing(language: Language) -> None:
    assert len(call_script(language)) == 4
