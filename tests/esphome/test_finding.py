"""Devices that announce themselves on the network are found; what they call themselves is shown, not believed."""

from __future__ import annotations

import gc
import socket
import threading
from collections.abc import Iterator
from functools import partial

import pytest
from typer.testing import CliRunner
from zeroconf._dns import DNSAddress, DNSPointer, DNSService, DNSText
from zeroconf._protocol.outgoing import DNSOutgoing
from zeroconf.asyncio import AsyncZeroconf

from voicekeep.app.cli.esphome import esphome
from voicekeep.app.esphome import finding

SERVICE = finding.SERVICE
_ANSWER, _POINTER, _SERVICE, _TEXT, _ADDRESS, _INTERNET = 0x8400, 12, 33, 16, 1, 1  # RFC 1035, RFC 2782
_GROUP = ("224.0.0.251", 5353)  # RFC 6762


@pytest.fixture(autouse=True)
def _on_this_machine_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(finding, "AsyncZeroconf", partial(AsyncZeroconf, interfaces=["127.0.0.1"]))
    yield
    gc.collect()  # sockets of the library's: here, and not in a test that comes later


def announced(name: str, number: int, written: bytes | None = None, host: str = "") -> list[bytes]:
    """Return what a device sends that announces itself: under this name, or with these bytes in the place of it."""
    out, host = DNSOutgoing(_ANSWER), host or f"host{number}.local."
    out.add_answer_at_time(DNSPointer(SERVICE, _POINTER, _INTERNET, 120, f"{name}.{SERVICE}"), 0)
    out.add_answer_at_time(DNSService(f"{name}.{SERVICE}", _SERVICE, _INTERNET, 120, 0, 0, 6053, host), 0)
    out.add_answer_at_time(DNSText(f"{name}.{SERVICE}", _TEXT, _INTERNET, 120, b"\0"), 0)
    out.add_answer_at_time(DNSAddress(host, _ADDRESS, _INTERNET, 120, bytes([192, 0, 2, number])), 0)
    return [packet.replace(name.encode(), written or name.encode()) for packet in out.packets()]


def found_while(packets: list[bytes]) -> str:
    """Type the command while somebody says this to everybody on the loopback, again and again."""
    over = threading.Event()

    def say() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("127.0.0.1"))
            line.bind(("127.0.0.1", 0))
            while not over.wait(0.2):
                for packet in packets:
                    line.sendto(packet, _GROUP)

    saying = threading.Thread(target=say)
    saying.start()
    try:
        result = CliRunner().invoke(esphome, ["find", "--seconds", "2"])
    finally:
        over.set()
        saying.join()
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.enable_socket
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # sockets of the library's
def test_what_announces_itself_is_found_and_what_is_no_name_neither_shown_nor_in_the_way() -> None:
    said = found_while(
        [
            *announced("kitchen", 7),
            *announced("[bold]hall", 8),
            *announced("abcdefgh", 9, b"a\x1b[2J\r\nh"),
            *announced("ijklmnop", 10, b"ij\xff\xfe\x80nop"),
            *announced("q\u202egnp", 11),
            *announced("far", 12, host="elsewhere.example."),
        ]
    )
    lines = {line.partition("  ")[0]: line.partition("  ")[2] for line in said.splitlines()}
    assert lines["kitchen"] == "--host host7.local --port 6053  (now at 192.0.2.7)", "a name outlives an address"
    assert lines["far"] == "--host 192.0.2.12 --port 6053", "a name that is not of this network says nothing here"
    assert "[bold]hall" in lines, "what looks like markup is text"
    assert any(name.startswith("ij") and "192.0.2.10" in rest for name, rest in lines.items())
    assert "q?gnp" in lines, "nothing turns the writing round"
    assert all(each.isprintable() for each in said.splitlines())
    assert "192.0.2.9" not in said


@pytest.mark.parametrize("name", ["a" * 10_000, "a\x1b[31m\r\n\x00b", "\u202egnp", "\ud800\udfff", ""])
def test_however_one_calls_itself_its_name_is_short_and_printable(name: str) -> None:
    shown = finding._shown(f"{name}.{SERVICE}")  # noqa: SLF001  what no library lets through is tried as well
    assert len(shown) <= 63
    assert shown.isprintable()
    shown.encode()


@pytest.mark.parametrize(
    ("announced_as", "typed"),
    [
        ("kitchen.local.", "kitchen.local"),
        ("voice-pe-0a1b2c.local", "voice-pe-0a1b2c.local"),
        ("kitchen.local.example.", ""),
        ("kitchen.example.", ""),
        ("--key-file.local.", ""),
        ("a b.local.", ""),
        ("$(id).local.", ""),
        ("küche.local.", ""),
        ("a\n.local.", ""),
        ("kitchen.local\n", ""),
        (f"{'a' * 64}.local.", ""),
        (".local.", ""),
        ("", ""),
    ],
)
def test_the_name_of_a_host_is_shown_only_if_it_can_be_typed_as_it_is(announced_as: str, typed: str) -> None:
    assert finding._server(announced_as) == typed  # noqa: SLF001  what no library lets through is tried as well
