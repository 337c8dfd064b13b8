"""Scratch keeps: made, copied and thrown away, with a clock that can be turned."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from argon2 import Parameters, Type

from voicekeep.app.operations.keep import Keep
from voicekeep.app.settings import Settings
from voicekeep.app.settings_file import load, save
from voicekeep.app.wiring import BLOBS_FOLDER
from voicekeep.people import Passwords

_CHEAP: Final = Parameters(
    type=Type.ID, version=19, salt_len=16, hash_len=32, time_cost=1, memory_cost=64, parallelism=1
)


class SceneClock:
    """A clock that stands still until a mix-up turns it."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def __call__(self) -> datetime:
        self._now += timedelta(microseconds=1)  # no two instants are the same
        return self._now

    def turn(self, by: timedelta) -> None:
        """Go on, or back."""
        self._now += by


def scratch_keep(opened: Keep, clock: Callable[[], datetime]) -> Keep:
    """Return an opened keep with a clock that can be turned, and passwords that are quick to prove.

    Its people are invented and sign in hundreds of times; nobody who has its rows has anything to guess.
    """
    return replace(opened, clock=clock, passwords=Passwords(secrets.token_bytes, parameters=_CHEAP))


def scratch_settings(folder: Path) -> Settings:
    """Return the settings of a keep whose keys lie in `folder`."""
    return Settings(
        mode="home",
        public_origin="demo.localhost",
        public_url="http://localhost:8420",
        root_key=str(folder / "root.key"),
        key_store=str(folder / "keys.sqlite3"),
        controller_name="The demo",
        controller_contact="whoever runs this demo",
        data_protection_officer="",
        authority="",
        country="DE",
        subdivision="",
        zone="Europe/Berlin",
        language="en",
    )


def copy_keep(original: Path, folder: Path) -> None:
    """Copy data folder, key store and root key, and let the settings of the copy name the copies."""
    _copy_folder(original, folder, within_blobs=False)
    data = folder / "keep"
    settings = load(data)
    (data / "voicekeep.toml").unlink()
    moved = replace(
        settings,
        root_key=str(folder / Path(settings.root_key).name),
        key_store=str(folder / Path(settings.key_store).name),
    )
    save(moved, data)


def _copy_folder(source: Path, target: Path, *, within_blobs: bool) -> None:
    """Share sealed bytes, which are put in their place whole and never changed there; copy everything else."""
    target.mkdir()
    for entry in os.scandir(source):
        place = target / entry.name
        if entry.is_dir():
            _copy_folder(Path(entry), place, within_blobs=within_blobs or entry.name == BLOBS_FOLDER)
        elif within_blobs:
            os.link(entry, place)
        else:
            shutil.copy(entry, place)  # with its mode: the program refuses a key that others can read
