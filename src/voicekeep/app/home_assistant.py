"""What is not ours goes to Home Assistant's conversation API, where the operator set one. Off by default.

Flow        words, a language -> one bounded question over HTTP -> its answer in words
Guarantees  1. It gets the words of that turn and the language: no sound, no name, no identifier of ours.
            2. The answer is bounded in bytes, characters and time; a redirection is not followed.
            3. The token is read from a file of mode 0600 outside the data folder, for each question; it crosses the
               network in TLS only, or stays on this machine.
I/O         one HTTP connection; the token's file
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from voicekeep.app.operations.turns import HomeSilentError, NotForHomeError
from voicekeep.app.settings import BadSettingError, Settings
from voicekeep.device import is_this_machine
from voicekeep.vault import RootKeyError, read_private

RECIPIENT: Final = "Home Assistant"
_PATH: Final = "/api/conversation/process"
_ERROR, _NO_INTENT = "error", "no_intent_match"  # response_type and code of the conversation API
_SECONDS: Final = 6.0
_ANSWER_MAX_BYTES: Final = 64 * 1024
_ANSWER_MAX_CHARS: Final = 1_000
_TOKEN_MAX_BYTES: Final = 4_096


class HomeAssistant:
    """A HomeControl."""

    recipient = RECIPIENT

    def __init__(self, url: str, token_file: Path, data_folder: Path) -> None:
        self._url = url.rstrip("/") + _PATH
        self._token_file = token_file
        self._data_folder = data_folder

    def ask(self, words: str, language: str) -> str:
        """Return what it answers.

        Raises:
            HomeSilentError: no answer, not in time, or not in its form.
            NotForHomeError: it says that the words mean nothing to it.
        """
        try:
            headers = {"Authorization": f"Bearer {self._token()}"}
            with (
                httpx.Client(timeout=_SECONDS, follow_redirects=False, trust_env=False) as client,
                client.stream("POST", self._url, headers=headers, json={"text": words, "language": language}) as answer,
            ):
                answer.raise_for_status()
                return _speech(_bounded(answer))
        except (httpx.HTTPError, httpx.InvalidURL, RootKeyError, UnicodeError, ValueError) as failed:
            raise HomeSilentError from failed

    def _token(self) -> str:
        text = read_private(self._token_file, self._data_folder)
        lines = text[: _TOKEN_MAX_BYTES + 1].splitlines()
        if len(text) > _TOKEN_MAX_BYTES or len(lines) != 1 or not lines[0]:
            raise HomeSilentError
        return lines[0].decode("ascii")


def home_assistant_of(settings: Settings, data_folder: Path) -> HomeAssistant | None:
    """Return the home control that the settings name; None: none.

    Raises:
        BadSettingError: an address to which the token would travel in clear, or half a setting.
    """
    url, token_file = settings.home_assistant_url, settings.home_assistant_token_file
    if bool(url) != bool(token_file):
        raise BadSettingError("home_assistant_token_file", "goes with home_assistant_url: both or neither")
    if not url:
        return None
    if not _is_safe(url):
        raise BadSettingError("home_assistant_url", "neither https, nor http on this machine: the token would be read")
    return HomeAssistant(url, Path(token_file), data_folder)


def _is_safe(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.query or parts.fragment or parts.username or not host:
        return False
    if parts.scheme == "https":
        return True
    return parts.scheme == "http" and is_this_machine(host)


def _bounded(answer: httpx.Response) -> Any:  # noqa: ANN401  whatever it sent
    read, until = bytearray(), time.monotonic() + _SECONDS
    for chunk in answer.iter_bytes():
        read += chunk
        if len(read) > _ANSWER_MAX_BYTES or time.monotonic() > until:  # or it drips for ever
            raise HomeSilentError
    return httpx.Response(200, content=bytes(read)).json()


def _speech(answer: Any) -> str:  # noqa: ANN401  whatever it sent
    """Return the words of an answer; an answer without any is none, and one that says “not understood” is no answer."""
    try:
        if answer["response"].get("response_type") == _ERROR and answer["response"]["data"]["code"] == _NO_INTENT:
            raise NotForHomeError
        said = answer["response"]["speech"]["plain"]["speech"]
    except (KeyError, TypeError, IndexError, AttributeError) as malformed:
        raise HomeSilentError from malformed
    if not isinstance(said, str) or not said.strip():
        raise HomeSilentError
    return " ".join(said.split())[:_ANSWER_MAX_CHARS]
