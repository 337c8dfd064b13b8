"""What an operator decides about one keep: `voicekeep.toml` in its data folder.

Flow        voicekeep.toml -> Settings
Guarantees  1. An unknown or missing key is refused by name; nothing is guessed.
            2. No secret is in the file: the root key's path is, the key is not.
            3. Root key and key store lie outside the data folder, which is what backups take.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from zoneinfo import ZoneInfo

from voicekeep.records.controller import Controller
from voicekeep.records.errors import VoicekeepError

FILE_NAME = "voicekeep.toml"
MODES = ("home", "company")
LANGUAGES = ("en", "de", "fr")


class SettingsError(VoicekeepError):
    """The settings could not be used; nothing was started."""


class NoKeepError(SettingsError):
    """There is no keep in that folder."""

    def __init__(self) -> None:
        super().__init__("there is no keep in this folder (no voicekeep.toml); make one with: voicekeep init")


class KeepExistsError(SettingsError):
    """The folder already holds a keep; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("the folder already holds a keep; nothing was changed")


class BadSettingError(SettingsError):
    """One setting is unknown, missing or of the wrong kind."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"voicekeep.toml: {key}: {problem}; nothing was started")
        self.key = key


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One keep's settings; every text is shown to people as it stands."""

    mode: str  # "home" or "company"
    public_origin: str  # host name, e.g. "voice.example.org": names the ledger and the signing keys
    public_url: str  # where people reach the pages, e.g. "https://voice.example.org"
    root_key: str  # path of the root key file, outside the data folder
    key_store: str  # path of the key store, outside the data folder: an ordinary backup must not hold it
    controller_name: str
    controller_contact: str
    data_protection_officer: str  # empty: none
    authority: str  # where to complain, GDPR Art. 15(1)(f)
    country: str  # ISO 3166-1 alpha-2, for public holidays
    subdivision: str  # ISO 3166-2 suffix, empty: none
    zone: str  # IANA time zone of the controller
    language: str  # of pages before somebody chose

    @property
    def controller(self) -> Controller:
        """Return who answers for the data."""
        return Controller(
            name=self.controller_name,
            contact=self.controller_contact,
            data_protection_officer=self.data_protection_officer,
            authority=self.authority,
            country=self.country,
        )

    @property
    def cookies_need_https(self) -> bool:
        """Return whether the pages are reached over TLS."""
        return self.public_url.startswith("https://")


def _checked(values: dict[str, object]) -> Settings:
    wanted = {field.name for field in fields(Settings)}
    for key in values.keys() - wanted:
        raise BadSettingError(key, "unknown")
    texts: dict[str, str] = {}
    for key in wanted:
        value = values.get(key)
        if not isinstance(value, str):
            raise BadSettingError(key, "missing, or not a text")
        texts[key] = value
    settings = Settings(**texts)
    if settings.mode not in MODES:
        raise BadSettingError("mode", "neither home nor company")
    if settings.language not in LANGUAGES:
        raise BadSettingError("language", "none of en, de, fr")
    _require_known_zone(settings.zone)
    return settings


def _require_known_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as unknown:
        raise BadSettingError("zone", "not a time zone") from unknown


def load(folder: Path) -> Settings:
    """Read the settings of the keep in `folder`.

    Raises:
        NoKeepError: there is none.
        BadSettingError: a key is unknown, missing or of the wrong kind.
    """
    try:
        text = (folder / FILE_NAME).read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError) as missing:
        raise NoKeepError from missing
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as malformed:
        raise BadSettingError("file", "not TOML") from malformed
    return _checked(values)


def _toml_text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def save(settings: Settings, folder: Path) -> None:
    """Write the settings of a new keep.

    Raises:
        KeepExistsError: the folder already holds one.
    """
    lines = [f"{field.name} = {_toml_text(getattr(settings, field.name))}\n" for field in fields(Settings)]
    try:
        with (folder / FILE_NAME).open("x", encoding="utf-8") as file:
            file.writelines(lines)
    except FileExistsError as exists:
        raise KeepExistsError from exists
