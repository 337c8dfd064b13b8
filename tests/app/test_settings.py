"""voicekeep.toml: what is refused, and that a keep from before a key stays as it was."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from voicekeep.app.drill.scratch import scratch_settings
from voicekeep.app.settings import LANGUAGES, TLS, BadSettingError, Settings
from voicekeep.app.settings_file import load, save
from voicekeep.app.wiring import certificates_for, create_keep, open_keep
from voicekeep.notice import Letter, MailOffError
from voicekeep.records.ids import NoticeId

OF_MAIL = (
    "notices",
    "notices_from",
    "notices_folder",
    "smtp_host",
    "smtp_port",
    "smtp_security",
    "smtp_user",
    "smtp_password_file",
)


def written(folder: Path, **changed: str | int) -> Settings:
    """Return what is read of settings that were written with these values."""
    settings = replace(scratch_settings(folder / "keys"), **changed)  # type: ignore[arg-type]  # hostile on purpose
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data" / "voicekeep.toml").unlink(missing_ok=True)
    save(settings, folder / "data")
    loaded = load(folder / "data")
    assert loaded == settings
    return loaded


def without(folder: Path, keys: tuple[str, ...]) -> None:
    file = folder / "voicekeep.toml"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if line.partition(" =")[0] not in keys), "utf-8")


ENGINE_KEYS = tuple(f"{task}_{language}" for task in ("speech_to_text", "text_to_speech") for language in LANGUAGES)
SMTP: dict[str, str | int] = {"notices": "smtp", "notices_from": "voice@keep.test", "smtp_host": "mail.keep.test"}
OWN: dict[str, str | int] = {"tls": "own", "public_url": "https://voice.home:8420"}
FILES: dict[str, str | int] = OWN | {"tls": "files", "tls_certificate": "chain.pem", "tls_key": "key.pem"}
FOLDER: dict[str, str | int] = {"notices": "folder", "notices_from": "voice@keep.test", "notices_folder": "mails"}


@pytest.mark.parametrize(
    "changed",
    [
        {},
        SMTP,
        FOLDER,
        SMTP | {"smtp_port": 465, "smtp_security": "tls", "smtp_user": "voice", "smtp_password_file": "mail.password"},
        {"controller_name": 'a "name"\nof \\ two lines'},
        {"speech_to_text_de": "tcp://127.0.0.1:10300", "text_to_speech_fr": "unix:///run/piper"},
        {"speech_to_text_de": "tcp://engine.keep.test:10300", "engines_elsewhere": True},
        OWN | {"tls_names": "192.168.1.20 voice.local fd00::20", "trust_port": 0},
        FILES,
    ],
)
def test_what_is_written_is_read(tmp_path: Path, changed: dict[str, str | int]) -> None:
    written(tmp_path, **changed)


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"notices": "pigeon"}, "notices"),
        (SMTP | {"notices_from": ""}, "notices_from"),
        (SMTP | {"notices_from": "voice@keep.test\r\nBcc: eve@keep.test"}, "notices_from"),
        (SMTP | {"smtp_host": ""}, "smtp_host"),
        (SMTP | {"smtp_port": 0}, "smtp_port"),
        (SMTP | {"smtp_port": 65536}, "smtp_port"),
        (SMTP | {"smtp_port": "587"}, "smtp_port"),
        (SMTP | {"smtp_security": "none"}, "smtp_security"),
        (SMTP | {"smtp_user": "voice"}, "smtp_password_file"),
        (SMTP | {"smtp_password_file": "mail.password"}, "smtp_password_file"),
        (FOLDER | {"notices_folder": ""}, "notices_folder"),
        (FOLDER | {"notices_from": "Ada <ada@keep.test>"}, "notices_from"),
        ({"speech_to_text_de": "http://127.0.0.1:10300"}, "speech_to_text_de"),
        ({"speech_to_text_fr": "tcp://127.0.0.1"}, "speech_to_text_fr"),
        ({"text_to_speech_en": "unix://host/socket"}, "text_to_speech_en"),
        ({"text_to_speech_de": "tcp://engine.keep.test:10200"}, "text_to_speech_de"),
        ({"speech_to_text_en": "tcp://192.0.2.7:10300", "engines_elsewhere": False}, "speech_to_text_en"),
        ({"speech_to_text_en": "tcp://[::1:10300", "engines_elsewhere": True}, "speech_to_text_en"),
        ({"engines_elsewhere": "yes"}, "engines_elsewhere"),
        ({"engines_elsewhere": 1}, "engines_elsewhere"),
        ({"smtp_port": True}, "smtp_port"),
        ({"tls": "on"}, "tls"),
        ({"tls": "own"}, "public_url"),
        (OWN | {"tls_names": "*.home"}, "tls_names"),
        (OWN | {"tls_names": "192.168.1.300"}, "tls_names"),
        (OWN | {"public_url": "https://bücher.test"}, "public_url"),
        ({"public_url": "http://bücher.test"}, "public_url"),
        ({"speaker_url": "http://*"}, "speaker_url"),
        ({"speaker_url": "http://a*"}, "speaker_url"),
        ({"speaker_url": "192.0.2.7:8420"}, "speaker_url"),
        (OWN | {"trust_port": 65536}, "trust_port"),
        (FILES | {"tls_certificate": ""}, "tls_certificate"),
        (FILES | {"tls_key": ""}, "tls_key"),
        ({"language": "nl"}, "language"),
        ({"mode": "school"}, "mode"),
    ],
)
def test_what_cannot_be_used_is_refused_by_the_name_of_its_key(
    tmp_path: Path, changed: dict[str, str | int], key: str
) -> None:
    with pytest.raises(BadSettingError) as refused:
        written(tmp_path, **changed)
    assert refused.value.key == key


def test_a_keep_from_before_there_were_engines_by_address_has_the_built_in_ones(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    save(scratch_settings(tmp_path), data)
    without(data, (*ENGINE_KEYS, "engines_elsewhere"))
    assert "speech_to_text" not in (data / "voicekeep.toml").read_text("utf-8")
    assert load(data).engines == {}


def test_a_keep_from_before_there_was_tls_is_served_as_it_was(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    save(scratch_settings(tmp_path), data)
    without(data, ("tls", "tls_names", "tls_certificate", "tls_key", "trust_port"))
    assert "tls_names" not in (data / "voicekeep.toml").read_text("utf-8")
    settings = load(data)
    assert (settings.tls, settings.keeps_https) == ("off", False)
    assert certificates_for(settings, data) is None


def test_browsers_are_told_to_keep_to_https_only_where_others_made_them_trust_it(tmp_path: Path) -> None:
    told = {tls: written(tmp_path, **{**FILES, "tls": tls}).keeps_https for tls in TLS}
    assert told == {"off": True, "own": False, "files": True}


def test_a_key_does_not_lie_in_the_data_folder_where_backups_would_take_it(tmp_path: Path) -> None:
    settings = written(tmp_path, **FILES | {"tls_key": str(tmp_path / "data" / "key.pem")})
    with pytest.raises(BadSettingError, match="tls_key"):
        certificates_for(settings, tmp_path / "data")


def test_what_cannot_be_used_makes_no_keep(tmp_path: Path) -> None:
    with pytest.raises(BadSettingError, match="public_url"):
        create_keep(tmp_path / "data", replace(scratch_settings(tmp_path), tls="own"))
    assert list(tmp_path.iterdir()) == []


def test_a_keep_from_before_there_were_mails_opens_and_sends_none(tmp_path: Path) -> None:
    data = tmp_path / "data"
    create_keep(data, scratch_settings(tmp_path))
    without(data, OF_MAIL)
    with open_keep(data) as keep:
        assert (keep.settings.notices, keep.settings.smtp_port) == ("none", 587)
        notice = NoticeId.random(os.urandom)
        with pytest.raises(MailOffError):
            keep.mail.send(Letter(notice=notice, sender="a@b", recipient="c@d", content=b""))


def test_a_key_that_has_no_default_is_still_missed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    create_keep(data, scratch_settings(tmp_path))
    without(data, ("zone",))
    with pytest.raises(BadSettingError, match="zone"), open_keep(data):
        pass


@pytest.mark.parametrize("below", ["mails", "../data/mails", ""])
def test_mails_do_not_lie_in_the_data_folder_where_backups_would_take_them(tmp_path: Path, below: str) -> None:
    data = tmp_path / "data"
    create_keep(data, scratch_settings(tmp_path))
    (data / "voicekeep.toml").unlink()
    place = os.path.join(data, below)  # noqa: PTH118  as an operator may write it
    save(replace(scratch_settings(tmp_path), notices="folder", notices_from="v@k.test", notices_folder=place), data)
    with pytest.raises(BadSettingError, match="notices_folder"), open_keep(data):
        pass


def test_where_devices_fetch_what_is_said_may_be_asked_for_by_its_own_name() -> None:
    settings = replace(scratch_settings(Path("/nowhere")), speaker_url="http://[fd00::7]:8420/")
    assert "[fd00::7]" in settings.allowed_hosts
    assert settings.said_at == "http://[fd00::7]:8420"
    assert "*" not in settings.allowed_hosts
