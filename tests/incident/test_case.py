"""A case: what may be written into it and when, what is missing, and that nothing of it is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.incident.cases import (
    AWARE,
    EVERYTHING,
    KNOWN,
    OWNER,
    PARTNER,
    RECIPIENT,
    RECORDED,
    and_then,
    changes,
    grown,
    resting,
    severity,
)
from voicekeep.incident import (
    BY_ITSELF,
    STAFF_CHANNELS,
    Affected,
    AffectedRole,
    Assessed,
    AuthorityDecided,
    CaseNotOverError,
    CaseRefusedError,
    CaseState,
    CauseNamed,
    Change,
    Channel,
    Closed,
    Contained,
    Containment,
    DecisionRefusedError,
    Described,
    Exception34,
    ExceptionRefusedError,
    IncidentError,
    LateReasonMissingError,
    MeasureKind,
    MeasureTaken,
    NotAChangeError,
    NotificationSent,
    PersonsDecided,
    PersonTold,
    Scoped,
    Telling,
    UnknownMeasureError,
    change_name,
    decode_change,
    encode_change,
    missing_to_close,
    missing_to_notify,
    next_entry,
)
from voicekeep.records.reports import TriageState

TOLD = tuple(PersonTold(subject=who, channel=Channel.LETTER, acknowledged=True) for who in (OWNER, PARTNER))
CLOSED = Closed(text="it cannot happen again")
CONTAINED = EVERYTHING[0]
ASSESSED = Assessed(severity=severity())
LOW = Assessed(severity=severity(context=1, identification=1))


@given(changes)
def test_a_change_comes_back_as_it_was(change: Change) -> None:
    assert decode_change(encode_change(change)) == change


@given(changes, st.data())
def test_no_other_bytes_are_a_change(change: Change, data: st.DataObject) -> None:
    written = bytearray(encode_change(change))
    place = data.draw(st.integers(0, len(written) - 1))
    written[place] ^= data.draw(st.integers(1, 255))
    try:
        other = decode_change(bytes(written))
    except NotAChangeError:
        return
    assert encode_change(other) == bytes(written)


@pytest.mark.parametrize("field", ["v", "change", "of"])
def test_a_change_of_another_version_or_name_is_none(field: str) -> None:
    said = json.loads(encode_change(CLOSED)) | {field: 2}
    with pytest.raises(NotAChangeError):
        decode_change(json.dumps(said, separators=(",", ":"), sort_keys=True).encode())


def test_every_kind_of_change_has_a_name_of_its_own() -> None:
    names = [change_name(kind) for kind in get_args(Change)]
    assert len(set(names)) == len(names)
    assert change_name(Closed) == change_name(CLOSED) == "closed"


@given(st.lists(changes, max_size=12), st.sampled_from(TriageState))
def test_whatever_is_tried_a_case_loses_nothing_and_never_goes_on_after_its_end(
    tried: list[Change], state: TriageState
) -> None:
    case, taken = grown(state=state), list[Change]()
    for change in tried:
        before = case
        try:
            case = and_then(case, change)
        except IncidentError:
            assert case is before
            continue
        taken.append(change)
        assert before.state not in {CaseState.CLOSED, CaseState.DISMISSED}
        assert case.history[:-1] == before.history
    assert [noted.change for noted in case.history] == taken
    assert [noted.number for noted in case.history] == list(range(1, len(taken) + 1))
    if state is not TriageState.CONFIRMED:
        assert case.state.value == {"open": "triage", "dismissed": "dismissed"}[state]


def test_a_case_goes_its_way_from_state_to_state() -> None:
    ways = [grown(*EVERYTHING[:end]).state.value for end in range(len(EVERYTHING) + 1)]
    assert ways == ["aware"] + ["contained"] * 8 + ["assessed"] * 3 + ["notified"] * 3
    closed = grown(*EVERYTHING, *TOLD, CLOSED)
    assert closed.state is CaseState.CLOSED


def test_who_decides_not_to_notify_leaves_a_case_that_was_not_notified() -> None:
    decided = AuthorityDecided(notify=False, reason="no risk", assessment=2)
    told = PersonsDecided(tell=False, reason="no high risk", assessment=2)
    assert grown(CONTAINED, LOW, decided, told).state is CaseState.NOT_NOTIFIED


@pytest.mark.parametrize("left_out", range(len(EVERYTHING) + len(TOLD)))
def test_a_case_is_not_closed_while_anything_is_missing(left_out: int) -> None:
    """One person less is no gap that the case could know of."""
    case = grown()
    for number, change in enumerate((*EVERYTHING, *TOLD)):
        if number == left_out:
            continue
        try:
            case = and_then(case, resting(change, case))
        except CaseRefusedError:
            continue  # it rests on what was left out
    needless = isinstance((*EVERYTHING, *TOLD)[left_out], Affected)
    if needless:
        assert and_then(case, CLOSED).state is CaseState.CLOSED
        return
    with pytest.raises(CaseNotOverError) as refused:
        and_then(case, CLOSED)
    assert refused.value.missing


REACHED = tuple(replace(each, acknowledged=False) for each in TOLD)
THE_RECIPIENT = PersonTold(subject=RECIPIENT, channel=Channel.IN_PERSON, acknowledged=True)


@pytest.mark.parametrize("told", [(), TOLD[:1], TOLD[1:], (TOLD[0], REACHED[1]), REACHED, (THE_RECIPIENT,)])
def test_a_case_of_high_risk_is_not_closed_while_somebody_affected_is_not_told(told: tuple[Change, ...]) -> None:
    case = grown(*EVERYTHING, *told)
    assert missing_to_close(case) == ("people_untold",)
    with pytest.raises(CaseNotOverError):
        and_then(case, CLOSED)


def test_how_far_somebody_was_told_never_goes_back() -> None:
    case = grown(*EVERYTHING, REACHED[0])
    assert case.told == {OWNER: Telling.REACHED, PARTNER: Telling.NOT}
    assert and_then(and_then(case, TOLD[0]), REACHED[0]).told[OWNER] is Telling.ACKNOWLEDGED


@pytest.mark.parametrize("by", ["officer", "data_protection_officer", "host_operator", *BY_ITSELF.values()])
@pytest.mark.parametrize("acknowledged", [False, True])
@pytest.mark.parametrize("channel", Channel)
def test_staff_write_what_they_did_and_nobody_says_in_the_portal_for_others_that_they_know(
    channel: Channel,
    acknowledged: bool,  # noqa: FBT001
    by: str,
) -> None:
    change = PersonTold(subject=OWNER, channel=channel, acknowledged=acknowledged)
    own_word = channel not in BY_ITSELF or by == BY_ITSELF[channel]
    an_answer = not acknowledged or channel in {*STAFF_CHANNELS, Channel.PORTAL}
    if own_word and an_answer:
        assert next_entry(grown(*EVERYTHING), change, by=by, now=RECORDED).change == change
    else:
        with pytest.raises(CaseRefusedError):
            next_entry(grown(*EVERYTHING), change, by=by, now=RECORDED)


def test_a_case_in_which_nobody_is_named_is_not_closed_if_they_are_to_be_told() -> None:
    nobody = [change for change in EVERYTHING if not isinstance(change, Affected)]
    case = grown()
    for change in nobody:
        case = and_then(case, resting(change, case))
    assert missing_to_close(case) == ("nobody_named",)


@pytest.mark.parametrize("how", Containment)
def test_switching_the_link_off_closes_nothing(how: Containment) -> None:
    case = grown(Contained(how=how, text="stopped"))
    with pytest.raises(CaseNotOverError) as refused:
        and_then(case, CLOSED)
    assert {"no_cause", "no_measure", "no_assessment"} <= set(refused.value.missing)


def test_a_new_assessment_takes_the_ground_from_under_the_decisions() -> None:
    case = and_then(grown(*EVERYTHING), ASSESSED)
    assert case.authority is None
    assert case.persons is None
    assert {"authority_undecided", "persons_undecided"} <= set(missing_to_close(case))
    for kind in (AuthorityDecided, PersonsDecided):
        with pytest.raises(CaseRefusedError):
            and_then(case, next(change for change in EVERYTHING if isinstance(change, kind)))


@pytest.mark.parametrize(
    ("tell", "letter", "evidence", "high", "refused"),
    [
        (True, None, "", True, False),
        (True, Exception34.A, "sealed", True, True),
        (False, None, "", False, False),
        (False, None, "", True, True),
        (False, None, "we would rather not", True, True),
        (False, Exception34.B, "", True, True),
        (False, Exception34.B, "  ", True, True),
        (False, Exception34.B, "the copy came back unopened", True, False),
        (False, Exception34.C, "", False, True),
        (False, Exception34.A, "sealed under a key that they never had", False, False),
    ],
)
def test_an_exception_names_its_letter_and_its_evidence(
    *, tell: bool, letter: Exception34 | None, evidence: str, high: bool, refused: bool
) -> None:
    case = grown(CONTAINED, ASSESSED if high else LOW)
    decided = PersonsDecided(tell=tell, reason="because", assessment=2, exception=letter, evidence=evidence)
    if refused:
        with pytest.raises(ExceptionRefusedError):
            and_then(case, decided)
    else:
        assert and_then(case, decided).persons == decided


@pytest.mark.parametrize(
    "change",
    [
        Contained(how=Containment.FROZEN, text=" "),
        CauseNamed(text=""),
        MeasureTaken(kind=MeasureKind.ORGANISATION, name="", text=""),
        Closed(text="\n"),
        CauseNamed(text="x" * 4001),
        AuthorityDecided(notify=True, reason=" ", assessment=2),
        PersonsDecided(tell=True, reason="", assessment=2),
        PersonTold(subject=OWNER, channel=Channel.LETTER, acknowledged=True),
        AuthorityDecided(notify=True, reason="because", assessment=1),
        NotificationSent(phase=1, sent_at=AWARE, complete=False),
    ],
)
def test_what_is_empty_too_long_or_out_of_order_is_refused(change: Change) -> None:
    with pytest.raises(CaseRefusedError):
        and_then(grown(CONTAINED, ASSESSED), change)


def test_nobody_is_affected_twice_in_one_role() -> None:
    case = grown(Affected(subject=OWNER, role=AffectedRole.OWNER), Affected(subject=OWNER, role=AffectedRole.RECIPIENT))
    assert case.to_tell == {OWNER}
    with pytest.raises(CaseRefusedError):
        and_then(case, Affected(subject=OWNER, role=AffectedRole.RECIPIENT))


def test_before_it_is_decided_whether_it_is_a_breach_only_what_is_found_out_is_written() -> None:
    for change in EVERYTHING:
        case = grown(state=TriageState.OPEN)
        if isinstance(change, Contained | Described | Scoped | Affected):
            assert and_then(case, change).state is CaseState.TRIAGE
        else:
            with pytest.raises(CaseRefusedError):
                and_then(case, change)


@pytest.mark.parametrize("by", ["", "Ada Lovelace", "officer 2", "x" * 41])
def test_who_did_it_is_a_role_and_never_a_name(by: str) -> None:
    with pytest.raises(DecisionRefusedError):
        next_entry(grown(), CONTAINED, by=by, now=AWARE)


@pytest.mark.parametrize("kind", [MeasureKind.CHECK_RULE, MeasureKind.FINDING, MeasureKind.DRILL_KIND])
def test_a_measure_names_something_that_exists(kind: MeasureKind) -> None:
    for name in ("", "no such thing", *KNOWN.get(kind, ())):
        measure = MeasureTaken(kind=kind, name=name, text="played every night")
        if name in KNOWN.get(kind, ()):
            assert and_then(grown(), measure).all_of(MeasureTaken) == (measure,)
        else:
            with pytest.raises(UnknownMeasureError):
                and_then(grown(), measure)
    with pytest.raises(CaseRefusedError):
        and_then(grown(), MeasureTaken(kind=MeasureKind.ORGANISATION, name="hours_break", text="words"))


def test_notifications_go_out_in_phases_and_the_late_one_says_why() -> None:
    case = grown(*EVERYTHING[:11])
    on_time = NotificationSent(phase=1, sent_at=AWARE + timedelta(hours=72), complete=False)
    late = replace(on_time, sent_at=AWARE + timedelta(hours=72, microseconds=1))
    later = AWARE + timedelta(days=9)
    with pytest.raises(LateReasonMissingError):
        and_then(case, late, now=later)
    assert and_then(case, replace(late, late_reason="the line was dead"), now=later).state is CaseState.NOTIFIED
    first = and_then(case, on_time, now=later)
    assert "notification_incomplete" in missing_to_close(first)
    for refused in (
        on_time,
        replace(on_time, phase=3),
        replace(on_time, phase=2, sent_at=AWARE),
        replace(on_time, phase=2, sent_at=later + timedelta(seconds=1)),
    ):
        with pytest.raises(CaseRefusedError):
            and_then(first, refused, now=later)
    supplement = replace(on_time, phase=2, sent_at=later, complete=True)  # a supplement has no 72 hours
    assert "notification_incomplete" not in missing_to_close(and_then(first, supplement, now=later))


def test_a_notification_that_lacks_something_is_not_called_complete() -> None:
    assert missing_to_notify(grown()) == ("no_facts", "no_effects", "no_remedy", "no_scope", "no_assessment")
    assert missing_to_notify(grown(*EVERYTHING)) == ()
    without = [change for change in EVERYTHING if not isinstance(change, Described)]
    case = grown()
    for each in without:
        change = resting(each, case)
        if isinstance(change, NotificationSent):
            with pytest.raises(CaseRefusedError, match="no_facts"):
                and_then(case, change)
            assert and_then(case, replace(change, complete=False)).state is CaseState.NOTIFIED
            return
        case = and_then(case, change)
    pytest.fail("no notification was sent")
