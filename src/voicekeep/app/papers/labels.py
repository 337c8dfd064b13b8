"""What the parts of a paper are called, where several papers have them."""

from __future__ import annotations

from typing import Final

from voicekeep.app.papers.measure import Measure
from voicekeep.app.papers.paper import Facts
from voicekeep.formats import sheet_texts as sheet
from voicekeep.formats.canonical import Json
from voicekeep.records.controller import Controller
from voicekeep.records.texts import Language, Text

NO_CONTACT: Final = Text(
    en="not written down; ask whoever gave you the address of these pages",
    de="nicht hinterlegt; fragen Sie, wer Ihnen die Adresse dieser Seiten gegeben hat",
    fr="non indiqué ; demandez à qui vous a donné l’adresse de ces pages",
)
PEOPLE: Final = Text(en="Whom it tells of", de="Über wen", fr="Qui est concerné")
DATA: Final = Text(en="Which data", de="Welche Daten", fr="Quelles données")
TITLE: Final = Text(en="Category", de="Kategorie", fr="Catégorie")
EVERY_FIELD: Final = Text(en="Every single detail", de="Jede einzelne Angabe", fr="Chaque donnée en détail")
MEASURE: Final = Text(en="Measure", de="Maßnahme", fr="Mesure")
SINCE: Final = Text(en="Since", de="Seit", fr="Depuis")
PROMISE: Final = Text(en="Promise", de="Zusage", fr="Engagement")
PROOF: Final = Text(en="Proved by", de="Belegt durch", fr="Prouvé par")
BOXED: Final = Text(
    en="A □ stands for a sign that has no shape in this PDF; the HTML has every sign.",
    de="Ein □ steht für ein Zeichen, das in diesem PDF keine Form hat; im HTML steht jedes Zeichen.",
    fr="Un □ tient la place d’un signe qui n’a pas de forme dans ce PDF ; le HTML contient tous les signes.",
)
HOME: Final = Text(
    en="Where a household keeps this for itself alone, the law does not ask for it (GDPR Art. 2(2)(c)). It is true all "
    "the same.",
    de="Wo ein Haushalt dies nur für sich selbst betreibt, verlangt das Gesetz es nicht (Art. 2 Abs. 2 lit. c DSGVO). "
    "Es stimmt trotzdem.",
    fr="Lorsqu’un foyer l’exploite pour lui seul, la loi ne l’exige pas (RGPD, art. 2, par. 2, point c)). C’est vrai "
    "tout de même.",
)


def contact_told(controller: Controller, language: Language) -> str:
    """Return how to reach who answers for the data; what was left empty is said in words."""
    return controller.contact.strip() or NO_CONTACT.within(language)


def controller_told(controller: Controller, language: Language) -> Facts:
    """Say who answers for the data and how to reach them; what was left empty is said in words."""
    pairs = (
        (sheet.CONTROLLER, controller.name),
        (sheet.CONTACT, contact_told(controller, language)),
        (sheet.OFFICER, controller.data_protection_officer.strip() or sheet.NO_OFFICER.within(language)),
        (sheet.AUTHORITY, controller.authority.strip() or sheet.ANY_AUTHORITY.within(language)),
        (sheet.COUNTRY, controller.country),
    )
    return Facts(pairs=tuple((name.within(language), value) for name, value in pairs))


def controller_as_json(controller: Controller) -> dict[str, Json]:
    """Return who answers for the data, for machines; what was left empty is null."""
    return {
        "name": controller.name,
        "contact": controller.contact or None,
        "data_protection_officer": controller.data_protection_officer or None,
        "authority": controller.authority or None,
        "country": controller.country,
    }


def measure_as_json(measure: Measure, language: Language) -> dict[str, Json]:
    """Return a measure for machines, its texts in one language."""
    return {
        "measure": measure.name,
        "since": measure.since.isoformat(),
        "promise": measure.promise,
        "proof": measure.proof,
        "title": measure.title.within(language),
        "meaning": measure.meaning.within(language),
    }
