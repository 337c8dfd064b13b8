"""Restrictions: what a person wants kept and not used."""

from __future__ import annotations

from collections.abc import Mapping

from voicekeep.records.catalogue.category import Category, Field, JsonType
from voicekeep.records.catalogue.recurring import ITEM, NOBODY, OWNER, WHILE_THE_ACCOUNT_EXISTS, YOU, at
from voicekeep.records.items import RestrictionGround
from voicekeep.records.texts import Text

GROUNDS: Mapping[str, Text] = {
    RestrictionGround.ACCURACY: Text(
        en="You contest that it is right, and it is being looked at.",
        de="Sie bestreiten, dass es richtig ist, und es wird geprüft.",
        fr="Vous contestez son exactitude, et c’est en cours d’examen.",
    ),
    RestrictionGround.UNLAWFUL: Text(
        en="You think that it should not be held, and do not want it erased.",
        de="Sie halten die Aufbewahrung für unrechtmäßig und möchten keine Löschung.",
        fr="Vous estimez que cela ne devrait pas être conservé, sans vouloir l’effacer.",
    ),
    RestrictionGround.CLAIMS: Text(
        en="You need it for a legal claim.",
        de="Sie brauchen es für einen Rechtsanspruch.",
        fr="Vous en avez besoin pour faire valoir un droit en justice.",
    ),
    RestrictionGround.OBJECTION: Text(
        en="You objected, and it is not decided yet.",
        de="Sie haben widersprochen, und darüber ist noch nicht entschieden.",
        fr="Vous vous êtes opposé, et ce n’est pas encore tranché.",
    ),
}

RESTRICTION = Category(
    title=Text(en="Your restrictions", de="Ihre Einschränkungen", fr="Vos limitations"),
    meaning=Text(
        en="When you wanted what is held about you to be kept and not used, why, and when you lifted that again.",
        de="Wann Sie wollten, dass das über Sie Aufbewahrte bleibt und nicht genutzt wird, warum, und wann Sie das "
        "wieder aufgehoben haben.",
        fr="Quand vous avez voulu que ce qui est conservé sur vous reste sans être utilisé, pourquoi, et quand vous "
        "avez levé cette limitation.",
    ),
    purpose=Text(
        en="To keep to it, and to be able to prove that it was kept to.",
        de="Um sich daran zu halten und es nachweisen zu können.",
        fr="La respecter, et pouvoir le prouver.",
    ),
    legal_basis=Text(
        en="Your right to restriction: GDPR Art. 6(1)(c) with Art. 18.",
        de="Ihr Recht auf Einschränkung: Art. 6 Abs. 1 lit. c mit Art. 18 DSGVO.",
        fr="Votre droit à la limitation : RGPD, art. 6, par. 1, point c), et art. 18.",
    ),
    source=YOU,
    recipients=NOBODY,
    period=WHILE_THE_ACCOUNT_EXISTS,
    fields=(
        ITEM,
        OWNER,
        at(
            Text(
                en="When you put it into force or lifted it, in universal time (UTC).",
                de="Wann Sie sie in Kraft gesetzt oder aufgehoben haben, in Weltzeit (UTC).",
                fr="Quand vous l’avez mise en vigueur ou levée, en temps universel (UTC).",
            )
        ),
        Field(
            name="ground",
            json_type=JsonType.TEXT,
            nullable=True,
            meaning=Text(
                en="Why; empty where you lifted it.",
                de="Warum; leer, wo Sie sie aufgehoben haben.",
                fr="Pourquoi ; vide lorsque vous l’avez levée.",
            ),
            values=GROUNDS,
        ),
    ),
)
