"""What stands between the network and the pages: foreign forms, large bodies, headers, cookies, hosts, what broke."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.web.visitors import Street, Visitor, street
from voicekeep.app.operations import accounts

TRIAGE = "tri_" + 26 * "a"
PAGES = ("/sign-in", "/welcome/anything", "/nowhere", "/static/style.css", "/.well-known/voicekeep")


def require_refused(here: Street, visitor: Visitor, sent_by: dict[str, str], token: str | None = None) -> None:
    answer = visitor.send("/my-data", sent_by=sent_by, typed={} if token is None else {"form_token": token})
    assert answer.status_code in {400, 403}
    assert "data-pending" not in here.signed_in(here.home.people["ada"]).get("/my-data").text


@pytest.mark.parametrize(
    "sent_by",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},  # another port or subdomain
        {"sec-fetch-site": "none"},
        {"origin": "https://evil.test"},
        {"origin": "http://localhost:9"},
        {"sec-fetch-site": "cross-site", "origin": "http://localhost"},
    ],
)
def test_a_form_that_another_site_sent_does_nothing(here: Street, sent_by: dict[str, str]) -> None:
    require_refused(here, here.signed_in(here.home.join("ada")), sent_by)


@pytest.mark.parametrize(
    "sent_by",
    [{}, {"origin": "http://localhost"}, {"origin": "null"}, {"sec-fetch-site": "same-origin", "origin": "null"}],
)
def test_a_form_of_our_own_is_taken(here: Street, sent_by: dict[str, str]) -> None:
    visitor = here.signed_in(here.home.join("ada"))
    assert visitor.send("/my-data", sent_by=sent_by).status_code == 303
    assert "data-pending" in visitor.get("/my-data").text


@pytest.mark.parametrize("token", ["", "0" * 64, "é", "x"])
def test_a_form_without_its_token_does_nothing(here: Street, token: str) -> None:
    require_refused(here, here.signed_in(here.home.join("ada")), {}, token=token)


def test_the_token_of_another_persons_page_does_nothing(here: Street) -> None:
    ada, bruno = here.home.join("ada"), here.home.join("bruno")
    require_refused(here, here.signed_in(ada), {}, token=here.signed_in(bruno).form_token("/my-data"))


def test_the_token_from_before_the_sign_in_does_nothing_after_it(here: Street) -> None:
    ada = here.home.join("ada")
    visitor = here.visitor()
    before = visitor.form_token("/sign-in")
    require_refused(here, visitor.sign_in(ada), {}, token=before)


def test_every_form_is_guarded(here: Street) -> None:
    """A form that is posted without a token never does what it is for."""
    visitor = here.signed_in(here.home.join("ada"))
    document = here.application.openapi()
    posts = [(path, each["post"]) for path, each in document["paths"].items() if "post" in each]
    assert len(posts) > 40
    for path, operation in posts:
        where = re.sub(r"{\w+}", "x", path.replace("{paper}", "affected").replace("{case}", TRIAGE))
        fields = filled(document, operation) | {"form_token": "no"}
        assert visitor.client.post(where, data=fields).status_code == 403, path


def filled(document: dict[str, Any], operation: dict[str, Any]) -> dict[str, str]:
    """Return something that fits each field of a form."""
    if "requestBody" not in operation:
        return {}
    (content,) = operation["requestBody"]["content"].values()
    body = meant(document, content["schema"])
    known = {"first": "0", "last": "0", "end": "1"}  # days of a period, or places in a sound
    return {
        name: known.get(name) or fitting(document, meant(document, field))
        for name, field in body.get("properties", {}).items()
    }


def meant(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Return what a schema says, where it only points to another, or says that it may be nothing."""
    for several in ("allOf", "anyOf"):
        if several in schema:
            return meant(document, schema[several][0])
    if "$ref" in schema:
        return meant(document, document["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    return schema


def fitting(document: dict[str, Any], field: dict[str, Any]) -> str:
    """Return a value of one field."""
    if "enum" in field or "const" in field:
        return str(field.get("const") or field["enum"][0])
    if field.get("type") == "array":
        return fitting(document, meant(document, field["items"]))
    plain = {"integer": "1", "number": "1", "boolean": "true"}
    return {"date": "2030-01-01", "date-time": "2030-01-01T00:00:00Z"}.get(
        field.get("format", ""), plain.get(field.get("type", ""), "a@b.test p p p")
    )


def test_what_is_missing_in_a_form_is_a_friendly_page(here: Street) -> None:
    answer = here.visitor().client.post("/sign-in", data={"email": "a@b.test"})
    assert answer.status_code == 400
    assert "<h1>Something is missing</h1>" in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_headers(here: Street, path: str) -> None:
    headers = here.visitor().get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert ("no-store" in headers.get("cache-control", "")) is not path.startswith("/static/")
    assert "strict-transport-security" not in headers  # this keep is not reached over TLS


def test_cookies_over_tls_are_bound_to_the_host(tmp_path: Path) -> None:
    with street(tmp_path, "https://voice.test") as here:
        ada = here.home.join("ada")
        visitor = here.visitor()
        form = visitor.get("/sign-in")
        session = visitor.send("/sign-in", email=ada.email, password=ada.password)
        for answer, name in ((form, "__Host-voicekeep-form"), (session, "__Host-voicekeep")):
            cookie = answer.headers["set-cookie"]
            assert cookie.startswith(f"{name}=")
            flags = {part.strip().lower() for part in cookie.split(";")}
            assert {"httponly", "secure", "samesite=lax", "path=/"} <= flags
            assert not any(flag.startswith("domain") for flag in flags)
        assert "max-age=31536000" in form.headers["strict-transport-security"]
        assert visitor.get("/my-data").status_code == 200


def test_another_host_name_is_not_served(here: Street) -> None:
    answer = TestClient(here.application, base_url="http://evil.test").get("/sign-in")
    assert answer.status_code == 400
    assert "form_token" not in answer.text


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_that_is_too_large_is_not_read_on(here: Street, *, announced: bool) -> None:
    visitor = here.visitor()
    token = visitor.form_token("/sign-in")
    body = f"form_token={token}&email=a&password=".encode() + b"p" * here.home.keep.limits.form_max_bytes
    read = 0

    def pieces() -> Iterator[bytes]:
        nonlocal read
        for at in range(0, len(body), 4096):
            read += 4096
            yield body[at : at + 4096]

    kind = {"content-type": "application/x-www-form-urlencoded"}
    answer = visitor.client.post("/sign-in", content=body if announced else pieces(), headers=kind)
    assert answer.status_code == 413
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "sign" not in answer.text


def test_a_strange_length_is_refused(here: Street) -> None:
    answer = here.visitor().client.post("/sign-in", content=b"x", headers={"content-length": "-1"})
    assert answer.status_code == 413


def test_what_broke_is_not_told(
    here: Street, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ada = here.home.join("ada")
    secret = "said in the kitchen"

    def breaks(*_: object) -> None:
        raise RuntimeError(secret)

    visitor = here.signed_in(ada)
    monkeypatch.setattr(accounts, "latest_of", breaks)
    with caplog.at_level(logging.DEBUG):
        answer = visitor.get("/my-data")
    assert answer.status_code == 500
    assert "<h1>That did not work</h1>" in answer.text
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "RuntimeError" in caplog.text
    assert secret not in answer.text + caplog.text


def test_logs_hold_no_token_address_or_password(here: Street, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        ada = here.home.join("ada")
        here.home.say(ada, "in the kitchen")
        visitor = here.with_copy(ada)
        link = visitor.link()
        visitor.send("/sign-in", email=ada.email, password="a wrong password")
        archive = visitor.send(link).headers["location"]
        assert visitor.get(archive).status_code == 200
        here.signed_in(here.home.join("bruno")).get(link)
    told = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("httpx2"))
    secrets = [link.removeprefix("/copy/"), ada.email, ada.password, "a wrong password", "in the kitchen"]
    secrets += list(visitor.client.cookies.values())
    for secret in secrets:
        assert secret not in told
