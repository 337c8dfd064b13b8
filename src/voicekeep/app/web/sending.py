"""Send an archive's bytes: the same for the page and for the API."""

from __future__ import annotations

from collections.abc import Generator

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from voicekeep.app.operations.download import Answer


def zip_answer(answer: Answer, archive: str) -> StreamingResponse:
    """Return the answer to one request for an archive's bytes."""
    return _Sending(
        answer.chunks,
        status_code=answer.status,
        media_type="application/zip",
        headers={
            "Content-Disposition": 'attachment; filename="my-voicekeep-copy.zip"',
            "Accept-Ranges": "bytes",
            "ETag": f'"{archive}"',
            **answer.headers,
        },
    )


class _Sending(StreamingResponse):
    """A download that is ended, and written down as ended, the moment the line breaks."""

    def __init__(self, chunks: Generator[bytes], *, status_code: int, media_type: str, headers: dict[str, str]) -> None:
        super().__init__(chunks, status_code=status_code, media_type=media_type, headers=headers)
        self._chunks = chunks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            with anyio.CancelScope(shield=True):
                await run_in_threadpool(self._chunks.close)
