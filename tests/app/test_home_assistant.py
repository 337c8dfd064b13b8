"""What is not ours: one bounded question, to an address where nobody else reads the token, and never hanging."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.app.simulator import SETTINGS
from voicekeep.app import home_assistant
from voicekeep.app.home_assistant import HomeAssistant, home_assistant_of
from voicekeep.app.operations.turns import HomeSilentError, NotForHomeError
from voicekeep.app.settings import BadSettingError

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "localhost"])
GOOD = {"response": {"speech": {"plain": {"speech": " The light\n is on. "}}}, "conversation_id": "x"}
Answering = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def served(answering: Answering) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Serve Home Assistant's one address; remember what it was asked."""
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append({"path": self.path, "token": self.headers["Authorization"], "body": json.loads(body)})
            answering(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answers(content: bytes, status: int = 200, **headers: str) -> Answering:
    def answering(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return answering


@pytest.fixture
def token(tmp_path: Path) -> Path:
    file = tmp_path / "home.token"
    file.write_text("a-token\n")
    file.chmod(0o600)
    return file


def asking(url: str, token: Path) -> HomeAssistant:
    return HomeAssistant(url, token, token.parent / "data")


@pytest.mark.enable_socket
def test_it_gets_the_words_and_the_language_and_nothing_else(token: Path) -> None:
    with served(answers(json.dumps(GOOD).encode())) as (url, asked):
        assert asking(url + "/", token).ask("light on", "de") == "The light is on."
    assert asked == [
        {
            "path": "/api/conversation/process",
            "token": "Bearer a-token",
            "body": {"text": "light on", "language": "de"},
        }
    ]


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("response_type", "code", "is_answer"),
    [
        ("error", "no_intent_match", False),
        ("error", "no_valid_targets", True),
        ("action_done", "no_intent_match", True),
    ],
)
def test_where_it_understood_nothing_that_is_no_answer(
    token: Path,
    response_type: str,
    code: str,
    is_answer: bool,  # noqa: FBT001
) -> None:
    told = {"response": {**GOOD["response"], "response_type": response_type, "data": {"code": code}}}  # type: ignore[dict-item]
    with served(answers(json.dumps(told).encode())) as (url, _):
        if is_answer:
            assert asking(url, token).ask("light on", "en") == "The light is on."
        else:
            with pytest.raises(NotForHomeError):
                asking(url, token).ask("light on", "en")


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    "answering",
    [
        answers(b"not JSON"),
        answers(b"[]"),
        answers(b'{"response": []}'),
        answers(b'{"response": {"response_type": "error", "data": 7}}'),
        answers(b'{"response": {"speech": {"plain": {"speech": 7}}}}'),
        answers(b'{"response": {"speech": {"plain": {"speech": "  "}}}}'),
        answers(json.dumps(GOOD).encode(), 500),
        answers(json.dumps(GOOD).encode(), 401),
        answers(b"", 302, Location="http://192.0.2.1/"),
        answers(b" " * 70_000 + json.dumps(GOOD).encode()),
        answers(b"\xff\xfe"),
    ],
    ids=[
        "no JSON",
        "a list",
        "no response",
        "no data",
        "a number",
        "nothing",
        "500",
        "401",
        "redirected",
        "too long",
        "no text",
    ],
)
def test_an_answer_out_of_form_is_none(token: Path, answering: Answering) -> None:
    with served(answering) as (url, _), pytest.raises(HomeSilentError):
        asking(url, token).ask("light on", "en")


@pytest.mark.enable_socket
def test_one_that_hangs_is_left_alone(token: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home_assistant, "_SECONDS", 0.2)
    done = threading.Event()

    def hang(_: BaseHTTPRequestHandler) -> None:
        done.wait(30)

    with served(hang) as (url, _):
        began = time.monotonic()
        with pytest.raises(HomeSilentError):
            asking(url, token).ask("light on", "en")
        done.set()
    assert time.monotonic() - began < 25


@pytest.mark.enable_socket
def test_nobody_there_is_no_answer(token: Path) -> None:
    with served(answers(b"")) as (url, _):
        pass
    with pytest.raises(HomeSilentError):
        asking(url, token).ask("light on", "en")


@pytest.mark.parametrize("spoil", ["mode", "missing", "two lines", "empty", "inside"])
def test_a_token_that_others_could_read_is_not_used(token: Path, spoil: str) -> None:
    match spoil:
        case "mode":
            token.chmod(0o644)
        case "missing":
            token.unlink()
        case "two lines":
            token.write_text("a\nb\n")
        case "empty":
            token.write_text("")
    data = token.parent if spoil == "inside" else token.parent / "data"
    with pytest.raises(HomeSilentError):
        HomeAssistant("http://127.0.0.1:1", token, data).ask("light on", "en")


@pytest.mark.parametrize(
    ("url", "token_file", "key"),
    [
        ("http://homeassistant.local:8123", "t", "home_assistant_url"),
        ("http://192.168.1.5:8123", "t", "home_assistant_url"),
        ("ftp://127.0.0.1", "t", "home_assistant_url"),
        ("https://user@home.example", "t", "home_assistant_url"),
        ("https://", "t", "home_assistant_url"),
        ("https://home.example", "", "home_assistant_token_file"),
        ("", "t", "home_assistant_token_file"),
    ],
)
def test_a_setting_that_would_show_the_token_is_refused(tmp_path: Path, url: str, token_file: str, key: str) -> None:
    settings = replace(SETTINGS, home_assistant_url=url, home_assistant_token_file=token_file)
    with pytest.raises(BadSettingError) as refused:
        home_assistant_of(settings, tmp_path)
    assert refused.value.key == key


def test_it_is_off_by_default(tmp_path: Path) -> None:
    assert home_assistant_of(SETTINGS, tmp_path) is None
    for url in ("https://home.example", "http://localhost:8123", "http://[::1]:8123"):
        settings = replace(SETTINGS, home_assistant_url=url, home_assistant_token_file="t")
        assert home_assistant_of(settings, tmp_path) is not None
