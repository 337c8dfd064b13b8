"""Sign-ins: when a person's account was used."""

from __future__ import annotations

from voicekeep.records.catalogue.category import Category, Field, JsonType
from voicekeep.records.catalogue.recurring import ITEM, NOBODY, OWNER, WHILE_THE_ACCOUNT_EXISTS, YOUR_USE, at
from voicekeep.records.texts import Text

SIGN_IN = Category(
    title=Text(en="Your sign-ins", de="Ihre Anmeldungen", fr="Vos connexions"),
    meaning=Text(
        en="Each time somebody signed in as you, and how.",
        de="Jedes Mal, wenn sich jemand als Sie angemeldet hat, und wie.",
        fr="Chaque fois que quelqu’un s’est connecté en votre nom, et comment.",
    ),
    purpose=Text(
        en="To let you see whether only you used your account, and to prove who asked for a copy.",
        de="Damit Sie sehen, ob nur Sie Ihr Konto benutzt haben, und um zu belegen, wer eine Kopie verlangt hat.",
        fr="Vous permettre de voir si vous seul avez utilisé votre compte, et prouver qui a demandé une copie.",
    ),
    legal_basis=Text(
        en="The legitimate interest, yours and the controller’s, in a safe account: GDPR Art. 6(1)(f).",
        de="Ihr und des Verantwortlichen berechtigtes Interesse an einem sicheren Konto: Art. 6 Abs. 1 lit. f DSGVO.",
        fr="L’intérêt légitime, le vôtre et celui du responsable, à un compte sûr : RGPD, art. 6, par. 1, point f).",
    ),
    source=YOUR_USE,
    recipients=NOBODY,
    period=WHILE_THE_ACCOUNT_EXISTS,
    fields=(
        ITEM,
        OWNER,
        at(
            Text(
                en="When the sign-in succeeded, in universal time (UTC).",
                de="Wann die Anmeldung gelang, in Weltzeit (UTC).",
                fr="Quand la connexion a réussi, en temps universel (UTC).",
            )
        ),
        Field(
            name="method",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(
                en="How the sign-in was proven, such as “password” or “passkey”.",
                de="Womit die Anmeldung belegt wurde, etwa „password“ (Passwort) oder „passkey“.",
                fr="Comment la connexion a été prouvée, par exemple « password » (mot de passe) ou « passkey ».",
            ),
        ),
    ),
)
