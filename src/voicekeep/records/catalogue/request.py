"""Requests: each use of a right."""

from __future__ import annotations

from voicekeep.records.catalogue.category import Category, Field, JsonType
from voicekeep.records.catalogue.recurring import (
    ITEM,
    NOBODY,
    OBLIGATION,
    OWNER,
    WHILE_THE_ACCOUNT_EXISTS,
    YOUR_USE,
    at,
)
from voicekeep.records.texts import Text

REQUEST = Category(
    title=Text(en="Your requests", de="Ihre Anträge", fr="Vos demandes"),
    meaning=Text(
        en="Each time you used one of your rights, such as asking for this copy.",
        de="Jedes Mal, wenn Sie eines Ihrer Rechte genutzt haben, etwa mit der Bitte um diese Kopie.",
        fr="Chaque fois que vous avez exercé l’un de vos droits, par exemple en demandant cette copie.",
    ),
    purpose=Text(
        en="To answer in time and to be able to prove it.",
        de="Um rechtzeitig zu antworten und das belegen zu können.",
        fr="Répondre à temps et pouvoir le prouver.",
    ),
    legal_basis=OBLIGATION,
    source=YOUR_USE,
    recipients=NOBODY,
    period=WHILE_THE_ACCOUNT_EXISTS,
    fields=(
        ITEM,
        OWNER,
        at(
            Text(
                en="When the request was received, in universal time (UTC).",
                de="Wann der Antrag einging, in Weltzeit (UTC).",
                fr="Quand la demande a été reçue, en temps universel (UTC).",
            )
        ),
        Field(
            name="request",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(
                en="The request’s number. It is random; the copy made for it carries the same number.",
                de="Die Nummer des Antrags. Sie ist zufällig; die dafür erstellte Kopie trägt dieselbe Nummer.",
                fr="Le numéro de la demande. Il est aléatoire ; la copie établie pour elle porte le même numéro.",
            ),
        ),
        Field(
            name="right",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(
                en="Which right you used, such as “access”.",
                de="Welches Recht Sie genutzt haben, etwa „access“ (Auskunft).",
                fr="Quel droit vous avez exercé, par exemple « access » (accès).",
            ),
        ),
    ),
)
