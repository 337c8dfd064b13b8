"""The challenge: what is handed out opens nothing, and the judge says truly what happened."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.app.terminal import Terminal
from voicekeep.app.demo import ChallengeError, judge, make_challenge
from voicekeep.app.operations.accounts import sign_in
from voicekeep.app.operations.reading import PersonalItems
from voicekeep.app.operations.recordings import from_owner, take_in
from voicekeep.app.settings_file import load, save
from voicekeep.app.wiring import open_keep
from voicekeep.records.ids import SubjectId
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("challenge") / "challenge"
    make_challenge(folder)
    return folder


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "challenge"))


def subject_of(folder: Path, name: str) -> str:
    return str(json.loads((folder / "handed" / "accounts.json").read_text("utf-8"))[name]["subject"])


def shell(folder: Path, *statements: tuple[str, tuple[str, ...]]) -> None:
    with closing(sqlite3.connect(folder / "handed" / "keep" / "voicekeep.sqlite3")) as database, database:
        for statement, cells in statements:
            database.execute(statement, cells)


def ada_of(folder: Path) -> str:
    known = {subject_of(folder, name) for name in ("bruno", "clerk")}
    with closing(sqlite3.connect(folder / "handed" / "keep" / "voicekeep.sqlite3")) as database:
        return next(str(row[0]) for row in database.execute("SELECT subject FROM account") if row[0] not in known)


def test_what_is_handed_out_holds_no_key_name_or_word(original: Path) -> None:
    handed = original / "handed" / "keep"
    everything = b"".join(path.read_bytes() for path in handed.rglob("*") if path.is_file())
    root = (original / "kept" / "root.key").read_bytes().split()[-1]
    for secret in (b"Ada Marlow", b"ada@harbour.example", b"fLaC", root):
        assert secret not in everything
    names = {path.name for path in (original / "handed").rglob("*")}
    assert not names & {path.name for path in (original / "kept").iterdir()}


def test_an_untouched_challenge_is_judged_as_such(folder: Path) -> None:
    """Ada's link waits for her, and is tried by the two others."""
    judged = judge(folder)
    assert (judged.changed, judged.reached, judged.stopped_by) == (False, 0, [("ForeignLinkError", "P5")])


def rows_given(folder: Path) -> None:
    shell(folder, ("UPDATE item SET owner = ? WHERE owner = ?", (subject_of(folder, "bruno"), ada_of(folder))))


def session_forged(folder: Path) -> None:
    bruno, ada = subject_of(folder, "bruno"), ada_of(folder)
    shell(folder, ("UPDATE credential SET subject = 'x' WHERE subject = ?", (bruno,)))
    shell(folder, ("UPDATE credential SET subject = ? WHERE subject = ?", (bruno, ada)))


def link_redirected(folder: Path) -> None:
    """In 2018 this was enough."""
    shell(folder, ("UPDATE grant_link SET recipient = ?", (subject_of(folder, "bruno"),)))


def blobs_swapped(folder: Path) -> None:
    database = folder / "handed" / "keep" / "voicekeep.sqlite3"
    with closing(sqlite3.connect(database)) as shell:
        [one], [other] = (
            shell.execute("SELECT item FROM item WHERE owner = ? AND kind = 'turn'", (owner,)).fetchone()
            for owner in (ada_of(folder), subject_of(folder, "bruno"))
        )
    blobs = folder / "handed" / "keep" / "blobs"
    places = {path.name: path for path in blobs.rglob("itm_*")}
    shutil.copyfile(places[one], places[other])


def ledger_cut(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "handed" / "keep" / "voicekeep.sqlite3")) as database, database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("DELETE FROM ledger_checkpoint WHERE size > 10")
        database.execute("DELETE FROM ledger_entry WHERE position >= 10")


@pytest.mark.parametrize(
    ("attack", "stopped_by"),
    [
        (rows_given, "WrongOwnerError"),
        (session_forged, "ForgedRowError"),
        (link_redirected, "ForgedRowError"),
        (blobs_swapped, "WrongOwnerError"),
        (ledger_cut, "UnsignedEntriesError"),
    ],
)
def test_an_attack_is_stopped_by_name(folder: Path, attack: Callable[[Path], None], stopped_by: str) -> None:
    attack(folder)
    judged = judge(folder)
    assert judged.changed
    assert judged.reached == 0
    assert stopped_by in {name for name, _ in judged.stopped_by}


def with_its_own_keys(folder: Path) -> Path:
    """Let the keep of a copied challenge use the keys that were copied with it; return its folder."""
    data, kept = folder / "handed" / "keep", folder / "kept"
    settings = load(data)
    (data / "voicekeep.toml").unlink()
    save(replace(settings, root_key=str(kept / "root.key"), key_store=str(kept / "keys.sqlite3")), data)
    return data


def test_the_judge_sees_a_recording_that_came_out(folder: Path, tmp_path: Path) -> None:
    """A sound of Ada's is given to Bruno by somebody who has the keys, and comes to him in his own copy."""
    accounts = json.loads((folder / "handed" / "accounts.json").read_text("utf-8"))
    data, taken = with_its_own_keys(folder), tmp_path / "taken"
    taken.mkdir()
    with open_keep(data) as keep:
        subject = SubjectId(ada_of(folder))
        with keep.database.read() as transaction:
            scope = ReleaseScope(as_of=transaction.log.size())
            turns = PersonalItems(keep, transaction, keep.ring.opener_for(subject), scope).items(ItemKind.TURN)
            (taken / "ada.flac").write_bytes(next(turn.audio for turn in turns if turn.audio is not None))
        bruno = sign_in(keep, accounts["bruno"]["email"], accounts["bruno"]["password"]).session
        assert take_in(keep, from_owner(bruno), taken).kept == 1
    for name in ("root.key", "keys.sqlite3"):
        assert (folder / "kept" / name).exists()
    assert judge(folder).reached > 0


def test_judging_changes_nothing_of_what_was_handed_out(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    judge(folder)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(ChallengeError):
        make_challenge(tmp_path)
    with pytest.raises(ChallengeError):
        judge(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_the_command_says_what_to_do_and_what_came_of_it(tmp_path: Path) -> None:
    terminal, place = Terminal(tmp_path), str(tmp_path / "it")
    made = terminal.type("challenge", place)
    assert made.returncode == 0, made.stderr
    assert "Make one of Ada's recordings reach Bruno." in made.stdout
    judged = terminal.type("challenge", place, "--judge")
    assert judged.returncode == 0, judged.stderr
    assert judged.stdout.splitlines() == [
        "Nothing was changed yet.",
        "stopped by ForeignLinkError (P5)",
        "None of Ada's recordings came out.",
    ]
