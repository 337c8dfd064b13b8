"""What reached whom: from a case to the archives that it is about, from their inventories to people, and back.

Flow        a case -> its archives -> what in them is another person's -> every other archive that holds the same
            items -> who fetched what of it, how far, when
Guarantees  1. Whose an item is says the ledger; what lay in an archive says its signed inventory; what left of it
               say the downloads that were written down before the first byte (P6).
            2. Archives that are not in the index, because they are older than it, are read as well.
            3. Nobody is named but by identifier, and nothing of what was said is opened (P9).
Document    docs/scope.md
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from voicekeep.app.operations.inventories import judge_again
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.incident import (
    CaseScope,
    Foreign,
    Judged,
    Reached,
    Triage,
    UnknownCaseError,
    exposed_by,
    reached_of,
)
from voicekeep.ledger import all_releases, fetches_of, made_by, others_heard, release_of
from voicekeep.people import Member
from voicekeep.records.ids import ArchiveId, ItemId, SubjectId, TriageId


def scope_of(keep: Keep, triage: TriageId) -> CaseScope:
    """Return what a case reaches.

    Raises:
        UnknownCaseError: there is none.
        StoreError: a store could not do it now; nothing was concluded.
        LedgerError, ForgedRowError: what it rests on is not believed.
    """
    with keep.database.read() as transaction:
        began = transaction.incidents.get(triage)
        if began is None:
            raise UnknownCaseError
        return scope_in(keep, transaction, began)


def scope_in(keep: Keep, transaction: Transaction, began: Triage) -> CaseScope:
    """Return what a case reaches, as one transaction sees it. Raises as `scope_of`."""
    about = () if began.item is None else (began.item,)
    search = _Search(keep, transaction, about)
    # 1 the copy that it is about, and each that holds the item that it is about
    if began.archive is not None:
        search.look_at([began.archive])
    search.look_at(archive for _, archive in transaction.cases.held_in(about))
    # 2 every copy that is too old for the index
    search.look_at(search.unindexed())
    # 3 what is foreign in them may lie in further ones
    while more := search.further():
        search.look_at(more)
    # 4 how much of it left, to whom; and who else can be heard in it
    judged = tuple(search.judged.values())
    reached = search.reached(lambda one: one.foreign)
    return CaseScope(
        as_of=transaction.log.size(),
        judged=judged,
        reached=reached,
        own=search.reached(lambda one: tuple(each for each in one.about if each.owned.subject == one.subject)),
        exposed=exposed_by(reached, _Housemates(transaction)),
        heard=others_heard(transaction.log, tuple(dict.fromkeys(each.item for each in reached)) or about),
        devices=next((one.devices for one in judged if one.archive == began.archive), {}),
    )


def same_code(keep: Keep, of: Sequence[Judged]) -> tuple[Judged, ...]:
    """Judge again every other release that the code of these made; those whose code nobody noted as well (R29).

    Where some of them are crossed, the code of those counts; a crossed one of unknown code puts every code in doubt.

    Raises: as `scope_of`.
    """
    seen = {judged.archive for judged in of}
    codes = {judged.code for judged in of if judged.crossed} or {judged.code for judged in of}
    with keep.database.read() as transaction:
        known = made_by(transaction.log)
        return tuple(
            judge_again(keep, transaction, released, known.get(released.archive))
            for released in all_releases(transaction.log)
            if released.archive not in seen and (None in codes or known.get(released.archive) in {*codes, None})
        )


class _Search:
    """Archives that were looked at, and what was found in them."""

    def __init__(self, keep: Keep, transaction: Transaction, about: tuple[ItemId, ...]) -> None:
        self._keep = keep
        self._transaction = transaction
        self._about = about
        self._codes = made_by(transaction.log)
        self._asked: set[ItemId] = set()
        self.judged: dict[ArchiveId, Judged] = {}

    def look_at(self, archives: Iterable[ArchiveId]) -> None:
        """Judge these, if they were released."""
        for archive in archives:
            released = None if archive in self.judged else release_of(self._transaction.log, archive)
            if released is not None:
                code = self._codes.get(archive)
                self.judged[archive] = judge_again(self._keep, self._transaction, released, code, about=self._about)

    def unindexed(self) -> list[ArchiveId]:
        """Return the archives of which nobody noted the code: the index does not know them either."""
        return [each.archive for each in all_releases(self._transaction.log) if each.archive not in self._codes]

    def further(self) -> list[ArchiveId]:
        """Return the archives that hold something foreign of those that were judged, and were not judged themselves.

        A copy of its owner's own is passed over: there it is at home.
        """
        owner_of = {each.owned.item: each.owned.subject for one in self.judged.values() for each in one.foreign}
        asked = [item for item in owner_of if item not in self._asked]
        self._asked.update(asked)
        owners_in: dict[ArchiveId, set[SubjectId]] = {}
        for item, archive in self._transaction.cases.held_in(asked):
            owners_in.setdefault(archive, set()).add(owner_of[item])
        return [
            archive
            for archive, those in owners_in.items()
            if archive not in self.judged
            and (released := release_of(self._transaction.log, archive)) is not None
            and those != {released.subject}
        ]

    def reached(self, which: Callable[[Judged], tuple[Foreign, ...]]) -> tuple[Reached, ...]:
        """Return how much of the stretches that are wanted of each archive left, to whom."""
        return tuple(
            reached
            for judged in self.judged.values()
            if (stretches := which(judged))
            for reached in reached_of(judged, stretches, fetches_of(self._transaction.log, judged.archive))
        )


class _Housemates:
    """Who belonged to whose household when."""

    def __init__(self, transaction: Transaction) -> None:
        self._people = transaction.people
        self._members: dict[SubjectId, tuple[Member, ...]] = {}

    def __call__(self, subject: SubjectId, at: datetime) -> frozenset[SubjectId]:
        if subject not in self._members:
            own = self._people.member_of(subject)
            self._members[subject] = () if own is None else self._people.members_of(own.household)
        return frozenset(each.subject for each in self._members[subject] if each.since <= at) - {subject}
