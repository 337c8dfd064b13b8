"""The ledger says whose a recording is and where it went, and to each person what left about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.ledger.keeping import ADA, BEN, NOON, Ledger, archive, blind, captured, item, named, released, request
from voicekeep.formats.facts import encode_fact
from voicekeep.ledger import EditedOpeningError, holds, who
from voicekeep.records.facts import (
    ArchiveDestroyed,
    DownloadEnded,
    DownloadRefused,
    DownloadStarted,
    Granted,
    Held,
    Identified,
    Requested,
    Revoked,
    Withheld,
)
from voicekeep.records.ids import DownloadId, GrantId, SubjectId
from voicekeep.records.items import ItemKind
from voicekeep.records.rights import Right
from voicekeep.records.scope import ReleaseScope

GRANT = GrantId(named(GrantId, "g"))
ARCHIVE, REQUEST = archive("r"), request("r")
NOTHING = bytes(32)


def download(name: object) -> DownloadId:
    return DownloadId(named(DownloadId, name))


def started(name: object, *, first_byte: int = 0, minute: int = 0, owner: SubjectId = ADA) -> DownloadStarted:
    at = NOON + timedelta(days=2, minutes=minute)
    return DownloadStarted(download=download(name), archive=ARCHIVE, subject=owner, first_byte=first_byte, at=at)


def ended(name: object, *, next_byte: int, complete: bool, minute: int = 0) -> DownloadEnded:
    at = NOON + timedelta(days=2, minutes=minute)
    return DownloadEnded(
        download=download(name), archive=ARCHIVE, subject=ADA, next_byte=next_byte, complete=complete, at=at
    )


def refused(name: object, owner: SubjectId | None, *, minute: int = 0) -> DownloadRefused:
    at = NOON + timedelta(days=2, minutes=minute)
    return DownloadRefused(download=download(name), archive=ARCHIVE, subject=owner, reason="ForeignLinkError", at=at)


def household() -> Ledger:
    ledger = Ledger()
    ledger.capture("a0", "a1")
    ledger.capture("b0", owner=BEN)
    return ledger


@pytest.mark.parametrize(
    ("audio", "samples"),
    [(blind("audio a1"), NOTHING), (NOTHING, blind("samples a1")), (blind("audio a1"), blind("samples a1"))],
)
def test_a_recording_is_found_by_its_file_and_by_its_samples(audio: bytes, samples: bytes) -> None:
    ledger = household()
    [holding] = who(ledger.memory, audio=audio, samples=samples)
    fact = captured("a1", minute=1)
    assert (holding.item, holding.subject, holding.at, holding.device) == (fact.item, ADA, fact.at, fact.device)
    assert (holding.position, holding.disclosures) == (1, ())
    assert "never released" in holding.sentence


def test_a_recording_of_somewhere_else_is_nobodys() -> None:
    assert who(household().memory, audio=NOTHING, samples=NOTHING) == ()


def test_the_same_recording_kept_by_two_people_is_both_theirs() -> None:
    ledger = household()
    ledger.log.append([replace(captured("b1", BEN), audio=blind("audio a1"))])
    assert [holding.subject for holding in who(ledger.memory, audio=blind("audio a1"), samples=NOTHING)] == [ADA, BEN]


def test_an_erased_recording_is_nobodys() -> None:
    ledger = household()
    ledger.erase("a1")
    assert who(ledger.memory, audio=blind("audio a1"), samples=NOTHING) == ()


def test_a_release_that_covered_it_is_told_with_how_far_it_was_fetched() -> None:
    ledger = household()
    ledger.log.append([released("r", as_of=2)])
    [holding] = who(ledger.memory, audio=blind("audio a1"), samples=NOTHING)
    [disclosure] = holding.disclosures
    assert (disclosure.archive, disclosure.request, disclosure.recipient) == (ARCHIVE, REQUEST, ADA)
    assert (disclosure.fetched_at, disclosure.complete) == (None, False)
    assert "never fetched" in holding.sentence
    ledger.log.append([started(1, minute=3), started(2, minute=1), ended(1, next_byte=9, complete=False)])
    [disclosure] = who(ledger.memory, audio=blind("audio a1"), samples=NOTHING)[0].disclosures
    assert (disclosure.fetched_at, disclosure.complete) == (NOON + timedelta(days=2, minutes=1), False)
    assert "not to the end" in disclosure.sentence
    ledger.log.append([ended(2, next_byte=10, complete=True)])
    [disclosure] = who(ledger.memory, audio=blind("audio a1"), samples=NOTHING)[0].disclosures
    assert disclosure.complete
    assert disclosure.sentence.endswith("to the end")


@pytest.mark.parametrize(
    "scope",
    [
        ReleaseScope(as_of=1),
        ReleaseScope(as_of=2, kinds=(ItemKind.PROFILE,)),
        ReleaseScope(as_of=2, since=NOON + timedelta(hours=1)),
        ReleaseScope(as_of=2, until=NOON + timedelta(minutes=1)),
    ],
)
def test_a_release_that_did_not_cover_it_is_not_told(scope: ReleaseScope) -> None:
    ledger = household()
    ledger.log.append([replace(released("r"), scope=scope)])
    [holding] = who(ledger.memory, audio=blind("audio a1"), samples=NOTHING)
    assert holding.disclosures == ()


def test_a_release_to_another_person_is_not_told_of_it() -> None:
    ledger = household()
    ledger.log.append([released("r", BEN, as_of=3)])
    [holding] = who(ledger.memory, audio=blind("audio a1"), samples=NOTHING)
    assert holding.disclosures == ()


def test_what_an_entry_does_not_commit_to_is_not_told() -> None:
    ledger = household()
    forged = encode_fact(captured("a1", BEN, minute=1))
    ledger.memory.shown[1] = replace(ledger.memory.shown[1], fact=forged, subject=BEN)
    with pytest.raises(EditedOpeningError):
        who(ledger.memory, audio=blind("audio a1"), samples=NOTHING)
    with pytest.raises(EditedOpeningError):
        holds(ledger.memory, BEN)


def test_a_person_reads_what_left_about_them_in_order() -> None:
    ledger = household()
    day = NOON + timedelta(days=1)
    ledger.log.append(
        [
            Requested(request=REQUEST, subject=ADA, right=Right.ACCESS, at=NOON),
            Identified(request=REQUEST, subject=ADA, scope=ReleaseScope(as_of=3), proof="fresh_sign_in", at=NOON),
            Held(request=REQUEST, archive=archive("h"), subject=ADA, findings=("MissingItem",), at=NOON),
            released("r", as_of=3),
            Granted(grant=GRANT, archive=ARCHIVE, subject=ADA, expires_at=day, at=day),
            ended(1, next_byte=500, complete=False, minute=2),
            started(1, first_byte=100, minute=1),
            refused(9, BEN, minute=3),
            Revoked(grant=GRANT, archive=ARCHIVE, subject=ADA, reason="asked", at=day + timedelta(days=2)),
            ArchiveDestroyed(archive=ARCHIVE, subject=ADA, reason="expired", at=day + timedelta(days=3)),
        ]
    )
    events = holds(ledger.memory, ADA)
    assert [event.name for event in events] == [
        "requested",
        "identified",
        "held",
        "released",
        "granted",
        "download_started",
        "download_ended",
        "download_refused",
        "revoked",
        "archive_destroyed",
    ]
    details = {event.name: event.detail for event in events}
    assert details["requested"] == f"{REQUEST}: access"
    assert details["held"] == f"{archive('h')}: MissingItem"
    assert details["download_started"] == f"{ARCHIVE}: 100 B –"
    assert details["download_ended"] == f"{ARCHIVE}: 100 – 500 B"
    assert details["download_refused"] == f"{ARCHIVE}: ForeignLinkError"


def test_what_was_captured_is_not_told_as_left() -> None:
    assert holds(household().memory, ADA) == ()


def test_whoever_tried_a_strangers_link_reads_nothing_about_it_and_is_not_named_to_them() -> None:
    ledger = household()
    ledger.log.append([released("r", as_of=3), refused(1, BEN), refused(2, None)])
    assert holds(ledger.memory, BEN) == ()
    events = holds(ledger.memory, ADA)
    assert [event.name for event in events] == ["released", "download_refused", "download_refused"]
    assert all(str(BEN) not in event.detail for event in events)


def test_nobody_reads_of_another_persons_copy() -> None:
    ledger = household()
    ledger.log.append([released("r", as_of=3), started(1)])
    assert holds(ledger.memory, BEN) == ()
    assert item("a0") not in str(holds(ledger.memory, ADA))


def test_a_recording_was_in_no_copy_that_was_released_after_its_owner_withheld_it() -> None:
    ledger = household()
    ledger.log.append([released("before", as_of=3)])
    ledger.log.append([Withheld(item=item("a1"), subject=ADA, by=item("w"), audio=None, at=NOON)])
    ledger.log.append([released("after", as_of=5)])
    [withheld] = who(ledger.memory, audio=blind("audio a1"), samples=NOTHING)
    [other] = who(ledger.memory, audio=blind("audio a0"), samples=NOTHING)
    assert [each.archive for each in withheld.disclosures] == [archive("before")]
    assert {each.archive for each in other.disclosures} == {archive("before"), archive("after")}
