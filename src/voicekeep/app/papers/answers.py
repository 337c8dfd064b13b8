"""Answers to requests (GDPR Art. 12(3), 15 to 21): what was done, a question of identity, a copy that is ready.

Flow        Correspondence and what was done -> Letter, in the person's language
Guarantees  1. As in `letters`: nothing empty, nothing of anybody else, or no letter.
            2. A question of identity says why, by what it is answered, and that no copy of a card is taken (R8).
I/O         none
Format      docs/rights.md
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from voicekeep.app.papers import answer_texts as texts
from voicekeep.app.papers.letters import Correspondence, EmptyInLetterError, Letter, day_of, letter_with, typed
from voicekeep.records.items import LetterRecord
from voicekeep.records.rights import Doubt, Means, Right
from voicekeep.records.texts import Text, language_named


def answer_typed(about: Correspondence, right: Right, *, done: str) -> Letter:
    """Say what was done of what somebody asked for, in words that somebody typed.

    Raises:
        EmptyInLetterError: it says nothing.
        SomebodyElseInLetterError: it holds an identifier that is not of this request.
    """
    return _answer(about, right, typed("done", done, about.request))


def answer_done(about: Correspondence, right: Right, done: Text, *, count: int) -> Letter:
    """Say what a person did themselves; with how many things, where the sentence has a number."""
    return _answer(about, right, done.within(about.language).replace("{count}", str(count)))


def copy_ready(about: Correspondence, right: Right, *, until: date) -> Letter:
    """Say that a copy is ready, and until which day it can be fetched."""
    return letter_with(
        about, texts.ANSWERED, (texts.ASKED_FOR[right], texts.COPY_READY, texts.IF_NOT), until=day_of(until, about)
    )


def question(about: Correspondence, *, doubts: Collection[Doubt], means: Collection[Means], reasons: str) -> Letter:
    """Ask a person to confirm that a request is theirs (Art. 12(6)).

    Raises:
        EmptyInLetterError: no doubt, no means, or no reasons.
        SomebodyElseInLetterError: the reasons hold an identifier that is not of this request.
    """
    if not doubts or not means:
        raise EmptyInLetterError("doubts" if means else "means")
    why = tuple(texts.DOUBTS[each] for each in Doubt if each in doubts)
    how = tuple(texts.MEANS[each] for each in Means if each in means)
    said = typed("reasons", reasons, about.request)
    sentences = (texts.IDENTITY_WHY, *why, texts.DONE, texts.IDENTITY_HOW, *how, texts.NO_CARD)
    return letter_with(about, texts.IDENTITY, sentences, done=said)


def with_end_of_restriction(letter: Letter, about: Correspondence, lifted: date) -> Letter:
    """Return a refusal that also says when the restriction ends that an objection had put into force (Art. 18(3))."""
    told = texts.RESTRICTION_ENDS.within(about.language).replace("{lifted}", day_of(lifted, about))
    return replace(letter, paragraphs=(*letter.paragraphs, told))


def own_words(about: Correspondence, text: str) -> Letter:
    """Return what a person wrote to the desk, as it is kept for them."""
    return letter_with(about, texts.OWN_WORDS, (texts.DONE,), done=typed("text", text, about.request))


def _answer(about: Correspondence, right: Right, done: str) -> Letter:
    sentences = (texts.ASKED_FOR[right], texts.THIS_WAS_DONE, texts.DONE, texts.IF_NOT)
    return letter_with(about, texts.ANSWERED, sentences, done=done)


def set_again(record: LetterRecord, *, recipient: str, written: date, about: Correspondence) -> Letter:
    """Return a letter that was kept, as it was written and in its language, with a name above it."""
    own = not record.sender  # written by the person to whoever answers
    whose = about.controller.name if own else recipient
    bare = letter_with(replace(about, recipient=whose, language=language_named(record.language)), texts.ANSWERED, ())
    sender = recipient if own else record.sender
    return replace(
        bare,
        written=written,
        sender=sender,
        subject=record.heading,
        paragraphs=tuple(line for line in record.text.splitlines() if line),
        signed=sender.splitlines()[0],
    )
