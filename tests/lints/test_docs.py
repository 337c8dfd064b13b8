"""What the documents point at exists: files, tests, commands. A promise whose test has moved away is found here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer.main

from voicekeep.app.cli.commands import cli

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
PATH = re.compile(r"`((?:tests|src|script|docs)/[\w./-]+)`")
COMMAND = re.compile(r"(?:^|`|\s)(?:\.venv/bin/)?voicekeep ([a-z]+)(?: ([a-z]+))?", re.MULTILINE)


def broken_in(text: str, folder: Path) -> list[str]:
    """Return what `text`, a document in `folder`, points at and is not there."""
    links = [link for link in LINK.findall(text) if "://" not in link and not (folder / link).exists()]
    return links + [path for path in PATH.findall(text) if not (ROOT / path).exists()]


def unknown_commands_in(code: str) -> list[str]:
    """Return the commands in `code` that there are not."""
    below = commands_below(typer.main.get_command(cli))
    return [
        f"{first} {second}".strip()
        for first, second in COMMAND.findall(code)
        if first not in below or ((under := commands_below(below[first])) and second not in under | alone(below[first]))
    ]


def commands_below(command: Any) -> dict[str, Any]:  # noqa: ANN401  the parser behind typer is not typed
    return dict(getattr(command, "commands", {}))


def alone(command: Any) -> dict[str, Any]:  # noqa: ANN401  as above
    """Return the empty word, if the command does something without a further one."""
    return {"": command} if command.invoke_without_command else {}


def code_of(text: str) -> str:
    return "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_it_points_at_exists(document: Path) -> None:
    text = document.read_text("utf-8")
    assert broken_in(text, document.parent) == []
    assert unknown_commands_in(code_of(text)) == []


@pytest.mark.parametrize(
    "text", ["[gone](nowhere.md)", "see `tests/app/test_nothing.py`", "`docs/none.md`", "[x](adr/0000-none.md#part)"]
)
def test_what_is_gone_is_found(text: str) -> None:
    assert len(broken_in(text, ROOT / "docs")) == 1


@pytest.mark.parametrize("code", ["voicekeep fly", ".venv/bin/voicekeep ledger burn", "`voicekeep bench everything`"])
def test_a_command_that_there_is_not_is_found(code: str) -> None:
    assert len(unknown_commands_in(code)) == 1


def test_every_promise_has_its_tests() -> None:
    rows = re.findall(r"^\| P(\d+) \|.*\|([^|]*)\|$", (ROOT / "docs" / "promises.md").read_text("utf-8"), re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 11))
    assert all(PATH.findall(tests) for _, tests in rows)
