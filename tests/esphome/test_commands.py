"""Devices and speakers at the command line: what is asked, what is refused by name, and what is never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.terminal import EMAIL, PASSWORD, Terminal, with_one_account
from tests.esphome.device import Device, new_key, running

pytestmark = pytest.mark.enable_socket
ADD = ("speakers", "esphome", "add", "Kitchen", "--host", "127.0.0.1")


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return with_one_account(tmp_path_factory.mktemp("home"))


def test_a_device_is_added_by_the_key_that_is_asked_for_or_lies_in_a_file(terminal: Terminal, tmp_path: Path) -> None:
    device = Device(mac="AA:00:00:00:00:01", noise_key=new_key())
    file = tmp_path / "key"
    file.write_text(f"{device.noise_key}\n")
    with running(device):
        here = (*ADD, "--port", str(device.port))
        asked = terminal.type(*here, typed=f"{EMAIL}\n{PASSWORD}\n{device.noise_key}\n")
        again = terminal.signed_in(*here, "--key-file", str(file))
        other = terminal.type(*here, typed=f"{EMAIL}\n{PASSWORD}\n{new_key()}\n")
    assert asked.returncode == 0, asked.stderr
    assert asked.stdout.startswith("Added: dev_")
    assert again.stdout == asked.stdout, "added once more, it is the same"
    assert (other.returncode, other.stdout) == (1, "")
    assert "WrongNoiseKeyError" in other.stderr
    listed = terminal.signed_in("speakers").stdout
    assert listed.count("Kitchen") == 1
    for each in (asked, again, other):
        assert device.noise_key not in each.stdout + each.stderr


def test_a_key_file_that_is_not_there_is_refused_by_name_and_nothing_is_called(
    terminal: Terminal, tmp_path: Path
) -> None:
    device = Device(mac="AA:00:00:00:00:02")
    with running(device):
        refused = terminal.signed_in(*ADD, "--port", str(device.port), "--key-file", str(tmp_path / "none"))
        assert device.told == []
    assert refused.returncode == 1
    assert "KeyFileError" in refused.stderr
    assert "No such file" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_computer_is_not_paired_by_two_words_about_whom_to_trust_or_by_a_wrong_one(
    terminal: Terminal, tmp_path: Path
) -> None:
    identity = tmp_path / "speaker.json"
    pair = ("speaker", "pair", "K7M2-QX9D", "--hub", "https://127.0.0.1:1", "--file", str(identity))
    (wrong := tmp_path / "authority.pem").write_text("no certificate")
    both = terminal.type(*pair, "--ca", str(wrong), "--fingerprint", "ab" * 32)
    assert both.returncode == 2
    assert "not both" in both.stderr
    for trust in (("--ca", str(wrong)), ("--ca", str(tmp_path / "none")), ("--fingerprint", "ab")):
        refused = terminal.type(*pair, *trust)
        assert refused.returncode == 1, refused.stderr
        assert "AuthorityRefusedError" in refused.stderr
    gone = terminal.type(*pair, "--fingerprint", "ab" * 32)
    assert gone.returncode == 1
    assert "HubGoneError" in gone.stderr
    assert not identity.exists()
