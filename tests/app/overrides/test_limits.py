"""What nobody can let pass (P9): everything but a doubt, also beside one that was accepted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.app.held import REASON, held
from tests.app.overriding import HeldDesk
from tests.archive.copies import ADA, BEA, KITCHEN, NOON, built, numbered, plan, turn
from tests.checks.readings import check, ledger_of
from voicekeep.app.operations.overriding import OverrideRefusedError, held_at_the_desk, propose_override
from voicekeep.checks import (
    HOLDING,
    PLAUSIBILITY_RULES,
    Acceptance,
    ArchiveRefusedError,
    Bound,
    NotAcceptableError,
    Past,
    Severity,
)
from voicekeep.records.ids import RequestId


@pytest.mark.parametrize(
    "finding",
    [
        "foreign_recording",
        "missing_item",
        "unknown_member",
        "unknown_device",
        "audio_without_device",
        "KeyDestroyedError",
        "ConflictingFactError",
        "changed_meanwhile",
        "missing_words",
    ],
)
def test_a_finding_of_any_other_kind_is_never_proposed_also_not_beside_a_doubt(desk: HeldDesk, finding: str) -> None:
    for findings in ((finding,), ("before_binding", finding), (f"{finding}-itm_aaaaaaaaaaaaaaaaaaaaaaaaae",)):
        request = held(desk.home, desk.ada, *findings)
        with pytest.raises(OverrideRefusedError):
            propose_override(desk.keep, desk.olga, request, REASON)
        assert not held_at_the_desk(desk.keep, desk.olga, request).acceptable
    assert desk.overridden() == []


def test_only_rules_that_hold_can_be_accepted() -> None:
    assert {rule.name for rule in PLAUSIBILITY_RULES if rule.severity is Severity.HOLD} == HOLDING
    for name in {rule.name for rule in PLAUSIBILITY_RULES} - HOLDING:
        with pytest.raises(NotAcceptableError):
            accepting(name)
    for none in ((), ("before_binding", "foreign_recording")):
        with pytest.raises(NotAcceptableError):
            accepting(*none)


@given(st.frozensets(st.text(max_size=20) | st.sampled_from(["foreign_recording", "missing_item", *sorted(HOLDING)])))
def test_whatever_else_is_named_is_not_accepted(names: frozenset[str]) -> None:
    if names and names <= HOLDING:
        assert accepting(*names).rules == names
    else:
        with pytest.raises(NotAcceptableError):
            accepting(*names)


def accepting(*rules: str) -> Acceptance:
    return Acceptance(request=numbered(RequestId, 1), subject=ADA, rules=frozenset(rules), at=NOON)


LATER = Past(bindings=(Bound(device=KITCHEN, since=NOON + timedelta(days=1), until=None),), now=NOON)
"""With it, every turn of the kitchen's speaker is from before its binding."""


def test_a_doubt_that_was_accepted_is_noted() -> None:
    turns = [turn(number) for number in range(3)]
    with pytest.raises(ArchiveRefusedError):
        check(built(turns)[1], ledger_of(turns), past=LATER)
    outcome, _ = check(built(turns)[1], ledger_of(turns), past=LATER, accepted=every_rule())
    assert outcome.notes == ("before_binding",)


@pytest.mark.parametrize(
    ("packed", "captured", "found"),
    [((1, 2), (1,), "foreign_recording"), ((1,), (1, 2), "missing_recording")],
)
def test_what_is_foreign_or_missing_beside_an_accepted_doubt_is_refused(
    packed: tuple[int, ...], captured: tuple[int, ...], found: str
) -> None:
    body, ledger = built([turn(number) for number in packed])[1], ledger_of([turn(number) for number in captured])
    with pytest.raises(ArchiveRefusedError) as refused:
        check(body, ledger, past=LATER, accepted=every_rule())
    assert found in {finding.name for finding in refused.value.findings}


def test_what_a_rule_refuses_is_refused_also_if_every_rule_that_holds_is_accepted() -> None:
    turns = [turn(1)]
    with pytest.raises(ArchiveRefusedError) as refused:
        check(built(turns)[1], ledger_of(turns), past=Past(), accepted=every_rule())
    assert {finding.name for finding in refused.value.findings} == {"audio_without_device", "unknown_device"}


@pytest.mark.parametrize("wrong", [{"request": numbered(RequestId, 99)}, {"subject": BEA}])
def test_what_was_accepted_for_another_is_refused(wrong: dict[str, object]) -> None:
    turns = [turn(1)]
    [accepted] = every_rule()
    with pytest.raises(NotAcceptableError):
        check(built(turns)[1], ledger_of(turns), past=LATER, accepted=(replace(accepted, **wrong),))  # type: ignore[arg-type]


def every_rule() -> tuple[Acceptance, ...]:
    told = plan()
    return (Acceptance(request=told.request, subject=told.subject, rules=HOLDING, at=NOON),)
