"""What is written in a case: to the authority, to those concerned, to who got it, to the press. Filled from the case.

Flow        a case, settings, a language -> a paper, field by field; what somebody worded otherwise counts
Guarantees  1. No letter names anybody or lists a recording: that stands in its reader's portal, behind a sign-in.
               Other people are “another customer”.
            2. What officers described in their own words is read by the authority only; letters and press get
               sentences of ours and counts.
            3. What is not known yet says so; no field of a notification is left out (R24).
I/O         none
Document    docs/breach-letters.md
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from voicekeep.app.papers import breach_texts as texts
from voicekeep.app.papers.paper import Paper, Section
from voicekeep.app.settings import Settings
from voicekeep.incident import (
    Assessed,
    Case,
    Contained,
    Described,
    Description,
    PaperOf,
    Scoped,
    Worded,
    awareness,
    in_words,
)
from voicekeep.records.texts import Language

FORM_BANDS: Final = ((5, "0–5"), (50, "6–50"), (300, "51–300"), (5_000, "301–5000"))
"""Of one authority's form: up to so many; above the last: more."""
_ABOVE: Final = ">5000"


def form_band(count: int) -> str:
    """Return the band of an authority's form into which a number falls."""
    return next((band for most, band in FORM_BANDS if count <= most), _ABOVE)


def parts_of(paper: PaperOf) -> tuple[str, ...]:
    """Return the fields of a paper, in order."""
    if paper is PaperOf.AUTHORITY:
        return tuple(_AUTHORITY)
    return (*texts.LETTERS[paper], "contact")


def head_of(part: str, language: Language) -> str:
    """Return what a field is called."""
    return texts.HEADS[part].within(language)


def filled(settings: Settings, language: Language, paper: PaperOf, case: Case) -> Mapping[str, str]:
    """Return each field as it stands: as somebody worded it last, else as the case fills it."""
    own = {
        worded.part: worded.text
        for worded in case.all_of(Worded)
        if (worded.paper, worded.language) == (paper, language)
    }
    return {part: own.get(part) or _said(settings, language, paper, case, part) for part in parts_of(paper)}


def breach_paper(settings: Settings, language: Language, on: date, paper: PaperOf, case: Case) -> Paper:
    """Return one paper of a case.

    Args:
        settings: The keep's.
        language: Of the paper.
        on: The day that stands on it, in the controller's zone.
        paper: Which.
        case: What it is filled from.
    """
    fields = filled(settings, language, paper, case)
    return Paper(
        title=texts.TITLES[paper].within(language),
        language=language,
        on=on,
        by=settings.controller_name,
        lead=(),
        sections=tuple(Section(title=head_of(part, language), blocks=(text,)) for part, text in fields.items()),
    )


def _said(settings: Settings, language: Language, paper: PaperOf, case: Case, part: str) -> str:
    if paper is PaperOf.AUTHORITY:
        return _AUTHORITY[part](settings, language, case) or texts.OPEN.within(language)
    if part == "contact":
        contact = settings.data_protection_officer or settings.controller_contact
        return texts.CONTACT.within(language).format(contact=contact, case=case.triage.triage)
    return texts.LETTERS[paper][part].within(language).format_map(_values(settings, case))


def _values(settings: Settings, case: Case) -> dict[str, str]:
    scoped = case.last(Scoped)
    counts = {name: "–" if scoped is None else str(getattr(scoped, name)) for name in _COUNTS}
    authority = f" ({settings.authority})" if settings.authority else ""
    return counts | {"opened": _instant(case.triage.opened_at), "authority": authority}


_COUNTS: Final = ("people", "exposed", "recordings", "records", "judged", "crossed")


def _controller(settings: Settings, _: Language, __: Case) -> str:
    return f"{settings.controller_name}, {settings.controller_contact}"


def _officer(settings: Settings, language: Language, _: Case) -> str:
    return settings.data_protection_officer or texts.NOBODY.within(language)


def _times(_: Settings, language: Language, case: Case) -> str:
    aware = awareness(case.triage)
    if aware is None:
        return ""
    said = texts.SAID["times"].within(language)
    return said.format(
        opened=_instant(case.triage.opened_at), aware=_instant(aware.aware_at), by=_instant(aware.notify_by)
    )


def _described(what: Description) -> Callable[[Settings, Language, Case], str]:
    def said(_: Settings, __: Language, case: Case) -> str:
        return next((each.text for each in reversed(case.all_of(Described)) if each.what is what), "")

    return said


def _losses(_: Settings, language: Language, case: Case) -> str:
    assessed = case.last(Assessed)
    if assessed is None:
        return ""
    parts = assessed.severity.parts
    return ", ".join(text.within(language) for name, text in texts.LOSSES.items() if parts[name].quarters)


def _people(_: Settings, language: Language, case: Case) -> str:
    scoped = case.last(Scoped)
    if scoped is None:
        return ""
    band = form_band(scoped.people + scoped.exposed)
    return texts.SAID["people"].within(language).format(people=scoped.people, exposed=scoped.exposed, band=band)


def _records(_: Settings, language: Language, case: Case) -> str:
    scoped = case.last(Scoped)
    if scoped is None:
        return ""
    band = form_band(scoped.recordings + scoped.records)
    said = texts.SAID["records"].within(language)
    return said.format(recordings=scoped.recordings, records=scoped.records, band=band)


def _remedy(settings: Settings, language: Language, case: Case) -> str:
    stopped = [each.text for each in case.all_of(Contained)]
    return "\n".join(filter(None, [*stopped, _described(Description.REMEDY)(settings, language, case)]))


def _severity(_: Settings, language: Language, case: Case) -> str:
    assessed = case.last(Assessed)
    if assessed is None:
        return ""
    severity = assessed.severity
    band = texts.BANDS[severity.band.value].within(language)
    return texts.SAID["severity"].within(language).format(score=in_words(severity.quarters), band=band)


def _told(_: Settings, language: Language, case: Case) -> str:
    if case.persons is None:
        return ""
    return texts.SAID["told" if case.persons.tell else "not_told"].within(language)


_AUTHORITY: Final[Mapping[str, Callable[[Settings, Language, Case], str]]] = {
    "controller": _controller,
    "officer": _officer,
    "times": _times,
    "nature": _described(Description.FACTS),
    "losses": _losses,
    "people": _people,
    "records": _records,
    "effects": _described(Description.EFFECTS),
    "remedy": _remedy,
    "severity": _severity,
    "told": _told,
}


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def call_script(language: Language) -> tuple[str, ...]:
    """Return what to say on the telephone, and what not."""
    return tuple(text.within(language) for text in texts.CALL)
