"""The key ring: makes each person's key pair, and opens it for one proven person at a time.

Flow        root key + key store -> a Writer (public half only), a SubjectOpener, an archive's key
Guarantees  1. A private half opens only if the public half that others seal to belongs to it.
            2. An archive's key opens only for the archive, request and person that it was made for (P5).
I/O         none here; stores implement KeyStore
Format      docs/formats/keys.md, version 1
"""

from __future__ import annotations

from typing import NoReturn

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from voicekeep.records.ids import ArchiveId, DeviceId, Entropy, RequestId, SubjectId
from voicekeep.vault.contexts import archive_key_context, subject_key_context
from voicekeep.vault.errors import CrossedArchiveError, ForeignPublicKeyError, UnsupportedKeyError
from voicekeep.vault.hybrid import PRIVATE_BYTES, SUITE, PrivateHalf, seal_to
from voicekeep.vault.keys import ArchiveKey, KeyStore, SubjectKey
from voicekeep.vault.opener import SubjectOpener
from voicekeep.vault.purposes import Purpose
from voicekeep.vault.rootkey import RootKey
from voicekeep.vault.wrapping import KEY_BYTES, unwrap, wrap
from voicekeep.vault.writer import Writer


class KeyRing:
    """The keys of one keep."""

    __slots__ = ("_entropy", "_keys", "_root")

    def __init__(self, root: RootKey, keys: KeyStore, entropy: Entropy) -> None:
        self._root = root
        self._keys = keys
        self._entropy = entropy

    def new_subject(self, subject: SubjectId) -> SubjectKey:
        """Make a person's key pair and put it into the key store."""
        private, epoch = self._entropy(PRIVATE_BYTES), self._root.newest
        key = SubjectKey(
            subject=subject,
            suite=SUITE,
            public=PrivateHalf(private, of=subject).public,
            wrapped_private=wrap(self._wrapping_key(epoch), private, subject_key_context(subject), self._entropy),
            epoch=epoch,
        )
        self._keys.add_subject_key(key)
        return key

    def writer_for(self, subject: SubjectId, device: DeviceId | None) -> Writer:
        """Return what can seal for a person, and open nothing that was sealed before.

        Raises:
            UnknownKeyError: there is no such person.
            KeyDestroyedError: the person was erased.
            ForgedRowError: the public half was replaced.
        """
        return Writer(self._subject_key(subject), device, self._entropy)

    def opener_for(self, subject: SubjectId) -> SubjectOpener:
        """Return what opens this person's items; the caller has proven who asks.

        Raises:
            UnknownKeyError: there is no such person.
            KeyDestroyedError: the person was erased.
            ForgedRowError: the public half was replaced in the key store.
            ForeignPublicKeyError: the public half is not the one of the private half.
            KeyDoesNotOpenError: the private half was changed, or is under another root key.
            UnknownEpochError: it is under an epoch that the root key file does not hold.
        """
        return SubjectOpener(subject, self._private_half(subject))

    def new_archive_key(self, archive: ArchiveId, request: RequestId, subject: SubjectId) -> bytes:
        """Make the key of one attempt, put it into the key store sealed to its recipient, and return it."""
        recipient, key = self._subject_key(subject), self._entropy(KEY_BYTES)
        sealed = seal_to(recipient.public, key, archive_key_context(request, archive), of=subject)
        self._keys.add_archive_key(ArchiveKey(archive=archive, request=request, subject=subject, sealed=sealed))
        return key

    def archive_key(self, archive: ArchiveId, request: RequestId, subject: SubjectId) -> bytes:
        """Return the key of an archive, for the request and person it was made for.

        Raises:
            CrossedArchiveError: it was made for another request or person.
            KeyDoesNotOpenError: its row was edited: the seal says something else.
            UnknownKeyError: there is no such archive.
            KeyDestroyedError: it expired, or something in it was erased.
        """
        held = self._keys.archive_key(archive)
        if (held.archive, held.request, held.subject) != (archive, request, subject):
            raise CrossedArchiveError(archive, request=request)
        return self._private_half(subject).open(held.sealed, archive_key_context(request, archive), of=archive)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key ring is not copied or stored: it holds the root key")

    def _subject_key(self, subject: SubjectId) -> SubjectKey:
        key = self._keys.subject_key(subject)
        if key.subject != subject:
            raise ForeignPublicKeyError(subject)
        if key.suite != SUITE:
            raise UnsupportedKeyError(subject)
        return key

    def _private_half(self, subject: SubjectId) -> PrivateHalf:
        key = self._subject_key(subject)
        private = unwrap(self._wrapping_key(key.epoch), key.wrapped_private, subject_key_context(subject), of=subject)
        half = PrivateHalf(private, of=subject)
        if half.public != key.public:
            raise ForeignPublicKeyError(subject)
        return half

    def _wrapping_key(self, epoch: int) -> AESGCM:
        return AESGCM(self._root.derive(Purpose.SUBJECT_WRAP, epoch))
