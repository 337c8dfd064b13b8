"""`voicekeep records`: each paper in each form, and by name what there is not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.app.simulator import SETTINGS
from voicekeep.app.cli.commands import cli
from voicekeep.app.cli.records import UnknownFormError, UnknownLanguageError
from voicekeep.app.settings import NoKeepError
from voicekeep.app.settings_file import save
from voicekeep.app.wiring import create_keep

PAPERS = ("processing", "privacy", "assessment", "processors", "requests")
QUIET = replace(SETTINGS, notices="none")
BEGINS = {".html": b"<!doctype html>", ".pdf": b"%PDF", ".json": b"{", ".csv": b"\xef\xbb\xbf"}


@pytest.fixture(scope="module")
def keep(tmp_path_factory: pytest.TempPathFactory) -> Path:
    apart = tmp_path_factory.mktemp("apart")
    data = tmp_path_factory.mktemp("keep") / "data"
    create_keep(
        data, replace(QUIET, root_key=str(apart / "root.key"), key_store=str(apart / "keys.sqlite3"), language="de")
    )
    return data


def run(*words: str) -> None:
    CliRunner().invoke(cli, ["records", *words], catch_exceptions=False)


@pytest.mark.parametrize("form", BEGINS)
@pytest.mark.parametrize("paper", PAPERS)
def test_every_paper_in_every_form_it_has(keep: Path, tmp_path: Path, paper: str, form: str) -> None:
    file = tmp_path / f"{paper}{form}"
    run(paper, str(file), "--data", str(keep))
    assert file.read_bytes().startswith(BEGINS[form])


@pytest.mark.parametrize("form", [".docx", ".CSV", ""])
@pytest.mark.parametrize("paper", PAPERS)
def test_a_form_that_there_is_not_is_refused_and_nothing_is_written(
    keep: Path, tmp_path: Path, paper: str, form: str
) -> None:
    file = tmp_path / f"{paper}{form}"
    with pytest.raises(UnknownFormError, match=r"\.html, \.pdf, \.json"):
        run(paper, str(file), "--data", str(keep))
    assert not file.exists()


def test_a_paper_speaks_the_keeps_language_unless_another_is_said(keep: Path, tmp_path: Path) -> None:
    file = tmp_path / "privacy.json"
    for said, language in (((), "de"), (("--language", "fr"), "fr")):
        run("privacy", str(file), "--data", str(keep), *said)
        assert json.loads(file.read_bytes())["language"] == language
    with pytest.raises(UnknownLanguageError):
        run("privacy", str(file), "--data", str(keep), "--language", "tlh")


def test_what_needs_no_key_opens_none(tmp_path: Path) -> None:
    save(QUIET, tmp_path)  # settings only: there is no database, no root key
    for paper in ("processing", "privacy", "assessment", "processors"):
        run(paper, str(tmp_path / f"{paper}.json"), "--data", str(tmp_path))
        assert (tmp_path / f"{paper}.json").exists()
    with pytest.raises(NoKeepError):
        run("privacy", str(tmp_path / "n.json"), "--data", str(tmp_path / "nowhere"))


def test_the_counts_name_the_month_and_nobody(keep: Path, tmp_path: Path) -> None:
    file = tmp_path / "requests.json"
    run("requests", str(file), "--data", str(keep))
    assert json.loads(file.read_bytes())["months"] == []
