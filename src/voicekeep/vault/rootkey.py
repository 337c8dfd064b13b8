"""The root key: one secret outside the data folder, and every other key of the keep derived from it or under it.

Flow        root key file -> RootKey -> one derived key per purpose
Guarantees  1. No two purposes share a key, and none shares one with another epoch (HKDF, RFC 5869).
            2. Keys by which stored things are found or believed come from the first epoch for ever: the blind index,
               blind digests, row codes, link tokens and signatures stay good when the root is rotated. Only wraps of
               private halves, which store their epoch beside them, follow the newest.
I/O         the root key file only
Format      docs/formats/keys.md, version 1: `voicekeep-root-key v1 <epoch> <base64>`, one line per epoch, from 1
"""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Final, Literal, NoReturn, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from voicekeep.records.ids import Entropy
from voicekeep.vault.errors import MalformedRootKeyError, RootKeyError, UnknownEpochError
from voicekeep.vault.purposes import Purpose
from voicekeep.vault.rootkeyfile import FILE_MAX_BYTES, read_private, write_new

KEY_BYTES: Final = 32
FIRST_EPOCH: Final = 1

SigningPurpose = Literal[Purpose.STATEMENT_SIGNING, Purpose.CHECKPOINT_SIGNING]

_LINE = re.compile(r"voicekeep-root-key v1 ([1-9][0-9]{0,5}) ([A-Za-z0-9+/]{43}=)")


class RootKey:
    """The keep's root key, with all its epochs."""

    __slots__ = ("_secrets",)

    def __init__(self, *secrets: bytes) -> None:
        """Take the secret of each epoch, 32 bytes each, the first epoch first.

        Raises:
            MalformedRootKeyError: no secret, one of another length, or one twice.
        """
        if not secrets:
            raise MalformedRootKeyError("no epoch")
        if any(len(secret) != KEY_BYTES for secret in secrets):
            raise MalformedRootKeyError(f"a secret is not of {KEY_BYTES} bytes")
        if len(set(secrets)) != len(secrets):
            raise MalformedRootKeyError("two epochs have the same secret")
        self._secrets = secrets

    @classmethod
    def load(cls, path: Path, data_folder: Path) -> Self:
        """Read the root key from its file.

        Raises:
            RootKeyMissingError: no file.
            RootKeyInsideDataError: it is, or leads, into the data folder.
            RootKeyExposedError: others can reach it.
            MalformedRootKeyError: it is something else.
            RootKeyUnusableError: it cannot be read.
        """
        return cls(*_secrets_in(read_private(path, data_folder)))

    @classmethod
    def create(cls, path: Path, data_folder: Path, entropy: Entropy) -> Self:
        """Write a new root key to a new file, read it back and return it.

        Raises:
            RootKeyExistsError: there is a file already; it was not touched.
            RootKeyInsideDataError: the path is, or leads, into the data folder.
            RootKeyExposedError: the file system lets others reach the file; it was removed again.
            RootKeyUnusableError: it cannot be written.
        """
        secret = base64.b64encode(entropy(KEY_BYTES))
        write_new(path, data_folder, b"voicekeep-root-key v1 %d %s\n" % (FIRST_EPOCH, secret))
        try:
            return cls.load(path, data_folder)
        except RootKeyError:
            path.unlink()
            raise

    @property
    def newest(self) -> int:
        """Return the epoch under which new private halves are wrapped."""
        return len(self._secrets)

    def derive(self, purpose: Purpose, epoch: int = FIRST_EPOCH) -> bytes:
        """Return the 32 bytes key for one purpose; name an epoch only where it is stored beside what the key made.

        Raises:
            UnknownEpochError: the file does not hold that epoch.
        """
        if not FIRST_EPOCH <= epoch <= self.newest:
            raise UnknownEpochError(epoch)
        info = f"voicekeep root v1\n{purpose.value}\n{epoch}".encode("ascii")
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=info).derive(self._secrets[epoch - FIRST_EPOCH])

    def signing_key(self, purpose: SigningPurpose, epoch: int = FIRST_EPOCH) -> Ed25519PrivateKey:
        """Return the Ed25519 key for one purpose.

        Raises:
            UnknownEpochError: the file does not hold that epoch.
        """
        return Ed25519PrivateKey.from_private_bytes(self.derive(purpose, epoch))

    def __reduce__(self) -> NoReturn:
        raise TypeError("the root key is not copied or stored")


def _secrets_in(text: bytes) -> list[bytes]:
    if len(text) > FILE_MAX_BYTES:
        raise MalformedRootKeyError(f"more than {FILE_MAX_BYTES} bytes")
    *lines, rest = text.split(b"\n")
    if rest or not lines:
        raise MalformedRootKeyError("no line, or one without its end")
    return [_secret_in(line, epoch) for epoch, line in enumerate(lines, FIRST_EPOCH)]


def _secret_in(line: bytes, epoch: int) -> bytes:
    found = _LINE.fullmatch(line.decode("ascii", "replace"))
    if found is None:
        raise MalformedRootKeyError(f"line {epoch}")
    if int(found[1]) != epoch:
        raise MalformedRootKeyError(f"line {epoch} is of epoch {found[1]}; epochs count from {FIRST_EPOCH}, each once")
    secret = base64.b64decode(found[2])
    if base64.b64encode(secret).decode("ascii") != found[2]:
        raise MalformedRootKeyError(f"line {epoch}")
    return secret
