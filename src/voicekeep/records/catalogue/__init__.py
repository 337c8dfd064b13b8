"""The data catalogue: for every category and every exported field what it means, in three languages.

Flow        this registry -> the personal sheet, the JSON Schemas, the pages, the record of processing
Guarantees  1. Every field of every record is here, with meaning, in every language; a test compares them (R11, R12).
            2. Every column of the database is here; a test compares them.
I/O         none
"""

from __future__ import annotations

from collections.abc import Mapping

from voicekeep.records.catalogue.asked import LIST_ENTRY, REMINDER, TIMER
from voicekeep.records.catalogue.beside import BESIDE
from voicekeep.records.catalogue.category import Category, Field, JsonType, Purpose
from voicekeep.records.catalogue.columns import STORED_COLUMNS
from voicekeep.records.catalogue.consent import CONSENT
from voicekeep.records.catalogue.correction import CORRECTION
from voicekeep.records.catalogue.device import DEVICE
from voicekeep.records.catalogue.letter import LETTER
from voicekeep.records.catalogue.mandate import ENTRUSTED, EVENTS, MANDATE
from voicekeep.records.catalogue.membership import MEMBERSHIP
from voicekeep.records.catalogue.passkey import PASSKEY
from voicekeep.records.catalogue.profile import PROFILE
from voicekeep.records.catalogue.request import REQUEST, RIGHTS
from voicekeep.records.catalogue.restriction import GROUNDS, RESTRICTION
from voicekeep.records.catalogue.shown_name import SHOWN_NAME
from voicekeep.records.catalogue.sign_in import SIGN_IN
from voicekeep.records.catalogue.turn import TURN
from voicekeep.records.catalogue.withholding import WITHHOLDING
from voicekeep.records.items import ItemKind

CATALOGUE: Mapping[ItemKind, Category] = {
    ItemKind.TURN: TURN,
    ItemKind.PROFILE: PROFILE,
    ItemKind.MEMBERSHIP: MEMBERSHIP,
    ItemKind.DEVICE: DEVICE,
    ItemKind.CONSENT: CONSENT,
    ItemKind.SIGN_IN: SIGN_IN,
    ItemKind.REQUEST: REQUEST,
    ItemKind.PASSKEY: PASSKEY,
    ItemKind.CORRECTION: CORRECTION,
    ItemKind.WITHHOLDING: WITHHOLDING,
    ItemKind.RESTRICTION: RESTRICTION,
    ItemKind.LIST_ENTRY: LIST_ENTRY,
    ItemKind.TIMER: TIMER,
    ItemKind.REMINDER: REMINDER,
    ItemKind.LETTER: LETTER,
    ItemKind.SHOWN_NAME: SHOWN_NAME,
    ItemKind.MANDATE: MANDATE,
}

__all__ = [
    "BESIDE",
    "CATALOGUE",
    "ENTRUSTED",
    "EVENTS",
    "GROUNDS",
    "RIGHTS",
    "STORED_COLUMNS",
    "Category",
    "Field",
    "JsonType",
    "Purpose",
]
