"""The page with a person's messages: theirs, in their language, and nobody else's."""

from __future__ import annotations

import pytest

from tests.web.visitors import Street
from voicekeep.app.operations.notices import tell
from voicekeep.app.web.words import LANGUAGES, words_in
from voicekeep.notice import NoticeKind


def test_a_mail_leads_to_a_page_that_says_what_it_was_about(here: Street) -> None:
    ada = here.home.join("ada")
    visitor = here.with_copy(ada)
    assert "/my-data/messages" in visitor.get("/my-data").text
    page = visitor.get("/my-data/messages").text
    assert words_in("en")["notice_copy_ready"] in page
    assert page.count("<tr><td>") == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_is_said_in_every_language(here: Street, kind: NoticeKind, language: str) -> None:
    ada = here.home.join("ada")
    with here.home.keep.database.begin() as transaction:
        tell(here.home.keep, transaction, ada.subject, kind)
    assert words_in(language)[f"notice_{kind}"] in here.signed_in(ada).get(f"/my-data/messages?lang={language}").text


def test_nobody_reads_another_persons_messages(here: Street) -> None:
    ada, bruno = here.home.join("ada"), here.home.join("bruno")
    here.with_copy(ada)
    assert words_in("en")["messages_none"] in here.signed_in(bruno).get("/my-data/messages").text
    stranger = here.visitor().get("/my-data/messages")
    assert (stranger.status_code, stranger.headers["location"]) == (303, "/sign-in?next=/my-data/messages")
