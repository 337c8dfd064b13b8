"""Rights: which of them a person uses, and the words in which the law and the desk decide about it (GDPR 15-21)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Right(StrEnum):
    """Which right a request uses."""

    ACCESS = "access"  # Art. 15: a copy
    RECTIFICATION = "rectification"  # Art. 16
    ERASURE = "erasure"  # Art. 17
    RESTRICTION = "restriction"  # Art. 18
    PORTABILITY = "portability"  # Art. 20: a copy of what one gave oneself
    OBJECTION = "objection"  # Art. 21


ARTICLES: Final[Mapping[Right, int]] = {
    Right.ACCESS: 15,
    Right.RECTIFICATION: 16,
    Right.ERASURE: 17,
    Right.RESTRICTION: 18,
    Right.PORTABILITY: 20,
    Right.OBJECTION: 21,
}

COPIES: Final = frozenset({Right.ACCESS, Right.PORTABILITY})
"""Rights that a copy answers: it is built, checked and handed over. All others are answered in words and deeds."""


class ExtensionGround(StrEnum):
    """Why an answer may take longer (Art. 12(3)); there are no others."""

    COMPLEXITY = "complexity"
    NUMBER = "number"


class RefusalGround(StrEnum):
    """Why nothing is done; each is one that the law knows."""

    UNFOUNDED = "unfounded"  # manifestly unfounded: Art. 12(5)(b)
    EXCESSIVE = "excessive"  # manifestly excessive, in particular repetitive: Art. 12(5)(b)
    NOT_IDENTIFIED = "not_identified"  # nobody proved that it is theirs: Art. 11(2), 12(2)
    OTHERS = "others"  # it would harm somebody else: Art. 15(4), 20(4)
    ACCURATE = "accurate"  # what is kept is right: Art. 16
    LAW = "law"  # a law wants it kept, or it is needed for a claim: Art. 17(3)
    COMPELLING = "compelling"  # compelling legitimate grounds override an objection: Art. 21(1)


GROUNDS_FOR: Final[Mapping[Right, frozenset[RefusalGround]]] = {
    right: frozenset({RefusalGround.UNFOUNDED, RefusalGround.EXCESSIVE, RefusalGround.NOT_IDENTIFIED, *more})
    for right, more in (
        (Right.ACCESS, {RefusalGround.OTHERS}),
        (Right.RECTIFICATION, {RefusalGround.ACCURATE}),
        (Right.ERASURE, {RefusalGround.LAW}),
        (Right.RESTRICTION, set[RefusalGround]()),
        (Right.PORTABILITY, {RefusalGround.OTHERS}),
        (Right.OBJECTION, {RefusalGround.COMPELLING}),
    )
}
"""On which grounds a use of each right can be refused."""


class Doubt(StrEnum):
    """Why it is doubted that a request is its person's (Art. 12(6))."""

    BY_LETTER = "by_letter"  # it came in by letter or mail, and nobody has signed in for it
    OTHER_LANGUAGE = "other_language"  # it is written unlike anything that came through the account
    SAYS_NOT_ME = "says_not_me"  # somebody says that the account is not used by its own person
    MANY_AT_ONCE = "many_at_once"  # several came in at once, or from several places


class Means(StrEnum):
    """By what a person can prove that a request is theirs; a copy of an identity card is none (R8)."""

    SIGN_IN = "sign_in"  # sign in freshly and confirm it
    PASSKEY = "passkey"  # the same, with a passkey


class Resumed(StrEnum):
    """Why the clock goes on after identity had been asked for."""

    PROVEN = "proven"  # its person confirmed it
    TAKEN_BACK = "taken_back"  # the desk asks no longer


class Channel(StrEnum):
    """How a request came in, if not through its person's own account."""

    LETTER = "letter"
    MAIL = "mail"


class Withdrew(StrEnum):
    """Why its person takes a request back."""

    CHANGED_MIND = "changed_mind"
    NOT_MINE = "not_mine"  # somebody else wrote in their name


class Processing(StrEnum):
    """What a person objects to (Art. 21)."""

    SIGN_INS = "sign_ins"  # that each sign-in is remembered: Art. 6(1)(f)
    OTHER = "other"  # something else, which they describe


class LetterKind(StrEnum):
    """What a letter about a request says; one of them the person wrote."""

    RECEIVED = "received"  # we have it, and answer by that day
    ANSWERED = "answered"  # this was done
    EXTENDED = "extended"  # it takes longer, and why
    REFUSED = "refused"  # nothing is done, why, and what can be done against that
    IDENTITY_ASKED = "identity_asked"  # please prove that it is yours
    HELD = "held"  # a copy waits for a person to look
    OWN_WORDS = "own_words"  # what the person wrote to the desk
