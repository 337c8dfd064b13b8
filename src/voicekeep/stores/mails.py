"""Where mails go that go to no server: into a folder, into memory, or nowhere."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from voicekeep.notice import Letter, MailFolderError, MailOffError
from voicekeep.records.ids import NoticeId

_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC


class FolderMail:
    """A folder with one file for each mail, for another program to send or a person to read.

    A file appears whole and durable, or not at all, under the notice's number: the same mail twice is one file.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, letter: Letter) -> None:
        """Put a mail into the folder. Raises MailFolderError."""
        self._write(f"{letter.notice}.eml", letter.content)

    def take_back(self, notice: NoticeId) -> None:
        """Delete a mail, whole or half written, if it lies here still. Raises MailFolderError."""
        name = f"{notice}.eml"
        try:
            for path in (self._folder / name, self._partial(name)):
                with suppress(FileNotFoundError):
                    path.unlink()
                    _sync(self._folder)
        except OSError as refused:
            raise MailFolderError(type(refused).__name__) from refused

    def check(self) -> None:
        """Raises MailFolderError."""
        self._write(".check", b"")
        with suppress(OSError):
            (self._folder / ".check").unlink()

    def _write(self, name: str, content: bytes) -> None:
        partial = self._partial(name)
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(partial, _NEW, 0o600)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(descriptor)
                partial.replace(self._folder / name)
            except BaseException:
                partial.unlink(missing_ok=True)
                raise
            _sync(self._folder)
        except OSError as refused:
            raise MailFolderError(type(refused).__name__) from refused

    def _partial(self, name: str) -> Path:
        return self._folder / f".{name}.partial"


class MemoryMail:
    """Mails in memory, in the order in which they came."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def send(self, letter: Letter) -> None:
        """Take a mail."""
        self.letters.append(letter)

    def take_back(self, notice: NoticeId) -> None:
        """Forget the mails of a notice."""
        self.letters = [letter for letter in self.letters if letter.notice != notice]

    def check(self) -> None:
        """Return: memory takes mails at any time."""


class NoMail:
    """No mails: what a keep has until its operator says where they go."""

    def send(self, letter: Letter) -> None:  # noqa: ARG002  it goes nowhere
        """Raises MailOffError."""
        raise MailOffError

    def take_back(self, notice: NoticeId) -> None:
        """Return: there never was one."""

    def check(self) -> None:
        """Raises MailOffError."""
        raise MailOffError


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
