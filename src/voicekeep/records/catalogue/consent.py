"""Consents: what a person chose to have kept, with the history."""

from __future__ import annotations

from voicekeep.records.catalogue.category import Category, Field, JsonType
from voicekeep.records.catalogue.recurring import ITEM, NOBODY, OBLIGATION, OWNER, WHILE_THE_ACCOUNT_EXISTS, YOU, at
from voicekeep.records.items import Keeping
from voicekeep.records.texts import Text

CONSENT = Category(
    title=Text(en="Your choices", de="Ihre Entscheidungen", fr="Vos choix"),
    meaning=Text(
        en="Every choice you made about what is kept and for how long. The latest one holds.",
        de="Jede Ihrer Entscheidungen, was wie lange aufbewahrt wird. Die jüngste gilt.",
        fr="Chacun de vos choix sur ce qui est conservé et combien de temps. Le dernier s’applique.",
    ),
    purpose=Text(
        en="To follow your choice and to be able to prove it. Before your first choice nothing is kept.",
        de="Um Ihrer Entscheidung zu folgen und sie belegen zu können. Vor Ihrer ersten Entscheidung wird nichts "
        "aufbewahrt.",
        fr="Respecter votre choix et pouvoir le prouver. Avant votre premier choix, rien n’est conservé.",
    ),
    legal_basis=OBLIGATION,
    source=YOU,
    recipients=NOBODY,
    period=WHILE_THE_ACCOUNT_EXISTS,
    fields=(
        ITEM,
        OWNER,
        at(
            Text(
                en="When you chose, in universal time (UTC).",
                de="Wann Sie entschieden haben, in Weltzeit (UTC).",
                fr="Quand vous avez choisi, en temps universel (UTC).",
            )
        ),
        Field(
            name="keeping",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(
                en="What is kept of what you say.",
                de="Was von dem, was Sie sagen, aufbewahrt wird.",
                fr="Ce qui est conservé de ce que vous dites.",
            ),
            values={
                Keeping.NOTHING: Text(en="Nothing.", de="Nichts.", fr="Rien."),
                Keeping.TRANSCRIPT: Text(
                    en="The words, without the sound.",
                    de="Die Worte, ohne den Ton.",
                    fr="Les paroles, sans le son.",
                ),
                Keeping.AUDIO: Text(
                    en="The words and the sound.",
                    de="Die Worte und der Ton.",
                    fr="Les paroles et le son.",
                ),
            },
        ),
        Field(
            name="months",
            json_type=JsonType.NUMBER,
            nullable=False,
            meaning=Text(
                en="For how many months; 0 if nothing is kept.",
                de="Für wie viele Monate; 0, wenn nichts aufbewahrt wird.",
                fr="Pendant combien de mois ; 0 si rien n’est conservé.",
            ),
        ),
        Field(
            name="device",
            json_type=JsonType.TEXT,
            nullable=True,
            meaning=Text(
                en="The speaker at which it was said, by its number in the devices file: it counts for what came after "
                "it. Empty if you chose it when you were signed in: then it counts for everything.",
                de="Der Lautsprecher, an dem es gesagt wurde, mit seiner Nummer in der Datei der Geräte: Dann gilt es "
                "für alles, was danach kam. Leer, wenn Sie angemeldet gewählt haben: Dann gilt es für alles.",
                fr="L’enceinte à laquelle cela a été dit, par son numéro dans le fichier des appareils : cela vaut "
                "pour ce qui est venu après. Vide si vous avez choisi en étant connecté : cela vaut alors pour tout.",
            ),
        ),
    ),
)
