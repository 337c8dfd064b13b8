"""Devices: what was bound to a person."""

from __future__ import annotations

from voicekeep.records.catalogue.category import Category, Field, JsonType
from voicekeep.records.catalogue.recurring import CONTRACT, ITEM, NOBODY, OWNER, WHILE_THE_ACCOUNT_EXISTS, at
from voicekeep.records.texts import Text

DEVICE = Category(
    title=Text(en="Your devices", de="Ihre Geräte", fr="Vos appareils"),
    meaning=Text(
        en="The speakers and other devices that were bound to you.",
        de="Die Lautsprecher und anderen Geräte, die an Sie gebunden wurden.",
        fr="Les enceintes et autres appareils qui vous ont été rattachés.",
    ),
    purpose=Text(
        en="To know that what a device records is yours and nobody else’s.",
        de="Um zu wissen, dass das, was ein Gerät aufnimmt, Ihnen gehört und niemandem sonst.",
        fr="Savoir que ce qu’un appareil enregistre est à vous et à personne d’autre.",
    ),
    legal_basis=CONTRACT,
    source=Text(
        en="You, when you paired the device.",
        de="Sie selbst, als Sie das Gerät gekoppelt haben.",
        fr="Vous, lorsque vous avez associé l’appareil.",
    ),
    recipients=NOBODY,
    period=WHILE_THE_ACCOUNT_EXISTS,
    fields=(
        ITEM,
        OWNER,
        at(
            Text(
                en="From when on the device was bound to you, in universal time (UTC).",
                de="Ab wann das Gerät an Sie gebunden war, in Weltzeit (UTC).",
                fr="À partir de quand l’appareil vous a été rattaché, en temps universel (UTC).",
            )
        ),
        Field(
            name="device",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(
                en="The device’s number, by which the entries of what was said name it.",
                de="Die Nummer des Geräts, mit der die Einträge des Gesagten es nennen.",
                fr="Le numéro de l’appareil, par lequel les entrées des paroles le désignent.",
            ),
        ),
        Field(
            name="device_name",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(
                en="What you called the device.",
                de="Wie Sie das Gerät genannt haben.",
                fr="Le nom que vous avez donné à l’appareil.",
            ),
        ),
    ),
)
