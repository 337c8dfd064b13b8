"""Only what the checks let pass gets a link, and only for the person that it is about (P3, P4)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.delivery.books import ADA, BOB, LIMITS, LINK_KEY, NOW, LinksInMemory, session_of
from voicekeep.checks import CheckedArchive, admit
from voicekeep.delivery import ForeignLinkError, UncheckedArchiveError, issue, redeem, token_for
from voicekeep.formats.inventory import SIGNED_AS, InventoryHead, encode_head
from voicekeep.people import token_sha256
from voicekeep.records.ids import ArchiveId, GrantId, RequestId, SubjectId
from voicekeep.records.scope import ReleaseScope


@dataclass(frozen=True)
class LooksChecked:
    """Whatever has the same names as a CheckedArchive."""

    archive: ArchiveId
    request: RequestId
    subject: SubjectId


LOOKS_CHECKED = LooksChecked(ArchiveId.random(os.urandom), RequestId.random(os.urandom), ADA)


def checked_archive_of(subject: SubjectId) -> CheckedArchive:
    """Return an archive as it comes back after a restart: from its signed inventory."""
    key = Ed25519PrivateKey.generate()
    head = encode_head(
        InventoryHead(
            archive=ArchiveId.random(os.urandom),
            request=RequestId.random(os.urandom),
            subject=subject,
            scope=ReleaseScope(as_of=7),
            items=0,
            recordings=0,
            members=0,
            manifest=bytes(32),
            directory=bytes(32),
            body_header=bytes(32),
            body_size=0,
            lines=bytes(32),
        )
    )
    return admit(head, key.sign(SIGNED_AS + head), key.public_key())


def test_a_link_is_for_the_person_whom_the_checked_archive_names_and_lasts_a_week() -> None:
    checked = checked_archive_of(ADA)
    grant = GrantId.random(os.urandom)
    token = token_for(LINK_KEY, grant)
    made, fact = issue(checked, grant=grant, token=token, now=NOW, limits=LIMITS)
    assert (made.grant, made.archive, made.request, made.recipient) == (grant, checked.archive, checked.request, ADA)
    assert (made.token_sha256, made.expires_at) == (token_sha256(token), NOW + timedelta(days=7))
    assert (fact.grant, fact.archive, fact.subject) == (grant, made.archive, made.recipient)
    assert (fact.expires_at, fact.at) == (made.expires_at, NOW)
    assert token not in repr((made, fact))


def test_a_link_that_is_made_twice_is_the_same_link() -> None:
    checked = checked_archive_of(ADA)
    grant = GrantId.random(os.urandom)
    once, again = (
        issue(checked, grant=grant, token=token_for(LINK_KEY, grant), now=NOW, limits=LIMITS) for _ in range(2)
    )
    assert once == again


def test_as_link_given_to_b_opens_nothing() -> None:
    grant = GrantId.random(os.urandom)
    token = token_for(LINK_KEY, grant)
    made, _ = issue(checked_archive_of(ADA), grant=grant, token=token, now=NOW, limits=LIMITS)
    book = LinksInMemory()
    book.add(made)
    with pytest.raises(ForeignLinkError):
        redeem(book, token, session_of(BOB), NOW)
    assert redeem(book, token, session_of(ADA), NOW) == made


@pytest.mark.parametrize(
    "unchecked",
    [LOOKS_CHECKED, vars(LOOKS_CHECKED), LOOKS_CHECKED.archive, None, True],
    ids=["same names", "a mapping", "an id", "nothing", "a flag"],
)
def test_what_did_not_pass_the_checks_gets_no_link(unchecked: Any) -> None:  # noqa: ANN401  anything but the right type
    grant = GrantId.random(os.urandom)
    with pytest.raises(UncheckedArchiveError) as refused:
        issue(unchecked, grant=grant, token=token_for(LINK_KEY, grant), now=NOW, limits=LIMITS)
    assert refused.value.promise == "P4"
