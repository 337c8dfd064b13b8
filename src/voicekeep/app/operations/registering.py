"""A request that came in by letter or mail: written down at the desk, and proven through its person's own account only.

Whoever registers it types the address that stands in the letter. It is turned into the keyed digest by which accounts
are found, and then forgotten: it is in no row, no fact and no answer. Whether there is such an account, the desk does
not learn: if there is none, the request is in the name of a number that nobody has, and looks and behaves like any
other. Nothing goes to the address in the letter, nor to any other that comes with it (P3).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from voicekeep.app.operations.answering import ANSWERERS
from voicekeep.app.operations.asking import place_of
from voicekeep.app.operations.capture import Piece
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.notices import tell
from voicekeep.app.operations.staff import on_duty
from voicekeep.app.operations.writing import tell_in_writing
from voicekeep.notice import NoticeKind
from voicekeep.people import Session
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.facts import Registered
from voicekeep.records.ids import ItemId, RequestId, SubjectId
from voicekeep.records.rights import Channel, Right
from voicekeep.request import receive

OLDEST: Final = timedelta(days=90)  # no letter lies longer before somebody registers it


class LetterDayRefusedError(VoicekeepError):
    """The day on which a letter came in is still to come, or long over; nothing was registered."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__("the day on which the letter came in is still to come, or long over; nothing was registered")


def register(
    keep: Keep, session: Session, address: str, right: Right, *, came_in: date, channel: Channel, language: str
) -> RequestId:
    """Register a request that came in on a day in the controller's zone; its clock runs from that day on.

    Args:
        keep: Where.
        session: Who registers it.
        address: As it stands in the letter; it is looked up and forgotten.
        right: Which right it uses.
        came_in: The day.
        channel: How it came in.
        language: Of the answer.

    Raises:
        NotOnDutyError, StaleSignInError: no officer or data protection officer, freshly signed in with a passkey.
        LetterDayRefusedError: a day that is still to come, or long over.
        UnknownLanguageError: the answer cannot be written in it.
    """
    duty = on_duty(keep, session, ANSWERERS, fresh=True)
    received_at = _instant(keep, came_in)
    with keep.database.read() as transaction:
        account = transaction.people.account_with_email(keep.email_index.of(address))
    nobody = SubjectId.random(keep.entropy)  # also where it is not needed: both ways do the same
    subject = nobody if account is None else account.subject
    received = receive(
        subject,
        request=RequestId.random(keep.entropy),
        item=ItemId.random(keep.entropy),
        language=language,
        place=place_of(keep),
        now=received_at,
        right=right,
    )
    request = received.request
    registered = Registered(request=request.request, subject=subject, channel=channel, by=duty.role, at=keep.now())

    def also(transaction: Transaction) -> None:
        transaction.requests.add(request)
        tell(keep, transaction, subject, NoticeKind.REQUEST_REGISTERED, language=language)

    tell_in_writing(keep, subject, [Piece(record=received.record)], [received.fact, registered], also)
    return request.request


def _instant(keep: Keep, day: date) -> datetime:
    """Return when a letter of that day counts as received: at its first instant, or now, if that is today."""
    now = keep.now()
    today = place_of(keep).day_of(now)
    if day > today or today - day > OLDEST:
        raise LetterDayRefusedError
    return datetime.combine(day, time(), ZoneInfo(keep.settings.zone)).astimezone(UTC) if day < today else now
