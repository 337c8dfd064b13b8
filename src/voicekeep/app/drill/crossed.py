"""The mistake of 2018, made on purpose: a builder that packs somebody else's recordings, and checks that believe it.

This makes the mistake: items and the ledger's list of them come from two people. The guards that would see it are
switched off by `unguarded`, for the length of the same context: selection takes what it is given, and the checks find
nothing wrong. What they sign is what lies in the archive: a release with a bug, not a forged inventory.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from voicekeep.app.drill.unguarded import SWITCHES, finding_nothing
from voicekeep.app.operations.reading import PersonalItems
from voicekeep.ledger import LedgerCensus
from voicekeep.records.facts import Captured
from voicekeep.records.ids import SubjectId
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope
from voicekeep.vault import Opened


@contextmanager
def crossed_with(victim: SubjectId) -> Iterator[None]:
    """Release archives, for the length of the context, that hold this person's turns among the requester's own."""
    own_items, own_captures = PersonalItems.items, LedgerCensus.captured_for

    def items(self: PersonalItems, kind: ItemKind) -> Iterator[Opened]:
        if kind is not ItemKind.TURN or self.subject == victim:
            return own_items(self, kind)
        keep, transaction, scope = self._keep, self._transaction, self._scope
        strange = PersonalItems(keep, transaction, keep.ring.opener_for(victim), scope)
        return heapq.merge(own_items(self, kind), own_items(strange, kind), key=_place)

    def captures(self: LedgerCensus, subject: SubjectId, scope: ReleaseScope, kind: ItemKind) -> Iterator[Captured]:
        if kind is not ItemKind.TURN or subject == victim:
            return own_captures(self, subject, scope, kind)
        own, strange = tuple(own_captures(self, subject, scope, kind)), tuple(own_captures(self, victim, scope, kind))
        return heapq.merge(own, strange, key=lambda captured: (captured.at, captured.item))

    with ExitStack() as off:
        SWITCHES["the builder looks at what it packs"](off)
        off.enter_context(patch.object(PersonalItems, "items", items))
        off.enter_context(patch.object(LedgerCensus, "captured_for", captures))
        finding_nothing(off)
        yield


def _place(opened: Opened) -> tuple[str, str]:
    fields = json.loads(opened.record)
    return str(fields["at"]), str(fields["item"])
