"""The pages' words: the same keys in three languages, each of them used, and none missing."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from importlib.resources import files
from inspect import getsource
from itertools import product
from typing import get_args

import pytest

from tests.web.visitors import Street
from voicekeep.app.cli.incident import ROLE
from voicekeep.app.operations.case_desk import READERS
from voicekeep.app.operations.case_messages import THE_ASSISTANT, THE_PERSON
from voicekeep.app.operations.devices import DeviceNameRefusedError
from voicekeep.app.operations.ending_cases import CloseRefusedError
from voicekeep.app.operations.erasing_turns import Stretch
from voicekeep.app.operations.escalating import THE_KEEP
from voicekeep.app.operations.exports import ReasonRefusedError
from voicekeep.app.operations.fetched import HowMuch
from voicekeep.app.operations.freezing_everybody import FreezeRefusedError
from voicekeep.app.operations.marking import CorrectionRefusedError, MarkedMeanwhileError
from voicekeep.app.operations.overriding import OVERRIDERS
from voicekeep.app.operations.proving import PasskeyNameRefusedError
from voicekeep.app.operations.receipts import GuestRight
from voicekeep.app.operations.speakers import Doing
from voicekeep.app.operations.staff import StaffNameRefusedError
from voicekeep.app.operations.submitting import SubmissionRefusedError
from voicekeep.app.papers import PaperName
from voicekeep.app.web import words
from voicekeep.app.web.desk_requests import DECIDE_PROBLEMS
from voicekeep.app.web.trust_pages import STEPS
from voicekeep.app.web.words import LANGUAGES, LOCALES, words_in
from voicekeep.device import CodeRefusedError, DeviceKind, PublicKeyRefusedError, SpeakerGoneError, StretchRefusedError
from voicekeep.formats.facts import name_of
from voicekeep.formats.inventory import Stretch as Stretches
from voicekeep.incident import (
    AffectedRole,
    Band,
    CaseMovedError,
    CaseNotOverError,
    CaseRefusedError,
    CaseState,
    Change,
    Containment,
    DataKind,
    DecisionRefusedError,
    Description,
    Exception34,
    ExceptionRefusedError,
    LateReasonMissingError,
    MeasureKind,
    PaperOf,
    SeverityRefusedError,
    Telling,
    Track,
    TriageOverError,
    UnknownMeasureError,
    change_name,
    moving,
    proposing,
)
from voicekeep.incident import (
    Channel as CaseChannel,
)
from voicekeep.incident import (
    Doubt as CaseDoubt,
)
from voicekeep.notice import NoticeKind
from voicekeep.people import (
    ApplicantRefusedError,
    AppointmentRefusedError,
    EmailRefusedError,
    EmailTakenError,
    ExpiredMandateError,
    InvitationError,
    LanguageRefusedError,
    MandateEndedError,
    MandateRefusedError,
    Measure,
    NameRefusedError,
    NewPasswordRefusedError,
    NotEntrustedError,
    PasskeyRefusedError,
    PeopleError,
    Role,
    SamePersonError,
    ShownNameRefusedError,
    TooManyPasskeysError,
)
from voicekeep.people.choices import PERIODS
from voicekeep.records.facts import (
    AccountClosed,
    AccountClosing,
    Answered,
    Captured,
    CaseChanged,
    ClockResumed,
    CredentialChange,
    DeviceBound,
    DeviceUnbound,
    Erased,
    Erasing,
    EverybodyFrozen,
    EverybodyThawed,
    ExportsOff,
    ExportsOn,
    Extended,
    Fact,
    Granted,
    Held,
    Identified,
    IdentityAsked,
    MadeBy,
    Noted,
    Objected,
    Overridden,
    Refused,
    Registered,
    Released,
    Requested,
    Restored,
    RoleEnded,
    RoleGranted,
    Withdrawn,
    Withheld,
)
from voicekeep.records.items import Keeping, RestrictionGround
from voicekeep.records.reports import ReportSource, Saw
from voicekeep.records.rights import (
    Channel,
    Doubt,
    ExtensionGround,
    LetterKind,
    Means,
    Processing,
    RefusalGround,
    Resumed,
    Right,
    Withdrew,
)
from voicekeep.records.texts import Language
from voicekeep.request import State

NOT_TOLD = {  # the history is of what has left, and is read by whoever has an account
    Captured,
    Erasing,
    Erased,
    Restored,
    Withheld,
    AccountClosing,
    AccountClosed,
    RoleGranted,
    RoleEnded,
    ExportsOff,
    ExportsOn,
    DeviceBound,
    DeviceUnbound,
    CaseChanged,
    EverybodyFrozen,
    EverybodyThawed,
    MadeBy,
}
PROBLEMS: set[type[PeopleError]] = {EmailTakenError, InvitationError, *ApplicantRefusedError.__subclasses__()}
SECURITY_PROBLEMS = (PasskeyRefusedError, PasskeyNameRefusedError, TooManyPasskeysError, NewPasswordRefusedError)
JOIN_PROBLEMS = (StaffNameRefusedError, AppointmentRefusedError, SamePersonError)
RECTIFY_PROBLEMS = (
    SubmissionRefusedError,
    EmailTakenError,
    NameRefusedError,
    EmailRefusedError,
    LanguageRefusedError,
)
ABOUT_A_REQUEST = (
    Answered,
    ClockResumed,
    Extended,
    Granted,
    Held,
    Identified,
    IdentityAsked,
    Noted,
    Objected,
    Overridden,
    Refused,
    Registered,
    Released,
    Requested,
    Withdrawn,
)
TOLD_AT_THE_DESK = (Channel, Doubt, ExtensionGround, Means, Processing, RefusalGround, Resumed, Withdrew)
MARKING_PROBLEMS = (CorrectionRefusedError, MarkedMeanwhileError, StretchRefusedError)
SPEAKER_PROBLEMS = (CodeRefusedError, DeviceNameRefusedError, PublicKeyRefusedError, SpeakerGoneError)
CASE_PROBLEMS = (
    CaseRefusedError,
    CaseMovedError,
    CaseNotOverError,
    ExceptionRefusedError,
    LateReasonMissingError,
    UnknownMeasureError,
    SeverityRefusedError,
    ReasonRefusedError,
    DecisionRefusedError,
    TriageOverError,
    FreezeRefusedError,
    CloseRefusedError,
)
PARTS = ("context", "identification", "confidentiality", "integrity", "availability", "malice")
GAPS = set(re.findall(r'"((?:no|not|nobody|authority|notification|persons|people)_[a-z]+)"', getsource(moving))) | {
    f"no_{what}" for what in Description
}
SIGNS = set(re.findall(r'because="([a-z_]+)"', getsource(proposing)))
SAME = {"email", "passkeys", "queue_page", "trust_apple"}  # said alike by a German, or by a French


def composed() -> set[str]:
    """Return the keys that a template puts together from a value."""
    return (
        {f"state_{state}" for state in State}
        | {f"state_{state}_means" for state in State}
        | {f"role_{role}" for role in Role}
        | {f"role_{role}_may" for role in Role}
        | {f"guests_{right}" for right in GuestRight}
        | {f"guests_done_{right}" for right in GuestRight}
        | {f"measure_{measure}" for measure in Measure}
        | {f"paper_{name}" for name in PaperName}
        | {f"paper_{name}_what" for name in PaperName}
        | {f"join_{problem.__name__}" for problem in JOIN_PROBLEMS}
        | {f"keeping_{keeping}" for keeping in Keeping}
        | {f"months_{months}" for months in PERIODS}
        | {f"fact_{name_of_type(fact)}" for fact in get_args(Fact) if fact not in NOT_TOLD}
        | {f"welcome_{problem.__name__}" for problem in PROBLEMS}
        | {f"security_{problem.__name__}" for problem in SECURITY_PROBLEMS}
        | {f"erase_{stretch}" for stretch in Stretch}
        | {f"mark_{problem.__name__}" for problem in MARKING_PROBLEMS}
        | {f"notice_{kind}" for kind in NoticeKind}
        | {f"saw_{saw}" for saw in Saw}
        | {f"desk_people_{role}" for role in AffectedRole}
        | {f"desk_people_told_{how}" for how in Telling}
        | {f"desk_people_fetched_{much}" for much in HowMuch}
        | {f"desk_track_{track}" for track in Track}
        | {f"desk_channel_{channel}" for channel in CaseChannel}
        | {f"desk_letter_{paper}" for paper in PaperOf}
        | {f"changed_{what}" for what in CredentialChange}
        | {f"right_{right}" for right in Right}
        | {f"letter_{kind}" for kind in LetterKind}
        | {f"processing_{each}" for each in Processing}
        | {f"desk_state_{state}" for state in State}
        | {f"deed_{state}" for state in ("received", "identified")}
        | {f"at_desk_{name_of_type(fact)}" for fact in ABOUT_A_REQUEST}
        | {f"about_{each}" for named in TOLD_AT_THE_DESK for each in named}
        | {f"decide_{problem.__name__}" for problem in DECIDE_PROBLEMS}
        | {f"rectify_{problem.__name__}" for problem in RECTIFY_PROBLEMS}
        | {f"due_{when}" for when in ("today", "left_one", "left_many", "late_one", "late_many")}
        | {f"overridden_{'_'.join(sorted(both))}" for both in product(OVERRIDERS, repeat=2)}
        | {f"speaker_{problem.__name__}" for problem in SPEAKER_PROBLEMS}
        | {f"speakers_doing_{doing}" for doing in Doing}
        | {f"speakers_kind_{kind}" for kind in DeviceKind}
        | {f"trust_{system}" for system in STEPS}
        | {f"trust_{system}_{number}" for system, last in STEPS.items() for number in range(1, last + 1)}
        | {f"home_{problem.__name__}" for problem in (ShownNameRefusedError, MandateRefusedError)}
        | {f"mandates_problem_{form}" for form in ("give", "take", "called")}
        | {f"mandate_{over.__name__}" for over in (MandateEndedError, ExpiredMandateError, NotEntrustedError)}
        | {f"acting_ground_{ground}" for ground in RestrictionGround}
        | of_cases()
        | {"sign_in_refused", "passkey_refused", "code_refused", "confirm_refused", "password_changed"}
    )


def of_cases() -> set[str]:
    """Return those of the pages of cases."""
    families: dict[str, Iterable[object]] = {
        "source": ReportSource,
        "state": CaseState,
        "change": [change_name(kind) for kind in get_args(Change)],
        "how": Containment,
        "what": Description,
        "letter": Exception34,
        "channel": CaseChannel,
        "kind": MeasureKind,
        "role": AffectedRole,
        "data": DataKind,
        "band": Band,
        "told": Telling,
        "doubt": CaseDoubt,
        "of": get_args(Stretches),
        "by": (*READERS, ROLE, THE_KEEP, THE_PERSON, THE_ASSISTANT),
        "part": [name for part in PARTS for name in (part, f"{part}_means")],
        "because": SIGNS,
        "missing": GAPS,
        "problem": [problem.__name__ for problem in CASE_PROBLEMS],
    }
    return {f"case_{family}_{each}" for family, members in families.items() for each in members}


def name_of_type(fact: type[Fact]) -> str:
    return name_of(object.__new__(fact))


def named() -> set[str]:
    """Return the keys that a template names."""
    folder = files(words.__package__ or "") / "templates"
    return {key for page in folder.iterdir() for key in re.findall(r"words\.(\w+)", page.read_text("utf-8"))}


def test_the_pages_speak_every_language_of_the_documents() -> None:
    assert set(LANGUAGES) == set(LOCALES) == set(get_args(Language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_there_and_used(language: str) -> None:
    assert set(words_in(language)) == named() | composed()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_empty_or_left_in_english(language: str) -> None:
    for key, text in words_in(language).items():
        assert text.strip() or key.endswith("_means"), key
        if language != "en":
            assert text != words_in("en")[key] or not text or key in SAME, key


@pytest.mark.parametrize(
    ("asked", "language"),
    [("de-AT,en;q=0.5", "de"), ("nl, fr;q=0.9", "fr"), ("nl", "en"), ("", "en"), ("x" * 5000, "en")],
)
def test_the_browser_asks_for_a_language(here: Street, asked: str, language: str) -> None:
    assert f'<html lang="{language}">' in here.visitor().get("/sign-in", accept_language=asked).text


def test_a_chosen_language_stays_and_loses_nothing_of_the_address(here: Street) -> None:
    visitor = here.visitor()
    page = visitor.get("/sign-in?next=/choices").text
    link = html.unescape(next(iter(re.findall(r'href="([^"]+)" lang="fr"', page))))
    chosen = visitor.get(link).text
    assert '<html lang="fr">' in chosen
    assert 'name="next" value="/choices"' in chosen
    assert '<html lang="fr">' in visitor.get("/nowhere", accept_language="de").text


def test_a_page_that_refuses_leads_somewhere_in_every_language(here: Street) -> None:
    refused = here.visitor().client.post("/sign-in", data={})
    for link in re.findall(r'href="([^"]+)" lang=', refused.text):
        assert here.visitor().get(html.unescape(link)).headers["location"] == "/sign-in"


@pytest.mark.parametrize("language", ["xx", "../../etc", ""])
def test_a_language_that_there_is_not_changes_nothing(here: Street, language: str) -> None:
    answer = here.visitor().get(f"/sign-in?lang={language}")
    assert '<html lang="en">' in answer.text
    assert "voicekeep-language" not in answer.headers["set-cookie"]
