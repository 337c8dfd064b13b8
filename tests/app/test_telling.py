"""Told means acknowledged: who is shown what, who is told again, what ends it; and the power goes at every step."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from tests.app.crossing import erase
from tests.app.faults import Killed, mortal
from tests.app.simulator import Household, household
from tests.app.telling import BY, UNBELIEVED, Told, crossed, damage, decided, ready_to_close
from voicekeep.app.operations import case_messages
from voicekeep.app.operations.case_messages import (
    acknowledge,
    answer_as_recipient,
    message_for,
    message_waits,
    messages_for,
    note_opened,
    open_message,
    said_at_home,
)
from voicekeep.app.operations.cases import change_case
from voicekeep.app.operations.ending_cases import close_on_the_host
from voicekeep.app.operations.escalating import due_in, tell_on
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.notices import send_notices
from voicekeep.incident import (
    AffectedRole,
    CaseNotOverError,
    CaseState,
    Channel,
    PersonTold,
    Track,
    UnknownCaseError,
)
from voicekeep.notice import NoticeKind
from voicekeep.people import Session, StaleSignInError
from voicekeep.records.ids import TriageId
from voicekeep.stores import StoreBusyError

ATTEMPTS: tuple[Callable[[Keep, Session, TriageId], object], ...] = (
    message_for,
    open_message,
    acknowledge,
    note_opened,
    partial(answer_as_recipient, deleted=True),
)


@pytest.fixture
def told(home: Household) -> Told:
    return decided(crossed(home))


def tries(told: Told, channel: Channel) -> int:
    return sum(each.channel is channel for each in told.case.all_of(PersonTold))


def test_the_owner_is_shown_each_of_their_recordings_and_nothing_of_the_recipients(told: Told) -> None:
    keep, session = told.home.keep, told.home.session(told.vera)
    message = message_for(keep, session, told.triage)
    assert {each.item for each in message.reached} == {each.item for each in told.foreign}
    assert all(each.with_sound and each.with_words and each.complete and each.certain for each in message.reached)
    assert message.roles == {AffectedRole.OWNER}
    assert message.got == 0
    assert told.rika.subject not in repr(message)
    assert told.copy.archive not in repr(message)


def test_who_lives_with_them_is_told_how_many_and_not_which(told: Told) -> None:
    message = message_for(told.home.keep, told.home.session(told.paul), told.triage)
    assert (message.reached, message.heard_in, message.got) == ((), len(told.foreign), 0)


def test_the_recipient_is_told_how_many_and_shown_none(told: Told) -> None:
    message = message_for(told.home.keep, told.home.session(told.rika), told.triage)
    assert (message.reached, message.heard_in, message.got) == ((), 0, len(told.foreign))


@pytest.mark.parametrize("how", UNBELIEVED)
def test_nobody_else_learns_that_there_is_a_case(tmp_path: Path, caplog: pytest.LogCaptureFixture, how: str) -> None:
    file = tmp_path / "keep.sqlite3"
    with household(tmp_path, database_file=file) as home:
        told, stranger = decided(crossed(home)), home.session(home.join("sue"))
        before = len(told.case.history)
        damage(file, how)
        assert messages_for(home.keep, stranger) == ()
        for attempt in ATTEMPTS:
            for triage in (told.triage, TriageId.random(home.keep.entropy)):
                with pytest.raises(UnknownCaseError):
                    attempt(home.keep, stranger, triage)
        logged = [record.getMessage() for record in caplog.records if record.name == "voicekeep.case_messages"]
        assert len(logged) == (0 if how == "sound" else len(ATTEMPTS)), "whoever runs the keep is told"
        assert all(told.triage in line for line in logged)
        if how == "sound":
            assert len(told.case.history) == before, "nor do they leave a trace in it"


def test_whom_it_concerns_is_told_also_where_the_row_that_names_them_is_gone(tmp_path: Path) -> None:
    file = tmp_path / "keep.sqlite3"
    with household(tmp_path, database_file=file) as home:
        told = decided(crossed(home))
        with closing(sqlite3.connect(file)) as shell:
            shell.execute("DROP TRIGGER IF EXISTS case_person_no_delete")
            assert shell.execute("DELETE FROM case_person").rowcount
            shell.commit()
        for someone in (told.vera, told.paul, told.rika):
            assert message_for(home.keep, home.session(someone), told.triage).waits


def test_a_store_that_cannot_do_it_now_is_not_mistaken_for_a_case_that_is_not_there(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise StoreBusyError

    monkeypatch.setattr(case_messages, "case_of", busy)
    for attempt in ATTEMPTS:
        with pytest.raises(StoreBusyError):
            attempt(told.home.keep, told.home.session(told.rika), told.triage)
    with pytest.raises(StoreBusyError):
        messages_for(told.home.keep, told.home.session(told.rika))


def test_before_it_is_decided_nobody_concerned_is_shown_anything(home: Household) -> None:
    told = crossed(home)
    for who in (told.vera, told.paul):
        assert messages_for(home.keep, home.session(who)) == ()
        with pytest.raises(UnknownCaseError):
            message_for(home.keep, home.session(who), told.triage)
    assert tell_on(home.keep) == 0


def test_it_goes_on_from_mail_to_letter_to_telephone_every_day_until_they_know(told: Told) -> None:
    home = told.home

    def due() -> dict[str, Channel]:
        names = {someone.subject: name for name, someone in home.people.items()}
        return {names[each.subject]: each.channel for each in due_in(home.keep, told.case)}

    assert due() == dict.fromkeys(("vera", "paul", "rika"), Channel.MAIL)
    assert tell_on(home.keep) == 3
    assert tell_on(home.keep) == 0, "once"
    assert due() == {}
    home.clock.pass_by(hours=24)
    assert tell_on(home.keep) == 3
    acknowledge(home.keep, home.session(told.paul), told.triage)
    home.clock.pass_by(hours=24)
    assert tell_on(home.keep) == 0, "a letter is staff's to write"
    assert due() == dict.fromkeys(("vera", "rika"), Channel.LETTER)
    for channel in (Channel.LETTER, Channel.TELEPHONE):
        home.clock.pass_by(hours=24)
        assert due()["vera"] is channel
        tried = PersonTold(subject=told.vera.subject, channel=channel, acknowledged=False)
        change_case(home.keep, told.triage, tried, by=BY)
    assert "vera" not in due()
    home.clock.pass_by(hours=24)
    assert due()["vera"] is Channel.TELEPHONE, "again, every day"
    acknowledge(home.keep, home.session(told.vera), told.triage)
    answer_as_recipient(home.keep, home.session(told.rika), told.triage, deleted=False)
    home.clock.pass_by(days=9)
    assert due() == {}


def test_the_mail_says_only_that_there_is_a_message(told: Told) -> None:
    tell_on(told.home.keep)
    told.home.mail.letters.clear()
    send_notices(told.home.keep)
    mails = [letter.content.decode() for letter in told.home.mail.letters]
    assert len([mail for mail in mails if "Please read it soon" in mail]) == 3
    forbidden = {told.triage, told.copy.archive, *(each.item for each in told.foreign), "recording", "customer"}
    forbidden |= {someone.subject for someone in told.home.people.values()} | {"Marlow", "/my-data"}
    for mail in mails:
        assert not [word for word in forbidden if word in mail]


def test_a_high_risk_case_is_not_closed_while_somebody_does_not_know(told: Told) -> None:
    keep = told.home.keep
    ready_to_close(told)
    tell_on(keep)
    send_notices(keep)
    said_at_home(keep, told.vera.subject)
    acknowledge(keep, told.home.session(told.paul), told.triage)
    with pytest.raises(CaseNotOverError, match="people_untold"):
        close_on_the_host(keep, told.triage, "the link is switched off", by=BY)
    acknowledge(keep, told.home.session(told.vera), told.triage)
    close_on_the_host(keep, told.triage, "everybody knows", by=BY)
    assert told.case.state is CaseState.CLOSED
    message = message_for(keep, told.home.session(told.vera), told.triage)
    assert message.over, "what they were told stays readable"
    assert len(message.reached) == len(told.foreign)
    assert not message_waits(keep, told.vera.subject)


def test_acknowledging_twice_is_acknowledging_once(told: Told) -> None:
    for _ in range(3):
        acknowledge(told.home.keep, told.home.session(told.vera), told.triage)
    assert [each.subject for each in told.case.all_of(PersonTold)] == [told.vera.subject]


def test_a_recipient_opens_is_asked_refuses_and_may_still_sign(told: Told) -> None:
    keep, home = told.home.keep, told.home
    for _ in range(2):
        note_opened(keep, home.session(told.rika), told.triage)
    assert told.case.tracks_of(told.rika.subject) == (Track.SEEN, Track.ASKED)
    answer_as_recipient(keep, home.session(told.rika), told.triage, deleted=False)
    assert not message_waits(keep, told.rika.subject)
    session = home.session(told.rika)
    home.clock.pass_by(minutes=30)
    with pytest.raises(StaleSignInError):
        answer_as_recipient(keep, session, told.triage, deleted=True)
    for _ in range(2):
        answer_as_recipient(keep, home.session(told.rika), told.triage, deleted=True)
    assert told.case.tracks_of(told.rika.subject) == (Track.SEEN, Track.ASKED, Track.REFUSED, Track.STATED)
    answer_as_recipient(keep, home.session(told.rika), told.triage, deleted=False)
    assert told.case.tracks_of(told.rika.subject)[-1] is Track.STATED, "what was signed stays signed"


def test_an_owner_signs_nothing_and_a_recipient_acknowledges_nothing(told: Told) -> None:
    with pytest.raises(UnknownCaseError):
        answer_as_recipient(told.home.keep, told.home.session(told.vera), told.triage, deleted=True)
    acknowledge(told.home.keep, told.home.session(told.rika), told.triage)
    assert not told.case.all_of(PersonTold)


def test_a_speaker_says_that_there_is_a_message_until_they_answered(told: Told) -> None:
    keep = told.home.keep
    assert message_waits(keep, told.vera.subject)
    assert said_at_home(keep, told.vera.subject) == 1
    assert tries(told, Channel.SPEAKER) == 1
    acknowledge(keep, told.home.session(told.vera), told.triage)
    assert not message_waits(keep, told.vera.subject)
    assert said_at_home(keep, told.vera.subject) == 0


def test_what_its_owner_erased_since_is_still_told_without_its_instant(told: Told) -> None:
    erase(told.home, told.foreign[0])
    message = message_for(told.home.keep, told.home.session(told.vera), told.triage)
    gone = [each for each in message.reached if each.said_at is None]
    assert [each.item for each in gone] == [told.foreign[0].item]


def test_without_mail_a_letter_is_due_at_once(told: Told) -> None:
    silent = replace(told.home.keep, settings=replace(told.home.keep.settings, notices="none"))
    assert tell_on(silent) == 0
    assert {each.channel for each in due_in(silent, told.case)} == {Channel.LETTER}


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", ["told", "acknowledged", "opened", "signed"])
def test_whoever_is_killed_while_telling_told_wholly_or_not_at_all(
    tmp_path: Path,
    step: str,
    after: bool,  # noqa: FBT001
) -> None:
    for at in range(1, 60):
        folder = tmp_path / f"{at}"
        folder.mkdir()
        with household(folder) as home:
            told = decided(crossed(home, foreign=1, own=1))
            dying, fuse = mortal(home.keep, at, after=after)
            doing = _doing(step, told.triage, home.session(told.vera), home.session(told.rika))
            with suppress(Killed):
                doing(dying)
            over = fuse.calls < at
            written = len([e for e in told.case.all_of(PersonTold) if e.channel is Channel.MAIL])
            noted = _notices(home)
            assert written == noted, "a try without its mail, or a mail without its trace"
            doing(home.keep)
            verify_ledger(home.keep)
            mails = {each.subject for each in told.case.all_of(PersonTold) if each.channel is Channel.MAIL}
            assert tries(told, Channel.MAIL) == len(mails), "nobody twice"
            assert tries(told, Channel.PORTAL) == (step == "acknowledged")
            assert told.case.tracks_of(told.rika.subject) == {
                "opened": (Track.SEEN, Track.ASKED),
                "signed": (Track.STATED,),
            }.get(step, ())
        if over:
            return
    pytest.fail("it never came to its end")


def _doing(step: str, triage: TriageId, vera: Session, rika: Session) -> Callable[[Keep], object]:
    """Return what is done in a step, by whom."""
    deeds: dict[str, Callable[[Keep], object]] = {
        "told": tell_on,
        "acknowledged": lambda keep: acknowledge(keep, vera, triage),
        "opened": lambda keep: note_opened(keep, rika, triage),
        "signed": lambda keep: answer_as_recipient(keep, rika, triage, deleted=True),
    }
    return deeds[step]


def _notices(home: Household) -> int:
    with home.keep.database.read() as transaction:
        found = [transaction.notices.get(key) for key in transaction.notices.all_keys()]
    return sum(each is not None and each.kind is NoticeKind.CASE_MESSAGE for each in found)
