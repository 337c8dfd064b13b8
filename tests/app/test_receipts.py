"""R19: four words give a guest a say over one turn, never a copy and never anything else; wrong ones are all alike."""

from __future__ import annotations

import html
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from tests.app.faults import Killed, mortal
from tests.app.simulator import Household, Someone, household
from tests.web.visitors import FORM_TOKEN, Street
from voicekeep.app.operations.asking import copies_of
from voicekeep.app.operations.closing import close_account
from voicekeep.app.operations.download import look_at_link
from voicekeep.app.operations.erase import NotYoursError, erase_item
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.history import HeardTurn, days_of, heard_on, sound_of
from voicekeep.app.operations.receipts import GuestRight, give_receipt, use_receipt
from voicekeep.app.operations.start import guard_start
from voicekeep.app.operations.sweeping import sweep
from voicekeep.app.papers import guest_paragraphs
from voicekeep.app.web.words import LANGUAGES, words_in
from voicekeep.delivery import DeliveryError
from voicekeep.ledger import holds
from voicekeep.people import StaleSignInError, WordsRefusedError
from voicekeep.records.ids import ItemId
from voicekeep.records.texts import language_named

NEVER_GIVEN = "abandon ability able about"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    with household(tmp_path, database_file=tmp_path / "keep.sqlite3") as opened:
        yield opened


@pytest.fixture
def ada(home: Household) -> Someone:
    someone = home.join("ada")
    home.say(someone, "the guest says hello", "ada alone")
    return someone


def turns(home: Household, someone: Someone) -> dict[ItemId, HeardTurn]:
    session = home.session(someone)
    return {turn.item: turn for day, _ in days_of(home.keep, session) for turn in heard_on(home.keep, session, day)}


def first_turn(home: Household, someone: Someone) -> ItemId:
    return next(iter(turns(home, someone)))


def test_erased_with_the_words_and_nothing_beside_it(home: Household, ada: Someone) -> None:
    guest, alone = turns(home, ada)
    words = give_receipt(home.keep, home.session(ada), guest)
    use_receipt(home.keep, words.upper(), GuestRight.ERASURE)
    assert set(turns(home, ada)) == {alone}
    with pytest.raises(WordsRefusedError):
        use_receipt(home.keep, words, GuestRight.ERASURE)


def test_restricted_it_is_kept_and_neither_shown_nor_played_nor_copied(home: Household, ada: Someone) -> None:
    guest, alone = turns(home, ada)
    words = give_receipt(home.keep, home.session(ada), guest)
    use_receipt(home.keep, words, GuestRight.RESTRICTION)
    use_receipt(home.keep, words, GuestRight.RESTRICTION)
    seen = turns(home, ada)
    assert (seen[guest].by_guest, seen[guest].transcript, seen[guest].seconds) == (True, "", None)
    assert seen[alone].transcript == "ada alone"
    with pytest.raises(NotYoursError):
        sound_of(home.keep, home.session(ada), guest)
    archive = home.fetch(ada, home.release(ada))
    assert b"ada alone" in archive
    assert b"the guest says hello" not in archive
    use_receipt(home.keep, words, GuestRight.ERASURE)
    assert set(turns(home, ada)) == {alone}


@pytest.mark.parametrize("right", GuestRight)
def test_a_copy_that_was_ready_is_void_before_the_guest_is_answered(
    home: Household, ada: Someone, right: GuestRight
) -> None:
    words = give_receipt(home.keep, home.session(ada), first_turn(home, ada))
    home.release(ada)
    token = copies_of(home.keep, home.session(ada))[0].token
    assert token is not None
    use_receipt(home.keep, words, right)
    with pytest.raises(DeliveryError):
        look_at_link(home.keep, token, home.session(ada))


def test_an_old_sign_in_gives_no_words_as_it_erases_nothing(home: Household, ada: Someone, tmp_path: Path) -> None:
    session, turn = home.session(ada), first_turn(home, ada)
    home.clock.pass_by(minutes=11)
    with pytest.raises(StaleSignInError):
        give_receipt(home.keep, session, turn)
    with closing(sqlite3.connect(tmp_path / "keep.sqlite3")) as shell:
        assert shell.execute("SELECT count(*) FROM guest_receipt").fetchone() == (0,)
    with home.keep.database.read() as transaction:
        assert "receipt_given" not in [event.name for event in holds(transaction.log, ada.subject)]
    assert give_receipt(home.keep, home.session(ada), turn)


def test_only_the_owner_gives_words_and_only_for_a_turn(home: Household, ada: Someone) -> None:
    bob = home.join("bob")
    with pytest.raises(NotYoursError):
        give_receipt(home.keep, home.session(bob), first_turn(home, ada))
    with pytest.raises(NotYoursError):
        give_receipt(home.keep, home.session(ada), ItemId.random(home.keep.entropy))


def over(home: Household, ada: Someone) -> str:
    words = give_receipt(home.keep, home.session(ada), first_turn(home, ada))
    home.clock.pass_by(days=550)
    return words


def erased_by_the_owner(home: Household, ada: Someone) -> str:
    turn = first_turn(home, ada)
    words = give_receipt(home.keep, home.session(ada), turn)
    erase_item(home.keep, home.session(ada), turn)
    return words


def account_closed(home: Household, ada: Someone) -> str:
    words = give_receipt(home.keep, home.session(ada), first_turn(home, ada))
    close_account(home.keep, home.session(ada))
    return words


@pytest.mark.parametrize("how", [over, erased_by_the_owner, account_closed])
@pytest.mark.parametrize("right", GuestRight)
def test_words_that_say_nothing_any_more_are_refused_like_invented_ones(
    home: Household, ada: Someone, how: Callable[[Household, Someone], str], right: GuestRight
) -> None:
    words = how(home, ada)
    with pytest.raises(WordsRefusedError) as gone:
        use_receipt(home.keep, words, right)
    with pytest.raises(WordsRefusedError) as invented:
        use_receipt(home.keep, NEVER_GIVEN, right)
    assert str(gone.value) == str(invented.value)


def test_the_words_are_nowhere(home: Household, ada: Someone, tmp_path: Path) -> None:
    words = give_receipt(home.keep, home.session(ada), first_turn(home, ada))
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert words.encode() not in held
    with closing(sqlite3.connect(tmp_path / "keep.sqlite3")) as shell:
        assert shell.execute("SELECT count(*) FROM guest_receipt").fetchone() == (1,)


def test_nothing_of_a_receipt_outlives_its_turn(home: Household, ada: Someone, tmp_path: Path) -> None:
    account_closed(home, ada)
    with closing(sqlite3.connect(tmp_path / "keep.sqlite3")) as shell:
        assert shell.execute("SELECT count(*) FROM guest_receipt").fetchone() == (0,)


def test_the_owner_reads_that_words_were_given_and_used(home: Household, ada: Someone) -> None:
    words = give_receipt(home.keep, home.session(ada), first_turn(home, ada))
    use_receipt(home.keep, words, GuestRight.RESTRICTION)
    use_receipt(home.keep, words, GuestRight.ERASURE)
    with home.keep.database.read() as transaction:
        told = [event.name for event in holds(transaction.log, ada.subject)]
    assert (told.count("receipt_given"), told.count("receipt_used")) == (1, 2)


@pytest.mark.parametrize("right", GuestRight)
@pytest.mark.parametrize("after", [False, True])
def test_killed_anywhere_it_is_done_or_the_words_still_count(
    home: Household,
    ada: Someone,
    after: bool,  # noqa: FBT001
    right: GuestRight,
) -> None:
    for at in range(1, 40):
        home.say(ada, f"guest {at}")
        guest = list(turns(home, ada))[-1]
        words = give_receipt(home.keep, home.session(ada), guest)
        dying, fuse = mortal(home.keep, at, after=after)
        with suppress(Killed):
            use_receipt(dying, words, right)
        guard_start(home.keep)
        home.clock.pass_by(days=1)
        sweep(home.keep)
        seen = turns(home, ada).get(guest)
        done = seen is None if right is GuestRight.ERASURE else seen is not None and seen.by_guest
        if not done:
            use_receipt(home.keep, words, right)
        verify_ledger(home.keep)
        if fuse.calls < at:
            break
    assert at > 3


# --- at the page


def say(street: Street, words: str, right: str = "erasure", *, page: str = "/guests") -> str:
    answer = street.visitor().send(page, words=words, right=right)
    return f"{answer.status_code} {answer.text}"


def without_token(text: str) -> str:
    return FORM_TOKEN.sub("", text)


def test_whoever_asks_gets_the_same_answer(home: Household, ada: Someone) -> None:
    street = Street(home)
    words = over(home, ada)
    answers = {without_token(say(street, said)) for said in (words, NEVER_GIVEN, "hello", "' OR 1=1 --")}
    assert len(answers) == 1
    assert answers.pop().startswith("400")
    home.clock.pass_by(minutes=16)
    assert say(street, give_receipt(home.keep, home.session(ada), first_turn(home, ada))).startswith("200")


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_has_no_words_reads_what_the_keep_answers_to_a_guest(
    home: Household, ada: Someone, language: str
) -> None:
    street, page = Street(home), f"/guests?lang={language}"
    said = guest_paragraphs(home.keep.settings.controller, language_named(language))
    assert len(said) > 2
    words = give_receipt(home.keep, home.session(ada), first_turn(home, ada))
    asked = f"200 {street.visitor().get(page).text}"
    for status, answer in (
        ("200", asked),
        ("400", say(street, NEVER_GIVEN, page=page)),
        ("200", say(street, words, page=page)),
    ):
        assert answer.startswith(status)
        shown = html.unescape(answer)
        stands = [shown.find(each) for each in (words_in(language)["guests_without"], *said)]
        assert stands == sorted(stands)
        assert stands[0] > 0


def test_guessing_is_slowed_for_one_address_and_for_all_together(home: Household, ada: Someone) -> None:
    street = Street(home)
    words = give_receipt(home.keep, home.session(ada), first_turn(home, ada))
    for _ in range(10):
        assert say(street, NEVER_GIVEN).startswith("400")
    assert say(street, words).startswith("429")
    home.clock.pass_by(minutes=15, seconds=1)
    assert say(street, words).startswith("200")
    rates, limits = street.application.state.rates, home.keep.limits
    for _ in range(60):
        rates.count("guest", "everybody", most=100, window=limits.sign_in_window, now=home.keep.now())
    home.clock.pass_by(minutes=1)
    assert say(street, NEVER_GIVEN).startswith("429")
    assert timedelta(minutes=15) == limits.sign_in_window


def test_the_owner_is_shown_the_words_once(home: Household, ada: Someone) -> None:
    street = Street(home)
    visitor = street.signed_in(ada)
    turn = first_turn(home, ada)
    page = visitor.send(f"/heard/turn/{turn}", to=f"/heard/turn/{turn}/receipt").text
    words = page.partition("<strong>")[2].partition("</strong>")[0]
    assert words not in visitor.get(f"/heard/turn/{turn}").text
    use_receipt(home.keep, words, GuestRight.RESTRICTION)
    assert "had this kept and not used" in visitor.get(f"/heard/turn/{turn}").text
