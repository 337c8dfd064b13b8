"""Look at everything a keep stands on, and say what is not sound, in sentences for the operator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from voicekeep.app.engine_address import EngineAddress
from voicekeep.app.engines import require_answer
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.notices import FORGED, all_notices
from voicekeep.app.settings_file import load
from voicekeep.app.wiring import certificates_for, open_keep
from voicekeep.notice import NoticeState
from voicekeep.records.errors import VoicekeepError

_FIRST_DAY = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One thing that was looked at."""

    what: str
    sound: bool
    sentence: str


def examine(folder: Path) -> Iterator[Examined]:
    """Look at the keep in `folder`; each thing is said once, sound or not."""
    yield _examined("cryptography", _known_answers)
    try:
        load(folder)
        yield Examined(what="settings", sound=True, sentence="voicekeep.toml is whole")
        with open_keep(folder) as keep:
            yield Examined(what="keep", sound=True, sentence="root key, key store, database and ledger fit together")
            yield _examined("ledger", lambda: _ledger(keep))
            yield _examined("blobs", lambda: _blobs(keep))
            yield _examined("clock", lambda: _clock(keep))
            yield _examined("mail", lambda: _mail(keep))
            yield _examined("notices", lambda: _notices(keep))
            yield _examined("https", lambda: _https(keep, folder))
            for key, address in keep.settings.engines.items():
                yield _examined(key, partial(_engine, key, address))
    except VoicekeepError as error:
        yield Examined(what="keep", sound=False, sentence=f"{type(error).__name__}: {error}")


def _examined(what: str, look: Callable[[], str]) -> Examined:
    try:
        return Examined(what=what, sound=True, sentence=look())
    except VoicekeepError as error:
        return Examined(what=what, sound=False, sentence=f"{type(error).__name__}: {error}")


class UnsoundError(VoicekeepError):
    """Something a keep stands on is not sound."""


def _known_answers() -> str:
    """AES-256-GCM against test case 14 of the GCM specification (a zero key, nonce and block)."""
    sealed = AESGCM(bytes(32)).encrypt(bytes(12), bytes(16), None)
    if sealed.hex() != "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919":
        raise UnsoundError("AES-256-GCM does not give its known answer; nothing should be sealed here")
    return "AES-256-GCM gives its known answer"


def _ledger(keep: Keep) -> str:
    verified = verify_ledger(keep)
    return f"{verified.size} entries, each proven"


def _blobs(keep: Keep) -> str:
    name = "doctor"
    keep.blobs.put(name, b"sound")
    try:
        if keep.blobs.read(name) != b"sound":
            raise UnsoundError("the blob store does not give back what it took")
    finally:
        keep.blobs.delete([name])
    return "written, read, deleted"


def _clock(keep: Keep) -> str:
    now = keep.now()
    if now < _FIRST_DAY:
        raise UnsoundError("the clock is before this program was written: links and due dates would be wrong")
    return f"{now:%Y-%m-%d %H:%M} UTC"


def _mail(keep: Keep) -> str:
    """Connect to the mail server, or write to the folder; no mail is sent."""
    if keep.settings.notices == "none":
        return "none is sent (notices = none): people find their messages when they sign in"
    keep.mail.check()
    return f"can be sent ({keep.settings.notices})"


def _engine(key: str, address: EngineAddress) -> str:
    """Ask the engine what it offers; no speech is sent."""
    require_answer(key, address)
    return "it answers" if address.recipient is None else "it answers, on another machine, which gets speech in clear"


def _https(keep: Keep, folder: Path) -> str:
    """Make or read what would be shown to whoever connects; nobody is connected to."""
    certificates = certificates_for(keep.settings, folder)
    if certificates is None:
        if keep.settings.cookies_need_https:
            return "somebody else makes connections private (tls = off, public_url is https://)"
        return "none (tls = off): browsers give a microphone on this machine only"
    certificates.look()
    return certificates.state(keep.now())


def _notices(keep: Keep) -> str:
    states = Counter(line.state for line in all_notices(keep))
    if states[FORGED]:
        raise UnsoundError(f"{states[FORGED]} notices were not written by this keep; see: voicekeep notices")
    return ", ".join(f"{states[state]} {state}" for state in NoticeState) + "; see: voicekeep notices"
