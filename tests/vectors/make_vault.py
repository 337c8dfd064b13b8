"""Write the vectors of what the vault seals, keeps and derives: `python -m tests.vectors.make_vault`.

Everything comes from a deterministic source, so a second run writes the same bytes. Only HPKE draws its own randomness:
keys_sealed.json was recorded once, and what it holds must open for ever.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from voicekeep.formats.digest import BlindDigest
from voicekeep.formats.envelope import SUITE, Header, encode_header, parse
from voicekeep.formats.lines import encode_record
from voicekeep.formats.rows import Cell, RowMac
from voicekeep.records.asked import ListEntryRecord, ReminderRecord, RingsAs, TimerRecord
from voicekeep.records.ids import (
    ArchiveId,
    DayKeyId,
    DeviceId,
    HouseholdId,
    ItemId,
    MandateId,
    PasskeyId,
    RequestId,
    SubjectId,
)
from voicekeep.records.items import (
    ConsentRecord,
    CorrectionRecord,
    DeviceRecord,
    Evidence,
    ItemKind,
    ItemRecord,
    ItemRef,
    Keeping,
    LetterRecord,
    MembershipRecord,
    PasskeyRecord,
    ProfileRecord,
    RequestRecord,
    RestrictionGround,
    RestrictionRecord,
    SignInRecord,
    Speaker,
    TurnRecord,
    WithheldBecause,
    WithholdingRecord,
    ref_of,
)
from voicekeep.records.recurrence import WORKING_DAYS, Recurrence, Weekday
from voicekeep.records.rights import LetterKind, Right
from voicekeep.records.standing import MandateEvent, MandateKind, MandateRecord, MandateSide, ShownNameRecord
from voicekeep.vault import Purpose, RootKey
from voicekeep.vault.contexts import (
    archive_key_context,
    day_key_context,
    item_key_context,
    subject_key_context,
)
from voicekeep.vault.hybrid import PRIVATE_BYTES, PrivateHalf, seal_to
from voicekeep.vault.seal import derived, seal_item
from voicekeep.vault.wrapping import wrap

HERE: Final = Path(__file__).parent
Vectors = dict[str, Any]


class Stream:
    """Bytes that look random and are the same every time: SHAKE-256 of a name and a count."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._count = 0

    def __call__(self, count: int) -> bytes:
        self._count += 1
        return hashlib.shake_256(f"voicekeep vectors/{self._name}/{self._count}".encode()).digest(count)


_people = Stream("people")
ADA, BEN = SubjectId.random(_people), SubjectId.random(_people)
DEVICE, HOUSEHOLD = DeviceId.random(_people), HouseholdId.random(_people)
REQUEST, ARCHIVE, DAY_KEY = RequestId.random(_people), ArchiveId.random(_people), DayKeyId.random(_people)
PASSKEY = PasskeyId.random(_people)
AT = datetime.fromisoformat("2026-03-14T07:12:09.000001Z")
AUDIO = b"fLaC" + Stream("audio")(60)


def records() -> dict[str, ItemRecord]:
    """Return one record of each kind, and turns with nothing and with everything in them."""
    item = Stream("items")
    digest = hashlib.sha256(AUDIO).hexdigest()
    turn = TurnRecord(
        item=ItemId.random(item),
        owner=ADA,
        at=AT,
        device=DEVICE,
        evidence=Evidence.PAIRED_DEVICE,
        speaker=Speaker.REGISTERED,
        language="de",
        transcript='Was heißt "\\"?\n\t\x00 😀 \u2028',
        source_name="küche.wav",
        recording="recordings/2026/03/2026-03-14T071209Z.flac",
        audio_sha256=digest,
        samples_sha256=hashlib.sha256(b"samples").hexdigest(),
        sample_rate=16_000,
        sample_count=2**53 - 1,
    )
    heard = replace(
        turn,
        item=ItemId.random(Stream("heard")),
        source_name=None,
        evidence=Evidence.SAID,
        wake_word="okay_nabu",
        wake_confidence=973,
        intent="timer_set",
        answer="Zehn Minuten.",
        engines="pocketsphinx, hassil, espeak",
        recipients=None,
        utterance_sha256=hashlib.sha256(b"samples").hexdigest(),
    )
    nothing = replace(
        turn,
        item=ItemId.random(item),
        device=None,
        evidence=Evidence.IMPORTED,
        language=None,
        transcript=None,
        source_name=None,
        recording=None,
        audio_sha256=None,
        samples_sha256=None,
        sample_rate=None,
        sample_count=None,
    )
    owned: dict[str, Any] = {"owner": ADA, "at": AT}
    return {
        "a turn with everything": turn,
        "a turn with nothing": nothing,
        "a turn of a conversation": heard,
        "a profile": ProfileRecord(
            item=ItemId.random(item), name="Ada", email="ada@example.org", language="en", **owned
        ),
        "a membership": MembershipRecord(item=ItemId.random(item), household=HOUSEHOLD, household_name="Home", **owned),
        "a device": DeviceRecord(item=ItemId.random(item), device=DEVICE, device_name="Kitchen", **owned),
        "a consent": ConsentRecord(item=ItemId.random(item), keeping=Keeping.AUDIO, months=3, **owned),
        "a sign-in": SignInRecord(item=ItemId.random(item), method="password", **owned),
        "a request": RequestRecord(item=ItemId.random(item), request=REQUEST, right=Right.ACCESS, **owned),
        "a passkey": PasskeyRecord(item=ItemId.random(item), passkey=PASSKEY, passkey_name="Telephone", **owned),
        "a correction": CorrectionRecord(
            item=ItemId.random(item), turn=turn.item, corrected_at=AT, transcript="Was heißt das?", **owned
        ),
        "a withholding of a stretch": WithholdingRecord(
            item=ItemId.random(item),
            turn=turn.item,
            withheld_at=AT,
            because=WithheldBecause.SOMEBODY_ELSE,
            first_ms=0,
            end_ms=1500,
            audio_sha256=digest,
            samples_sha256=digest,
            **owned,
        ),
        "an entry of a list": ListEntryRecord(
            item=ItemId.random(Stream("lists")), list_name="shopping", text="Brötchen", **owned
        ),
        "a timer": TimerRecord(
            item=ItemId.random(Stream("timers")),
            device=DEVICE,
            rings_as=RingsAs.TIMER,
            name="Nudeln",
            seconds=600,
            rings_at=AT + timedelta(minutes=10),
            language="de",
            **owned,
        ),
        "a reminder": ReminderRecord(
            item=ItemId.random(Stream("reminders")),
            device=DEVICE,
            text="den Zahnarzt anrufen",
            due_at=AT + timedelta(days=1),
            language="de",
            **owned,
        ),
        "an alarm that repeats": TimerRecord(
            item=ItemId.random(Stream("alarms")),
            device=DEVICE,
            rings_as=RingsAs.ALARM,
            name=None,
            seconds=None,
            rings_at=AT + timedelta(days=2),
            language="de",
            repeats=Recurrence.of(WORKING_DAYS, time(7, 5)),
            **owned,
        ),
        "a reminder that repeats": ReminderRecord(
            item=ItemId.random(Stream("repeated reminders")),
            device=DEVICE,
            text="den Müll rausbringen",
            due_at=AT + timedelta(days=6),
            language="de",
            repeats=Recurrence.of([Weekday.FRIDAY], time(20)),
            **owned,
        ),
        "a restriction": RestrictionRecord(item=ItemId.random(item), ground=RestrictionGround.CLAIMS, **owned),
        "a restriction that is lifted": RestrictionRecord(item=ItemId.random(item), ground=None, **owned),
        "a letter": LetterRecord(
            item=ItemId.random(item),
            request=RequestId.random(item),
            letter=LetterKind.REFUSED,
            language="de",
            sender="A Controller\nprivacy@example.org",
            heading="Ihr Antrag",
            text="Der Grund:\nEr wiederholt andere.",
            **owned,
        ),
        "a withholding of all": WithholdingRecord(
            item=ItemId.random(item),
            turn=turn.item,
            withheld_at=AT,
            because=WithheldBecause.NOT_ME,
            first_ms=None,
            end_ms=None,
            audio_sha256=None,
            samples_sha256=None,
            **owned,
        ),
        "a shown name": ShownNameRecord(item=ItemId.random(item), shown_name="Ada, oben", **owned),
        "a mandate": MandateRecord(
            item=ItemId.random(item),
            mandate=MandateId.random(item),
            side=MandateSide.REPRESENTED,
            basis=MandateKind.GUARDIAN,
            other=SubjectId.random(item),
            called="Mutter",
            rights="choice copy restriction erasure",
            until=AT,
            event=MandateEvent.BEGAN,
            **owned,
        ),
    }


def record_vectors() -> Vectors:
    key = Stream("digest key")(32)
    digest = BlindDigest(key)
    good = {name: encode_record(record) for name, record in records().items()}
    line = good["a sign-in"]
    bad = {
        "another version": line.replace(b'"v":1', b'"v":2'),
        "a version that is true": line.replace(b'"v":1', b'"v":true'),
        "an unknown kind": line.replace(b'"sign_in"', b'"visit"'),
        "another kind's fields": line.replace(b'"sign_in"', b'"turn"'),
        "a field too few": line.replace(b'"method":"password",', b""),
        "a field too many": line.replace(b'"method"', b'"level":1,"method"'),
        "null where none may be": line.replace(b'"password"', b"null"),
        "a number for a text": line.replace(b'"password"', b"5"),
        "an identifier of another type": line.replace(b'"itm_', b'"dev_'),
        "an instant in another zone": line.replace(b"Z", b"+00:00"),
        "an instant without its fraction": line.replace(b".000001Z", b"Z"),
        "a space": line.replace(b":", b": ", 1),
        "keys out of order": b'{"v":1,' + line[1:-7] + b"}",
        "a key twice": b'{"at":1,' + line[1:],
        "an escape that is not needed": line.replace(b"password", b"p\\u0061ssword"),
        "a newline": line + b"\n",
        "cut short": line[:-1],
        "nothing": b"",
    }
    cases = [
        {"name": name, "line": line.decode(), "blind": digest.of(hashlib.sha256(line).digest()).hex()}
        for name, line in good.items()
    ]
    cases += [{"name": name, "line": line.decode(), "error": "MalformedRecordError"} for name, line in bad.items()]
    return {"format": "docs/formats/records.md", "version": 1, "digest_key": key.hex(), "cases": cases}


def row_vectors() -> Vectors:
    key = Stream("row key")(32)
    mac = RowMac(key)
    row: dict[str, Cell] = {
        "subject": ADA,
        "method": "password",
        "secret": "$argon2id$…",
        "changed_at": 1_773_472_329_000_001,
        "token_sha256": bytes(range(32)),
        "locked": False,
        "ended_at": None,
    }
    code = mac.code("credential", row)
    good: dict[str, tuple[str, dict[str, Cell]]] = {
        "every type": ("credential", row),
        "no column": ("empty", {}),
        "negative, large and empty": ("t", {"a": -1, "b": 2**70, "c": "", "d": b"", "ä": True}),
    }
    bad: dict[str, tuple[str, dict[str, Cell]]] = {
        "another person's row": ("credential", row | {"subject": BEN}),
        "another table": ("session", row),
        "a column less": ("credential", {name: row[name] for name in row if name != "ended_at"}),
        "a column more": ("credential", row | {"admin": True}),
        "zero for false": ("credential", row | {"locked": 0}),
        "an empty text for nothing": ("credential", row | {"ended_at": ""}),
        "a number as text": ("credential", row | {"changed_at": "1773472329000001"}),
        "text as bytes": ("credential", row | {"method": b"password"}),
    }
    cases = [_row_case(name, table, cells, mac.code(table, cells)) for name, (table, cells) in good.items()]
    cases += [_row_case(name, table, cells, code) | {"error": "ForgedRowError"} for name, (table, cells) in bad.items()]
    cases.append(_row_case("a code cut short", "credential", row, code[:31]) | {"error": "ForgedRowError"})
    return {"format": "docs/formats/rows.md", "version": 1, "key": key.hex(), "cases": cases}


def envelope_vectors() -> Vectors:
    entropy = Stream("envelope")
    turn = records()["a turn with everything"]
    ref, line, key = ref_of(turn), encode_record(turn), entropy(32)
    sealed = seal_item(ref, line, AUDIO, key, entropy)
    silent = records()["a sign-in"]
    spoken = {"record": line.decode(), "audio": AUDIO.hex()}
    cases = [
        _case("with audio", sealed, key, ref) | spoken,
        _case("with empty audio", seal_item(ref, line, b"", key, entropy), key, ref) | spoken | {"audio": ""},
        _case(
            "without audio", seal_item(ref_of(silent), encode_record(silent), None, key, entropy), key, ref_of(silent)
        )
        | {"record": encode_record(silent).decode(), "audio": None},
    ]
    refused = {
        "WrongOwnerError": _case("asked for as another person's", sealed, key, replace(ref, owner=BEN)),
        "WrongItemError": _case("asked for as another item", sealed, key, replace(ref, item=silent.item)),
        "WrongKindError": _case("asked for as another kind", sealed, key, replace(ref, kind=ItemKind.PROFILE)),
        "WrongKeyError": _case("with another key", sealed, bytes(32), ref),
        "NotSealedError": _case("no envelope", b"fLaC" + sealed[4:], key, ref),
        "UnsupportedItemError": _case("another version", sealed.replace(b"VKE1", b"VKE2"), key, ref),
        "TruncatedItemError": _case("a byte too short", sealed[:-1], key, ref),
        "OverlongItemError": _case("a byte too long", sealed + b"\0", key, ref),
        "TamperedItemError": _case("a flipped bit in the tag", sealed[:-1] + bytes([sealed[-1] ^ 1]), key, ref),
    }
    cases += [case | {"error": error} for error, case in refused.items()]
    return {
        "format": "docs/formats/envelope.md",
        "version": 1,
        "cases": cases + _more_refused_envelopes(sealed, key, ref),
    }


def _more_refused_envelopes(sealed: bytes, key: bytes, ref: ItemRef) -> list[Vectors]:
    header, length = parse(sealed)
    other = replace(ref, owner=BEN)
    relabelled = encode_header(replace(header, ref=other)) + sealed[length:]
    nonce = encode_header(replace(header, nonce=bytes(12))) + sealed[length:]
    encryption, commitment = derived(key)
    bare = Header(ref=ref, size=17, nonce=bytes(12), commitment=commitment)
    no_payload = encode_header(bare) + AESGCM(encryption).encrypt(bare.nonce, b"\0", encode_header(bare))
    return [
        _case("another suite", sealed[:4] + bytes([SUITE + 1]) + sealed[5:], key, ref)
        | {"error": "UnsupportedItemError"},
        _case("a header of another person over it", relabelled, key, other) | {"error": "TamperedItemError"},
        _case("another nonce", nonce, key, ref) | {"error": "TamperedItemError"},
        _case("sealed, but no payload", no_payload, key, ref) | {"error": "TamperedItemError"},
        _case("an owner that is no identifier", sealed.replace(b"sub_", b"sub-"), key, ref)
        | {"error": "NotSealedError"},
        _case("nothing", b"", key, ref) | {"error": "TruncatedItemError"},
        _case("the header alone", sealed[:length], key, ref) | {"error": "TruncatedItemError"},
    ]


def key_vectors() -> Vectors:
    entropy = Stream("keys")
    first, second, private, item_key, day_key = (entropy(size) for size in (32, 32, PRIVATE_BYTES, 32, 32))
    root = RootKey(first, second)
    ref = ref_of(records()["a turn with everything"])
    wrapping_key = AESGCM(root.derive(Purpose.SUBJECT_WRAP, 2))
    return {
        "format": "docs/formats/keys.md",
        "version": 1,
        "root": [first.hex(), second.hex()],
        "derived": [
            {"purpose": purpose.value, "epoch": epoch, "key": root.derive(purpose, epoch).hex()}
            for purpose in Purpose
            for epoch in (1, 2)
        ],
        "subject_key": {
            "subject": ADA,
            "epoch": 2,
            "private": private.hex(),
            "public": PrivateHalf(private, of=ADA).public.hex(),
            "wrapped_private": wrap(wrapping_key, private, subject_key_context(ADA), entropy).hex(),
        },
        "item_key": {
            **_named(ref),
            "day_key": day_key.hex(),
            "context": item_key_context(ref).hex(),
            "key": item_key.hex(),
            "wrapped": wrap(AESGCM(day_key), item_key, item_key_context(ref), entropy).hex(),
        },
    }


def sealed_key_vectors() -> Vectors:
    entropy = Stream("sealed keys")
    private, day_key, archive_key = entropy(PRIVATE_BYTES), entropy(32), entropy(32)
    public = PrivateHalf(private, of=ADA).public
    days = [
        {
            "owner": ADA,
            "device": device,
            "day": AT.date().isoformat(),
            "key": day_key.hex(),
            "sealed": seal_to(public, day_key, day_key_context(ADA, device, AT.date()), of=ADA).hex(),
        }
        for device in (DEVICE, None)
    ]
    archive = seal_to(public, archive_key, archive_key_context(REQUEST, ARCHIVE), of=ADA)
    return {
        "format": "docs/formats/keys.md",
        "version": 1,
        "private": private.hex(),
        "day_keys": days,
        "archive_key": {
            "request": REQUEST,
            "archive": ARCHIVE,
            "key": archive_key.hex(),
            "sealed": archive.hex(),
        },
    }


def _named(ref: ItemRef) -> Vectors:
    return {"owner": ref.owner, "item": ref.item, "kind": ref.kind.value}


def _case(name: str, envelope: bytes, key: bytes, expect: ItemRef) -> Vectors:
    return {"name": name, "envelope": envelope.hex(), "item_key": key.hex(), "expect": _named(expect)}


def _row_case(name: str, table: str, row: dict[str, Cell], code: bytes) -> Vectors:
    cells = {column: _cell(cell) for column, cell in row.items()}
    return {"name": name, "table": table, "row": cells, "code": code.hex()}


def _cell(cell: Cell) -> Vectors | None:
    match cell:
        case None:
            return None
        case bool():
            return {"bool": cell}
        case int():
            return {"int": str(cell)}
        case str():
            return {"text": str(cell)}
        case bytes():
            return {"bytes": cell.hex()}


VECTORS: Final[dict[str, Callable[[], Vectors]]] = {
    "envelope.json": envelope_vectors,
    "records.json": record_vectors,
    "rows.json": row_vectors,
    "keys.json": key_vectors,
}
RECORDED: Final = "keys_sealed.json"


def text_of(vectors: Vectors) -> str:
    """Return the file's text."""
    return json.dumps(vectors, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write every file; the recorded one only if it is not there."""
    for name, make in VECTORS.items():
        (HERE / name).write_text(text_of(make()), "utf-8")
    if not (HERE / RECORDED).exists():
        (HERE / RECORDED).write_text(text_of(sealed_key_vectors()), "utf-8")


if __name__ == "__main__":
    main()
