"""What may be written into a case, and what is still missing before it is over.

Flow        a case, a change, a role, now -> the next entry; a case -> what is missing for a notification, for its end
Guarantees  1. A decision without its reason is refused, and so is an exception without its letter and its evidence.
            2. A case ends with causes and measures, and not while somebody whom it concerns is not told. That the
               link was switched off is containment: it ends nothing.
            3. What is over is over: nothing is written into it any more.
I/O         none
Document    docs/cases.md
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from voicekeep.incident.case import Case, CaseState, Noted, Telling
from voicekeep.incident.changes import (
    BY_ITSELF,
    Affected,
    AffectedRole,
    Assessed,
    AuthorityDecided,
    CauseNamed,
    Change,
    Channel,
    Closed,
    Contained,
    Described,
    Description,
    MeasureKind,
    MeasureTaken,
    NotificationSent,
    PersonsDecided,
    PersonTold,
    RecipientMoved,
    Scoped,
    Track,
    Worded,
)
from voicekeep.incident.clock import awareness
from voicekeep.incident.errors import (
    CaseNotOverError,
    CaseRefusedError,
    DecisionRefusedError,
    ExceptionRefusedError,
    LateReasonMissingError,
    UnknownMeasureError,
)
from voicekeep.incident.scope import CaseScope
from voicekeep.records.texts import LOCALES

KnownMeasures = Mapping[MeasureKind, Collection[str]]
"""What rules, findings and mix-ups there are, by name."""

TEXT_MAX_CHARS: Final = 4_000
_OVER: Final = frozenset({CaseState.CLOSED, CaseState.DISMISSED})
_IN_TRIAGE: Final = Contained | Described | Scoped | Affected
"""What can be written before somebody decided whether it is a breach."""
_ROLE: Final = re.compile(r"[a-z][a-z_]{0,39}")


def next_entry(
    case: Case,
    change: Change,
    *,
    by: str,
    now: datetime,
    known: KnownMeasures | None = None,
) -> Noted:
    """Return the change as the case's next entry.

    Args:
        case: As it stands.
        change: What is done or decided.
        by: Role of who does it.
        now: UTC.
        known: What a measure may name.

    Raises:
        CaseRefusedError: the case is over or not there yet, or a text is missing.
        DecisionRefusedError: no role.
        ExceptionRefusedError, LateReasonMissingError, UnknownMeasureError, CaseNotOverError: as they say.
    """
    if _ROLE.fullmatch(by) is None:
        raise DecisionRefusedError("a role in one word")
    if case.state in _OVER:
        raise CaseRefusedError(case.triage.triage, "to be open: it is over")
    if case.state is CaseState.TRIAGE and not isinstance(change, _IN_TRIAGE):
        raise CaseRefusedError(case.triage.triage, "somebody to decide first whether it is a breach")
    _require_texts(case, change)
    _require_in_order(case, change, now)
    if isinstance(change, PersonTold):
        _require_own_word(case, change, by)
    if isinstance(change, MeasureTaken):
        _require_known(case, change, known or {})
    if isinstance(change, Closed) and (missing := missing_to_close(case)):
        raise CaseNotOverError(case.triage.triage, missing)
    return Noted(number=len(case.history) + 1, at=now, by=by, change=change)


def missing_to_notify(case: Case) -> tuple[str, ...]:
    """Return what a complete notification to the authority lacks (GDPR Art. 33(3)), by name."""
    told = {change.what for change in case.all_of(Described)}
    missing = [f"no_{what}" for what in Description if what not in told]
    if case.last(Scoped) is None:
        missing.append("no_scope")
    if case.assessment is None:
        missing.append("no_assessment")
    return tuple(missing)


def missing_to_close(case: Case, scope: CaseScope | None = None) -> tuple[str, ...]:
    """Return what is missing before a confirmed case is over, by name; empty: nothing.

    Args:
        case: As it stands.
        scope: What it reaches by now: whoever that concerns must be named in it, or nobody would tell them. None: what
            was written down of it is all that is asked.
    """
    missing = list(missing_to_notify(case))
    if case.last(Contained) is None:
        missing.append("not_contained")
    if case.authority is None:
        missing.append("authority_undecided")
    elif case.authority.notify and not any(sent.complete for sent in case.all_of(NotificationSent)):
        missing.append("notification_incomplete")
    if case.persons is None:
        missing.append("persons_undecided")
    elif case.persons.tell:
        missing += _untold(case)
    if scope is not None and any(role not in case.affected.get(who, frozenset()) for who, role in scope.affected):
        missing.append("people_unnamed")
    if not case.all_of(CauseNamed):
        missing.append("no_cause")
    if not case.all_of(MeasureTaken):
        missing.append("no_measure")
    return tuple(missing)


def _untold(case: Case) -> list[str]:
    """Told means acknowledged; who cannot be told is told in public: Art. 34(3)(c), decided with its evidence."""
    if not case.to_tell:
        return ["nobody_named"]
    return [] if all(how is Telling.ACKNOWLEDGED for how in case.told.values()) else ["people_untold"]


def _require_texts(case: Case, change: Change) -> None:
    """Return if every text that the change must have is there, and none is too long."""
    must: list[str] = []
    may: list[str] = []
    match change:
        case Contained() | Described() | CauseNamed() | MeasureTaken() | Closed():
            must = [change.text]
        case AuthorityDecided():
            must = [change.reason]
        case PersonsDecided():
            must, may = [change.reason], [change.evidence]
        case PersonTold() | RecipientMoved() | Worded():
            may = [change.text]
        case NotificationSent():
            may = [change.late_reason]
        case Assessed():
            must = [part.reason for part in change.severity.parts.values()]
    if not all(text.strip() for text in must) or any(len(text) > TEXT_MAX_CHARS for text in must + may):
        raise CaseRefusedError(case.triage.triage, f"a text or reason of at most {TEXT_MAX_CHARS} characters")


def _require_in_order(case: Case, change: Change, now: datetime) -> None:
    triage = case.triage.triage
    match change:
        case Affected() if change.role in case.affected.get(change.subject, frozenset[AffectedRole]()):
            raise CaseRefusedError(triage, "somebody who is not in it yet in that role")
        case PersonTold() if change.subject not in case.affected:
            raise CaseRefusedError(triage, "somebody who is affected")
        case RecipientMoved() if AffectedRole.RECIPIENT not in case.affected.get(change.subject, frozenset()):
            raise CaseRefusedError(triage, "a wrong recipient")
        case RecipientMoved() if change.track is Track.SEEN and case.tracks_of(change.subject):
            raise CaseRefusedError(triage, "nothing to be known of them yet")
        case Worded() if change.language not in LOCALES or _ROLE.fullmatch(change.part) is None:
            raise CaseRefusedError(triage, "a field of a paper in a language that there is")
        case AuthorityDecided() | PersonsDecided() if case.assessment is None or change.assessment != case.assessment:
            raise CaseRefusedError(triage, "a decision on the assessment that counts")
        case PersonsDecided():
            _require_exception(case, change)
        case NotificationSent():
            _require_phase(case, change, now)


def _require_own_word(case: Case, told: PersonTold, by: str) -> None:
    """Return if whoever writes it can know it: nobody but the person says in the portal that they know."""
    if told.channel in BY_ITSELF:
        if by != BY_ITSELF[told.channel]:
            raise CaseRefusedError(case.triage.triage, f"a letter, a call or a talk: {told.channel} is not staff's")
        if told.acknowledged and told.channel is not Channel.PORTAL:
            raise CaseRefusedError(case.triage.triage, "an answer: that a message went out is none")


def _require_exception(case: Case, decided: PersonsDecided) -> None:
    named = decided.exception is not None and bool(decided.evidence.strip())
    half = (decided.exception is None) != (not decided.evidence.strip())
    if half or (decided.tell and named) or (not decided.tell and case.high_risk and not named):
        raise ExceptionRefusedError(case.triage.triage)


def _require_phase(case: Case, sent: NotificationSent, now: datetime) -> None:
    triage, earlier = case.triage.triage, case.all_of(NotificationSent)
    if case.authority is None or not case.authority.notify:
        raise CaseRefusedError(triage, "the decision that the authority is notified")
    if sent.phase != len(earlier) + 1 or sent.sent_at > now or (earlier and sent.sent_at < earlier[-1].sent_at):
        raise CaseRefusedError(triage, "the next phase, sent after the one before it and not later than now")
    known = awareness(case.triage)
    late = known is not None and sent.sent_at > known.notify_by
    if not earlier and late and not sent.late_reason.strip():
        raise LateReasonMissingError(triage)
    if sent.complete and (missing := missing_to_notify(case)):
        raise CaseRefusedError(triage, f"what a complete notification says: {', '.join(missing)}")


def _require_known(case: Case, measure: MeasureTaken, known: KnownMeasures) -> None:
    if measure.kind is MeasureKind.ORGANISATION:
        if measure.name:
            raise CaseRefusedError(case.triage.triage, "no name for what people do otherwise")
        return
    if measure.name not in known.get(measure.kind, ()):
        raise UnknownMeasureError(measure.kind, measure.name)
