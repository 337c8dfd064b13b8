"""Passkeys: what a person signs in with instead of a password."""

from __future__ import annotations

from voicekeep.records.catalogue.category import Category, Field, JsonType
from voicekeep.records.catalogue.recurring import CONTRACT, ITEM, NOBODY, OWNER, WHILE_THE_ACCOUNT_EXISTS, at
from voicekeep.records.texts import Text

PASSKEY = Category(
    title=Text(en="Your passkeys", de="Ihre Passkeys", fr="Vos clés d’accès"),
    meaning=Text(
        en="The passkeys that you added to your account, and what you called them.",
        de="Die Passkeys, die Sie Ihrem Konto hinzugefügt haben, und wie Sie sie genannt haben.",
        fr="Les clés d’accès que vous avez ajoutées à votre compte, et le nom que vous leur avez donné.",
    ),
    purpose=Text(
        en="To let you in without a password, and to let you see which of your devices can.",
        de="Um Sie ohne Passwort einzulassen, und damit Sie sehen, welche Ihrer Geräte das können.",
        fr="Vous laisser entrer sans mot de passe, et vous montrer lesquels de vos appareils le peuvent.",
    ),
    legal_basis=CONTRACT,
    source=Text(
        en="You, when you added the passkey or named it.",
        de="Sie selbst, als Sie den Passkey hinzugefügt oder benannt haben.",
        fr="Vous, lorsque vous avez ajouté ou nommé la clé d’accès.",
    ),
    recipients=NOBODY,
    period=WHILE_THE_ACCOUNT_EXISTS,
    fields=(
        ITEM,
        OWNER,
        at(
            Text(
                en="When you added the passkey or named it, in universal time (UTC).",
                de="Wann Sie den Passkey hinzugefügt oder benannt haben, in Weltzeit (UTC).",
                fr="Quand vous avez ajouté ou nommé la clé d’accès, en temps universel (UTC).",
            )
        ),
        Field(
            name="passkey",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(
                en="The passkey’s number in this keep.",
                de="Die Nummer des Passkeys hier.",
                fr="Le numéro de la clé d’accès ici.",
            ),
        ),
        Field(
            name="passkey_name",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(
                en="What you called it.",
                de="Wie Sie ihn genannt haben.",
                fr="Le nom que vous lui avez donné.",
            ),
        ),
    ),
)
