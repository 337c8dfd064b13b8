"""The repository works on any machine: no path of one that it was made on, no address of an index."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lints.source import REPOSITORY

# Written with brackets so that this file does not refuse itself.
A_PATH = re.compile(
    r"(?<![\w.~-])/(?:(?:[r]oot|[w]ork|[o]pt/(?:pypi|wheels))(?![\w-])|[U]sers/\w|[h]ome/\w+/\.|[t]mp/\w+/)"
    r"|[.][p]yenv/versions"
)
AN_INDEX = re.compile(r"[p]ypi\.org|[p]ythonhosted\.org|https?://[^\s\"'<>]*/[s]imple\b|registry\.[n]pmjs")
IN_A_LOCK = re.compile(r"https?://|file:|^\s*--(?!hash=)", re.MULTILINE)


def complaints(name: str, text: str) -> Iterator[str]:
    patterns = [(A_PATH, "path of one machine"), (AN_INDEX, "address of an index")]
    if name.endswith(".lock"):
        patterns.append((IN_A_LOCK, "a lock file holds names, versions and hashes only"))
    for pattern, complaint in patterns:
        for found in pattern.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            yield f"{name}:{line}: {complaint}: {found.group()!r}"


def shipped_files() -> list[Path]:
    """Return what git holds or would add; outside a checkout, every file that no tool made."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0 and listed.stdout:
        found = [REPOSITORY / name for name in listed.stdout.split("\0") if name]
    else:
        made = {".venv", ".git", "__pycache__", "build", "dist", ".hypothesis"}
        found = [
            path
            for path in REPOSITORY.rglob("*")
            if not any(part in made or part.endswith("_cache") for part in path.relative_to(REPOSITORY).parts)
        ]
    return [path for path in found if path.is_file() and not path.is_symlink()]


def test_no_file_names_a_machine_or_an_index() -> None:
    found: list[str] = []
    for path in shipped_files():
        content = path.read_bytes()
        if b"\0" not in content[:8192]:
            name = path.relative_to(REPOSITORY).as_posix()
            found += complaints(name, content.decode("utf-8", "replace"))
    assert found == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("README.md", "see /" + "work/main"),
        ("script/x", 'cd "/' + 'root/voicekeep"'),
        ("a.py", "x = '/" + "tmp/probe/v'"),
        ("a.toml", "path = '/" + "home/ada/.cache'"),
        ("pyproject.toml", "url = 'https://py" + "pi.org/'"),
        ("docs/x.md", "from https://packages.example/" + "simple"),
        ("requirements.lock", "--index" + "-url https://packages.example/"),
        ("requirements.lock", "    --hash=sha256:00\n--find-links wheels"),
        ("requirements.lock", "a @ https://packages.example/a.whl"),
    ],
)
def test_a_path_or_an_index_is_refused(name: str, text: str) -> None:
    assert list(complaints(name, text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("requirements.lock", "httpx==0.28.1 \\\n    --hash=sha256:00"),
        ("docs/x.md", "/var/lib/voicekeep, https://example.org/" + "work/, /tmp, how to be " + "root/admin"),
        ("script/lock", "uv pip compile --no-emit-index-url"),
    ],
)
def test_ordinary_text_is_accepted(name: str, text: str) -> None:
    assert not list(complaints(name, text))
