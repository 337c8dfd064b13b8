"""A stage draws no randomness by itself: keys, salts and ids come through a callable that it is handed."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.lints.source import Module, modules, sample

MAY_DRAW = {
    "voicekeep.app": "the wiring hands the source of randomness to the stages",
    "voicekeep.stores": "names of temporary files and objects",
}
MODULES = ("random", "secrets", "uuid", "numpy.random")
FUNCTIONS = ("os.urandom", "os.getrandom", "random.SystemRandom")


def complaints(module: Module) -> Iterator[str]:
    if module.within(*MAY_DRAW):
        return
    for line, source, name in module.imports:
        taken = f"{source}.{name}" if name else source
        if source in MODULES or taken in (*MODULES, *FUNCTIONS):
            yield module.at(line, f"{taken} draws randomness: take a callable as an argument")
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and module.full_name(node) in (*MODULES, *FUNCTIONS):
            yield module.at(node.lineno, f"{module.full_name(node)} draws randomness")


def test_no_stage_draws_randomness() -> None:
    assert [line for module in modules() for line in complaints(module)] == []


@pytest.mark.parametrize(
    "text",
    [
        "import secrets",
        "import random as r",
        "from uuid import uuid4",
        "from os import urandom",
        "import os\nkey = os.urandom(32)",
        "import os as o\ndef f(draw=o.urandom): ...",
        "import numpy as np\nx = np.random.default_rng()",
    ],
)
def test_a_stage_that_draws_is_refused(text: str) -> None:
    assert list(complaints(sample("voicekeep/vault/seal.py", text)))


def test_the_wiring_may_draw_and_a_stage_may_be_handed_a_source() -> None:
    assert not list(complaints(sample("voicekeep/app/wiring.py", "import os\nentropy = os.urandom")))
    assert not list(complaints(sample("voicekeep/vault/seal.py", "def seal(entropy): return entropy(32)")))
