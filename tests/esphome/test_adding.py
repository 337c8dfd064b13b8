"""P1: a device that waits to be called is one person's or one household's, whoever else adds it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from tests.app.faults import Killed, meanwhile, mortal
from tests.app.simulator import Household, Someone, household
from tests.app.test_speakers import moves_in
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.household import leave_home
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.lines import DeviceTakenError, add_line, lines
from voicekeep.app.operations.pairing import NoHouseholdError
from voicekeep.app.operations.speakers import mute_speaker, speakers_of, unbind_speaker
from voicekeep.device import DeviceChangedError, Line
from voicekeep.records.ids import DeviceId

KEY = base64.b64encode(bytes(range(32))).decode()
LINE = Line(host="192.0.2.7", port=6053, noise_key=KEY, mac="AA:00:00:00:00:01")
ELSEWHERE = replace(LINE, host="192.0.2.66")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    with household(tmp_path) as home:
        yield home


def add(
    home: Household,
    someone: Someone,
    line: Line = LINE,
    *,
    keep: Keep | None = None,
    name: str = "Kitchen",
    shared: bool = False,
) -> DeviceId:
    return add_line(keep or home.keep, home.session(someone), name, line, shared=shared)


def names(home: Household, someone: Someone) -> list[str]:
    return [each.name for each in speakers_of(home.keep, home.session(someone))]


Before = Callable[[Household, Someone, Line], None]


def given_up(home: Household, ada: Someone, line: Line) -> None:
    unbind_speaker(home.keep, home.session(ada), add(home, ada, line))


def never_there(_: Household, __: Someone, ___: Line) -> None:
    """Let there be no device before."""


@pytest.mark.parametrize("before", [never_there, given_up])
def test_two_people_who_add_a_device_at_once_do_not_both_get_it(home: Household, before: Before) -> None:
    ada, bea = home.join("ada"), home.join("bea")
    before(home, ada, LINE)
    won: list[DeviceId] = []
    slower = meanwhile(home.keep, lambda: won.append(add(home, bea)))
    with pytest.raises(DeviceTakenError):
        add(home, ada, ELSEWHERE, keep=slower)
    assert lines(home.keep) == {won[0]: LINE}, "whoever did not get it does not say where it is called"
    assert (names(home, ada), names(home, bea)) == ([], ["Kitchen"])
    verify_ledger(home.keep)


def test_one_person_who_adds_a_device_twice_at_once_has_one(home: Household) -> None:
    ada = home.join("ada")
    slower = meanwhile(home.keep, lambda: add(home, ada))
    with pytest.raises(DeviceChangedError):
        add(home, ada, ELSEWHERE, keep=slower)
    assert list(lines(home.keep).values()) == [LINE]
    assert names(home, ada) == ["Kitchen"]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("before", [never_there, given_up])
def test_adding_that_dies_anywhere_binds_a_device_that_can_be_called_or_none(
    home: Household,
    before: Before,
    after: bool,  # noqa: FBT001
) -> None:
    ada, at = home.join("ada"), 0
    for at in range(1, 60):
        here, there = (replace(line, mac=f"AA:00:00:00:00:{at:02}") for line in (LINE, ELSEWHERE))
        before(home, ada, here)
        held = len(names(home, ada))
        dying, fuse = mortal(home.keep, at, after=after)
        with suppress(Killed):
            add(home, ada, there, keep=dying)
        if fuse.calls < at:
            break
        bound = len(names(home, ada)) - held
        assert list(lines(home.keep).values()).count(there) == bound, "called there if bound, and only then"
        device = add(home, ada, here)
        assert len(names(home, ada)) == held + 1, "added once more, it is one"
        assert lines(home.keep)[device] == here
        verify_ledger(home.keep)
    assert at > 4


def test_one_whose_line_does_not_open_is_still_somebody_s(home: Household) -> None:
    ada, bea = home.join("ada"), home.join("bea")
    device = add(home, ada)
    with home.keep.database.begin() as transaction:
        [line] = transaction.devices.lines()
        transaction.devices.put_line(replace(line, sealed=b"not what was sealed, and long enough to be it"))
    assert lines(home.keep) == {}
    with pytest.raises(DeviceTakenError):
        add(home, bea)
    assert add(home, ada) == device
    assert lines(home.keep) == {device: LINE}


def test_added_anew_it_has_the_new_name_and_is_called_at_the_new_address_and_is_not_muted(home: Household) -> None:
    ada = home.join("ada")
    device = add(home, ada)
    mute_speaker(home.keep, home.session(ada), device)
    assert add(home, ada, ELSEWHERE, name="Hall") == device
    assert names(home, ada) == ["Hall"]
    assert lines(home.keep) == {device: ELSEWHERE}
    [shown] = speakers_of(home.keep, home.session(ada))
    assert not shown.to_be_muted


def test_who_has_just_left_a_household_adds_no_device_to_it(home: Household) -> None:
    ada = home.join("ada")
    bea = moves_in(home, "bea", ada)
    leaving = meanwhile(home.keep, lambda: leave_home(home.keep, home.session(bea)))
    with pytest.raises(NoHouseholdError):
        add(home, bea, keep=leaving, shared=True)
    assert lines(home.keep) == {}
    assert names(home, ada) == []
