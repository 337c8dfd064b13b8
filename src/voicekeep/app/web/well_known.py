"""What anybody may know: the keys by which copies and checkpoints are checked (P8)."""

from __future__ import annotations

from fastapi import APIRouter, Request

from voicekeep.app.operations.evidence import published_keys
from voicekeep.app.web.pages import pages_of

router = APIRouter()


@router.get("/.well-known/voicekeep")
def keys(request: Request) -> dict[str, str]:
    """Return the fingerprints of the statement key and the checkpoint key."""
    return published_keys(pages_of(request).keep)
