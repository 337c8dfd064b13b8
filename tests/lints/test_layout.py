"""Packages are shallow and named for what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest

from tests.lints.source import Module, modules, sample

LEVELS_BELOW_VOICEKEEP = 2
SAYS_NOTHING = {"common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}
# Alembic loads these by path; the folder is no package.
NO_PACKAGE = PurePosixPath("voicekeep/stores/migrations/versions")


def complaints(module: Module) -> Iterator[str]:
    folder = module.path.parent
    if len(folder.parts) - 1 > LEVELS_BELOW_VOICEKEEP and folder != NO_PACKAGE:
        yield module.at(1, f"{folder} is more than {LEVELS_BELOW_VOICEKEEP} levels below voicekeep")
    for part in (*folder.parts, module.path.stem):
        if part.lower().strip("_") in SAYS_NOTHING:
            yield module.at(1, f"{part} says nothing about what it holds")


def test_packages_are_shallow_and_named_for_what_they_hold() -> None:
    assert [line for module in modules() for line in complaints(module)] == []


@pytest.mark.parametrize(
    "path",
    [
        "voicekeep/app/web/pages/request.py",
        "voicekeep/app/web/pages/__init__.py",
        "voicekeep/vault/utils.py",
        "voicekeep/common/text.py",
        "voicekeep/app/_helpers.py",
    ],
)
def test_a_deep_or_empty_name_is_refused(path: str) -> None:
    assert list(complaints(sample(path, "")))


@pytest.mark.parametrize(
    "path",
    [
        "voicekeep/app/web/pages.py",
        "voicekeep/vault/seal.py",
        "voicekeep/stores/migrations/versions/0001_a.py",
    ],
)
def test_a_shallow_name_is_accepted(path: str) -> None:
    assert not list(complaints(sample(path, "")))
