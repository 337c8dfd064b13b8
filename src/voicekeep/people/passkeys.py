"""Passkeys: a key pair in somebody's device signs a challenge of ours; we keep the half that cannot sign (WebAuthn).

Flow        who asks -> challenge -> the device's answer -> Passkey, proven
Guarantees  1. A challenge is answered once, for what it was made for, by whom it was made for, within minutes.
            2. Whoever signs in names no account: the passkey says whose it is, so there is nothing to guess.
            3. The device has seen its person (user verification): a passkey is more than a thing that was found.
            4. A passkey whose counter goes back was copied, and is refused.
I/O         none here; the caller hands in a book inside of one short transaction.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from voicekeep.people.errors import PasskeyRefusedError, TooManyPasskeysError
from voicekeep.people.tokens import TOKEN_BYTES, bytes_sha256
from voicekeep.records.ids import Entropy, PasskeyId, SubjectId
from voicekeep.records.limits import Limits

_MILLISECONDS: Final = 1000
_REFUSALS: Final = (WebAuthnException, ValueError, KeyError, TypeError)  # what an answer that is none can raise


class Purpose(StrEnum):
    """What a challenge was made for."""

    ADD = "add"
    SIGN_IN = "sign_in"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """The half of a passkey that cannot sign."""

    passkey: PasskeyId
    subject: SubjectId
    credential_id: bytes  # what its authenticator calls it
    public_key: bytes  # COSE
    sign_count: int  # as the authenticator said last; 0 for ever where it does not count
    added_at: datetime  # UTC
    used_at: datetime | None = None  # UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceremony:
    """A challenge that was not answered yet."""

    challenge_sha256: bytes  # 32 bytes
    purpose: Purpose
    subject: SubjectId | None  # who is to answer; None: whoever signs in
    expires_at: datetime  # UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where passkeys are good for: the browser tells the device, and the device signs it."""

    host: str  # the "relying party"
    origin: str  # scheme, host and port


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A challenge of ours that somebody answered; nobody can answer it again."""

    challenge: bytes
    subject: SubjectId | None  # who had to answer; None: whoever signs in


class PasskeyBook(Protocol):
    """Where passkeys are kept. Every read of a row proves its authentication code first."""

    def add_passkey(self, passkey: Passkey) -> None: ...

    def replace_passkey(self, passkey: Passkey) -> None:
        """Put back one with a new `sign_count` and `used_at`."""

    def remove_passkey(self, passkey: PasskeyId) -> None: ...

    def passkeys_of(self, subject: SubjectId) -> tuple[Passkey, ...]:
        """Return a person's, the earliest first."""

    def passkey_called(self, credential_id: bytes) -> Passkey | None: ...

    def add_ceremony(self, ceremony: Ceremony) -> None: ...

    def take_ceremony(self, challenge_sha256: bytes) -> Ceremony | None:
        """Forget one and return it; None if there is none. Twice at once: one gets it."""

    def forget_ceremonies(self, before: datetime) -> None:
        """Forget those that ended before that instant."""


def ask_to_add(
    book: PasskeyBook, subject: SubjectId, *, called: str, site: Site, now: datetime, limits: Limits, entropy: Entropy
) -> str:
    """Return what a browser needs to make a passkey for this person, as JSON; `called` is shown by the browser only.

    Raises:
        TooManyPasskeysError: the person has as many as one may have.
    """
    held = book.passkeys_of(subject)
    if len(held) >= limits.passkeys_max:
        raise TooManyPasskeysError
    challenge = _challenge(book, Purpose.ADD, subject, now, limits, entropy)
    options = generate_registration_options(
        rp_id=site.host,
        rp_name="Voicekeep",
        user_id=subject.encode("ascii"),  # random, and says nothing
        user_name=called,
        challenge=challenge,
        timeout=_timeout(limits),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each.credential_id) for each in held],
    )
    return options_to_json(options)


def ask_to_prove(
    book: PasskeyBook, subject: SubjectId | None, *, site: Site, now: datetime, limits: Limits, entropy: Entropy
) -> str:
    """Return what a browser needs to prove a passkey, as JSON.

    Args:
        book: Where passkeys are kept.
        subject: Who is to confirm their sign-in; None: whoever signs in.
        site: Where this is.
        now: UTC.
        limits: How long an answer counts.
        entropy: For the challenge.
    """
    purpose = _for(subject, adding=False)
    allowed = () if subject is None else book.passkeys_of(subject)
    options = generate_authentication_options(
        rp_id=site.host,
        challenge=_challenge(book, purpose, subject, now, limits, entropy),
        timeout=_timeout(limits),
        allow_credentials=[PublicKeyCredentialDescriptor(id=each.credential_id) for each in allowed],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def answered(
    book: PasskeyBook, answer: str, subject: SubjectId | None, now: datetime, *, adding: bool = False
) -> Asked:
    """Return the challenge that an answer says it answers, if it was asked of `subject` for this.

    It is used up with that, whatever comes of the answer: so this has a transaction of its own.

    Raises:
        PasskeyRefusedError: it was never asked, or of somebody else, for something else, too long ago, or answered.
    """
    try:
        said = json.loads(base64url_to_bytes(json.loads(answer)["response"]["clientDataJSON"]))
        challenge = base64url_to_bytes(said["challenge"])
    except _REFUSALS as malformed:
        raise PasskeyRefusedError from malformed
    taken = book.take_ceremony(bytes_sha256(challenge))
    if (
        taken is None
        or now >= taken.expires_at
        or (taken.purpose, taken.subject) != (_for(subject, adding=adding), subject)
    ):
        raise PasskeyRefusedError
    return Asked(challenge=challenge, subject=subject)


def _for(subject: SubjectId | None, *, adding: bool) -> Purpose:
    if adding:
        return Purpose.ADD
    return Purpose.SIGN_IN if subject is None else Purpose.CONFIRM


def add_passkey(
    book: PasskeyBook, answer: str, asked: Asked, *, site: Site, now: datetime, limits: Limits, entropy: Entropy
) -> Passkey:
    """Add the passkey that a browser made for the person who was asked.

    Raises:
        PasskeyRefusedError: it was not made for this person here and now, or is known already.
        TooManyPasskeysError: the person has as many as one may have.
    """
    subject = asked.subject
    if subject is None:
        raise PasskeyRefusedError
    if len(book.passkeys_of(subject)) >= limits.passkeys_max:
        raise TooManyPasskeysError
    try:
        verified = verify_registration_response(
            credential=answer,
            expected_challenge=asked.challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except _REFUSALS as refused:
        raise PasskeyRefusedError from refused
    if book.passkey_called(verified.credential_id) is not None:
        raise PasskeyRefusedError
    passkey = Passkey(
        passkey=PasskeyId.random(entropy),
        subject=subject,
        credential_id=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        added_at=now,
    )
    book.add_passkey(passkey)
    return passkey


def proven(book: PasskeyBook, answer: str, asked: Asked, *, site: Site, now: datetime) -> Passkey:
    """Return the passkey that an answer proves, of the person who was asked.

    Raises:
        PasskeyRefusedError: unknown, another person's, not for this challenge or place, or a copy.
    """
    try:
        held = book.passkey_called(base64url_to_bytes(str(json.loads(answer)["id"])))
    except _REFUSALS as malformed:
        raise PasskeyRefusedError from malformed
    if held is None or (asked.subject is not None and held.subject != asked.subject):
        raise PasskeyRefusedError
    try:
        verified = verify_authentication_response(
            credential=answer,
            expected_challenge=asked.challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=held.public_key,
            credential_current_sign_count=held.sign_count,
            require_user_verification=True,
        )
    except _REFUSALS as refused:
        raise PasskeyRefusedError from refused
    used = replace(held, sign_count=verified.new_sign_count, used_at=now)
    book.replace_passkey(used)
    return used


def _challenge(
    book: PasskeyBook, purpose: Purpose, subject: SubjectId | None, now: datetime, limits: Limits, entropy: Entropy
) -> bytes:
    challenge = entropy(TOKEN_BYTES)
    book.forget_ceremonies(now)
    book.add_ceremony(
        Ceremony(
            challenge_sha256=bytes_sha256(challenge),
            purpose=purpose,
            subject=subject,
            expires_at=now + limits.ceremony_lifetime,
        )
    )
    return challenge


def _timeout(limits: Limits) -> int:
    return int(limits.ceremony_lifetime.total_seconds()) * _MILLISECONDS
