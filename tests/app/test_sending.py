"""Notices are sent at least once, told apart; what goes wrong is visible, holds no other up, and ends (P10)."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.app.faults import Killed, mortal
from tests.app.offices import Office, states, tell_all, with_office
from tests.app.simulator import Household, Someone, household
from voicekeep.app.drill.scratch import scratch_settings
from voicekeep.app.operations.accounts import invite, open_account
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.notices import (
    FORGED,
    all_notices,
    forget_notices,
    notices_of,
    send_notices,
    tell,
)
from voicekeep.app.wiring import DATABASE_FILE, create_keep, open_keep
from voicekeep.notice import (
    INTERRUPTED,
    Letter,
    MailPostponedError,
    MailRefusedError,
    MailServerUnreachableError,
    NoticeKind,
    NoticeState,
)
from voicekeep.people import Applicant
from voicekeep.records.ids import SubjectId
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope

# --- at least once, told apart


@pytest.mark.parametrize("after", [False, True])
def test_a_sender_that_dies_anywhere_sends_it_again_and_the_same(home: Household, after: bool) -> None:  # noqa: FBT001
    ada = home.join("ada")
    deaths = []
    for at in range(1, 20):
        home.mail.letters.clear()
        tell_all(home.keep, ada)
        dying, fuse = mortal(home.keep, at, after=after)
        died = False
        try:
            send_notices(dying)
        except Killed:
            died = True
        handed_over = len(home.mail.letters)
        home.clock.pass_by(seconds=599)
        send_notices(home.keep)
        assert len(home.mail.letters) <= max(1, handed_over), "who may still be sending is not taken for dead yet"
        home.clock.pass_by(seconds=2)
        send_notices(home.keep)
        newest = notices_of(home.keep, home.session(ada))[0]
        assert (newest.state, newest.error) == (NoticeState.SENT, None)
        assert 1 <= len(home.mail.letters) <= 1 + died
        assert len({letter.content for letter in home.mail.letters}) == 1
        deaths.append((died, len(home.mail.letters)))
        if fuse.calls < at:
            break
    assert (True, 1) in deaths
    assert (True, 2) in deaths, "once the mail was taken and nobody could write that down"
    assert deaths[-1] == (False, 1)


def test_a_try_that_never_ends_is_visible_and_is_given_up_in_the_end(home: Household) -> None:
    ada = home.join("ada")
    tell_all(home.keep, ada)
    for _ in range(home.keep.limits.notice_tries):
        dying, _fuse = mortal(home.keep, 2, after=False)  # after the try was written down, before it was made
        with pytest.raises(Killed):
            send_notices(dying)
        [line] = all_notices(home.keep)
        assert (line.state, line.error) == (NoticeState.WAITING, INTERRUPTED)
        home.clock.pass_by(minutes=10)
    assert send_notices(home.keep) == 0
    [line] = all_notices(home.keep)
    assert (line.state, line.error, home.mail.letters) == (NoticeState.NOT_SENT, INTERRUPTED, [])


def test_two_senders_at_once_send_it_once(home: Household) -> None:
    ada = home.join("ada")
    tell_all(home.keep, ada)

    @dataclass
    class Slow(Office):
        """While it takes a mail, another process looks at the outbox."""

        def send(self, letter: Letter) -> None:
            assert send_notices(home.keep) == 0
            Office.send(self, letter)

    office = Slow()
    assert send_notices(with_office(home, office)) == 1
    assert (len(office.letters), home.mail.letters) == (1, [])


# --- what goes wrong


def test_a_server_that_is_down_is_asked_once_a_round_and_everything_is_sent_when_it_is_back(home: Household) -> None:
    people = [home.join(name) for name in ("ada", "bruno", "carla")]
    office = Office(closed=MailServerUnreachableError("away"))
    keep = with_office(home, office)
    tell_all(keep, *people)
    for rounds in range(1, 4):
        assert send_notices(keep) == 0
        assert office.asked == rounds
    assert {line.error for line in all_notices(keep)} == {"MailServerUnreachableError"}
    assert send_notices(keep) == 0
    assert office.asked == 3, "nothing is due before a minute is over"
    office.closed = None
    home.clock.pass_by(minutes=2)
    assert send_notices(keep) == 3
    assert sorted(letter.recipient for letter in office.letters) == sorted(someone.email for someone in people)
    assert states(keep) == Counter({"sent": 3})


def test_a_box_that_refuses_for_good_ends_at_once_and_a_full_one_is_tried_again(home: Household) -> None:
    ada, bruno, carla = (home.join(name) for name in ("ada", "bruno", "carla"))
    office = Office(boxes={ada.email: MailRefusedError(550), bruno.email: MailPostponedError(452)})
    keep = with_office(home, office)
    tell_all(keep, ada, bruno, carla)
    assert send_notices(keep) == 1
    for _ in range(40):
        home.clock.pass_by(days=1)
        send_notices(keep)
    assert [letter.recipient for letter in office.letters] == [carla.email]
    assert office.asked == 1 + 1 + keep.limits.notice_tries
    assert [(line.state, line.error) for line in all_notices(keep)] == [
        (NoticeState.NOT_SENT, "MailRefusedError"),
        (NoticeState.NOT_SENT, "MailPostponedError"),
        (NoticeState.SENT, ""),
    ]


def test_whose_account_is_gone_is_nobody_there(home: Household) -> None:
    nobody = SubjectId.random(os.urandom)
    with home.keep.database.begin() as transaction:
        tell(home.keep, transaction, nobody, NoticeKind.COPY_READY)
    assert send_notices(home.keep) == 0
    assert states(home.keep) == Counter({"nobody_there": 1})
    home.clock.pass_by(days=30)
    assert (send_notices(home.keep), home.mail.letters) == (0, [])


def test_whose_profile_was_erased_is_nobody_there(home: Household) -> None:
    ada = home.join("ada")
    with home.keep.database.read() as transaction:
        scope = ReleaseScope(as_of=transaction.log.size())
        profiles = [row.item for row in transaction.items.held_by(ada.subject, ItemKind.PROFILE, scope)]
    home.keep.keys.destroy_item_keys(profiles, home.keep.now())
    tell_all(home.keep, ada)
    assert send_notices(home.keep) == 0
    assert (states(home.keep), home.mail.letters) == (Counter({"nobody_there": 1}), [])


def test_a_keep_that_sends_no_mail_opens_no_address_and_says_why(home: Household) -> None:
    ada = home.join("ada")
    keep = replace(home.keep, settings=replace(home.keep.settings, notices="none", notices_from=""))
    tell_all(keep, ada)
    assert send_notices(keep) == 0
    [line] = all_notices(keep)
    assert (line.state, line.error) == (NoticeState.NOT_SENT, "MailOffError")
    assert [notice.kind for notice in notices_of(keep, home.session(ada))] == [NoticeKind.COPY_READY], "the page has it"


def test_a_thousand_waiting_starve_nobody(tmp_path: Path) -> None:
    """Six hundred to a box that is full wait before four hundred to one that is not."""
    with household(tmp_path) as home:
        ada, bruno = home.join("ada"), home.join("bruno")
        office = Office(boxes={ada.email: MailPostponedError(452)})
        keep = with_office(home, office)
        tell_all(keep, *[ada] * 600)
        tell_all(keep, *[bruno] * 400)
        most = keep.limits.notices_at_once
        rounds = 0
        while len(office.letters) < 400:
            asked = office.asked
            send_notices(keep)
            rounds += 1
            assert 0 < office.asked - asked <= most
            assert rounds <= 1000 / most, "each round gets on"
        tell_all(keep, bruno)
        send_notices(keep)
        assert len(office.letters) == 401, "what is new does not wait behind what failed"
        assert states(keep) == Counter({"sent": 401, "waiting": 600})


def test_a_round_stops_between_two_mails_when_it_is_told_to(home: Household) -> None:
    ada = home.join("ada")
    tell_all(home.keep, ada, ada, ada)
    assert send_notices(home.keep, stopped=lambda: len(home.mail.letters) == 2) == 2
    assert states(home.keep) == Counter({"sent": 2, "waiting": 1})


def test_what_is_over_is_forgotten_after_three_months_and_what_waits_is_not(home: Household) -> None:
    ada = home.join("ada")
    tell_all(home.keep, ada)
    send_notices(home.keep)
    home.clock.pass_by(days=89)
    tell_all(home.keep, ada)
    assert forget_notices(home.keep) == 0
    home.clock.pass_by(days=2)
    assert forget_notices(home.keep) == 1
    home.clock.pass_by(days=91)
    assert forget_notices(home.keep) == 0, "it waits still"
    assert states(home.keep) == Counter({"waiting": 1})


# --- somebody writes the database


@contextmanager
def on_disk(folder: Path) -> Iterator[tuple[Keep, Office, sqlite3.Connection]]:
    data = folder / "keep"
    mails = str(folder / "mails")
    create_keep(
        data, replace(scratch_settings(folder), notices="folder", notices_folder=mails, notices_from="v@keep.test")
    )
    with open_keep(data) as keep, sqlite3.connect(data / DATABASE_FILE) as shell:
        office = Office()
        yield replace(keep, mail=office), office, shell
    shell.close()


def joined(keep: Keep, name: str) -> Someone:
    email = f"{name}@keep.test"
    applicant = Applicant(name=name, email=email, password="x" * 12, language="en", household_name="")
    subject = open_account(keep, invite(keep, None, timedelta(days=1)), applicant)
    return Someone(name=name, subject=subject, password="x" * 12, email=email)


def test_whoever_writes_the_database_makes_the_keep_write_to_nobody_and_holds_nobody_up(tmp_path: Path) -> None:
    with on_disk(tmp_path) as (keep, office, shell):
        ada, bruno = joined(keep, "ada"), joined(keep, "bruno")
        tell_all(keep, *[ada] * 60)
        shell.execute("UPDATE notice SET subject = ?", (bruno.subject,))  # crossed: Ada's would go to Bruno
        shell.execute(
            "INSERT INTO notice "
            "SELECT 'no number', subject, kind, language, created_at, 0, 0, NULL, NULL, mac FROM notice LIMIT 1"
        )
        shell.commit()
        tell_all(keep, ada)
        assert send_notices(keep) == 1
        assert [letter.recipient for letter in office.letters] == [ada.email]
        assert states(keep) == Counter({FORGED: 61, "sent": 1})
        shell.execute("UPDATE notice SET sent_at = NULL, next_at = 0 WHERE sent_at IS NOT NULL")  # send it again
        shell.commit()
        assert send_notices(keep) == 0
        assert len(office.letters) == 1


def test_whose_account_is_gone_while_their_keys_are_still_there_is_nobody_there(tmp_path: Path) -> None:
    """Closing an account takes more than one step; from the first on, nobody is written to."""
    with on_disk(tmp_path) as (keep, office, shell):
        ada = joined(keep, "ada")
        tell_all(keep, ada)
        shell.execute("DELETE FROM account WHERE subject = ?", (ada.subject,))
        shell.commit()
        assert send_notices(keep) == 0
        assert (office.asked, states(keep)) == (0, Counter({"nobody_there": 1}))
