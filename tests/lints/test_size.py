"""A module is read in one sitting, a function in one look."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from tests.lints.source import Module, modules, sample

MODULE_MAX_LINES = 500
MODULE_WANTS_REASON_LINES = 300
FUNCTION_MAX_LINES = 40  # from def to its end, without decorators and docstring

MIGRATIONS = "migrations"
LONG_MODULES: Mapping[str, str] = {
    "voicekeep/records/items.py": "the one list of all kinds of items, each with its record",
    "voicekeep/app/web/application.py": "the one list of all pages, and of what each error becomes on them",
}  # "voicekeep/vault/seal.py": "why it is one module"


def complaints(module: Module, reasons: Mapping[str, str] = LONG_MODULES) -> Iterator[str]:
    lines = len(module.text.splitlines())
    reason = reasons.get(str(module.path), "")
    if lines > MODULE_MAX_LINES:
        yield module.at(1, f"{lines} lines; {MODULE_MAX_LINES} is the ceiling")
    elif lines > MODULE_WANTS_REASON_LINES and not reason:
        yield module.at(1, f"{lines} lines; above {MODULE_WANTS_REASON_LINES} LONG_MODULES wants a reason")
    elif lines <= MODULE_WANTS_REASON_LINES and reason:
        yield module.at(1, "needs its entry in LONG_MODULES no longer")
    for node in ast.walk(module.tree):
        if MIGRATIONS in module.path.parts:
            continue  # a list of tables, written once and never changed
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length(node) > FUNCTION_MAX_LINES:
            complaint = f"{node.name} has {length(node)} lines; {FUNCTION_MAX_LINES} is the ceiling"
            yield module.at(node.lineno, complaint)


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of `function` without its docstring: to explain more is never to be punished."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def test_modules_and_functions_are_short() -> None:
    assert [line for module in modules() for line in complaints(module)] == []


def test_every_long_module_with_a_reason_exists() -> None:
    assert set(LONG_MODULES) <= {str(module.path) for module in modules()}


def test_a_long_module_is_refused() -> None:
    assert list(complaints(sample("voicekeep/long.py", "x = 1\n" * 501), {"voicekeep/long.py": "none helps"}))
    assert list(complaints(sample("voicekeep/long.py", "x = 1\n" * 301), {}))


def test_a_reason_is_wanted_exactly_while_it_is_needed() -> None:
    reasons = {"voicekeep/long.py": "one table"}
    assert not list(complaints(sample("voicekeep/long.py", "x = 1\n" * 301), reasons))
    assert list(complaints(sample("voicekeep/long.py", "x = 1\n" * 300), reasons))


def test_a_long_function_is_refused_and_a_long_docstring_is_not() -> None:
    body = "    x = 1\n"
    assert list(complaints(sample("voicekeep/f.py", "def f():\n" + body * 40)))
    assert list(complaints(sample("voicekeep/f.py", "async def f():\n" + body * 40)))
    assert not list(complaints(sample("voicekeep/f.py", "def f():\n" + body * 39)))
    docstring = '    """Say' + "\n    more" * 60 + '"""\n'
    assert not list(complaints(sample("voicekeep/f.py", "def f():\n" + docstring + body * 39)))
