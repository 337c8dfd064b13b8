"""Whose an utterance is: what the binding says of that instant, what the speaker signed, who was named (P1).

1 the speaker's signature is proven before anything else is done with the sound
2 the binding that is open, if it was that already when listening began: one person's, or shared by a household; by an
  instant alone nobody is found, for a clock that was set back gives somebody's words an instant of who was before them
3 of a shared speaker: the member who was chosen, said who they are, or confirmed it on a page; else nobody
4 what that person wants kept: nothing before their choice, nothing while they restrict it (Art. 18)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from voicekeep.app.operations.household import members_of
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.languages import language_in
from voicekeep.device import Binding, DeviceError, Utterance, WrongSignatureError, require_signed
from voicekeep.formats.utterance import SIGNATURE_BYTES
from voicekeep.people import Choice
from voicekeep.records.facts import Signed
from voicekeep.records.ids import DeviceId, SubjectId
from voicekeep.records.items import Evidence, Keeping


class UnboundSpeakerError(DeviceError):
    """The speaker is bound to nobody at that instant; nothing was understood or kept."""

    def __init__(self, device: DeviceId) -> None:
        super().__init__(f"{device} is bound to nobody; nothing was understood or kept")
        self.device = device


class WhoseUnclearError(DeviceError):
    """The speaker was bound anew since listening began, or the clock was set back; nothing was understood or kept."""

    def __init__(self, device: DeviceId) -> None:
        super().__init__(f"whose {device} was when listening began cannot be told; nothing was understood or kept")
        self.device = device


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who was named at a shared speaker, and how."""

    member: SubjectId
    evidence: Evidence  # CHOSEN, SAID or CONFIRMED
    at: float  # seconds, by the clock that only goes forward


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Whose an utterance is, and what may be kept of it."""

    device: DeviceId
    binding: Binding
    owner: SubjectId | None  # None: the speaker is shared, and nobody was named
    evidence: Evidence
    language: str  # en, de or fr
    choice: Choice | None = None
    restricted: bool = False
    signed: Signed | None = None

    @property
    def keeping(self) -> Keeping:
        """Return how much may be kept."""
        if self.owner is None or self.choice is None or self.restricted:
            return Keeping.NOTHING
        return self.choice.keeping

    @property
    def keeps(self) -> bool:
        """Return whether anything may be kept for whoever spoke."""
        return self.keeping is not Keeping.NOTHING

    def for_a_guest(self) -> Whose:
        """Return the same for somebody who said that they are a guest: nobody's."""
        return replace(self, owner=None, choice=None)


def whose_is(keep: Keep, utterance: Utterance, claim: Claim | None) -> Whose:
    """Return whose an utterance is.

    Raises:
        UnboundSpeakerError: nobody's: the speaker is not set up.
        WhoseUnclearError: it was not theirs yet when listening began, by the clock as it stands now.
        WrongSignatureError: it is not from the speaker that it names.
    """
    device = utterance.device
    with keep.database.read() as transaction:
        # 1 the speaker's own word
        signed = _proven(transaction, utterance)
        # 2 the binding
        binding = transaction.devices.binding_of(device)
        if binding is None:
            raise UnboundSpeakerError(device)
        if not is_heard_in(binding, utterance, keep.now()):
            raise WhoseUnclearError(device)
        # 3 who of those whose it is
        owner, evidence = _owner(transaction, binding, claim)
        # 4 what they want kept
        choice = None if owner is None else transaction.people.choice_of(owner)
        restricted = owner is not None and transaction.people.restriction_of(owner) is not None
        language = language_in(keep, transaction, owner)
    return Whose(
        device=device,
        binding=binding,
        owner=owner,
        evidence=evidence,
        language=language,
        choice=choice,
        restricted=restricted,
        signed=signed,
    )


def is_heard_in(binding: Binding, utterance: Utterance, now: datetime) -> bool:
    """Return whether all of an utterance was heard while a device was theirs whose it is now.

    What began later than now was heard by a clock that has been set back since; it may have been bound anew as well.
    """
    return binding.holds_at(utterance.began_at) and utterance.began_at <= now


def member_called(keep: Keep, binding: Binding, name: str) -> SubjectId | None:
    """Return the one member of the household that shares a speaker whom a name means; None: nobody, or several.

    By the names that they show to their household (`household.shown_name_of`): the name in an account means nobody,
    once its person chose another one to show.
    """
    if binding.household is None:
        return None
    return _only(subject for subject, shown in members_of(keep, binding.household) if is_called(shown, name))


def _only(found: Iterable[SubjectId]) -> SubjectId | None:
    several = tuple(found)
    return several[0] if len(several) == 1 else None


def is_called(shown: str, name: str) -> bool:
    """Return whether a name that was said means who shows this one: the whole of it, or its first part."""
    said, whole = " ".join(name.casefold().split()), " ".join(shown.casefold().split())
    return bool(said) and said in {whole, whole.partition(" ")[0]}


def _owner(transaction: Transaction, binding: Binding, claim: Claim | None) -> tuple[SubjectId | None, Evidence]:
    if binding.household is None:
        return binding.subject, Evidence.PAIRED_DEVICE
    if claim is None or not is_shared_with(transaction, binding, claim.member):
        return None, Evidence.PAIRED_DEVICE
    return claim.member, claim.evidence


def is_shared_with(transaction: Transaction, binding: Binding, subject: SubjectId) -> bool:
    """Return whether somebody lives in the household that shares a speaker: else they cannot be named there."""
    member = transaction.people.member_of(subject)
    return member is not None and binding.household is not None and member.household == binding.household


def _proven(transaction: Transaction, utterance: Utterance) -> Signed | None:
    """Return what the speaker signed; None: it has no key. The connection used the counter up before (`listening`)."""
    device = transaction.devices.device(utterance.device)
    if device is None:
        raise UnboundSpeakerError(utterance.device)
    said = utterance.signature
    if device.public_key is None and said is None:
        return None
    if said is None:
        raise WrongSignatureError
    require_signed(replace(device, counter=0), utterance)
    if said.counter > device.counter:
        raise WrongSignatureError  # nobody has used it up, so it could come again
    half = SIGNATURE_BYTES // 2
    return Signed(counter=said.counter, signature_r=said.signature[:half], signature_s=said.signature[half:])
