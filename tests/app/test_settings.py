"""voicekeep.toml: what is refused, and that a keep from before a key stays as it was."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from voicekeep.app.drill.scratch import scratch_settings
from voicekeep.app.settings import BadSettingError, Settings, load, save
from voicekeep.app.wiring import create_keep, open_keep
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


SMTP: dict[str, str | int] = {"notices": "smtp", "notices_from": "voice@keep.test", "smtp_host": "mail.keep.test"}
FOLDER: dict[str, str | int] = {"notices": "folder", "notices_from": "voice@keep.test", "notices_folder": "mails"}


@pytest.mark.parametrize(
    "changed",
    [
        {},
        SMTP,
        FOLDER,
        SMTP | {"smtp_port": 465, "smtp_security": "tls", "smtp_user": "voice", "smtp_password_file": "mail.password"},
        {"controller_name": 'a "name"\nof \\ two lines'},
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
        ({"language": "nl"}, "language"),
        ({"mode": "school"}, "mode"),
    ],
)
def test_what_no_mail_could_be_sent_with_is_refused_by_the_name_of_its_key(
    tmp_path: Path, changed: dict[str, str | int], key: str
) -> None:
    with pytest.raises(BadSettingError) as refused:
        written(tmp_path, **changed)
    assert refused.value.key == key


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
