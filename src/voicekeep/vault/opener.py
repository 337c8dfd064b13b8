"""Open the items of one person, and nobody else's.

Flow        envelope + what it must be + its wrapped key + the day key above -> Opened
Guarantees  1. An opener holds one person's private half; for anything of another person it raises before opening (P2).
            2. Rows that were crossed do not open: each key is bound to what it is the key of.
I/O         none
Format      docs/formats/keys.md, version 1
"""

from __future__ import annotations

from typing import Final, NoReturn

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from voicekeep.records.ids import DayKeyId, SubjectId
from voicekeep.records.items import ItemRef
from voicekeep.vault.contexts import day_key_context, item_key_context
from voicekeep.vault.errors import WrongDayKeyError, WrongItemError, WrongOwnerError
from voicekeep.vault.hybrid import PrivateHalf
from voicekeep.vault.keys import DayKey, ItemKey
from voicekeep.vault.seal import Opened, open_sealed, require_sealed_as
from voicekeep.vault.wrapping import unwrap

DAY_KEYS_HELD: Final = 512  # opened day keys; opening one takes ten times as long as opening an item


class SubjectOpener:
    """Opens what is held for one person."""

    __slots__ = ("_days", "_private", "subject")

    def __init__(self, subject: SubjectId, private: PrivateHalf) -> None:
        self.subject = subject
        self._private = private
        self._days: dict[DayKeyId, tuple[DayKey, AESGCM]] = {}

    def open(self, envelope: bytes, ref: ItemRef, item_key: ItemKey, day_key: DayKey) -> Opened:
        """Return the item `ref` in clear.

        Raises:
            WrongOwnerError: the item, the day key or the envelope is another person's.
            WrongItemError: the item key or the envelope is another item's.
            WrongDayKeyError: the item key is under another day key.
            KeyDoesNotOpenError: a key was changed or moved.
            VaultError: the envelope is refused, as `require_sealed_as` and `open_sealed` say.
        """
        if ref.owner != self.subject:
            raise WrongOwnerError(ref.item, asked_for=self.subject)
        if day_key.owner != self.subject:
            raise WrongOwnerError(day_key.day_key, asked_for=self.subject)
        if item_key.item != ref.item:
            raise WrongItemError(ref.item, found=item_key.item)
        if item_key.day_key != day_key.day_key:
            raise WrongDayKeyError(ref.item, found=day_key.day_key)
        header = require_sealed_as(envelope, ref)
        key = unwrap(self._opened_day(day_key), item_key.wrapped, item_key_context(ref), of=ref.item)
        return open_sealed(envelope, header, key)

    def __reduce__(self) -> NoReturn:
        raise TypeError("an opener is not copied or stored: it holds a private key")

    def _opened_day(self, day_key: DayKey) -> AESGCM:
        held = self._days.get(day_key.day_key)
        if held is not None and (held[0] is day_key or held[0] == day_key):
            return held[1]
        context = day_key_context(day_key.owner, day_key.device, day_key.day)
        cipher = AESGCM(self._private.open(day_key.sealed, context, of=day_key.day_key))
        if len(self._days) >= DAY_KEYS_HELD:
            self._days.pop(next(iter(self._days)))
        self._days[day_key.day_key] = day_key, cipher
        return cipher
