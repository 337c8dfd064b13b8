"""R29: “an isolated case?” is answered by every release ever made, judged again; proven, disproven, or neither."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.app.crossing import capture, erase, plant
from tests.app.simulator import Household
from voicekeep.app.operations.blob_names import inventory_blob
from voicekeep.app.operations.isolating import isolated, signed
from voicekeep.formats.checkpoint import fingerprint, open_note
from voicekeep.formats.facts import key_digest
from voicekeep.formats.isolation import Finding
from voicekeep.formats.isolation import verify as verified
from voicekeep.ledger import LedgerError


def test_a_keep_in_which_nothing_ever_crossed_proves_it(home: Household) -> None:
    ada, bea = home.join("ada"), home.join("bea")
    for someone in (ada, bea):
        home.say(someone, "one", "two")
        home.release(someone)
    page = isolated(home.keep)
    assert (page.finding, len(page.releases), page.unjudged) == (Finding.NONE, 2, 0)
    assert all(each.stretches > 4 and not each.doubts for each in page.releases)
    file = signed(home.keep, page)
    assert verified(file, fingerprint(home.keep.statement_key.public_key())) == page
    assert open_note(page.checkpoint, home.keep.checkpoint_key.public_key(), "keep.test").size > 4


def test_one_crossed_release_is_isolated_and_a_second_disproves_it(home: Household) -> None:
    ada, bea = home.join("ada").subject, home.join("bea").subject
    said = capture(home, ada, 5)
    plant(home, ada, said)
    plant(home, bea, said[:2])
    assert isolated(home.keep).finding is Finding.ISOLATED
    plant(home, bea, [*capture(home, bea, 3), said[4]], code=None)
    page = isolated(home.keep)
    assert (page.finding, page.crossed) == (Finding.NOT_ISOLATED, 2)
    assert [each.crossed for each in page.releases] == [0, 4, 2]


def test_what_could_not_be_judged_leaves_it_unproven_and_says_why(home: Household) -> None:
    ada, bea = home.join("ada").subject, home.join("bea").subject
    said = capture(home, ada, 3)
    gone, forged = plant(home, ada, said), plant(home, ada, said)
    plant(home, bea, said[:1])
    home.keep.blobs.delete([inventory_blob(gone.archive)])
    with home.keep.database.begin() as transaction:
        attempt = transaction.attempts.get(forged.archive)
        assert attempt is not None
        transaction.attempts.replace(replace(attempt, inventory_signature=bytes(64)))
    page = isolated(home.keep)
    assert (page.finding, page.crossed, page.unjudged) == (Finding.UNPROVEN, 1, 2)
    assert [each.doubts for each in page.releases] == [(("no_inventory", 1),), (("bad_signature", 1),), ()]


def test_what_was_erased_since_is_judged_by_whose_it_was(home: Household) -> None:
    ada, bea = home.join("ada").subject, home.join("bea").subject
    said = capture(home, ada, 2)
    plant(home, bea, said)
    for each in said:
        erase(home, each)
    page = isolated(home.keep)
    assert (page.finding, page.releases[0].crossed, page.releases[0].erased) == (Finding.ISOLATED, 4, 4)


def test_a_ledger_that_does_not_verify_proves_nothing(home: Household) -> None:
    ada = home.join("ada").subject
    said = capture(home, ada, 1)
    plant(home, ada, said)
    with home.keep.database.begin() as transaction:
        [position] = transaction.log.positions_of([key_digest(f"captured|{said[0].item}")]).values()
        transaction.log.forget([position], position)
    with pytest.raises(LedgerError):
        isolated(home.keep)
