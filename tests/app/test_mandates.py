"""Who acts for somebody else does so by a mandate that holds at that very instant, or not at all (P3, P5, R33)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from tests.app.simulator import Household, Someone
from tests.app.test_release import lines_of
from voicekeep.app.operations.accounts import choice_of, choose
from voicekeep.app.operations.asking import ask_for_copy, confirm_identity, copies_of
from voicekeep.app.operations.building import build
from voicekeep.app.operations.checking import check
from voicekeep.app.operations.closing import close_account
from voicekeep.app.operations.download import begin_download, look_at_link, open_download
from voicekeep.app.operations.erasing_turns import Stretch, erase_turns, turns_in
from voicekeep.app.operations.evidence import holds, verify_ledger
from voicekeep.app.operations.handing_over import finish, issue, record
from voicekeep.app.operations.holding import HELD
from voicekeep.app.operations.household import at_home, show_name
from voicekeep.app.operations.mandates import (
    end_mandate,
    give_mandate,
    let_act,
    mandates_given,
    mandates_held,
    take_mandate,
)
from voicekeep.app.operations.proving import change_password
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.operations.restricting import lift, restrict, restriction_of
from voicekeep.app.operations.standing import stand
from voicekeep.app.operations.taking_up import take_up_again
from voicekeep.delivery import ForeignLinkError, RevokedLinkError, RevokedWhileStreamingError
from voicekeep.people import (
    ExpiredMandateError,
    ForeignMandateError,
    MandateEndedError,
    MandateRefusedError,
    NotEntrustedError,
    PeopleError,
    SamePersonError,
    StaleSignInError,
    Standing,
)
from voicekeep.records.ids import MandateId, RequestId
from voicekeep.records.items import ItemKind, Keeping, RestrictionGround
from voicekeep.records.scope import ReleaseScope
from voicekeep.records.standing import Entrusted, MandateEvent
from voicekeep.request import IllegalMoveError, RequestChangedError, State, UnknownRequestError

EVERY = tuple(Entrusted)
MONTH = timedelta(days=30)


@dataclass
class Pair:
    """Ada, who gave Greta a mandate, and both of them."""

    home: Household
    ada: Someone
    greta: Someone
    mandate: MandateId

    def standing(self, right: Entrusted = Entrusted.COPY) -> Standing:
        return stand(self.home.keep, self.home.session(self.greta), self.mandate, right)

    def ask(self) -> RequestId:
        return ask_for_copy(self.home.keep, self.standing(), "en")

    def fetch(self, request: RequestId) -> bytes:
        keep, session = self.home.keep, self.home.session(self.greta)
        view = next(each for each in copies_of(keep, self.standing()) if each.request == request)
        assert view.token is not None
        assert view.archive is not None
        open_download(keep, view.token, session)
        return b"".join(begin_download(keep, session, view.archive, range_header=None, if_range=None).chunks)


def mandated(home: Household, ada: Someone, greta: Someone, rights: tuple[Entrusted, ...] = EVERY) -> MandateId:
    token = give_mandate(home.keep, home.session(ada), rights, home.clock.now + MONTH)
    take_mandate(home.keep, home.session(greta), token)
    waiting = next(each for each in mandates_given(home.keep, home.session(ada)) if each.waits)
    let_act(home.keep, home.session(ada), waiting.mandate, "my sister Greta")
    return waiting.mandate


@pytest.fixture
def pair(home: Household) -> Pair:
    ada, greta = home.join("ada"), home.join("greta")
    home.say(ada, "the kitchen light", "what is the weather")
    home.say(greta, "the garage door")
    return Pair(home, ada, greta, mandated(home, ada, greta))


def test_an_agent_gets_the_copy_of_whom_they_act_for_and_nothing_of_their_own_in_it(pair: Pair) -> None:
    request = pair.ask()
    release(request, PlainDesk(pair.home.keep))
    zipped = pair.fetch(request)
    assert [line["transcript"] for line in lines_of(zipped, "turns")] == ["the kitchen light", "what is the weather"]
    assert {line["owner"] for line in lines_of(zipped, "turns")} == {pair.ada.subject}
    verify_ledger(pair.home.keep)


def test_the_archive_is_sealed_to_the_agent_and_does_not_open_for_the_person_it_is_about(pair: Pair) -> None:
    keep = pair.home.keep
    release(pair.ask(), PlainDesk(keep))
    [view] = copies_of(keep, pair.standing())
    assert view.token is not None
    assert view.archive is not None
    with keep.database.read() as transaction:
        sealed = keep.keys.archive_key(view.archive)
        [grant] = transaction.grants.of_recipient(pair.greta.subject)
    assert (sealed.subject, grant.recipient) == (pair.greta.subject, pair.greta.subject)
    with pytest.raises(ForeignLinkError):
        look_at_link(keep, view.token, pair.home.session(pair.ada))
    [own] = copies_of(keep, pair.home.session(pair.ada))
    assert own.by_agent
    assert own.token is None


def test_the_person_sees_that_it_was_released_to_somebody_who_acts_for_them(pair: Pair) -> None:
    keep = pair.home.keep
    request = pair.ask()
    release(request, PlainDesk(keep))
    pair.fetch(request)
    told = holds(keep, pair.home.session(pair.ada))
    assert {"mandated", "acted_for", "released"} <= {event.name for event in told}
    went = {event.name for event in told if event.by_agent}
    assert went == {"granted", "download_started", "download_ended"}
    of_greta = [event for event in holds(keep, pair.home.session(pair.greta)) if event.name == "download_started"]
    assert [event.for_other for event in of_greta] == [True]
    acts = mandates_given(keep, pair.home.session(pair.ada))[0].acts
    assert [act.event for act in acts] == [MandateEvent.COPY, MandateEvent.BEGAN]
    assert acts[-1].called == "my sister Greta"


def test_nobody_acts_before_the_person_has_seen_who_took_it(home: Household) -> None:
    ada, greta = home.join("ada"), home.join("greta")
    show_name(home.keep, home.session(greta), "Greta from next door")
    token = give_mandate(home.keep, home.session(ada), EVERY, home.clock.now + MONTH)
    take_mandate(home.keep, home.session(greta), token)
    [waiting] = mandates_given(home.keep, home.session(ada))
    assert (waiting.other, waiting.waits, waiting.holds) == ("Greta from next door", True, False)
    with pytest.raises(ForeignMandateError):
        stand(home.keep, home.session(greta), waiting.mandate, Entrusted.COPY)
    with pytest.raises(ForeignMandateError):
        let_act(home.keep, home.session(greta), waiting.mandate, "me")


def test_one_offer_is_taken_once_and_by_nobody_for_themselves(home: Household) -> None:
    ada, greta, mallory = home.join("ada"), home.join("greta"), home.join("mallory")
    token = give_mandate(home.keep, home.session(ada), EVERY, home.clock.now + MONTH)
    with pytest.raises(SamePersonError):
        take_mandate(home.keep, home.session(ada), token)
    take_mandate(home.keep, home.session(greta), token)
    for guess in (token, "not a token", ""):
        with pytest.raises(MandateRefusedError):
            take_mandate(home.keep, home.session(mallory), guess)
    late = give_mandate(home.keep, home.session(ada), EVERY, home.clock.now + MONTH)
    home.clock.pass_by(days=4)
    with pytest.raises(MandateRefusedError):
        take_mandate(home.keep, home.session(mallory), late)


def test_a_mandate_needs_a_right_and_an_end(home: Household) -> None:
    session = home.session(home.join("ada"))
    for rights, until in (((), MONTH), (EVERY, timedelta(0)), (EVERY, timedelta(days=5000))):
        with pytest.raises(MandateRefusedError):
            give_mandate(home.keep, session, rights, home.clock.now + until)
    home.clock.pass_by(minutes=11)
    with pytest.raises(StaleSignInError):
        give_mandate(home.keep, session, EVERY, home.clock.now + MONTH)


def test_an_expired_mandate_is_refused_by_name_wherever_it_is_shown(pair: Pair) -> None:
    keep = pair.home.keep
    pair.home.clock.pass_by(days=29, hours=12)
    request = pair.ask()
    release(request, PlainDesk(keep))
    session = pair.home.session(pair.greta)
    [view] = copies_of(keep, stand(keep, session, pair.mandate, Entrusted.COPY))
    assert view.token is not None
    assert view.archive is not None
    open_download(keep, view.token, session)
    pair.home.clock.pass_by(hours=13)
    token, archive = view.token, view.archive
    for shown in (
        lambda: stand(keep, session, pair.mandate, Entrusted.COPY),
        lambda: look_at_link(keep, token, session),
        lambda: open_download(keep, token, pair.home.session(pair.greta)),
        lambda: begin_download(keep, session, archive, range_header=None, if_range=None),
    ):
        with pytest.raises(ExpiredMandateError):
            shown()
    refused = [event for event in holds(keep, session) if event.name == "download_refused"]
    assert not refused, "whose copy it was is the other's business"


def test_what_was_begun_ends_with_the_mandate_at_every_step(pair: Pair) -> None:
    keep = pair.home.keep
    for steps in range(5):
        pair.mandate = mandated(pair.home, pair.ada, pair.greta)
        carried: str = pair.ask()
        request = carried
        for step in (build, check, record, finish)[:steps]:
            carried = step(keep, carried)
        end_mandate(keep, pair.home.session(pair.ada), pair.mandate)
        with pytest.raises((RequestChangedError, IllegalMoveError)):
            for step in (build, check, record, finish, issue)[steps:]:
                carried = step(keep, carried)
        with keep.database.read() as transaction:
            assert not transaction.grants.of_recipient(pair.greta.subject), f"after {steps} steps"
            row = transaction.requests.get(RequestId(request))
        assert row is not None
        assert row.state is State.WITHDRAWN
    verify_ledger(keep)


def test_a_mandate_that_runs_out_while_the_copy_is_made_releases_nothing(pair: Pair) -> None:
    keep = pair.home.keep
    request = pair.ask()
    archive = check(keep, build(keep, request))
    pair.home.clock.pass_by(days=30)
    assert record(keep, archive) == HELD
    [view] = copies_of(keep, pair.home.session(pair.ada))
    assert (view.state, view.findings) == (State.HELD, ("ExpiredMandateError",))


def test_ending_it_breaks_off_a_download_that_is_under_way(pair: Pair) -> None:
    keep, session = pair.home.keep, pair.home.session(pair.greta)
    release(pair.ask(), PlainDesk(keep))
    [view] = copies_of(keep, pair.standing())
    assert view.token is not None
    assert view.archive is not None
    open_download(keep, view.token, session)
    chunks = begin_download(keep, session, view.archive, range_header=None, if_range=None).chunks
    end_mandate(keep, pair.home.session(pair.ada), pair.mandate)
    with pytest.raises(RevokedWhileStreamingError):
        list(chunks)
    with pytest.raises((RevokedLinkError, PeopleError)):
        look_at_link(keep, view.token, session)


def test_what_was_asked_for_by_another_mandate_is_not_shown_nor_proven_by_this_one(pair: Pair) -> None:
    keep = pair.home.keep
    own = ask_for_copy(keep, pair.home.session(pair.ada), "en")
    assert not copies_of(keep, pair.standing())
    with pytest.raises(UnknownRequestError):
        confirm_identity(keep, pair.standing(), own)
    other = pair.home.join("olga")
    second = Pair(pair.home, pair.ada, other, mandated(pair.home, pair.ada, other))
    theirs = second.ask()
    assert [view.request for view in copies_of(keep, second.standing())] == [theirs]
    assert not copies_of(keep, pair.standing())


def test_nobody_stands_by_a_mandate_that_is_another_persons(pair: Pair) -> None:
    mallory = pair.home.join("mallory")
    for somebody in (mallory, pair.ada):
        with pytest.raises(ForeignMandateError):
            stand(pair.home.keep, pair.home.session(somebody), pair.mandate, Entrusted.COPY)
        unknown = MandateId.random(pair.home.keep.entropy)
        with pytest.raises(ForeignMandateError):
            stand(pair.home.keep, pair.home.session(somebody), unknown, Entrusted.COPY)
    with pytest.raises(ForeignMandateError):
        end_mandate(pair.home.keep, pair.home.session(mallory), pair.mandate)


def test_a_standing_is_made_by_a_mandate_only(pair: Pair) -> None:
    true = pair.standing()
    with pytest.raises(ForeignMandateError):
        Standing(session=true.session, subject=true.subject, mandate=true.mandate, right=Entrusted.COPY)
    with pytest.raises(ForeignMandateError):
        replace(true, subject=pair.greta.subject)


def test_a_mandate_is_for_the_rights_that_it_names(home: Household) -> None:
    ada, greta = home.join("ada"), home.join("greta")
    home.say(ada, "the kitchen light")
    mandate = mandated(home, ada, greta, (Entrusted.CHOICE,))
    pair = Pair(home, ada, greta, mandate)
    for right in set(Entrusted) - {Entrusted.CHOICE}:
        with pytest.raises(NotEntrustedError):
            pair.standing(right)
    choosing = pair.standing(Entrusted.CHOICE)
    with pytest.raises(NotEntrustedError):
        ask_for_copy(home.keep, choosing, "en")
    with pytest.raises(NotEntrustedError):
        restrict(home.keep, choosing, RestrictionGround.CLAIMS)
    with pytest.raises(NotEntrustedError):
        erase_turns(home.keep, choosing, Stretch.EVERYTHING, "")
    choose(home.keep, choosing, Keeping.AUDIO, 18)
    for keeping, months in ((Keeping.AUDIO, 3), (Keeping.NOTHING, 0)):  # shorter is erased, and that is another right
        with pytest.raises(NotEntrustedError):
            choose(home.keep, choosing, keeping, months)
    choose(home.keep, choosing, Keeping.TRANSCRIPT, 18)
    assert len(turns_in(home.keep, home.session(ada), Stretch.EVERYTHING, "")) == 1


def test_each_right_is_used_for_the_person_and_stands_in_their_own_records(pair: Pair) -> None:
    keep = pair.home.keep
    choose(keep, pair.standing(Entrusted.CHOICE), Keeping.TRANSCRIPT, 18)
    restrict(keep, pair.standing(Entrusted.RESTRICTION), RestrictionGround.CLAIMS)
    assert restriction_of(keep, pair.home.session(pair.ada)) is not None
    assert restriction_of(keep, pair.home.session(pair.greta)) is None
    lift(keep, pair.standing(Entrusted.RESTRICTION))
    assert erase_turns(keep, pair.standing(Entrusted.ERASURE), Stretch.EVERYTHING, "") == 2
    chosen = choice_of(keep, pair.home.session(pair.ada))
    assert chosen is not None
    assert chosen.keeping is Keeping.TRANSCRIPT
    assert len(turns_in(keep, pair.home.session(pair.greta), Stretch.EVERYTHING, "")) == 1, "the agent's own stays"
    events = [act.event for act in mandates_given(keep, pair.home.session(pair.ada))[0].acts]
    assert events == ["erasure", "restriction", "restriction", "choice", "began"]
    verify_ledger(keep)


def test_whoever_took_an_offer_sees_whose_it_is_while_they_may_act_and_no_longer(home: Household) -> None:
    ada, greta = home.join("ada"), home.join("greta")
    token = give_mandate(home.keep, home.session(ada), EVERY, home.clock.now + MONTH)
    take_mandate(home.keep, home.session(greta), token)

    def seen() -> tuple[str, str]:
        [held], [given] = (
            mandates_held(home.keep, home.session(greta)),
            mandates_given(home.keep, home.session(ada)),
        )
        return held.other, given.other

    assert seen() == ("", "greta"), "whoever gave it has to see who took it"
    [waiting] = mandates_given(home.keep, home.session(ada))
    let_act(home.keep, home.session(ada), waiting.mandate, "my sister Greta")
    assert seen() == ("ada", "greta")
    end_mandate(home.keep, home.session(ada), waiting.mandate)
    assert seen() == ("", "")
    assert mandates_given(home.keep, home.session(ada))[0].acts[-1].called == "my sister Greta"


@pytest.mark.parametrize("whose", ["of whom it is about", "of whoever gets it"])
def test_a_change_of_what_opens_either_account_holds_the_copy_for_a_week(pair: Pair, whose: str) -> None:
    keep, changed = pair.home.keep, pair.greta if whose == "of whoever gets it" else pair.ada
    change_password(keep, pair.home.session(changed), changed.password)
    request = pair.ask()
    release(request, PlainDesk(keep))
    [view] = copies_of(keep, pair.standing())
    assert (view.state, view.findings) == (State.HELD, ("credentials_changed",))
    assert view.waits
    pair.home.clock.pass_by(days=7)
    assert take_up_again(keep) == 1
    # and once more while it is being made, after the check
    archive = check(keep, build(keep, request))
    change_password(keep, pair.home.session(changed), changed.password)
    assert record(keep, archive) == HELD


def test_a_standing_from_before_the_end_does_nothing_after_it(pair: Pair) -> None:
    keep = pair.home.keep
    before = {right: pair.standing(right) for right in Entrusted}
    end_mandate(keep, pair.home.session(pair.ada), pair.mandate)
    with pytest.raises(MandateEndedError):
        ask_for_copy(keep, before[Entrusted.COPY], "en")
    with pytest.raises(MandateEndedError):
        choose(keep, before[Entrusted.CHOICE], Keeping.AUDIO, 18)
    with pytest.raises(MandateEndedError):
        restrict(keep, before[Entrusted.RESTRICTION], RestrictionGround.CLAIMS)
    with pytest.raises(MandateEndedError):
        erase_turns(keep, before[Entrusted.ERASURE], Stretch.EVERYTHING, "")
    assert len(turns_in(keep, pair.home.session(pair.ada), Stretch.EVERYTHING, "")) == 2
    assert not copies_of(keep, pair.home.session(pair.ada))


def test_either_of_the_two_ends_it_without_a_fresh_sign_in(pair: Pair) -> None:
    keep = pair.home.keep
    session = pair.home.session(pair.greta)
    pair.home.clock.pass_by(hours=2)
    end_mandate(keep, session, pair.mandate)
    with pytest.raises(MandateEndedError):
        end_mandate(keep, pair.home.session(pair.ada), pair.mandate)
    [held] = mandates_held(keep, session)
    assert not held.holds


def test_a_row_that_somebody_wrote_or_put_back_makes_nobody_an_agent(home: Household) -> None:
    ada, mallory = home.join("ada"), home.join("mallory")
    mandate = mandated(home, ada, mallory)
    with home.keep.database.read() as transaction:
        standing = transaction.mandates.mandate(mandate)
    assert standing is not None
    end_mandate(home.keep, home.session(ada), mandate)
    with home.keep.database.begin() as transaction:
        now = transaction.mandates.mandate(mandate)
        assert now is not None
        transaction.mandates.replace_mandate(now, standing)  # the row of an older database, with its own code
    with pytest.raises(MandateEndedError):
        stand(home.keep, home.session(mallory), mandate, Entrusted.COPY)


def test_whoever_closes_their_account_acts_for_nobody_and_leaves_nothing_sealed_to_them(pair: Pair) -> None:
    keep = pair.home.keep
    request = pair.ask()
    release(request, PlainDesk(keep))
    [view] = copies_of(keep, pair.standing())
    close_account(keep, pair.home.session(pair.greta))
    with keep.database.read() as transaction:
        assert view.archive is not None
        attempt = transaction.attempts.get(view.archive)
        assert transaction.mandates.mandate(pair.mandate) is None
    assert attempt is not None
    assert attempt.stage.value == "destroyed"
    [left] = copies_of(keep, pair.home.session(pair.ada))
    assert left.token is None
    assert [each.name for each in at_home(keep, pair.home.session(pair.ada))] == ["ada"]
    with keep.database.read() as transaction:
        assert not list(
            transaction.items.held_by(pair.greta.subject, ItemKind.MANDATE, ReleaseScope(as_of=transaction.log.size()))
        )
    verify_ledger(keep)
