"""For whoever runs the keep: what a case reaches, what is decided in it, how it ends."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from voicekeep.app.cli.case_papers import incident
from voicekeep.app.cli.incident import ROLE
from voicekeep.app.cli.keeping import DATA, Data
from voicekeep.app.cli.speaking import out
from voicekeep.app.measures_known import known_measures
from voicekeep.app.operations.case_desk import CaseView, take_scope_on_the_host, view_on_the_host
from voicekeep.app.operations.cases import change_case
from voicekeep.app.operations.ending_cases import close_on_the_host
from voicekeep.app.operations.freezing_everybody import freeze_on_the_host, thaw_on_the_host
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.scoping import scope_of
from voicekeep.app.wiring import open_keep
from voicekeep.incident import (
    Assessed,
    AuthorityDecided,
    CaseScope,
    CauseNamed,
    Change,
    Channel,
    Contained,
    Containment,
    DataKind,
    Described,
    Description,
    Exception34,
    MeasureKind,
    MeasureTaken,
    NotificationSent,
    Part,
    PersonsDecided,
    PersonTold,
    Severity,
    change_name,
)
from voicekeep.records.ids import SubjectId, TriageId

__all__ = ["incident"]

Number = Annotated[str, typer.Argument(help="Number of the case: that of its triage.")]
Words = Annotated[str, typer.Option("--text", help="In words; name nobody. It is kept sealed.")]
Why = Annotated[str, typer.Option("--reason", help="Why; name nobody. It is kept sealed.")]
_INSTANTS: Final = ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z"]
_QUARTER: Final = 4


@incident.command("show")
def show(case: Number, data: Data = DATA) -> None:
    """Show one case: where it stands, how long there is, what is missing, everything that happened in it."""
    with open_keep(data.expanduser()) as keep:
        view = view_on_the_host(keep, TriageId(case))
    for line in _told(view):
        out.print(line, markup=False)


@incident.command("scope")
def scope(
    case: Number,
    write: Annotated[bool, typer.Option("--write", help="Write it into the case, with everybody affected.")] = False,
    data: Data = DATA,
) -> None:
    """Say which items of whom reached whom, up to which byte, and when; by identifier."""
    with open_keep(data.expanduser()) as keep:
        found = scope_of(keep, TriageId(case))
        if write:
            take_scope_on_the_host(keep, TriageId(case), by=ROLE)
    for line in _scope_told(found):
        out.print(line, markup=False)


@incident.command("contain")
def contain(case: Number, how: Containment, text: Words, data: Data = DATA) -> None:
    """Write down how it was stopped; that ends nothing."""
    _write(data, case, Contained(how=how, text=text))


@incident.command("describe")
def describe(case: Number, what: Description, text: Words, data: Data = DATA) -> None:
    """Tell the facts, the effects or the remedy, for the register and the notification."""
    _write(data, case, Described(what=what, text=text))


@incident.command("assess")
def assess(  # noqa: PLR0913, PLR0917  one option for each part of the formula
    case: Number,
    kind: Annotated[DataKind, typer.Option(help="What kind of data it is.")],
    context: Annotated[str, typer.Option(help="VALUE:REASON, 1 to 4, e.g. 3:recordings of months are a profile.")],
    identification: Annotated[str, typer.Option(help="VALUE:REASON, 0.25 to 1.")],
    people: Annotated[int, typer.Option(min=0, help="How many people are affected.")],
    confidentiality: Annotated[str, typer.Option(help="VALUE:REASON, 0 to 0.5.")],
    integrity: Annotated[str, typer.Option(help="VALUE:REASON, 0 to 0.5.")] = "0:nothing was changed",
    availability: Annotated[str, typer.Option(help="VALUE:REASON, 0 to 0.5.")] = "0:nothing was lost",
    malice: Annotated[str, typer.Option(help="VALUE:REASON, 0 or 0.5.")] = "0:there is no sign of malice",
    unintelligible: Annotated[bool, typer.Option("--unintelligible", help="To whoever got it.")] = False,
    data: Data = DATA,
) -> None:
    """Assess how severe it is, as ENISA counts: each part with its reason."""
    severity = Severity(
        kind=kind,
        context=_part(context),
        identification=_part(identification),
        confidentiality=_part(confidentiality),
        integrity=_part(integrity),
        availability=_part(availability),
        malice=_part(malice),
        people=people,
        unintelligible=unintelligible,
    )
    _write(data, case, Assessed(severity=severity))


@incident.command("authority")
def authority(
    case: Number,
    notify: Annotated[bool, typer.Option("--notify/--no-notify", help="Whether the authority is notified.")],
    reason: Why,
    data: Data = DATA,
) -> None:
    """Decide of the supervisory authority (GDPR Art. 33(1))."""
    with open_keep(data.expanduser()) as keep:
        resting = view_on_the_host(keep, TriageId(case)).case.assessment or 0
        _written(keep, case, AuthorityDecided(notify=notify, reason=reason, assessment=resting))


@incident.command("persons")
def persons(
    case: Number,
    tell: Annotated[bool, typer.Option("--tell/--no-tell", help="Whether those concerned are told.")],
    reason: Why,
    exception: Annotated[Exception34 | None, typer.Option(help="Letter of Art. 34(3).")] = None,
    evidence: Annotated[str, typer.Option(help="What proves the exception.")] = "",
    data: Data = DATA,
) -> None:
    """Decide of those concerned (GDPR Art. 34)."""
    with open_keep(data.expanduser()) as keep:
        resting = view_on_the_host(keep, TriageId(case)).case.assessment or 0
        decided = PersonsDecided(tell=tell, reason=reason, assessment=resting, exception=exception, evidence=evidence)
        _written(keep, case, decided)


@incident.command("sent")
def sent(
    case: Number,
    complete: Annotated[bool, typer.Option("--complete/--more-follows", help="Whether a supplement follows.")],
    at: Annotated[datetime, typer.Option(formats=_INSTANTS, help="When it went out, e.g. 2030-11-04T09:00+01:00.")],
    late_reason: Annotated[str, typer.Option(help="Why the first went out after the 72 hours.")] = "",
    data: Data = DATA,
) -> None:
    """Write down that a notification to the authority went out; in phases, if need be."""
    with open_keep(data.expanduser()) as keep:
        phase = view_on_the_host(keep, TriageId(case)).next_phase
        _written(keep, case, NotificationSent(phase=phase, sent_at=at, complete=complete, late_reason=late_reason))


@incident.command("told")
def told(
    case: Number,
    person: Annotated[str, typer.Argument(help="Identifier of somebody affected.")],
    channel: Channel,
    acknowledged: Annotated[bool, typer.Option("--acknowledged/--reached", help="Whether they said that they know.")],
    text: Annotated[str, typer.Option(help="A note; name nobody.")] = "",
    data: Data = DATA,
) -> None:
    """Write down that somebody affected was told."""
    _write(data, case, PersonTold(subject=SubjectId(person), channel=channel, acknowledged=acknowledged, text=text))


@incident.command("cause")
def cause(case: Number, text: Words, data: Data = DATA) -> None:
    """Name a cause."""
    _write(data, case, CauseNamed(text=text))


@incident.command("measure")
def measure(
    case: Number,
    kind: MeasureKind,
    text: Words,
    name: Annotated[str, typer.Option(help="Of the rule, the finding or the drill's mix-up.")] = "",
    data: Data = DATA,
) -> None:
    """Write down what is different from now on."""
    _write(data, case, MeasureTaken(kind=kind, name=name, text=text))


@incident.command("close")
def close(case: Number, text: Words, data: Data = DATA) -> None:
    """Close a case at home, once nothing is missing; in a company it takes two at the desk."""
    with open_keep(data.expanduser()) as keep:
        close_on_the_host(keep, TriageId(case), text, by=ROLE)
    out.print("closed: its evidence is destroyed, what it held back of others is free", markup=False)


@incident.command("freeze-everybody")
def freeze_everybody(case: Number, reason: Why, data: Data = DATA) -> None:
    """Hold every copy of everybody back, at home; in a company it takes two at the desk."""
    with open_keep(data.expanduser()) as keep:
        freeze_on_the_host(keep, TriageId(case), reason)
    out.print("every copy is held back, and its key is kept", markup=False)


@incident.command("thaw-everybody")
def thaw_everybody(reason: Why, data: Data = DATA) -> None:
    """Let copies go again, at home; in a company it takes two at the desk."""
    with open_keep(data.expanduser()) as keep:
        thaw_on_the_host(keep, reason)
    out.print("what nothing else holds back opens again", markup=False)


def _write(data: Path, case: str, change: Change) -> None:
    with open_keep(data.expanduser()) as keep:
        _written(keep, case, change)


def _written(keep: Keep, case: str, change: Change) -> None:
    known = known_measures() if isinstance(change, MeasureTaken) else None
    state = change_case(keep, TriageId(case), change, by=ROLE, known=known).state
    out.print(f"{case}  {state}", markup=False)


def _part(text: str) -> Part:
    value, _, reason = text.partition(":")
    try:
        quarters = float(value) * _QUARTER
    except ValueError as error:
        raise typer.BadParameter("a part is VALUE:REASON, e.g. 0.25:to one recipient who is known") from error
    return Part(quarters=int(quarters) if quarters.is_integer() else -1, reason=reason)


def _told(view: CaseView) -> list[str]:
    case = view.case
    told = [f"{case.triage.triage}  {case.state}"]
    if view.aware is not None:
        left = view.aware.notify_by - view.now
        told.append(
            f"  authority to be notified by {view.aware.notify_by:%Y-%m-%d %H:%M:%S}Z, {_hours(left.total_seconds())}"
        )
    told += [f"  a complete notification lacks: {', '.join(view.to_notify)}"] if view.to_notify else []
    told += [f"  before it can be closed: {', '.join(view.to_close)}"] if view.to_close else []
    told += [f"  told: {who}  {how}" for who, how in sorted(view.case.told.items())]
    told += [
        f"  {noted.number}  {noted.at:%Y-%m-%d %H:%M:%S}Z  {change_name(noted.change)}  by {noted.by}"
        for noted in case.history
    ]
    return told


def _hours(seconds: float) -> str:
    minutes = int(abs(seconds)) // 60
    said = f"{minutes // 60} h {minutes % 60:02} min"
    return f"{said} are left" if seconds >= 0 else f"{said} too late"


def _scope_told(scope: CaseScope) -> list[str]:
    out_of = f"{scope.recordings} recordings and {scope.records} items in words of {len(scope.owners)} people"
    told = [
        f"{out_of} reached {len(scope.recipients)}; {len(scope.housemates)} others can be heard",
        f"{len(scope.judged)} releases judged, {scope.crossed} crossed, {scope.unjudged} not judged",
    ]
    for each in (*scope.reached, *scope.own):
        how = "whole" if each.complete else f"up to byte {each.up_to} of {each.length}"
        when = "never fetched" if each.at is None else f"{each.at:%Y-%m-%d %H:%M:%S}Z, {how}"
        sure = "" if each.certain else ", at most"
        told.append(f"  {each.item} {each.of} of {each.owner} to {each.recipient} in {each.archive}: {when}{sure}")
    return told
