"""P1: at pairing whoever has not chosen what is kept is asked, a child's guardian for it; nobody else is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.app.simulator import Household, Someone
from tests.app.speaking import Talk, household_of, join_house, speaker_of
from voicekeep.app.operations.accounts import choose
from voicekeep.app.operations.children import NewProfile, close_child, open_profile
from voicekeep.app.operations.notices import notices_of
from voicekeep.app.operations.standing import stand
from voicekeep.app.operations.unchosen import UnchosenChild, unchosen_by
from voicekeep.assistant import Answer
from voicekeep.device import Chosen
from voicekeep.notice import NoticeKind
from voicekeep.records.ids import MandateId, SubjectId
from voicekeep.records.items import Keeping
from voicekeep.records.standing import Entrusted

ASKED, FOR_CHILD, BOUND = NoticeKind.CHOICE_ASKED, NoticeKind.CHILD_CHOICE_ASKED, NoticeKind.DEVICE_BOUND


def told(home: Household, someone: Someone) -> list[NoticeKind]:
    return sorted(each.kind for each in notices_of(home.keep, home.session(someone)))


def child_of(home: Household, guardian: Someone, days: int = 365) -> MandateId:
    until = home.clock.now + timedelta(days=days)
    return open_profile(
        home.keep, home.session(guardian), NewProfile(name="Mimi", called="Mum", until=until, language="en")
    )


def choose_for(home: Household, guardian: Someone, child: MandateId, keeping: Keeping) -> None:
    who = stand(home.keep, home.session(guardian), child, Entrusted.CHOICE)
    choose(home.keep, who, keeping, 0 if keeping is Keeping.NOTHING else 3)


def subject_of(home: Household, child: MandateId) -> SubjectId:
    with home.keep.database.read() as transaction:
        found = transaction.mandates.mandate(child)
    assert found is not None
    return found.subject


def test_a_shared_speaker_asks_each_member_who_has_not_chosen_and_the_guardian_of_a_child(home: Household) -> None:
    ada = home.join("ada")
    house = household_of(home, ada)
    bea, cleo = join_house(home, "bea", house, None), join_house(home, "cleo", house, Keeping.NOTHING)
    child_of(home, ada)
    speaker_of(home, house)
    assert told(home, ada) == sorted([BOUND, FOR_CHILD])
    assert told(home, bea) == [ASKED]
    assert told(home, cleo) == [BOUND], "nothing is a choice as well"


def test_who_has_chosen_is_not_asked_again(home: Household) -> None:
    ada = home.join("ada", None)
    child = child_of(home, ada)
    choose(home.keep, home.session(ada), Keeping.TRANSCRIPT, 3)
    choose_for(home, ada, child, Keeping.NOTHING)
    speaker_of(home, household_of(home, ada))
    assert told(home, ada) == [BOUND]


def test_nobody_is_asked_for_a_child_whom_they_look_after_no_more(home: Household) -> None:
    ada = home.join("ada")
    child_of(home, ada, days=2)
    home.clock.pass_by(days=3)
    speaker_of(home, household_of(home, ada))
    assert told(home, ada) == [BOUND]
    assert unchosen_by(home.keep, home.session(ada)).children == ()


def test_a_person_sees_what_they_still_have_to_choose_and_nobody_else_s(home: Household) -> None:
    ada = home.join("ada", None)
    bea = join_house(home, "bea", household_of(home, ada))
    child = child_of(home, ada)
    seen = unchosen_by(home.keep, home.session(ada))
    assert (seen.own, seen.children) == (True, (UnchosenChild(mandate=child, name="Mimi"),))
    assert "Mimi" not in repr(seen)
    assert unchosen_by(home.keep, home.session(bea)) == replace(seen, own=False, children=())
    choose(home.keep, home.session(ada), Keeping.NOTHING, 0)
    assert not unchosen_by(home.keep, home.session(ada)).own
    close_child(home.keep, home.session(ada), child)
    assert unchosen_by(home.keep, home.session(ada)).children == ()


def test_of_a_child_nothing_is_kept_before_its_guardian_chose_and_then_as_much_as_that(
    home: Household, talk: Talk
) -> None:
    ada = home.join("ada")
    house, child = household_of(home, ada), child_of(home, ada)
    kitchen, subject = speaker_of(home, house), subject_of(home, child)
    mimi = Someone(name="Mimi", subject=subject, password="", email="")
    talk.hub.choose(kitchen.device, Chosen(member=subject))
    assert talk.say(kitchen, "before", Answer(text="Yes.")).text == "Yes."
    assert talk.turns(mimi) == talk.turns(ada) == []
    choose_for(home, ada, child, Keeping.TRANSCRIPT)
    talk.say(kitchen, "after", Answer(text="Yes."))
    assert [(turn.transcript, turn.recording) for turn in talk.turns(mimi)] == [("after", None)]
    assert talk.turns(ada) == []
