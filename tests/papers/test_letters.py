"""Letters: everything that the law wants in them, nothing of anybody else, or no letter (R9, R10, R19; Art. 11, 12)."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Collection
from dataclasses import MISSING, fields, replace
from datetime import UTC, date, datetime
from functools import partial

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.app.simulator import SETTINGS
from tests.papers.reading import read, solid, strings
from tests.papers.test_typed import MARKUP, hostile
from voicekeep.app.papers import (
    Correspondence,
    EmptyInLetterError,
    Ground,
    Letter,
    LetterError,
    NotLaterError,
    SomebodyElseInLetterError,
    acknowledgement,
    answer_done,
    answer_texts,
    answer_typed,
    copy_ready,
    extension,
    guest_answer,
    held_copy,
    letter_page,
    letter_texts,
    own_words,
    pdf_of_letter,
    question,
    refusal,
    set_again,
    with_end_of_restriction,
)
from voicekeep.app.papers.printing import LETTER, values_of_letter
from voicekeep.checks import PLAUSIBILITY_RULES
from voicekeep.records.ids import ItemId, RequestId, SubjectId
from voicekeep.records.items import LetterRecord
from voicekeep.records.rights import ARTICLES, Doubt, LetterKind, Means, RefusalGround, Right
from voicekeep.records.texts import LANGUAGES, Language

CONTROLLER = SETTINGS.controller
REQUEST = RequestId("req_" + 26 * "a")
ANOTHER = RequestId("req_" + 26 * "b")
ANY_ID = re.compile(r"[a-z]{3}_[a-z2-7]{26}")
DUE, LATER = date(2030, 11, 1), date(2031, 1, 2)
DAYS = {
    "en": ("1 November 2030", "2 January 2031"),
    "de": ("1. November 2030", "2. Januar 2031"),
    "fr": ("1er novembre 2030", "2 janvier 2031"),
}
ABOUT = Correspondence(
    controller=CONTROLLER,
    recipient="Ada Example",
    request=REQUEST,
    received=date(2030, 10, 1),
    written=date(2030, 10, 4),
    language="en",
)

EXCESSIVE = RefusalGround.EXCESSIVE
every_language = pytest.mark.parametrize("language", LANGUAGES)


def about(language: Language = "en") -> Correspondence:
    return replace(ABOUT, language=language)


def extended(whom: Correspondence, reasons: str = "Much was asked.") -> Letter:
    return extension(whom, due_before=DUE, due=LATER, ground=Ground.NUMBER, reasons=reasons)


def asked(
    whom: Correspondence, doubts: Collection[Doubt] = tuple(Doubt), means: Collection[Means] = tuple(Means)
) -> Letter:
    return question(whom, doubts=doubts, means=means, reasons="The street is another.")


DONE = {
    answer_texts.CORRECTED: Right.RECTIFICATION,
    answer_texts.PROFILE_CHANGED: Right.RECTIFICATION,
    answer_texts.ERASED: Right.ERASURE,
    answer_texts.CLOSED: Right.ERASURE,
    answer_texts.RESTRICTED: Right.RESTRICTION,
}
WRITERS: dict[str, Callable[[Correspondence], Letter]] = {
    "acknowledgement": lambda whom: acknowledgement(whom, due=DUE),
    "extension": extended,
    "refusal": lambda whom: refusal(whom, ground=EXCESSIVE, reasons="It was asked three times this week."),
    "held": lambda whom: held_copy(whom, due=DUE, findings=("unknown_device",)),
    "question": asked,
    "end of a restriction": lambda whom: with_end_of_restriction(
        refusal(whom, ground=RefusalGround.COMPELLING, reasons="Somebody else's claim."), whom, LATER
    ),
    **{f"typed, {right}": partial(answer_typed, right=right, done="It was put right.") for right in Right},
    **{f"done, {done.en[:15]}": partial(answer_done, right=right, done=done, count=7) for done, right in DONE.items()},
    **{f"ready, {right}": partial(copy_ready, right=right, until=LATER) for right in (Right.ACCESS, Right.PORTABILITY)},
}
every_letter = pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)


@every_language
@every_letter
def test_every_letter_names_sender_recipient_request_and_where_to_ask(
    write: Callable[[Correspondence], Letter], language: Language
) -> None:
    letter = write(about(language))
    shown, on_paper = read(letter_page(letter)).text, solid(" ".join(strings(values_of_letter(letter))))
    for said in (CONTROLLER.name, CONTROLLER.contact, ABOUT.recipient, REQUEST, letter.day):
        assert solid(said) in shown
        assert solid(said) in on_paper
    assert f'<html lang="{language}">' in letter_page(letter).decode()
    pdf = pdf_of_letter(letter)
    assert b"pdfuaid" in pdf
    assert pdf == pdf_of_letter(write(about(language)))


@every_language
@every_letter
def test_no_letter_holds_another_identifier_or_an_unfilled_place(
    write: Callable[[Correspondence], Letter], language: Language
) -> None:
    page = letter_page(write(about(language))).decode()
    body = page.partition("<main>")[2]
    assert set(ANY_ID.findall(body)) == {REQUEST}
    assert "{" not in body


@every_language
def test_an_acknowledgement_says_until_when(language: Language) -> None:
    assert DAYS[language][0] in " ".join(acknowledgement(about(language), due=DUE).paragraphs)


@every_language
@pytest.mark.parametrize("ground", Ground)
def test_an_extension_says_both_days_the_ground_and_the_reasons(language: Language, ground: Ground) -> None:
    letter = extension(about(language), due_before=DUE, due=LATER, ground=ground, reasons="Three hundred hours of it.")
    said = " ".join(letter.paragraphs)
    for wanted in (*DAYS[language], letter_texts.GROUNDS[ground.value].within(language), "Three hundred hours of it."):
        assert wanted in said
    assert "12" in said
    assert "77" in said


@every_language
def test_a_refusal_names_the_authority_and_the_court(language: Language) -> None:
    said = " ".join(refusal(about(language), ground=EXCESSIVE, reasons="It is not yours.").paragraphs)
    for wanted in ("It is not yours.", CONTROLLER.authority, "77", "79"):
        assert wanted in said


@every_language
def test_a_held_copy_is_explained_in_words_and_no_item_is_named(language: Language) -> None:
    item = ItemId("itm_" + 26 * "c")
    for rule in PLAUSIBILITY_RULES:
        letter = held_copy(about(language), due=DUE, findings=(rule.name, f"{rule.name}-{item}", f"foreign-{item}"))
        said = " ".join(letter.paragraphs)
        assert said.count(rule.person.within(language)) == 1
        assert said.count(letter_texts.SOMETHING.within(language)) == 1
        assert rule.name not in said
        assert item not in said
        assert DAYS[language][0] in said


@every_language
@pytest.mark.parametrize("right", Right)
def test_an_answer_names_the_right_what_was_done_and_what_can_be_done_against_it(
    language: Language, right: Right
) -> None:
    said = " ".join(answer_typed(about(language), right, done="Two entries were put right.").paragraphs)
    assert str(ARTICLES[right]) in said.partition("Two entries were put right.")[0]
    for wanted in ("Two entries were put right.", CONTROLLER.contact, "77", "79"):
        assert wanted in said


@every_language
def test_an_erasure_is_answered_with_its_number(language: Language) -> None:
    said = " ".join(answer_done(about(language), Right.ERASURE, answer_texts.ERASED, count=4_321).paragraphs)
    assert answer_texts.ERASED.within(language).replace("{count}", "4321") in said


@every_language
@pytest.mark.parametrize("right", [Right.ACCESS, Right.PORTABILITY])
def test_a_copy_that_is_ready_says_until_when(language: Language, right: Right) -> None:
    assert DAYS[language][1] in " ".join(copy_ready(about(language), right, until=LATER).paragraphs)


@every_language
@pytest.mark.parametrize("doubt", Doubt)
@pytest.mark.parametrize("means", Means)
def test_a_question_says_the_doubt_what_is_enough_and_that_no_card_is_taken(
    language: Language, doubt: Doubt, means: Means
) -> None:
    said = asked(about(language), [doubt], [means]).paragraphs
    assert "The street is another." in said
    assert answer_texts.NO_CARD.within(language) in said
    for texts, meant in ((answer_texts.DOUBTS, doubt), (answer_texts.MEANS, means)):
        assert [name for name, text in texts.items() if text.within(language) in said] == [meant]


def test_a_question_without_doubt_or_means_is_none() -> None:
    for doubts, means, field in (((), Means, "doubts"), (Doubt, (), "means")):
        with pytest.raises(EmptyInLetterError) as refused:
            question(ABOUT, doubts=tuple(doubts), means=tuple(means), reasons="The street is another.")
        assert refused.value.field == field


@every_language
def test_a_refusal_says_when_the_restriction_ends_and_all_it_said_before(language: Language) -> None:
    before = refusal(about(language), ground=EXCESSIVE, reasons="It is not yours.")
    letter = with_end_of_restriction(before, about(language), LATER)
    *said, end = letter.paragraphs
    assert tuple(said) == before.paragraphs
    assert DAYS[language][1] in end


def kept(letter: Letter, sender: str, kind: LetterKind = LetterKind.ANSWERED) -> LetterRecord:
    return LetterRecord(
        item=ItemId("itm_" + 26 * "f"),
        owner=SubjectId("sub_" + 26 * "g"),
        at=datetime(2030, 10, 4, tzinfo=UTC),
        request=REQUEST,
        letter=kind,
        language=letter.language,
        sender=sender,
        heading=letter.subject,
        text="\n".join(letter.paragraphs),
    )


@every_language
@every_letter
def test_a_letter_that_was_kept_reads_as_it_was_written_with_the_name_of_today(
    write: Callable[[Correspondence], Letter], language: Language
) -> None:
    written = write(replace(about(language), recipient="Ada as she was"))
    record = kept(written, written.sender)
    in_another = replace(ABOUT, language="fr" if language == "en" else "en", controller=replace(CONTROLLER, name="New"))
    again = set_again(record, recipient=ABOUT.recipient, written=ABOUT.written, about=in_another)
    assert again == write(about(language))


@every_language
def test_own_words_are_set_again_as_from_their_writer_to_the_controller(language: Language) -> None:
    written = own_words(about(language), "The name is wrong.\nIt is Ada.")
    record = kept(written, "", LetterKind.OWN_WORDS)
    letter = set_again(record, recipient="Ada Example", written=ABOUT.written, about=about(language))
    assert (letter.sender, letter.recipient, letter.signed) == ("Ada Example", CONTROLLER.name, "Ada Example")
    assert letter.paragraphs == ("The name is wrong.", "It is Ada.")
    page = letter_page(letter).decode()
    shown, on_paper = read(page.encode()).text, solid(" ".join(strings(values_of_letter(letter))))
    for said in ("The name is wrong.", "It is Ada.", "Ada Example", CONTROLLER.name, letter.day):
        assert solid(said) in shown
        assert solid(said) in on_paper
    assert f'<html lang="{language}">' in page
    assert "{" not in page.partition("<main>")[2]
    assert not ANY_ID.search(page.partition("<main>")[2])
    assert b"pdfuaid" in pdf_of_letter(letter)


def test_what_is_typed_for_an_answer_names_nobody_and_is_not_empty() -> None:
    for text, error in ((f"see {ANOTHER}", SomebodyElseInLetterError), (" . ", EmptyInLetterError)):
        with pytest.raises(error):
            own_words(ABOUT, text)
        with pytest.raises(error):
            answer_typed(ABOUT, Right.ERASURE, done=text)
        with pytest.raises(error):
            question(ABOUT, doubts=tuple(Doubt), means=tuple(Means), reasons=text)


EMPTY = st.text(alphabet=" \t\n\r\u00a0\u2003", max_size=5)


@given(reasons=EMPTY | st.text(alphabet="\u200b\u2060.-–—…?!", max_size=5))
def test_without_a_reason_there_is_no_letter(reasons: str) -> None:
    writers: tuple[Callable[[], Letter], ...] = (
        lambda: refusal(ABOUT, ground=EXCESSIVE, reasons=reasons),
        lambda: extended(ABOUT, reasons),
    )
    for write in writers:
        with pytest.raises(EmptyInLetterError) as refused:
            write()
        assert refused.value.field == "reasons"
        assert "no letter was written" in str(refused.value)


@given(empty=EMPTY)
def test_without_sender_recipient_or_authority_there_is_no_letter(empty: str) -> None:
    for field in ("name", "contact"):
        with pytest.raises(EmptyInLetterError):
            replace(ABOUT, controller=replace(CONTROLLER, **{field: empty}))
        with pytest.raises(EmptyInLetterError):
            guest_answer(replace(CONTROLLER, **{field: empty}), written=DUE, language="en")
    with pytest.raises(EmptyInLetterError):
        replace(ABOUT, recipient=empty)
    nowhere = replace(CONTROLLER, authority=empty)
    with pytest.raises(EmptyInLetterError) as refused:
        refusal(replace(ABOUT, controller=nowhere), ground=EXCESSIVE, reasons="It is not yours.")
    assert refused.value.field == "authority"
    with pytest.raises(EmptyInLetterError):
        guest_answer(nowhere, written=DUE, language="en")


def test_nothing_found_is_nothing_held() -> None:
    with pytest.raises(EmptyInLetterError):
        held_copy(ABOUT, due=DUE, findings=())


@given(due=st.dates(), before=st.dates())
def test_an_extension_extends(due: date, before: date) -> None:
    if due > before:
        assert extension(ABOUT, due_before=before, due=due, ground=Ground.COMPLEXITY, reasons="It is much.")
        return
    with pytest.raises(NotLaterError):
        extension(ABOUT, due_before=before, due=due, ground=Ground.COMPLEXITY, reasons="It is much.")


@pytest.mark.parametrize("somebody", [ANOTHER, SubjectId("sub_" + 26 * "d"), ItemId("itm_" + 26 * "e")])
@pytest.mark.parametrize("around", ["{}", "see {}.", "({})", "x{}x", f"{REQUEST} as {{}}", "a\n{}"])
def test_a_text_that_names_somebody_else_is_refused(somebody: str, around: str) -> None:
    text = around.format(somebody)
    writers: tuple[Callable[[], Letter], ...] = (
        lambda: refusal(ABOUT, ground=EXCESSIVE, reasons=text),
        lambda: extended(ABOUT, text),
    )
    for write in writers:
        with pytest.raises(SomebodyElseInLetterError) as refused:
            write()
        assert somebody not in str(refused.value)
        assert isinstance(refused.value, LetterError)


def test_a_text_may_name_its_own_request() -> None:
    assert refusal(ABOUT, ground=EXCESSIVE, reasons=f"{REQUEST} is the third this week.")


@every_language
def test_a_guest_gets_the_same_words_whoever_asks(language: Language) -> None:
    taken = set(inspect.signature(guest_answer).parameters)
    assert taken == {"controller", "written", "language"}, "nothing about a guest can go in"
    first, later = (guest_answer(CONTROLLER, written=day, language=language) for day in (DUE, LATER))
    assert replace(first, written=LATER) == later
    assert first.recipient == ""
    said = " ".join(first.paragraphs)
    for wanted in ("11", "77", "79", CONTROLLER.authority):
        assert wanted in said
    assert not ANY_ID.search(letter_page(first).decode().partition("<main>")[2])
    assert b"pdfuaid" in pdf_of_letter(first)


def test_every_part_of_a_letter_has_to_be_said() -> None:
    of_answers = (answer_done, answer_typed, copy_ready, question, with_end_of_restriction, own_words, set_again)
    given_by = (acknowledgement, extension, refusal, held_copy, guest_answer, *of_answers)
    for function in given_by:
        for parameter in inspect.signature(function).parameters.values():
            assert parameter.default is inspect.Parameter.empty, f"{function.__name__}: {parameter.name}"
    for field in (*fields(Correspondence), *fields(Letter)):
        assert field.default is field.default_factory is MISSING, field.name


# --- what was typed is text


def typed(text: str, language: Language) -> tuple[Letter, ...]:
    line = " ".join(text.split())
    whose = replace(CONTROLLER, name=line, contact=text, authority=line)
    whom = replace(ABOUT, controller=whose, recipient=line, language=language)
    reasons = f"Because {text}"
    return (
        refusal(whom, ground=EXCESSIVE, reasons=reasons),
        extended(whom, reasons),
        guest_answer(whose, written=DUE, language=language),
    )


@settings(max_examples=80, deadline=None)
@given(text=hostile.filter(str.strip), language=st.sampled_from(LANGUAGES))
def test_whatever_was_typed_is_text_in_a_letter(text: str, language: Language) -> None:
    for letter in typed(text, language):
        reader = read(letter_page(letter))
        assert {tag for tag, _ in reader.tags} <= {
            "html", "head", "meta", "title", "style", "body", "main", "div", "address", "p", "h1",
        }  # fmt: skip
        allowed = {(), *((("class", name),) for name in ("letter", "from", "day", "signed"))}
        assert {attrs for tag, attrs in reader.tags if tag in {"div", "address", "p", "h1"}} <= allowed
        assert solid(text) in reader.text


def test_an_address_of_several_lines_stays_in_its_sentence() -> None:
    whose = replace(CONTROLLER, contact="1 Harbour Street\r\nPort Town", authority="Authority\n2 Hill Road")
    letter = refusal(replace(ABOUT, controller=whose), ground=EXCESSIVE, reasons="It is not yours.")
    said = " ".join(letter.paragraphs)
    assert "write to 1 Harbour Street, Port Town and name" in said
    assert "authority: Authority, 2 Hill Road (Art. 77" in said
    assert b"<br>Port Town</address>" in letter_page(letter)


def test_a_brace_in_what_was_typed_is_a_brace() -> None:
    said = " ".join(refusal(ABOUT, ground=EXCESSIVE, reasons="{authority} {request} {0} {").paragraphs)
    assert "{authority} {request} {0} {" in said


@pytest.mark.parametrize("text", MARKUP)
def test_whatever_was_typed_is_text_on_paper(text: str) -> None:
    for letter in typed(text, "fr"):
        values = {"values": json.dumps(values_of_letter(letter))}
        for name in ("strong", "emph", "raw", "link", "list", "heading"):
            found = json.loads(typst.query(LETTER.read_bytes(), name, sys_inputs=values, ignore_system_fonts=True))
            assert found == []
        assert pdf_of_letter(letter).startswith(b"%PDF")


def test_pasted_tabs_are_printed_as_spaces() -> None:
    assert pdf_of_letter(refusal(ABOUT, ground=EXCESSIVE, reasons="one\ttwo\r\n\tthree"))


def test_an_identifier_in_capitals_is_one() -> None:
    with pytest.raises(SomebodyElseInLetterError):
        refusal(ABOUT, ground=EXCESSIVE, reasons=f"as in {ANOTHER.upper()}")
