"""A right that its person uses by themselves, at once: a request, received and answered in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass

from voicekeep.app.operations.asking import place_of
from voicekeep.app.operations.capture import Piece
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.languages import language_of
from voicekeep.app.operations.writing import correspondence, kept
from voicekeep.app.papers import answer_done
from voicekeep.people import Who
from voicekeep.records.facts import Fact
from voicekeep.records.ids import ItemId, RequestId
from voicekeep.records.rights import LetterKind, Right
from voicekeep.records.texts import Text
from voicekeep.request import SELF, AccessRequest, answer, proven, receive


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One use of a right: what is kept of it, and what the ledger is told, beside what is done."""

    request: AccessRequest
    pieces: tuple[Piece, ...]
    facts: tuple[Fact, ...]

    def write(self, transaction: Transaction) -> None:
        """Add the request's row."""
        transaction.requests.add(self.request)


def used(keep: Keep, who: Who, right: Right, done: Text, *, language: str = "", count: int = 0) -> Use:
    """Return a use of a right, by its person or by mandate, answered by what is done in the same transaction.

    Args:
        keep: Where.
        who: Whose; it proves that the request is theirs, or that whoever acts may use the right for them.
        right: Which right.
        done: What the answer says was done.
        language: Of the answer; empty: that of the profile of whom it is about.
        count: Of what was done, where there is a number.

    Raises:
        UnknownLanguageError: the answer cannot be written in it; nothing was done.
    """
    received = receive(
        who.subject,
        request=RequestId.random(keep.entropy),
        item=ItemId.random(keep.entropy),
        language=language or language_of(keep, who.subject),
        place=place_of(keep),
        now=keep.now(),
        right=right,
    )
    request = proven(received.request, keep.now())
    letter = answer_done(correspondence(keep, request), right, done, count=count)
    written = kept(keep, request, LetterKind.ANSWERED, letter)
    answered, fact = answer(request, written.item, SELF, now=keep.now())
    pieces = (Piece(record=received.record), Piece(record=written))
    return Use(request=answered, pieces=pieces, facts=(received.fact, fact))
