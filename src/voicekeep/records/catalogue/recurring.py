"""What every category says in the same words: the three fields of every record, and texts that recur."""

from __future__ import annotations

from voicekeep.records.catalogue.category import Field, JsonType
from voicekeep.records.texts import Text

ITEM = Field(
    name="item",
    json_type=JsonType.TEXT,
    nullable=False,
    meaning=Text(
        en="The entry’s own number. It is random and says nothing about you; name it when you ask about this entry.",
        de="Die Nummer dieses Eintrags. Sie ist zufällig und sagt nichts über Sie aus; nennen Sie sie bei Rückfragen.",
        fr="Le numéro de cette entrée. Il est aléatoire et ne dit rien sur vous ; citez-le pour toute question.",
    ),
)

OWNER = Field(
    name="owner",
    json_type=JsonType.TEXT,
    nullable=False,
    meaning=Text(
        en="Your own number here. In every entry of your copy it has to be the same.",
        de="Ihre eigene Nummer hier. Sie muss in jedem Eintrag Ihrer Kopie dieselbe sein.",
        fr="Votre propre numéro ici. Il doit être le même dans chaque entrée de votre copie.",
    ),
)


def at(meaning: Text) -> Field:
    """Return the field `at`, which means something else in every category."""
    return Field(name="at", json_type=JsonType.INSTANT, nullable=False, meaning=meaning)


NOBODY = Text(
    en="Nobody but you. It is sealed to you: no page and no command lets staff read it.",
    de="Niemand außer Ihnen. Es ist für Sie versiegelt: Mit keiner Seite und keinem Befehl kann Personal es lesen.",
    fr="Personne d’autre que vous. C’est scellé pour vous : aucune page ni commande ne permet au personnel de le lire.",
)

YOU = Text(
    en="You gave it yourself.",
    de="Sie haben es selbst angegeben.",
    fr="Vous l’avez indiqué vous-même.",
)

YOUR_USE = Text(
    en="It arose when you used your account.",
    de="Es ist entstanden, als Sie Ihr Konto benutzt haben.",
    fr="Cela résulte de l’utilisation de votre compte.",
)

CONTRACT = Text(
    en="Providing the service that you use: GDPR Art. 6(1)(b).",
    de="Die Bereitstellung des Dienstes, den Sie nutzen: Art. 6 Abs. 1 lit. b DSGVO.",
    fr="La fourniture du service que vous utilisez : RGPD, art. 6, par. 1, point b).",
)

OBLIGATION = Text(
    en="A legal duty of the controller, to prove that it follows these rules: GDPR Art. 6(1)(c) with Art. 5(2).",
    de="Eine rechtliche Pflicht des Verantwortlichen, die Einhaltung dieser Regeln nachzuweisen: "
    "Art. 6 Abs. 1 lit. c mit Art. 5 Abs. 2 DSGVO.",
    fr="Une obligation légale du responsable, celle de prouver le respect de ces règles : "
    "RGPD, art. 6, par. 1, point c), et art. 5, par. 2.",
)

WHILE_THE_ACCOUNT_EXISTS = Text(
    en="As long as your account exists; it is erased with the account.",
    de="So lange Ihr Konto besteht; es wird mit dem Konto gelöscht.",
    fr="Tant que votre compte existe ; c’est effacé avec le compte.",
)

WHILE_THE_TURN_IS_KEPT = Text(
    en="As long as the recording or the words that it is about; it is erased with them.",
    de="So lange wie die Aufnahme oder die Worte, um die es geht; es wird mit ihnen gelöscht.",
    fr="Aussi longtemps que l’enregistrement ou les paroles concernés ; c’est effacé avec eux.",
)

TURN_AT = at(
    Text(
        en="When it was said, what this is about, in universal time (UTC).",
        de="Wann gesagt wurde, worum es hier geht, in Weltzeit (UTC).",
        fr="Quand a été dit ce dont il s’agit, en temps universel (UTC).",
    )
)

TURN_FIELD = Field(
    name="turn",
    json_type=JsonType.TEXT,
    nullable=False,
    meaning=Text(
        en="The number of the entry that this is about, as in the file of what was said.",
        de="Die Nummer des Eintrags, um den es geht, wie in der Datei des Gesagten.",
        fr="Le numéro de l’entrée concernée, comme dans le fichier de ce qui a été dit.",
    ),
)
