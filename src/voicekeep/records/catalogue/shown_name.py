"""Shown names: by what name a person's household knows them here."""

from __future__ import annotations

from voicekeep.records.catalogue.category import Category, Field, JsonType
from voicekeep.records.catalogue.recurring import CONTRACT, ITEM, OWNER, WHILE_THE_ACCOUNT_EXISTS, YOU, at
from voicekeep.records.texts import Text

SHOWN_NAME = Category(
    title=Text(
        en="The name you show to your household",
        de="Der Name, den Sie Ihrem Haushalt zeigen",
        fr="Le nom que vous montrez à votre foyer",
    ),
    meaning=Text(
        en="By what name the other members of your household see you here, and when you chose it.",
        de="Unter welchem Namen die anderen Mitglieder Ihres Haushalts Sie hier sehen und wann Sie ihn gewählt haben.",
        fr="Sous quel nom les autres membres de votre foyer vous voient ici, et quand vous l’avez choisi.",
    ),
    purpose=Text(
        en="So that people who live together can tell each other apart, also on a speaker that they share.",
        de="Damit Menschen, die zusammen wohnen, einander unterscheiden können, auch am gemeinsamen Lautsprecher.",
        fr="Permettre aux personnes qui vivent ensemble de se distinguer, y compris sur une enceinte partagée.",
    ),
    legal_basis=CONTRACT,
    source=YOU,
    recipients=Text(
        en="The members of your household, and whoever acts for you or for whom you act. Nobody else.",
        de="Die Mitglieder Ihres Haushalts und wer für Sie handelt oder für wen Sie handeln. Niemand sonst.",
        fr="Les membres de votre foyer, et les personnes qui agissent pour vous ou pour qui vous agissez. Personne "
        "d’autre.",
    ),
    period=WHILE_THE_ACCOUNT_EXISTS,
    fields=(
        ITEM,
        OWNER,
        at(
            Text(
                en="When you chose it, in universal time (UTC).",
                de="Wann Sie ihn gewählt haben, in Weltzeit (UTC).",
                fr="Quand vous l’avez choisi, en temps universel (UTC).",
            )
        ),
        Field(
            name="shown_name",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(
                en="The name; the latest one is shown.",
                de="Der Name; gezeigt wird der neueste.",
                fr="Le nom ; le plus récent est montré.",
            ),
        ),
    ),
)
