"""Write the vectors of sealed parts, statements and inventories: `python -m tests.vectors.make_checks`.

Keys and salts are fixed, so a second run writes the same bytes. Bytes that are text are given as text, all others in
hex. A part of several chunks is too long to print: its case says how the plaintext is made and what SHA-256 the sealed
bytes have, and the cases that are refused say how they are cut or changed.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.archive.copies import ADA, BEA, NOON, numbered
from voicekeep.formats import statement
from voicekeep.formats.chunked import CHUNK_BYTES, TAG_BYTES, ChunkedWriter, PartHeader, PartName
from voicekeep.formats.inventory import (
    SIGNED_AS,
    InventoryHead,
    InventoryLine,
    encode_head,
    encode_line,
)
from voicekeep.formats.statement import Statement
from voicekeep.records.ids import ArchiveId, ItemId, RequestId
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope

HERE: Final = Path(__file__).parent
Vectors = dict[str, Any]

ARCHIVE_KEY: Final = hashlib.sha256(b"archive key").digest()
SIGNER: Final = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"statement key").digest())
STRANGER: Final = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"another key").digest())
HEADER: Final = PartHeader(
    part=PartName.BODY,
    archive=numbered(ArchiveId, 1),
    request=numbered(RequestId, 1),
    subject=ADA,
    salt=hashlib.sha256(b"salt").digest(),
)
_WHOLE: Final = CHUNK_BYTES + TAG_BYTES
_LONG: Final = 2 * CHUNK_BYTES + 5


def plain_of(size: int) -> bytes:
    """Return so many bytes of 0, 1, …, 250, 0, 1, …"""
    return (bytes(range(251)) * (size // 251 + 1))[:size]


def sealed(header: PartHeader, plain: bytes, key: bytes = ARCHIVE_KEY) -> bytes:
    """Return a part."""
    out = bytearray()
    writer = ChunkedWriter(out.extend, key, header)
    writer.write(plain)
    writer.close()
    return bytes(out)


def changed(data: bytes, edit: Vectors) -> bytes:
    """Return what an edit makes of a part."""
    match edit:
        case {"keep": int(length)}:
            return data[:length]
        case {"flip": int(at)}:
            return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        case {"append": str(more)}:
            return data + bytes.fromhex(more)
        case {"swap": [int(first), int(second)], "length": int(length)}:
            one, other = data[first : first + length], data[second : second + length]
            return data[:first] + other + data[first + length : second] + one + data[second + length :]
    raise ValueError(edit)


def sealed_parts() -> Vectors:
    """Return parts of no chunk's, one chunk's and three chunks' plaintext, and each way in which one is refused."""
    short, tail = plain_of(20), replace(HEADER, part=PartName.TAIL)
    part, begins = sealed(HEADER, short), len(HEADER.encode()) + 32
    cases = [
        _part("twenty bytes", part) | {"plain": short.hex()},
        _part("nothing", sealed(HEADER, b"")) | {"plain": ""},
        _part("a tail", sealed(tail, short), expect=tail) | {"plain": short.hex()},
    ]
    relabelled = replace(HEADER, subject=BEA)
    refused: list[tuple[str, str, bytes, Vectors]] = [
        ("nothing at all", "NotASealedPartError", b"", {}),
        ("a ZIP", "NotASealedPartError", b"PK\x03\x04" + part[4:], {}),
        ("another version", "NotASealedPartError", part.replace(b"VKS1", b"VKS2"), {}),
        ("another suite", "NotASealedPartError", part[:4] + b"\x02" + part[5:], {}),
        ("another size of chunks", "NotASealedPartError", part[:5] + b"\x00\x08" + part[7:], {}),
        ("an unknown part", "NotASealedPartError", part[:9] + b"\x03" + part[10:], {}),
        ("a subject that is no identifier", "NotASealedPartError", part.replace(b"sub_", b"sub-"), {}),
        ("a header cut short", "NotASealedPartError", part[: begins - 1], {}),
        ("asked for as another archive", "WrongArchiveError", part, {"archive": numbered(ArchiveId, 2)}),
        ("asked for another request", "WrongArchiveError", part, {"request": numbered(RequestId, 2)}),
        ("asked for another person", "WrongArchiveError", part, {"subject": BEA}),
        ("asked for as the tail", "WrongArchiveError", part, {"part": PartName.TAIL}),
        ("another key", "WrongArchiveKeyError", sealed(HEADER, short, bytes(32)), {}),
        ("another salt", "WrongArchiveKeyError", changed(part, {"flip": begins - 64}), {}),
        ("another commitment", "WrongArchiveKeyError", changed(part, {"flip": begins - 1}), {}),
        ("relabelled", "WrongArchiveKeyError", relabelled.encode() + part[begins - 32 :], {"subject": BEA}),
        ("the header alone", "TruncatedPartError", part[:begins], {}),
        ("fewer bytes than a tag", "TruncatedPartError", part[: begins + 15], {}),
        ("a byte too few", "TamperedPartError", part[:-1], {}),
        ("a byte too many", "TamperedPartError", part + b"\0", {}),
        ("a bit of the ciphertext", "TamperedPartError", changed(part, {"flip": begins}), {}),
        ("a bit of the tag", "TamperedPartError", changed(part, {"flip": len(part) - 1}), {}),
        ("the tail's chunk", "TamperedPartError", part[:begins] + sealed(tail, short)[begins:], {}),
    ]
    cases += [
        _part(name, data, expect=replace(HEADER, **asked)) | {"error": error} for name, error, data, asked in refused
    ]
    return {
        "format": "docs/formats/sealed-part.md",
        "version": 1,
        "key": ARCHIVE_KEY.hex(),
        "cases": cases,
        "long": _long(begins),
    }


def _long(begins: int) -> Vectors:
    part = sealed(HEADER, plain_of(_LONG))
    first, second, third = (begins + number * _WHOLE for number in range(3))
    return {
        "header": HEADER.encode().hex(),
        "plain": "bytes 0 to 250, again and again",
        "size": _LONG,
        "sealed_sha256": hashlib.sha256(part).hexdigest(),
        "refused": [
            {"name": "cut behind the first chunk", "edit": {"keep": second}, "error": "TruncatedPartError"},
            {"name": "cut behind the second chunk", "edit": {"keep": third}, "error": "TruncatedPartError"},
            {"name": "cut within a tag", "edit": {"keep": third + 9}, "error": "TruncatedPartError"},
            {"name": "an empty chunk at the end", "edit": {"keep": third + TAG_BYTES}, "error": "TruncatedPartError"},
            {"name": "cut within a chunk", "edit": {"keep": third - 100}, "error": "TamperedPartError"},
            {
                "name": "two chunks swapped",
                "edit": {"swap": [first, second], "length": _WHOLE},
                "error": "TamperedPartError",
            },
            {"name": "a bit in the second chunk", "edit": {"flip": second + 7}, "error": "TamperedPartError"},
            {"name": "bytes behind the end", "edit": {"append": "00" * 9}, "error": "TamperedPartError"},
        ],
    }


def _part(name: str, data: bytes, expect: PartHeader = HEADER) -> Vectors:
    return {
        "name": name,
        "bytes": data.hex(),
        "expect": {
            "part": expect.part.value,
            "archive": expect.archive,
            "request": expect.request,
            "subject": expect.subject,
        },
    }


def statements() -> Vectors:
    """Return a statement with its signature, and each way in which one is refused."""
    said = Statement(
        archive=HEADER.archive,
        request=HEADER.request,
        subject=ADA,
        scope=ReleaseScope(as_of=42, since=NOON, kinds=(ItemKind.TURN, ItemKind.PROFILE)),
        items=5,
        recordings=3,
        manifest=hashlib.sha256(b"manifest").digest(),
        proof={"checkpoint": "a note", "fact": {"fact": "released"}, "path": ["ab" * 32], "position": 41},
        origin="voice.example.org",
        checkpoint_key=STRANGER.public_key().public_bytes_raw(),
        statement_key=SIGNER.public_key().public_bytes_raw(),
    )
    encoded = statement.encode(said)
    empty = statement.encode(replace(said, scope=ReleaseScope(as_of=0, kinds=()), items=0, recordings=0))
    signed = statement.sign(encoded, SIGNER)
    malformed = {
        "another version": encoded.replace(b'"v":1', b'"v":2'),
        "a newline": encoded + b"\n",
        "a space": encoded.replace(b":", b": ", 1),
        "cut short": encoded[:-1],
        "a field too many": encoded.replace(b'"items"', b'"item":1,"items"'),
        "a field too few": encoded.replace(b'"items":5,', b""),
        "a number as text": encoded.replace(b'"items":5', b'"items":"5"'),
        "a number below 0": encoded.replace(b'"items":5', b'"items":-5'),
        "a digest in capitals": encoded.replace(said.manifest.hex().encode(), said.manifest.hex().upper().encode()),
        "an identifier of another type": encoded.replace(b'"arc_', b'"itm_'),
        "an unknown kind": encoded.replace(b'"profile"', b'"stranger"'),
        "a proof that is a list": encoded.replace(b'"proof":{', b'"proof":[{').replace(
            b',"recordings"', b'],"recordings"'
        ),
        "nothing": b"",
    }
    raw = statement_signature(SIGNER, b"voicekeep ownership v1\n" + encoded)
    assert raw == signed
    wrong = {
        "of another key": statement.sign(encoded, STRANGER),
        "of another statement": statement.sign(empty, SIGNER),
        "without the prefix": statement_signature(SIGNER, encoded),
        "as an inventory": statement_signature(SIGNER, SIGNED_AS + encoded),
        "cut short": signed[:-3],
        "without its newline": signed[:-1],
        "with a spare bit set": respelled(signed),
        "nothing": b"",
    }
    cases: list[Vectors] = [
        {"name": "a period and two kinds", "statement": encoded.decode(), "signature": signed.decode()},
        {
            "name": "nothing to hand over",
            "statement": empty.decode(),
            "signature": statement.sign(empty, SIGNER).decode(),
        },
    ]
    cases += [
        {"name": name, "statement": data.decode(), "signature": signed.decode(), "error": "MalformedStatementError"}
        for name, data in malformed.items()
    ]
    cases += [
        {
            "name": f"a signature: {name}",
            "statement": encoded.decode(),
            "signature": each.decode(),
            "error": "StatementSignatureError",
        }
        for name, each in wrong.items()
    ]
    return {
        "format": "docs/formats/statement.md",
        "version": 1,
        "key": SIGNER.public_key().public_bytes_raw().hex(),
        "cases": cases,
    }


def respelled(signature: bytes) -> bytes:
    """Return the same 64 bytes in another base64: the last digit has four bits to spare."""
    digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    at = len(signature.rstrip(b"=\n")) - 1
    return signature[:at] + bytes([digits[digits.index(signature[at]) + 1]]) + signature[at + 1 :]


def statement_signature(key: Ed25519PrivateKey, message: bytes) -> bytes:
    """Return ownership.sig over any message."""
    return base64.b64encode(key.sign(message)) + b"\n"


def inventories() -> Vectors:
    """Return lines, a head over them with its signature, and each way in which one is refused."""
    recording = InventoryLine(
        item=numbered(ItemId, 1),
        kind=ItemKind.TURN,
        of="recording",
        digest=hashlib.sha256(b"blind").digest(),
        offset=311,
        length=60_000,
    )
    record = replace(recording, of="record", offset=60_400, length=412)
    profile = replace(record, item=numbered(ItemId, 2), kind=ItemKind.PROFILE, offset=61_000)
    lines = [encode_line(line) for line in (recording, record, profile)]
    head = encode_head(
        InventoryHead(
            archive=HEADER.archive,
            request=HEADER.request,
            subject=ADA,
            scope=ReleaseScope(as_of=42),
            items=2,
            recordings=1,
            members=33,
            manifest=hashlib.sha256(b"manifest").digest(),
            directory=hashlib.sha256(b"directory").digest(),
            body_header=hashlib.sha256(sealed(HEADER, b"")[:-TAG_BYTES]).digest(),
            body_size=123_456,
            lines=hashlib.sha256(b"".join(lines)).digest(),
        )
    )
    return {
        "format": "docs/formats/inventory.md",
        "version": 1,
        "key": SIGNER.public_key().public_bytes_raw().hex(),
        "lines": [*({"line": line.decode()} for line in lines), *_refused_lines(lines[0])],
        "heads": [{"name": "a head", "head": head.decode(), "signature": _signed(head)}, *_refused_heads(head)],
    }


def _refused_lines(line: bytes) -> list[Vectors]:
    refused = [
        line[:-1],
        line + b"\n",
        line.replace(b":", b": ", 1),
        line.replace(b'"recording"', b'"transcript"'),
        line.replace(b'"itm_', b'"sub_'),
        line.replace(b'"turn"', b'"stranger"'),
        line.replace(b'"length":60000', b'"length":-1'),
        line.replace(b'"length":60000,', b""),
    ]
    return [{"line": each.decode(), "error": "MalformedInventoryError"} for each in refused]


def _refused_heads(head: bytes) -> list[Vectors]:
    malformed = {
        "another version": head.replace(b'"v":1', b'"v":2'),
        "a newline": head + b"\n",
        "a field too few": head.replace(b'"items":2,', b""),
        "a number as text": head.replace(b'"items":2', b'"items":"2"'),
        "an identifier of another type": head.replace(b'"arc_', b'"itm_'),
        "nothing": b"",
    }
    wrong = {
        "signed by another key": STRANGER.sign(SIGNED_AS + head).hex(),
        "signed without the prefix": SIGNER.sign(head).hex(),
        "signed as a statement": SIGNER.sign(b"voicekeep ownership v1\n" + head).hex(),
        "a signature cut short": _signed(head)[:-2],
    }
    return [
        {"name": name, "head": each.decode(), "signature": _signed(each), "error": "MalformedInventoryError"}
        for name, each in malformed.items()
    ] + [
        {"name": name, "head": head.decode(), "signature": each, "error": "InventorySignatureError"}
        for name, each in wrong.items()
    ]


def _signed(head: bytes) -> str:
    return SIGNER.sign(SIGNED_AS + head).hex()


VECTORS: Final[dict[str, Callable[[], Vectors]]] = {
    "sealed-part.json": sealed_parts,
    "statement.json": statements,
    "inventory.json": inventories,
}


def text_of(vectors: Vectors) -> str:
    """Return what stands in the file."""
    return json.dumps(vectors, indent=1, ensure_ascii=True) + "\n"


def main() -> None:
    """Write every file."""
    for name, make in VECTORS.items():
        (HERE / name).write_text(text_of(make()), "utf-8")


if __name__ == "__main__":
    main()
