"""A person's speakers: whose they are, what they are doing; a code for a new one; rename, rebind, unbind, mute."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Form, Request, Response

from voicekeep.app.operations.accounts import choose
from voicekeep.app.operations.devices import DeviceNameRefusedError
from voicekeep.app.operations.naming_oneself import name_oneself
from voicekeep.app.operations.pairing import Code, open_pairing
from voicekeep.app.operations.speakers import (
    lost_speakers_of,
    mute_speaker,
    names_of,
    rebind_speaker,
    rename_speaker,
    speakers_of,
    unbind_speaker,
)
from voicekeep.app.operations.unchosen import unchosen_by
from voicekeep.app.speakers import Speakers
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.pages import count_try, pages_of, signed_in_or_refuse
from voicekeep.app.web.trust_pages import anchor_of
from voicekeep.device import SpeakerGoneError
from voicekeep.people import Session
from voicekeep.records.ids import DeviceId
from voicekeep.records.items import Keeping

router = APIRouter()

FormToken = Annotated[str, Form(alias=FORM_FIELD)]
Field = Annotated[str, Form()]
Whose = Annotated[Literal["own", "shared"], Form()]

PAGE: Final = "/my-data/speakers"
CHANGES_PER_WINDOW: Final = 60  # of one person


@router.get(PAGE)
def speakers(request: Request) -> Response:
    """Show the person's speakers."""
    return _shown(request, signed_in_or_refuse(request))


@router.post("/my-data/speakers/code")
def code_asked(
    request: Request,
    whose: Whose,
    form_token: FormToken,
    keeping: Annotated[Keeping | None, Form()] = None,
    months: Annotated[int, Form()] = 0,
) -> Response:
    """Show a code for a new speaker, this once; whoever had not chosen what is kept does it in the same form."""
    session, keep = _changing(request, form_token), pages_of(request).keep
    if keeping is not None and keeping is not Keeping.NOTHING and not months:
        return _shown(request, session, incomplete=True)
    code = open_pairing(keep, session, shared=whose == "shared")
    if keeping is not None:
        choose(keep, session, keeping, months)
    return _shown(request, session, code=code)


@router.post("/my-data/speakers/{device}/name")
def renamed(request: Request, device: str, speaker_name: Field, form_token: FormToken) -> Response:
    """Give a speaker another name."""
    session = _changing(request, form_token)
    try:
        rename_speaker(pages_of(request).keep, session, DeviceId(device), speaker_name)
    except DeviceNameRefusedError as refused:
        return _shown(request, session, problem=type(refused).__name__)
    return _back(request)


@router.post("/my-data/speakers/{device}/whose")
def rebound(request: Request, device: str, whose: Whose, form_token: FormToken) -> Response:
    """Make a speaker one's own, or the household's."""
    session = _changing(request, form_token)
    rebind_speaker(pages_of(request).keep, session, DeviceId(device), shared=whose == "shared")
    look_again(request, DeviceId(device))
    return _back(request)


@router.post("/my-data/speakers/{device}/mute")
def muted(request: Request, device: str, form_token: FormToken) -> Response:
    """Have a speaker mute itself."""
    session = _changing(request, form_token)
    mute_speaker(pages_of(request).keep, session, DeviceId(device))
    look_again(request, DeviceId(device))
    return _back(request)


@router.post("/my-data/speakers/{device}/it-is-me")
def named(request: Request, device: str, form_token: FormToken) -> Response:
    """Take it that whoever is signed in stands at a speaker that their household shares."""
    session = _changing(request, form_token)
    try:
        name_oneself(pages_of(request).keep, request.app.state.hub, session, DeviceId(device))
    except SpeakerGoneError as refused:
        return _shown(request, session, problem=type(refused).__name__)
    look_again(request, DeviceId(device))
    return _back(request)


@router.post("/my-data/speakers/{device}/unbind")
def unbound(request: Request, device: str, form_token: FormToken) -> Response:
    """End a speaker's binding."""
    session = _changing(request, form_token)
    unbind_speaker(pages_of(request).keep, session, DeviceId(device))
    look_again(request, DeviceId(device))
    return _back(request)


def look_again(request: Request, device: DeviceId) -> None:
    """Let the speaker hear of it at once, if it is connected here."""
    there: Speakers = request.app.state.speakers
    there.look_again(device)


def _changing(request: Request, form_token: str) -> Session:
    pages_of(request).require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    count_try(request, "speakers", most=CHANGES_PER_WINDOW, session=session)
    return session


def _back(request: Request) -> Response:
    return pages_of(request).go_to(request, PAGE)


def _shown(
    request: Request, session: Session, *, code: Code | None = None, problem: str = "", incomplete: bool = False
) -> Response:
    pages, anchor = pages_of(request), anchor_of(request)
    names = names_of(pages.keep, session.subject)
    return pages.show(
        request,
        "speakers.html",
        status=HTTPStatus.BAD_REQUEST if problem or incomplete else HTTPStatus.OK,
        at=PAGE,
        speakers=speakers_of(pages.keep, session, names),
        lost=lost_speakers_of(pages.keep, session, names),
        code=code,
        address=f"{pages.keep.settings.public_url}/speaker",
        trust=pages.keep.settings.trust_address if anchor else "",
        fingerprint="".join(anchor.fingerprint).replace(" ", "").lower() if anchor else "",
        problem=problem,
        unchosen=unchosen_by(pages.keep, session),
        choice=None,  # the fields are shown to whoever has none
        incomplete=incomplete,
    )
