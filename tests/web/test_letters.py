"""Letters as files: whatever somebody is called or writes, they come, or the answer says how they do (P10)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.app.simulator import Someone
from tests.web.test_api import Client, problem
from tests.web.visitors import Street
from voicekeep.app.operations.own_requests import requests_of
from voicekeep.app.operations.profiles import change_profile
from voicekeep.app.papers import printing
from voicekeep.app.web.words import LANGUAGES, words_in
from voicekeep.records.texts import Language

NAME, WORDS = "李小龙 \U0001f600", "I am angry \U0001f620, and that is all."


@pytest.fixture
def ada(here: Street) -> Someone:
    ada = here.home.join("ada")
    change_profile(here.home.keep, here.home.session(ada), name=NAME, email=ada.email, language="en")
    return ada


@pytest.fixture
def addresses(here: Street, ada: Someone) -> list[str]:
    """Return the address of each letter, as page and API have it below their beginnings."""
    sent = Client(here, ada).post("/objections", to="sign_ins", why=WORDS)
    assert sent.status_code == 201, sent.text
    uses = requests_of(here.home.keep, here.home.session(ada))
    return [f"/{use.request}/letters/{letter.name}" for use in uses for letter in use.letters]


def test_whatever_somebody_is_called_and_writes_each_letter_comes_in_each_form(
    here: Street, ada: Someone, addresses: list[str]
) -> None:
    page, client = here.signed_in(ada), Client(here, ada)
    written = ""
    for address in addresses:
        for get, below in ((page.get, "/my-data/requests"), (client.get, "/rights")):
            as_pdf, as_html = (get(f"{below}{address}/{form}") for form in ("pdf", "html"))
            assert (as_pdf.status_code, as_html.status_code) == (200, 200), address
            assert b"pdfuaid" in as_pdf.content
            assert NAME in as_html.text
            written += as_html.text
    assert WORDS in written
    assert len(addresses) > 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_that_cannot_be_printed_is_offered_as_html(
    here: Street,
    ada: Someone,
    addresses: list[str],
    language: Language,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    template = tmp_path / "letter.typ"
    template.write_text('#set document(title: "A house")\n#set text(lang: "en")\n\U0001f3e0', "utf-8")
    monkeypatch.setattr(printing, "LETTER", template)
    page = here.signed_in(ada)
    refused = page.get(f"/my-data/requests{addresses[0]}/pdf?lang={language}")
    assert refused.status_code == 409
    assert words_in(language)["not_printable_text"] in refused.text
    [way] = re.findall(r'href="(/my-data/requests[^"]+/html)"', refused.text)
    assert NAME in page.get(way).text
    answer = Client(here, ada).get(f"/rights{addresses[0]}/pdf")
    assert (answer.status_code, problem(answer)) == (409, "NotPrintableError")
    assert "HTML" in answer.json()["detail"]
