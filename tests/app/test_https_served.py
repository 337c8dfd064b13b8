"""`voicekeep serve` over HTTPS as an operator runs it, with `voicekeep trust` and the doctor beside it."""

from __future__ import annotations

import hashlib
import re
import ssl
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from typer.testing import CliRunner

from tests.app.terminal import Terminal
from tests.app.test_serve import PATIENCE, Person, free_port, printed, serving, set_up
from voicekeep.app.cli.commands import cli
from voicekeep.app.doctor import examine
from voicekeep.app.drill.scratch import scratch_settings
from voicekeep.app.serving import run
from voicekeep.app.tls import HostsChangedError
from voicekeep.app.wiring import create_keep

pytestmark = pytest.mark.enable_socket


def type_in(*words: str, data: Path) -> str:
    typed = CliRunner().invoke(cli, [*words, "--data", str(data)], env={"COLUMNS": "200"})
    assert typed.exit_code == 0, typed.output
    return typed.output


def https(data: Path) -> tuple[bool, str]:
    return next((found.sound, found.sentence) for found in examine(data) if found.what == "https")


def test_it_shows_a_fingerprint_and_answers_whoever_trusts_it(tmp_path: Path) -> None:
    terminal, port, trust_port = Terminal(tmp_path), free_port(), free_port()
    data = terminal.data
    url = f"https://localhost:{port}"
    settings = replace(scratch_settings(tmp_path / "keys"), public_url=url, tls="own", trust_port=trust_port)
    create_keep(data, settings)
    with serving(terminal, port) as process:
        address = printed(process, r"at (http://\S+)")
        assert address == f"http://localhost:{trust_port}/trust"
        shown = "".join(printed(process, r"^  ((?:[0-9A-F]{2} *){16})$") for _ in range(2)).replace(" ", "").lower()
        certificate = httpx2.get(f"{address}/authority.crt", trust_env=False).content
        assert hashlib.sha256(certificate).hexdigest() == shown
        trusts = ssl.create_default_context(cadata=ssl.DER_cert_to_PEM_cert(certificate))
        with httpx2.Client(base_url=url, verify=trusts, trust_env=False, timeout=PATIENCE) as client:
            page = Person(client).client.get("/trust")
        assert shown in re.sub(r"<[^>]*>|\s", "", page.text).lower()
        written = tmp_path / "authority.pem"
        told = type_in("trust", "--certificate", str(written), data=data)
        assert shown in re.sub(r"\s", "", told).lower()
        assert ssl.PEM_cert_to_DER_cert(written.read_text("ascii")) == certificate
    sound, sentence = https(data)
    assert sound
    assert sentence.startswith("its own authority vouches for ")
    # another host: nothing is served before somebody decides that every device has to trust again
    set_up(terminal, tls_names="voice.home.test")
    with pytest.raises(HostsChangedError):
        run(data, host="127.0.0.1", port=port, greet=lambda *_: None, invitation_lifetime=timedelta(days=1))
    assert https(data)[0] is False
    refused = CliRunner().invoke(cli, ["trust", "new", "--data", str(data)])
    assert refused.exit_code == 2
    assert "voice.home.test" in type_in("trust", "new", "--yes", data=data)
    assert https(data)[0] is True


def test_the_doctor_says_what_the_microphones_have_to_know(tmp_path: Path) -> None:
    data = tmp_path / "data"
    create_keep(data, scratch_settings(tmp_path))
    assert https(data) == (True, "none (tls = off): browsers give a microphone on this machine only")
    assert "no authority of this keep" in str(CliRunner().invoke(cli, ["trust", "--data", str(data)]).exception)
