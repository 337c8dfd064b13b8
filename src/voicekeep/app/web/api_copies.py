"""The API of copies: ask for one, see where it stands, open its link, fetch it; and what has ever left."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Path, Request, Response

from voicekeep.app.operations.asking import ask_for_copy, copies_of, period_of
from voicekeep.app.operations.download import begin_download, look_at_link, open_download
from voicekeep.app.operations.evidence import holds
from voicekeep.app.operations.incidents import report_not_mine
from voicekeep.app.operations.notices import notices_of
from voicekeep.app.web.api_callers import COUNTED, FRESH, NOT_FOUND, OWN, REFUSED, Caller, Here, Linked
from voicekeep.app.web.api_copy_models import (
    Asked,
    Copy,
    Disclosure,
    Message,
    NotMine,
    OpenDownload,
    OpenLink,
    Reported,
    Wanted,
)
from voicekeep.app.web.api_problems import NotHereError
from voicekeep.app.web.incident_pages import REPORTS_PER_WINDOW
from voicekeep.app.web.pages import count_try
from voicekeep.app.web.sending import zip_answer
from voicekeep.records.ids import ArchiveId, RequestId
from voicekeep.records.items import ItemKind
from voicekeep.request import Wish

router = APIRouter(tags=["copies"])

_ZIP: Final = {"application/zip": {"schema": {"type": "string"}}}
_PIECES: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The whole ZIP file.", "content": _ZIP},
    206: {"description": "The part of it that `Range` asked for.", "content": _ZIP},
    416: {"description": "Bytes that there are not; `Content-Range` says how many there are. No content."},
}
Link = Annotated[str, Path(description="The link of a copy of one's own, as `GET /requests` shows it.")]


@router.post("/requests", status_code=HTTPStatus.CREATED, responses=FRESH | REFUSED)
def asked(keep: Here, session: Caller, sent: Wanted) -> Asked:
    """Ask for a copy of everything that is kept about one, or of a part (GDPR Art. 15)."""
    since, until = period_of(keep, sent.first, sent.last)
    kinds = tuple(kind for kind in ItemKind if kind in sent.kinds) or tuple(ItemKind)
    wish = Wish(since=since, until=until, kinds=kinds)
    return Asked(request=ask_for_copy(keep, session, sent.language or "", wish, sent.right))


@router.get("/requests", responses=OWN)
def requests(keep: Here, session: Caller) -> list[Copy]:
    """Return one's requests, the latest first, with the link of what can be fetched."""
    return [Copy.model_validate(copy) for copy in copies_of(keep, session)]


@router.get("/requests/{request_id}", responses=OWN | NOT_FOUND)
def one_request(
    keep: Here, session: Caller, request_id: Annotated[str, Path(description="Identifier of a request of one's own.")]
) -> Copy:
    """Return one request of one's own."""
    for copy in copies_of(keep, session):
        if copy.request == request_id:
            return Copy.model_validate(copy)
    raise NotHereError


@router.post("/requests/{request_id}/not-mine", responses=FRESH | NOT_FOUND | COUNTED)
def reported(
    request: Request,
    keep: Here,
    session: Caller,
    request_id: Annotated[str, Path(description="Identifier of a request whose copy was released to one.")],
    sent: NotMine,
) -> Reported:
    """Say that a copy that one got is not what it should be. It is held back at once, with what is tied to it.

    So can whoever asked for it by mandate, also when that is over; not the person whom that copy is about.
    """
    count_try(request, "report", most=REPORTS_PER_WINDOW, session=session)
    return Reported.model_validate(report_not_mine(keep, session, RequestId(request_id), sent.saw))


@router.get("/links/{link}", responses=OWN | NOT_FOUND | COUNTED)
def link_shown(keep: Here, session: Linked, link: Link) -> OpenLink:
    """Say what a link opens, to its recipient; whoever else tries is written down."""
    return OpenLink.model_validate(look_at_link(keep, link, session))


@router.post("/links/{link}/download", status_code=HTTPStatus.CREATED, responses=FRESH | NOT_FOUND | COUNTED)
def link_opened(keep: Here, session: Linked, link: Link) -> OpenDownload:
    """Let this session fetch what the link opens, for a day."""
    return OpenDownload.model_validate(open_download(keep, link, session))


@router.get("/downloads/{archive}", response_class=Response, responses=_PIECES | OWN | NOT_FOUND | COUNTED)
def fetched(
    keep: Here,
    session: Linked,
    archive: Annotated[str, Path(description="Identifier of an archive that this session opened.")],
    range_header: Annotated[str | None, Header(alias="Range", description="Such as `bytes=1000-`; RFC 9110.")] = None,
    if_range: Annotated[str | None, Header(alias="If-Range", description="The `ETag` of what was begun.")] = None,
) -> Response:
    """Send the ZIP file, or the part of it that is still missing. It stands in the ledger before the first byte."""
    answer = begin_download(keep, session, ArchiveId(archive), range_header=range_header, if_range=if_range)
    return zip_answer(answer, archive)


@router.get("/disclosures", responses=OWN)
def disclosures(keep: Here, session: Caller) -> list[Disclosure]:
    """Return everything that ever left about one, and every try that was refused, by instant."""
    return [Disclosure.model_validate(line) for line in holds(keep, session)]


@router.get("/messages", responses=OWN)
def messages(keep: Here, session: Caller) -> list[Message]:
    """Return what one was told, the latest first; a mail says no more than that there is a message."""
    return [Message.model_validate(notice) for notice in notices_of(keep, session)]
