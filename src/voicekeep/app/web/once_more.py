"""A form that took long to fill in, and was sent on an old sign-in: nothing was done, and nothing typed is lost.

It is shown with all that it holds, beside the way to confirm who it is; then it is sent once more.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from fastapi import Request, Response
from starlette.datastructures import FormData

from voicekeep.app.web.guards import FORM_FIELD
from voicekeep.app.web.onward import onward_of
from voicekeep.app.web.pages import pages_of

_KEPT: Final = ("/desk/", "/objection", "/rectification")
"""Below these, reasons are written. Never where a password is set: it would stand in the page."""
_WORDS: Final = frozenset({"reason", "text", "why", "what"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """One field of the form; nothing of it shows in a repr."""

    name: str
    value: str

    @property
    def words(self) -> bool:
        """Return whether somebody wrote it, and may want to see it again."""
        return self.name in _WORDS or any(map(str.isspace, self.value))

    def __repr__(self) -> str:
        return "Typed(…)"


def keeps_typed(request: Request) -> bool:
    """Return whether what was sent there is shown again."""
    return request.method == "POST" and request.url.path.startswith(_KEPT)


def once_more(request: Request, form: FormData) -> Response | None:
    """Return the page that holds the form, and leads to who confirms it; None: there is nothing in it to be lost.

    Raises:
        ForeignFormError: it was not filled in on a page of ours: nobody is shown what another site typed.
    """
    pages = pages_of(request)
    token = form.get(FORM_FIELD)
    pages.require_own_form(request, token if isinstance(token, str) else "")
    typed = [Typed(name=name, value=value) for name, value in form.multi_items() if isinstance(value, str)]
    typed = [field for field in typed if field.name != FORM_FIELD]
    if not typed:
        return None
    back = onward_of(request).back_to(request)
    return pages.show(
        request,
        "once_more.html",
        status=HTTPStatus.FORBIDDEN,
        at=back,
        back=back,
        confirm=f"/confirm?next={quote(back)}",
        address=str(request.url.path),
        typed=typed,
    )
