"""The person's own page: ask for a copy, see where it stands, fetch it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final, Literal, get_args

from fastapi import APIRouter, Form, Request, Response

from voicekeep.app.operations.accounts import choice_of, profile_of
from voicekeep.app.operations.asking import ask_for_copy, copies_of, period_of
from voicekeep.app.operations.case_messages import message_waits, messages_for
from voicekeep.app.operations.evidence import holds
from voicekeep.app.operations.exports import exports_stopped
from voicekeep.app.operations.notices import notices_of
from voicekeep.app.operations.overriding import overrides_of
from voicekeep.app.operations.restricting import restriction_of
from voicekeep.app.operations.staff import roles_here
from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.pages import pages_of, signed_in_or_refuse
from voicekeep.checks import PLAUSIBILITY_RULES
from voicekeep.people import Session
from voicekeep.records.catalogue import CATALOGUE
from voicekeep.records.items import ItemKind
from voicekeep.records.rights import Right
from voicekeep.records.texts import Language, Text
from voicekeep.request import Wish, WishRefusedError

router = APIRouter()

COPIES: Final = "/my-data/copies"

_DOUBTS = {rule.name: rule.person for rule in PLAUSIBILITY_RULES}


@router.get("/my-data")
def my_data(request: Request) -> Response:
    """Show the person's requests and what they chose to keep."""
    return _shown(request, signed_in_or_refuse(request))


@router.get(COPIES)
def copies(request: Request) -> Response:
    """Return the part of the page that changes while a copy is made."""
    pages = pages_of(request)
    session = signed_in_or_refuse(request)
    words = words_of_copies(pages.language_of(request))
    made, stopped = copies_of(pages.keep, session), exports_stopped(pages.keep)
    return pages.show(request, "copies.html", copies=made, stopped=stopped, copies_from=COPIES, **words)


@router.post("/my-data")
def ask(
    request: Request,
    form_token: Annotated[str, Form(alias=FORM_FIELD)],
    first: Annotated[str, Form()] = "",
    last: Annotated[str, Form()] = "",
    kinds: Annotated[tuple[ItemKind, ...], Form()] = (),
    right: Annotated[Literal["access", "portability"], Form()] = "access",
) -> Response:
    """File a request for a copy of everything, or of a period and some categories; the sign-in must be fresh."""
    pages = pages_of(request)
    pages.require_own_form(request, form_token)
    session = signed_in_or_refuse(request)
    try:
        since, until = period_of(pages.keep, _day(first), _day(last))
        wanted = tuple(kind for kind in ItemKind if kind in kinds) or tuple(ItemKind)
        wish = Wish(since=since, until=until, kinds=wanted)
        ask_for_copy(pages.keep, session, pages.chosen_language(request), wish, Right(right))
    except (ValueError, WishRefusedError):
        return _shown(request, session, problem=True)
    return pages.go_to(request, "/my-data")


def _day(typed: str) -> date | None:
    """Return a day as a browser sends it, or None for none. Raises ValueError."""
    return date.fromisoformat(typed) if typed else None


def titles_in(language: str) -> dict[ItemKind, str]:
    """Return what the categories are called."""
    spoken = _known(language)
    return {kind: CATALOGUE[kind].title.within(spoken) for kind in ItemKind}


def _known(language: str) -> Language:
    return next(known for known in get_args(Language) if known == language)


def words_of_copies(language: str) -> dict[str, Any]:
    """Return what the categories are called, and what a finding means for the person, where there is more to say."""
    return {
        "categories": [(kind.value, title) for kind, title in titles_in(language).items()],
        "found": found_in(language),
    }


def found_in(language: str, meanings: Mapping[str, Text] = _DOUBTS) -> Callable[[str], str]:
    """Return what says what a finding means, for the person or as named; nothing, where there is no more to say."""
    spoken = _known(language)
    return lambda name: meanings[name].within(spoken) if name in meanings else ""


def _shown(request: Request, session: Session, *, problem: bool = False) -> Response:
    pages = pages_of(request)
    return pages.show(
        request,
        "my_data.html",
        status=HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK,
        problem=problem,
        profile=profile_of(pages.keep, session),
        choice=choice_of(pages.keep, session),
        restriction=restriction_of(pages.keep, session),
        copies=copies_of(pages.keep, session),
        stopped=exports_stopped(pages.keep),
        copies_from=COPIES,
        case_waits=message_waits(pages.keep, session.subject),
        on_duty=bool(roles_here(pages.keep, session)),
        **words_of_copies(pages.language_of(request)),
    )


@router.get("/my-data/history")
def history(request: Request) -> Response:
    """Show everything that ever left about this person, and what they were given."""
    pages = pages_of(request)
    session = signed_in_or_refuse(request)
    return pages.show(
        request,
        "history.html",
        disclosures=holds(pages.keep, session),
        overrides=overrides_of(pages.keep, session),
        found=found_in(pages.language_of(request)),
    )


@router.get("/my-data/messages")
def messages(request: Request) -> Response:
    """Show what this person was told, or would have been if the keep sent mails."""
    pages = pages_of(request)
    session = signed_in_or_refuse(request)
    return pages.show(
        request, "messages.html", notices=notices_of(pages.keep, session), cases=messages_for(pages.keep, session)
    )
