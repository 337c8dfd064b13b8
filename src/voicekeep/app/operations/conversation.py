"""One conversation at one speaker: what was said in it last, who takes part, and what the assistant asked back.

Nothing of it is stored: it is in this process until it is over. A conversation belongs to one speaker, to one binding
of it, and on a shared speaker to one member; whatever of these changes, another conversation begins, and it knows
nothing of the one before. How long ago something was is told by the clock that only goes forward: one that is set back
must not let somebody stay named, nor one that is set forward end the conversation of a guest.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

from voicekeep.app.operations.attributing import Claim, Whose
from voicekeep.assistant import Question
from voicekeep.records.ids import DeviceId, ItemId, SubjectId
from voicekeep.records.items import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said at once, and what is kept of it."""

    at: float  # seconds, by the clock that only goes forward
    owner: SubjectId | None = None  # whose it is; None: nobody's in particular
    turn: ItemId | None = None  # None: the turn is not kept
    asked: tuple[ItemId, ...] = ()  # list entries, timers and reminders that were asked for in it
    counted: bool = False  # as a false waking

    @property
    def items(self) -> tuple[ItemId, ...]:
        """Return all that was made of it; some may be gone by now."""
        return self.asked if self.turn is None else (self.turn, *self.asked)


@dataclass(slots=True)
class Conversation:
    """What one conversation remembers."""

    binding: int  # number of the speaker's binding
    member: SubjectId | None  # whose it is; None: nobody was named
    last_at: float  # seconds, by the clock that only goes forward
    guest: bool = False  # nothing of it is kept
    hands_told: bool = False  # that the speaker changed hands was said, or there was nothing to say
    said: list[Said] = field(default_factory=list)  # the latest last; wishes about privacy are not among it
    last_reply: str = field(default="", repr=False)
    asked: Question | None = field(default=None, repr=False)  # what the assistant asked back


@dataclass(slots=True)
class Place:
    """One speaker: its conversation, if there is one, and who was named there."""

    elapsed: Callable[[], float]  # seconds, of the clock that only goes forward
    lock: threading.Lock = field(default_factory=threading.Lock)
    conversation: Conversation | None = None
    claim: Claim | None = None
    guest_under: int | None = None  # number of the binding under which its screen was told that a guest is there
    last: Said | None = None  # what was said there last, by whomever; None: nothing since the start


class Places:
    """Every speaker's conversation; one utterance of a speaker at a time, those of others beside it."""

    def __init__(self, lasts: timedelta, named_for: timedelta, elapsed: Callable[[], float]) -> None:
        self._lasts = lasts.total_seconds()
        self._named_for = named_for.total_seconds()
        self._elapsed = elapsed
        self._lock = threading.Lock()
        self._places: dict[DeviceId, Place] = {}

    @contextmanager
    def at(self, device: DeviceId) -> Iterator[Place]:
        """Enter one speaker's place, alone."""
        with self._lock:
            place = self._places.setdefault(device, Place(elapsed=self._elapsed))
        with place.lock:
            yield place

    def seen(self, device: DeviceId) -> Place | None:
        """Return a speaker's place to be looked at, no more: it is not entered, and may change meanwhile."""
        return self._places.get(device)

    def claim_lasts(self, claim: Claim) -> float:
        """Return for how many seconds more somebody counts who was named; less than none: no longer."""
        return claim.at + self._named_for - self._elapsed()

    def guest_lasts(self, talk: Conversation) -> float:
        """Return for how many seconds more a guest is one without a word; less than none: no longer."""
        return talk.last_at + self._named_for - self._elapsed()

    def claim_at(self, place: Place) -> Claim | None:
        """Return who was named, if that was not too long ago; every word that was understood puts it off."""
        claim = place.claim
        if claim is not None and self._elapsed() - claim.at > self._named_for:
            place.claim = claim = None
        return claim

    def conversation_with(self, place: Place, whose: Whose) -> Conversation:
        """Return the conversation that goes on, or a new one that knows nothing of it but that it is a guest's."""
        was, now = place.conversation, self._elapsed()
        same = was is not None and (was.binding, was.member) == (whose.binding.number, whose.owner)
        if was is None or not same or now - was.last_at > self._lasts:
            guest = place.guest_under == whose.binding.number or self._is_still_a_guest(was, whose)
            was = Conversation(binding=whose.binding.number, member=whose.owner, last_at=now, guest=guest)
            place.conversation = was
        if was.guest:
            was.last_at = now  # a guest who was not understood is there still: to take them for one keeps less
        return was

    def goes_on(self, place: Place, talk: Conversation) -> None:
        """Take it that something was understood just now: only that puts off the end of how long somebody is named."""
        talk.last_at = self._elapsed()
        if place.claim is not None:
            place.claim = replace(place.claim, at=talk.last_at)

    def _is_still_a_guest(self, was: Conversation | None, whose: Whose) -> bool:
        """Return whether the guest of before may still be there: as long as somebody stays named, and at no other's."""
        if was is None or not was.guest or was.binding != whose.binding.number:
            return False
        return self.guest_lasts(was) >= 0


def named(place: Place, member: SubjectId, evidence: Evidence) -> None:
    """Take it that this member speaks at a shared speaker from now on; a conversation with another is over."""
    same = place.claim is not None and place.claim.member == member
    if not same or (place.conversation is not None and place.conversation.guest):
        place.conversation = None
    place.claim = Claim(member=member, evidence=evidence, at=place.elapsed())
    place.guest_under = None


def nobody_named(place: Place, *, guest_under: int | None = None) -> None:
    """Take it that nobody in particular speaks there, or a guest under this binding; the conversation is over."""
    place.claim = None
    place.conversation = None
    place.guest_under = guest_under
