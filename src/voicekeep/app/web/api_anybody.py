"""The API for anybody, signed in or not: a guest's four words, files that are not one's own, the privacy notice."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from pydantic import Field

from voicekeep.app.operations.asking import place_of
from voicekeep.app.operations.exports import exports_stopped
from voicekeep.app.operations.found_digests import DIGESTS_AT_ONCE, FileDigest, hand_in_digests
from voicekeep.app.operations.receipts import GuestRight, use_receipt
from voicekeep.app.papers import privacy_json
from voicekeep.app.web import found_pages, guest_pages
from voicekeep.app.web.api_callers import COUNTED, OWN, REFUSED, Caller, Here
from voicekeep.app.web.api_models import Given, Taken
from voicekeep.app.web.api_problems import refusals
from voicekeep.app.web.pages import count_everybodys_try, count_try
from voicekeep.records.texts import Language, language_named

router = APIRouter(tags=["anybody"])

_SHA256: Final = "^[0-9a-f]{64}$"


class GuestWords(Taken):
    """What a guest wants done with the one turn that their four words are about."""

    words: str = Field(description="The four words, as they were shown or said.", max_length=100)
    right: GuestRight = Field(description="`erasure`: for good; `restriction`: kept, and not used.")


class FoundFile(Taken):
    """A file that somebody holds, by its digests; the file itself stays where it is."""

    audio: str = Field(description="SHA-256 of its bytes, in hexadecimal.", pattern=_SHA256)
    samples: str | None = Field(
        default=None, description="SHA-256 of its samples, 16 bit little-endian; null: not known.", pattern=_SHA256
    )


class FoundFiles(Taken):
    """Files that somebody holds and that are not theirs."""

    files: list[FoundFile] = Field(description="One at least.", min_length=1, max_length=DIGESTS_AT_ONCE)


class Stop(Given):
    """Nothing leaves at the moment, for anybody."""

    number: int = Field(description="Which stop it is, counted from the first.", ge=1)
    reason: str = Field(description="For everybody to read, as it was typed; empty: the words are gone.")


class Exports(Given):
    """Whether anything leaves."""

    stopped: Stop | None = Field(description="Null: things may leave.")


@router.post("/guests", status_code=HTTPStatus.NO_CONTENT, responses=REFUSED | COUNTED)
def words_said(request: Request, keep: Here, sent: GuestWords) -> None:
    """Do what a guest wants with the turn that their words are about. Words that say nothing are all answered alike."""
    count_try(request, "guest", most=guest_pages.TRIES_PER_WINDOW)
    count_everybodys_try(request, "guest", most=guest_pages.TRIES_OF_EVERYBODY)
    use_receipt(keep, sent.words, sent.right)


@router.post("/found", status_code=HTTPStatus.NO_CONTENT, responses=REFUSED | COUNTED)
def found(request: Request, keep: Here, sent: FoundFiles) -> None:
    """Say that one holds files that are not one's own. The answer is the same, whatever they are."""
    count_try(request, "found", most=found_pages.TRIES_PER_WINDOW)
    count_everybodys_try(request, "found", most=found_pages.TRIES_OF_EVERYBODY)
    files = (
        FileDigest(audio=bytes.fromhex(each.audio), samples=None if not each.samples else bytes.fromhex(each.samples))
        for each in sent.files
    )
    hand_in_digests(keep, tuple(dict.fromkeys(files)))


@router.get("/privacy", responses=refusals())
def privacy(
    keep: Here, language: Annotated[Language | None, Query(description="Of its texts; null: the keep's.")] = None
) -> dict[str, Any]:
    """Return the privacy notice (GDPR Art. 13), as the record at the desk has it for machines."""
    settings, today = keep.settings, place_of(keep).day_of(keep.now())
    told: dict[str, Any] = json.loads(privacy_json(settings, language or language_named(settings.language), today))
    return told


@router.get("/exports", responses=OWN)
def exports(keep: Here, _: Caller) -> Exports:
    """Return whether exports are switched off for everybody, and why."""
    stopped = exports_stopped(keep)
    return Exports(stopped=None if stopped is None else Stop.model_validate(stopped))
