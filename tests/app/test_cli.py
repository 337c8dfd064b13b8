"""The command line as a person types it: commands, exit codes, what is printed, and what must not be."""

from __future__ import annotations

import json
import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import soundfile

from tests.app.simulator import tone
from tests.app.terminal import EMAIL, PASSWORD, Terminal, with_one_account
from voicekeep.app.operations.accounts import open_account, sign_in
from voicekeep.app.operations.devices import bind_new, new_device
from voicekeep.app.operations.notices import send_notices
from voicekeep.app.operations.speakers import note_heard, note_presence
from voicekeep.app.wiring import open_keep
from voicekeep.device import DeviceKind
from voicekeep.people import Applicant


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return with_one_account(tmp_path_factory.mktemp("home"))


def test_keys_and_data_lie_apart_and_for_their_owner_only(terminal: Terminal) -> None:
    root, keys = terminal.home / ".config/voicekeep/root.key", terminal.home / ".local/state/voicekeep/keys.sqlite3"
    for secret in (root, keys):
        assert secret.stat().st_mode & 0o077 == 0
        assert not secret.is_relative_to(terminal.data)


def test_a_second_init_changes_nothing(terminal: Terminal) -> None:
    again = terminal.type("init", "--home")
    assert again.returncode == 1
    assert "KeepExistsError" in again.stderr


def test_a_root_key_that_others_can_read_is_refused(terminal: Terminal) -> None:
    root = terminal.home / ".config/voicekeep/root.key"
    root.chmod(0o644)
    try:
        refused = terminal.type("ledger", "verify")
    finally:
        root.chmod(0o600)
    assert refused.returncode == 1
    assert "RootKeyExposedError" in refused.stderr


def test_import_ask_verify_who_and_holds(terminal: Terminal, tmp_path: Path) -> None:
    folder = tmp_path / "said"
    folder.mkdir()
    (folder / "one.wav").write_bytes(tone("cli one"))
    at = datetime(2026, 9, 1, tzinfo=UTC).isoformat()
    (folder / "one.wav.json").write_text(json.dumps({"transcript": "something private", "at": at}))
    (folder / "noise.wav").write_text("no sound")
    kept = terminal.signed_in("import", str(folder))
    assert kept.returncode == 1, "one was not kept, and that is said"
    assert "1 kept, 1 not kept" in kept.stdout
    assert "noise.wav: NotAudioError" in kept.stderr
    asked = terminal.signed_in("ask")
    assert asked.returncode == 0, asked.stderr
    assert "/copy/" in asked.stdout
    verified = terminal.type("ledger", "verify")
    assert verified.returncode == 0
    assert verified.stdout.startswith("intact: ")
    converted = tmp_path / "again.wav"  # a WAV made from other bytes of the same sound
    data, rate = soundfile.read(folder / "one.wav", dtype="int16")
    soundfile.write(converted, data, rate, subtype="PCM_16")
    whose = terminal.type("ledger", "who", str(converted))
    assert whose.returncode == 0, whose.stderr
    assert "sub_" in whose.stdout
    assert "released to sub_" in whose.stdout
    stranger = tmp_path / "stranger.wav"
    stranger.write_bytes(tone("nobody"))
    assert terminal.type("ledger", "who", str(stranger)).returncode == 1
    held = terminal.signed_in("ledger", "holds")
    assert "released" in held.stdout
    for said in (kept, asked, verified, whose, held):
        assert "something private" not in said.stdout + said.stderr
        assert PASSWORD not in said.stdout + said.stderr


def test_whoever_closes_their_account_says_so_twice_and_gets_a_receipt(tmp_path: Path) -> None:
    terminal = with_one_account(tmp_path)
    doubtful = terminal.type("close-account", typed=f"{EMAIL}\n{PASSWORD}\nn\n")
    assert doubtful.returncode == 1
    assert terminal.signed_in("ledger", "holds").returncode == 0
    sure = terminal.type("close-account", typed=f"{EMAIL}\n{PASSWORD}\ny\n")
    assert sure.returncode == 0, sure.stderr
    assert json.loads(sure.stdout)["proof"]["fact"]["fact"] == "account_closed"
    assert "SignInRefusedError" in terminal.signed_in("ledger", "holds").stderr
    assert terminal.type("ledger", "verify").returncode == 0


def test_a_wrong_password_is_refused_by_name(terminal: Terminal) -> None:
    refused = terminal.type("ask", typed=f"{EMAIL}\nnot the password\n")
    assert refused.returncode == 1
    assert "SignInRefusedError" in refused.stderr
    assert EMAIL not in refused.stderr


def test_doctor_finds_a_sound_keep_sound_and_one_with_an_exposed_key_not(terminal: Terminal) -> None:
    sound = terminal.type("doctor")
    assert sound.returncode == 0, sound.stdout
    assert "BAD" not in sound.stdout
    root = terminal.home / ".config/voicekeep/root.key"
    root.chmod(0o640)
    try:
        unsound = terminal.type("doctor")
    finally:
        root.chmod(0o600)
    assert unsound.returncode == 1
    assert "BAD  keep: RootKeyExposedError" in unsound.stdout


def test_verify_needs_no_keep_and_names_what_is_damaged(tmp_path: Path) -> None:
    nothing = tmp_path / "copy.zip"
    nothing.write_bytes(b"PK\x03\x04 not a copy")
    refused = Terminal(tmp_path).type("verify", str(nothing))
    assert refused.returncode == 1
    assert "DamagedCopyError" in refused.stderr


def test_no_keep_says_how_to_make_one(tmp_path: Path) -> None:
    refused = Terminal(tmp_path).type("ledger", "verify")
    assert refused.returncode == 1
    assert "voicekeep init" in refused.stderr


def test_a_device_hands_in_with_its_credential(terminal: Terminal, tmp_path: Path) -> None:
    paired = terminal.signed_in("pair", "Kitchen")
    assert paired.returncode == 0, paired.stderr
    credential = tmp_path / "credential"
    credential.write_text(paired.stdout)
    folder = tmp_path / "device"
    folder.mkdir()
    (folder / "a.wav").write_bytes(tone("from the kitchen"))
    kept = terminal.type("import", str(folder), "--device-credential", str(credential))
    assert "1 kept, 0 not kept" in kept.stdout, kept.stderr


def test_speakers_are_listed_shared_and_given_up_by_whoever_signs_in(tmp_path: Path) -> None:
    terminal = with_one_account(tmp_path)
    assert "You have not chosen" not in terminal.signed_in("pair", "Kitchen").stderr
    with open_keep(terminal.data) as keep:
        session = sign_in(keep, EMAIL, PASSWORD).session
        devices = [new_device(keep, DeviceKind.LINUX, credential=name) for name in ("Attic", "Bath", "Cellar")]
        for each, name in zip(devices, ("Attic", "Bath", "Cellar"), strict=True):
            bind_new(keep, each, session.subject, name)
        note_presence(keep, devices[0].device, muted=True, there_for=timedelta(minutes=5))
        note_presence(keep, devices[1].device, muted=False, there_for=timedelta(minutes=5))
        note_heard(keep, devices[1].device)
    lines = terminal.signed_in("speakers").stdout.splitlines()
    shown = {line.split()[-1]: re.split(r"  +", line) for line in lines}
    assert {name: line[1:3] for name, line in shown.items()} == {
        "Kitchen": ["folder", "yours"],
        "Attic": ["muted", "yours"],
        "Bath": ["listening", "yours"],
        "Cellar": ["offline", "yours"],
    }
    assert [name for name, line in shown.items() if line[3] != "heard never"] == ["Bath"]
    assert re.fullmatch(r"heard [0-9-]{10} [0-9:]{5} UTC", shown["Bath"][3])
    device = shown["Kitchen"][0]
    shared = terminal.signed_in("speakers", "rebind", device, "--shared")
    assert shared.returncode == 0, shared.stderr
    [whose] = [line for line in terminal.signed_in("speakers").stdout.splitlines() if "  household  " in line]
    assert whose.startswith(device)
    assert terminal.signed_in("speakers", "unbind", device).returncode == 0
    refused = terminal.signed_in("speakers", "mute", device)
    assert (refused.returncode, "UnknownSpeakerError [P3]" in refused.stderr) == (1, True)


def test_a_speaker_that_is_not_paired_and_a_hub_in_clear_elsewhere_are_refused_by_name(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    alone = terminal.type("speaker")
    assert (alone.returncode, "NotPairedError [P1]" in alone.stderr) == (1, True)
    clear = terminal.type("speaker", "pair", "K7M2-QX9D", "--hub", "http://voice.example.org")
    assert (clear.returncode, "PlainTextError" in clear.stderr) == (1, True)
    nobody = terminal.type("speaker", "pair", "K7M2-QX9D", "--hub", "http://localhost:1")
    assert (nobody.returncode, "HubGoneError" in nobody.stderr) == (1, True)
    assert not (tmp_path / ".config/voicekeep/speaker.json").exists()


def test_notices_are_listed_without_their_people_and_doctor_tells_whether_mail_can_be_sent(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    assert terminal.type("init", "--home").returncode == 0
    assert terminal.type("notices").stdout == "no notices\n"
    assert "none is sent (notices = none)" in terminal.type("doctor").stdout
    token = terminal.type("invite").stdout.strip().rpartition("/")[2]
    applicant = Applicant(name="Ada", email=EMAIL, password=PASSWORD, language="en", household_name="Home")
    with open_keep(terminal.data) as keep:
        subject = open_account(keep, token, applicant)
        send_notices(keep)
    assert "You have not chosen what is kept" in terminal.signed_in("pair", "Kitchen").stderr
    listed = terminal.type("notices").stdout
    assert re.fullmatch(r"not_[a-z2-7]{26}  choice_asked  waiting [0-9: -]{19}Z\n", listed)
    for told in (EMAIL, "Ada", subject[4:], "Kitchen"):
        assert told not in listed
    # from now on they lie in a folder, until it cannot be written
    settings = terminal.data / "voicekeep.toml"
    mails = tmp_path / "mails"
    text = settings.read_text("utf-8").replace('notices = "none"', 'notices = "folder"')
    text = text.replace('notices_from = ""', 'notices_from = "voice@keep.test"')
    settings.write_text(text.replace('notices_folder = ""', f'notices_folder = "{mails}"'), "utf-8")
    with open_keep(terminal.data) as keep:
        assert send_notices(keep) == 1
    assert EMAIL.encode() in next(mails.glob("*.eml")).read_bytes()
    assert "choice_asked  sent" in terminal.type("notices").stdout
    sound = terminal.type("doctor")
    assert sound.returncode == 0
    assert "can be sent (folder)" in sound.stdout
    assert "1 sent" in sound.stdout
    mails.rename(tmp_path / "elsewhere")
    mails.write_text("no folder")
    unsound = terminal.type("doctor")
    assert unsound.returncode == 1
    assert "BAD  mail: MailFolderError" in unsound.stdout
    # and a row that somebody else wrote is told from ours
    with sqlite3.connect(terminal.data / "voicekeep.sqlite3") as shell:
        shell.execute("UPDATE notice SET sent_at = NULL, next_at = 0")
    shell.close()
    assert re.fullmatch(r"not_[a-z2-7]{26}  \?  forged \(ForgedRowError\)\n", terminal.type("notices").stdout)
    assert "BAD  notices: UnsoundError" in terminal.type("doctor").stdout
