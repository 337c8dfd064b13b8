"""The API: all that the pages do, as JSON under /api/v1, over the same operations and the same sessions.

Flow        one HTTP request -> one operation -> JSON, or a problem by name (RFC 9457)
Guarantees  1. Whose data it is, the token in the Authorization header says; cookies open nothing here (P3).
            2. Not there and not yours are one answer; no problem repeats what was sent.
            3. The limits are those of the pages, counted together with them.
            4. What the document does not allow is refused; a test compares the document with the one that is kept.
Format      docs/api.md, tests/web/openapi.json
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException

from voicekeep.app.web import (
    api_account,
    api_anybody,
    api_cases,
    api_copies,
    api_heard,
    api_household,
    api_rights,
    api_speakers,
)
from voicekeep.app.web.api_problems import Problem, incomplete, no_such_address, refusals, refused
from voicekeep.records.errors import VoicekeepError

PREFIX: Final = "/api/v1"
VERSION: Final = "1"
_TEMPLATE: Final = "#/components/schemas/{model}"
_ABOUT: Final = (
    "All that the pages of a Voicekeep do. Sign in with `POST /sign-in` and send its token as "
    "`Authorization: Bearer …`. What answers 403 wants a sign-in of the last ten minutes: `POST /confirm`. "
    "Instants are UTC; days are those of the keep's time zone; sizes are bytes. "
    "What was not done is a problem of the media type `application/problem+json` (RFC 9457)."
)


class Api(FastAPI):
    """The application below /api/v1."""

    def openapi(self) -> dict[str, Any]:
        """Return the document of the API; it is the same for every keep."""
        if self.openapi_schema is None:
            made = get_openapi(
                title="Voicekeep",
                version=VERSION,
                description=_ABOUT,
                routes=self.routes,
                servers=[{"url": PREFIX}],
            )
            self.openapi_schema = _with_problems(made)
        return self.openapi_schema


def make_api() -> Api:
    """Return the API; whoever mounts it hands it the state of the application."""
    api = Api(
        docs_url=None,  # it would come from a third party
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    api.add_exception_handler(VoicekeepError, refused)
    api.add_exception_handler(RequestValidationError, incomplete)
    api.add_exception_handler(HTTPException, no_such_address)
    api.add_exception_handler(Exception, refused)
    for part in (api_account, api_heard, api_copies, api_cases, api_rights, api_household, api_speakers, api_anybody):
        api.include_router(part.router)
    return api


def _with_problems(made: dict[str, Any]) -> dict[str, Any]:
    """Put our own problem in the place of what the framework would answer to a request that does not fit."""
    schemas: dict[str, Any] = made["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["Problem"] = Problem.model_json_schema(ref_template=_TEMPLATE)
    unfit = refusals(HTTPStatus.UNPROCESSABLE_ENTITY)
    for operations in made["paths"].values():
        for operation in operations.values():
            if "422" in operation["responses"]:
                operation["responses"]["422"] = unfit[422]
    return made
