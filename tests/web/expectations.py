"""Who may do what at every address: one line for each method of each route. Whoever adds a route adds its line here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from voicekeep.people import Role


class Who(StrEnum):
    """For whom a route is."""

    PUBLIC = "public"  # anybody; it shows what is nobody's
    FORM = "form"  # anybody, by a form of ours: it opens an account or a session
    OWN = "own"  # whoever is signed in, and it is about them
    OWN_FORM = "own form"  # whoever is signed in, by a form of their own page
    DESK = "desk"  # who has one of the line's roles and signed in with a passkey
    DESK_FORM = "desk form"  # the same, by a form of their own page


class Foreign(StrEnum):
    """What another person gets who has the first one's identifiers and links."""

    NOT_HERE = "Not here"
    CLOSED = "There is nothing here for you"
    THEIRS = ""  # their own page, or the way to it; what they named of the first one is as if it were not


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is expected of one method of one route."""

    who: Who
    gives: int = 200  # status of what its own person gets; of a public page, anybody
    foreign: Foreign = Foreign.THEIRS
    shows: bool = False  # its own person is shown marks of theirs: proof that the marks would be seen
    sent: Mapping[str, str] = field(default_factory=dict)  # of a form; {names} are the first person's
    query: str = ""
    roles: tuple[Role, ...] = ()  # of a route of the desk: who may; everybody else is told that nothing is there
    lists: str = ""  # of the desk: which request of the first person's it names by its number, and says no more of
    address: str = ""  # where the route's own placeholders are not named as the first person's values are


PUBLIC, FORM, OWN, OWN_FORM = Who.PUBLIC, Who.FORM, Who.OWN, Who.OWN_FORM
DESK, DESK_FORM = Who.DESK, Who.DESK_FORM
ADMINISTRATORS: Final = (Role.ADMINISTRATOR,)
STAFF: Final = tuple(Role)
READERS: Final = (Role.OFFICER, Role.DATA_PROTECTION_OFFICER)
DECIDERS: Final = (Role.DATA_PROTECTION_OFFICER,)
NOT_HERE, CLOSED = Foreign.NOT_HERE, Foreign.CLOSED
NO_CASE: Final = "/my-data/cases/tri_" + "a" * 26
TURN: Final = {"stretch": "turn", "which": "{item}"}

# In this order the first person walks over them at last: what destroys comes late.
EXPECTED: Final[dict[str, Line]] = {
    "GET /": Line(who=OWN, gives=303),
    "GET /.well-known/voicekeep": Line(who=PUBLIC),
    "GET /privacy": Line(who=PUBLIC),
    "GET /trust": Line(who=PUBLIC),
    "GET /trust/authority.crt": Line(who=PUBLIC, gives=404),
    "GET /guests": Line(who=PUBLIC),
    "POST /guests": Line(who=FORM, gives=400, sent={"words": "abandon ability able about", "right": "erasure"}),
    "GET /found": Line(who=PUBLIC),
    "POST /found": Line(who=FORM, sent={"digests": "0" * 64}),
    "GET /healthz": Line(who=PUBLIC),
    "GET /readyz": Line(who=PUBLIC),
    "GET /metrics": Line(who=PUBLIC, gives=404),
    "GET /static": Line(who=PUBLIC, address="/static/style.css"),
    "GET /sign-in": Line(who=PUBLIC),
    "POST /sign-in": Line(who=FORM, gives=401, sent={"email": "{email}", "password": "not that one"}),
    "POST /sign-in/challenge": Line(who=FORM),
    "POST /sign-in/passkey": Line(who=FORM, gives=401, sent={"answer": "{{}}"}),
    "GET /sign-in/code": Line(who=PUBLIC),
    "POST /sign-in/code": Line(who=FORM, gives=401, sent={"email": "{email}", "code": "aaaa-aaaa-aaaa-aaaa"}),
    "GET /welcome/{invitation}": Line(who=PUBLIC),
    "POST /welcome/{invitation}": Line(
        who=FORM, gives=400, sent={"name": "n", "email": "{email}", "password": "a long enough password"}
    ),
    "GET /household": Line(who=OWN, shows=True),
    "GET /mandates": Line(shows=True, who=OWN),
    "GET /own-account": Line(who=PUBLIC),
    "POST /own-account": Line(
        who=FORM,
        gives=400,
        sent={"code": "no code", "name": "n", "email": "n@keep.test", "password": "a long enough one"},
    ),
    "GET /acting/{mandate}": Line(who=OWN, shows=True, foreign=NOT_HERE),
    "GET /acting/{mandate}/copies": Line(shows=True, who=OWN, foreign=NOT_HERE),
    "GET /my-data": Line(who=OWN, shows=True),
    "GET /my-data/copies": Line(who=OWN, shows=True),
    "GET /my-data/messages": Line(who=OWN),
    "GET /my-data/history": Line(who=OWN, shows=True),
    "GET /choices": Line(who=OWN),
    "GET /choices/csv": Line(who=OWN, shows=True),
    "GET /heard": Line(who=OWN, shows=True, query="day={day}"),
    "POST /heard/search": Line(who=OWN_FORM, shows=True, sent={"words": "pantry"}),
    "GET /heard/sound/{item}": Line(who=OWN, shows=True, foreign=NOT_HERE),
    "GET /heard/turn/{item}": Line(who=OWN, shows=True, foreign=NOT_HERE),
    "GET /my-data/speakers": Line(who=OWN, shows=True),
    "POST /my-data/speakers/code": Line(who=OWN_FORM, shows=True, sent={"whose": "own"}),
    "POST /my-data/speakers/{device}/name": Line(
        who=OWN_FORM, gives=303, foreign=NOT_HERE, sent={"speaker_name": "orangery"}
    ),
    "POST /my-data/speakers/{device}/whose": Line(who=OWN_FORM, gives=303, foreign=NOT_HERE, sent={"whose": "own"}),
    "POST /my-data/speakers/{device}/mute": Line(who=OWN_FORM, gives=303, foreign=NOT_HERE),
    "POST /my-data/speakers/{device}/it-is-me": Line(
        who=OWN_FORM, gives=404, foreign=NOT_HERE
    ),  # the walk's is nobody else's
    "GET /speaker": Line(who=PUBLIC),
    "GET /speaker/said/{token}": Line(who=PUBLIC, gives=404),
    "POST /speaker/pair": Line(
        who=FORM, gives=400, sent={"code": "AAAA-AAAA", "speaker_name": "n", "public_key": "{key}"}
    ),
    "GET /desk": Line(who=DESK, roles=STAFF),
    "GET /desk/staff": Line(who=DESK, roles=ADMINISTRATORS),
    "POST /desk/staff/offer": Line(who=DESK_FORM, roles=ADMINISTRATORS, sent={"role": "officer"}),
    "POST /desk/staff/{appointment}/grant": Line(who=DESK_FORM, roles=ADMINISTRATORS, gives=409),
    "POST /desk/staff/{appointment}/end": Line(who=DESK_FORM, roles=ADMINISTRATORS, gives=303),
    "GET /desk/join/{offer}": Line(who=OWN),
    "POST /desk/join/{offer}": Line(who=OWN_FORM, gives=400, sent={"staff_name": "n"}),
    "GET /desk/proposals": Line(who=DESK, roles=STAFF),
    "POST /desk/proposals/{proposal}/approve": Line(who=DESK_FORM, roles=STAFF, gives=400),
    "POST /desk/proposals/{proposal}/decline": Line(who=DESK_FORM, roles=STAFF, gives=400, sent={"reason": "because"}),
    "GET /desk/exports": Line(who=DESK, roles=STAFF),
    "POST /desk/exports/off": Line(who=DESK_FORM, roles=STAFF, gives=400, sent={"reason": " "}),
    "POST /desk/exports/on": Line(who=DESK_FORM, roles=STAFF, gives=400, sent={"reason": "r"}),
    "GET /desk/records": Line(who=DESK, roles=READERS),
    "GET /desk/records/{paper}": Line(who=DESK, roles=READERS),
    "GET /desk/records/{paper}/{form}": Line(who=DESK, roles=READERS),
    "GET /desk/requests": Line(who=DESK, roles=READERS, lists="held"),
    "GET /desk/requests/{named}": Line(who=DESK, roles=READERS, address="/desk/requests/{request}"),
    "POST /desk/requests/{named}": Line(
        who=DESK_FORM,
        roles=READERS,
        gives=409,
        address="/desk/requests/{request}",
        sent={"act": "answer", "seen": "0", "reason": "because of it"},
    ),
    "GET /desk/letters": Line(who=DESK, roles=READERS),
    "POST /desk/letters": Line(
        who=DESK_FORM,
        roles=READERS,
        sent={
            "address": "{email}",
            "right": "access",
            "came_in": "2030-11-01",
            "channel": "letter",
            "spoken": "en",
        },
    ),
    "GET /desk/letters/answer/{form}": Line(who=DESK, roles=READERS, address="/desk/letters/answer/pdf"),
    "GET /my-data/requests": Line(who=OWN, shows=True),
    "GET /my-data/requests-now": Line(who=OWN, shows=True),
    "GET /my-data/requests/{request_id}": Line(
        who=OWN, shows=True, foreign=NOT_HERE, address="/my-data/requests/{request}"
    ),
    "GET /my-data/requests/{request_id}/letters/{letter}": Line(
        who=OWN, shows=True, foreign=NOT_HERE, address="/my-data/requests/{request}/letters/received"
    ),
    "GET /my-data/requests/{request_id}/letters/{letter}/{form}": Line(
        who=OWN, shows=True, foreign=NOT_HERE, address="/my-data/requests/{request}/letters/received/html"
    ),
    "POST /my-data/requests/{request_id}": Line(
        who=OWN_FORM,
        gives=303,
        shows=True,
        foreign=NOT_HERE,
        sent={"act": "confirm"},
        address="/my-data/requests/{request}",
    ),
    "GET /objection": Line(who=OWN),
    "POST /objection": Line(who=OWN_FORM, gives=303, sent={"to": "sign_ins", "why": "because of it"}),
    "GET /rectification": Line(who=OWN, shows=True),
    "POST /rectification": Line(who=OWN_FORM, gives=303, sent={"about": "sign_in", "what": "it was an hour later"}),
    "POST /rectification/profile": Line(
        who=OWN_FORM, gives=303, sent={"name": "n", "email": "{email}", "spoken": "de"}
    ),
    "GET /desk/cases": Line(who=DESK, roles=READERS),
    "POST /desk/thaw": Line(who=DESK_FORM, roles=READERS, gives=400, sent={"reason": "because"}),
    "GET /desk/cases/{case}": Line(who=DESK, roles=READERS),
    "POST /desk/cases/{case}/decide": Line(
        who=DESK_FORM, roles=DECIDERS, gives=400, sent={"outcome": "confirmed", "aware_at": "tomorrow"}
    ),
    "POST /desk/cases/{case}/entries": Line(
        who=DESK_FORM, roles=READERS, gives=400, sent={"step": "cause_named", "seen": "0", "text": "because"}
    ),
    "POST /desk/cases/{case}/close": Line(who=DESK_FORM, roles=READERS, gives=400, sent={"reason": "because"}),
    "POST /desk/cases/{case}/freeze": Line(who=DESK_FORM, roles=READERS, gives=400, sent={"reason": " "}),
    "GET /desk/cases/{case}/scope": Line(who=DESK, roles=READERS),
    "GET /desk/cases/{case}/scope/csv": Line(who=DESK, roles=READERS),
    "POST /desk/cases/{case}/scope": Line(who=DESK_FORM, roles=READERS, gives=400, sent={"seen": "99"}),
    "GET /desk/cases/{case}/severity": Line(who=DESK, roles=READERS),
    "POST /desk/cases/{case}/severity": Line(
        who=DESK_FORM,
        roles=DECIDERS,
        gives=400,
        sent={"seen": "0", "kind": "behavioural", "people": "1"}
        | {"context": "12", "identification": "4", "confidentiality": "1"}
        | {"integrity": "0", "availability": "0", "malice": "0"},
    ),
    "GET /desk/cases/{case}/people": Line(who=DESK, roles=READERS),
    "POST /desk/cases/{case}/people": Line(
        who=DESK_FORM, roles=READERS, gives=400, sent={"person": "{subject}", "channel": "telephone", "seen": "0"}
    ),
    "POST /desk/cases/{case}/recipient": Line(
        who=DESK_FORM, roles=READERS, gives=400, sent={"person": "{subject}", "track": "asked", "seen": "0"}
    ),
    "GET /desk/cases/{case}/letters/{paper}": Line(
        who=DESK, roles=READERS, address="/desk/cases/{case}/letters/affected"
    ),
    "POST /desk/cases/{case}/letters/{paper}": Line(
        who=DESK_FORM,
        roles=READERS,
        gives=400,
        address="/desk/cases/{case}/letters/affected",
        sent={"part": "what", "seen": "0", "text": "x"},
    ),
    "GET /desk/cases/{case}/letters/{paper}/{form}": Line(
        who=DESK, roles=READERS, address="/desk/cases/{case}/letters/affected/pdf"
    ),
    "GET /desk/register": Line(who=DESK, roles=READERS),
    "GET /desk/register/{form}": Line(who=DESK, roles=READERS),
    "GET /desk/isolated": Line(who=DESK, roles=READERS),
    "GET /desk/isolated/{form}": Line(who=DESK, roles=READERS, address="/desk/isolated/json"),
    "GET /restriction": Line(who=OWN),
    "GET /close": Line(who=OWN),
    "GET /heard/erase": Line(who=OWN, shows=True, query="stretch=turn&which={item}"),
    "GET /copy/{token}": Line(who=OWN, shows=True, foreign=CLOSED),
    "POST /copy/{token}": Line(who=OWN_FORM, gives=303, shows=True, foreign=CLOSED),
    "GET /download/{archive}": Line(who=OWN, shows=True, foreign=CLOSED),
    "GET /desk/overrides/{named}": Line(who=DESK, roles=READERS, address="/desk/overrides/{held}"),
    "POST /desk/overrides/{named}": Line(
        who=DESK_FORM, roles=READERS, gives=303, address="/desk/overrides/{held}", sent={"reason": "because"}
    ),
    "GET /my-data/copies/{request_id}/not-mine": Line(
        who=OWN, shows=True, foreign=NOT_HERE, address="/my-data/copies/{request}/not-mine"
    ),
    "POST /my-data/copies/{request_id}/not-mine": Line(
        who=OWN_FORM,
        gives=303,
        shows=True,
        foreign=NOT_HERE,
        sent={"saw": "strange_name"},
        address="/my-data/copies/{request}/not-mine",
    ),
    "GET /my-data/cases/{case}": Line(who=OWN, gives=404, address=NO_CASE),
    "POST /my-data/cases/{case}/read": Line(who=OWN_FORM, gives=404, address=NO_CASE + "/read"),
    "GET /my-data/cases/{case}/statement": Line(who=OWN, gives=303, address=NO_CASE + "/statement"),
    "POST /my-data/cases/{case}/statement": Line(
        who=OWN_FORM, gives=404, address=NO_CASE + "/statement", sent={"deleted": "true"}
    ),
    "GET /security": Line(who=OWN, shows=True),
    "GET /confirm": Line(who=OWN, shows=True),
    "POST /confirm": Line(who=OWN_FORM, gives=303, sent={"password": "{password}"}),
    "POST /confirm/challenge": Line(who=OWN_FORM),
    "POST /confirm/passkey": Line(who=OWN_FORM, shows=True, gives=401, sent={"answer": "{{}}"}),
    "POST /my-data": Line(who=OWN_FORM, gives=303),
    "POST /choices": Line(who=OWN_FORM, gives=303, sent={"keeping": "audio", "months": "3"}),
    "POST /security/passkeys/challenge": Line(who=OWN_FORM, shows=True),
    "POST /security/passkeys": Line(
        who=OWN_FORM, shows=True, gives=400, sent={"answer": "{{}}", "passkey_name": "one more"}
    ),
    "POST /security/passkeys/{passkey}/name": Line(
        who=OWN_FORM, gives=303, foreign=NOT_HERE, sent={"passkey_name": "not yours any more"}
    ),
    "POST /security/passkeys/{passkey}/remove": Line(who=OWN_FORM, gives=303, foreign=NOT_HERE),
    "POST /security/codes": Line(who=OWN_FORM),
    "POST /security/sessions/{other}/end": Line(who=OWN_FORM, gives=303),
    "POST /security/sessions/others/end": Line(who=OWN_FORM, gives=303),
    "POST /my-data/speakers/{device}/unbind": Line(who=OWN_FORM, gives=303, foreign=NOT_HERE),
    "POST /heard/turn/{item}/receipt": Line(who=OWN_FORM, foreign=NOT_HERE),
    "POST /heard/turn/{item}/words": Line(
        who=OWN_FORM, shows=True, gives=303, foreign=NOT_HERE, sent={"words": "a word"}
    ),
    "POST /heard/turn/{item}/silence": Line(
        who=OWN_FORM, shows=True, gives=303, foreign=NOT_HERE, sent={"first": "0", "end": "0.1"}
    ),
    "POST /heard/turn/{item}/not-me": Line(
        who=OWN_FORM, shows=True, gives=303, foreign=NOT_HERE, sent={"sure": "true"}
    ),
    "POST /household/name": Line(who=OWN_FORM, gives=303, sent={"shown_name": "a name to show"}),
    "POST /household/invite": Line(who=OWN_FORM, shows=True),
    "POST /household/children": Line(
        who=OWN_FORM, gives=303, sent={"child_name": "n", "called": "aunt", "until": "2035-01-01"}
    ),
    "POST /household/leave": Line(who=OWN_FORM, gives=303, sent={"sure": "true"}),
    "POST /mandates": Line(shows=True, who=OWN_FORM, sent={"rights": "copy", "until": "2031-01-01"}),
    "POST /mandates/take": Line(shows=True, who=OWN_FORM, gives=400, sent={"code": "no code"}),
    "POST /mandates/{mandate}/confirm": Line(
        who=OWN_FORM, gives=404, foreign=NOT_HERE, sent={"called": "nobody that I know"}
    ),
    "POST /acting/{mandate}/choice": Line(
        shows=True, who=OWN_FORM, gives=303, foreign=NOT_HERE, sent={"keeping": "transcript", "months": "3"}
    ),
    "POST /acting/{mandate}/copy": Line(shows=True, who=OWN_FORM, gives=303, foreign=NOT_HERE),
    "POST /acting/{mandate}/restriction": Line(
        shows=True, who=OWN_FORM, gives=303, foreign=NOT_HERE, sent={"ground": "claims"}
    ),
    "POST /acting/{mandate}/restriction/lift": Line(shows=True, who=OWN_FORM, gives=303, foreign=NOT_HERE),
    "POST /acting/{mandate}/erase": Line(shows=True, who=OWN_FORM, gives=303, foreign=NOT_HERE, sent={"sure": "true"}),
    "POST /acting/{mandate}/way-in": Line(who=OWN_FORM, shows=True, foreign=NOT_HERE),
    "POST /acting/{mandate}/close": Line(who=OWN_FORM, shows=True, foreign=NOT_HERE, sent={"sure": "false"}),
    "POST /mandates/{mandate}/end": Line(who=OWN_FORM, gives=303, foreign=NOT_HERE),
    "POST /restriction": Line(who=OWN_FORM, gives=303, sent={"ground": "claims"}),
    "POST /restriction/lift": Line(who=OWN_FORM, gives=303),
    "POST /heard/erase": Line(who=OWN_FORM, sent=TURN, query="stretch=turn&which={item}"),
    "POST /security/password": Line(who=OWN_FORM, shows=True, sent={"new_password": "quite another long sentence"}),
    "POST /close": Line(who=OWN_FORM, shows=True, sent={"sure": "true"}),
    "POST /sign-out": Line(who=FORM, gives=303),
}
