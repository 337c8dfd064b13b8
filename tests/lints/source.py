"""What the lints read: one module of src/ as text and syntax tree, and the full names of what it uses."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

REPOSITORY = Path(__file__).resolve().parents[2]
SRC = REPOSITORY / "src"


@dataclass(frozen=True)
class Module:
    """One Python file; `path` is relative to src/, e.g. voicekeep/vault/seal.py."""

    path: PurePosixPath
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, str(self.path))

    @property
    def name(self) -> str:
        parts = self.path.with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def package(self) -> str:
        """Return the package that relative imports start from."""
        return ".".join(self.path.parts[:-1])

    def within(self, *places: str) -> bool:
        """Say whether this is one of the modules, or below one of the packages, named by dotted name."""
        return any(self.name == place or self.name.startswith(f"{place}.") for place in places)

    @cached_property
    def imports(self) -> tuple[tuple[int, str, str | None], ...]:
        """Every import as (line, module, name taken from it or None), relative ones made absolute."""
        return tuple(self._imports())

    def _imports(self) -> Iterator[tuple[int, str, str | None]]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name, None) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                above = self.package.split(".")[: len(self.path.parts) - node.level] if node.level else []
                base = ".".join([*above, *([node.module] if node.module else [])])
                yield from ((node.lineno, base, alias.name) for alias in node.names)

    @cached_property
    def _meanings(self) -> dict[str, str]:
        meanings: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    root = alias.name.partition(".")[0]
                    meanings[alias.asname or root] = alias.name if alias.asname else root
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for alias in node.names:
                    meanings[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        return meanings

    def full_name(self, expression: ast.expr) -> str:
        """Return `datetime.datetime.now` for `dt.now` after `from datetime import datetime as dt`."""
        if isinstance(expression, ast.Name):
            return self._meanings.get(expression.id, expression.id)
        if isinstance(expression, ast.Attribute):
            return f"{self.full_name(expression.value)}.{expression.attr}"
        return "?"

    def calls(self) -> Iterator[tuple[ast.Call, str]]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node, self.full_name(node.func)

    def at(self, line: int, complaint: str) -> str:
        return f"src/{self.path}:{line}: {complaint}"


def modules() -> tuple[Module, ...]:
    """Return every Python file of the product."""
    return tuple(
        Module(PurePosixPath(file.relative_to(SRC).as_posix()), file.read_text("utf-8"))
        for file in sorted(SRC.rglob("*.py"))
    )


def sample(path: str, text: str) -> Module:
    """Return a module that exists only in a test of a lint."""
    return Module(PurePosixPath(path), text)
