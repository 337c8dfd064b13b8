"""The case of 2018, rehearsed: each foreign recording is named, none of the requester's own; missing one fails."""

from __future__ import annotations

import json
import random
import socket
import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.app.simulator import household
from voicekeep.app.cli.commands import cli
from voicekeep.app.drill.rehearsal import FOREIGN, rehearse
from voicekeep.app.drill.rehearsed_by_people import _served
from voicekeep.app.operations import case_messages, scoping
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.incident import CaseScope, Triage

FIGURES = {
    "foreign",
    "named",
    "own_named_by_mistake",
    "noticed_s",
    "frozen_s",
    "scoped_s",
    "letters_ready_s",
    "affected",
    "told",
}


def _foreign() -> int:
    return random.randint(5, 60)  # noqa: S311  another number each time


def test_every_foreign_recording_is_named_and_none_of_the_requesters_own(tmp_path: Path) -> None:
    foreign, file = _foreign(), tmp_path / "rehearsed.json"
    done = CliRunner().invoke(cli, ["rehearse", "--foreign", str(foreign), "--json", str(file)])
    assert done.exit_code == 0, done.output
    figures = json.loads(file.read_text("utf-8"))
    assert set(figures) == FIGURES
    assert (figures["foreign"], figures["named"], figures["own_named_by_mistake"]) == (foreign, foreign, 0)
    assert figures["affected"] == figures["told"] == 2
    steps = [figures[name] for name in ("noticed_s", "frozen_s", "scoped_s", "letters_ready_s")]
    assert steps[0] > 0
    assert steps == sorted(steps)
    assert "in 2018" in done.output


@pytest.mark.enable_socket
def test_whatever_ends_the_telling_is_raised_where_the_rehearsal_ends(tmp_path: Path) -> None:
    """Else nobody would be told any more, without a word, and people would wait for mails that never come."""
    with household(tmp_path) as home, socket.create_server(("127.0.0.1", 0)) as listening:
        broken = threading.Event()

        def clock() -> datetime:
            if threading.current_thread().name.startswith("rehearsal-telling"):
                broken.set()
                raise ZeroDivisionError
            return home.clock()

        with pytest.raises(ZeroDivisionError), _served(replace(home.keep, clock=clock), listening):
            assert broken.wait(10)


@pytest.mark.slow
@pytest.mark.timeout(1_200)
def test_as_many_as_the_issue_asks_for_drawn_at_random_are_all_named() -> None:
    rehearsed = rehearse(None, lambda _: None)
    assert FOREIGN[0] <= rehearsed.foreign <= FOREIGN[1]
    assert (rehearsed.named, rehearsed.own_named_by_mistake) == (rehearsed.foreign, 0)
    assert rehearsed.held, rehearsed


def test_the_demo_ends_with_it() -> None:
    lines = (Path(__file__).parents[2] / "script" / "demo").read_text("utf-8").splitlines()
    end = lines[-1].split()
    assert end[0] == "exec", "its exit code is that of the demo"
    assert end[2:] == ["rehearse", "--foreign", "200"]
    assert FOREIGN[0] <= int(end[-1]) <= FOREIGN[1]


def test_a_scope_that_misses_one_recording_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = scoping.scope_in

    def forgetful(keep: Keep, transaction: Transaction, began: Triage) -> CaseScope:
        scope = real(keep, transaction, began)
        missed = scope.reached[0].item
        return replace(scope, reached=tuple(each for each in scope.reached if each.item != missed))

    monkeypatch.setattr(case_messages, "scope_in", forgetful)
    file = tmp_path / "rehearsed.json"
    done = CliRunner().invoke(cli, ["rehearse", "--foreign", "7", "--json", str(file)])
    assert done.exit_code == 1, done.output
    figures = json.loads(file.read_text("utf-8"))
    assert (figures["foreign"], figures["named"]) == (7, 6)


def test_without_a_number_it_is_another_one_each_time() -> None:
    assert FOREIGN == (200, 2_000)
    drawn = {random.Random(seed).randint(*FOREIGN) for seed in range(20)}  # noqa: S311
    assert len(drawn) > 10
    assert rehearse.__kwdefaults__ == {"seed": None}
