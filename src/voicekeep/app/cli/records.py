"""The papers that a controller must have. The end of the file's name says in which form: .html, .pdf, .json or .csv."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from voicekeep.app import papers
from voicekeep.app.cli.keeping import DATA, Data
from voicekeep.app.cli.speaking import out
from voicekeep.app.operations.timeliness import requests_counted
from voicekeep.app.papers import PaperName
from voicekeep.app.settings_file import load
from voicekeep.app.wiring import open_keep
from voicekeep.records.texts import LANGUAGES, language_named
from voicekeep.request import CountedRequests

records = typer.Typer(
    help="Papers that a controller must have, made from the code: .html, .pdf, .json or .csv.", no_args_is_help=True
)

File = Annotated[Path, typer.Argument(help="Where to write it; its end says in which form.")]
Spoken = Annotated[str, typer.Option("--language", help="en, de or fr; the keep's own if not said.")]


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
    _write(PaperName.PROCESSING, file, language, data)


@records.command("privacy")
def privacy(file: File, language: Spoken = "", data: Data = DATA) -> None:
    """Write the privacy notice, which everybody may read (GDPR Art. 13); the page /privacy shows it too."""
    _write(PaperName.PRIVACY, file, language, data)


@records.command("assessment")
def assessment(file: File, language: Spoken = "", data: Data = DATA) -> None:
    """Write a draft of the data protection impact assessment (GDPR Art. 35), for a person to judge."""
    _write(PaperName.ASSESSMENT, file, language, data)


@records.command("processors")
def processors(file: File, language: Spoken = "", data: Data = DATA) -> None:
    """Write who else handles data for the controller, and what goes to other countries (GDPR Art. 28, 44 to 49)."""
    _write(PaperName.PROCESSORS, file, language, data)


@records.command("requests")
def requests(file: File, language: Spoken = "", data: Data = DATA) -> None:
    """Write how many requests came in each month and how fast they were answered; it names nobody."""
    _write(PaperName.REQUESTS, file, language, data)


def _write(name: PaperName, file: Path, language: str, data: Path) -> None:
    settings = load(data.expanduser())
    try:
        spoken = language_named(language or settings.language)
    except ValueError as unknown:
        raise UnknownLanguageError from unknown

    def count() -> CountedRequests:
        with open_keep(data.expanduser()) as keep:  # no key is needed for the other papers
            return requests_counted(keep)

    today = datetime.now(ZoneInfo(settings.zone)).date()
    shelved = papers.take_down(name, settings, spoken, today, count)
    make = shelved.forms.get(file.suffix)
    if make is None:
        raise UnknownFormError(tuple(shelved.forms))
    file.write_bytes(make())
    out.print(f"It is in {file}.", markup=False)
