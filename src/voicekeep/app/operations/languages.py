"""In which language somebody is written to and spoken to: their profile's, unless they asked for another this time."""

from __future__ import annotations

from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.reading import NothingHeldError, latest_in
from voicekeep.records.ids import SubjectId
from voicekeep.records.items import ItemKind, ProfileRecord
from voicekeep.vault import VaultError


def language_of(keep: Keep, owner: SubjectId | None) -> str:
    """Return the language of somebody's profile; the keep's own for nobody in particular."""
    with keep.database.read() as transaction:
        return language_in(keep, transaction, owner)


def language_in(keep: Keep, transaction: Transaction, owner: SubjectId | None) -> str:
    """Return the same, as a transaction sees it."""
    if owner is not None:
        try:
            return latest_in(keep, transaction, owner, ItemKind.PROFILE, ProfileRecord).language
        except (NothingHeldError, VaultError):  # they are closing their account
            pass
    return keep.settings.language
