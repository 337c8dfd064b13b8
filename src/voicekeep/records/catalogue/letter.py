"""Letters: what was written to a person about their requests, and what they wrote to the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from voicekeep.records.catalogue.category import Category, Field, JsonType
from voicekeep.records.catalogue.recurring import ITEM, OBLIGATION, OWNER, WHILE_THE_ACCOUNT_EXISTS, at
from voicekeep.records.rights import LetterKind
from voicekeep.records.texts import Text

KINDS: Final[Mapping[str, Text]] = {
    LetterKind.RECEIVED: Text(
        en="We have your request, and answer by that day.",
        de="Ihr Antrag ist da, und wir antworten bis zu diesem Tag.",
        fr="Votre demande est reçue, et nous répondrons avant ce jour.",
    ),
    LetterKind.ANSWERED: Text(
        en="What was done of what you asked for.",
        de="Was von dem getan wurde, was Sie verlangt haben.",
        fr="Ce qui a été fait de ce que vous avez demandé.",
    ),
    LetterKind.EXTENDED: Text(
        en="That our answer takes longer, and why.",
        de="Dass unsere Antwort länger dauert, und warum.",
        fr="Que notre réponse prendra plus de temps, et pourquoi.",
    ),
    LetterKind.REFUSED: Text(
        en="That nothing is done, why, and what you can do against that.",
        de="Dass nichts getan wird, warum, und was Sie dagegen tun können.",
        fr="Que rien n’est fait, pourquoi, et quels sont vos recours.",
    ),
    LetterKind.IDENTITY_ASKED: Text(
        en="That you should confirm that a request is yours.",
        de="Dass Sie bestätigen möchten, dass ein Antrag von Ihnen ist.",
        fr="Que vous devez confirmer qu’une demande est bien la vôtre.",
    ),
    LetterKind.HELD: Text(
        en="That your copy waits for a person to look at it.",
        de="Dass Ihre Kopie darauf wartet, dass ein Mensch sie ansieht.",
        fr="Que votre copie attend qu’une personne l’examine.",
    ),
    LetterKind.OWN_WORDS: Text(
        en="What you wrote to us about it.",
        de="Was Sie uns dazu geschrieben haben.",
        fr="Ce que vous nous avez écrit à ce sujet.",
    ),
}


def _text(name: str, meaning: Text) -> Field:
    return Field(name=name, json_type=JsonType.TEXT, nullable=False, meaning=meaning)


LETTER = Category(
    title=Text(en="Your letters", de="Ihre Briefe", fr="Vos lettres"),
    meaning=Text(
        en="What we wrote to you about your requests, word for word, and what you wrote to us about them.",
        de="Was wir Ihnen zu Ihren Anträgen geschrieben haben, Wort für Wort, und was Sie uns dazu geschrieben haben.",
        fr="Ce que nous vous avons écrit au sujet de vos demandes, mot pour mot, et ce que vous nous en avez écrit.",
    ),
    purpose=Text(
        en="To answer you in writing, and so that both can show later what was said.",
        de="Um Ihnen schriftlich zu antworten und damit beide später zeigen können, was gesagt wurde.",
        fr="Vous répondre par écrit, et que chacun puisse montrer plus tard ce qui a été dit.",
    ),
    legal_basis=OBLIGATION,
    source=Text(
        en="Whoever answered you; your own words: you.",
        de="Wer Ihnen geantwortet hat; Ihre eigenen Worte: Sie.",
        fr="Qui vous a répondu ; vos propres paroles : vous.",
    ),
    recipients=Text(
        en="You. Whoever writes to you at the desk knows what they write, and reads what you write to it until it "
        "is decided; once it is sealed to you they cannot read it again.",
        de="Sie. Wer Ihnen schreibt, weiß, was er schreibt, und liest, was Sie ihm schreiben, bis darüber entschieden "
        "ist; für Sie versiegelt, kann er es nicht noch einmal lesen.",
        fr="Vous. Qui vous écrit sait ce qu’il écrit, et lit ce que vous lui écrivez jusqu’à la décision ; une fois "
        "scellé pour vous, il ne peut plus le relire.",
    ),
    period=WHILE_THE_ACCOUNT_EXISTS,
    fields=(
        ITEM,
        OWNER,
        at(
            Text(
                en="When it was written, in universal time (UTC).",
                de="Wann er geschrieben wurde, in Weltzeit (UTC).",
                fr="Quand elle a été écrite, en temps universel (UTC).",
            )
        ),
        _text(
            "request",
            Text(
                en="The number of the request that it is about.",
                de="Die Nummer des Antrags, um den es geht.",
                fr="Le numéro de la demande concernée.",
            ),
        ),
        Field(
            name="letter",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(
                en="What it says, in a word.", de="Was er sagt, in einem Wort.", fr="Ce qu’elle dit, en un mot."
            ),
            values=KINDS,
        ),
        _text(
            "language",
            Text(
                en="The language that it is written in.",
                de="Die Sprache, in der er geschrieben ist.",
                fr="La langue dans laquelle elle est écrite.",
            ),
        ),
        _text(
            "sender",
            Text(
                en="Who wrote it, with the address; empty where you did.",
                de="Wer ihn geschrieben hat, mit Anschrift; leer, wo Sie es waren.",
                fr="Qui l’a écrite, avec l’adresse ; vide lorsque c’est vous.",
            ),
        ),
        _text("heading", Text(en="What it is about.", de="Worum es geht.", fr="Son objet.")),
        _text(
            "text",
            Text(
                en="What it says, one paragraph a line.",
                de="Was darin steht, ein Absatz je Zeile.",
                fr="Ce qu’elle contient, un paragraphe par ligne.",
            ),
        ),
    ),
)
