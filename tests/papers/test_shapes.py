"""Whatever is written, a PDF comes: each sign is in it, or a box stands for it and the PDF says so (P10)."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.app.simulator import SETTINGS
from tests.papers.making import ON, every_language
from tests.papers.reading import read, solid, strings
from tests.papers.test_letters import ABOUT, EXCESSIVE
from voicekeep.app.documents import BOX, FONTS, NotPrintableError, pdf_of, values_for
from voicekeep.app.documents.shapes import IN_PRIMARY, shaped, signs_in
from voicekeep.app.papers import Letter, letter_page, pdf_of_letter, pdf_of_paper, privacy_notice, refusal
from voicekeep.app.papers.labels import BOXED
from voicekeep.app.papers.printing import LETTER, PAPER, values_of_letter, values_of_paper
from voicekeep.records.texts import Language

NOW = datetime(2030, 11, 4, tzinfo=UTC)
SHOWN = (
    "Ada",
    "Zoë",
    "Иван",
    "Ελένη",
    "שָׁלוֹם",
    "محمد",
    "مُحَمَّد",
    "می\u200cروم",
    "नमस्ते",
    "क्\u200dष",
    "Viê\u0323t",
    "❤\ufe0f",
)
BOXES = {
    "李小龙": "□□□",
    "Zoë 😀": "Zoë □",
    "한국": "□□",
    "\u1112\u1161\u11ab": "□",
    "ไทย": "□□□",
    "👨\u200d👩\u200d👧": "□",
    "👍🏽!": "□!",
    "李\u0301": "□",
    "A\u1ab0b": "A□b",
    "a\u0001b": "a□b",
    "\ud800": "□",
    "\uffff": "□",
}


def letter(text: str, language: Language = "en") -> Letter:
    name = " ".join(text.split()) or "-"
    return refusal(replace(ABOUT, recipient=name, language=language), ground=EXCESSIVE, reasons=f"Because {text}")


def set_as(text: str) -> tuple[str, bool]:
    """Return a text as it is printed, and whether a box stands in it."""
    boxed: list[bool] = []
    runs = shaped(text, boxed)
    return (runs if isinstance(runs, str) else "".join(run["text"] for run in runs)), bool(boxed)


def test_the_fonts_are_those_that_are_built_in() -> None:
    assert set(FONTS) == set(typst.Fonts(include_system_fonts=False).families())


def test_what_is_never_asked_for_has_a_shape() -> None:
    assert set(IN_PRIMARY) - signs_in(FONTS[0], sorted(IN_PRIMARY)) == set()


@every_language
@pytest.mark.parametrize("name", [*SHOWN, *(name for name in BOXES if name != "\ud800")])
def test_whoever_is_called_that_gets_a_pdf_and_the_whole_name_as_html(name: str, language: Language) -> None:
    written = letter(name, language)
    assert b"pdfuaid" in pdf_of_letter(written)
    assert solid(name) in read(letter_page(written)).text


@pytest.mark.parametrize("text", SHOWN)
def test_what_has_a_shape_is_no_box(text: str) -> None:
    assert set_as(text) == (unicodedata.normalize("NFC", text), False)


@pytest.mark.parametrize(("text", "shown"), BOXES.items())
def test_what_has_no_shape_is_one_box_with_its_marks(text: str, shown: str) -> None:
    assert set_as(text) == (shown, True)


@every_language
def test_a_document_with_a_box_says_so_in_its_language_and_no_other_does(language: Language) -> None:
    said = BOXED.within(language)
    for name, boxed in (("李小龙", said), ("Иван", "")):
        written = letter(name, language)
        paper = privacy_notice(replace(SETTINGS, controller_name=name), language, ON)
        for values, template in ((values_of_letter(written), LETTER), (values_of_paper(paper), PAPER)):
            handed = values_for(values, boxed=said)
            assert handed["boxed"] == boxed
            source, inputs = template.read_bytes(), {"values": json.dumps(handed)}
            told = typst.query(source, "par", sys_inputs=inputs, ignore_system_fonts=True)
            assert told.count(json.dumps(said, ensure_ascii=False)[1:-1]) == bool(boxed)
        assert pdf_of_paper(paper).startswith(b"%PDF")


def glyphs(name: str) -> int:
    """Return how many shapes a letter to somebody of that name is printed with."""
    inputs = {"values": json.dumps(values_for(values_of_letter(letter(name)), boxed=""))}
    return str(typst.compile(LETTER.read_bytes(), format="svg", sys_inputs=inputs, ignore_system_fonts=True)).count(
        "<use"
    )


@pytest.mark.parametrize("name", ["م\u0301", "म\u0301", "∀\u0301", "∀\u20dd", "A\u1ab0", "م\u200cم"])
def test_no_letter_vanishes_below_its_mark(name: str) -> None:
    assert glyphs(name) == glyphs("ab")


@settings(deadline=None, max_examples=40)
@given(text=st.text(max_size=40))
def test_any_text_is_printed(text: str) -> None:
    assert b"pdfuaid" in pdf_of_letter(letter(text))


@settings(deadline=None, max_examples=40)
@given(
    text=st.text(
        alphabet=st.sampled_from(
            "aé م मاा李👩😀\u0301\u0363\u064e\u094d\u1ab0\u20dd\u200c\u200d\ufe0f\U0001f3fd□\u2200"
        ),
        max_size=12,
    )
)
def test_a_sign_is_printed_or_a_box_stands_for_it(text: str) -> None:
    shown, boxed = set_as(text)
    lost = set(unicodedata.normalize("NFC", text)) - set(shown)
    assert bool(lost) <= boxed
    assert boxed <= (BOX in shown)
    assert b"pdfuaid" in pdf_of_letter(letter(text))


def test_two_thousand_signs_without_a_shape_are_two_thousand_boxes() -> None:
    many = "".join(map(chr, range(0x4E00, 0x4E00 + 2_000)))
    assert set_as(many) == (BOX * 2_000, True)
    assert b"pdfuaid" in pdf_of_letter(letter(many))


def test_a_template_s_own_sign_without_a_shape_is_refused_by_name_and_not_repeated(tmp_path: Path) -> None:
    template = tmp_path / "page.typ"
    template.write_text('#set document(title: "A house")\n#set text(lang: "en")\n\U0001f3e0', "utf-8")
    with pytest.raises(NotPrintableError) as refused:
        pdf_of(template, {}, boxed="", printed=NOW)
    assert "HTML" in str(refused.value)
    assert refused.value.__suppress_context__
    with pytest.raises(typst.TypstError):
        pdf_of(PAPER, {}, boxed="", printed=NOW)


def test_the_values_keep_their_names_and_numbers() -> None:
    handed = values_for({"a": 1, "b": [["x", "李", "A म"], ("y",)], "c": {"李": None}}, boxed="see there")
    assert list(strings(handed["b"])) == ["x", BOX, FONTS[0], "A ", FONTS[2], "म", "y"]
    assert handed["c"] == {"李": None}
    assert (handed["a"], handed["boxed"]) == (1, "see there")
