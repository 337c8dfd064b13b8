"""Cases at the command line: opened by hand, listed without a person, decided once; a broken ledger opens one."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from tests.app.terminal import EMAIL, PASSWORD, Terminal, with_one_account
from voicekeep.app.operations.accounts import sign_in
from voicekeep.app.operations.asking import ask_for_copy, copies_of
from voicekeep.app.operations.download import look_at_link
from voicekeep.app.operations.incidents import report_not_mine
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.wiring import DATABASE_FILE, open_keep
from voicekeep.delivery import FrozenLinkError
from voicekeep.records.reports import Saw

TRIAGE = re.compile(r"tri_[a-z2-7]{26}")
ITEM = "itm_" + 26 * "a"


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return with_one_account(tmp_path_factory.mktemp("home"))


def triage_in(text: str) -> str:
    found = TRIAGE.search(text)
    assert found is not None, text
    return found[0]


def test_a_case_is_opened_by_hand_listed_and_decided_once(tmp_path: Path) -> None:
    terminal = with_one_account(tmp_path)
    assert "no triage\n0 tries at another person's link" in terminal.type("incident", "list").stdout
    opened = terminal.type("incident", "open", "--source", "found_file", "--item", ITEM)
    assert opened.returncode == 0, opened.stderr
    triage = triage_in(opened.stdout)
    listed = terminal.type("incident", "list").stdout
    assert re.search(rf"^{triage}  [0-9: -]{{19}}Z  found_file  open  {ITEM}$", listed, re.MULTILINE)
    decided = terminal.type("incident", "decide", triage, "--confirmed", "--aware-at", "2026-01-02T09:00+01:00")
    assert decided.returncode == 0, decided.stderr
    assert "certain since 2026-01-02 08:00:00Z, decided by host_operator" in decided.stdout
    assert "supervisory authority to be notified by 2026-01-05 08:00:00Z" in decided.stdout
    otherwise = terminal.type("incident", "decide", triage, "--dismissed")
    assert otherwise.returncode == 1
    assert "TriageOverError" in otherwise.stderr
    assert terminal.type("incident", "decide", triage).returncode == 2, "neither is no decision"
    future = terminal.type("incident", "decide", triage, "--confirmed", "--aware-at", "2999-01-02T09:00Z")
    assert "DecisionRefusedError" in future.stderr


@pytest.mark.parametrize("source", ["not_mine", "not_me", "failed_check"])
def test_nobody_plays_a_person_or_a_check_by_hand(terminal: Terminal, source: str) -> None:
    refused = terminal.type("incident", "open", "--source", source)
    assert refused.returncode == 1
    assert "ReportRefusedError" in refused.stderr


@pytest.mark.parametrize(
    "words", [("open", "--item", "kitchen.wav"), ("open", "--archive", ITEM), ("decide", "x", "--confirmed")]
)
def test_what_is_no_identifier_is_refused(terminal: Terminal, words: tuple[str, ...]) -> None:
    refused = terminal.type("incident", *words)
    assert refused.returncode == 1
    assert "MalformedIdError" in refused.stderr


def test_a_reported_copy_is_listed_without_its_person_and_a_dismissal_thaws_it(terminal: Terminal) -> None:
    with open_keep(terminal.data) as keep:
        session = sign_in(keep, EMAIL, PASSWORD).session
        request = ask_for_copy(keep, session, "en")
        release(request, PlainDesk(keep))
        token = str(copies_of(keep, session)[0].token)
        report_not_mine(keep, session, request, Saw.STRANGE_NAME)
        with pytest.raises(FrozenLinkError):
            look_at_link(keep, token, session)
    listed = terminal.type("incident", "list").stdout
    assert "  not_mine  open  arc_" in listed
    assert "copies held back: 1" in listed
    for told in (EMAIL, "Ada", str(session.subject), "strange"):
        assert told not in listed
    dismissed = terminal.type("incident", "decide", triage_in(listed), "--dismissed")
    assert dismissed.returncode == 0, dismissed.stderr
    assert "held back" not in dismissed.stdout
    with open_keep(terminal.data) as keep:
        assert look_at_link(keep, token, session).request == request


def test_a_ledger_that_does_not_verify_opens_a_case_once_and_a_forged_row_is_shown(tmp_path: Path) -> None:
    terminal = with_one_account(tmp_path)
    with sqlite3.connect(terminal.data / DATABASE_FILE) as shell:
        shell.execute("UPDATE ledger_opening SET subject = NULL WHERE position = 2")
    shell.close()
    first, second = terminal.type("ledger", "verify"), terminal.type("ledger", "verify")
    assert first.returncode == second.returncode == 1
    assert "EditedColumnError" in first.stderr
    assert triage_in(first.stderr) == triage_in(second.stderr)
    assert "  ledger  open" in terminal.type("incident", "list").stdout
    with sqlite3.connect(terminal.data / DATABASE_FILE) as shell:
        shell.execute("UPDATE triage SET source = 'hand'")
    shell.close()
    assert f"{triage_in(first.stderr)}  its row does not carry its code" in terminal.type("incident", "list").stdout
