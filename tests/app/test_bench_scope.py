"""The ledger that is made straight for the measurement is like any other: it verifies, grows on, refuses a double."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from voicekeep.app.bench.child import settings_for
from voicekeep.app.bench.straight import append_straight
from voicekeep.app.cli.commands import cli
from voicekeep.app.wiring import DATABASE_FILE, create_keep, open_keep
from voicekeep.ledger import verify
from voicekeep.records.facts import Captured
from voicekeep.records.ids import DeviceId, ItemId, SubjectId
from voicekeep.records.items import Evidence, ItemKind


def fact(number: int) -> Captured:
    body = bytes([number]) * 32
    return Captured(
        item=ItemId(f"itm_{'a' * 25}{'abcdefghijklmnop'[number]}"),
        subject=SubjectId("sub_" + "a" * 26),
        kind=ItemKind.TURN,
        device=DeviceId("dev_" + "a" * 26),
        at=datetime(2030, 1, 1, tzinfo=UTC),
        evidence=Evidence.PAIRED_DEVICE,
        record=body,
        audio=body,
        samples=body,
    )


def test_a_ledger_made_straight_verifies_and_an_ordinary_one_grows_on_it(tmp_path: Path) -> None:
    create_keep(tmp_path / "keep", settings_for(tmp_path))
    file = tmp_path / "keep" / DATABASE_FILE
    with open_keep(tmp_path / "keep") as keep:
        append_straight(keep, file, (fact(number) for number in range(7)))
        with keep.database.begin() as transaction:
            assert keep.log(transaction).append([fact(3), fact(7)]) == (3, 7)
        with keep.database.read() as transaction:
            assert verify(keep.log(transaction)).size == 8
        with pytest.raises(sqlite3.IntegrityError):
            append_straight(keep, file, [fact(5)])
        with keep.database.read() as transaction:
            assert verify(keep.log(transaction)).size == 8, "nothing of it stays"


def test_the_figures_are_those_of_exactly_what_was_crossed(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    asked = ["bench", "scope", "--items", "20", "--keep-items", "300", "--folder", str(tmp_path), "--json", str(file)]
    done = CliRunner().invoke(cli, asked)
    assert done.exit_code == 0, done.output
    figures = json.loads(file.read_text("utf-8"))
    assert {"items", "scope_s"} <= set(figures)
    assert (figures["items"], figures["keep_items"]) == (20, 300)
    assert figures["scope_s"] > 0
