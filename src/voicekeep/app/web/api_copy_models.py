"""What the API takes and gives about copies, what has left, and what its person was told, as JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from voicekeep.app.web.api_models import Day, Given, Taken
from voicekeep.notice import NoticeKind, NoticeState
from voicekeep.records.items import ItemKind
from voicekeep.records.reports import Saw
from voicekeep.records.rights import Right
from voicekeep.request import State


class Wanted(Taken):
    """A copy of everything, or of a part."""

    first: Day | None = Field(default=None, description="First day, in the keep's time zone; null: from the beginning.")
    last: Day | None = Field(default=None, description="Last day, which is in it; null: to the end.")
    kinds: list[ItemKind] = Field(default=[], description="These categories only; empty: all of them.")
    right: Literal[Right.ACCESS, Right.PORTABILITY] = Field(
        default=Right.ACCESS, description="Access (Art. 15), or portability: what one gave oneself (Art. 20)."
    )
    language: Literal["en", "de", "fr"] | None = Field(
        default=None, description="Of the explanations in the copy; null: one's profile's."
    )


class Override(Given):
    """Two members of staff let a copy go on although a rule held it."""

    at: datetime = Field(description="When it was approved; UTC.")
    rules: list[str] = Field(description="Names of the rules that hold it no more.")
    proposed_as: str = Field(description="The role of whoever proposed it.")
    approved_as: str = Field(description="The role of whoever approved it: somebody else.")
    reason: str = Field(description="Their reason, word for word; empty: the words are gone.")


class Copy(Given):
    """One request for a copy, and where it stands."""

    request: str = Field(description="Its identifier.")
    right: Right = Field(description="`access` or `portability`.")
    state: State = Field(description="Where it stands.")
    received_at: datetime = Field(description="UTC.")
    due: date = Field(description="The last day to answer, in the keep's time zone (GDPR Art. 12(3)).")
    since: datetime | None = Field(description="The period begins here, UTC; null: it has no beginning.")
    until: datetime | None = Field(description="The period ends before this, UTC; null: it has no end.")
    kinds: list[ItemKind] = Field(description="The categories that were asked for; empty: all.")
    findings: list[str] = Field(description="While it is held: names of what the checks found.")
    waits: bool = Field(
        description="It is held because what opens an account was changed, and goes on by itself: in a week at most."
    )
    goes_on_at: datetime | None = Field(
        description="When it goes on by itself, UTC; null: it does not, or what is waited for was changed by the other:"
        " who acts, or for whom one acts."
    )
    overrides: list[Override] = Field(description="What two members of staff let pass of what held it.")
    link: str | None = Field(
        validation_alias="token", description="While there is something to fetch: what `/links/{link}` takes."
    )
    archive: str | None = Field(description="Identifier of the archive, while it can be fetched.")
    size: int | None = Field(description="Bytes of the ZIP file, while it can be fetched.")
    expires_at: datetime | None = Field(description="When the link ends, UTC; null: there is none.")
    by_agent: bool = Field(description="Somebody asked by mandate, and the answer is sealed to them.")
    released: bool = Field(description="There was a link: `POST /requests/{request_id}/not-mine` takes a report of it.")
    frozen: bool = Field(description="It is held back while a report is looked into; the link opens nothing.")
    reported_at: datetime | None = Field(description="When one reported that it is not one's own, UTC; null: never.")


class NotMine(Taken):
    """A report that a copy is not the recipient's."""

    saw: Saw = Field(description="What one saw, in a word; nothing of what was said is asked for.")


class Reported(Given):
    """A report that was taken."""

    triage: str = Field(description="Number of the case, to be named when writing.")
    opened_at: datetime = Field(description="UTC; the same report again has the first one's.")
    frozen: bool = Field(description="The copy is held back from now on; false: its key was gone already.")


class Asked(Given):
    """A request that was filed."""

    request: str = Field(description="Its identifier.")


class OpenLink(Given):
    """What a link of one's own opens."""

    archive: str = Field(description="Identifier of the archive.")
    size: int = Field(description="Bytes of the ZIP file.")
    expires_at: datetime = Field(description="When the link ends; UTC.")


class OpenDownload(Given):
    """An archive that this session may fetch."""

    archive: str = Field(description="What `/downloads/{archive}` takes.")
    expires_at: datetime = Field(description="Until when this session may fetch it; UTC.")


class Disclosure(Given):
    """One line of what has left about a person, or was refused."""

    at: datetime = Field(description="UTC.")
    name: str = Field(description="What happened, e.g. `released`, `download_ended`, `viewed`.")
    detail: str = Field(description="Identifiers, numbers and names of reasons; the same in every language.")
    position: int = Field(description="In the ledger, from 0.", ge=0)
    by_agent: bool = Field(description="It went to somebody who acts for one.")
    for_other: bool = Field(description="It is about somebody else, for whom one acts.")


class Message(Given):
    """Something that a person was told; a mail said no more than that there is one."""

    kind: NoticeKind = Field(description="What of, e.g. `copy_ready`.")
    created_at: datetime = Field(description="When it happened; UTC.")
    state: NoticeState = Field(description="Where the mail about it stands.")
