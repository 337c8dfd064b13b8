"""How a device is reached: refused by name, sealed, erased."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from tests.app.simulator import Household, household
from tests.esphome.device import Device, running
from voicekeep.app.esphome import (
    BrokenProtocolError,
    DeviceInClearError,
    NoAssistantThereError,
    NoiseKeyNeededError,
    NotReachedError,
    WrongNoiseKeyError,
    tried,
)
from voicekeep.app.operations.closing import close_account
from voicekeep.app.operations.devices import pair_device
from voicekeep.app.operations.lines import add_line, lines
from voicekeep.app.operations.speakers import unbind_speaker
from voicekeep.app.operations.sweeping import sweep
from voicekeep.device import Line, LineRefusedError, NoiseKeyRefusedError, PlaintextElsewhereError, SealedLine
from voicekeep.records.ids import DeviceId

pytestmark = pytest.mark.enable_socket

MAC = "AA:00:00:00:00:01"
KEY, ANOTHER = (
    base64.b64encode(bytes(range(each, each + 32))).decode() for each in (7, 8)
)  # the same in every process


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    with household(tmp_path) as home:
        yield home


@pytest.mark.parametrize("host", ["192.0.2.7", "voice-pe.local", "localhost.example.org", "0.0.0.0", "::2"])  # noqa: S104
def test_without_a_key_only_this_machine_is_called(host: str) -> None:
    with pytest.raises(PlaintextElsewhereError):
        Line(host=host, port=6053, noise_key="")
    assert Line(host=host, port=6053, noise_key=KEY).host == host


@pytest.mark.parametrize("key", ["x", KEY[:-4], KEY + KEY, base64.b64encode(bytes(32)).decode(), "ä" * 44])
def test_what_is_no_key_or_everybody_s_is_refused(key: str) -> None:
    with pytest.raises(NoiseKeyRefusedError):
        Line(host="192.0.2.7", port=6053, noise_key=key)


@pytest.mark.parametrize(("host", "port"), [("", 1), ("a b", 1), ("a\n", 1), ("a" * 254, 1), ("a", 0), ("a", 65536)])
def test_what_is_no_address_is_refused(host: str, port: int) -> None:
    with pytest.raises(LineRefusedError):
        Line(host=host, port=port, noise_key=KEY)


def test_neither_address_nor_key_is_shown() -> None:
    assert not any(part in repr(Line(host="orchid", port=1, noise_key=KEY, mac=MAC)) for part in ("orchid", KEY, MAC))


@pytest.mark.parametrize(
    ("device", "key", "refusal"),
    [
        (Device(mac=MAC, noise_key=KEY), ANOTHER, WrongNoiseKeyError),
        (Device(mac=MAC, noise_key=KEY), "", NoiseKeyNeededError),
        (Device(mac=MAC), KEY, DeviceInClearError),
        (Device(mac=MAC, can=0), "", NoAssistantThereError),
        (Device(mac=MAC, can=1), "", NoAssistantThereError),
        (Device(mac=MAC, greets_with=b"HTTP/1.1 400 no\r\n\r\n"), KEY, BrokenProtocolError),
        (Device(mac=MAC, greets_with=b"\0\xff\xff\xff\xff\xff\xff"), "", BrokenProtocolError),
        (Device(mac=MAC, greets_with=b"\x01\xff\xff" + bytes(65535)), KEY, BrokenProtocolError),
    ],
)
def test_what_cannot_be_is_refused_by_name(device: Device, key: str, refusal: type[Exception]) -> None:
    with running(device), pytest.raises(refusal) as refused:
        asyncio.run(tried(Line(host="127.0.0.1", port=device.port, noise_key=key)))
    assert KEY not in str(refused.value)


def test_where_nobody_is_nobody_is_reached() -> None:
    with pytest.raises(NotReachedError):
        asyncio.run(tried(Line(host="127.0.0.1", port=1, noise_key=KEY)))


def add(home: Household, name: str = "ada") -> DeviceId:
    someone = home.people.get(name) or home.join(name)
    line = Line(host="192.0.2.7", port=6053, noise_key=KEY, mac=MAC)
    return add_line(home.keep, home.session(someone), "Kitchen", line, shared=False)


def rows(home: Household) -> tuple[SealedLine, ...]:
    with home.keep.database.read() as transaction:
        return transaction.devices.lines()


def test_it_is_sealed_for_its_device(home: Household) -> None:
    device = add(home)
    [row] = rows(home)
    digests = (sha256(MAC.encode()).digest(), bytes.fromhex(MAC.replace(":", "")))
    assert not any(part in row.sealed + row.known_by for part in (KEY.encode(), b"192.0.2.7", MAC.encode(), *digests))
    other = pair_device(home.keep, home.session(home.people["ada"]), "Hall")[0]
    with home.keep.database.begin() as transaction:  # under another device's number it opens nothing
        transaction.devices.forget_line(device)
        transaction.devices.put_line(replace(row, device=other))
    assert lines(home.keep) == {}


def test_a_week_after_it_was_given_up_it_is_erased(home: Household) -> None:
    device = add(home)
    unbind_speaker(home.keep, home.session(home.people["ada"]), device)
    home.clock.pass_by(days=6.9)
    sweep(home.keep)
    assert list(lines(home.keep)) == [device]
    home.clock.pass_by(days=0.2)
    assert lines(home.keep) == {}
    sweep(home.keep)
    assert rows(home) == ()
    assert add(home, "bea") != device


def test_given_up_it_can_be_somebody_else_s(home: Household) -> None:
    device = add(home)
    unbind_speaker(home.keep, home.session(home.people["ada"]), device)
    assert add(home, "bea") == device


def test_it_goes_with_the_account(home: Household) -> None:
    add(home)
    close_account(home.keep, home.session(home.people["ada"]))
    assert rows(home) == ()


def test_it_goes_with_the_account_of_whoever_had_it_last(home: Household) -> None:
    device = add(home)
    unbind_speaker(home.keep, home.session(home.people["ada"]), device)
    add(home, "bea")
    close_account(home.keep, home.session(home.people["bea"]))
    assert rows(home) == (), "although it was another's before"
