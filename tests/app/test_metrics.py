"""Figures for machines: nobody in them; alarm rules that name only what there is; logs as JSON."""

from __future__ import annotations

import io
import json
import logging
import re
from contextlib import redirect_stderr
from dataclasses import replace
from pathlib import Path

import yaml
from prometheus_client.parser import text_string_to_metric_families

from tests.app.simulator import Household
from tests.app.telling import crossed, decided
from voicekeep.app.logs import JsonLines
from voicekeep.app.metrics import EngineFigures, as_text
from voicekeep.app.operations.figures import Figures, figures_of, ready

DOCUMENT = Path(__file__).parents[2] / "docs" / "metrics.md"
IDENTIFIER = re.compile(r"[a-z]{3}_[a-z2-7]{26}")
ENGINE = EngineFigures(engine="espeak", kind="tts", up=True, calls=3, failures=1, seconds=0.5)


def names_of(text: bytes) -> set[str]:
    families = text_string_to_metric_families(text.decode())
    return {sample.name for family in families for sample in family.samples} | {
        line.split()[2] for line in text.decode().splitlines() if line.startswith("# TYPE")
    }


def value(text: bytes, name: str, **labels: str) -> float | None:
    for family in text_string_to_metric_families(text.decode()):
        for sample in family.samples:
            if sample.name == name and labels.items() <= sample.labels.items():
                return sample.value
    return None


def test_a_case_is_seen_and_nobody_in_it(home: Household) -> None:
    told = decided(crossed(home))
    home.ask(told.vera)
    text = as_text(figures_of(home.keep), [ENGINE])
    assert value(text, "voicekeep_cases", state="assessed") == 1
    assert value(text, "voicekeep_cases_to_notify", hours_left="48-72") == 1
    assert value(text, "voicekeep_people_to_tell", channel="mail") == 3
    assert value(text, "voicekeep_requests", state="identified", days_left="more") == 1
    assert value(text, "voicekeep_engine_failures_total", engine="espeak") == 1
    with home.keep.database.read() as transaction:
        assert value(text, "voicekeep_ledger_entries") == transaction.log.size()
    assert not IDENTIFIER.search(text.decode())
    for someone in home.people.values():
        assert someone.email not in text.decode()
        assert f'"{someone.name}"' not in text.decode()
    home.clock.pass_by(hours=73)
    assert value(as_text(figures_of(home.keep)), "voicekeep_cases_to_notify", hours_left="over") == 1


def test_the_example_alarms_name_only_figures_that_there_are() -> None:
    page = DOCUMENT.read_text("utf-8")
    known = names_of(as_text(Figures(), [ENGINE]))
    rules = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)]
    alarms = [rule for each in rules for group in each["groups"] for rule in group["rules"]]
    assert len(alarms) >= 8
    for alarm in alarms:
        named = set(re.findall(r"voicekeep_\w+", alarm["expr"]))
        assert named, alarm
        assert named <= known, alarm
    table = set(re.findall(r"^\| `(voicekeep_\w+)", page, re.MULTILINE))
    assert table == {name for name in known if not name.endswith("_created")} - _untotalled(known)


def _untotalled(known: set[str]) -> set[str]:
    """Return what a counter is called without its ending."""
    return {name for name in known if f"{name}_total" in known}


def test_ready_is_a_database_that_opens_and_a_ledger_signed_to_its_end(home: Household) -> None:
    home.join("ada")
    assert ready(home.keep)

    class Broken:
        def read(self) -> object:
            from voicekeep.records.errors import StoreError  # noqa: PLC0415

            raise StoreError

    assert not ready(replace(home.keep, database=Broken()))  # type: ignore[arg-type]


def test_a_log_line_is_one_json_object_with_an_errors_name_and_none_of_its_text() -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("voicekeep.test")
    logger.addHandler(handler)
    logger.propagate = False
    try:
        with redirect_stderr(out):
            try:
                raise ValueError("Ada said so")  # noqa: TRY301
            except ValueError:
                logger.exception("case %s\ntells nobody", "tri_x")
    finally:
        logger.removeHandler(handler)
        logger.propagate = True
    [line] = out.getvalue().splitlines()
    said = json.loads(line)
    assert (said["level"], said["message"], said["error"]) == ("error", "case tri_x\ntells nobody", "ValueError")
    assert "Ada" not in line
