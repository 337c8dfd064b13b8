"""A skill answers and does nothing else: what it imports shows it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.lints.source import Module, modules, sample

SKILLS = "voicekeep/assistant/skills/"
OURS = ("voicekeep.assistant.", "voicekeep.records.")
OTHERS = frozenset({"__future__", "dataclasses", "re", "typing", "collections.abc", "datetime", "fractions"})
CLOCKS = frozenset({"now", "today", "utcnow"})


def complaints(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            for name in names:
                if not name.startswith(OURS) and name not in OTHERS:
                    yield module.at(node.lineno, f"a skill imports {name}: what it may know is in its situation")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            yield module.at(node.lineno, "a skill reads a clock: the instant stands in its situation")


def test_a_skill_reaches_nothing_but_its_situation() -> None:
    skills = [module for module in modules() if str(module.path).startswith(SKILLS)]
    assert len(skills) > 5
    assert [line for module in skills for line in complaints(module)] == []


def test_a_skill_that_reaches_further_is_refused() -> None:
    for text in (
        "import socket\n",
        "from voicekeep.stores import open_database\n",
        "import datetime\ndatetime.now()\n",
    ):
        assert list(complaints(sample(f"{SKILLS}reaching.py", text))), text
