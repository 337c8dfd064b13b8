"""A case in which a copy of Rika's held recordings of Vera's, who lives with Paul: for the tests of telling."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tests.app.crossing import Planted, Said, capture, fetch, plant
from tests.app.simulator import Household, Someone
from tests.incident.cases import severity
from voicekeep.app.operations.accounts import invite, open_account
from voicekeep.app.operations.case_desk import take_scope_on_the_host
from voicekeep.app.operations.cases import case_of, change_case
from voicekeep.app.operations.incidents import open_by_hand
from voicekeep.app.operations.triaging import decide_triage
from voicekeep.incident import (
    Assessed,
    AuthorityDecided,
    Case,
    CauseNamed,
    Contained,
    Containment,
    Described,
    Description,
    MeasureKind,
    MeasureTaken,
    NotificationSent,
    PersonsDecided,
)
from voicekeep.people import Applicant
from voicekeep.records.ids import TriageId
from voicekeep.records.reports import ReportSource, TriageState

BY = "host_operator"
UNBELIEVED = {
    "sound": "",
    "forged": "UPDATE case_entry SET body = zeroblob(40) WHERE number = 1",
    "incomplete": "DELETE FROM case_entry WHERE number = (SELECT max(number) FROM case_entry)",
    "forged triage": "UPDATE triage SET mac = zeroblob(32)",
    "forged opening": "UPDATE ledger_opening SET salt = zeroblob(32) WHERE name = 'case_changed'",
}
"""What somebody with a database shell does to the rows of every case, by what it makes of them."""


@dataclass
class Told:
    """The case and who is in it."""

    home: Household
    vera: Someone
    paul: Someone
    rika: Someone
    foreign: list[Said]
    own: list[Said]
    copy: Planted
    triage: TriageId

    @property
    def case(self) -> Case:
        """Return the case as it stands."""
        with self.home.keep.database.read() as transaction:
            return case_of(self.home.keep, transaction, self.triage)


def crossed(home: Household, *, foreign: int = 5, own: int = 3, after: timedelta = timedelta(days=3)) -> Told:
    """Release and fetch the copy so long after they came, and confirm the case; nobody is told yet."""
    vera, rika = home.join("vera"), home.join("rika")
    paul = _with(home, vera)
    home.clock.now += after
    strange, owned = capture(home, vera.subject, foreign), capture(home, rika.subject, own)
    copy = plant(home, rika.subject, [*owned, *strange])
    fetch(home, copy, end=copy.size)
    triage = open_by_hand(home.keep, ReportSource.HAND, archive=copy.archive)
    decide_triage(home.keep, triage, TriageState.CONFIRMED, by=BY)
    return Told(home, vera, paul, rika, strange, owned, copy, triage)


def decided(told: Told) -> Told:
    """Scope it, assess it as a high risk, and decide that those concerned are told."""
    keep, triage = told.home.keep, told.triage
    take_scope_on_the_host(keep, triage, by=BY)
    change_case(
        keep,
        triage,
        Contained(how=Containment.FROZEN, text="the copy opens nothing"),
        *(Described(what=what, text=f"about {what}, as Officer Marlow wrote") for what in Description),
        Assessed(severity=severity()),
        by=BY,
    )
    resting = told.case.assessment or 0
    change_case(
        keep,
        triage,
        AuthorityDecided(notify=True, reason="a risk", assessment=resting),
        PersonsDecided(tell=True, reason="a high risk", assessment=resting),
        by=BY,
    )
    return told


def ready_to_close(told: Told) -> None:
    """Write everything but that people know."""
    home = told.home
    change_case(
        home.keep,
        told.triage,
        NotificationSent(phase=1, sent_at=home.clock(), complete=True),
        CauseNamed(text="two requests were open at once"),
        MeasureTaken(kind=MeasureKind.ORGANISATION, name="", text="nobody attaches a copy by hand"),
        by=BY,
    )


def damage(file: Path, how: str) -> None:
    """Do to the rows of every case what `UNBELIEVED` says, past what the database refuses."""
    with closing(sqlite3.connect(file)) as shell:
        for name in shell.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            shell.execute(f"DROP TRIGGER {name[0]}")
        assert not UNBELIEVED[how] or shell.execute(UNBELIEVED[how]).rowcount
        shell.commit()


def _with(home: Household, whom: Someone) -> Someone:
    with home.keep.database.read() as transaction:
        member = transaction.people.member_of(whom.subject)
    assert member is not None
    applicant = Applicant(
        name="paul", email="paul@keep.test", password="the long password of paul", language="en", household_name=""
    )
    token = invite(home.keep, member.household, timedelta(days=1))
    subject = open_account(home.keep, token, applicant)
    someone = Someone(name="paul", subject=subject, password=applicant.password, email=applicant.email)
    home.people["paul"] = someone
    return someone
