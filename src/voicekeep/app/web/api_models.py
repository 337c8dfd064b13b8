"""What the API takes and gives, as JSON. Instants are UTC; days are whole days in the keep's own time zone."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from voicekeep.app.operations.erasing_turns import Stretch
from voicekeep.records.items import ItemKind, Keeping, RestrictionGround

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def _as_written(value: object) -> object:
    """Let through what is written as a day, and nothing that could merely be taken for one."""
    if value is not None and not (isinstance(value, str) and _DAY.fullmatch(value)):
        raise ValueError("not a day of the form 2030-12-31")
    return value


Day = Annotated[date, BeforeValidator(_as_written)]


class Taken(BaseModel):
    """Something that is sent: nothing more than is asked for."""

    model_config = ConfigDict(extra="forbid")


class Given(BaseModel):
    """Something that is answered."""

    model_config = ConfigDict(from_attributes=True)


# --- who it is


class SignIn(Taken):
    """E-mail address and password of an account."""

    email: str = Field(description="The address that the account was opened with.", max_length=254)
    password: str = Field(description="Its password.", max_length=256)


class SignInByCode(Taken):
    """E-mail address of an account, and one of its recovery codes."""

    email: str = Field(description="The address that the account was opened with.", max_length=254)
    code: str = Field(description="A recovery code that was not used yet; it is used up.", max_length=64)


class Password(Taken):
    """A password."""

    password: str = Field(description="The account's password.", max_length=256)


class NewPassword(Taken):
    """A password that is to hold from now on."""

    password: str = Field(description="12 to 256 characters.", min_length=12, max_length=256)


class Sitting(Given):
    """An open session of one's own."""

    session: str = Field(description="Its identifier; it opens nothing.")
    signed_in_at: datetime = Field(description="When its person last proved who they are; UTC.")
    fresh_until: datetime = Field(description="Until when that proof is fresh enough to release or change; UTC.")
    expires_at: datetime = Field(description="When it ends by itself; UTC.")
    this: bool = Field(description="Whether it is the one that asks.")


class Entered(Given):
    """A new session, with what opens it."""

    token: str = Field(description="To be sent as `Authorization: Bearer …`. It is shown this once; keep it secret.")
    session: Sitting


class Profile(Given):
    """What the account says of its person."""

    subject: str = Field(description="The person's identifier: random, and the same in every copy and fact.")
    name: str = Field(description="As typed when the account was opened.")
    email: str = Field(description="As typed when the account was opened.")
    language: str = Field(description="Of letters and documents: `en`, `de` or `fr`.")


class NamedPasskey(Given):
    """A passkey of one's own."""

    passkey: str = Field(description="Its identifier.")
    name: str = Field(description="What its owner calls it.")
    added_at: datetime = Field(description="UTC.")
    used_at: datetime | None = Field(description="When it last proved who it is, UTC; null: never.")


class PasskeyName(Taken):
    """What a passkey is to be called."""

    name: str = Field(description="One line of 1 to 200 printable characters.", min_length=1, max_length=200)


class Codes(Given):
    """New recovery codes. All earlier ones have ended."""

    codes: list[str] = Field(description="Shown this once. Each opens the account once, with its address.")


class CodesLeft(Given):
    """How many recovery codes still count."""

    left: int = Field(description="Codes that were made and not used.", ge=0)


# --- what is kept


class Choice(Given):
    """What is kept of what its person says."""

    keeping: Keeping = Field(description="`nothing`, the words only (`transcript`), or words and sound (`audio`).")
    months: int = Field(description="For how many months; 0 where nothing is kept.")
    at: datetime = Field(description="Since when this holds; UTC.")


class Chosen(Given):
    """What was chosen, if anything was."""

    choice: Choice | None = Field(description="Null: nothing was chosen yet, so nothing is kept.")


class NewChoice(Taken):
    """What is to be kept from now on."""

    keeping: Keeping = Field(description="`nothing`, the words only (`transcript`), or words and sound (`audio`).")
    months: Literal[0, 3, 18] = Field(default=0, description="For how many months. 0 goes with `nothing` only.")


class Made(Given):
    """A choice that was made once, by oneself or for oneself."""

    keeping: Keeping = Field(description="`nothing`, the words only (`transcript`), or words and sound (`audio`).")
    months: int = Field(description="For how many months; 0 where nothing is kept.")
    at: datetime = Field(description="Since when; UTC.")
    device: str | None = Field(description="Identifier of the speaker at which it was said; null: chosen signed in.")
    holds: bool = Field(description="Whether it is the one that counts now.")


class HeardDay(Given):
    """A day on which something was heard."""

    day: date = Field(description="In the keep's time zone.")
    count: int = Field(description="How many turns.", ge=1)


class HeardBy(Given):
    """How much one speaker heard on one day."""

    day: date = Field(description="In the keep's time zone.")
    device: str | None = Field(description="Identifier of the speaker; null: handed in as files.")
    count: int = Field(description="How many turns.", ge=1)


class Silent(Given):
    """A stretch of a recording in which copies are silent."""

    first_ms: int = Field(description="Where it begins, in milliseconds from the start.")
    end_ms: int = Field(description="Where it ends, likewise.")


class Turn(Given):
    """One thing that its person said."""

    item: str = Field(description="Its identifier.")
    at: datetime = Field(description="When it was said; UTC.")
    device: str | None = Field(description="Identifier of the device that heard it; null: it was handed in as a file.")
    device_name: str = Field(description="What its owner calls the device; may be empty.")
    source_name: str = Field(description="Name of the file that was handed in; may be empty.")
    transcript: str = Field(description="The words, as their owner corrected them; empty if none are kept.")
    understood: str = Field(description="What had been understood, where it was corrected; else empty.")
    recipients: list[str] = Field(description="Who outside of the keep got some of it; empty: nobody.")
    seconds: float | None = Field(description="Length of the sound in seconds; null: no sound is kept.")
    answer: str = Field(description="What the assistant said; empty: nothing, or it is not known.")
    silences: list[Silent] = Field(description="Where copies are silent, the earliest first.")
    not_me: bool = Field(description="Its owner said that it is not them: nobody reads or hears it any more.")
    by_guest: bool = Field(description="A guest who is heard in it had it kept and not used: likewise.")


class Correction(Taken):
    """What was really said."""

    words: str = Field(description="The words.", min_length=1, max_length=10_000)


class GuestReceipt(Given):
    """What a guest can use once they have gone; it is shown this once."""

    words: str = Field(description="Four words, to be handed to the guest.")
    where: str = Field(description="Address of the page at which the guest says them.")


class Silence(Taken):
    """A stretch in which somebody else speaks."""

    first_ms: int = Field(description="Where it begins, in milliseconds from the start.", ge=0, le=86_400_000)
    end_ms: int = Field(description="Where it ends, likewise; after it begins.", ge=1, le=86_400_000)


class Sure(Taken):
    """For what cannot be taken back."""

    sure: Literal[True] = Field(description="True, and nothing else.")


class Restriction(Given):
    """What is held is kept and not used (GDPR Art. 18)."""

    ground: RestrictionGround = Field(description="On which ground of Art. 18(1).")
    since: datetime = Field(description="Since when; UTC.")


class Restricted(Given):
    """Whether a restriction is in force."""

    restriction: Restriction | None = Field(description="Null: none is.")


class Ground(Taken):
    """Why data are to be kept and not used."""

    ground: RestrictionGround = Field(description="One of the grounds of GDPR Art. 18(1).")


class Leaving(Given):
    """What would be erased if the account were closed."""

    items: dict[ItemKind, int] = Field(description="How many entries of each category.")
    copies: int = Field(description="How many copies are ready or being made.", ge=0)
    children: int = Field(description="Profiles of children that only they look after, which go as well.", ge=0)
    mails: bool = Field(description="Whether mails were sent: what a mail server took of them is beyond reach.")


class Receipt(Given):
    """The proof that an account was closed; anybody can verify it (docs/formats/ledger.md)."""

    published: dict[str, str] = Field(description="The ledger's name, and fingerprints of the keys that sign.")
    proof: dict[str, Any] = Field(description="The ledger's fact with its proof.")


class Words(Taken):
    """Words to look for."""

    words: str = Field(description="Found in any case of letters, together and in this order.", max_length=1000)


class Found(Given):
    """What holds the words."""

    turns: list[Turn] = Field(description="The latest 50, the latest first.")
    more: bool = Field(description="Whether there are others that are not shown.")


class ErasureReceipt(Given):
    """That an entry was erased for good; what it was, nobody can say any more."""

    number: int = Field(description="Of the receipt, which the speaker says: where the ledger holds the proof.")
    at: datetime = Field(description="When it was erased; UTC.")


class Erasure(Taken):
    """What is to be erased for good."""

    stretch: Stretch = Field(description="One turn, a day, all that one device heard, or everything that was heard.")
    which: str = Field(
        default="",
        description="The turn's id, the day (`2030-12-31`, in the keep's time zone), or the device's id.",
        max_length=64,
    )


class Count(Given):
    """How many turns."""

    count: int = Field(description="Turns.", ge=0)
