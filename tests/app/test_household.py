"""Who lives together, by the names that they show; and children, whom a guardian looks after (Art. 8, R33)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.app.faults import meanwhile
from tests.app.simulator import Household, Someone
from tests.app.test_release import lines_of
from voicekeep.app.operations.accounts import choice_of, choose, open_account, sign_in
from voicekeep.app.operations.asking import ask_for_copy, copies_of
from voicekeep.app.operations.children import (
    NewProfile,
    close_child,
    make_way_in,
    open_own_account,
    open_profile,
)
from voicekeep.app.operations.closing import ChildLeftError, close_account, what_goes
from voicekeep.app.operations.download import begin_download, open_download
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.household import at_home, invite_home, leave_home, members_of, show_name
from voicekeep.app.operations.mandates import end_mandate, mandates_given, mandates_held
from voicekeep.app.operations.notices import send_notices
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.operations.standing import stand
from voicekeep.people import (
    Applicant,
    EmailTakenError,
    ExpiredMandateError,
    ForeignMandateError,
    MandateRefusedError,
    Session,
    ShownNameRefusedError,
    SignInRefusedError,
    StaleSignInError,
    Standing,
    WayInRefusedError,
    may_keep,
)
from voicekeep.records.ids import MandateId, SubjectId
from voicekeep.records.items import Keeping
from voicekeep.records.standing import Entrusted

YEARS = timedelta(days=365)


def joined(home: Household, host: Someone, name: str) -> Someone:
    email, password = f"{name}@keep.test", f"the long password of {name}"
    applicant = Applicant(name=name, email=email, password=password, language="en", household_name="")
    subject = open_account(home.keep, invite_home(home.keep, home.session(host)), applicant)
    home.people[name] = Someone(name=name, subject=subject, password=password, email=email)
    return home.people[name]


def names(home: Household, who: Someone) -> list[str]:
    return [each.name for each in at_home(home.keep, home.session(who))]


def child_of(home: Household, guardian: Someone, until: datetime | None = None) -> MandateId:
    profile = NewProfile(name="Mimi", called="Mum", until=until or home.clock.now + 6 * YEARS, language="de")
    return open_profile(home.keep, home.session(guardian), profile)


def of(home: Household, guardian: Someone, mandate: MandateId, right: Entrusted) -> Standing:
    return stand(home.keep, home.session(guardian), mandate, right)


def subject_of(home: Household, mandate: MandateId) -> SubjectId:
    with home.keep.database.read() as transaction:
        found = transaction.mandates.mandate(mandate)
    assert found is not None
    return found.subject


def own_account(home: Household, code: str) -> Someone:
    applicant = Applicant(
        name="Mimi", email="mimi@keep.test", password="the long password of mimi", language="de", household_name=""
    )
    subject = open_own_account(home.keep, code, applicant)
    return Someone(name="mimi", subject=subject, password=applicant.password, email=applicant.email)


def test_who_is_invited_into_a_household_is_seen_there_by_the_name_they_show(home: Household) -> None:
    ada, mallory = home.join("ada"), home.join("mallory")
    bruno = joined(home, ada, "bruno")
    show_name(home.keep, home.session(bruno), "  Bruno, second floor ")
    assert names(home, ada) == names(home, bruno) == ["ada", "Bruno, second floor"]
    assert names(home, mallory) == ["mallory"]
    with home.keep.database.read() as transaction:
        member = transaction.people.member_of(ada.subject)
    assert member is not None
    listed = members_of(home.keep, member.household)
    assert listed == ((ada.subject, "ada"), (bruno.subject, "Bruno, second floor"))


@pytest.mark.parametrize("name", ["", "   ", "two\nlines", "x" * 201])
def test_a_name_that_is_none_changes_nothing(home: Household, name: str) -> None:
    ada = home.join("ada")
    with pytest.raises(ShownNameRefusedError):
        show_name(home.keep, home.session(ada), name)
    assert names(home, ada) == ["ada"]


def test_the_shown_name_is_sealed_and_goes_with_the_account(home: Household) -> None:
    ada = home.join("ada")
    bruno = joined(home, ada, "bruno")
    show_name(home.keep, home.session(bruno), "Brunhold")
    zipped = home.fetch(bruno, home.release(bruno))
    assert [line["shown_name"] for line in lines_of(zipped, "shown-names")] == ["Brunhold"]
    close_account(home.keep, home.session(bruno))
    assert names(home, ada) == ["ada"]


def test_who_leaves_takes_what_is_theirs_and_sees_nobody_any_more(home: Household) -> None:
    ada = home.join("ada")
    bruno = joined(home, ada, "bruno")
    choose(home.keep, home.session(bruno), Keeping.AUDIO, 3)
    home.say(bruno, "the garage door")
    leave_home(home.keep, home.session(bruno))
    assert (names(home, ada), names(home, bruno)) == (["ada"], ["bruno"])
    assert home.say(bruno, "the cellar").kept == 1
    late = home.session(ada)
    home.clock.pass_by(minutes=11)
    with pytest.raises(StaleSignInError):
        leave_home(home.keep, late)
    with pytest.raises(StaleSignInError):
        invite_home(home.keep, late)


def test_of_a_child_nothing_is_kept_until_a_guardian_chose(home: Household) -> None:
    ada = home.join("ada")
    mandate = child_of(home, ada)
    choosing = of(home, ada, mandate, Entrusted.CHOICE)
    assert not may_keep(choice_of(home.keep, choosing), Keeping.TRANSCRIPT)
    choose(home.keep, choosing, Keeping.TRANSCRIPT, 3)
    assert may_keep(choice_of(home.keep, choosing), Keeping.TRANSCRIPT)
    chosen = choice_of(home.keep, home.session(ada))
    assert chosen is not None
    assert chosen.keeping is Keeping.AUDIO, "the guardian's own is another"


def test_nobody_signs_in_as_a_child_and_no_mail_goes_to_it(home: Household) -> None:
    ada = home.join("ada")
    mandate = child_of(home, ada)
    for email in ("", "Mimi", "mimi@keep.test"):
        with pytest.raises(SignInRefusedError):
            sign_in(home.keep, email, "")
    request = ask_for_copy(home.keep, of(home, ada, mandate, Entrusted.COPY), "de")
    release(request, PlainDesk(home.keep))
    send_notices(home.keep)
    assert {letter.recipient for letter in home.mail.letters} == {"ada@keep.test"}


def test_a_guardian_gets_the_childs_copy_and_the_child_sees_it_later(home: Household) -> None:
    ada = home.join("ada")
    mandate = child_of(home, ada)
    asking = of(home, ada, mandate, Entrusted.COPY)
    release(ask_for_copy(home.keep, asking, "de"), PlainDesk(home.keep))
    [view] = copies_of(home.keep, asking)
    assert view.token is not None
    assert view.archive is not None
    session = home.session(ada)
    open_download(home.keep, view.token, session)
    zipped = b"".join(begin_download(home.keep, session, view.archive, range_header=None, if_range=None).chunks)
    assert {line["owner"] for line in lines_of(zipped, "profile")} == {subject_of(home, mandate)}
    mimi = own_account(home, make_way_in(home.keep, home.session(ada), mandate))
    [given] = mandates_given(home.keep, home.session(mimi))
    assert [act.event for act in given.acts] == ["way_in", "copy", "began"]
    assert (given.acts[-1].called, given.other) == ("Mum", "ada")
    verify_ledger(home.keep)


def test_from_the_date_on_the_child_alone(home: Household) -> None:
    ada = home.join("ada")
    mandate = child_of(home, ada, home.clock.now + timedelta(days=10))
    mimi = own_account(home, make_way_in(home.keep, home.session(ada), mandate))
    with pytest.raises(ForeignMandateError):
        end_mandate(home.keep, home.session(mimi), mandate)  # a child does not end who is responsible for it
    assert of(home, ada, mandate, Entrusted.CHOICE).subject == mimi.subject
    home.clock.pass_by(days=10)
    for right in Entrusted:
        with pytest.raises(ExpiredMandateError):
            of(home, ada, mandate, right)
    with pytest.raises(ExpiredMandateError):
        make_way_in(home.keep, home.session(ada), mandate)
    choose(home.keep, home.session(mimi), Keeping.NOTHING, 0)
    assert [view.holds for view in mandates_held(home.keep, home.session(ada))] == [False]


def test_a_way_in_opens_one_account_once_and_in_time(home: Household) -> None:
    ada = home.join("ada")
    mandate = child_of(home, ada)
    first, second = (make_way_in(home.keep, home.session(ada), mandate) for _ in range(2))
    with pytest.raises(EmailTakenError):
        open_own_account(
            home.keep,
            first,
            Applicant(name="M", email=ada.email, password="a long enough password", language="de", household_name=""),
        )
    mimi = own_account(home, first)
    for code in (first, second, "no code", ""):
        with pytest.raises(WayInRefusedError):
            own_account(home, code)
    with pytest.raises(WayInRefusedError):
        make_way_in(home.keep, home.session(ada), mandate)
    with pytest.raises(WayInRefusedError):
        close_child(home.keep, home.session(ada), mandate)
    assert names(home, mimi) == ["ada", "Mimi"]
    late = child_of(home, ada)
    code = make_way_in(home.keep, home.session(ada), late)
    home.clock.pass_by(days=31)
    with pytest.raises(WayInRefusedError):
        own_account(home, code)


def test_a_profile_needs_an_end_a_name_and_a_fresh_sign_in(home: Household) -> None:
    ada = home.join("ada")
    session = home.session(ada)
    good = NewProfile(name="Mimi", called="Mum", until=home.clock.now + YEARS, language="de")
    for until in (home.clock.now, home.clock.now + 19 * YEARS):
        with pytest.raises(MandateRefusedError):
            open_profile(home.keep, session, replace(good, until=until))
    for name in ("", "\n"):
        with pytest.raises(ShownNameRefusedError):
            open_profile(home.keep, session, replace(good, name=name))
    assert "Mimi" not in repr(good)
    home.clock.pass_by(minutes=11)
    with pytest.raises(StaleSignInError):
        open_profile(home.keep, session, good)
    assert names(home, ada) == ["ada"]


def test_another_member_of_the_household_is_no_guardian(home: Household) -> None:
    ada = home.join("ada")
    bruno = joined(home, ada, "bruno")
    mandate = child_of(home, ada)

    def tries(session: Session) -> None:
        for right in Entrusted:
            with pytest.raises(ForeignMandateError):
                stand(home.keep, session, mandate, right)
        with pytest.raises(ForeignMandateError):
            make_way_in(home.keep, session, mandate)
        with pytest.raises(ForeignMandateError):
            close_child(home.keep, session, mandate)

    tries(home.session(bruno))
    assert names(home, bruno) == ["ada", "bruno", "Mimi"]


def test_a_guardian_closes_the_profile_and_nothing_of_the_child_stays(home: Household) -> None:
    ada = home.join("ada")
    mandate = child_of(home, ada)
    child = subject_of(home, mandate)
    close_child(home.keep, home.session(ada), mandate)
    assert names(home, ada) == ["ada"]
    with home.keep.database.read() as transaction:
        assert transaction.people.account_of(child) is None
        assert not transaction.mandates.mandates_over(child)
    verify_ledger(home.keep)


def test_a_guardian_whose_mandate_is_over_takes_no_child_along_whatever_the_row_says(home: Household) -> None:
    ada = home.join("ada")
    mandate = child_of(home, ada)
    with home.keep.database.read() as transaction:
        before = transaction.mandates.mandate(mandate)
    assert before is not None
    end_mandate(home.keep, home.session(ada), mandate)
    with home.keep.database.begin() as transaction:  # an older row, put back with its code
        ended = transaction.mandates.mandate(mandate)
        assert ended is not None
        transaction.mandates.replace_mandate(ended, before)
    assert what_goes(home.keep, home.session(ada)).children == 0
    close_account(home.keep, home.session(ada))
    with home.keep.database.read() as transaction:
        assert transaction.people.account_of(before.subject) is not None


def test_a_child_that_opens_an_account_of_its_own_in_that_moment_is_not_closed(home: Household) -> None:
    ada = home.join("ada")
    mandate = child_of(home, ada)
    code, session = make_way_in(home.keep, home.session(ada), mandate), home.session(ada)
    came: list[Someone] = []
    raced = meanwhile(home.keep, lambda: came.append(own_account(home, code)))
    with pytest.raises(WayInRefusedError):
        close_child(raced, session, mandate)
    [mimi] = came
    late, code = child_of(home, ada), ""
    code = make_way_in(home.keep, home.session(ada), late)
    other = Applicant(
        name="Nini", email="nini@keep.test", password="the long password of nini", language="de", household_name=""
    )
    nini: list[SubjectId] = []
    close_account(meanwhile(home.keep, lambda: nini.append(open_own_account(home.keep, code, other))), session)
    with home.keep.database.read() as transaction:
        assert transaction.people.account_of(ada.subject) is None
        assert [transaction.people.account_of(each) is not None for each in (mimi.subject, *nini)] == [True, True]
    verify_ledger(home.keep)


def test_a_profile_opened_while_its_guardian_closes_is_not_left_alone(home: Household) -> None:
    ada = home.join("ada")
    session = home.session(ada)
    with pytest.raises(ChildLeftError):
        close_account(meanwhile(home.keep, lambda: child_of(home, ada)), session)
    assert names(home, ada) == ["ada", "Mimi"]


def test_a_child_that_is_left_in_that_moment_stops_all_of_it_and_nothing_was_closed(home: Household) -> None:
    ada = home.join("ada")
    first = subject_of(home, child_of(home, ada))
    session = home.session(ada)
    with pytest.raises(ChildLeftError, match="neither the account nor any child's profile was closed"):
        close_account(meanwhile(home.keep, lambda: child_of(home, ada)), session)
    with home.keep.database.read() as transaction:
        assert transaction.people.account_of(first) is not None
        assert not list(transaction.log.openings_named("account_closing"))
    assert names(home, ada) == ["ada", "Mimi", "Mimi"]
    assert what_goes(home.keep, session).children == 2
    close_account(home.keep, session)
    with home.keep.database.read() as transaction:
        assert len(list(transaction.log.openings_named("account_closed"))) == 3
    verify_ledger(home.keep)


def test_with_the_only_guardian_goes_a_child_that_nobody_else_could_act_for(home: Household) -> None:
    ada = home.join("ada")
    alone, grown = child_of(home, ada), child_of(home, ada)
    child = subject_of(home, alone)
    mimi = own_account(home, make_way_in(home.keep, home.session(ada), grown))
    assert what_goes(home.keep, home.session(ada)).children == 1, "it is said beforehand"
    close_account(home.keep, home.session(ada))
    with home.keep.database.read() as transaction:
        assert transaction.people.account_of(child) is None
        assert transaction.people.account_of(mimi.subject) is not None
    assert names(home, mimi) == ["Mimi"]
    verify_ledger(home.keep)
