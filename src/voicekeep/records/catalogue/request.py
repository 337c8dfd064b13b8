"""Requests: each use of a right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

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
from voicekeep.records.rights import Right
from voicekeep.records.texts import Text

RIGHTS: Final[Mapping[str, Text]] = {
    Right.ACCESS: Text(
        en="Access: a copy of what is kept about you (Art. 15).",
        de="Auskunft: eine Kopie dessen, was über Sie aufbewahrt wird (Art. 15).",
        fr="Accès : une copie de ce qui est conservé sur vous (art. 15).",
    ),
    Right.RECTIFICATION: Text(
        en="Rectification: something is put right (Art. 16).",
        de="Berichtigung: Etwas wird richtiggestellt (Art. 16).",
        fr="Rectification : quelque chose est corrigé (art. 16).",
    ),
    Right.ERASURE: Text(
        en="Erasure (Art. 17).",
        de="Löschung (Art. 17).",
        fr="Effacement (art. 17).",
    ),
    Right.RESTRICTION: Text(
        en="Restriction: kept and not used (Art. 18).",
        de="Einschränkung: aufbewahrt und nicht genutzt (Art. 18).",
        fr="Limitation : conservé sans être utilisé (art. 18).",
    ),
    Right.PORTABILITY: Text(
        en="Portability: what you gave yourself, to take along (Art. 20).",
        de="Übertragbarkeit: was Sie selbst angegeben haben, zum Mitnehmen (Art. 20).",
        fr="Portabilité : ce que vous avez fourni vous-même, à emporter (art. 20).",
    ),
    Right.OBJECTION: Text(
        en="Objection to something that is done with your data (Art. 21).",
        de="Widerspruch gegen etwas, das mit Ihren Daten geschieht (Art. 21).",
        fr="Opposition à quelque chose qui est fait de vos données (art. 21).",
    ),
}

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
                en="Which right you used.",
                de="Welches Recht Sie genutzt haben.",
                fr="Quel droit vous avez exercé.",
            ),
            values=RIGHTS,
        ),
    ),
)
