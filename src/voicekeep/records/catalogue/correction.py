"""Corrections: what a person says was really said."""

from __future__ import annotations

from voicekeep.records.catalogue.category import Category, Field, JsonType
from voicekeep.records.catalogue.recurring import ITEM, NOBODY, OWNER, TURN_AT, TURN_FIELD, WHILE_THE_TURN_IS_KEPT, YOU
from voicekeep.records.texts import Text

CORRECTION = Category(
    title=Text(en="Your corrections", de="Ihre Berichtigungen", fr="Vos rectifications"),
    meaning=Text(
        en="What you said should be read instead of what was understood. The latest counts; the earlier words stay "
        "beside it until you erase them.",
        de="Was statt des Verstandenen gelesen werden soll, nach Ihren Worten. Die neueste gilt; die früheren Worte "
        "bleiben daneben stehen, bis Sie sie löschen.",
        fr="Ce qui doit être lu à la place de ce qui a été compris, selon vous. La plus récente fait foi ; les paroles "
        "antérieures restent à côté jusqu’à ce que vous les effaciez.",
    ),
    purpose=Text(
        en="To keep what is held about you right, and to be able to show what was changed and when.",
        de="Damit richtig ist, was über Sie aufbewahrt wird, und damit sich zeigen lässt, was wann geändert wurde.",
        fr="Garder exact ce qui est conservé sur vous, et pouvoir montrer ce qui a été modifié et quand.",
    ),
    legal_basis=Text(
        en="Your right to correction: GDPR Art. 6(1)(c) with Art. 16.",
        de="Ihr Recht auf Berichtigung: Art. 6 Abs. 1 lit. c mit Art. 16 DSGVO.",
        fr="Votre droit de rectification : RGPD, art. 6, par. 1, point c), et art. 16.",
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
            name="corrected_at",
            json_type=JsonType.INSTANT,
            nullable=False,
            meaning=Text(
                en="When you corrected it, in universal time (UTC).",
                de="Wann Sie es berichtigt haben, in Weltzeit (UTC).",
                fr="Quand vous l’avez rectifié, en temps universel (UTC).",
            ),
        ),
        Field(
            name="transcript",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(
                en="The words as you say they were.",
                de="Die Worte, wie sie nach Ihrer Angabe lauteten.",
                fr="Les paroles telles que vous les indiquez.",
            ),
        ),
    ),
)
