"""The ledger says how each copy came to be, what was frozen for a triage, and how often strangers were refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.ledger.keeping import ADA, BEN, NOON, Ledger, archive, captured, item, named, released, request
from voicekeep.formats.facts import encode_fact
from voicekeep.ledger import EditedOpeningError, Making, capture_of, freezes_of, makings, refused_strangers, unreleased
from voicekeep.records.facts import ArchiveFrozen, DownloadRefused, Granted, Held, Identified
from voicekeep.records.ids import ArchiveId, DownloadId, GrantId, SubjectId, TriageId
from voicekeep.records.reports import Tie
from voicekeep.records.scope import ReleaseScope

HOUR = timedelta(hours=1)
SCOPE = ReleaseScope(as_of=3)


def identified(name: object, owner: SubjectId = ADA) -> Identified:
    return Identified(request=request(name), subject=owner, scope=SCOPE, proof="fresh_sign_in", at=NOON)


def granted(name: object, owner: SubjectId = ADA) -> Granted:
    grant = GrantId(named(GrantId, name))
    return Granted(grant=grant, archive=archive(name), subject=owner, expires_at=NOON + 9 * HOUR, at=NOON + HOUR)


def held(name: object, owner: SubjectId = ADA) -> Held:
    at = NOON + 2 * HOUR
    return Held(request=request(name), archive=archive(name), subject=owner, findings=("foreign_item",), at=at)


def made(name: object, owner: SubjectId, hours: int | None) -> Making:
    return Making(
        archive=archive(name),
        request=request(name),
        subject=owner,
        scope=SCOPE,
        since=NOON,
        until=None if hours is None else NOON + hours * HOUR,
    )


def test_a_copy_was_worked_on_from_the_proof_of_identity_to_its_link_or_its_refusal() -> None:
    ledger = Ledger()
    ledger.log.append([identified("a"), released("a"), granted("a"), identified("b", BEN), released("b", BEN)])
    ledger.log.append([identified("c"), held("c"), released("nobody identified")])
    assert makings(ledger.memory) == (made("a", ADA, 1), made("b", BEN, None), made("c", ADA, 2))


def test_what_was_identified_and_not_released_is_under_way_or_held() -> None:
    ledger = Ledger()
    ledger.log.append([identified("a"), released("a"), identified("b", BEN), identified("c"), held("c")])
    assert unreleased(ledger.memory) == (request("b"), request("c"))


def test_an_item_is_found_as_it_was_captured_until_it_is_erased() -> None:
    ledger = Ledger()
    ledger.capture("a0", "a1")
    assert capture_of(ledger.memory, item("a1")) == (1, captured("a1", minute=1))
    assert capture_of(ledger.memory, item("nobody's")) is None
    ledger.erase("a1")
    assert capture_of(ledger.memory, item("a1")) is None


def frozen(triage: str, name: object) -> ArchiveFrozen:
    return ArchiveFrozen(
        archive=archive(name),
        subject=ADA,
        triage=TriageId(named(TriageId, triage)),
        number=1,
        because=Tie.REPORTED,
        at=NOON,
    )


def test_what_was_frozen_for_a_triage_is_told_and_nothing_of_another() -> None:
    ledger = Ledger()
    facts = [frozen("t", "a"), frozen("u", "b"), frozen("t", "c")]
    ledger.log.append(facts)
    assert freezes_of(ledger.memory, facts[0].triage) == (facts[0], facts[2])
    assert freezes_of(ledger.memory, TriageId(named(TriageId, "v"))) == ()


def test_an_edited_freeze_is_not_believed() -> None:
    ledger = Ledger()
    fact = frozen("t", "a")
    [at] = ledger.log.append([fact])
    ledger.memory.shown[at] = replace(ledger.memory.shown[at], fact=encode_fact(frozen("t", "another")))
    with pytest.raises(EditedOpeningError):
        freezes_of(ledger.memory, fact.triage)


def refused(name: object, who: SubjectId | None, what: ArchiveId | None, *, hours: int = 0) -> DownloadRefused:
    download, at = DownloadId(named(DownloadId, name)), NOON + hours * HOUR
    return DownloadRefused(download=download, archive=what, subject=who, reason="ForeignLinkError", at=at)


def test_strangers_are_counted_and_owners_and_unknown_links_are_not() -> None:
    ledger = Ledger()
    ledger.log.append([identified("a"), released("a"), granted("a")])
    ledger.log.append(
        [
            refused("stranger", BEN, archive("a")),
            refused("stranger again", BEN, archive("a"), hours=1),
            refused("long ago", BEN, archive("a"), hours=-1),
            refused("the owner, too late", ADA, archive("a")),
            refused("a link that nobody has", BEN, None),
        ]
    )
    assert refused_strangers(ledger.memory, NOON) == 2
    assert refused_strangers(ledger.memory, NOON + HOUR) == 1
    assert refused_strangers(ledger.memory, NOON - HOUR) == 3
