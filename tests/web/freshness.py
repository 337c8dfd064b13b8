"""What needs a sign-in of the last ten minutes, at the pages and in the API: whatever releases or destroys.

Whoever adds a route that changes something adds it here: to what needs one, or, with the reason, to what does not. What
takes something away from others, or keeps more, must not be held up; what cannot be undone, opens something of a person
to somebody, or decides for others must. Pages on which such a thing is about to be done ask at once.
"""

from __future__ import annotations

from typing import Final

_A_NAME: Final = "a name that its person sees; it opens and erases nothing"
_SHUTS: Final = "it shuts something: whoever fears for their data must not be held up"
_KEEPS: Final = "a longer or the same time, as here, keeps; a shorter one erases, and asks (test_retention.py)"
_BESIDE: Final = "what was heard stays as it was; the correction stands beside it, and can be corrected"
_READS: Final = "it only reads; the words are in a form so that no address holds them"
_PROVES: Final = "it is how a sign-in becomes fresh"
_SAID_ALOUD: Final = "the speaker says it aloud first, and by voice one can only shorten or erase"
_SEEN: Final = "it says that a message was seen; nothing leaves by it, and nothing is erased"

PAGES_FRESH: Final = frozenset(
    {
        # a person's own: what destroys, releases, opens their account or their home to somebody, or asks in their name
        "GET /heard/erase",
        "POST /heard/erase",
        "POST /heard/turn/{item}/silence",
        "POST /heard/turn/{item}/not-me",
        "POST /heard/turn/{item}/receipt",  # with the words the turn is erased without a sign-in
        "GET /close",
        "POST /close",
        "POST /my-data",
        "POST /copy/{token}",
        "GET /my-data/copies/{request_id}/not-mine",
        "POST /my-data/copies/{request_id}/not-mine",
        "POST /my-data/requests/{request_id}",
        "GET /my-data/cases/{case}/statement",
        "POST /my-data/cases/{case}/statement",
        "GET /objection",
        "POST /objection",
        "GET /rectification",
        "POST /rectification",
        "POST /rectification/profile",  # mails go to the new address from then on
        "GET /restriction",
        "POST /restriction",
        "POST /restriction/lift",
        "POST /my-data/speakers/code",  # a speaker reads lists and reminders out
        "POST /my-data/speakers/{device}/whose",
        "POST /security/passkeys/challenge",
        "POST /security/passkeys",
        "POST /security/passkeys/{passkey}/remove",
        "POST /security/codes",
        "POST /security/password",
        "POST /household/invite",
        "POST /household/children",
        "POST /household/leave",
        "POST /mandates",
        "POST /mandates/take",
        "POST /mandates/{mandate}/confirm",
        "POST /acting/{mandate}/copy",
        "POST /acting/{mandate}/restriction",
        "POST /acting/{mandate}/restriction/lift",
        "POST /acting/{mandate}/erase",
        "POST /acting/{mandate}/way-in",
        "POST /acting/{mandate}/close",
        # the desk: whatever decides about others, and what tells most about them
        "GET /desk/join/{offer}",
        "POST /desk/join/{offer}",
        "POST /desk/staff/offer",
        "POST /desk/staff/{appointment}/grant",
        "POST /desk/staff/{appointment}/end",
        "POST /desk/proposals/{proposal}/approve",
        "POST /desk/proposals/{proposal}/decline",
        "POST /desk/exports/off",
        "POST /desk/exports/on",
        "GET /desk/requests/{named}",
        "POST /desk/requests/{named}",
        "GET /desk/letters",
        "POST /desk/letters",
        "GET /desk/overrides/{named}",
        "POST /desk/overrides/{named}",
        "POST /desk/thaw",
        "POST /desk/cases/{case}/decide",
        "POST /desk/cases/{case}/entries",
        "POST /desk/cases/{case}/close",
        "POST /desk/cases/{case}/freeze",
        "GET /desk/cases/{case}/scope",
        "GET /desk/cases/{case}/scope/csv",
        "POST /desk/cases/{case}/scope",
        "GET /desk/cases/{case}/severity",
        "POST /desk/cases/{case}/severity",
        "POST /desk/cases/{case}/people",
        "POST /desk/cases/{case}/recipient",
        "POST /desk/cases/{case}/letters/{paper}",
        "GET /desk/register",
        "GET /desk/register/{form}",
        "GET /desk/isolated",
        "GET /desk/isolated/{form}",
    }
)
PAGES_NOT: Final = {
    "POST /heard/search": _READS,
    "POST /heard/turn/{item}/words": _BESIDE,
    "POST /choices": _KEEPS,
    "POST /acting/{mandate}/choice": _KEEPS,
    "POST /my-data/speakers/{device}/name": _A_NAME,
    "POST /my-data/speakers/{device}/mute": _SHUTS,
    "POST /my-data/speakers/{device}/it-is-me": _SAID_ALOUD,
    "POST /my-data/speakers/{device}/unbind": _SHUTS,
    "POST /my-data/cases/{case}/read": _SEEN,
    "POST /confirm": _PROVES,
    "POST /confirm/challenge": _PROVES,
    "POST /confirm/passkey": _PROVES,
    "POST /security/passkeys/{passkey}/name": _A_NAME,
    "POST /security/sessions/{other}/end": _SHUTS,
    "POST /security/sessions/others/end": _SHUTS,
    "POST /household/name": _A_NAME,
    "POST /mandates/{mandate}/end": _SHUTS,
}
API_FRESH: Final = frozenset(
    {
        "GET /account",  # what closing would take along
        "POST /account/closing",
        "GET /heard/erasure",
        "POST /heard/erasure",
        "POST /heard/turns/{item}/silences",
        "POST /heard/turns/{item}/not-me",
        "POST /heard/turns/{item}/receipt",
        "POST /requests",
        "POST /requests/{request_id}/not-mine",
        "POST /links/{link}/download",
        "POST /rights/{request_id}/confirm",
        "POST /rights/{request_id}/withdraw",
        "POST /objections",
        "POST /rectifications",
        "POST /cases/{case}/statement",
        "PUT /me",
        "PUT /restriction",
        "DELETE /restriction",
        "POST /pairings/codes",
        "PUT /speakers/{device_id}/whose",
        "DELETE /passkeys/{passkey_id}",
        "POST /recovery-codes",
        "PUT /password",
        "POST /household/invitations",
        "POST /household/children",
        "POST /household/leaving",
        "POST /mandates",
        "POST /mandate-offers/taking",
        "POST /mandates/{mandate}/confirmation",
        "POST /acting/{mandate}/requests",
        "PUT /acting/{mandate}/restriction",
        "DELETE /acting/{mandate}/restriction",
        "POST /acting/{mandate}/erasure",
        "POST /acting/{mandate}/way-in",
        "POST /acting/{mandate}/closing",
    }
)
API_NOT: Final = {
    "POST /heard/search": _READS,
    "POST /heard/turns/{item}/corrections": _BESIDE,
    "PUT /choice": _KEEPS,
    "PUT /acting/{mandate}/choice": _KEEPS,
    "PATCH /speakers/{device_id}": _A_NAME,
    "POST /speakers/{device_id}/mute": _SHUTS,
    "POST /speakers/{device_id}/it-is-me": _SAID_ALOUD,
    "DELETE /speakers/{device_id}": _SHUTS,
    "POST /cases/{case}/read": _SEEN,
    "POST /confirm": _PROVES,
    "PATCH /passkeys/{passkey_id}": _A_NAME,
    "DELETE /sessions/{session_id}": _SHUTS,
    "POST /sessions/others/end": _SHUTS,
    "PUT /household/name": _A_NAME,
    "DELETE /mandates/{mandate}": _SHUTS,
    "POST /sign-out": _SHUTS,
}
