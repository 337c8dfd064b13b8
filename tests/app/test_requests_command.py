"""At home whoever runs the host answers what its person cannot do by themselves, at the command line (Art. 12, 21)."""

from __future__ import annotations

from pathlib import Path

from tests.app.terminal import EMAIL, PASSWORD, with_one_account
from voicekeep.app.operations.accounts import sign_in
from voicekeep.app.operations.own_requests import letter_named, requests_of
from voicekeep.app.operations.submitting import object_to
from voicekeep.app.wiring import open_keep
from voicekeep.records.rights import Processing
from voicekeep.request import State

DONE = "From today on no sign-in of yours is written down."


def test_an_objection_is_listed_shown_and_answered_once(tmp_path: Path) -> None:
    terminal = with_one_account(tmp_path)
    assert "nothing waits for an answer" in terminal.type("requests", "list").stdout
    with open_keep(terminal.data) as keep:
        session = sign_in(keep, EMAIL, PASSWORD).session
        request = object_to(keep, session, Processing.SIGN_INS, "Nobody need know when I am at home.")
    listed = terminal.type("requests", "list").stdout
    assert f"{request}  objection (Art. 21)  identified  due " in listed
    assert "days left" in listed
    assert EMAIL not in listed
    assert "Nobody need know when I am at home." in terminal.type("requests", "show", request).stdout
    short = terminal.type("requests", "answer", request, "--done", "ok")
    assert short.returncode != 0
    assert "nothing was decided" in short.stderr
    assert terminal.type("requests", "answer", request, "--done", DONE).returncode == 0
    assert terminal.type("requests", "answer", request, "--done", DONE).returncode != 0
    assert "or it is decided" in terminal.type("requests", "show", request).stdout
    with open_keep(terminal.data) as keep:
        session = sign_in(keep, EMAIL, PASSWORD).session
        [one] = requests_of(keep, session)
        assert one.state is State.ANSWERED
        assert DONE in letter_named(keep, session, request, one.letters[-1].name).paragraphs
