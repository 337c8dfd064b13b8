"""The API does not drift: what it says of itself is what is kept here, and every word of it is explained."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.vectors.make_api import FILE, HERE, document, text_of


def test_a_change_of_the_api_is_seen() -> None:
    """Where this is meant to change: script/vectors, a fragment under changes/, and docs/api.md."""
    assert (HERE / FILE).read_text("utf-8") == text_of(document())


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def test_everything_in_it_is_explained() -> None:
    unexplained = [
        f"{name}.{field}"
        for name, schema in document()["components"]["schemas"].items()
        for field, said in schema.get("properties", {}).items()
        if not said.get("description") and "$ref" not in said
    ]
    for name, operation in operations():
        unexplained += [name] if not operation.get("description") else []
        unexplained += [
            f"{name}({each['name']})" for each in operation.get("parameters", ()) if "description" not in each
        ]
    assert unexplained == []


def test_no_address_and_no_query_takes_what_somebody_said_or_signs_in_with() -> None:
    taken = {each["name"] for _, operation in operations() for each in operation.get("parameters", ())}
    assert taken == {
        *("session_id", "passkey_id", "device_id", "request_id", "item", "day", "link", "archive", "stretch", "which"),
        *("mandate", "case", "before"),
        *("Range", "If-Range"),
        *("letter", "form", "language"),
    }


def test_each_operation_has_a_short_name_of_its_own() -> None:
    names = [operation["operationId"] for _, operation in operations()]
    assert len(set(names)) == len(names) > 20
    assert all(name.replace("_", "").isalpha() for name in names)


def test_what_needs_a_token_says_so() -> None:
    open_to_all = {name for name, operation in operations() if "security" not in operation}
    proving = {"post /sign-in", "post /sign-in/code", "post /pairings"}
    anybodys = {"post /own-account", "post /guests", "post /found", "get /privacy"}
    assert open_to_all == proving | anybodys
    assert all("401" in operation["responses"] for name, operation in operations() if name not in anybodys)


def test_every_refusal_is_a_problem_by_name() -> None:
    for name, operation in operations():
        for status, answer in operation["responses"].items():
            if int(status) >= 400 and status != "416":
                assert list(answer["content"]) == ["application/problem+json"], f"{name} {status}"
