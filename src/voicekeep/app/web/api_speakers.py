"""The API of speakers: pair one, see them, rename, rebind, unbind, mute."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request
from pydantic import Field

from voicekeep.app.operations.naming_oneself import name_oneself
from voicekeep.app.operations.pairing import NewSpeaker, open_pairing, pair
from voicekeep.app.operations.speakers import (
    Doing,
    lost_speakers_of,
    mute_speaker,
    rebind_speaker,
    rename_speaker,
    speakers_of,
    unbind_speaker,
)
from voicekeep.app.web.api_callers import COUNTED, FRESH, NOT_FOUND, OVER, OWN, REFUSED, Caller, Here
from voicekeep.app.web.api_models import Given, Taken
from voicekeep.app.web.pages import count_try
from voicekeep.app.web.speaker_pages import count_pairing, key_of
from voicekeep.app.web.speakers_pages import CHANGES_PER_WINDOW, look_again
from voicekeep.device import DeviceKind
from voicekeep.people import Session
from voicekeep.records.ids import DeviceId

router = APIRouter()

DeviceNamed = Annotated[str, Path(description="Identifier of a speaker of one's own, or of one's household.")]
Whose = Literal["own", "shared"]


class SpeakerShown(Given):
    """One speaker."""

    device: str = Field(description="Its identifier.")
    kind: DeviceKind = Field(description="How it speaks to the keep.")
    name: str = Field(description="What one calls it; empty: one never named it.")
    shared: bool = Field(description="Whether the household shares it.")
    since: datetime = Field(description="When it was bound; UTC.")
    doing: Doing = Field(description="What it is doing.")
    heard_at: datetime | None = Field(description="When it last handed in something that it heard; UTC.")
    to_be_muted: bool = Field(description="Whether it was muted from afar, and has not said yet that it is.")
    woken_falsely: int = Field(description="How often it woke and nobody had meant it, in the last 90 days or less.")


class LostSpeakerShown(Given):
    """One speaker that one had, alone or with one's household, and has no more."""

    device: str = Field(description="Its identifier.")
    name: str = Field(description="What one called it last; empty: one never named it.")
    until: datetime = Field(description="When it stopped being one's own; UTC.")


class ForWhom(Taken):
    """Whose a speaker is to be."""

    whose: Whose = Field(description="`own`: of whoever is signed in alone; `shared`: of their household.")


class PairingCode(Given):
    """A code to be typed on a speaker; it is given this once."""

    code: str = Field(description="The code; it pairs one speaker.")
    shared: bool = Field(description="Whether the household is to share the speaker.")
    expires_at: datetime = Field(description="Until when it counts; UTC.")


class SpeakerName(Taken):
    """What a speaker is to be called."""

    name: str = Field(description="1 to 200 characters.", min_length=1, max_length=200)


class Pairing(Taken):
    """What a speaker says of itself when it is paired."""

    code: str = Field(description="The code that was typed on it.", max_length=64)
    name: str = Field(description="What it is to be called.", min_length=1, max_length=200)
    public_key: str = Field(description="Its Ed25519 public key, 32 bytes in hexadecimal.", max_length=64)


class PairedSpeaker(Given):
    """A speaker that is bound now."""

    device: str = Field(description="Its identifier.")
    credential: str = Field(description="What the speaker is known by from now on; it is given this once.")


@router.get("/speakers", tags=["speakers"], responses=OWN)
def speakers(keep: Here, session: Caller) -> list[SpeakerShown]:
    """Return one's own speakers and those of one's household."""
    return [SpeakerShown.model_validate(each) for each in speakers_of(keep, session)]


@router.get("/lost-speakers", tags=["speakers"], responses=OWN)
def speakers_lost(keep: Here, session: Caller) -> list[LostSpeakerShown]:
    """Return which speakers one had in the last three months and has no more, the latest first."""
    return [LostSpeakerShown.model_validate(each) for each in lost_speakers_of(keep, session)]


@router.post("/pairings/codes", tags=["speakers"], status_code=HTTPStatus.CREATED, responses=FRESH | COUNTED)
def code_opened(request: Request, keep: Here, session: Caller, sent: ForWhom) -> PairingCode:
    """Return a code that pairs one speaker, for ten minutes; an earlier one counts no more."""
    _count(request, session)
    return PairingCode.model_validate(open_pairing(keep, session, shared=sent.whose == "shared"))


@router.post(
    "/pairings",
    tags=["speakers"],
    status_code=HTTPStatus.CREATED,
    responses=OWN | REFUSED | COUNTED,
)
def paired(request: Request, keep: Here, sent: Pairing) -> PairedSpeaker:
    """Pair a speaker that runs `voicekeep speaker`; nobody is signed in there: the code says whose it becomes."""
    count_pairing(request)
    made = NewSpeaker(kind=DeviceKind.LINUX, public_key=key_of(sent.public_key), name=sent.name)
    return PairedSpeaker.model_validate(pair(keep, sent.code, made))


@router.patch(
    "/speakers/{device_id}",
    tags=["speakers"],
    status_code=HTTPStatus.NO_CONTENT,
    responses=OWN | NOT_FOUND | REFUSED | COUNTED,
)
def speaker_named(request: Request, keep: Here, session: Caller, device_id: DeviceNamed, sent: SpeakerName) -> None:
    """Give a speaker another name."""
    _count(request, session)
    rename_speaker(keep, session, DeviceId(device_id), sent.name)


@router.put(
    "/speakers/{device_id}/whose",
    tags=["speakers"],
    status_code=HTTPStatus.NO_CONTENT,
    responses=FRESH | NOT_FOUND | COUNTED,
)
def speaker_bound(request: Request, keep: Here, session: Caller, device_id: DeviceNamed, sent: ForWhom) -> None:
    """Make a speaker one's own, or the household's; what it heard before stays whose it was."""
    _count(request, session)
    rebind_speaker(keep, session, DeviceId(device_id), shared=sent.whose == "shared")
    look_again(request, DeviceId(device_id))


@router.post(
    "/speakers/{device_id}/mute",
    tags=["speakers"],
    status_code=HTTPStatus.NO_CONTENT,
    responses=OWN | NOT_FOUND | COUNTED,
)
def speaker_muted(request: Request, keep: Here, session: Caller, device_id: DeviceNamed) -> None:
    """Have a speaker mute itself. From afar it can be muted only: who stands before it can undo that."""
    _count(request, session)
    mute_speaker(keep, session, DeviceId(device_id))
    look_again(request, DeviceId(device_id))


@router.post(
    "/speakers/{device_id}/it-is-me",
    tags=["speakers"],
    status_code=HTTPStatus.NO_CONTENT,
    responses=OWN | NOT_FOUND | OVER | COUNTED,
)
def oneself_named(request: Request, keep: Here, session: Caller, device_id: DeviceNamed) -> None:
    """Take it that one stands at a speaker that one's household shares, until a quarter of an hour without a word.

    The speaker says so aloud; where it cannot, nobody is named.
    """
    _count(request, session)
    name_oneself(keep, request.app.state.hub, session, DeviceId(device_id))
    look_again(request, DeviceId(device_id))


@router.delete(
    "/speakers/{device_id}",
    tags=["speakers"],
    status_code=HTTPStatus.NO_CONTENT,
    responses=OWN | NOT_FOUND | COUNTED,
)
def speaker_unbound(request: Request, keep: Here, session: Caller, device_id: DeviceNamed) -> None:
    """End a speaker's binding: from this instant on it is nobody's, and says that it is not set up."""
    _count(request, session)
    unbind_speaker(keep, session, DeviceId(device_id))
    look_again(request, DeviceId(device_id))


def _count(request: Request, session: Session) -> None:
    count_try(request, "speakers", most=CHANGES_PER_WINDOW, session=session)
