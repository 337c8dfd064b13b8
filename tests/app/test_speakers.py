"""P1: a speaker is somebody's from an instant on, by a code that counts once; nobody else can name, move or mute it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.app.faults import Killed, meanwhile, mortal
from tests.app.simulator import Household, Someone, household
from voicekeep.app.operations.accounts import invite, open_account, sign_in
from voicekeep.app.operations.closing import close_account
from voicekeep.app.operations.devices import (
    DeviceNameRefusedError,
    Holder,
    bind_again,
    bindings_that_count_for,
    pair_device,
)
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.household import leave_home, show_name
from voicekeep.app.operations.listening import bound_now, members_shown
from voicekeep.app.operations.notices import notices_of
from voicekeep.app.operations.pairing import NewSpeaker, NoHouseholdError, Paired, open_pairing, pair
from voicekeep.app.operations.recordings import from_device
from voicekeep.app.operations.speakers import (
    UnknownSpeakerError,
    lost_speakers_of,
    mute_speaker,
    note_heard,
    note_presence,
    rebind_speaker,
    rename_speaker,
    speakers_of,
    unbind_speaker,
)
from voicekeep.device import (
    CodeRefusedError,
    DeviceKind,
    PublicKeyRefusedError,
    SharedDeviceError,
    UnboundDeviceError,
    understood_code,
)
from voicekeep.notice import NoticeKind
from voicekeep.people import Applicant, Member, Session, StaleSignInError
from voicekeep.records.facts import DeviceBound, DeviceUnbound
from voicekeep.records.ids import DeviceId, HouseholdId

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    with household(tmp_path) as opened:
        yield opened


def box(name: str = "kitchen", key: Ed25519PrivateKey = KEY) -> NewSpeaker:
    return NewSpeaker(kind=DeviceKind.BROWSER, public_key=key.public_key().public_bytes_raw(), name=name)


def paired(home: Household, someone: Someone, *, shared: bool = False, known_by: str = "") -> Paired:
    code = open_pairing(home.keep, home.session(someone), shared=shared).code
    return pair(home.keep, code, box(), known_by=known_by)


def moves_in(home: Household, name: str, beside: Someone) -> Someone:
    """Open an account in another person's household."""
    with home.keep.database.read() as transaction:
        member = transaction.people.member_of(beside.subject)
    assert member is not None
    applicant = Applicant(
        name=name, email=f"{name}@keep.test", password=f"the long password of {name}", language="en", household_name=""
    )
    subject = open_account(home.keep, invite(home.keep, member.household, timedelta(days=1)), applicant)
    moved = Someone(name=name, subject=subject, password=applicant.password, email=applicant.email)
    home.people[name] = moved
    return moved


def told(home: Household, device: DeviceId) -> list[DeviceBound | DeviceUnbound]:
    """Return what the ledger says of a device, in order."""
    with home.keep.database.read() as transaction:
        log = home.keep.log(transaction)
        facts = [*log.numbered(f"device_bound|{device}"), *log.numbered(f"device_unbound|{device}")]
    ours = [fact for fact in facts if isinstance(fact, DeviceBound | DeviceUnbound)]
    return sorted(ours, key=lambda fact: (fact.at, isinstance(fact, DeviceBound)))


def test_a_code_makes_a_speaker_one_s_own_and_the_ledger_knows(home: Household) -> None:
    ada = home.join("ada")
    made = paired(home, ada)
    [shown] = speakers_of(home.keep, home.session(ada))
    assert (shown.device, shown.name, shown.shared, shown.doing) == (made.device, "kitchen", False, "offline")
    [bound] = told(home, made.device)
    assert isinstance(bound, DeviceBound)
    assert (bound.number, bound.subject, bound.household, bound.at) == (1, ada.subject, None, shown.since)


def test_a_code_counts_once(home: Household) -> None:
    code = open_pairing(home.keep, home.session(home.join("ada")), shared=False).code
    pair(home.keep, code, box())
    with pytest.raises(CodeRefusedError):
        pair(home.keep, code, box())


def test_a_code_typed_on_two_speakers_at_once_makes_one_speaker(home: Household) -> None:
    ada = home.join("ada")
    code = open_pairing(home.keep, home.session(ada), shared=False).code
    came: list[object] = []

    def type_it() -> None:
        try:
            came.append(pair(home.keep, code, box()))
        except CodeRefusedError as refused:
            came.append(refused)

    threads = [threading.Thread(target=type_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(each, Paired) for each in came) == 1
    assert len(speakers_of(home.keep, home.session(ada))) == 1


def test_a_code_is_over_after_ten_minutes(home: Household) -> None:
    code = open_pairing(home.keep, home.session(home.join("ada")), shared=False).code
    home.clock.pass_by(minutes=10)
    with pytest.raises(CodeRefusedError):
        pair(home.keep, code, box())


def test_a_new_code_ends_the_one_before(home: Household) -> None:
    session = home.session(home.join("ada"))
    earlier = open_pairing(home.keep, session, shared=False).code
    open_pairing(home.keep, session, shared=False)
    with pytest.raises(CodeRefusedError):
        pair(home.keep, earlier, box())


def test_after_five_wrong_tries_the_right_code_counts_for_nothing(home: Household) -> None:
    code = open_pairing(home.keep, home.session(home.join("ada")), shared=False).code
    for number in range(5):
        with pytest.raises(CodeRefusedError):
            pair(home.keep, code[:5] + ("0000" if code[5:] != "0000" else "1111"), box(f"{number}"))
    with pytest.raises(CodeRefusedError):
        pair(home.keep, code, box())


def test_after_four_wrong_tries_the_right_one_still_counts(home: Household) -> None:
    code = open_pairing(home.keep, home.session(home.join("ada")), shared=False).code
    for _ in range(4):
        with pytest.raises(CodeRefusedError):
            pair(home.keep, code[:5] + ("0000" if code[5:] != "0000" else "1111"), box())
    assert pair(home.keep, code, box()).device


@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_code_or_refused_by_name(typed: str) -> None:
    try:
        code = understood_code(typed)
    except CodeRefusedError:
        return
    assert understood_code(f" {code[:4].lower()} - {code[4:]}") == code


@pytest.mark.parametrize(
    ("speaker", "error"),
    [
        (box(" "), DeviceNameRefusedError),
        (box("x" * 201), DeviceNameRefusedError),
        (replace(box(), public_key=b"short"), PublicKeyRefusedError),
    ],
)
def test_what_cannot_be_paired_uses_no_code_up(home: Household, speaker: NewSpeaker, error: type[Exception]) -> None:
    code = open_pairing(home.keep, home.session(home.join("ada")), shared=False).code
    with pytest.raises(error):
        pair(home.keep, code, speaker)
    assert pair(home.keep, code, box()).device


def test_a_code_wants_a_fresh_sign_in(home: Household) -> None:
    session = home.session(home.join("ada"))
    home.clock.pass_by(minutes=11)
    with pytest.raises(StaleSignInError):
        open_pairing(home.keep, session, shared=False)


def test_the_same_speaker_paired_by_another_person_is_theirs_from_that_instant_on(home: Household) -> None:
    ada, bea = home.join("ada"), home.join("bea")
    first = paired(home, ada)
    home.clock.pass_by(hours=1)
    second = paired(home, bea, known_by=first.credential)
    assert second.device == first.device
    assert second.credential != first.credential
    assert speakers_of(home.keep, home.session(ada)) == ()
    assert [each.device for each in speakers_of(home.keep, home.session(bea))] == [first.device]
    one, over, other = told(home, first.device)
    assert isinstance(over, DeviceUnbound)
    assert (one.subject, over.subject, other.subject) == (ada.subject, ada.subject, bea.subject)
    assert over.at == other.at


def test_with_another_key_it_is_another_speaker_whatever_credential_it_shows(home: Household) -> None:
    ada, bea = home.join("ada"), home.join("bea")
    first = paired(home, ada)
    code = open_pairing(home.keep, home.session(bea), shared=False).code
    other = pair(home.keep, code, box(key=Ed25519PrivateKey.generate()), known_by=first.credential)
    assert other.device != first.device
    assert len(speakers_of(home.keep, home.session(ada))) == 1


def test_a_shared_speaker_is_every_member_s_and_each_can_name_it(home: Household) -> None:
    ada = home.join("ada")
    bea = moves_in(home, "bea", ada)
    made = paired(home, ada, shared=True)
    for someone in (ada, bea):
        [shown] = speakers_of(home.keep, home.session(someone))
        assert (shown.shared, shown.name) == (True, "kitchen")
    rename_speaker(home.keep, home.session(bea), made.device, "hall")
    assert speakers_of(home.keep, home.session(ada))[0].name == "hall"
    binding = bound_now(home.keep, made.device)
    assert binding is not None
    assert members_shown(home.keep, binding) == ((ada.subject, "ada"), (bea.subject, "bea"))
    show_name(home.keep, home.session(bea), "Bee")  # what stands in her account is nobody else's
    assert members_shown(home.keep, binding) == ((ada.subject, "ada"), (bea.subject, "Bee"))


def test_rebinding_leaves_what_was_heard_before_where_it_was(home: Household) -> None:
    ada = home.join("ada")
    bea = moves_in(home, "bea", ada)
    made = paired(home, ada)
    home.clock.pass_by(hours=1)
    rebind_speaker(home.keep, home.session(ada), made.device, shared=True)
    home.clock.pass_by(hours=1)
    rebind_speaker(home.keep, home.session(bea), made.device, shared=False)
    with home.keep.database.read() as transaction:
        spans = transaction.devices.bindings_of_device(made.device)
        assert [each.number for each in spans] == [1, 2, 3]
        assert all(earlier.until == later.since for earlier, later in pairwise(spans))
        assert [each.subject for each in spans] == [ada.subject, None, bea.subject]
        assert [each.number for each in bindings_that_count_for(transaction, ada.subject)] == [1, 2]
        assert [each.number for each in bindings_that_count_for(transaction, bea.subject)] == [2, 3]
        for instant in (spans[0].since, spans[1].since, spans[2].since):
            assert sum(each.holds_at(instant) for each in spans) == 1
    with pytest.raises(UnknownSpeakerError):
        rebind_speaker(home.keep, home.session(ada), made.device, shared=True)


def test_who_moves_in_later_was_not_heard_before(home: Household) -> None:
    ada = home.join("ada")
    paired(home, ada, shared=True)
    home.clock.pass_by(days=1)
    bea = moves_in(home, "bea", ada)
    with home.keep.database.read() as transaction:
        [span] = bindings_that_count_for(transaction, bea.subject)
        member = transaction.people.member_of(bea.subject)
    assert member is not None
    assert span.since == member.since


MEDDLING: dict[str, Callable[[Household, Session, Paired], object]] = {
    "rename": lambda home, session, made: rename_speaker(home.keep, session, made.device, "mine now"),
    "rebind": lambda home, session, made: rebind_speaker(home.keep, session, made.device, shared=False),
    "share": lambda home, session, made: rebind_speaker(home.keep, session, made.device, shared=True),
    "unbind": lambda home, session, made: unbind_speaker(home.keep, session, made.device),
    "mute": lambda home, session, made: mute_speaker(home.keep, session, made.device),
}


@pytest.mark.parametrize("meddling", MEDDLING)
@pytest.mark.parametrize("shared", [False, True])
def test_nobody_else_can_touch_a_speaker(home: Household, meddling: str, *, shared: bool) -> None:
    ada, bea = home.join("ada"), home.join("bea")
    made = paired(home, ada, shared=shared)
    before = speakers_of(home.keep, home.session(ada))
    with pytest.raises(UnknownSpeakerError):
        MEDDLING[meddling](home, home.session(bea), made)
    assert speakers_of(home.keep, home.session(ada)) == before


def test_an_unbound_speaker_is_nobody_s_and_cannot_be_touched_any_more(home: Household) -> None:
    ada = home.join("ada")
    made = paired(home, ada)
    unbind_speaker(home.keep, home.session(ada), made.device)
    assert speakers_of(home.keep, home.session(ada)) == ()
    assert bound_now(home.keep, made.device) is None
    assert [type(each) for each in told(home, made.device)] == [DeviceBound, DeviceUnbound]
    with pytest.raises(UnknownSpeakerError):
        mute_speaker(home.keep, home.session(ada), made.device)


def test_a_folder_s_device_that_a_household_shares_hands_nothing_in(home: Household) -> None:
    ada = home.join("ada")
    device, credential = pair_device(home.keep, home.session(ada), "Kitchen")
    assert from_device(home.keep, credential).owner == ada.subject
    rebind_speaker(home.keep, home.session(ada), device, shared=True)
    with pytest.raises(SharedDeviceError):
        from_device(home.keep, credential)
    unbind_speaker(home.keep, home.session(ada), device)
    with pytest.raises(UnboundDeviceError):
        from_device(home.keep, credential)


def test_what_a_speaker_does_is_what_it_said_last_and_silence_is_absence(home: Household) -> None:
    ada = home.join("ada")
    made = paired(home, ada)
    session = home.session(ada)

    def doing() -> str:
        return str(speakers_of(home.keep, session)[0].doing)

    assert not note_presence(home.keep, made.device, muted=False, there_for=timedelta(seconds=90))
    assert doing() == "listening"
    mute_speaker(home.keep, session, made.device)
    assert note_presence(home.keep, made.device, muted=False, there_for=timedelta(seconds=90)), "it is told"
    assert not note_presence(home.keep, made.device, muted=True, there_for=timedelta(seconds=90)), "and says that it is"
    assert doing() == "muted"
    home.clock.pass_by(seconds=91)
    assert doing() == "offline"


def test_the_next_holder_does_not_read_when_it_heard_the_one_before(home: Household) -> None:
    ada, bea = home.join("ada"), home.join("bea")
    made = paired(home, ada)
    note_heard(home.keep, made.device)
    assert speakers_of(home.keep, home.session(ada))[0].heard_at is not None
    bind_again(home.keep, made.device, bea.subject, "hall")
    assert speakers_of(home.keep, home.session(bea))[0].heard_at is None


def test_closing_an_account_leaves_nothing_of_its_speakers(home: Household) -> None:
    ada = home.join("ada")
    bea = moves_in(home, "bea", ada)
    own, shared = paired(home, ada), paired(home, ada, shared=True)
    note_presence(home.keep, own.device, muted=False, there_for=timedelta(seconds=90))
    open_pairing(home.keep, home.session(ada), shared=False)
    close_account(home.keep, home.session(ada))
    with home.keep.database.read() as transaction:
        devices = transaction.devices
        assert (devices.device(own.device), devices.presence_of(own.device)) == (None, None)
        assert devices.binding_of(shared.device) is not None, "it is Bea's household's"
    assert [each.device for each in speakers_of(home.keep, home.session(bea))] == [shared.device]
    close_account(home.keep, sign_in(home.keep, bea.email, bea.password).session)
    with home.keep.database.read() as transaction:
        assert transaction.devices.device(shared.device) is None


@pytest.mark.parametrize("after", [False, True])
def test_a_pairing_that_dies_anywhere_leaves_the_code_or_the_speaker(home: Household, after: bool) -> None:  # noqa: FBT001
    ada = home.join("ada")
    for at in range(1, 60):
        before = {each.device for each in speakers_of(home.keep, home.session(ada))}
        code = open_pairing(home.keep, home.session(ada), shared=False).code
        dying, fuse = mortal(home.keep, at, after=after)
        with suppress(Killed):
            pair(dying, code, box(f"kitchen {at}"))
        if fuse.calls < at:
            break
        new = [each for each in speakers_of(home.keep, home.session(ada)) if each.device not in before]
        if new:
            assert [each.name for each in new] == [f"kitchen {at}"]
            with pytest.raises(CodeRefusedError):
                pair(home.keep, code, box())
        else:
            assert pair(home.keep, code, box()).device
        verify_ledger(home.keep)
    assert at > 4


@settings(
    max_examples=settings().max_examples // 4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["ada", "bea", "household", "nobody"]), st.integers(0, 3)), min_size=1, max_size=8
    )
)
def test_every_instant_of_a_device_is_one_holder_s_or_nobody_s(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    with household(tmp_path_factory.mktemp("spans")) as home:
        ada = home.join("ada", keeping=None)
        bea = moves_in(home, "bea", ada)
        made = paired(home, ada)
        for holder, hours in steps:
            home.clock.pass_by(hours=hours)
            current = speakers_of(home.keep, home.session(ada)) or speakers_of(home.keep, home.session(bea))
            if holder == "nobody":
                if current:
                    owner = ada if speakers_of(home.keep, home.session(ada)) else bea
                    unbind_speaker(home.keep, home.session(owner), made.device)
                continue
            with home.keep.database.read() as transaction:
                member = transaction.people.member_of(ada.subject)
            assert member is not None
            holders: dict[str, Holder] = {"ada": ada.subject, "bea": bea.subject, "household": member.household}
            to = holders[holder]
            bind_again(home.keep, made.device, to, "kitchen")
        with home.keep.database.read() as transaction:
            spans = transaction.devices.bindings_of_device(made.device)
        assert [each.number for each in spans] == list(range(1, len(spans) + 1))
        assert sum(each.until is None for each in spans) <= 1
        for earlier, later in pairwise(spans):
            assert earlier.until is not None
            assert earlier.until <= later.since


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_who_left_a_household_binds_no_speaker_for_it_with_a_code_from_before(home: Household, when: str) -> None:
    ada = home.join("ada")
    bea = moves_in(home, "bea", ada)
    code = open_pairing(home.keep, home.session(bea), shared=True).code
    leaving = home.session(bea)
    if when == "before":
        leave_home(home.keep, leaving)
        keep = home.keep
    else:
        forgetful = HouseholdId.random(home.keep.entropy)

        def move() -> None:  # her code is still there
            with home.keep.database.begin() as transaction:
                member = Member(household=forgetful, subject=bea.subject, since=home.clock())
                transaction.people.put_member(member)

        keep = meanwhile(home.keep, move)
    with pytest.raises(CodeRefusedError):
        pair(keep, code, box())
    assert speakers_of(home.keep, home.session(ada)) == ()


def test_a_speaker_is_not_bound_to_a_household_that_its_owner_has_just_left(home: Household) -> None:
    ada = home.join("ada")
    bea = moves_in(home, "bea", ada)
    hers = paired(home, bea)
    leaving = meanwhile(home.keep, lambda: leave_home(home.keep, home.session(bea)))
    with pytest.raises(NoHouseholdError):
        rebind_speaker(leaving, home.session(bea), hers.device, shared=True)
    assert speakers_of(home.keep, home.session(ada)) == ()
    assert [each.shared for each in speakers_of(home.keep, home.session(bea))] == [False]


def kinds_told(home: Household, someone: Someone) -> list[NoticeKind]:
    return [each.kind for each in notices_of(home.keep, home.session(someone))]


@pytest.mark.parametrize("how", ["taken", "given up", "paired anew"])
def test_everybody_who_loses_a_shared_speaker_is_told_and_sees_which(home: Household, how: str) -> None:
    ada = home.join("ada")
    bea, eve = moves_in(home, "bea", ada), home.join("eve")
    made = paired(home, ada, shared=True)
    home.clock.pass_by(minutes=1)
    if how == "taken":
        rebind_speaker(home.keep, home.session(ada), made.device, shared=False)
    elif how == "given up":
        unbind_speaker(home.keep, home.session(ada), made.device)
    else:
        paired(home, eve, known_by=made.credential)
    assert NoticeKind.DEVICE_LOST in kinds_told(home, bea)
    assert (NoticeKind.DEVICE_LOST in kinds_told(home, ada)) == (how != "taken")
    assert NoticeKind.DEVICE_LOST not in kinds_told(home, eve)
    [lost] = lost_speakers_of(home.keep, home.session(bea))
    assert (lost.device, lost.name) == (made.device, "kitchen")
    assert timedelta() <= home.clock.now - lost.until < timedelta(seconds=1)
    assert bool(lost_speakers_of(home.keep, home.session(ada))) == (how != "taken")
    home.clock.pass_by(days=91)
    assert lost_speakers_of(home.keep, home.session(bea)) == ()


def test_who_shares_their_own_speaker_loses_nothing_and_who_gets_it_back_has_it(home: Household) -> None:
    ada = home.join("ada")
    bea = moves_in(home, "bea", ada)
    made = paired(home, ada)
    for shared in (True, False, True):
        home.clock.pass_by(minutes=1)
        rebind_speaker(home.keep, home.session(ada), made.device, shared=shared)
    assert NoticeKind.DEVICE_LOST not in kinds_told(home, ada)
    assert kinds_told(home, bea).count(NoticeKind.DEVICE_LOST) == 1
    assert lost_speakers_of(home.keep, home.session(bea)) == ()
