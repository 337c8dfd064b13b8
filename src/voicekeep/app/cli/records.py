"""The papers that a controller must have. The end of the file's name says in which form: .html, .pdf, .json or .csv."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from voicekeep.app import papers
from voicekeep.app.cli.keeping import DATA, Data
from voicekeep.app.cli.speaking import out
from voicekeep.app.operations.timeliness import requests_by_month
from voicekeep.app.settings import Settings, load
from voicekeep.app.wiring import open_keep
from voicekeep.records.texts import LANGUAGES, Language, language_named

records = typer.Typer(
    help="Papers that a controller must have, made from the code: .html, .pdf, .json or .csv.", no_args_is_help=True
)

File = Annotated[Path, typer.Argument(help="Where to write it; its end says in which form.")]
Spoken = Annotated[str, typer.Option("--language", help="en, de or fr; the keep's own if not said.")]

Forms = Mapping[str, Callable[[], bytes]]


class UnknownFormError(papers.PaperError):
    """There is no such form of this paper; nothing was written."""

    def __init__(self, known: tuple[str, ...]) -> None:
        super().__init__(f"the file's name must end with one of {', '.join(known)}; nothing was written")


class UnknownLanguageError(papers.PaperError):
    """There is no such language; nothing was written."""

    def __init__(self) -> None:
        super().__init__(f"the language must be one of {', '.join(LANGUAGES)}; nothing was written")


@records.command("processing")
def processing(file: File, language: Spoken = "", data: Data = DATA) -> None:
    """Write the record of processing activities (GDPR Art. 30)."""
    settings, spoken, on = _asked(data, language)
    paper = papers.record_of_processing(settings, spoken, on)
    _write(
        file,
        {
            **_forms(paper),
            ".json": partial(papers.processing_json, settings, spoken, on),
            ".csv": partial(papers.processing_csv, settings, spoken),
        },
    )


@records.command("privacy")
def privacy(file: File, language: Spoken = "", data: Data = DATA) -> None:
    """Write the privacy notice, which everybody may read (GDPR Art. 13); the page /privacy shows it too."""
    settings, spoken, on = _asked(data, language)
    paper = papers.privacy_notice(settings, spoken, on)
    _write(file, {**_forms(paper), ".json": partial(papers.privacy_json, settings, spoken, on)})


@records.command("assessment")
def assessment(file: File, language: Spoken = "", data: Data = DATA) -> None:
    """Write a draft of the data protection impact assessment (GDPR Art. 35), for a person to judge."""
    settings, spoken, on = _asked(data, language)
    paper = papers.assessment(settings, spoken, on)
    _write(file, {**_forms(paper), ".json": partial(papers.assessment_json, settings, spoken, on)})


@records.command("requests")
def requests(file: File, language: Spoken = "", data: Data = DATA) -> None:
    """Write how many requests came in each month and how fast they were answered; it names nobody."""
    settings, spoken, on = _asked(data, language)
    with open_keep(data.expanduser()) as keep:
        months = requests_by_month(keep)
    paper = papers.requests_paper(settings, spoken, on, months)
    _write(
        file,
        {
            **_forms(paper),
            ".json": partial(papers.requests_json, on, months),
            ".csv": partial(papers.requests_csv, months),
        },
    )


def _asked(data: Path, language: str) -> tuple[Settings, Language, date]:
    """Return the settings, the language and today where the controller is; no key is needed for these."""
    settings = load(data.expanduser())
    try:
        spoken = language_named(language or settings.language)
    except ValueError as unknown:
        raise UnknownLanguageError from unknown
    return settings, spoken, datetime.now(ZoneInfo(settings.zone)).date()


def _forms(paper: papers.Paper) -> Forms:
    return {".html": partial(papers.page_of, paper), ".pdf": partial(papers.pdf_of_paper, paper)}


def _write(file: Path, forms: Forms) -> None:
    make = forms.get(file.suffix)
    if make is None:
        raise UnknownFormError(tuple(forms))
    file.write_bytes(make())
    out.print(f"It is in {file}.", markup=False)
