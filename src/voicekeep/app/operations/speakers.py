"""A person's speakers: which there are, whose, what they are doing; rename, rebind, unbind, mute from afar.

From afar a speaker can be muted, never made to listen: only who stands before it can do that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from voicekeep.app.operations.devices import (
    Holder,
    bind_and_name,
    bind_at,
    bindings_that_count_for,
    holder_of,
    rename_device,
    require_name,
    unbind_at,
)
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.pairing import household_of, require_still_home
from voicekeep.app.operations.reading import PersonalItems
from voicekeep.device import Binding, DeviceKind, Presence
from voicekeep.formats.lines import decode_record
from voicekeep.people import Session, require_fresh
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import DeviceId, SubjectId
from voicekeep.records.items import DeviceRecord, ItemKind
from voicekeep.records.scope import ReleaseScope


class UnknownSpeakerError(VoicekeepError):
    """There is no such speaker of this person's now; nothing was changed."""

    promise = "P3"

    def __init__(self) -> None:
        super().__init__("there is no such speaker here; nothing was changed")


class Doing(StrEnum):
    """What a speaker is doing."""

    LISTENING = "listening"  # it is there, and hears its wake word or a press
    MUTED = "muted"  # it is there, and its microphone is off
    OFFLINE = "offline"  # it is not connected
    FOLDER = "folder"  # it hands recordings in from a folder, and is never connected


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """One speaker as its person sees it."""

    device: DeviceId
    kind: DeviceKind
    name: str = field(repr=False)  # empty: this person never named it, and has not seen it named
    shared: bool  # by the household
    since: datetime  # UTC, when it was bound
    doing: Doing
    heard_at: datetime | None  # UTC, when it last handed an utterance in since then
    to_be_muted: bool  # somebody had it muted from afar, and it has not said yet that it is
    woken_falsely: int  # times, while it was theirs, as far as that is counted (R21)


@dataclass(frozen=True, slots=True, kw_only=True)
class LostSpeaker:
    """A speaker that was this person's or their household's, and is not any more."""

    device: DeviceId
    name: str = field(repr=False)  # as this person called it last
    until: datetime  # UTC, the first instant at which it was not theirs any more


def speakers_of(keep: Keep, session: Session, names: Mapping[DeviceId, str] | None = None) -> tuple[Speaker, ...]:
    """Return the signed-in person's own speakers and those of their household, the one bound first first.

    `names` is what `names_of` returned for them just now, where somebody needs it more than once.
    """
    names = names_of(keep, session.subject) if names is None else names
    now = keep.now()
    with keep.database.read() as transaction:
        return tuple(
            _shown(transaction, binding, names.get(binding.device, ""), now)
            for binding in _open_bindings(transaction, session)
        )


def lost_speakers_of(
    keep: Keep, session: Session, names: Mapping[DeviceId, str] | None = None
) -> tuple[LostSpeaker, ...]:
    """Return which speakers the person had and has no more, as long as they are told of it; the latest first.

    `names`: as `speakers_of`.
    """
    names = names_of(keep, session.subject) if names is None else names
    since = keep.now() - keep.limits.notice_kept_for
    with keep.database.read() as transaction:
        theirs = {each.device for each in _open_bindings(transaction, session)}
        ended = {
            binding.device: binding.until
            for binding in bindings_that_count_for(transaction, session.subject)  # the later of a device comes later
            if binding.until is not None and binding.since < binding.until
        }
    lost = [
        LostSpeaker(device=device, name=names.get(device, ""), until=until)
        for device, until in ended.items()
        if device not in theirs and until >= since
    ]
    return tuple(sorted(lost, key=lambda each: each.until, reverse=True))


def rename_speaker(keep: Keep, session: Session, device: DeviceId, name: str) -> None:
    """Give a speaker another name. Raises UnknownSpeakerError, DeviceNameRefusedError."""
    with keep.database.read() as transaction:
        holder = holder_of(_own(transaction, session, device))
    rename_device(keep, holder, device, name)


def rebind_speaker(keep: Keep, session: Session, device: DeviceId, *, shared: bool) -> None:
    """Make a speaker the household's, or the signed-in person's own; what it heard before stays whose it was.

    Raises:
        StaleSignInError: the sign-in is too old for that; nothing was changed.
        UnknownSpeakerError: it is not theirs.
        NoHouseholdError: there is none to share it, or they have just left it.
    """
    require_fresh(session, keep.now(), keep.limits)
    with keep.database.read() as transaction:
        before = holder_of(_own(transaction, session, device))
        holder: Holder = household_of(transaction, session) if shared else session.subject
    if holder == before:
        return
    name = names_of(keep, session.subject).get(device, "") or device
    require_name(keep, name)

    def bind(transaction: Transaction, now: datetime) -> Binding:
        _own(transaction, session, device)
        require_still_home(transaction, session, holder)
        return bind_at(keep, transaction, device, holder, now)

    bind_and_name(keep, device, holder, name, bind)


def unbind_speaker(keep: Keep, session: Session, device: DeviceId) -> None:
    """End a speaker's binding: from this instant on it says that it is not set up. Raises UnknownSpeakerError."""
    with keep.database.begin() as transaction:
        _own(transaction, session, device)
        unbind_at(keep, transaction, device, keep.now())
    keep.remember()


def mute_speaker(keep: Keep, session: Session, device: DeviceId) -> None:
    """Have a speaker mute itself, now or as soon as it is there. Raises UnknownSpeakerError."""
    now = keep.now()
    with keep.database.begin() as transaction:
        _own(transaction, session, device)
        _ask_to_mute(transaction, device, now)


def names_of(keep: Keep, subject: SubjectId) -> dict[DeviceId, str]:
    """Return what a person calls their devices: the latest name of each."""
    opener = keep.ring.opener_for(subject)
    with keep.database.read() as transaction:
        items = PersonalItems(keep, transaction, opener, ReleaseScope(as_of=transaction.log.size()))
        records = [decode_record(opened.record) for opened in items.items(ItemKind.DEVICE)]
    return {record.device: record.device_name for record in records if isinstance(record, DeviceRecord)}


def note_presence(keep: Keep, device: DeviceId, *, muted: bool, there_for: timedelta) -> bool:
    """Write down that a speaker is there, and whether it is muted; return whether it is to mute itself now."""
    now = keep.now()
    with keep.database.begin() as transaction:
        was = transaction.devices.presence_of(device) or Presence(device=device, there_until=now)
        asked = None if muted else was.mute_asked_at
        said = replace(was, muted="yes" if muted else "no", there_until=now + there_for, mute_asked_at=asked)
        transaction.devices.put_presence(said)
    return asked is not None


def note_switchless(keep: Keep, device: DeviceId, *, there_for: timedelta) -> bool:
    """Write down that a speaker is there which cannot mute itself; return whether it is muted: asked now, or before."""
    now = keep.now()
    with keep.database.begin() as transaction:
        was = transaction.devices.presence_of(device) or Presence(device=device, there_until=now)
        muted = was.muted == "yes" or was.mute_asked_at is not None
        said = replace(was, muted="yes" if muted else "no", there_until=now + there_for, mute_asked_at=None)
        transaction.devices.put_presence(said)
    return muted


def note_told_to_mute(keep: Keep, device: DeviceId) -> None:
    """Write down that somebody told a speaker, by speaking to it, to mute itself."""
    with keep.database.begin() as transaction:
        _ask_to_mute(transaction, device, keep.now())


def lift_mute(transaction: Transaction, device: DeviceId) -> None:
    """Let a speaker be heard again that is added anew, by whoever has its key."""
    if (was := transaction.devices.presence_of(device)) is not None:
        transaction.devices.put_presence(replace(was, muted="no", mute_asked_at=None))


def note_heard(keep: Keep, device: DeviceId) -> None:
    """Write down that a speaker has just handed an utterance in."""
    now = keep.now()
    with keep.database.begin() as transaction:
        was = transaction.devices.presence_of(device) or Presence(device=device, there_until=now)
        transaction.devices.put_presence(replace(was, heard_at=now))


def _ask_to_mute(transaction: Transaction, device: DeviceId, now: datetime) -> None:
    there = transaction.devices.presence_of(device) or Presence(device=device, there_until=now)
    transaction.devices.put_presence(replace(there, mute_asked_at=now))


def _open_bindings(transaction: Transaction, session: Session) -> list[Binding]:
    member = transaction.people.member_of(session.subject)
    shared = () if member is None else transaction.devices.bindings_of_household(member.household)
    every = [*transaction.devices.bindings_of(session.subject), *shared]
    return sorted((each for each in every if each.until is None), key=lambda each: (each.since, each.device))


def _own(transaction: Transaction, session: Session, device: DeviceId) -> Binding:
    for binding in _open_bindings(transaction, session):
        if binding.device == device:
            return binding
    raise UnknownSpeakerError


def _shown(transaction: Transaction, binding: Binding, name: str, now: datetime) -> Speaker:
    device = transaction.devices.device(binding.device)
    there = transaction.devices.presence_of(binding.device)
    kind = DeviceKind.FOLDER if device is None else device.kind
    heard = None if there is None or there.heard_at is None or there.heard_at < binding.since else there.heard_at
    return Speaker(
        device=binding.device,
        kind=kind,
        name=name,
        shared=binding.household is not None,
        since=binding.since,
        doing=Doing.FOLDER if kind is DeviceKind.FOLDER else _doing(there, now),
        heard_at=heard,
        to_be_muted=there is not None and there.mute_asked_at is not None,
        woken_falsely=sum(each.times for each in transaction.woken.false_wakings_of(binding.device)),
    )


def _doing(there: Presence | None, now: datetime) -> Doing:
    if there is None or not there.there_at(now):
        return Doing.OFFLINE
    return Doing.MUTED if there.muted == "yes" else Doing.LISTENING
