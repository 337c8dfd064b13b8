"""P1, P10: recordings come in for whoever signed in, or whose device it is; each is kept or refused by name."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.app.simulator import Household, tone
from voicekeep.app.operations.accounts import choose
from voicekeep.app.operations.devices import pair_device
from voicekeep.app.operations.recordings import Summary, from_device, from_owner, take_in
from voicekeep.device import UnboundDeviceError
from voicekeep.people import NothingChosenError
from voicekeep.records.items import ItemKind, Keeping
from voicekeep.records.scope import ReleaseScope


def refusals(summary: Summary) -> dict[str, str]:
    return {name: type(error).__name__ for name, error in summary.refused}


def kept_for(home: Household, name: str) -> int:
    with home.keep.database.read() as transaction:
        scope = ReleaseScope(as_of=transaction.log.size())
        return sum(1 for _ in transaction.items.held_by(home.people[name].subject, ItemKind.TURN, scope))


def test_nothing_is_kept_before_a_choice(home: Household) -> None:
    ada = home.join("ada", keeping=None)
    before = set(home.keep.blobs.names())
    with pytest.raises(NothingChosenError):
        home.say(ada, "one")
    assert len(set(home.keep.blobs.names()) - before) == 1, "the sign-in, and nothing of what was said"
    assert kept_for(home, "ada") == 0


def test_who_chose_nothing_has_nothing_kept(home: Household) -> None:
    ada = home.join("ada", keeping=Keeping.NOTHING)
    with pytest.raises(NothingChosenError):
        home.say(ada, "one")


def test_who_chose_words_only_has_no_sound_kept(home: Household) -> None:
    ada = home.join("ada", keeping=Keeping.TRANSCRIPT)
    assert home.say(ada, "one", "two").kept == 2
    zipped = home.fetch(ada, home.release(ada))
    assert b".flac" not in zipped.split(b"data/turns.jsonl")[0]


def test_words_only_without_words_is_refused(home: Household) -> None:
    ada = home.join("ada", keeping=Keeping.TRANSCRIPT)
    folder = home.folder / "silent"
    folder.mkdir()
    (folder / "a.wav").write_bytes(tone("a"))
    assert refusals(take_in(home.keep, from_owner(home.session(ada)), folder)) == {"a.wav": "NothingToKeepError"}


def test_what_cannot_be_kept_is_named_and_the_rest_goes_on(home: Household, tmp_path: Path) -> None:
    ada = home.join("ada")
    folder, outside = home.folder / "mixed", tmp_path / "outside.wav"
    folder.mkdir()
    outside.write_bytes(tone("outside"))
    (folder / "good.wav").write_bytes(tone("good"))
    (folder / "again.wav").write_bytes(tone("good"))
    (folder / "text.wav").write_text("not a sound")
    (folder / "empty.wav").write_bytes(b"")
    (folder / "cut.wav").write_bytes(tone("cut")[:-100])
    (folder / "link.wav").symlink_to(outside)
    (folder / "later.wav").write_bytes(tone("later"))
    later = (home.clock.now + timedelta(days=400)).isoformat()
    (folder / "later.wav.json").write_text(f'{{"at": "{later}"}}')
    for name in ("good.wav", "again.wav"):
        (folder / f"{name}.json").write_text(f'{{"at": "{(home.clock.now - timedelta(hours=1)).isoformat()}"}}')
    summary = take_in(home.keep, from_owner(home.session(ada)), folder)
    assert summary.kept == 1
    assert refusals(summary) == {
        "good.wav": "AlreadyKeptError",
        "text.wav": "NotAudioError",
        "empty.wav": "EmptySoundError",
        "cut.wav": "CutShortError",
        "link.wav": "LinkNotFollowedError",
        "later.wav": "FutureInstantError",
    }
    assert kept_for(home, "ada") == 1


def test_a_second_run_keeps_nothing_twice(home: Household) -> None:
    ada = home.join("ada")
    assert home.say(ada, "one", "two").kept == 2
    again = home.say(ada, "one", "three")
    assert again.kept == 1
    assert list(refusals(again).values()) == ["AlreadyKeptError"]


def test_the_same_sound_of_somebody_else_is_their_own_and_says_nothing_about_the_first(home: Household) -> None:
    ada, bruno = home.join("ada"), home.join("bruno")
    folder = home.folder / "same"
    folder.mkdir()
    (folder / "a.wav").write_bytes(tone("same"))
    at = (home.clock.now - timedelta(hours=1)).isoformat()
    (folder / "a.wav.json").write_text(f'{{"at": "{at}"}}')
    for someone in (ada, bruno):
        assert take_in(home.keep, from_owner(home.session(someone)), folder).kept == 1


def test_a_paired_device_hands_in_for_its_owner_from_its_binding_on(home: Household) -> None:
    ada = home.join("ada")
    device, credential = pair_device(home.keep, home.session(ada), "Kitchen")
    home.clock.pass_by(hours=2)
    folder = home.folder / "device"
    folder.mkdir()
    for name, hours in (("before.wav", 5), ("since.wav", 1)):
        (folder / name).write_bytes(tone(name))
        at = (home.clock.now - timedelta(hours=hours)).isoformat()
        (folder / f"{name}.json").write_text(f'{{"at": "{at}"}}')
    summary = take_in(home.keep, from_device(home.keep, credential), folder)
    assert summary.kept == 1
    assert refusals(summary) == {"before.wav": "InstantOutsideBindingError"}
    with home.keep.database.read() as transaction:
        scope = ReleaseScope(as_of=transaction.log.size())
        [row] = transaction.items.held_by(ada.subject, ItemKind.TURN, scope)
    assert row.device == device


def test_a_credential_of_nobody_hands_in_nothing(home: Household) -> None:
    with pytest.raises(UnboundDeviceError):
        from_device(home.keep, "x" * 43)


def test_a_choice_that_changes_meanwhile_stops_what_is_under_way(home: Household) -> None:
    ada = home.join("ada")
    source = from_owner(home.session(ada))
    folder = home.folder / "slow"
    folder.mkdir()
    for number in range(70):  # more than one batch
        (folder / f"{number:03}.wav").write_bytes(tone(str(number)))
        at = (home.clock.now - timedelta(hours=1, seconds=number)).isoformat()
        (folder / f"{number:03}.wav.json").write_text(f'{{"at": "{at}"}}')

    def change_mind(_: int) -> None:
        choose(home.keep, home.session(ada), Keeping.NOTHING, 0)

    summary = take_in(home.keep, source, folder, told=change_mind)
    assert (summary.kept, set(refusals(summary).values())) == (64, {"ChoiceChangedError"})
