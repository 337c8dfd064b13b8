"""What belongs into a copy: every item that the source hands over, if it is the subject's and in scope; else nothing.

The source is asked for the right items. It is not trusted to answer rightly: each line is looked at again here, and
once more, against the ledger, by the checks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from voicekeep.archive.errors import (
    ForeignItemError,
    OutOfOrderError,
    OutOfScopeError,
    SplitTurnError,
    UnreadableRecordError,
)
from voicekeep.archive.plan import OpenedItem, Plan, Source
from voicekeep.records.instant import to_text
from voicekeep.records.items import ItemKind

Record = dict[str, str | int | None]


class Selection:
    """The items of one kind that belong into one copy, in order."""

    def __init__(self, plan: Plan, source: Source, kind: ItemKind) -> None:
        self._archive = plan.archive
        self._subject = plan.subject
        self._kind = kind
        self._items = source.items(kind)
        self._names_audio = "recording" if kind is ItemKind.TURN else "audio_sha256"
        # Instants have one spelling of one width: as text they compare as they do in time.
        self._since = "" if plan.scope.since is None else to_text(plan.scope.since)
        self._until = "~" if plan.scope.until is None else to_text(plan.scope.until)

    def __iter__(self) -> Iterator[tuple[OpenedItem, Record]]:
        """Return each item with its parsed record.

        Raises:
            ForeignItemError: an item of another person or kind.
            OutOfScopeError: an item from before or after the period.
            OutOfOrderError: an item twice, or earlier than the one before it.
            SplitTurnError: a record without its recording, or the other way round.
            UnreadableRecordError: a record that is no record line.
        """
        last = ("", "")
        for opened in self._items:
            record = self._parsed(opened)
            place = (str(record["at"]), str(record["item"]))
            if place <= last:
                raise OutOfOrderError(self._archive)
            last = place
            yield opened, record

    def _parsed(self, opened: OpenedItem) -> Record:
        try:
            record: Record = json.loads(opened.record.decode())
            owner, kind, at = record["owner"], record["kind"], str(record["at"])
        except (ValueError, KeyError, TypeError) as error:
            raise UnreadableRecordError(self._archive) from error
        if owner != self._subject or kind != self._kind:
            raise ForeignItemError(self._archive)
        if not self._since <= at < self._until:
            raise OutOfScopeError(self._archive)
        if (opened.audio is None) != (record.get(self._names_audio) is None):
            raise SplitTurnError(self._archive)
        return record
