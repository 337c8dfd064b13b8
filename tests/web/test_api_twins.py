"""Each form of a person at the pages has its operation in the API, or a reason in docs/api.md."""

from __future__ import annotations

import pytest

from tests.web.expectations import EXPECTED, Who
from tests.web.test_api_documented import DOCUMENT
from voicekeep.app.web.api import make_api

BROWSER = "Opening an account, and adding or using a passkey, need a browser at the keep's own pages."
DESK = "The desk has no API: it opens with a passkey, in a browser."

TWINS = {
    "POST /guests": "POST /guests",
    "POST /found": "POST /found",
    "POST /sign-in": "POST /sign-in",
    "POST /sign-in/challenge": BROWSER,
    "POST /sign-in/passkey": BROWSER,
    "POST /sign-in/code": "POST /sign-in/code",
    "POST /welcome/{invitation}": BROWSER,
    "POST /own-account": "POST /own-account",
    "POST /heard/search": "POST /heard/search",
    "POST /my-data/speakers/code": "POST /pairings/codes",
    "POST /my-data/speakers/{device}/name": "PATCH /speakers/{device_id}",
    "POST /my-data/speakers/{device}/whose": "PUT /speakers/{device_id}/whose",
    "POST /my-data/speakers/{device}/mute": "POST /speakers/{device_id}/mute",
    "POST /my-data/speakers/{device}/it-is-me": "POST /speakers/{device_id}/it-is-me",
    "POST /my-data/speakers/{device}/unbind": "DELETE /speakers/{device_id}",
    "POST /speaker/pair": "POST /pairings",
    "POST /desk/join/{offer}": DESK,
    "POST /my-data/requests/{request_id}": "POST /rights/{request_id}/withdraw",  # and /confirm
    "POST /objection": "POST /objections",
    "POST /rectification": "POST /rectifications",
    "POST /rectification/profile": "PUT /me",
    "POST /copy/{token}": "POST /links/{link}/download",
    "POST /my-data/copies/{request_id}/not-mine": "POST /requests/{request_id}/not-mine",
    "POST /my-data/cases/{case}/read": "POST /cases/{case}/read",
    "POST /my-data/cases/{case}/statement": "POST /cases/{case}/statement",
    "POST /confirm": "POST /confirm",
    "POST /confirm/challenge": BROWSER,
    "POST /confirm/passkey": BROWSER,
    "POST /my-data": "POST /requests",
    "POST /choices": "PUT /choice",
    "POST /security/passkeys/challenge": BROWSER,
    "POST /security/passkeys": BROWSER,
    "POST /security/passkeys/{passkey}/name": "PATCH /passkeys/{passkey_id}",
    "POST /security/passkeys/{passkey}/remove": "DELETE /passkeys/{passkey_id}",
    "POST /security/codes": "POST /recovery-codes",
    "POST /security/sessions/{other}/end": "DELETE /sessions/{session_id}",
    "POST /security/sessions/others/end": "POST /sessions/others/end",
    "POST /security/password": "PUT /password",
    "POST /heard/turn/{item}/receipt": "POST /heard/turns/{item}/receipt",
    "POST /heard/turn/{item}/words": "POST /heard/turns/{item}/corrections",
    "POST /heard/turn/{item}/silence": "POST /heard/turns/{item}/silences",
    "POST /heard/turn/{item}/not-me": "POST /heard/turns/{item}/not-me",
    "POST /heard/erase": "POST /heard/erasure",
    "POST /household/name": "PUT /household/name",
    "POST /household/invite": "POST /household/invitations",
    "POST /household/children": "POST /household/children",
    "POST /household/leave": "POST /household/leaving",
    "POST /mandates": "POST /mandates",
    "POST /mandates/take": "POST /mandate-offers/taking",
    "POST /mandates/{mandate}/confirm": "POST /mandates/{mandate}/confirmation",
    "POST /mandates/{mandate}/end": "DELETE /mandates/{mandate}",
    "POST /acting/{mandate}/choice": "PUT /acting/{mandate}/choice",
    "POST /acting/{mandate}/copy": "POST /acting/{mandate}/requests",
    "POST /acting/{mandate}/restriction": "PUT /acting/{mandate}/restriction",
    "POST /acting/{mandate}/restriction/lift": "DELETE /acting/{mandate}/restriction",
    "POST /acting/{mandate}/erase": "POST /acting/{mandate}/erasure",
    "POST /acting/{mandate}/way-in": "POST /acting/{mandate}/way-in",
    "POST /acting/{mandate}/close": "POST /acting/{mandate}/closing",
    "POST /restriction": "PUT /restriction",
    "POST /restriction/lift": "DELETE /restriction",
    "POST /close": "POST /account/closing",
    "POST /sign-out": "POST /sign-out",
}
REASONS = (BROWSER, DESK)
OPERATIONS = {
    f"{method.upper()} {path}" for path, methods in make_api().openapi()["paths"].items() for method in methods
}


def test_each_form_of_a_person_has_its_twin_or_its_reason() -> None:
    """Whoever adds a form for a person adds its operation to the API, and its line above."""
    forms = {
        name for name, line in EXPECTED.items() if name.startswith("POST ") and line.who in {Who.FORM, Who.OWN_FORM}
    }
    assert set(TWINS) == forms
    assert {twin for twin in TWINS.values() if twin not in OPERATIONS} == set(REASONS)


@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_stands_in_the_document(reason: str) -> None:
    assert reason in " ".join(DOCUMENT.split())


def test_the_api_changes_nothing_that_no_page_changes() -> None:
    """What changes something is some form's twin; beside them stands only the other half of one form."""
    changing = {name for name in OPERATIONS if not name.startswith("GET ")}
    assert changing - set(TWINS.values()) == {"POST /rights/{request_id}/confirm"}
