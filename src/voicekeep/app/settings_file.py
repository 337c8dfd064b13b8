"""Settings as a file: `voicekeep.toml` in a keep's data folder, read whole and checked, written once."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from voicekeep.app.settings import BadSettingError, KeepExistsError, NoKeepError, Settings, require_usable

FILE_NAME = "voicekeep.toml"
_NOT_A = {str: "missing, or not a text", int: "not a number", bool: "neither true nor false"}


def _checked(values: dict[str, object]) -> Settings:
    for key in values.keys() - {field.name for field in fields(Settings)}:
        raise BadSettingError(key, "unknown")
    taken: dict[str, Any] = {}
    for field in fields(Settings):
        wanted = type(field.default) if field.default is not MISSING else str
        value = values.get(field.name, field.default)
        if type(value) is not wanted:
            raise BadSettingError(field.name, _NOT_A[wanted])
        taken[field.name] = value
    settings = Settings(**taken)
    require_usable(settings)
    return settings


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


def _toml(value: str | int) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return (
        '"' + "".join(f"\\u{ord(char):04x}" if unicodedata.category(char) == "Cc" else char for char in escaped) + '"'
    )


def save(settings: Settings, folder: Path) -> None:
    """Write the settings of a new keep.

    Raises:
        KeepExistsError: the folder already holds one.
    """
    lines = [f"{field.name} = {_toml(getattr(settings, field.name))}\n" for field in fields(Settings)]
    try:
        with (folder / FILE_NAME).open("x", encoding="utf-8") as file:
            file.writelines(lines)
    except FileExistsError as exists:
        raise KeepExistsError from exists
