"""Cases at the desk: see them, find out, decide, write. By role and never by name; nobody sees what was said (P9).

Officers and the data protection officer see and write; whether it is a breach, and who is told, the data protection
officer decides. Whoever reported a case, or is affected by it, does not see it at the desk.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from voicekeep.app.operations.cases import case_of, change_case, require_not_own
from voicekeep.app.operations.crossed_alike import report_crossed
from voicekeep.app.operations.freezing import everybody_frozen
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.scoping import same_code, scope_in
from voicekeep.app.operations.staff import on_duty
from voicekeep.app.operations.triaging import decide_triage, strangers_refused
from voicekeep.incident import (
    Affected,
    AffectedRole,
    Assessed,
    AuthorityDecided,
    Awareness,
    Case,
    CaseScope,
    CaseState,
    Change,
    KnownMeasures,
    NotificationSent,
    PersonsDecided,
    ProposedSeverity,
    Scoped,
    awareness,
    missing_to_close,
    missing_to_notify,
    propose_severity,
)
from voicekeep.ledger import freezes_of
from voicekeep.people import Duty, Measure, Role, Session
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import TriageId
from voicekeep.records.reports import TriageState

READERS: Final = (Role.OFFICER, Role.DATA_PROTECTION_OFFICER)
DECIDERS: Final = (Role.DATA_PROTECTION_OFFICER,)
_DECISIONS: Final = Assessed | AuthorityDecided | PersonsDecided


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One case in the list."""

    triage: str
    case: Case | None  # None: its rows are not believed
    doubt: str  # name of the error, where they are not
    aware: Awareness | None
    frozen: int  # how many copies it holds back


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList:
    """All cases, the latest first, and what stands beside them."""

    lines: tuple[CaseLine, ...]
    strangers: int  # refused tries at other people's links lately
    everybody: bool  # every copy is held back


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """One case, as its page shows it."""

    case: Case
    aware: Awareness | None
    now: datetime  # UTC
    frozen: int
    to_notify: tuple[str, ...]  # what a complete notification lacks
    to_close: tuple[str, ...]  # what its end lacks
    closing: bool  # somebody proposed to close it, and nobody decided yet
    decides: bool  # whoever looks may decide

    @property
    def next_phase(self) -> int:
        """Return which notification would be the next."""
        return 1 + len(self.case.all_of(NotificationSent))


def all_cases(keep: Keep) -> tuple[CaseLine, ...]:
    """Return every case, the latest first, for whoever runs the keep."""
    with keep.database.read() as transaction:
        return tuple(_line(keep, transaction, key) for key in transaction.incidents.all_keys())


def cases_at_the_desk(keep: Keep, session: Session) -> CaseList:
    """Return every case that does not concern whoever looks, the latest first.

    Raises:
        NotOnDutyError: no officer or data protection officer, signed in with a passkey.
    """
    duty = on_duty(keep, session, READERS)
    with keep.database.read() as transaction:
        everybody = everybody_frozen(keep, transaction) is not None
    lines = tuple(line for line in all_cases(keep) if not _own(line, duty))
    return CaseList(lines=lines, strangers=strangers_refused(keep), everybody=everybody)


def case_at_the_desk(keep: Keep, session: Session, triage: TriageId) -> CaseView:
    """Return one case.

    Raises:
        NotOnDutyError: as `cases_at_the_desk`.
        UnknownCaseError: there is none, or it concerns whoever looks: no difference is made.
        ForgedRowError, IncompleteCaseError: its rows are not what the ledger says.
    """
    duty = on_duty(keep, session, READERS)
    return _view(keep, triage, duty)


def view_on_the_host(keep: Keep, triage: TriageId) -> CaseView:
    """Return one case for whoever runs the keep. Raises as `case_at_the_desk`."""
    return _view(keep, triage, None)


def _view(keep: Keep, triage: TriageId, duty: Duty | None) -> CaseView:
    with keep.database.read() as transaction:
        case = case_of(keep, transaction, triage)
        require_not_own(case, None if duty is None else duty.subject)
        over = case.state in {CaseState.CLOSED, CaseState.DISMISSED}
        return CaseView(
            case=case,
            aware=awareness(case.triage),
            now=keep.now(),
            frozen=0 if over else len(freezes_of(transaction.log, triage)),
            to_notify=missing_to_notify(case),
            to_close=() if over else missing_to_close(case),
            closing=any(
                each.measure is Measure.CLOSE_CASE and each.about == triage and each.open_at(keep.now())
                for each in transaction.staff.proposals()
            ),
            decides=duty is None or duty.role in DECIDERS,
        )


def decide_at_the_desk(
    keep: Keep, session: Session, triage: TriageId, outcome: TriageState, *, aware_at: datetime | None = None
) -> None:
    """Decide whether it is a breach.

    Raises:
        NotOnDutyError, StaleSignInError: no data protection officer, freshly signed in with a passkey.
        UnknownCaseError: there is none, or it concerns themselves.
        TriageOverError, DecisionRefusedError: as `decide_triage`.
    """
    duty = on_duty(keep, session, DECIDERS, fresh=True)
    with keep.database.read() as transaction:
        require_not_own(case_of(keep, transaction, triage), duty.subject)
    decide_triage(keep, triage, outcome, by=duty.role, aware_at=aware_at)


def write_at_the_desk(
    keep: Keep, session: Session, triage: TriageId, *changes: Change, seen: int, known: KnownMeasures | None = None
) -> None:
    """Write into a case, as it was seen.

    Raises:
        NotOnDutyError, StaleSignInError: not of a role that may, freshly signed in with a passkey.
        IncidentError: as `change_case`; nothing was written.
    """
    decision = any(isinstance(change, _DECISIONS) for change in changes)
    duty = on_duty(keep, session, DECIDERS if decision else READERS, fresh=True)
    change_case(keep, triage, *changes, by=duty.role, seen=seen, known=known, by_subject=duty.subject)


def scope_at_the_desk(keep: Keep, session: Session, triage: TriageId) -> tuple[CaseScope, ProposedSeverity]:
    """Return what a case reaches, by the ledger now, and what that speaks for.

    Raises:
        NotOnDutyError, StaleSignInError: no officer or data protection officer, freshly signed in with a passkey.
        UnknownCaseError: there is none, or it concerns themselves.
        StoreError, LedgerError: nothing was concluded.
    """
    duty = on_duty(keep, session, READERS, fresh=True)
    with keep.database.read() as transaction:
        case = case_of(keep, transaction, triage)
        require_not_own(case, duty.subject)
        scope = scope_in(keep, transaction, case.triage)
    return scope, propose_severity(scope, case.triage.source)


def take_scope(keep: Keep, session: Session, triage: TriageId, *, seen: int) -> None:
    """Write what a case reaches into it, with every person whom it concerns; the releases of the same code too.

    Of those, each that is crossed and that no case is about gets a case of its own, frozen.

    Raises: as `scope_at_the_desk` and `write_at_the_desk`.
    """
    duty = on_duty(keep, session, READERS, fresh=True)
    _take_scope(keep, triage, by=duty.role, seen=seen, duty=duty)


def take_scope_on_the_host(keep: Keep, triage: TriageId, *, by: str) -> None:
    """Write what a case reaches into it, for whoever runs the keep. Raises as `take_scope`."""
    _take_scope(keep, triage, by=by, seen=None, duty=None)


def _take_scope(keep: Keep, triage: TriageId, *, by: str, seen: int | None, duty: Duty | None) -> None:
    with keep.database.read() as transaction:
        case = case_of(keep, transaction, triage)
        require_not_own(case, None if duty is None else duty.subject)
        scope = scope_in(keep, transaction, case.triage)
    alike = same_code(keep, scope.judged)
    report_crossed(keep, alike)  # before this case counts them: nobody in them waits for somebody to open theirs
    judged = (*scope.judged, *alike)
    scoped = Scoped(
        as_of=scope.as_of,
        people=len(scope.owners),
        exposed=len(scope.housemates),
        recipients=len(scope.recipients),
        recordings=scope.recordings,
        records=scope.records,
        crossed=sum(each.crossed for each in judged),
        judged=len(judged),
        unjudged=sum(bool(each.doubts) for each in judged),
    )
    affected = [
        Affected(subject=subject, role=role)
        for subject, role in scope.affected
        if role not in case.affected.get(subject, frozenset[AffectedRole]())
    ]
    expected = len(case.history) if seen is None else seen
    by_subject = None if duty is None else duty.subject
    change_case(keep, triage, scoped, *affected, by=by, seen=expected, by_subject=by_subject)


def _line(keep: Keep, transaction: Transaction, key: str) -> CaseLine:
    try:
        case = case_of(keep, transaction, TriageId(key))
    except VoicekeepError as doubt:
        return CaseLine(triage=key, case=None, doubt=type(doubt).__name__, aware=None, frozen=0)
    over = case.state in {CaseState.CLOSED, CaseState.DISMISSED}
    frozen = 0 if over else len(freezes_of(transaction.log, case.triage.triage))
    return CaseLine(triage=key, case=case, doubt="", aware=awareness(case.triage), frozen=frozen)


def _own(line: CaseLine, duty: Duty) -> bool:
    case = line.case
    return case is not None and (duty.subject == case.triage.reporter or duty.subject in case.affected)
