"""What was heard of a person, for that person: opened in memory while they look, and never for anybody else.

What is about to be shown or played is in the ledger first (P6): so whoever's password was stolen can read later which
recordings the thief was shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from voicekeep.app.operations.erase import NotYoursError
from voicekeep.app.operations.erasing_turns import Period, of_day, whole
from voicekeep.app.operations.heard_by import names_in
from voicekeep.app.operations.keep import Keep, not_yet_told
from voicekeep.app.operations.reading import PersonalItems
from voicekeep.formats.lines import decode_record
from voicekeep.people import Session
from voicekeep.records.facts import Viewed
from voicekeep.records.ids import DeviceId, ItemId
from voicekeep.records.items import (
    CorrectionRecord,
    ItemKind,
    TurnRecord,
    WithheldBecause,
    WithholdingRecord,
)

FOUND_MAX: Final = 50  # turns that a search shows


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Silence:
    """A stretch of a recording in which copies are silent."""

    first_ms: int  # from the start of the recording
    end_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardTurn:
    """One turn as its owner sees it."""

    item: ItemId
    at: datetime  # UTC
    device: DeviceId | None
    device_name: str  # as its owner calls it; empty if no device of theirs heard it
    source_name: str  # of the file that was handed in; empty if there was none
    transcript: str  # as its owner corrected it; empty if there is none
    understood: str  # what had been understood, where it was corrected; else empty
    seconds: float | None  # of sound; None: none was kept
    answer: str = ""  # what the assistant said; empty: nothing, or it is not known
    recipients: tuple[str, ...] = ()  # who outside of the keep got some of it (R32)
    silences: tuple[Silence, ...] = ()  # the earliest first
    not_me: bool = False  # its owner said so: neither words nor sound are shown any more
    by_guest: bool = False  # a guest who is heard in it had it kept and not used: likewise

    @property
    def hidden(self) -> bool:
        """Return whether neither words nor sound are shown."""
        return self.not_me or self.by_guest


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found."""

    turns: tuple[HeardTurn, ...]  # the latest first
    more: bool  # there are others, that are not shown


def days_of(keep: Keep, session: Session) -> tuple[tuple[date, int], ...]:
    """Return each day on which something was heard, in the keep's time zone, with how often; the latest first."""
    zone = ZoneInfo(keep.settings.zone)
    with keep.database.read() as transaction:
        rows = transaction.items.held_by(session.subject, ItemKind.TURN, whole(transaction))
        days = Counter(row.at.astimezone(zone).date() for row in rows)
    return tuple(sorted(days.items(), reverse=True))


def heard_on(keep: Keep, session: Session, day: date, device: DeviceId | None = None) -> tuple[HeardTurn, ...]:
    """Return what was heard on a day in the keep's time zone, the earliest first; by one speaker only, if one is named.

    Raises:
        StoreError: the ledger could not be written; nothing was shown.
    """
    heard = _turns(keep, session, of_day(keep, day))
    turns = tuple(turn for turn in heard if device is None or turn.device == device)
    _write_down(keep, session, [turn.item for turn in turns if not turn.hidden])
    return turns


def heard_turn(keep: Keep, session: Session, item: ItemId) -> HeardTurn:
    """Return one of the person's own turns.

    Raises:
        NotYoursError: no such turn of this person.
        StoreError: the ledger could not be written; nothing was shown.
    """
    with keep.database.read() as transaction:
        row = transaction.items.row(item)
    if row is None or row.owner != session.subject or row.kind is not ItemKind.TURN:
        raise NotYoursError(item)
    [turn] = [turn for turn in _turns(keep, session, (row.at, row.at + timedelta(microseconds=1))) if turn.item == item]
    if not turn.hidden:
        _write_down(keep, session, [item])
    return turn


def search(keep: Keep, session: Session, words: str) -> Found:
    """Return the latest turns whose transcript holds these words, in any case of letters.

    Raises:
        StoreError: the ledger could not be written; nothing was shown.
    """
    wanted = " ".join(words.split()).casefold()
    hits = [turn for turn in _turns(keep, session, None) if wanted and wanted in turn.transcript.casefold()]
    turns = tuple(reversed(hits[-FOUND_MAX:]))
    _write_down(keep, session, [turn.item for turn in turns])
    return Found(turns=turns, more=len(hits) > len(turns))


def sound_of(keep: Keep, session: Session, item: ItemId) -> bytes:
    """Return the FLAC file of one of the person's own turns.

    Raises:
        NotYoursError: no such turn of this person, one without sound, or one that they said is not them: no
            difference is made.
        StoreError: the ledger could not be written; nothing was played.
    """
    opener = keep.ring.opener_for(session.subject)
    with keep.database.read() as transaction:
        own = PersonalItems(keep, transaction, opener, whole(transaction))
        opened = own.one(item, ItemKind.TURN)
        if opened is None or opened.audio is None or own.withheld().get(item, opened) is None:
            raise NotYoursError(item)
    _write_down(keep, session, [item])
    return opened.audio


def _turns(keep: Keep, session: Session, period: Period | None) -> Iterable[HeardTurn]:
    opener = keep.ring.opener_for(session.subject)
    with keep.database.read() as transaction:
        everything = PersonalItems(keep, transaction, opener, whole(transaction))
        names = names_in(everything)
        said = _Said(everything)
        items = PersonalItems(keep, transaction, opener, whole(transaction, period))
        for opened in items.items(ItemKind.TURN):
            record = decode_record(opened.record)
            if isinstance(record, TurnRecord):
                yield said.of(_heard(record, names))


class _Said:
    """What a person said of their turns."""

    def __init__(self, items: PersonalItems) -> None:
        self._words: dict[ItemId, CorrectionRecord] = {}
        self._silences: dict[ItemId, list[Silence]] = {}
        self._hidden: dict[ItemId, set[WithheldBecause]] = {}
        for opened in items.items(ItemKind.CORRECTION):
            record = decode_record(opened.record)
            if isinstance(record, CorrectionRecord):
                last = self._words.get(record.turn)
                self._words[record.turn] = record if last is None or last.corrected_at < record.corrected_at else last
        for opened in items.items(ItemKind.WITHHOLDING):
            record = decode_record(opened.record)
            if isinstance(record, WithholdingRecord):
                self._withhold(record)

    def _withhold(self, record: WithholdingRecord) -> None:
        if record.first_ms is None or record.end_ms is None:
            self._hidden.setdefault(record.turn, set()).add(record.because)
        else:
            silence = Silence(first_ms=record.first_ms, end_ms=record.end_ms)
            self._silences.setdefault(record.turn, []).append(silence)

    def of(self, turn: HeardTurn) -> HeardTurn:
        if because := self._hidden.get(turn.item):
            not_me, by_guest = WithheldBecause.NOT_ME in because, WithheldBecause.GUEST in because
            bare = replace(turn, transcript="", understood="", source_name="", seconds=None, answer="")
            return replace(bare, not_me=not_me, by_guest=by_guest)
        corrected = self._words.get(turn.item)
        if corrected is not None:
            turn = replace(turn, transcript=corrected.transcript, understood=turn.transcript)
        return replace(turn, silences=tuple(sorted(self._silences.get(turn.item, ()))))


def _heard(record: TurnRecord, names: dict[DeviceId, str]) -> HeardTurn:
    rate, count = record.sample_rate, record.sample_count
    return HeardTurn(
        item=record.item,
        at=record.at,
        device=record.device,
        device_name="" if record.device is None else names.get(record.device, ""),
        source_name=record.source_name or "",
        transcript=record.transcript or "",
        understood="",
        seconds=None if rate is None or count is None else count / rate,
        answer=record.answer or "",
        recipients=tuple(filter(None, (record.recipients or "").split(", "))),
    )


def _write_down(keep: Keep, session: Session, items: list[ItemId]) -> None:
    """Tell the ledger what this session is about to see, each item once."""
    now = keep.now()
    seen = [Viewed(item=item, subject=session.subject, session=session.session, at=now) for item in items]
    with keep.database.read() as transaction:
        if not not_yet_told(keep.log(transaction), *seen):
            return  # nobody who writes has to wait for somebody who looks again
    with keep.database.begin() as transaction:
        log = keep.log(transaction)
        log.append(not_yet_told(log, *seen))
    keep.remember()
