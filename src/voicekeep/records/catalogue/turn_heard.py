"""What a conversation adds to a turn: how it was heard, understood and answered, and who outside got some of it."""

from __future__ import annotations

from typing import Final

from voicekeep.records.catalogue.category import Field, JsonType
from voicekeep.records.texts import Text

HEARD: Final = (
    Field(
        name="wake_word",
        json_type=JsonType.TEXT,
        nullable=True,
        meaning=Text(
            en="The word that woke the speaker; empty if somebody pressed, or if it is not known.",
            de="Das Wort, das den Lautsprecher geweckt hat; leer, wenn jemand gedrückt hat oder es nicht bekannt ist.",
            fr="Le mot qui a réveillé l’enceinte ; vide si quelqu’un a appuyé, ou s’il est inconnu.",
        ),
    ),
    Field(
        name="wake_confidence",
        json_type=JsonType.NUMBER,
        nullable=True,
        meaning=Text(
            en="How sure the speaker was to have heard that word, from 0 to 1000; empty if it does not say.",
            de="Wie sicher der Lautsprecher war, dieses Wort gehört zu haben, 0 bis 1000; leer, wenn er es nicht sagt.",
            fr="À quel point l’enceinte était sûre d’avoir entendu ce mot, de 0 à 1000 ; vide si elle ne le dit pas.",
        ),
    ),
    Field(
        name="intent",
        json_type=JsonType.TEXT,
        nullable=True,
        meaning=Text(
            en="What the assistant took it for, by the name of the command; empty if it did not understand.",
            de="Wofür der Assistent es hielt, mit dem Namen des Befehls; leer, wenn er es nicht verstanden hat.",
            fr="Ce que l’assistant a compris, par le nom de la commande ; vide s’il n’a pas compris.",
        ),
    ),
    Field(
        name="answer",
        json_type=JsonType.TEXT,
        nullable=True,
        meaning=Text(
            en="What the assistant answered; empty if it said nothing.",
            de="Was der Assistent geantwortet hat; leer, wenn er nichts gesagt hat.",
            fr="Ce que l’assistant a répondu ; vide s’il n’a rien dit.",
        ),
    ),
    Field(
        name="engines",
        json_type=JsonType.TEXT,
        nullable=True,
        meaning=Text(
            en="The programs that turned speech into words, understood them and spoke the answer.",
            de="Die Programme, die Sprache in Worte verwandelt, sie verstanden und die Antwort gesprochen haben.",
            fr="Les programmes qui ont transcrit la parole, l’ont comprise et ont prononcé la réponse.",
        ),
    ),
    Field(
        name="recipients",
        json_type=JsonType.TEXT,
        nullable=True,
        meaning=Text(
            en="Who outside of this system received the sound or the words of this entry; empty: nobody.",
            de="Wer außerhalb dieses Systems Ton oder Worte dieses Eintrags erhalten hat; leer: niemand.",
            fr="Qui, hors de ce système, a reçu le son ou les paroles de cette entrée ; vide : personne.",
        ),
    ),
    Field(
        name="utterance_sha256",
        json_type=JsonType.TEXT,
        nullable=True,
        meaning=Text(
            en="The SHA-256 digest of the sound as the speaker signed it with its own key, where it has one. It "
            "proves which speaker heard it; no sound can be made from it.",
            de="Die SHA-256-Prüfsumme des Tons, wie der Lautsprecher ihn mit seinem eigenen Schlüssel unterschrieben "
            "hat, sofern er einen hat. Sie beweist, welcher Lautsprecher es gehört hat; Ton lässt sich daraus nicht "
            "gewinnen.",
            fr="L’empreinte SHA-256 du son tel que l’enceinte l’a signé avec sa propre clé, si elle en a une. Elle "
            "prouve quelle enceinte l’a entendu ; aucun son ne peut en être tiré.",
        ),
    ),
)
