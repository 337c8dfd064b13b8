"""Requests: a person's use of a right, the day until which it is answered, and the proof of who asks.

Flow        an ask -> AccessRequest -> a fresh sign-in -> IdentifiedRequest
Guarantees  1. Only the person whose request it is can prove it, and only they are answered (P3).
            2. What the answer covers is fixed at that instant and never after.
            3. A request moves along the table of its states, or not at all (P10).
            4. The last day to answer is a pure function of the law, the place and the calendar.
I/O         none here; stores implement RequestBook, operations commit.
Format      docs/legal-clock.md
"""

from voicekeep.request.access import (
    MOVES,
    AccessRequest,
    IllegalMoveError,
    RequestBook,
    RequestChangedError,
    RequestError,
    State,
    UnknownRequestError,
)
from voicekeep.request.clock import (
    RULES,
    NoRuleError,
    Pause,
    Place,
    Rule,
    answer_due,
    days_left,
    may_extend,
)
from voicekeep.request.holidays import Holidays, UnknownPlaceError, public_holidays
from voicekeep.request.identity import IdentifiedRequest, NotIdentifiedError, identified, identify
from voicekeep.request.receipt import Received, UnknownLanguageError, receive
from voicekeep.request.timeliness import Handled, MonthOfRequests, by_month
from voicekeep.request.wish import WHOLE, Wish, WishRefusedError

__all__ = [
    "MOVES",
    "RULES",
    "WHOLE",
    "AccessRequest",
    "Handled",
    "Holidays",
    "IdentifiedRequest",
    "IllegalMoveError",
    "MonthOfRequests",
    "NoRuleError",
    "NotIdentifiedError",
    "Pause",
    "Place",
    "Received",
    "RequestBook",
    "RequestChangedError",
    "RequestError",
    "Rule",
    "State",
    "UnknownLanguageError",
    "UnknownPlaceError",
    "UnknownRequestError",
    "Wish",
    "WishRefusedError",
    "answer_due",
    "by_month",
    "days_left",
    "identified",
    "identify",
    "may_extend",
    "public_holidays",
    "receive",
]
