"""What the API takes and gives about households, children and mandates, as JSON."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from voicekeep.app.web.api_models import Day, Given, Taken
from voicekeep.records.standing import Entrusted, MandateEvent, MandateKind


class AtHome(Given):
    """A member of one's household."""

    name: str = Field(description="The name that they show there.")
    since: datetime = Field(description="UTC.")
    child: bool = Field(description="A profile that a guardian looks after.")
    self: bool = Field(description="Whether it is oneself.")


class OwnHousehold(Given):
    """One's household, as one's own record has it."""

    name: str = Field(description="What it was called when one came; empty: nobody said.")


class ShownName(Taken):
    """The name that one shows to one's household."""

    name: str = Field(description="One line of 1 to 200 characters.", min_length=1, max_length=200)


class OneTime(Given):
    """What opens something once. It is shown this once."""

    code: str = Field(description="To be handed over; only its hash is kept.")


class NewChild(Taken):
    """A child that one is responsible for."""

    name: str = Field(description="What it is called here: one line.", min_length=1, max_length=200)
    called: str = Field(description="What one is to the child, for its own records.", min_length=1, max_length=200)
    until: Day = Field(description="From the beginning of this day on the child alone; it cannot be put off.")


class Mandate(Given):
    """A mandate, as one of its two people sees it."""

    mandate: str = Field(description="Its identifier.")
    kind: MandateKind = Field(description="`agent`: the person gave it. `guardian`: of a child.")
    rights: list[Entrusted] = Field(description="What may be done by it.")
    other: str = Field(
        description="The name that the other person shows, while it waits for oneself or holds; else empty."
    )
    until: datetime = Field(description="Over by itself at this instant; UTC.")
    offered: bool = Field(description="Somebody may still take it.")
    waits: bool = Field(description="Somebody took it, and the person has not confirmed who.")
    holds: bool = Field(description="It may be used now.")
    ended_at: datetime | None = Field(description="When one of the two ended it, UTC; null: nobody did.")


class Act(Given):
    """Something that was done by a mandate."""

    mandate: str = Field(description="Which.")
    event: MandateEvent = Field(description="What.")
    at: datetime = Field(description="UTC.")


class Acting(Given):
    """What there is to know before something is done by a mandate that holds."""

    mandate: Mandate
    turns: int | None = Field(description="How many turns an erasure would take; null: erasure is not entrusted.")
    own_account: bool = Field(description="Whether whom one acts for signs in by themselves.")
    acts: list[Act] = Field(description="What was done by this mandate, the latest first.")


class Mandates(Given):
    """Every mandate at one of whose ends one is."""

    given: list[Mandate] = Field(description="Over oneself, the latest first.")
    held: list[Mandate] = Field(description="That one took, the latest first.")
    acts: list[Act] = Field(description="What was done for oneself, the latest first.")


class NewMandate(Taken):
    """Which rights somebody may use for oneself, until when."""

    rights: list[Entrusted] = Field(description="At least one.", min_length=1)
    until: Day = Field(description="Over at the beginning of this day; at most two years ahead.")


class OfferCode(Taken):
    """The code of an offer."""

    code: str = Field(description="As it was handed over.", max_length=100)


class Called(Taken):
    """What one calls somebody."""

    called: str = Field(description="One line of 1 to 200 characters.", min_length=1, max_length=200)


class OwnAccount(Taken):
    """What a child types to open an account of its own."""

    code: str = Field(description="As its guardian was shown it.", max_length=100)
    name: str = Field(description="One line of 1 to 200 characters.", min_length=1, max_length=200)
    email: str = Field(description="The address to sign in with.", max_length=254)
    password: str = Field(description="12 to 256 characters.", min_length=12, max_length=256)
