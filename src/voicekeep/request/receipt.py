"""Receive a request: from this instant the clock runs, whoever it will prove to be from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voicekeep.records.facts import Requested
from voicekeep.records.ids import ItemId, RequestId, SubjectId
from voicekeep.records.items import RequestRecord
from voicekeep.records.rights import Right
from voicekeep.records.texts import LANGUAGES
from voicekeep.request.access import AccessRequest, RequestError, State
from voicekeep.request.clock import Place, answer_due


class UnknownLanguageError(RequestError):
    """An answer cannot be written in this language; no request was filed."""

    def __init__(self) -> None:
        super().__init__("an answer cannot be written in that language; no request was filed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A request as it came in: its row, the item it is of the person's, and the fact."""

    request: AccessRequest
    record: RequestRecord
    fact: Requested


def receive(
    subject: SubjectId,
    *,
    request: RequestId,
    item: ItemId,
    language: str,
    place: Place,
    now: datetime,
    right: Right = Right.ACCESS,
) -> Received:
    """Return a new request; it releases and changes nothing until identity is proven.

    Args:
        subject: Whose account it came in through.
        request: The new request's id.
        item: The id of the item that remembers it.
        language: Of the answer: en, de or fr.
        place: Where the controller is, for the last day to answer.
        now: UTC, when it came in.
        right: Which right it uses.

    Raises:
        UnknownLanguageError: the answer cannot be written in it.
        NoRuleError, UnknownPlaceError: the last day cannot be computed.
    """
    if language not in LANGUAGES:
        raise UnknownLanguageError
    return Received(
        request=AccessRequest(
            request=request,
            subject=subject,
            state=State.RECEIVED,
            received_at=now,
            due=answer_due(now, place),
            language=language,
            right=right,
        ),
        record=RequestRecord(item=item, owner=subject, at=now, request=request, right=right),
        fact=Requested(request=request, subject=subject, right=right, at=now),
    )
