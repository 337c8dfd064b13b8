"""The register of breaches, and the signed answer to “an isolated case?”, for whoever runs the keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from voicekeep.app import papers
from voicekeep.app.cli.incident import incident
from voicekeep.app.cli.keeping import DATA, Data
from voicekeep.app.cli.speaking import out
from voicekeep.app.operations.case_register import register
from voicekeep.app.operations.isolating import isolated, signed
from voicekeep.app.wiring import open_keep
from voicekeep.formats import isolation
from voicekeep.formats.checkpoint import fingerprint as fingerprint_of
from voicekeep.records.texts import language_named

__all__ = ["incident"]

File = Annotated[Path, typer.Argument(help="Where to write it; its end says in which form.")]


@incident.command("isolated")
def is_isolated(
    file: File,
    language: Annotated[str, typer.Option(help="en, de or fr; the keep's own if not said.")] = "",
    data: Data = DATA,
) -> None:
    """Judge every release ever made again; write the answer as .json (signed), .html or .pdf."""
    with open_keep(data.expanduser()) as keep:
        page = isolated(keep)
        made = signed(keep, page)
        key = fingerprint_of(keep.statement_key.public_key())
        settings = keep.settings
    spoken, today = language_named(language or settings.language), datetime.now(ZoneInfo(settings.zone)).date()
    paper = papers.isolation_paper(settings, spoken, today, page, made, key)
    forms: dict[str, Callable[[], bytes]] = {
        ".json": lambda: made,
        ".html": partial(papers.page_of, paper),
        ".pdf": partial(papers.pdf_of_paper, paper),
    }
    _write_file(file, forms)
    out.print(f"{page.finding}: {len(page.releases)} releases, {page.crossed} crossed, {page.unjudged} not judged")


@incident.command("verify-page")
def verify_page(
    file: Annotated[Path, typer.Argument(help="The .json file of “An isolated case?”.")],
    fingerprint: Annotated[str | None, typer.Option(help="The operator's published statement fingerprint.")] = None,
) -> None:
    """Check such a page offline: needs no keep, no network and no account."""
    page = isolation.verify(file.read_bytes(), fingerprint)
    out.print(f"{page.finding}: {len(page.releases)} releases, {page.crossed} crossed, {page.unjudged} not judged")
    out.print("signed by the expected key" if fingerprint else "whole; name the fingerprint to know who signed it")


@incident.command("register")
def write_register(
    file: File,
    language: Annotated[str, typer.Option(help="en, de or fr; the keep's own if not said.")] = "",
    data: Data = DATA,
) -> None:
    """Write the register of breaches (GDPR Art. 33(5)) as .csv, .json, .html or .pdf."""
    with open_keep(data.expanduser()) as keep:
        lines, settings = register(keep), keep.settings
    spoken, today = language_named(language or settings.language), datetime.now(ZoneInfo(settings.zone)).date()
    paper = papers.register_paper(settings, spoken, today, lines)
    _write_file(
        file,
        {
            ".csv": partial(papers.register_csv, lines),
            ".json": partial(papers.register_json, today, lines),
            ".html": partial(papers.page_of, paper),
            ".pdf": partial(papers.pdf_of_paper, paper),
        },
    )
    out.print(f"{len(lines)} cases are in {file}.", markup=False)


def _write_file(file: Path, forms: Mapping[str, Callable[[], bytes]]) -> None:
    if file.suffix not in forms:
        raise typer.BadParameter(f"the file's name must end with one of {', '.join(forms)}")
    file.write_bytes(forms[file.suffix]())
