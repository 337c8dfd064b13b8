"""Nothing said reaches a log or a terminal: messages are constants, what is filled in are identifiers."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.lints.source import Module, modules, sample

LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
A_LOGGER = re.compile(r"(^|\.)_?(logging|log|logger|getLogger)$", re.IGNORECASE)
HARMLESS = re.compile(
    r"(^|_)(id|ids|name|count|bytes|total|size|port|host|version|seconds|state|kind|attempt|position)$"
)
COUNTING = {"len", "type", "sum"}


def complaints(module: Module) -> Iterator[str]:
    for call, name in module.calls():
        if name == "print" and not module.within("voicekeep.app.cli"):
            yield module.at(call.lineno, "print outside app.cli")
        elif is_log_call(module, call):
            yield from unsafe_log(module, call)


def is_log_call(module: Module, call: ast.Call) -> bool:
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr not in LEVELS:
        return False
    receiver = function.value
    if isinstance(receiver, ast.Call):
        receiver = receiver.func  # logging.getLogger(...).info
    return A_LOGGER.search(module.full_name(receiver)) is not None


def unsafe_log(module: Module, call: ast.Call) -> Iterator[str]:
    assert isinstance(call.func, ast.Attribute)
    given = call.args[1:] if call.func.attr == "log" else call.args
    if not given or not (isinstance(given[0], ast.Constant) and isinstance(given[0].value, str)):
        yield module.at(call.lineno, "a log message is one string constant, filled in by the logger")
    for argument in given[1:]:
        if not is_harmless(argument):
            shown = ast.unparse(argument)
            yield module.at(call.lineno, f"{shown} may hold content: log an identifier or a count")
    for keyword in call.keywords:
        if keyword.arg not in {"exc_info", "stack_info", "stacklevel"}:
            yield module.at(call.lineno, f"{keyword.arg}= in a log call: put identifiers into the message")


def is_harmless(argument: ast.expr) -> bool:
    match argument:
        case ast.Constant(value=bytes()):
            return False
        case ast.Constant():
            return True
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return HARMLESS.search(name) is not None
        case ast.Call(func=ast.Name(id=name)):
            return name in COUNTING
    return False


def test_nothing_said_reaches_a_log() -> None:
    assert [line for module in modules() for line in complaints(module)] == []


@pytest.mark.parametrize(
    "text",
    [
        "print(turn)",
        "logger.info(f'heard {text}')",
        "logger.info('heard %s', text)",
        "logger.info('heard %s', turn.text)",
        "logger.info('heard ' + text)",
        "logger.debug(blob)",
        "logger.debug('%r', b'speech')",
        "logger.info('%s', f'{text}')",
        "logger.info('%s', str(text))",
        "logger.info('heard', extra={'text': text})",
        "logger.log(10, text)",
        "self._log.warning(text)",
        "import logging\nlogging.error(text)",
        "import logging\nlogging.getLogger(__name__).error(text)",
        "from logging import getLogger\ngetLogger(__name__).error(text)",
    ],
)
def test_content_in_a_log_is_refused(text: str) -> None:
    assert list(complaints(sample("voicekeep/vault/seal.py", text)))


@pytest.mark.parametrize(
    "text",
    [
        "logger.info('sealed %s, %d bytes', item_id, len(blob))",
        "logger.info('sealed %s', item.id)",
        "logger.exception('request %s stopped', request_id, exc_info=True)",
        "report.error(text)",
    ],
)
def test_identifiers_and_counts_are_accepted(text: str) -> None:
    assert not list(complaints(sample("voicekeep/vault/seal.py", text)))


def test_the_command_line_may_print() -> None:
    assert not list(complaints(sample("voicekeep/app/cli/commands.py", "print(1)")))
