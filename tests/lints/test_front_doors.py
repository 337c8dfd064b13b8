"""A package's `__init__` is its whole public face: nobody reaches past it from another top-level package."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

import pytest

from tests.lints.source import Module, modules, sample

NAMED_FORMATS = {"formats", "records"}  # their modules are the public names: voicekeep.formats.envelope
FRONT_OF_THE_PROGRAM = "voicekeep.__main__"


def complaints(module: Module, behind_the_door: Collection[str]) -> Iterator[str]:
    """Say where `module` reaches past a door.

    Args:
        module: The module that imports.
        behind_the_door: Dotted names of modules that their package does not export under their own name.
    """
    if module.name == FRONT_OF_THE_PROGRAM:
        return
    for line, source, name in module.imports:
        taken = f"{source}.{name}" if name and f"{source}.{name}" in behind_the_door else source
        root, *below = taken.split(".")
        if root != "voicekeep" or not below or module.within(f"voicekeep.{below[0]}"):
            continue
        if len(below) > (2 if below[0] in NAMED_FORMATS else 1):
            yield module.at(line, f"{taken} is private to voicekeep.{below[0]}: import from its __init__")


def hidden_modules(every: Collection[Module]) -> set[str]:
    """Return the modules that are not names of their package's `__all__`; those are private by position."""
    exported = {module.name: exports(module) for module in every if module.path.name == "__init__.py"}
    return {
        module.name
        for module in every
        if module.name.rpartition(".")[2] not in exported.get(module.name.rpartition(".")[0], ())
    }


def exports(package: Module) -> set[str]:
    for node in package.tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets
        ):
            return set(ast.literal_eval(node.value))
    return set()


def test_nobody_reaches_past_a_front_door() -> None:
    every = modules()
    hidden = hidden_modules(every)
    assert [line for module in every for line in complaints(module, hidden)] == []


HIDDEN = {"voicekeep.vault.seal"}


@pytest.mark.parametrize(
    "text",
    [
        "from voicekeep.vault.seal import seal",
        "import voicekeep.vault.seal",
        "from voicekeep.vault import seal",
        "from voicekeep.formats.envelope.header import x",
        "def f():\n    from voicekeep.vault.seal import seal",
        "from ..vault.seal import seal",
        "from ..vault import seal",
    ],
)
def test_reaching_past_a_door_is_refused(text: str) -> None:
    assert list(complaints(sample("voicekeep/archive/build.py", text), HIDDEN))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("voicekeep/archive/build.py", "from voicekeep.vault import open_item"),
        ("voicekeep/archive/build.py", "from voicekeep.formats.envelope import decode"),
        ("voicekeep/archive/build.py", "from voicekeep.records import ids"),
        ("voicekeep/vault/keys.py", "from voicekeep.vault.seal import seal"),
        ("voicekeep/vault/__init__.py", "from voicekeep.vault.seal import seal"),
        ("voicekeep/vault/__init__.py", "from .seal import seal"),
        ("voicekeep/app/web/pages.py", "from voicekeep.app.operations.release import release"),
        ("voicekeep/__main__.py", "from voicekeep.app.cli import main"),
        ("voicekeep/archive/build.py", "from voicekeep import __version__"),
    ],
)
def test_the_front_door_is_open(path: str, text: str) -> None:
    assert not list(complaints(sample(path, text), HIDDEN))


def test_a_function_may_have_the_name_of_its_module() -> None:
    door = sample("voicekeep/vault/__init__.py", "from voicekeep.vault.seal import seal\n__all__ = ['seal']")
    assert "voicekeep.vault.seal" not in hidden_modules([door, sample("voicekeep/vault/seal.py", "")])
    assert "voicekeep.vault.keys" in hidden_modules([door, sample("voicekeep/vault/keys.py", "")])
