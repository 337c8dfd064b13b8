"""The written formats do not drift: the same vectors come out, and what is in them opens or is refused by name."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.vectors.make_vault import HERE, RECORDED, VECTORS, text_of
from voicekeep.formats import lines
from voicekeep.formats.digest import BlindDigest
from voicekeep.formats.lines import decode_record, encode_record
from voicekeep.formats.rows import Cell, RowMac
from voicekeep.records.errors import ForgedRowError
from voicekeep.records.ids import ArchiveId, DayKeyId, DeviceId, ItemId, RequestId, SubjectId
from voicekeep.records.items import ItemKind, ItemRef
from voicekeep.vault import Purpose, RootKey, errors
from voicekeep.vault.contexts import (
    archive_key_context,
    day_key_context,
    item_key_context,
    subject_key_context,
)
from voicekeep.vault.hybrid import PrivateHalf
from voicekeep.vault.seal import open_item
from voicekeep.vault.wrapping import unwrap

SOME_DAY_KEY = DayKeyId("day_" + "a" * 26)


def read(name: str) -> dict[str, Any]:
    vectors: dict[str, Any] = json.loads((HERE / name).read_text("utf-8"))
    return vectors


def cases(name: str) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in read(name)["cases"]]


def ref_in(names: dict[str, str]) -> ItemRef:
    return ItemRef(owner=SubjectId(names["owner"]), item=ItemId(names["item"]), kind=ItemKind(names["kind"]))


@pytest.mark.parametrize("name", VECTORS)
def test_the_script_writes_these_vectors(name: str) -> None:
    assert text_of(VECTORS[name]()) == (HERE / name).read_text("utf-8")


@pytest.mark.parametrize("case", cases("envelope.json"))
def test_an_envelope_opens_or_is_refused_by_name(case: dict[str, Any]) -> None:
    envelope, key, expect = bytes.fromhex(case["envelope"]), bytes.fromhex(case["item_key"]), ref_in(case["expect"])
    if "error" in case:
        with pytest.raises(getattr(errors, case["error"])):
            open_item(envelope, key, expect)
        return
    opened = open_item(envelope, key, expect)
    assert opened.record == case["record"].encode()
    assert opened.audio == (None if case["audio"] is None else bytes.fromhex(case["audio"]))


@pytest.mark.parametrize("case", cases("records.json"))
def test_a_line_is_a_record_or_is_refused_by_name(case: dict[str, Any]) -> None:
    line = case["line"].encode()
    if "error" in case:
        with pytest.raises(getattr(lines, case["error"])):
            decode_record(line)
        return
    assert encode_record(decode_record(line)) == line
    digest = BlindDigest(bytes.fromhex(read("records.json")["digest_key"]))
    assert digest.of(hashlib.sha256(line).digest()).hex() == case["blind"]


@pytest.mark.parametrize("case", cases("rows.json"))
def test_a_row_is_believed_or_refused(case: dict[str, Any]) -> None:
    mac = RowMac(bytes.fromhex(read("rows.json")["key"]))
    row = {column: cell_in(cell) for column, cell in case["row"].items()}
    if "error" in case:
        with pytest.raises(ForgedRowError):
            mac.require(case["table"], "row", row, bytes.fromhex(case["code"]))
        return
    mac.require(case["table"], "row", row, bytes.fromhex(case["code"]))


def test_keys_are_derived_and_unwrapped() -> None:
    vectors = read("keys.json")
    root = RootKey(*map(bytes.fromhex, vectors["root"]))
    for each in vectors["derived"]:
        assert root.derive(Purpose(each["purpose"]), each["epoch"]).hex() == each["key"]
    held = vectors["subject_key"]
    subject, above = SubjectId(held["subject"]), AESGCM(root.derive(Purpose.SUBJECT_WRAP, held["epoch"]))
    wrapped = bytes.fromhex(held["wrapped_private"])
    private = unwrap(above, wrapped, subject_key_context(subject), of=subject)
    assert private.hex() == held["private"]
    assert PrivateHalf(private, of=subject).public.hex() == held["public"]
    item, ref = vectors["item_key"], ref_in(vectors["item_key"])
    assert item_key_context(ref).hex() == item["context"]
    under, wrapped = AESGCM(bytes.fromhex(item["day_key"])), bytes.fromhex(item["wrapped"])
    assert unwrap(under, wrapped, item_key_context(ref), of=ref.item).hex() == item["key"]


def test_keys_that_were_sealed_to_a_person_once_open_for_ever() -> None:
    vectors = read(RECORDED)
    day_keys, archive = vectors["day_keys"], vectors["archive_key"]
    half = PrivateHalf(bytes.fromhex(vectors["private"]), of=SubjectId(day_keys[0]["owner"]))
    for each in day_keys:
        device = None if each["device"] is None else DeviceId(each["device"])
        context = day_key_context(SubjectId(each["owner"]), device, date.fromisoformat(each["day"]))
        assert half.open(bytes.fromhex(each["sealed"]), context, of=SOME_DAY_KEY).hex() == each["key"]
    context = archive_key_context(RequestId(archive["request"]), ArchiveId(archive["archive"]))
    sealed = bytes.fromhex(archive["sealed"])
    assert half.open(sealed, context, of=ArchiveId(archive["archive"])).hex() == archive["key"]


def cell_in(cell: dict[str, Any] | None) -> Cell:
    match cell:
        case {"bool": bool(value)}:
            return value
        case {"int": str(value)}:
            return int(value)
        case {"text": str(value)}:
            return value
        case {"bytes": str(value)}:
            return bytes.fromhex(value)
    return None
