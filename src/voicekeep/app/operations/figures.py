"""How a keep does, in counts: what a machine that watches it may know. No person, no item, no number of either."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from voicekeep.app.operations.asking import place_of
from voicekeep.app.operations.cases import case_of
from voicekeep.app.operations.escalating import due_in
from voicekeep.app.operations.exports import stopped_exports
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.notices import all_notices
from voicekeep.incident import CaseState, NotificationSent, awareness
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import TriageId
from voicekeep.request import State

ANSWERED: Final = frozenset(
    {State.AVAILABLE, State.DELIVERED, State.CLOSED, State.EXPIRED, State.REFUSED, State.WITHDRAWN}
)
DAYS: Final = ((0, "over"), (4, "0-3"), (11, "4-10"), (31, "11-30"))
"""Days that are left to answer: below so many, the band's name."""
HOURS: Final = ((0, "over"), (12, "0-11"), (24, "12-23"), (48, "24-47"))
"""Hours that are left to notify."""
_BEYOND_DAYS: Final = "more"
_BEYOND_HOURS: Final = "48-72"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts of one keep at one instant."""

    requests: Counter[tuple[str, str]] = field(default_factory=Counter)  # by state and days left
    refused_releases: int = 0  # ever: copies that the checks or the builder held
    refused_downloads: int = 0  # ever
    cases: Counter[str] = field(default_factory=Counter)  # by state
    cases_to_notify: Counter[str] = field(default_factory=Counter)  # by hours left
    people_due: Counter[str] = field(default_factory=Counter)  # who does not know yet, by the way that is due
    cases_doubted: int = 0  # whose rows are not believed
    notices: Counter[str] = field(default_factory=Counter)  # by state
    found_waiting: int = 0
    ledger_entries: int = 0
    ledger_signed: int = 0  # entries that the last checkpoint signs
    exports_off: bool = False


def figures_of(keep: Keep) -> Figures:
    """Count.

    Raises:
        StoreError: the database could not be read now.
        ForgedRowError: a row of a request was not written by this keep.
    """
    found = Figures(notices=Counter(line.state for line in all_notices(keep)))
    today = place_of(keep).day_of(keep.now())
    with keep.database.read() as transaction:
        for request in transaction.requests.in_states(frozenset(State)):
            band = "" if request.state in ANSWERED else _band((request.due - today).days)
            found.requests[request.state.value, band] += 1
        for key in transaction.incidents.all_keys():
            _count_case(keep, transaction, TriageId(key), found)
        last = transaction.log.last_checkpoint()
        return Figures(
            requests=found.requests,
            refused_releases=sum(1 for _ in transaction.log.openings_named("held")),
            refused_downloads=sum(1 for _ in transaction.log.openings_named("download_refused")),
            cases=found.cases,
            cases_to_notify=found.cases_to_notify,
            people_due=found.people_due,
            cases_doubted=found.cases["doubted"],
            notices=found.notices,
            found_waiting=transaction.found.count(),
            ledger_entries=transaction.log.size(),
            ledger_signed=0 if last is None else last[0],
            exports_off=stopped_exports(keep, transaction) is not None,
        )


def ready(keep: Keep) -> bool:
    """Return whether the keep can answer: its database opens, and its ledger is signed up to its end."""
    try:
        with keep.database.read() as transaction:
            last, size = transaction.log.last_checkpoint(), transaction.log.size()
    except VoicekeepError:
        return False
    return size == (0 if last is None else last[0])


def _count_case(keep: Keep, transaction: Transaction, triage: TriageId, found: Figures) -> None:
    try:
        case = case_of(keep, transaction, triage)
    except VoicekeepError:
        found.cases["doubted"] += 1
        return
    found.cases[case.state.value] += 1
    for due in due_in(keep, case):
        found.people_due[due.channel.value] += 1
    known, sent = awareness(case.triage), case.last(NotificationSent)
    open_still = case.state not in {CaseState.CLOSED, CaseState.NOT_NOTIFIED}
    if known is not None and sent is None and open_still:
        left = (known.notify_by - keep.now()) // timedelta(hours=1)
        found.cases_to_notify[next((name for below, name in HOURS if left < below), _BEYOND_HOURS)] += 1


def _band(left: int) -> str:
    """Return the band of so many days; whole days, the last one is 0."""
    return next((name for below, name in DAYS if left < below), _BEYOND_DAYS)
