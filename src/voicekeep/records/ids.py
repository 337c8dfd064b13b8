"""Identifiers: random, opaque, and of a type each, so that one can never stand in for another.

Flow        16 random bytes -> "sub_" + 26 characters of lower-case base32
Guarantees  1. An identifier says nothing about the person, the time or the order of creation.
            2. Text that is not an identifier of exactly this type is refused, not cleaned up.
I/O         none; the caller hands in the source of randomness.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import ClassVar, Self

from voicekeep.records.errors import VoicekeepError

Entropy = Callable[[int], bytes]
"""Return that many random bytes, fit for keys."""

ID_BYTES = 16
_BODY = re.compile(r"[a-z2-7]{26}")


class MalformedIdError(VoicekeepError, ValueError):
    """Text is not an identifier of the wanted type; nothing was looked up."""

    def __init__(self, wanted: str) -> None:
        super().__init__(f"not an identifier of the form {wanted}_…; nothing was looked up")


class Id(str):
    """One opaque identifier; every subclass has a prefix of its own."""

    __slots__ = ()
    prefix: ClassVar[str] = ""

    def __new__(cls, text: str) -> Self:
        """Accept `text` if it is an identifier of this type.

        Raises:
            MalformedIdError: another prefix, length or alphabet.
        """
        head, _, body = text.partition("_")
        if head != cls.prefix or _BODY.fullmatch(body) is None:
            raise MalformedIdError(cls.prefix)
        return str.__new__(cls, text)

    @classmethod
    def random(cls, entropy: Entropy) -> Self:
        """Return a new identifier from 16 bytes of `entropy`."""
        body = base64.b32encode(entropy(ID_BYTES)).decode("ascii").rstrip("=").lower()
        return cls(f"{cls.prefix}_{body}")


class SubjectId(Id):
    """A person: the data subject of GDPR Art. 4(1)."""

    __slots__ = ()
    prefix = "sub"


class HouseholdId(Id):
    """People who live together and may share a speaker."""

    __slots__ = ()
    prefix = "hou"


class DeviceId(Id):
    """A speaker, or whatever else hands recordings in."""

    __slots__ = ()
    prefix = "dev"


class ItemId(Id):
    """One deletable unit of data about one person."""

    __slots__ = ()
    prefix = "itm"


class DayKeyId(Id):
    """One day key: one person, one device, one day, one writer."""

    __slots__ = ()
    prefix = "day"


class SessionId(Id):
    """One signed-in browser or terminal; the cookie's secret is something else."""

    __slots__ = ()
    prefix = "ses"


class PasskeyId(Id):
    """One passkey; what its authenticator calls it is something else."""

    __slots__ = ()
    prefix = "pas"


class RequestId(Id):
    """One person's use of one right."""

    __slots__ = ()
    prefix = "req"


class ArchiveId(Id):
    """One attempt to build one copy."""

    __slots__ = ()
    prefix = "arc"


class GrantId(Id):
    """One link for one recipient; the link's token is something else."""

    __slots__ = ()
    prefix = "gra"


class DownloadId(Id):
    """One answer, whole or part, to one HTTP request for an archive."""

    __slots__ = ()
    prefix = "dow"


class NoticeId(Id):
    """One notice: that there is a message for somebody."""

    __slots__ = ()
    prefix = "not"


class AppointmentId(Id):
    """One role of one member of staff, from the offer to its end; the offer's token is something else."""

    __slots__ = ()
    prefix = "apt"


class GuestReceiptId(Id):
    """What a guest was given for one turn; the words that they say are something else."""

    __slots__ = ()
    prefix = "rcp"


class ProposalId(Id):
    """One measure that one member of staff proposed and another decides."""

    __slots__ = ()
    prefix = "pro"


class TriageId(Id):
    """One report that something may have reached the wrong person, and what becomes of it."""

    __slots__ = ()
    prefix = "tri"


class MandateId(Id):
    """One person's standing for another, from the offer to its end; the offer's token is something else."""

    __slots__ = ()
    prefix = "man"
