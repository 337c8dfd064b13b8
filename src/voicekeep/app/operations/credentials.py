"""What opens an account was changed: the ledger is told in the transaction of the change, and remembers it.

A copy is held while such a change is younger than seven days (`checks.plausibility.credentials_changed`): whoever took
an account over cannot take what is in it along the same day. The first of each sort is no such change. Whether it is
the first, the ledger says: taking the others away before does not make it one.
"""

from __future__ import annotations

from datetime import datetime

from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.standing import acting
from voicekeep.checks import CREDENTIALS_HELD_FOR
from voicekeep.records.facts import CredentialChange, CredentialsChanged
from voicekeep.records.ids import SubjectId
from voicekeep.records.items import ItemKind
from voicekeep.request import AccessRequest

_OF_PASSKEYS = frozenset({CredentialChange.PASSKEY_ADDED, CredentialChange.PASSKEY_REMOVED})


def note_change(keep: Keep, transaction: Transaction, subject: SubjectId, what: CredentialChange) -> None:
    """Tell the ledger of a change that this transaction is about to make; call it before the change."""
    earlier = changes_of(keep, transaction, subject)
    first = not (_had(transaction, subject, what) or _told_of(earlier, what))
    fact = CredentialsChanged(subject=subject, number=len(earlier) + 1, what=what, first=first, at=keep.now())
    keep.log(transaction).append([fact])


def changes_of(keep: Keep, transaction: Transaction, subject: SubjectId) -> tuple[CredentialsChanged, ...]:
    """Return every change of what opens an account, the earliest first.

    Raises:
        LedgerError: one of them cannot be proven.
    """
    facts = keep.log(transaction).numbered(f"credentials_changed|{subject}")
    return tuple(fact for fact in facts if isinstance(fact, CredentialsChanged))


def replaced_at(keep: Keep, transaction: Transaction, subject: SubjectId) -> tuple[datetime, ...]:
    """Return the instants, UTC, at which something that opened the account was replaced, added or taken away."""
    return tuple(fact.at for fact in changes_of(keep, transaction, subject) if not fact.first)


def replaced_for(keep: Keep, transaction: Transaction, request: AccessRequest) -> tuple[datetime, ...]:
    """Return the instants, UTC, at which something that opens an account of a request's people was replaced.

    Whoever it is about, and whoever gets the answer, where they asked by mandate: a thief of either account waits.

    Raises:
        LedgerError: a change, or who acted, cannot be proven.
        ForeignMandateError: what the ledger says of who acted is of another person's request.
    """
    acted = acting(keep, transaction, request)
    people = (request.subject,) if acted is None else (request.subject, acted.agent)
    return tuple(sorted(at for person in people for at in replaced_at(keep, transaction, person)))


def held_until(keep: Keep, transaction: Transaction, request: AccessRequest) -> datetime | None:
    """Return the instant, UTC, until which changes hold a copy; None: none does. It may be over."""
    return max((at + CREDENTIALS_HELD_FOR for at in replaced_for(keep, transaction, request)), default=None)


def own_until(keep: Keep, transaction: Transaction, subject: SubjectId) -> datetime | None:
    """Return the instant, UTC, until which this person's own changes hold what they ask for; None: none does."""
    return max((at + CREDENTIALS_HELD_FOR for at in replaced_at(keep, transaction, subject)), default=None)


def _had(transaction: Transaction, subject: SubjectId, what: CredentialChange) -> bool:
    """Return whether the account has one of this sort, or had one before the ledger was told of them."""
    match what:
        case CredentialChange.PASSKEY_ADDED:
            named = transaction.log.captured(subject, ItemKind.PASSKEY, transaction.log.size())
            return bool(transaction.people.passkeys_of(subject)) or any(True for _ in named)
        case CredentialChange.RECOVERY_CODES:
            return bool(transaction.people.recovery_codes_of(subject))
    return True  # nobody has an account without a password, nor removes a passkey that was not there


def _told_of(earlier: tuple[CredentialsChanged, ...], what: CredentialChange) -> bool:
    alike = _OF_PASSKEYS if what in _OF_PASSKEYS else {what}
    return any(fact.what in alike for fact in earlier)
