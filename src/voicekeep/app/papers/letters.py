"""Letters about a request (GDPR Art. 11, 12): frozen values in, one letter out, in the person's language.

Flow        Correspondence and what has to be said -> Letter -> a page or a PDF
Guarantees  1. Every value is required. What is empty is refused by name, and there is no letter.
            2. A letter names its recipient and their own request, and takes nobody else: a text typed by hand that
               holds another identifier of this keep is refused.
            3. The answer to a guest takes nothing about the guest: it is the same words for everybody.
I/O         none
Format      docs/records.md
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from voicekeep.app.papers import answer_texts
from voicekeep.app.papers import letter_texts as texts
from voicekeep.app.papers.paper import PaperError, day_in_words
from voicekeep.checks import PLAUSIBILITY_RULES
from voicekeep.records.controller import Controller
from voicekeep.records.ids import RequestId
from voicekeep.records.rights import ExtensionGround, RefusalGround
from voicekeep.records.texts import Language, Text

_IDENTIFIER: Final = re.compile(r"[a-z]{3}_[a-z2-7]{26}", re.IGNORECASE)
_MEANT_FOR_THE_PERSON: Final = {rule.name: rule.person for rule in PLAUSIBILITY_RULES}


class LetterError(PaperError):
    """A letter could not be written; nothing was sent and no clock was changed."""


class EmptyInLetterError(LetterError):
    """Something that a letter must say is empty."""

    promise = "P10"

    def __init__(self, field: str) -> None:
        super().__init__(f"{field} is empty; no letter was written")
        self.field = field


class SomebodyElseInLetterError(LetterError):
    """A text typed for a letter holds an identifier that is not of its request."""

    promise = "P3"

    def __init__(self, request: RequestId) -> None:
        super().__init__(f"the text for {request} holds another identifier of this keep; no letter was written")
        self.request = request


class NotLaterError(LetterError):
    """An extension that does not extend."""

    promise = "P10"

    def __init__(self, request: RequestId) -> None:
        super().__init__(f"the new last day of {request} is not after the earlier one; no letter was written")
        self.request = request


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence:
    """Who writes to whom about which request.

    Raises:
        EmptyInLetterError: the controller's name or contact, or the recipient, is empty.
    """

    controller: Controller
    recipient: str  # as the person's own profile says: one line
    request: RequestId
    received: date  # in the controller's zone
    written: date  # in the controller's zone
    language: Language

    def __post_init__(self) -> None:
        _require("controller_name", self.controller.name)
        _require("controller_contact", self.controller.contact)
        _require("recipient", self.recipient)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter, written. Every line is text and none is markup."""

    language: Language
    written: date
    sender: str  # name, and contact below
    recipient: str  # empty only in the answer to guests
    subject: str
    salutation: str
    paragraphs: tuple[str, ...]
    closing: str
    signed: str

    @property
    def day(self) -> str:
        """Return the day in words."""
        return day_in_words(self.written, self.language)


def acknowledgement(about: Correspondence, *, due: date) -> Letter:
    """Say that a request came in, and until which day it is answered (Art. 12(3)).

    Args:
        about: Who writes to whom.
        due: The last day to answer.
    """
    return letter_with(about, texts.ACKNOWLEDGED, texts.ACKNOWLEDGEMENT, due=day_of(due, about))


def extension(about: Correspondence, *, due_before: date, due: date, ground: ExtensionGround, reasons: str) -> Letter:
    """Say that the answer takes longer, and why (Art. 12(3), third sentence).

    Args:
        about: Who writes to whom.
        due_before: The last day until now; before it is over, the letter must have been sent.
        due: The last day from now on.
        ground: Which of the two that the law knows.
        reasons: Why it is so in this case, in the recipient's language.

    Raises:
        EmptyInLetterError: no reasons.
        SomebodyElseInLetterError: the reasons hold an identifier that is not of this request.
        NotLaterError: the new day is not later.
    """
    if due <= due_before:
        raise NotLaterError(about.request)
    return letter_with(
        about,
        texts.EXTENDED,
        texts.EXTENSION,
        due_before=day_of(due_before, about),
        due=day_of(due, about),
        ground=texts.GROUNDS[ground.value].within(about.language),
        reasons=typed("reasons", reasons, about.request),
    )


def refusal(about: Correspondence, *, ground: RefusalGround, reasons: str) -> Letter:
    """Say that nothing is done, why, and what the person can do against it (Art. 12(4)).

    Args:
        about: Who writes to whom.
        ground: Which of those that the law knows.
        reasons: Why, in the recipient's language.

    Raises:
        EmptyInLetterError: no reasons, or the settings name no supervisory authority.
        SomebodyElseInLetterError: the reasons hold an identifier that is not of this request.
    """
    _require("authority", about.controller.authority)
    return letter_with(
        about,
        texts.REFUSED,
        texts.REFUSAL,
        ground=answer_texts.GROUNDS[ground].within(about.language),
        reasons=typed("reasons", reasons, about.request),
        authority=_in_a_line(about.controller.authority),
    )


def held_copy(about: Correspondence, *, due: date, findings: tuple[str, ...]) -> Letter:
    """Explain why a copy waits for a person to look.

    Args:
        about: Who writes to whom.
        due: The last day to answer.
        findings: Names of what the checks found, as the ledger has them; what has no words of its own is told
            in general.

    Raises:
        EmptyInLetterError: nothing was found, so nothing can be held.
    """
    if not findings:
        raise EmptyInLetterError("findings")
    told = {_told_of(finding).within(about.language) for finding in findings}
    return letter_with(about, texts.HELD, texts.HOLDING, due=day_of(due, about), found=" ".join(sorted(told)))


def guest_answer(controller: Controller, *, written: date, language: Language) -> Letter:
    """Answer somebody without an account: whoever asks, the same words (Art. 11).

    Raises:
        EmptyInLetterError: the controller's name or contact, or the supervisory authority, is empty.
    """
    _require("controller_name", controller.name)
    _require("controller_contact", controller.contact)
    _require("authority", controller.authority)
    said = {"authority": _in_a_line(controller.authority)}
    return Letter(
        language=language,
        written=written,
        sender=f"{controller.name}\n{controller.contact}",
        recipient="",
        subject=texts.GUEST.within(language),
        salutation=texts.HELLO_GUEST.within(language),
        paragraphs=_paragraphs(texts.GUEST_ANSWER, said, language),
        closing=texts.CLOSING.within(language),
        signed=controller.name,
    )


def guest_paragraphs(controller: Controller, language: Language) -> tuple[str, ...]:
    """Return what the answer to a guest says, for a page that everybody may read: the greeting first."""
    authority = _in_a_line(controller.authority) or texts.NEAR_YOU.within(language)
    said = {"authority": authority}
    return texts.HELLO_GUEST.within(language), *_paragraphs(texts.GUEST_ANSWER, said, language)


def letter_with(about: Correspondence, subject: Text, paragraphs: tuple[Text, ...], **said: str) -> Letter:
    """Return a letter of these sentences, with values in the place of the words in braces."""
    language = about.language
    said |= {
        "request": about.request,
        "received": day_of(about.received, about),
        "contact": _in_a_line(about.controller.contact),
    }
    return Letter(
        language=language,
        written=about.written,
        sender=f"{about.controller.name}\n{about.controller.contact}",
        recipient=about.recipient,
        subject=_filled(subject, said, language),
        salutation=_filled(texts.HELLO, {"recipient": about.recipient}, language),
        paragraphs=_paragraphs(paragraphs, said, language),
        closing=texts.CLOSING.within(language),
        signed=about.controller.name,
    )


def _paragraphs(sentences: tuple[Text, ...], said: dict[str, str], language: Language) -> tuple[str, ...]:
    """Return the sentences with their values; a value of several lines is several paragraphs."""
    lines = (line.strip() for text in sentences for line in _filled(text, said, language).splitlines())
    return tuple(line for line in lines if line)


def _in_a_line(address: str) -> str:
    return ", ".join(line.strip() for line in address.splitlines() if line.strip())


def _told_of(finding: str) -> Text:
    """Return what a finding means for the person; which item it is about, is not told."""
    return _MEANT_FOR_THE_PERSON.get(finding.partition("-")[0], texts.SOMETHING)


def _filled(text: Text, said: dict[str, str], language: Language) -> str:
    """Put values into a sentence once: a brace in a value is a brace."""
    return re.sub(r"\{(\w+)\}", lambda found: said[found[1]], text.within(language))


def day_of(day: date, about: Correspondence) -> str:
    """Return a day in the letter's language."""
    return day_in_words(day, about.language)


def typed(field: str, text: str, request: RequestId) -> str:
    """Return what somebody typed for a letter. Raises EmptyInLetterError, SomebodyElseInLetterError."""
    if not any(map(str.isalnum, text)):  # a dash or an invisible character is no reason
        raise EmptyInLetterError(field)
    if {found.lower() for found in _IDENTIFIER.findall(text)} - {str(request)}:
        raise SomebodyElseInLetterError(request)
    return text.strip()


def _require(field: str, text: str) -> None:
    if not text.strip():
        raise EmptyInLetterError(field)
