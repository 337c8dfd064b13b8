"""Every page in every state that it has: from the table of routes, and what forms and refusals make of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final
from unittest.mock import patch

from playwright.sync_api import Browser, Page

from tests.app.asks import Desk, asked, by_letter, refusal
from tests.app.crossing import capture, fetch, plant
from tests.app.held import REASON, held
from tests.app.secured import Lent
from tests.app.simulator import Household, Someone
from tests.app.telling import crossed, decided
from tests.app.test_speakers import paired
from tests.incident.cases import EVERYTHING, KNOWN, resting
from tests.web.expectations import EXPECTED, Who
from tests.web.served import served
from tests.web.walking import Ground, Walker, ground
from voicekeep.app.operations.asking import ask_for_copy
from voicekeep.app.operations.case_desk import take_scope_on_the_host, view_on_the_host
from voicekeep.app.operations.cases import change_case
from voicekeep.app.operations.deciding import approve, open_proposals
from voicekeep.app.operations.exports import propose_exports_on, switch_off
from voicekeep.app.operations.holding import hold
from voicekeep.app.operations.incidents import open_by_hand, report_not_mine
from voicekeep.app.operations.mandates import end_mandate, give_mandate, let_act, mandates_given, take_mandate
from voicekeep.app.operations.overriding import propose_override
from voicekeep.app.operations.own_requests import requests_of
from voicekeep.app.operations.proving import change_password, name_passkey
from voicekeep.app.operations.standing import stand
from voicekeep.app.operations.submitting import object_to
from voicekeep.app.operations.triaging import decide_triage
from voicekeep.app.papers import printing
from voicekeep.app.web import serve_instead
from voicekeep.checks import PLAUSIBILITY_RULES
from voicekeep.incident import Affected, NotificationSent, Scoped
from voicekeep.people import Measure, Role
from voicekeep.records.ids import ArchiveId, MandateId, PasskeyId, RequestId, SubjectId
from voicekeep.records.reports import ReportSource, Saw, TriageState
from voicekeep.records.rights import LetterKind, Processing, RefusalGround, Right
from voicekeep.records.standing import Entrusted
from voicekeep.request import State

LONG: Final = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung" * 2
NO_PAGE: Final = {
    "GET /.well-known/voicekeep": "JSON",
    "GET /static": "style and scripts",
    "GET /trust/authority.crt": "a file",
    "GET /choices/csv": "a file",
    "GET /my-data/requests-now": "a part of /my-data/requests, put into it by its script",
    "GET /my-data/requests/{request_id}/letters/{letter}/{form}": "a file",
    "GET /desk/letters/answer/{form}": "a file",
    "GET /acting/{mandate}/copies": "a part of /acting, put into it by its script",
    "GET /my-data/copies": "a part of /my-data, put into it by its script",
    "GET /heard/sound/{item}": "a sound",
    "GET /download/{archive}": "an archive",
    "GET /desk/records/{paper}/{form}": "a file",
    "GET /desk/cases/{case}/letters/{paper}/{form}": "a file",
    "GET /healthz": "text",
    "GET /readyz": "text",
    "GET /desk/cases/{case}/scope/csv": "a file",
    "GET /desk/register/{form}": "a file",
    "GET /desk/isolated/{form}": "a file",
    "POST /sign-in/challenge": "JSON",
    "POST /confirm/challenge": "JSON",
    "POST /security/passkeys/challenge": "JSON",
}
FIND_FORM = """([path, fields]) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = path;
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("input");
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}"""


@dataclass(frozen=True)
class Shown:
    """A page in one state: who looks, and how they come there."""

    name: str
    who: str  # first, bare, reporter, nobody
    path: str
    sent: Mapping[str, str] | None = None  # of a form
    token: str | None = None  # of the form, where it is not the right one


def from_the_table() -> Iterator[Shown]:
    """Yield a state for each line that answers with a page; what destroys comes late, as in the table."""
    for name, line in EXPECTED.items():
        method, _, path = name.partition(" ")
        if name in NO_PAGE or line.gives == 303:
            continue
        who = "nobody" if line.who in {Who.PUBLIC, Who.FORM} else "first"
        who = str(line.roles[-1]) if line.roles else who
        address = (line.address or path) + (f"?{line.query}" if line.query else "")
        yield Shown(name, who, address, line.sent if method == "POST" else None)


FROM_TOMORROW: Final = {
    "address": "a@keep.test",
    "right": "access",
    "came_in": "2999-01-01",
    "channel": "mail",
    "spoken": "en",
}
BESIDE: Final = (
    Shown("the desk, without a passkey", "officer, by password", "/desk"),
    Shown("a proposal of one's own", "officer", "/desk/proposals"),
    Shown("the record of processing", "officer", "/desk/records/processing"),
    Shown("exports are off", "officer", "/desk/exports"),
    Shown("exports are off, for a person", "first", "/my-data"),
    Shown("exports are off, at a link", "first", "/copy/{token}"),
    Shown("exports go on", "officer", "/desk/proposals"),
    Shown("the way to a link", "nobody", "/sign-in?next=/copy/x"),
    Shown("nothing at that address", "nobody", "/nowhere"),
    Shown("nothing at that address, signed in", "first", "/nowhere"),
    Shown("no speakers", "bare", "/my-data/speakers"),
    Shown("a code for the household", "bare", "/my-data/speakers/code", {"whose": "shared"}),
    Shown("a speaker that is to be called nothing", "first", "/my-data/speakers/{device}/name", {"speaker_name": " "}),
    Shown("a new person's page", "bare", "/my-data"),
    Shown("a new person's choices", "bare", "/choices"),
    Shown("a new person's history", "bare", "/my-data/history"),
    Shown("no messages", "bare", "/my-data/messages"),
    Shown("nothing heard", "bare", "/heard"),
    Shown("nothing to open the account but a password", "bare", "/security"),
    Shown("a link that does not open", "bare", "/copy/unknown"),
    Shown("a day without anything", "first", "/heard?day=2030-01-01"),
    Shown("nothing found", "first", "/heard/search", {"words": "cellar"}),
    Shown("nothing to erase", "first", "/heard/erase?stretch=turn"),
    Shown("everything to erase", "first", "/heard/erase?stretch=everything"),
    Shown("words that correct nothing", "first", "/heard/turn/{item}/words", {"words": " "}),
    Shown("a stretch that is none", "first", "/heard/turn/{item}/silence", {"first": "9", "end": "9"}),
    Shown("a period that is none", "first", "/my-data", {"first": "2030-05-02", "last": "2030-05-01"}),
    Shown("for how long?", "first", "/choices", {"keeping": "audio"}),
    Shown("a choice that is not offered", "first", "/choices", {"keeping": "audio", "months": "5"}),
    Shown("not the password", "first", "/confirm", {"password": "not that one"}),
    Shown("a password that is too short", "first", "/security/password", {"new_password": "short"}),
    Shown("a report that was taken", "reporter", "/my-data/copies/{reported}/not-mine"),
    Shown("a copy that is held back", "reporter", "/my-data"),
    Shown("a form of another page", "first", "/my-data", {}, token="no"),
    Shown("a form without something", "first", "/heard/search", {}),
    Shown("nobody at home but oneself", "bare", "/household"),
    Shown("no mandates", "bare", "/mandates"),
    Shown("a name that is none", "bare", "/household/name", {"shown_name": " "}),
    Shown("a child until yesterday", "bare", "/household/children", {"child_name": "n", "called": "m", "until": "x"}),
    Shown("a mandate without a right", "bare", "/mandates", {"until": "2031-01-01"}),
    Shown("a code that offers nothing", "bare", "/mandates/take", {"code": "none"}),
    Shown("a mandate that is over", "first", "/acting/{over}"),
    Shown("an agent’s page", "first", "/acting/{agency}"),
    Shown(
        "an own account, with no code of ours",
        "nobody",
        "/own-account",
        {"code": "none", "name": "n", "email": "n@keep.test", "password": "a long enough one"},
    ),
    Shown("a held copy at the desk", "officer", "/desk/overrides/{doubted}"),
    Shown("a held copy at the desk, no reason", "officer", "/desk/overrides/{doubted}", {"reason": " "}),
    Shown("a held copy at the desk, proposed", "officer", "/desk/overrides/{proposed}"),
    Shown("a held copy at the desk, for good", "officer", "/desk/overrides/{foreign}"),
    Shown("a queue with all that there is", "officer", "/desk/requests"),
    Shown("an objection at the desk", "officer", "/desk/requests/{objection}"),
    Shown("a request by letter at the desk, asked about", "officer", "/desk/requests/{letter}"),
    Shown(
        "a decision without a reason",
        "officer",
        "/desk/requests/{objection}",
        {"act": "extend", "seen": "{seen}", "extension": "number", "reason": "no"},
    ),
    Shown("a decision about what changed", "officer", "/desk/requests/{objection}", {"act": "resume", "seen": "999"}),
    Shown("a letter of a day to come", "officer", "/desk/letters", FROM_TOMORROW),
    Shown("a proposal to refuse", "officer", "/desk/proposals"),
    Shown("no requests", "bare", "/my-data/requests"),
    Shown("requests of many kinds", "first", "/my-data/requests"),
    Shown("a request by letter", "first", "/my-data/requests/{letter}"),
    Shown("an objection", "first", "/my-data/requests/{objection}"),
    Shown("a letter of one's own", "first", "/my-data/requests/{objection}/letters/{words}"),
    Shown("a letter that no PDF can be made of", "first", "/my-data/requests/{objection}/letters/{words}/pdf"),
    Shown("an objection without a reason", "first", "/objection", {"to": "other", "why": " "}),
    Shown("nothing said to be wrong", "first", "/rectification", {"about": "device", "what": " "}),
    Shown("a profile without a name", "first", "/rectification/profile", {"name": " ", "email": "a@b", "spoken": "en"}),
    Shown("a case in which everything happened", "data_protection_officer", "/desk/cases/{full}"),
    Shown("what reached whom", "officer", "/desk/cases/{full}/scope"),
    Shown("how severe it is, with a proposal", "data_protection_officer", "/desk/cases/{full}/severity"),
    Shown("a case, at the desk of an officer", "officer", "/desk/cases/{full}"),
    Shown("a speaker that is paired", "speaker", "/speaker"),
    Shown("a message about one's recordings", "affected", "/my-data/cases/{told}"),
    Shown("a message waits, in the portal", "affected", "/my-data"),
    Shown("a message waits, among the others", "affected", "/my-data/messages"),
    Shown("a message that asks for a statement", "recipient", "/my-data/cases/{told}"),
    Shown("who is told, and who knows", "officer", "/desk/cases/{told}/people"),
    Shown("a letter, with what was changed in it", "data_protection_officer", "/desk/cases/{told}/letters/affected"),
    Shown("a message that was read", "affected", "/my-data/cases/{told}/read", {}),
    Shown("a statement that was signed", "recipient", "/my-data/cases/{told}/statement", {"deleted": "true"}),
    Shown("a little slower", "bare", "/copy/once-more"),
)

LATE: Final = (
    Shown(
        "what was typed on an old sign-in",
        "officer",
        "/desk/requests/{objection}",
        {"act": "extend", "seen": "1", "extension": "number", "reason": LONG},
    ),
)


def every_state() -> Iterator[Shown]:
    """Yield every state, in an order in which each can be shown."""
    yield from BESIDE
    yield from from_the_table()
    yield from LATE


class Screens:
    """A served keep, and a browser of each visitor."""

    def __init__(self, here: Ground, url: str, browser: Browser, folder: Path, language: str) -> None:
        self.here = here
        self._folder = folder
        self._url = url
        self._browser = browser
        self._language = language
        self._pages: dict[str, Page] = {}
        self._form_tokens: dict[str, str] = {}
        bare = here.home.people.get("bare") or here.home.join("bare", keeping=None)
        _at_the_desk(here)  # ends the sign-ins that the first person had: a password is changed
        reporter = here.home.people.get("reporter") or here.home.join("reporter", keeping=None)
        self._tokens = {
            "nobody": "",
            "first": self._token(here.first.someone),
            "bare": self._token(bare),
            "reporter": self._token(reporter),
        }
        for role, member in here.staff.items():
            self._tokens[str(role)] = member.sign_in(here.home).token
        self._tokens["officer, by password"] = self._token(here.staff[Role.OFFICER].someone)
        told = decided(crossed(here.home, after=timedelta(0)))  # nobody's sign-in ends
        inhabitant = here.home.people.get("inhabitant") or here.home.join("inhabitant", keeping=None)
        self._tokens |= {
            "speaker": paired(here.home, inhabitant).credential,
            "affected": self._token(told.vera),
            "recipient": self._token(told.rika),
        }
        self._values = {
            **here.first.values,
            "reported": _reported(here, reporter),
            "full": full_case(here.home),
            "told": told.triage,
        }
        self._bare = bare

    def show(self, state: Shown) -> Page:
        """Go to a page, in the state that is wanted."""
        page = self._page(state.who)
        path = state.path.format(**self._values)
        if state.name == "a little slower":
            self._wear_out()
        if state.name == "a proposal of one's own":
            self._stop_everything()
        if state.name == "exports go on":
            self._go_on()
        if state in LATE:
            self._form_token(page, state.who)
            self.here.home.clock.pass_by(minutes=11)
        if state.sent is None:
            with unprintable(self._folder) if state.name == "a letter that no PDF can be made of" else nullcontext():
                page.goto(path)
            return page
        token = self._form_token(page, state.who) if state.token is None else state.token
        fields = {name: value.format(**self.here.first.values) for name, value in state.sent.items()}
        with page.expect_navigation():
            page.evaluate(FIND_FORM, [path, {"form_token": token, **fields}])
        return page

    def _form_token(self, page: Page, who: str) -> str:
        """Return what is good for every form of this browser, for as long as the same person is signed in."""
        if who not in self._form_tokens or page.url == "about:blank":
            page.goto("/sign-in")
            self._form_tokens[who] = page.locator("input[name=form_token]").first.input_value()
        return self._form_tokens[who]

    def _page(self, who: str) -> Page:
        if who not in self._pages:
            context = self._browser.new_context(base_url=self._url, locale=self._language, bypass_csp=True)
            if token := self._tokens[who]:
                name = "voicekeep-speaker" if who == "speaker" else "voicekeep"
                context.add_cookies([{"name": name, "value": token, "url": self._url}])
            self._pages[who] = context.new_page()
        return self._pages[who]

    def _token(self, someone: Someone) -> str:
        walker: Walker = self.here.entered(someone)
        assert walker.signed_in is not None
        return walker.signed_in.token

    def _stop_everything(self) -> None:
        keep, officer = self.here.home.keep, self.here.staff[Role.OFFICER]
        switch_off(keep, officer.session(self.here.home), LONG)
        propose_exports_on(keep, officer.session(self.here.home), LONG)

    def _go_on(self) -> None:
        keep, other = self.here.home.keep, self.here.staff[Role.DATA_PROTECTION_OFFICER].session(self.here.home)
        waiting = [each for each in open_proposals(keep, other) if each.measure is Measure.EXPORTS_ON]
        approve(keep, other, waiting[0].proposal)

    def _wear_out(self) -> None:
        keep, rates = self.here.home.keep, self.here.street.application.state.rates
        for _ in range(keep.limits.links_per_window):
            rates.count("link", self._bare.subject, most=10_000, window=keep.limits.sign_in_window, now=keep.now())


@contextmanager
def unprintable(folder: Path) -> Iterator[None]:
    """Let every letter hold a sign that no font has, where no box can stand for it."""
    template = folder / "letter.typ"
    template.write_text('#set document(title: "A house")\n#set text(lang: "en")\n\U0001f3e0', "utf-8")
    with patch.object(printing, "LETTER", template):
        yield


@contextmanager
def screens(browser: Browser, folder: Path, language: str) -> Iterator[Screens]:
    """Serve the ground of the walk to a browser; with texts that are longer than a narrow screen is wide."""
    with ground(folder) as here:
        first = here.first
        signed_in = first.walker.signed_in
        assert signed_in is not None
        here.home.say(first.someone, LONG)
        name_passkey(here.home.keep, signed_in.session, PasskeyId(first.values["passkey"]), LONG)
        _held(here)
        _mandates(here)
        application = here.street.application
        application.state.certificates = certificates = Lent(folder / "root.key.tls").certificates()
        certificates.look()  # shown at /trust, though this server is local and in clear
        with served(application) as port:
            url = f"http://localhost:{port}"
            serve_instead(
                application, replace(here.home.keep, settings=replace(here.home.keep.settings, public_url=url))
            )
            yield Screens(here, url, browser, folder, language)
            for context in list(browser.contexts):
                context.close()


def full_case(home: Household) -> str:
    """Let something reach somebody whose it is not, and everything be done that there is to do; return the case."""
    owner, recipient = (SubjectId.random(home.keep.entropy) for _ in range(2))
    copy = plant(home, recipient, [*capture(home, recipient, 2), *capture(home, owner, 4)])
    fetch(home, copy, end=copy.lines[9].offset + 30)
    case = open_by_hand(home.keep, ReportSource.HAND, archive=copy.archive)
    role = Role.DATA_PROTECTION_OFFICER
    decide_triage(home.keep, case, TriageState.CONFIRMED, by=role)
    take_scope_on_the_host(home.keep, case, by=role)
    for change in EVERYTHING:
        if isinstance(change, Scoped | Affected | NotificationSent):
            continue
        now = view_on_the_host(home.keep, case).case
        change_case(home.keep, case, resting(change, now), by=role, known=KNOWN)
    return case


def _reported(here: Ground, someone: Someone) -> str:
    """Let somebody's copy be held back, because they reported that it is not theirs; return their request."""
    request = here.home.release(someone)
    report_not_mine(here.home.keep, here.home.session(someone), request, Saw.STRANGE_RECORDING)
    return request


def _at_the_desk(here: Ground) -> None:
    """Let copies wait at the desk and for a week, and one go on again."""
    home, first = here.home, here.first
    officer, other = here.staff[Role.OFFICER].session(home), here.staff[Role.DATA_PROTECTION_OFFICER].session(home)
    first.values["doubted"] = held(home, first.someone)
    freda = home.people.get("freda") or home.join("freda")  # what a failed check is about freezes its person's copies
    first.values["foreign"] = held(home, freda, "before_binding", "foreign_recording")
    first.values["proposed"] = held(home, first.someone, "two_places")
    propose_override(home.keep, officer, RequestId(first.values["proposed"]), REASON)
    let_go = propose_override(home.keep, officer, held(home, first.someone), f"{REASON} {LONG}")
    change_password(home.keep, home.session(first.someone), first.someone.password)
    held(home, first.someone, "credentials_changed")
    approve(home.keep, other, let_go)
    _asked_for(here)


def _asked_for(here: Ground) -> None:
    """Let requests of other kinds wait, late and paused ones among them."""
    home, first = here.home, here.first
    desk = Desk(home, *(here.staff[role].session(home) for role in (Role.OFFICER, Role.DATA_PROTECTION_OFFICER)))
    objected = object_to(home.keep, home.session(first.someone), Processing.OTHER, f"{REASON} {LONG}")
    letter = by_letter(desk, first.someone.email, Right.ERASURE, came_in=date(2030, 10, 25))
    asked(desk, letter)
    by_letter(desk, first.someone.email, came_in=date(2030, 9, 2))
    refusal(desk, objected, RefusalGround.COMPELLING, f"{REASON} {LONG}")
    [words] = [
        line.name
        for one in requests_of(home.keep, home.session(first.someone))
        for line in one.letters
        if one.request == objected and line.kind is LetterKind.OWN_WORDS
    ]
    first.values |= {"objection": objected, "letter": letter, "words": words, "seen": str(desk.seen(objected))}


def _mandates(here: Ground) -> None:
    """Let somebody act for the first person, wait to, and have acted; and the first person for somebody else."""
    home, first = here.home, here.first
    greta = home.people.get("greta") or home.join("greta")

    def given(giver: Someone, agent: Someone) -> MandateId:
        until = home.clock.now + timedelta(days=90)
        take_mandate(
            home.keep, home.session(agent), give_mandate(home.keep, home.session(giver), tuple(Entrusted), until)
        )
        return next(each.mandate for each in mandates_given(home.keep, home.session(giver)) if each.waits)

    agency = given(greta, first.someone)
    let_act(home.keep, home.session(greta), agency, LONG)
    over = given(greta, first.someone)
    let_act(home.keep, home.session(greta), over, "neighbour")
    ask_for_copy(home.keep, stand(home.keep, home.session(first.someone), agency, Entrusted.COPY), "en")
    end_mandate(home.keep, home.session(greta), over)
    let_act(home.keep, home.session(first.someone), given(first.someone, greta), LONG)
    given(first.someone, greta)
    first.values |= {"agency": str(agency), "over": str(over)}


def _held(here: Ground) -> None:
    """Let one request of the first person wait for somebody to look, with every doubt that there is."""
    keep, someone = here.home.keep, here.first.someone
    request_id = ask_for_copy(keep, here.home.session(someone), "en")
    with keep.database.begin() as transaction:
        request = transaction.requests.get(request_id)
        assert request is not None
        archive = ArchiveId.random(keep.entropy)
        collecting = request.moved(State.COLLECTING, attempt=archive)
        transaction.requests.replace(request, collecting)
        transaction.requests.replace(collecting, collecting.moved(State.CHECKING))
    hold(keep, request_id, archive, [rule.name for rule in PLAUSIBILITY_RULES])
