"""The profile: who the account is for."""

from __future__ import annotations

from voicekeep.records.catalogue.category import Category, Field, JsonType
from voicekeep.records.catalogue.recurring import CONTRACT, ITEM, OWNER, WHILE_THE_ACCOUNT_EXISTS, YOU, at
from voicekeep.records.texts import Text

PROFILE = Category(
    title=Text(en="Your profile", de="Ihr Profil", fr="Votre profil"),
    meaning=Text(
        en="Your name, your e-mail address and the language you read.",
        de="Ihr Name, Ihre E-Mail-Adresse und die Sprache, in der Sie lesen.",
        fr="Votre nom, votre adresse e-mail et la langue dans laquelle vous lisez.",
    ),
    purpose=Text(
        en="To let you sign in, to address you and to write to you.",
        de="Damit Sie sich anmelden können, um Sie anzusprechen und Ihnen zu schreiben.",
        fr="Vous permettre de vous connecter, s’adresser à vous et vous écrire.",
    ),
    legal_basis=CONTRACT,
    source=YOU,
    recipients=Text(
        en="Nobody but you. It is sealed to you: no page and no command lets staff read it. If mails are sent, the "
        "mail services that carry them learn the address.",
        de="Niemand außer Ihnen. Es ist für Sie versiegelt: Mit keiner Seite und keinem Befehl kann Personal es "
        "lesen. Werden E-Mails verschickt, erfahren die Maildienste, die sie befördern, die Adresse.",
        fr="Personne d’autre que vous. C’est scellé pour vous : aucune page ni commande ne permet au personnel de le "
        "lire. Si des e-mails sont envoyés, les services de messagerie qui les acheminent apprennent l’adresse.",
    ),
    period=WHILE_THE_ACCOUNT_EXISTS,
    fields=(
        ITEM,
        OWNER,
        at(
            Text(
                en="When these details were entered, in universal time (UTC).",
                de="Wann diese Angaben gemacht wurden, in Weltzeit (UTC).",
                fr="Quand ces indications ont été saisies, en temps universel (UTC).",
            )
        ),
        Field(
            name="name",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(
                en="The name you want to be called by.",
                de="Der Name, mit dem Sie angesprochen werden möchten.",
                fr="Le nom par lequel vous souhaitez être appelé.",
            ),
        ),
        Field(
            name="email",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(
                en="The address you sign in with.",
                de="Die Adresse, mit der Sie sich anmelden.",
                fr="L’adresse avec laquelle vous vous connectez.",
            ),
        ),
        Field(
            name="language",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(
                en="The language of pages, letters and documents.",
                de="Die Sprache von Seiten, Briefen und Dokumenten.",
                fr="La langue des pages, des lettres et des documents.",
            ),
        ),
    ),
)
