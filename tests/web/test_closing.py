"""Closing an account in the pages: said beforehand, asked twice, for oneself only (P3; GDPR Art. 17)."""

from __future__ import annotations

import html
import json
import re

from tests.web.visitors import Street
from voicekeep.formats.proof import proof_in
from voicekeep.ledger import verify_proof
from voicekeep.records.facts import AccountClosed

RECEIPT = re.compile(r"<textarea[^>]*>(.*?)</textarea>", re.DOTALL)


def test_it_says_what_goes_and_hands_over_a_receipt_that_verifies(here: Street) -> None:
    ada = here.home.join("ada")
    here.home.say(ada, "the kitchen light", "a timer")
    visitor = here.with_copy(ada)
    asked = visitor.get("/close").text
    assert 'What was said to the assistant</th><td class="count">2<' in asked
    assert 'My copies</th><td class="count">1<' in asked
    assert "with whoever runs it, and in your own mailbox" in asked, "what of mails is beyond reach"
    answer = visitor.send("/close", sure="true")
    assert answer.status_code == 200
    receipt = json.loads(html.unescape(str(RECEIPT.findall(answer.text)[0])))
    keep = here.home.keep
    fact = verify_proof(proof_in(receipt["proof"]), keep.checkpoint_key.public_key(), receipt["published"]["origin"])
    assert isinstance(fact, AccountClosed)
    assert ada.subject == fact.subject
    assert ada.email not in answer.text
    assert visitor.get("/my-data").headers["location"].startswith("/sign-in")
    refused = here.visitor().send("/sign-in", email=ada.email, password=ada.password)
    assert refused.status_code == 401


def test_without_the_tick_or_with_a_foreign_form_nothing_is_closed(here: Street) -> None:
    ada, bruno = here.home.join("ada"), here.home.join("bruno")
    visitor = here.signed_in(ada)
    assert visitor.send("/close").status_code == 400
    assert visitor.send("/close", sure="false").headers["location"] == "/close"
    theirs = here.signed_in(bruno).form_token("/close")
    assert visitor.client.post("/close", data={"form_token": theirs, "sure": "true"}).status_code == 403
    assert visitor.get("/my-data").status_code == 200


def test_a_stale_sign_in_is_asked_again_before_anything_is_shown_or_done(here: Street) -> None:
    ada = here.home.join("ada")
    visitor = here.signed_in(ada)
    token = visitor.form_token("/close")
    here.home.clock.pass_by(minutes=11)
    assert visitor.get("/close").headers["location"] == "/confirm?next=/close"
    answer = visitor.client.post("/close", data={"form_token": token, "sure": "true"})
    assert answer.headers["location"] == "/confirm?next=/close"
    assert here.signed_in(ada).get("/my-data").status_code == 200
