"""By what a box is known: one file, mode 0600, with its key, its credential, and the counter that it used last."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import DeviceId


class BoxError(VoicekeepError):
    """This speaker could not do something; nothing that was heard left it."""

    promise = "P1"


class NotPairedError(BoxError):
    """The file is not there or is no speaker's; nothing was listened to."""

    def __init__(self) -> None:
        super().__init__("this speaker is not paired; do it with: voicekeep speaker pair CODE; nothing was listened to")


class ExposedKeyError(BoxError):
    """Others than its owner can read the speaker's key; it was not used."""

    def __init__(self) -> None:
        super().__init__("others can read the speaker's key file; it was not used (chmod 600 it, and pair again)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One paired speaker."""

    hub: str  # its address, https://… or http://localhost…
    device: DeviceId
    credential: str = field(repr=False)
    key: str = field(repr=False)  # 32 bytes in hexadecimal: the secret half
    counter: int = 0  # the last one that was used
    authority: str = ""  # PEM of the certificate that the hub's must descend from; empty: the system's

    def private_key(self) -> Ed25519PrivateKey:
        """Return what signs."""
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.key))


class IdentityFile:
    """Where an identity lies."""

    def __init__(self, path: Path, random_name: Callable[[], str], *, hub: str = "") -> None:
        self._path = path
        self._random_name = random_name
        self._hub = hub.rstrip("/")  # taken instead of the one that was written down; empty: that one

    def load(self) -> Identity:
        """Return who this speaker is.

        Raises:
            NotPairedError: nobody yet.
            ExposedKeyError: others could have read the key.
        """
        try:
            if stat.S_IMODE(self._path.stat().st_mode) & 0o077:
                raise ExposedKeyError
            said = json.loads(self._path.read_text("utf-8"))
            return Identity(**{**said, "device": DeviceId(said["device"]), "hub": self._hub or said["hub"]})
        except (OSError, ValueError, TypeError, KeyError) as missing:
            raise NotPairedError from missing

    def names_another_than(self, identity: Identity) -> bool:
        """Return whether this speaker has been paired anew since; what cannot be read names nobody."""
        try:
            there = self.load()
        except BoxError:
            return False
        return (there.device, there.credential) != (identity.device, identity.credential)

    def save(self, identity: Identity) -> None:
        """Write it down, whole or not at all, before anything else is done with it."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = self._path.with_name(f"{self._path.name}.{self._random_name()}")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(asdict(identity), file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)

    def next_counter(self) -> int:
        """Return a counter that was never used; it is written down first."""
        identity = self.load()
        after = replace(identity, counter=identity.counter + 1)
        self.save(after)
        return after.counter
