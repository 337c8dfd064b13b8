"""The API against whatever fits its document and whatever does not: no answer breaks, and each is what was promised.

schemathesis makes the requests, from the document alone and with a fixed seed, and holds the answers against it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case, GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.python import asgi

from tests.app.telling import Told, crossed, decided
from tests.web.walking import Ground, ground
from voicekeep.app.operations.accounts import choose, profile_of, sign_in
from voicekeep.app.operations.asking import copies_of
from voicekeep.app.operations.download import open_download
from voicekeep.app.operations.history import days_of, heard_on
from voicekeep.app.operations.own_requests import RECEIVED
from voicekeep.app.operations.profiles import change_profile
from voicekeep.app.operations.proving import change_password
from voicekeep.app.operations.restricting import lift
from voicekeep.app.operations.submitting import ask_rectification
from voicekeep.app.web import serve_instead
from voicekeep.app.web.api import PREFIX, make_api
from voicekeep.checks import CREDENTIALS_HELD_FOR
from voicekeep.people import Session
from voicekeep.records.items import ItemKind, Keeping

SEED: Final = 20_181_220
HARD_TO_PRINT: Final = "李小龙 \U0001f600 م́ <b>{name}</b> #strong[x] \u202e क्\u200dष"
EXAMPLES: Final = settings().max_examples // 12  # of each operation, each way and each caller
FITTING, UNFIT = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
# A name of blanks, a period that ends before it begins: the document cannot say it, and the problem does.
WELL_MEANT: Final = ["2xx", "400", "401", "403", "404", "416", "429"]
CONFIG: Final = {"checks": {"positive_data_acceptance": {"expected-statuses": WELL_MEANT}}}
BY_CHANCE: Final = {  # what nobody guesses: a password, a code, what to erase; and what was removed by an earlier case
    "POST /sign-in",
    "POST /sign-in/code",
    "POST /confirm",
    "POST /guests",
    "PATCH /passkeys/{passkey_id}",
    "DELETE /passkeys/{passkey_id}",
    "GET /heard/erasure",
    "POST /heard/erasure",
    # what must be there first, and is not there twice: a code, an offer, a child whose profile an earlier case closed
    "POST /pairings",
    "POST /own-account",
    "POST /mandate-offers/taking",
    "POST /mandates",
    "POST /mandates/{mandate}/confirmation",
    "DELETE /mandates/{mandate}",
    "POST /household/children",
    "POST /acting/{mandate}/way-in",
    "POST /acting/{mandate}/erasure",
    "POST /acting/{mandate}/closing",
    "GET /acting/{mandate}",
    "GET /acting/{mandate}/requests",
    "POST /acting/{mandate}/requests",
    "GET /acting/{mandate}/choice",
    "PUT /acting/{mandate}/choice",
    "GET /acting/{mandate}/restriction",
    "PUT /acting/{mandate}/restriction",
    "DELETE /acting/{mandate}/restriction",
    "DELETE /speakers/{device_id}",
    "POST /speakers/{device_id}/mute",
    "POST /speakers/{device_id}/it-is-me",
    "PUT /speakers/{device_id}/whose",
    "PATCH /speakers/{device_id}",
    # what must be so by chance: an address of one's own
    "PUT /me",
}
LABELS: Final = [
    f"{method.upper()} {path}" for path, methods in make_api().openapi()["paths"].items() for method in methods
]


@dataclass
class Fuzzed:
    """A ground whose API is asked for everything, and everything again."""

    here: Ground
    schema: Any
    link: str = ""  # of a copy that is ready
    told: Told | None = None  # a case that tells its owner and its wrong recipient, once it was asked for
    leavers: Iterator[int] = field(default_factory=itertools.count)

    def operation(self, label: str) -> Any:  # noqa: ANN401  schemathesis has it without a public name
        return next(found.ok() for found in self.schema.get_all_operations() if found.ok().label == label)

    def session(self) -> tuple[Session, str]:
        """Sign the first person in, and begin to count their tries anew."""
        serve_instead(self.here.street.application, self.here.home.keep)
        someone = self.here.first.someone
        entered = sign_in(self.here.home.keep, someone.email, someone.password)
        return entered.session, entered.token

    def leaver(self) -> str:
        """Return the token of somebody who is here only to close their account."""
        someone = self.here.home.join(f"leaver{next(self.leavers)}", keeping=None)
        return sign_in(self.here.home.keep, someone.email, someone.password).token

    def in_the_case(self, label: str) -> str:
        """Return the token of whoever a case asks for that: the wrong recipient for a statement, else the owner."""
        told = self.case()
        someone = told.rika if label.endswith("/statement") else told.vera
        return sign_in(self.here.home.keep, someone.email, someone.password).token

    def case(self) -> Told:
        """Return the case that tells somebody."""
        self.told = self.told or decided(crossed(self.here.home))
        return self.told

    def own(self, session: Session, label: str) -> dict[str, str]:
        """Return what the placeholders of an address stand for, so that there is something at it."""
        home, someone = self.here.home, self.here.first.someone
        theirs = [turn for day, _ in days_of(home.keep, session) for turn in heard_on(home.keep, session, day)]
        if not any(not turn.not_me for turn in theirs):
            lift(home.keep, session)
            choose(home.keep, session, Keeping.AUDIO, 3)
            home.say(someone, f"said again at {home.clock.now.timestamp()}")
        day = days_of(home.keep, session)[0][0]
        turns = [turn for turn in heard_on(home.keep, session, day) if not turn.not_me]
        known = {"day": day.isoformat(), "item": str(turns[0].item)}
        known |= {"session_id": session.session, "passkey_id": self.here.first.values["passkey"]}
        known |= {"request_id": self.here.first.values["request"], "letter": RECEIVED, "form": "pdf"}
        known |= {"device_id": self.here.first.values["device"], "mandate": self.here.first.values["mandate"]}
        if "{letter}" in label:
            email = profile_of(home.keep, session).email
            change_profile(home.keep, session, name=HARD_TO_PRINT, email=email, language="de")
        if "{case}" in label:
            known["case"] = self.case().triage
        if "{link}" in label or "{archive}" in label:
            home.clock.pass_by(days=CREDENTIALS_HELD_FOR.days + 1)  # earlier cases changed what opens the account
            session = home.session(someone)
            copy = next((each for each in copies_of(home.keep, session) if each.token), None)
            if copy is None:
                home.release(someone)
                copy = copies_of(home.keep, session)[0]
            assert copy.token is not None
            self.link = copy.token
            known |= {"link": copy.token, "archive": str(copy.archive)}
        return {name: value for name, value in known.items() if f"{{{name}}}" in label}


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fuzzed]:
    with ground(tmp_path_factory.mktemp("fuzz"), f"http://{asgi.HOST}") as here:
        config = SchemathesisConfig.from_dict(CONFIG)
        application = here.street.application
        yield Fuzzed(here, schemathesis.openapi.from_asgi(f"{PREFIX}/openapi.json", application, config=config))


def bounded(test: Any) -> Any:  # noqa: ANN401  hypothesis's own decorators say as much
    limits = settings(
        max_examples=EXAMPLES,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    return seed(SEED)(limits(test))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("mode", [FITTING, UNFIT], ids=["fitting", "unfit"])
@pytest.mark.parametrize("label", LABELS)
def test_nobody_is_answered_as_promised(fuzzed: Fuzzed, label: str, mode: GenerationMode) -> None:
    operation = fuzzed.operation(label)

    @bounded
    @given(case=operation.as_strategy(generation_mode=mode))
    def asked(case: Case[Any]) -> None:
        serve_instead(fuzzed.here.street.application, fuzzed.here.home.keep)
        case.call_and_validate()

    asked()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("mode", [FITTING, UNFIT], ids=["fitting", "unfit"])
@pytest.mark.parametrize("label", LABELS)
def test_a_person_is_answered_as_promised(fuzzed: Fuzzed, label: str, mode: GenerationMode) -> None:
    operation = fuzzed.operation(label)
    session, _ = fuzzed.session()
    known = fuzzed.own(session, label)
    answered = set()

    @bounded
    @given(case=operation.as_strategy(generation_mode=mode, **({"path_parameters": known} if known else {})))
    def asked(case: Case[Any]) -> None:
        session, token = fuzzed.session()
        if label == "POST /account/closing":
            token = fuzzed.leaver()
        if "{case}" in label:
            token = fuzzed.in_the_case(label)
        if label == "POST /rights/{request_id}/withdraw":  # what was withdrawn is not withdrawn again
            asked_for = ask_rectification(fuzzed.here.home.keep, session, ItemKind.TURN, "It was not said like that.")
            case.path_parameters["request_id"] = asked_for
        if "archive" in known:
            open_download(fuzzed.here.home.keep, fuzzed.link, session)
        answered.add(case.call_and_validate(headers={"Authorization": f"Bearer {token}"}).status_code)
        if label == "POST /confirm":
            fuzzed.here.home.clock.pass_by(minutes=16)  # a new window for whoever counts what failed
        if label == "PUT /password":
            change_password(fuzzed.here.home.keep, session, fuzzed.here.first.someone.password)

    asked()
    if mode is FITTING and label not in BY_CHANCE:
        assert answered & {200, 201, 204}, "nothing of theirs was ever reached"
