"""A profile that is put right (Art. 16): a new address is told to the old one, and holds copies for a week."""

from __future__ import annotations

import pytest

from tests.app.asks import own_requests
from tests.app.faults import meanwhile
from tests.app.simulator import Household, Someone, facts
from voicekeep.app.operations.accounts import profile_of
from voicekeep.app.operations.asking import copies_of
from voicekeep.app.operations.notices import send_notices
from voicekeep.app.operations.profiles import ProfileChangedError, change_profile
from voicekeep.people import EmailTakenError
from voicekeep.records.facts import CredentialsChanged
from voicekeep.request import State


def test_a_new_address_opens_the_account_and_the_old_one_does_not(home: Household, ada: Someone) -> None:
    assert change_profile(home.keep, home.session(ada), name="ada", email="new@keep.test", language="en")
    assert not change_profile(
        home.keep,
        home.session(Someone(name="ada", subject=ada.subject, password=ada.password, email="new@keep.test")),
        name="ada",
        email="new@keep.test",
        language="en",
    ), "nothing was changed by it"
    with pytest.raises(Exception, match="sign"):
        home.sign_in(ada)


def test_a_new_address_holds_copies_for_a_week_and_is_told_to_the_old_one(home: Household, ada: Someone) -> None:
    home.clock.pass_by(days=30)
    change_profile(home.keep, home.session(ada), name="ada", email="new@keep.test", language="en")
    moved = Someone(name="ada", subject=ada.subject, password=ada.password, email="new@keep.test")
    request = home.release(moved)
    [view] = copies_of(home.keep, home.session(moved))
    assert (view.request, view.state, view.findings) == (request, State.HELD, ("credentials_changed",))
    send_notices(home.keep)
    to = [letter.recipient for letter in home.mail.letters]
    assert to.count("ada@keep.test") == 1
    assert set(to) == {"ada@keep.test", "new@keep.test"}
    changed = [fact for fact in facts(home) if isinstance(fact, CredentialsChanged)]
    assert [(fact.what, fact.first) for fact in changed] == [("email", False)]


def test_of_two_changes_of_an_address_at_once_one_is_refused_and_each_mail_goes_to_the_one_before(
    home: Household, ada: Someone
) -> None:
    session = home.session(ada)

    def first() -> None:
        change_profile(home.keep, session, name="ada", email="first@keep.test", language="en")

    raced = meanwhile(home.keep, first)
    with pytest.raises(ProfileChangedError):
        change_profile(raced, session, name="ada", email="second@keep.test", language="en")
    with pytest.raises(ProfileChangedError):  # and no older address comes back with another name
        change_profile(
            meanwhile(
                home.keep, lambda: change_profile(home.keep, session, name="ada", email="a@b.test", language="en")
            ),
            session,
            name="Ada",
            email="first@keep.test",
            language="en",
        )
    send_notices(home.keep)
    assert [letter.recipient for letter in home.mail.letters] == ["ada@keep.test", "first@keep.test"]
    with home.keep.database.read() as transaction:
        account = transaction.people.account_of(ada.subject)
    assert account is not None
    assert account.email_index == home.keep.email_index.of("a@b.test")
    assert profile_of(home.keep, session).email == "a@b.test"


def test_of_two_other_changes_at_once_the_later_is_refused_and_puts_nothing_back(home: Household, ada: Someone) -> None:
    session = home.session(ada)

    def renamed() -> None:
        change_profile(home.keep, session, name="Ada", email=ada.email, language="en")

    with pytest.raises(ProfileChangedError):
        change_profile(meanwhile(home.keep, renamed), session, name="ada", email=ada.email, language="de")
    assert (profile_of(home.keep, session).name, profile_of(home.keep, session).language) == ("Ada", "en")

    def translated() -> None:
        change_profile(home.keep, session, name="Ada", email=ada.email, language="fr")

    with pytest.raises(ProfileChangedError):  # seen in the very transaction that changes something
        change_profile(meanwhile(home.keep, translated, at=2), session, name="A.", email=ada.email, language="en")
    assert (profile_of(home.keep, session).name, profile_of(home.keep, session).language) == ("Ada", "fr")


def test_an_address_that_another_has_is_refused_and_nothing_changes(home: Household, ada: Someone) -> None:
    bruno = home.join("bruno")
    with pytest.raises(EmailTakenError):
        change_profile(home.keep, home.session(ada), name="ada", email="BRUNO@keep.test", language="en")
    assert home.session(ada).subject == ada.subject
    assert home.session(bruno).subject == bruno.subject
    assert own_requests(home, ada) == ()
