"""Letters about requests: written once, sealed to their person, and kept as items of theirs.

Whoever writes at the desk does not learn the name that will stand above the letter; it is set there when its person
reads it. Once it is sealed nobody else reads it again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from voicekeep.app.operations.asking import place_of
from voicekeep.app.operations.capture import Piece, keep_items
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.papers import Correspondence, Letter, contact_told
from voicekeep.records.facts import Fact
from voicekeep.records.ids import ItemId, SubjectId
from voicekeep.records.items import LetterRecord
from voicekeep.records.rights import LetterKind
from voicekeep.records.texts import language_named
from voicekeep.request import AccessRequest


def correspondence(keep: Keep, request: AccessRequest) -> Correspondence:
    """Return who writes about which request; to whom, is set when they read it."""
    language = language_named(request.language)
    controller = keep.settings.controller
    place = place_of(keep)
    return Correspondence(
        controller=replace(controller, contact=contact_told(controller, language)),
        recipient=request.request,
        request=request.request,
        received=place.day_of(request.received_at),
        written=place.day_of(keep.now()),
        language=language,
    )


def kept(keep: Keep, request: AccessRequest, kind: LetterKind, letter: Letter) -> LetterRecord:
    """Return a letter as it is kept: without a name above it."""
    return LetterRecord(
        item=ItemId.random(keep.entropy),
        owner=request.subject,
        at=keep.now(),
        request=request.request,
        letter=kind,
        language=letter.language,
        sender="" if kind is LetterKind.OWN_WORDS else letter.sender,
        heading=letter.subject,
        text="\n".join(letter.paragraphs),
    )


def tell_in_writing(
    keep: Keep, subject: SubjectId, pieces: Sequence[Piece], facts: Sequence[Fact], also: Callable[[Transaction], None]
) -> None:
    """Keep letters for a person, and write down facts and whatever else belongs to them, all or nothing.

    A request by letter can be in the name of somebody who has no account here, which whoever registered it does not
    learn: then there is nobody to keep a letter for, and all the rest is as ever.

    Raises:
        VaultError, StoreFullError, LeaseLostError: nothing was kept or written down.
    """
    with keep.database.read() as transaction:
        there = transaction.people.account_of(subject) is not None
    if there:
        keep_items(keep, subject, pieces, facts=facts, also=also)
        return
    with keep.database.begin() as transaction:
        keep.log(transaction).append(facts)
        also(transaction)
    keep.remember()
