"""`voicekeep serve` as an operator runs it: a process with a port, the worker behind the pages, a clean end."""

from __future__ import annotations

import contextlib
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import httpx2
import pytest

from tests.app.simulator import tone
from tests.app.terminal import Terminal
from voicekeep.app.settings_file import load, save

pytestmark = pytest.mark.enable_socket

EMAIL, PASSWORD = "ada@serve.test", "a long password of mine"
PATIENCE = 90.0  # seconds

T = TypeVar("T")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@contextmanager
def serving(terminal: Terminal, port: int) -> Iterator[subprocess.Popen[str]]:
    """Run `voicekeep serve` until the context ends, and see it end by itself when it is told to."""
    command = [sys.executable, "-c", "from voicekeep.app.cli import main; main()", "serve", "--port", str(port)]
    environment = {**terminal.environment, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as process:
        try:
            yield process
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) in {0, -signal.SIGTERM}
        finally:
            process.kill()


def printed(process: subprocess.Popen[str], pattern: str) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(pattern, line):
            return found.group(1)
    pytest.fail(f"it ended without printing {pattern}")


class Person:
    """A browser at the served pages."""

    def __init__(self, client: httpx2.Client) -> None:
        self.client = client
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with contextlib.suppress(httpx2.TransportError):
                if self.client.get("/sign-in").status_code == 200:
                    return
            time.sleep(0.1)
        pytest.fail("nobody answers")

    def send(self, page: str, **fields: str) -> httpx2.Response:
        found = re.search(r'name="form_token" value="([0-9a-f]+)"', self.client.get(page).text)
        assert found is not None
        return self.client.post(page, data={"form_token": found.group(1)} | fields)

    def links(self) -> list[str]:
        return re.findall(r'href="(/copy/[\w-]+)"', self.client.get("/my-data/copies").text)

    def await_link(self) -> str:
        return awaited(self.links)[0]


def awaited(look: Callable[[], T]) -> T:
    """Look until there is something."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := look():
            return found
        time.sleep(0.1)
    pytest.fail("it did not come")


def set_up(terminal: Terminal, **changed: str | int) -> None:
    """Change settings as an operator does."""
    settings = load(terminal.data)
    (terminal.data / "voicekeep.toml").unlink()
    save(replace(settings, **changed), terminal.data)  # type: ignore[arg-type]  # a setting each


@contextmanager
def browser(port: int) -> Iterator[Person]:
    with httpx2.Client(base_url=f"http://localhost:{port}", follow_redirects=True, trust_env=False) as client:
        yield Person(client)


def test_from_nothing_to_a_copy_that_verifies(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    port = free_port()
    assert terminal.type("init", "--home", "--url", f"http://localhost:{port}").returncode == 0
    mails = tmp_path / "mails"
    set_up(terminal, notices="folder", notices_from="voice@serve.test", notices_folder=str(mails))
    with serving(terminal, port) as process, browser(port) as ada:
        welcome = printed(process, r"(/welcome/[\w-]+)")
        opened = ada.send(welcome, name="Ada", email=EMAIL, password=PASSWORD, household="Harbour Street")
        assert opened.url.path == "/choices"
        assert ada.send("/choices", keeping="audio", months="3").url.path == "/my-data"
        # recordings come in by another process while this one serves
        said = tmp_path / "said"
        said.mkdir()
        for number in range(3):
            (said / f"{number}.wav").write_bytes(tone(f"serve {number}"))
        imported = terminal.type("import", str(said), typed=f"{EMAIL}\n{PASSWORD}\n")
        assert "3 kept, 0 not kept" in imported.stdout, imported.stderr
        # a second process does not serve the same keep
        second = terminal.type("serve", "--port", str(free_port()))
        assert second.returncode == 1
        assert "WorkerBusyError" in second.stderr
        # the worker behind the pages makes the copy
        ada.send("/my-data")
        copy = tmp_path / "copy.zip"
        copy.write_bytes(ada.send(ada.await_link()).content)
        # and says by mail that there is a message
        [mail] = awaited(lambda: list(mails.glob("*.eml")))
        assert f"To: {EMAIL}".encode() in mail.read_bytes()
        known = ada.client.get("/.well-known/voicekeep").json()["statement"]
    verified = terminal.type("verify", str(copy), "--fingerprint", known)
    assert verified.returncode == 0, verified.stderr
    assert "3 recordings" in verified.stdout
    # it starts again, knows its people, and offers no second first account
    with serving(terminal, port) as process, browser(port) as ada:
        assert printed(process, r"(answers at)") == "answers at"
        assert ada.send("/sign-in", email=EMAIL, password=PASSWORD).url.path == "/my-data"
        process.send_signal(signal.SIGTERM)
        assert process.stdout is not None
        assert "/welcome/" not in process.stdout.read()


def test_a_mail_server_that_never_answers_delays_neither_a_copy_nor_the_end(tmp_path: Path) -> None:
    terminal, port = Terminal(tmp_path), free_port()
    assert terminal.type("init", "--home", "--url", f"http://localhost:{port}").returncode == 0
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent_port = int(silent.getsockname()[1])
        set_up(terminal, notices="smtp", notices_from="v@serve.test", smtp_host="127.0.0.1", smtp_port=silent_port)
        with serving(terminal, port) as process, browser(port) as ada:
            welcome = printed(process, r"(/welcome/[\w-]+)")
            ada.send(welcome, name="Ada", email=EMAIL, password=PASSWORD, household="")
            ada.send("/my-data")
            ada.await_link()
            silent.settimeout(PATIENCE)
            connection, _ = silent.accept()  # the keep waits for this server now
            with connection:
                ada.send("/my-data")
                awaited(lambda: len(ada.links()) == 2)
                process.send_signal(signal.SIGTERM)
                assert process.wait(PATIENCE) in {0, -signal.SIGTERM}
    listed = terminal.type("notices").stdout
    assert "copy_ready  waiting" in listed
    assert "sent" not in listed


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    assert terminal.type("init", "--home").returncode == 0
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = terminal.type("serve", "--port", str(taken.getsockname()[1]))
    assert refused.returncode == 1
    assert "AddressError" in refused.stderr
    assert "Address already in use" in refused.stderr
    assert "Traceback" not in refused.stderr
