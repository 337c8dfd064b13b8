"""docs/api.md is true: its examples run, in their order, against a served keep, and answer what is written there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from tests.app.simulator import household
from tests.web.served import served
from tests.web.visitors import Street
from voicekeep.app.web import serve_instead
from voicekeep.app.web.api import PREFIX, make_api

DOCUMENT: Final = (Path(__file__).parents[2] / "docs" / "api.md").read_text("utf-8")
EXAMPLE: Final = re.compile(r"```sh\n(.*?)```\n(?:\n```json\n(.*?)```)?", re.DOTALL)
BETWEEN: Final = "===="
CALLED: Final = re.compile(r"\$KEEP(/api/v1[\w./$-]*)")


def shape(value: Any) -> Any:  # noqa: ANN401  JSON
    """Return the names in a value, and what kind of value stands at each; null may stand for anything."""
    match value:
        case dict():
            return {name: shape(each) for name, each in value.items()}
        case list():
            return [shape(value[0])] if value else []
        case int() | float() if not isinstance(value, bool):
            return "number"
    return type(value).__name__


def fits(said: Any, answered: Any) -> bool:  # noqa: ANN401  JSON
    if said is None or answered is None:
        return True
    if isinstance(said, dict) and isinstance(answered, dict):
        return said.keys() == answered.keys() and all(fits(said[name], answered[name]) for name in said)
    if isinstance(said, list) and isinstance(answered, list):
        return not said or not answered or fits(said[0], answered[0])
    return bool(shape(said) == shape(answered))


@pytest.mark.enable_socket
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_examples_run_and_answer_what_is_written(tmp_path: Path) -> None:
    examples = EXAMPLE.findall(DOCUMENT)
    assert len(examples) > 15
    script = "set -euo pipefail\n" + f"\necho; echo {BETWEEN}\n".join(code for code, _ in examples)
    with household(tmp_path) as home:
        ada = home.join("ada")
        home.say(ada, "the kitchen light", "a timer")
        home.release(ada)
        application = Street(home).application
        with served(application) as port:
            url = f"http://localhost:{port}"
            serve_instead(application, replace(home.keep, settings=replace(home.keep.settings, public_url=url)))
            known = {"KEEP": url, "EMAIL": ada.email, "PASSWORD": ada.password, "NEW_PASSWORD": "a sentence of mine"}
            known["PUBLIC_KEY"] = 64 * "1"
            ran = subprocess.run(
                ["bash", "-c", script],
                cwd=tmp_path,
                env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), **known},
                capture_output=True,
                text=True,
                timeout=150,
                check=False,
            )
    answers = ran.stdout.split(f"\n{BETWEEN}\n")
    assert ran.returncode == 0, f"example {len(answers)}: {examples[len(answers) - 1][0]}\n{ran.stdout}\n{ran.stderr}"
    for (code, said), answered in zip(examples, answers, strict=True):
        if said:
            assert fits(json.loads(said), json.loads(answered)), f"{code}\n{answered}"
    assert zipfile.ZipFile(tmp_path / "copy.zip").testzip() is None
    assert (tmp_path / "kitchen.flac").read_bytes().startswith(b"fLaC")


def test_every_address_that_it_calls_is_there() -> None:
    there = [re.compile(re.sub(r"{\w+}", r"[^/]+", path)) for path in [*make_api().openapi()["paths"], "/openapi.json"]]
    called = {path.removeprefix(PREFIX) for path in CALLED.findall(DOCUMENT)}
    assert len(called) > 15
    assert [path for path in called if not any(known.fullmatch(path) for known in there)] == []


def test_what_does_not_fit_is_seen() -> None:
    assert fits([{"a": 1, "b": None}], [{"a": 2.5, "b": "x"}, {}])
    for answered in ([{"a": "1", "b": None}], [{"a": 1}], {"a": 1}, [{"a": 1, "b": None, "c": 1}]):
        assert not fits([{"a": 1, "b": None}], answered)
