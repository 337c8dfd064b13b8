"""What is said to a device that fetches sound by an address: for that device, for seconds. Everybody else: not here."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response

from voicekeep.app.offered import Offers
from voicekeep.records.errors import VoicekeepError

router = APIRouter()

PATH: Final = "/speaker/said"


class NothingSaidError(VoicekeepError):
    """Nothing is offered at that address to whoever asked; the same for foreign, over and invented ones."""

    promise = "P3"

    def __init__(self) -> None:
        super().__init__("nothing is offered there; nothing was given")


@router.get(f"{PATH}/{{token}}")
def said(request: Request, token: str) -> Response:
    """Give the device what was said to it."""
    offers: Offers = request.app.state.offers
    offered = offers.fetched(token, "" if request.client is None else request.client.host)
    if offered is None:
        raise NothingSaidError
    return Response(offered.sound, media_type=offered.media_type)
