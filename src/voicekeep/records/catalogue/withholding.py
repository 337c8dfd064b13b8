"""Withholdings: what a person says is not theirs, and is therefore in no copy."""

from __future__ import annotations

from voicekeep.records.catalogue.category import Category, Field, JsonType
from voicekeep.records.catalogue.recurring import ITEM, NOBODY, OWNER, TURN_AT, TURN_FIELD, WHILE_THE_TURN_IS_KEPT, YOU
from voicekeep.records.items import WithheldBecause
from voicekeep.records.texts import Text

_BECAUSE = Field(
    name="because",
    json_type=JsonType.TEXT,
    nullable=False,
    meaning=Text(en="Why it is withheld.", de="Warum es zurückgehalten wird.", fr="Pourquoi c’est retenu."),
    values={
        WithheldBecause.SOMEBODY_ELSE: Text(
            en="You said that somebody else speaks there. The copy is silent in that place.",
            de="Sie haben angegeben, dass dort jemand anderes spricht. Die Kopie ist an dieser Stelle stumm.",
            fr="Vous avez indiqué que quelqu’un d’autre y parle. La copie est muette à cet endroit.",
        ),
        WithheldBecause.NOT_ME: Text(
            en="You said that it is not you at all. It is in no copy, and nobody can play it any more.",
            de="Sie haben angegeben, dass Sie es gar nicht sind. Es ist in keiner Kopie, und niemand kann es mehr "
            "abspielen.",
            fr="Vous avez indiqué que ce n’est pas vous du tout. Cela ne figure dans aucune copie, et personne ne peut "
            "plus l’écouter.",
        ),
        WithheldBecause.GUEST: Text(
            en="A guest who is heard in it wants it kept and not used. It is in no copy, and nobody can play it.",
            de="Ein Gast, der darin zu hören ist, möchte, dass es aufbewahrt und nicht verwendet wird. Es ist in "
            "keiner Kopie, und niemand kann es abspielen.",
            fr="Une personne de passage qu’on y entend veut que cela soit conservé et non utilisé. Cela ne figure dans "
            "aucune copie, et personne ne peut l’écouter.",
        ),
    },
)

_STRETCH = (
    Field(
        name="first_ms",
        json_type=JsonType.NUMBER,
        nullable=True,
        meaning=Text(
            en="Where the silence begins, in thousandths of a second from the start; empty if all of it is withheld.",
            de="Wo die Stille beginnt, in Tausendstelsekunden ab dem Anfang; leer, wenn alles zurückgehalten wird.",
            fr="Où commence le silence, en millièmes de seconde depuis le début ; vide si tout est retenu.",
        ),
    ),
    Field(
        name="end_ms",
        json_type=JsonType.NUMBER,
        nullable=True,
        meaning=Text(
            en="Where the silence ends, likewise.",
            de="Wo die Stille endet, ebenso.",
            fr="Où le silence se termine, de même.",
        ),
    ),
)

_INSTEAD = (
    Field(
        name="audio_sha256",
        json_type=JsonType.TEXT,
        nullable=True,
        meaning=Text(
            en="The SHA-256 digest of the sound file that the copy holds instead; empty if there is none.",
            de="Die SHA-256-Prüfsumme der Tondatei, die die Kopie stattdessen enthält; leer, wenn es keine gibt.",
            fr="L’empreinte SHA-256 du fichier sonore que la copie contient à la place ; vide s’il n’y en a pas.",
        ),
    ),
    Field(
        name="samples_sha256",
        json_type=JsonType.TEXT,
        nullable=True,
        meaning=Text(
            en="The SHA-256 digest of that sound itself, the same in whichever lossless format it is stored.",
            de="Die SHA-256-Prüfsumme dieses Tons selbst; sie ist in jedem verlustfreien Format dieselbe.",
            fr="L’empreinte SHA-256 de ce son lui-même, identique dans tout format sans perte.",
        ),
    ),
)

WITHHOLDING = Category(
    title=Text(en="What you withheld", de="Was Sie zurückgehalten haben", fr="Ce que vous avez retenu"),
    meaning=Text(
        en="Recordings, or stretches of them, of which you said that somebody else speaks there.",
        de="Aufnahmen oder Stellen darin, bei denen nach Ihrer Angabe jemand anderes spricht.",
        fr="Enregistrements, ou passages, où quelqu’un d’autre parle selon vos indications.",
    ),
    purpose=Text(
        en="To hand over to you what is yours without handing over anybody else’s voice.",
        de="Um Ihnen auszuhändigen, was Ihres ist, ohne die Stimme anderer auszuhändigen.",
        fr="Vous remettre ce qui est à vous sans remettre la voix d’autrui.",
    ),
    legal_basis=Text(
        en="The rights of others in a copy: GDPR Art. 6(1)(c) with Art. 15(4).",
        de="Die Rechte anderer an einer Kopie: Art. 6 Abs. 1 lit. c mit Art. 15 Abs. 4 DSGVO.",
        fr="Les droits d’autrui dans une copie : RGPD, art. 6, par. 1, point c), et art. 15, par. 4.",
    ),
    source=YOU,
    recipients=NOBODY,
    period=WHILE_THE_TURN_IS_KEPT,
    fields=(
        ITEM,
        OWNER,
        TURN_AT,
        TURN_FIELD,
        Field(
            name="withheld_at",
            json_type=JsonType.INSTANT,
            nullable=False,
            meaning=Text(
                en="When you said so, in universal time (UTC).",
                de="Wann Sie das angegeben haben, in Weltzeit (UTC).",
                fr="Quand vous l’avez indiqué, en temps universel (UTC).",
            ),
        ),
        _BECAUSE,
        *_STRETCH,
        *_INSTEAD,
    ),
)
