"""What can happen to a case, each as one value: what was done or decided, never by whom but in which role.

Flow        somebody at the desk, or the keep itself, does something -> a change -> an entry of the case (`written`)
Guarantees  1. A case is the list of its changes and nothing else; none is ever taken back.
            2. A decision holds its reason; an exception under GDPR Art. 34(3) its letter and its evidence.
I/O         none
Document    docs/cases.md, docs/formats/cases.md
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from voicekeep.incident.severity import Severity
from voicekeep.records.ids import ArchiveId, SubjectId


class AffectedRole(StrEnum):
    """What somebody is in a case."""

    OWNER = "owner"  # something of theirs reached somebody else
    HOUSEHOLD = "household"  # lives with an owner, and can be heard in it
    RECIPIENT = "recipient"  # got what is not theirs


class Containment(StrEnum):
    """How it was stopped; stopping it does not end a case."""

    FROZEN = "frozen"  # the copy and what is tied to it
    LINK_CLOSED = "link_closed"
    EXPORTS_OFF = "exports_off"
    EVERYBODY_FROZEN = "everybody_frozen"
    OTHER = "other"


class Description(StrEnum):
    """What the register tells in words (GDPR Art. 33(5)), and a notification too (Art. 33(3))."""

    FACTS = "facts"  # what happened: the nature of the breach
    EFFECTS = "effects"  # its likely consequences
    REMEDY = "remedy"  # what was done and is going to be done


class Exception34(StrEnum):
    """Why those concerned need not be told although the risk is high (GDPR Art. 34(3))."""

    A = "a"  # what reached somebody is unintelligible to them, e.g. encrypted
    B = "b"  # what was done since makes sure that the high risk is not likely any more
    C = "c"  # it would take disproportionate effort: then everybody is told in public


class Channel(StrEnum):
    """How somebody was told."""

    PORTAL = "portal"
    MAIL = "mail"
    LETTER = "letter"
    TELEPHONE = "telephone"
    SPEAKER = "speaker"
    IN_PERSON = "in_person"


BY_ITSELF: Final = {Channel.PORTAL: "person_concerned", Channel.MAIL: "keep", Channel.SPEAKER: "assistant"}
"""What the program writes down itself, in which role; staff write what they did: letters, calls, what was said."""
STAFF_CHANNELS: Final = tuple(channel for channel in Channel if channel not in BY_ITSELF)


class MeasureKind(StrEnum):
    """What is different from now on."""

    CHECK_RULE = "check_rule"  # a rule of plausibility, by its name
    FINDING = "finding"  # something that the checks refuse, by its name
    DRILL_KIND = "drill_kind"  # a mix-up that the drill plays, by its name
    ORGANISATION = "organisation"  # people do something otherwise; in words


class Track(StrEnum):
    """How far it came with a wrong recipient (EDPB Guidelines 01/2021)."""

    SEEN = "seen"  # they opened what was written to them
    ASKED = "asked"  # they were asked to delete it and to pass nothing on
    STATED = "stated"  # they signed that they did
    REFUSED = "refused"  # they said that they will not


class PaperOf(StrEnum):
    """What is written in a case, each in every language."""

    AUTHORITY = "authority"  # the notification (GDPR Art. 33(3))
    AFFECTED = "affected"  # to each person whose data reached somebody else (Art. 34)
    EXPOSED = "exposed"  # to those who can be heard in it
    RECIPIENT = "recipient"  # to who got it
    PRESS = "press"  # facts for the press office, about nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class Contained:
    """It was stopped."""

    how: Containment
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What is told of it in words; the latest counts, the earlier ones stay."""

    what: Description
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoped:
    """What the ledger and the inventories said, when the ledger had so many entries."""

    as_of: int  # entries of the ledger
    people: int  # whose items reached somebody else
    exposed: int  # others who can be heard in them
    recipients: int
    recordings: int
    records: int  # items without sound
    crossed: int  # releases in which something is another person's
    judged: int  # releases that were judged
    unjudged: int  # releases that could not be


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """Somebody is affected."""

    subject: SubjectId
    role: AffectedRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """How severe it is, by the person who decides it; the latest counts."""

    severity: Severity = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityDecided:
    """Whether the supervisory authority is notified (GDPR Art. 33(1))."""

    notify: bool
    reason: str = field(repr=False)
    assessment: int  # number of the entry on which it rests


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsDecided:
    """Whether those concerned are told (GDPR Art. 34)."""

    tell: bool
    reason: str = field(repr=False)
    assessment: int  # number of the entry on which it rests
    exception: Exception34 | None = None
    evidence: str = field(default="", repr=False)  # of the exception


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationSent:
    """A notification to the authority went out; the first, or a supplement (GDPR Art. 33(4))."""

    phase: int  # from 1
    sent_at: datetime  # UTC
    complete: bool  # no supplement is going to follow
    late_reason: str = field(default="", repr=False)  # if the first went after the 72 hours (Art. 33(1))


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonTold:
    """Somebody affected was told, or answered that they know."""

    subject: SubjectId
    channel: Channel
    acknowledged: bool  # they said or showed that they know; else the message reached them
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientMoved:
    """What became of a wrong recipient."""

    subject: SubjectId
    track: Track
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A field of a paper says something else from now on; what it said before stays in the history."""

    paper: PaperOf
    language: str  # en, de or fr
    part: str  # name of the field
    text: str = field(repr=False)  # empty: as the case itself fills it


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseNamed:
    """Why it could happen."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureTaken:
    """What is different from now on, so that it cannot happen again."""

    kind: MeasureKind
    name: str  # of the rule, finding or mix-up; empty for what people do
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """The case is over: its evidence is destroyed, and what it froze of others is thawed."""

    text: str = field(repr=False)
    evidence: tuple[ArchiveId, ...] = ()  # whose keys are destroyed


Change = (
    Contained
    | Described
    | Scoped
    | Affected
    | Assessed
    | AuthorityDecided
    | PersonsDecided
    | NotificationSent
    | PersonTold
    | RecipientMoved
    | Worded
    | CauseNamed
    | MeasureTaken
    | Closed
)
"""What an entry of a case can say; a branch that adds a kind adds it here, and `written` can write it."""
