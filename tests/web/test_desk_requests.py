"""The desk's forms about requests: each does what it says, and nothing else; what cannot be done keeps what was typed.

The forms are filled in as the page shows them: what one of them does not offer, no test sends.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from httpx2 import Response

from tests.app.asks import WHY, by_letter, desk_of, objection, own
from tests.app.simulator import Someone, facts
from tests.web.forms import Typed, form_of, forms_of, press
from tests.web.test_overrides import at_work
from tests.web.visitors import FORM_TOKEN, Street, Visitor, street
from voicekeep.app.operations.own_requests import letter_named, requests_of
from voicekeep.app.web.words import LANGUAGES, words_in
from voicekeep.formats.facts import name_of
from voicekeep.notice import NoticeKind
from voicekeep.people import Role
from voicekeep.records.facts import Answered, ClockResumed, Extended, IdentityAsked, Refused, Registered
from voicekeep.records.ids import ProposalId, RequestId
from voicekeep.records.rights import (
    Channel,
    Doubt,
    ExtensionGround,
    LetterKind,
    Means,
    RefusalGround,
    Resumed,
    Right,
)
from voicekeep.request import AccessRequest, State

AN_ID = re.compile(r"[a-z]{3}_[a-z2-7]{26}")
QUEUE = "/desk/requests"


@dataclass
class Office:
    """Ada, who asks, and two at the desk with their browsers."""

    here: Street
    ada: Someone
    olga: Visitor
    otto: Visitor

    def page(self, request: RequestId) -> str:
        return f"{QUEUE}/{request}"

    def act(self, request: RequestId, act: str, **typed: Typed) -> Response:
        return press(self.olga, self.page(request), typed, act=act)

    def row(self, request: RequestId) -> AccessRequest:
        with self.here.home.keep.database.read() as transaction:
            found = transaction.requests.get(request)
        assert found is not None
        return found

    def letters(self, request: RequestId) -> list[tuple[LetterKind, str]]:
        """Return the kind and the words of each letter that Ada can read about it, the earliest first."""
        keep, session = self.here.home.keep, self.here.home.session(self.ada)
        [one] = [each for each in requests_of(keep, session) if each.request == request]
        return [
            (each.kind, " ".join(letter_named(keep, session, request, each.name).paragraphs)) for each in one.letters
        ]

    def told(self) -> list[NoticeKind]:
        with self.here.home.keep.database.read() as transaction:
            return [each.kind for each in transaction.notices.of_subject(self.ada.subject)]

    def refusals(self, request: RequestId) -> list[ProposalId]:
        """Return the refusals of it that were proposed."""
        with self.here.home.keep.database.read() as transaction:
            return [each.proposal for each in transaction.staff.proposals() if each.about == request]

    def offered(self, request: RequestId) -> set[str]:
        """Return which acts the page offers."""
        return {
            form.carried["act"] for form in forms_of(self.olga.get(self.page(request)).text) if "act" in form.carried
        }


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Return one for all tests that let no time pass: each has requests of its own."""
    with street(tmp_path_factory.mktemp("office")) as here:
        yield office_in(here)


def office_in(here: Street) -> Office:
    ada = here.home.people.get("ada") or here.home.join("ada")
    return Office(here, ada, at_work(here, "olga"), at_work(here, "otto", Role.DATA_PROTECTION_OFFICER))


def went_back(answer: Response, page: str) -> None:
    assert (answer.status_code, answer.headers.get("location")) == (303, page), answer.text


def test_two_months_more_are_taken(office: Office) -> None:
    request = objection(office.here.home, office.ada)
    went_back(office.act(request, "extend", extension="number", reason=own(request)), office.page(request))
    assert (office.row(request).due, office.row(request).state) == (date(2031, 2, 4), State.IDENTIFIED)
    last = facts(office.here.home)[-1]
    assert isinstance(last, Extended)
    assert (last.request, last.ground, last.due, last.by) == (
        request,
        ExtensionGround.NUMBER,
        date(2031, 2, 4),
        Role.OFFICER,
    )
    kind, said = office.letters(request)[-1]
    assert kind is LetterKind.EXTENDED
    assert own(request) in said
    assert office.told()[0] is NoticeKind.REQUEST_EXTENDED
    assert "4 February 2031" in office.olga.get(office.page(request)).text
    assert office.offered(request) == {"answer", "identity", "refuse"}


def test_it_is_asked_whose_it_is_and_asked_no_longer(office: Office) -> None:
    request = by_letter(desk_of(office.here.home), office.ada.email)
    assert office.offered(request) == {"extend", "identity", "refuse"}
    doubts, means = ["by_letter", "many_at_once"], ["passkey"]
    went_back(office.act(request, "identity", doubts=doubts, means=means, reason=own(request)), office.page(request))
    assert office.row(request).state is State.IDENTITY_ASKED
    last = facts(office.here.home)[-1]
    assert isinstance(last, IdentityAsked)
    assert (last.doubts, last.means) == ((Doubt.BY_LETTER, Doubt.MANY_AT_ONCE), (Means.PASSKEY,))
    assert office.letters(request)[-1][0] is LetterKind.IDENTITY_ASKED
    assert office.told()[0] is NoticeKind.IDENTITY_ASKED
    assert office.offered(request) == {"resume", "extend", "refuse"}
    written = office.letters(request)
    went_back(office.act(request, "resume"), office.page(request))
    assert office.row(request).state is State.RECEIVED
    last = facts(office.here.home)[-1]
    assert isinstance(last, ClockResumed)
    assert last.because is Resumed.TAKEN_BACK
    assert office.letters(request) == written, "of a question that is taken back nobody writes"


def test_what_was_done_is_answered(office: Office) -> None:
    request = objection(office.here.home, office.ada)
    shown = office.olga.get(office.page(request)).text
    assert WHY in html.unescape(shown)
    done = "From now on we use none of it any more. <b>&"
    went_back(office.act(request, "answer", reason=done), office.page(request))
    assert office.row(request).state is State.ANSWERED
    last = facts(office.here.home)[-1]
    assert isinstance(last, Answered)
    assert (last.request, last.by) == (request, Role.OFFICER)
    kind, said = office.letters(request)[-1]
    assert kind is LetterKind.ANSWERED
    assert done in said
    assert office.told()[0] is NoticeKind.REQUEST_ANSWERED
    assert office.offered(request) == set()
    assert WHY not in html.unescape(office.olga.get(office.page(request)).text), "it is decided: nobody reads it here"
    assert request not in office.olga.get(QUEUE).text


def test_a_refusal_is_proposed_and_a_colleague_decides(office: Office) -> None:
    request = objection(office.here.home, office.ada)
    before = facts(office.here.home)
    went_back(office.act(request, "refuse", refusal="compelling", reason=own(request)), office.page(request))
    assert facts(office.here.home) == before
    assert office.row(request).state is State.IDENTIFIED
    assert words_in("en")["decide_refusal_proposed"] in office.olga.get(office.page(request)).text
    assert office.offered(request) == {"answer", "extend", "identity"}
    [proposal] = office.refusals(request)
    approve = f"/desk/proposals/{proposal}/approve"
    assert approve not in {form.action for form in forms_of(office.olga.get("/desk/proposals").text)}
    went_back(press(office.otto, "/desk/proposals", to=approve), "/desk/proposals")
    assert office.row(request).state is State.REFUSED
    last = facts(office.here.home)[-1]
    assert isinstance(last, Refused)
    assert (last.ground, last.proposed_as, last.approved_as) == (
        RefusalGround.COMPELLING,
        Role.OFFICER,
        Role.DATA_PROTECTION_OFFICER,
    )
    kind, said = office.letters(request)[-1]
    assert kind is LetterKind.REFUSED
    assert own(request) in said
    assert office.told()[0] is NoticeKind.REQUEST_REFUSED


@pytest.mark.parametrize(
    ("right", "grounds"),
    [
        (Right.ACCESS, {"unfounded", "excessive", "not_identified", "others"}),
        (Right.ERASURE, {"unfounded", "excessive", "not_identified", "law"}),
        (Right.RESTRICTION, {"unfounded", "excessive", "not_identified"}),
    ],
)
def test_a_right_is_refused_on_its_own_grounds_only(office: Office, right: Right, grounds: set[str]) -> None:
    request = by_letter(desk_of(office.here.home), office.ada.email, right)
    form = form_of(office.olga.get(office.page(request)).text, office.page(request), act="refuse")
    assert form.offered["refusal"] == grounds
    office_says = office.olga.client.post(
        form.action, data={**form.carried, "refusal": "compelling", "reason": own(request)}
    )
    assert office_says.status_code == 409
    assert words_in("en")["decide_GroundRefusedError"] in html.unescape(office_says.text)


CHOSEN: dict[str, dict[str, Typed]] = {
    "answer": {},
    "extend": {"extension": "complexity"},
    "identity": {"doubts": ["says_not_me"], "means": ["sign_in", "passkey"]},
    "refuse": {"refusal": "compelling"},
}


@pytest.mark.parametrize("act", CHOSEN)
def test_what_changed_since_the_page_was_read_is_not_decided_over_and_what_was_typed_stays(
    office: Office, act: str
) -> None:
    request = objection(office.here.home, office.ada)
    outdated = form_of(office.olga.get(office.page(request)).text, office.page(request), act=act)
    way = office.page(request)
    went_back(press(office.otto, way, {**CHOSEN["identity"], "reason": own(request)}, act="identity"), way)
    went_back(press(office.otto, way, act="resume"), way)
    before = facts(office.here.home)
    typed: dict[str, Typed] = {**CHOSEN[act], "reason": f"In my words & <b>no others</b>. {own(request)}"}
    answer = office.olga.client.post(outdated.action, data=outdated.filled(typed))
    assert answer.status_code == 409
    assert words_in("en")["decide_RequestChangedError"] in html.unescape(answer.text)
    assert facts(office.here.home) == before
    shown = form_of(answer.text, way, act=act)
    assert {name: kept for name, kept in shown.kept.items() if name in typed} == {
        name: [value] if isinstance(value, str) else value for name, value in typed.items()
    }
    assert shown.carried["seen"] != outdated.carried["seen"]
    went_back(office.olga.client.post(shown.action, data=shown.filled(typed)), way)


@pytest.mark.parametrize(
    ("act", "typed", "problem"),
    [
        ("answer", {"reason": "Done."}, "EmptyReasonError"),
        ("extend", {"reason": "There are so many old turns to look at."}, "EmptyReasonError"),
        ("extend", {"extension": "number", "reason": "number number number number number"}, "EmptyReasonError"),
        ("identity", {"means": ["sign_in"], "reason": "Why it is doubted here I do not say."}, "NotAskedError"),
        ("identity", {"doubts": ["by_letter"], "reason": "What would answer it I do not say."}, "NotAskedError"),
        ("refuse", {"reason": "The hall has to be heard for the alarm."}, "EmptyReasonError"),
        ("refuse", {"refusal": "compelling", "reason": "No."}, "EmptyReasonError"),
        ("refuse", {"refusal": "compelling", "reason": "OTHER"}, "BoilerplateReasonError"),
    ],
)
def test_what_lacks_something_is_not_decided_and_what_was_typed_stays(
    office: Office, act: str, typed: dict[str, Typed], problem: str
) -> None:
    other, request = objection(office.here.home, office.ada), objection(office.here.home, office.ada)
    went_back(office.act(other, "extend", extension="number", reason=own(other)), office.page(other))
    typed = {**typed, "reason": own(other)} if typed["reason"] == "OTHER" else typed
    before = facts(office.here.home)
    answer = office.act(request, act, **typed)
    assert answer.status_code == 409
    assert words_in("en")[f"decide_{problem}"] in html.unescape(answer.text)
    assert facts(office.here.home) == before
    assert (
        form_of(answer.text, office.page(request), act=act).kept.items()
        >= {name: [value] if isinstance(value, str) else value for name, value in typed.items()}.items()
    )
    assert office.refusals(request) == []


def test_a_second_refusal_is_not_proposed(office: Office) -> None:
    request = objection(office.here.home, office.ada)
    form = form_of(office.olga.get(office.page(request)).text, office.page(request), act="refuse")
    typed = form.filled({"refusal": "compelling", "reason": own(request)})
    went_back(office.olga.client.post(form.action, data=typed), office.page(request))
    answer = office.olga.client.post(form.action, data=typed)
    assert answer.status_code == 409
    assert words_in("en")["decide_RefusalProposedError"] in html.unescape(answer.text)


def registered(office: Office, **typed: Typed) -> Response:
    letter: dict[str, Typed] = {"right": "erasure", "came_in": "2030-10-31", "channel": "mail", "spoken": "fr"}
    return press(office.olga, "/desk/letters", {**letter, **typed})


def without_its_number(page: str) -> str:
    return AN_ID.sub("", FORM_TOKEN.sub("", page))


def test_a_letter_is_registered_for_known_and_unknown_alike(office: Office) -> None:
    known, unknown = registered(office, address=office.ada.email), registered(office, address="nobody@keep.test")
    assert (known.status_code, unknown.status_code) == (200, 200)
    assert words_in("en")["register_done"] in html.unescape(known.text)
    assert without_its_number(known.text) == without_its_number(unknown.text)
    both = [fact for fact in facts(office.here.home) if isinstance(fact, Registered)][-2:]
    assert [(fact.channel, fact.by) for fact in both] == [(Channel.MAIL, Role.OFFICER)] * 2
    assert [fact.subject == office.ada.subject for fact in both] == [True, False]
    row = office.row(both[0].request)
    assert (row.right, row.state, row.due, row.language) == (Right.ERASURE, State.RECEIVED, date(2030, 12, 2), "fr")
    assert office.told()[0] is NoticeKind.REQUEST_REGISTERED
    pages = [office.olga.get(office.page(fact.request)).text for fact in both]
    assert without_its_number(pages[0]) == without_its_number(pages[1])
    assert all(fact.request in office.olga.get(QUEUE).text for fact in both)
    assert "nobody@keep.test" not in "".join((*pages, unknown.text, office.olga.get(QUEUE).text))


@pytest.mark.parametrize("came_in", ["2030-11-05", "2030-08-05", "soon"])
def test_a_letter_of_a_day_that_cannot_be_is_not_registered(office: Office, came_in: str) -> None:
    before = facts(office.here.home)
    answer = registered(office, address=office.ada.email, came_in=came_in)
    assert answer.status_code == 400
    assert words_in("en")["register_refused"] in html.unescape(answer.text)
    assert facts(office.here.home) == before
    assert form_of(answer.text, "/desk/letters").kept == {
        "address": [office.ada.email],
        "right": ["erasure"],
        "came_in": [came_in],
        "channel": ["mail"],
        "spoken": ["fr"],
    }


@pytest.mark.parametrize(("form", "begins"), [("html", b"<!doctype html>"), ("pdf", b"%PDF-")])
def test_whoever_wrote_is_answered_in_the_same_words(office: Office, form: str, begins: bytes) -> None:
    answers = []
    for address in (office.ada.email, "nobody@keep.test"):
        link = re.search(rf'href="(/desk/letters/answer/{form})"', registered(office, address=address).text)
        assert link is not None
        answers.append(office.olga.get(link.group(1)))
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content.lower().startswith(begins.lower())
    assert answers[0].headers["content-disposition"].startswith("attachment")
    if form == "html":
        assert answers[0].content == answers[1].content


LEFT = {
    5: {"en": "5 days left", "de": "noch 5 Tage", "fr": "encore 5 jours"},
    1: {"en": "one day left", "de": "noch ein Tag", "fr": "encore un jour"},
    0: {"en": "today is the last day", "de": "heute ist der letzte Tag", "fr": "c’est aujourd’hui le dernier jour"},
    -1: {"en": "one day late", "de": "einen Tag verspätet", "fr": "en retard d’un jour"},
    -3: {"en": "3 days late", "de": "3 Tage verspätet", "fr": "en retard de 3 jours"},
}


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Street, RequestId]]:
    with street(tmp_path_factory.mktemp("waiting")) as here:
        yield here, objection(here.home, here.home.join("ada"))


@pytest.mark.parametrize("days", sorted(LEFT, reverse=True))
def test_how_long_is_left_is_said_in_words_at_the_desk_and_to_its_person(
    waiting: tuple[Street, RequestId], days: int
) -> None:
    here, request = waiting
    due = date(2030, 12, 4)
    here.home.clock.pass_by(days=((due - timedelta(days=days)) - here.home.clock.now.date()).days)
    office, person = office_in(here), here.signed_in(here.home.people["ada"])
    others = {text for left, texts in LEFT.items() if left != days for text in texts.values()}
    for language in LANGUAGES:
        for visitor, page in (
            (office.olga, QUEUE),
            (office.olga, f"{QUEUE}/{request}"),
            (person, "/my-data/requests"),
            (person, f"/my-data/requests/{request}"),
        ):
            shown = html.unescape(visitor.get(f"{page}?lang={language}").text)
            assert LEFT[days][language] in shown, (page, language)
            assert not [text for text in others if text in shown], (page, language)
    assert ('class="state late"' in office.olga.get(QUEUE).text) is (days < 0)
    assert ('class="late"' in office.olga.get(QUEUE).text) is (days < 0)


def test_while_identity_is_asked_for_no_day_is_said_to_be_late(here: Street) -> None:
    office = office_in(here)
    request = by_letter(desk_of(office.here.home), office.ada.email)
    assert office.act(request, "identity", reason=own(request), **CHOSEN["identity"]).status_code == 303
    office.here.home.clock.pass_by(days=60)
    later = office_in(office.here)
    for language in LANGUAGES:
        words = words_in(language)
        shown = html.unescape(later.olga.get(f"{QUEUE}?lang={language}").text)
        assert words["queue_paused"] in shown
        assert not [text for texts in LEFT.values() for text in texts.values() if text in shown]
        own_page = html.unescape(office.here.signed_in(office.ada).get(f"/my-data/requests?lang={language}").text)
        assert words["due_paused"] in own_page
    assert 'class="paused"' in later.olga.get(QUEUE).text
    assert "late" not in re.findall(r'<rect class="(\w+)"', later.olga.get(QUEUE).text)


def test_every_fact_about_a_request_has_its_words_at_the_desk(here: Street) -> None:
    office = office_in(here)
    request = objection(office.here.home, office.ada)
    for act in ("identity", "resume", "extend", "answer"):
        typed: dict[str, Typed] = {} if act == "resume" else {**CHOSEN[act], "reason": own(request)}
        assert office.act(request, act, **typed).status_code == 303, act
    names = [name_of(fact) for fact in facts(office.here.home) if getattr(fact, "request", None) == request]
    assert names == ["requested", "objected", "identity_asked", "clock_resumed", "extended", "answered"]
    for language in LANGUAGES:
        shown = html.unescape(office.olga.get(f"{office.page(request)}?lang={language}").text)
        assert all(words_in(language)[f"at_desk_{name}"] in shown for name in names)
