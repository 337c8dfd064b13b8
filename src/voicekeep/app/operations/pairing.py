"""Pair a speaker: a code is shown to whoever is signed in, and whoever types it on a speaker binds that speaker (P1).

1 the code, for minutes, for this person alone or for their household; an earlier one of theirs is gone
2 it is typed on the speaker; each wrong try is written down before it is answered
3 in one transaction: the code is used up, the speaker has its rows, and the ledger hears whose it is
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from voicekeep.app.operations.devices import Holder, bind_and_name, bind_at, new_device, require_name
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.device import (
    Binding,
    CodeRefusedError,
    Device,
    DeviceKind,
    Pairing,
    fits,
    missed,
    new_pairing,
    require_public_key,
    selector_of,
    understood_code,
)
from voicekeep.people import Session, new_token, require_fresh, token_sha256
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import DeviceId, HouseholdId


class NoHouseholdError(VoicekeepError):
    """The person lives in no household that could share the speaker; nothing was done."""

    promise = "P1"

    def __init__(self) -> None:
        super().__init__("there is no household that could share the speaker; nothing was done")


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code to be typed on a speaker; shown once."""

    code: str = field(repr=False)
    shared: bool
    expires_at: datetime  # UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSpeaker:
    """What a speaker of ours says of itself when it is paired."""

    kind: DeviceKind
    public_key: bytes  # 32 bytes, Ed25519
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """A speaker that is bound now."""

    device: DeviceId
    credential: str = field(repr=False)  # what the speaker is to keep; shown once


def open_pairing(keep: Keep, session: Session, *, shared: bool) -> Code:
    """Return a code that binds one speaker to the signed-in person, or to their household.

    Raises:
        StaleSignInError: a speaker reads lists and reminders out, so the sign-in must be fresh; nothing was opened.
        NoHouseholdError: there is none to share it.
    """
    now = keep.now()
    require_fresh(session, now, keep.limits)
    with keep.database.begin() as transaction:
        household = household_of(transaction, session) if shared else None
        pairing, code = new_pairing(
            session.subject, household, now=now, limits=keep.limits, keyed=keep.digest.of, entropy=keep.entropy
        )
        transaction.devices.forget_pairings_of(session.subject)
        transaction.devices.put_pairing(pairing)
    return Code(code=code, shared=shared, expires_at=pairing.expires_at)


def pair(keep: Keep, typed: str, speaker: NewSpeaker, *, known_by: str = "") -> Paired:
    """Bind a speaker by the code that somebody typed on it.

    Args:
        keep: The keep.
        typed: The code.
        speaker: What the speaker says of itself.
        known_by: Credential of a speaker that was paired before: with the same key it stays the same device, and
            whoever had it before has it no longer.

    Raises:
        CodeRefusedError: the code is none, or counts no longer; the same for every reason. The try was counted.
        PublicKeyRefusedError: the key is none.
        DeviceNameRefusedError: the name is empty or too long.
        NobodyThereToBindError: who opened it has no account any more.
    """
    require_public_key(speaker.public_key)
    require_name(keep, speaker.name)
    code = understood_code(typed)
    pairing = _judged(keep, code)
    credential = new_token(keep.entropy)
    device = _same_device(keep, speaker, known_by) or new_device(
        keep, speaker.kind, credential=credential, public_key=speaker.public_key
    )

    def bind(transaction: Transaction, now: datetime) -> Binding:
        if transaction.devices.pairing(pairing.selector) != pairing:
            raise CodeRefusedError  # somebody was faster
        _require_at_home(transaction, pairing)
        transaction.devices.end_pairing(pairing.selector)
        was = transaction.devices.device(device.device)
        if was is None:
            transaction.devices.add_device(device)
        else:
            transaction.devices.replace_device(was, was.renewed(token_sha256(credential)))
        return bind_at(keep, transaction, device.device, _holder(pairing), now)

    bind_and_name(keep, device.device, _holder(pairing), speaker.name, bind)
    return Paired(device=device.device, credential=credential)


def household_of(transaction: Transaction, session: Session) -> HouseholdId:
    """Return the signed-in person's household. Raises NoHouseholdError."""
    member = transaction.people.member_of(session.subject)
    if member is None:
        raise NoHouseholdError
    return member.household


def require_still_home(transaction: Transaction, session: Session, holder: Holder) -> None:
    """Refuse to bind for a household in which the signed-in person lives no more. Raises NoHouseholdError."""
    if isinstance(holder, HouseholdId) and household_of(transaction, session) != holder:
        raise NoHouseholdError


def _judged(keep: Keep, code: str) -> Pairing:
    """Return the offer that an understood code is of; a wrong try is written down first. Raises CodeRefusedError."""
    now, selector = keep.now(), selector_of(code)
    with keep.database.begin() as transaction:
        pairing = transaction.devices.pairing(selector)
        right = pairing is not None and fits(pairing, code, now, keep.digest.of)
        if pairing is not None and not right:
            after = missed(pairing, now)
            if after is None:
                transaction.devices.end_pairing(selector)
            else:
                transaction.devices.put_pairing(after)
    if pairing is None or not right:
        raise CodeRefusedError
    return pairing


def _require_at_home(transaction: Transaction, pairing: Pairing) -> None:
    """Refuse a code for a household in which whoever opened it lives no more. Raises CodeRefusedError."""
    member = transaction.people.member_of(pairing.opened_by)
    if pairing.household is not None and (member is None or member.household != pairing.household):
        raise CodeRefusedError


def _holder(pairing: Pairing) -> Holder:
    return pairing.household or pairing.opened_by


def _same_device(keep: Keep, speaker: NewSpeaker, known_by: str) -> Device | None:
    if not known_by:
        return None
    with keep.database.read() as transaction:
        device = transaction.devices.device_with_credential(token_sha256(known_by))
    fitting = device is not None and (device.public_key, device.kind) == (speaker.public_key, speaker.kind)
    return device if fitting else None
