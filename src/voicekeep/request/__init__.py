"""Requests: a person's use of a right, the day until which it is answered, and the proof of who asks.

Flow        an ask -> AccessRequest -> a fresh sign-in -> IdentifiedRequest; or answered, extended, refused, taken back
Guarantees  1. Only the person whose request it is can prove it, and only they are answered (P3).
            2. What the answer covers is fixed at that instant and never after.
            3. A request moves along the table of its states, or not at all (P10).
            4. The last day to answer is a pure function of the law, the place and the calendar.
I/O         none here; stores implement RequestBook, operations commit.
Format      docs/legal-clock.md
"""

from voicekeep.request.access import (
    ENDED,
    MOVES,
    WAITING,
    AccessRequest,
    IllegalMoveError,
    RequestBook,
    RequestChangedError,
    RequestError,
    State,
    Submission,
    UnknownRequestError,
    objects_to,
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
from voicekeep.request.deciding import (
    HOST,
    SELF,
    By,
    GroundRefusedError,
    NotAskedError,
    NotExtendedError,
    answer,
    ask_identity,
    extend,
    proven,
    refuse,
    resume,
    withdraw,
)
from voicekeep.request.elapsing import Elapsing
from voicekeep.request.holidays import Holidays, UnknownPlaceError, public_holidays
from voicekeep.request.identity import IdentifiedRequest, NotIdentifiedError, identified, identify
from voicekeep.request.reasons import BoilerplateReasonError, EmptyReasonError, reason_given, same_words
from voicekeep.request.receipt import Received, UnknownLanguageError, receive
from voicekeep.request.timeliness import CountedRequests, Handled, MonthOfRequests, RightOfRequests, by_month, by_right
from voicekeep.request.wish import WHOLE, Wish, WishRefusedError

__all__ = [
    "ENDED",
    "HOST",
    "MOVES",
    "RULES",
    "SELF",
    "WAITING",
    "WHOLE",
    "AccessRequest",
    "BoilerplateReasonError",
    "By",
    "CountedRequests",
    "Elapsing",
    "EmptyReasonError",
    "GroundRefusedError",
    "Handled",
    "Holidays",
    "IdentifiedRequest",
    "IllegalMoveError",
    "MonthOfRequests",
    "NoRuleError",
    "NotAskedError",
    "NotExtendedError",
    "NotIdentifiedError",
    "Pause",
    "Place",
    "Received",
    "RequestBook",
    "RequestChangedError",
    "RequestError",
    "RightOfRequests",
    "Rule",
    "State",
    "Submission",
    "UnknownLanguageError",
    "UnknownPlaceError",
    "UnknownRequestError",
    "Wish",
    "WishRefusedError",
    "answer",
    "answer_due",
    "ask_identity",
    "by_month",
    "by_right",
    "days_left",
    "extend",
    "identified",
    "identify",
    "may_extend",
    "objects_to",
    "proven",
    "public_holidays",
    "reason_given",
    "receive",
    "refuse",
    "resume",
    "same_words",
    "withdraw",
]
