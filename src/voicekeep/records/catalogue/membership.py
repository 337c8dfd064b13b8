"""Memberships: the household a person belongs to."""

from __future__ import annotations

from voicekeep.records.catalogue.category import Category, Field, JsonType
from voicekeep.records.catalogue.recurring import CONTRACT, ITEM, OWNER, WHILE_THE_ACCOUNT_EXISTS, at
from voicekeep.records.texts import Text

MEMBERSHIP = Category(
    title=Text(en="Your household", de="Ihr Haushalt", fr="Votre foyer"),
    meaning=Text(
        en="Which household you belong to, and since when.",
        de="Zu welchem Haushalt Sie gehören und seit wann.",
        fr="Le foyer auquel vous appartenez, et depuis quand.",
    ),
    purpose=Text(
        en="To know who lives together and may share devices. It lets no member hear another.",
        de="Um zu wissen, wer zusammen wohnt und Geräte teilen kann. Kein Mitglied kann dadurch ein anderes hören.",
        fr="Savoir qui vit ensemble et peut partager des appareils. Aucun membre ne peut pour autant en entendre un "
        "autre.",
    ),
    legal_basis=CONTRACT,
    source=Text(
        en="The invitation with which you created your account.",
        de="Die Einladung, mit der Sie Ihr Konto angelegt haben.",
        fr="L’invitation avec laquelle vous avez créé votre compte.",
    ),
    recipients=Text(
        en="Nobody outside. The household’s other members know its name and who belongs to it.",
        de="Niemand außerhalb. Die anderen Mitglieder kennen den Namen des Haushalts und wissen, wer dazugehört.",
        fr="Personne à l’extérieur. Les autres membres connaissent le nom du foyer et savent qui en fait partie.",
    ),
    period=WHILE_THE_ACCOUNT_EXISTS,
    fields=(
        ITEM,
        OWNER,
        at(
            Text(
                en="Since when you have belonged to the household, in universal time (UTC).",
                de="Seit wann Sie zum Haushalt gehören, in Weltzeit (UTC).",
                fr="Depuis quand vous appartenez au foyer, en temps universel (UTC).",
            )
        ),
        Field(
            name="household",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(
                en="The household’s number. It is random.",
                de="Die Nummer des Haushalts. Sie ist zufällig.",
                fr="Le numéro du foyer. Il est aléatoire.",
            ),
        ),
        Field(
            name="household_name",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(
                en="What the household is called here.",
                de="Wie der Haushalt hier heißt.",
                fr="Le nom du foyer ici.",
            ),
        ),
    ),
)
