"""Sealed parts, statements and inventories do not drift: the same vectors come out, each is read or refused by name."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.vectors.make_checks import HERE, VECTORS, changed, plain_of, sealed, text_of
from voicekeep.checks import admit
from voicekeep.formats import chunked, inventory, statement
from voicekeep.formats.chunked import ChunkedReader, PartHeader, PartName
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import ArchiveId, RequestId, SubjectId


def read(name: str) -> dict[str, Any]:
    vectors: dict[str, Any] = json.loads((HERE / name).read_text("utf-8"))
    return vectors


PARTS, STATEMENTS, INVENTORIES = (read(name) for name in ("sealed-part.json", "statement.json", "inventory.json"))


def named(cases: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in cases]


def refused_as(name: str, action: Callable[[], object]) -> None:
    with pytest.raises(VoicekeepError) as refused:
        action()
    assert type(refused.value).__name__ == name


@pytest.mark.parametrize("name", VECTORS)
def test_the_script_writes_these_vectors(name: str) -> None:
    assert text_of(VECTORS[name]()) == (HERE / name).read_text("utf-8")


@dataclass(frozen=True)
class Source:
    data: bytes

    @property
    def size(self) -> int:
        return len(self.data)

    def read_range(self, offset: int, length: int) -> bytes:
        return self.data[offset : offset + length]


def opened(data: bytes, expect: dict[str, Any]) -> bytes:
    reader = ChunkedReader(
        Source(data),
        bytes.fromhex(PARTS["key"]),
        part=PartName(expect["part"]),
        archive=ArchiveId(expect["archive"]),
        request=RequestId(expect["request"]),
        subject=SubjectId(expect["subject"]),
    )
    return reader.read(0, reader.size)


@pytest.mark.parametrize("case", named(PARTS["cases"]))
def test_a_part_opens_or_is_refused_by_name(case: dict[str, Any]) -> None:
    data = bytes.fromhex(case["bytes"])
    if "error" in case:
        refused_as(case["error"], lambda: opened(data, case["expect"]))
    else:
        assert opened(data, case["expect"]).hex() == case["plain"]


def test_a_part_is_what_its_page_says() -> None:
    """The page's own words in a few lines, without the code that writes parts."""
    for case in PARTS["cases"][:3]:
        data, plain = bytes.fromhex(case["bytes"]), bytes.fromhex(case["plain"])
        fixed = b"VKS1\x01" + (1 << 20).to_bytes(4, "big") + bytes([case["expect"]["part"]])
        names = [case["expect"][name].encode() for name in ("archive", "request", "subject")]
        header = fixed + b"".join(len(name).to_bytes(2, "big") + name for name in names)
        header += data[len(header) : len(header) + 32]
        both = hmac.digest(bytes.fromhex(PARTS["key"]), b"voicekeep sealed part v1\n" + header, "sha512")
        whole = header + both[32:]
        chunk = AESGCM(both[:32]).encrypt(bytes(11) + b"\x01", plain, hashlib.sha256(whole).digest())
        assert whole + chunk == data


def long_part() -> tuple[bytes, dict[str, Any]]:
    """Return the long part and what it is asked for as."""
    expect = PARTS["cases"][0]["expect"]
    header = PartHeader(
        part=PartName(expect["part"]),
        archive=ArchiveId(expect["archive"]),
        request=RequestId(expect["request"]),
        subject=SubjectId(expect["subject"]),
        salt=bytes.fromhex(PARTS["long"]["header"])[-chunked.SALT_BYTES :],
    )
    assert header.encode().hex() == PARTS["long"]["header"]
    return sealed(header, plain_of(PARTS["long"]["size"]), bytes.fromhex(PARTS["key"])), expect


def test_a_part_of_several_chunks_is_the_same_bytes_and_opens() -> None:
    part, expect = long_part()
    assert hashlib.sha256(part).hexdigest() == PARTS["long"]["sealed_sha256"]
    assert opened(part, expect) == plain_of(PARTS["long"]["size"])


@pytest.mark.parametrize("case", named(PARTS["long"]["refused"]))
def test_a_part_of_several_chunks_is_refused_by_name(case: dict[str, Any]) -> None:
    part, expect = long_part()
    refused_as(case["error"], lambda: opened(changed(part, case["edit"]), expect))


@pytest.mark.parametrize("case", named(STATEMENTS["cases"]))
def test_a_statement_is_believed_or_refused_by_name(case: dict[str, Any]) -> None:
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(STATEMENTS["key"]))
    encoded, signature = case["statement"].encode(), case["signature"].encode()

    def believed() -> None:
        assert statement.encode(statement.decode(encoded)) == encoded
        statement.require_signature(encoded, signature, key)

    if "error" in case:
        refused_as(case["error"], believed)
    else:
        believed()


@pytest.mark.parametrize("number", range(len(INVENTORIES["lines"])))
def test_a_line_is_read_or_refused_by_name(number: int) -> None:
    case = INVENTORIES["lines"][number]
    line = case["line"].encode()
    if "error" in case:
        refused_as(case["error"], lambda: inventory.decode_line(line))
    else:
        assert inventory.encode_line(inventory.decode_line(line)) == line


@pytest.mark.parametrize("case", named(INVENTORIES["heads"]))
def test_a_head_is_admitted_or_refused_by_name(case: dict[str, Any]) -> None:
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(INVENTORIES["key"]))
    head, signature = case["head"].encode(), bytes.fromhex(case["signature"])
    if "error" in case:
        refused_as(case["error"], lambda: admit(head, signature, key))
    else:
        assert inventory.encode_head(admit(head, signature, key).head) == head


def test_the_head_is_over_the_lines() -> None:
    lines = "".join(case["line"] for case in INVENTORIES["lines"] if "error" not in case)
    head = inventory.decode_head(INVENTORIES["heads"][0]["head"].encode())
    assert head.lines == hashlib.sha256(lines.encode()).digest()


@pytest.mark.parametrize(
    ("module", "vectors", "unmade"),
    [
        (chunked, PARTS, {"SealedPartError", "PartTooLargeError"}),  # a base, and 4 PiB
        (statement, STATEMENTS, set()),
        (inventory, INVENTORIES, set()),
    ],
    ids=["sealed part", "statement", "inventory"],
)
def test_every_refusal_of_the_format_has_a_vector(module: Any, vectors: dict[str, Any], unmade: set[str]) -> None:  # noqa: ANN401
    errors = {
        name
        for name, each in vars(module).items()
        if isinstance(each, type) and issubclass(each, VoicekeepError) and each.__module__ == module.__name__
    }
    text = json.dumps(vectors)
    assert {name for name in errors if f'"{name}"' in text} == errors - unmade
