"""The page on grants says what the code does."""

from __future__ import annotations

import re

from tests.lints.source import REPOSITORY
from voicekeep import delivery
from voicekeep.delivery import CHUNK_BYTES, DeliveryError, token_for
from voicekeep.people import token_sha256
from voicekeep.records.ids import GrantId

PAGE = (REPOSITORY / "docs/formats/grant.md").read_text("utf-8")


def vector(name: str) -> str:
    found = re.search(rf"^\| {name} \| `([^`]+)` \|$", PAGE, re.MULTILINE)
    assert found is not None
    return found[1]


def test_a_token_is_made_as_written() -> None:
    token = token_for(bytes.fromhex(vector("link key")), GrantId(vector("grant id")))
    assert token == vector("token")
    assert token_sha256(token).hex() == vector("token_sha256")


def test_the_page_names_every_refusal() -> None:
    refusals = {
        name
        for name in delivery.__all__
        if isinstance(kind := getattr(delivery, name), type) and issubclass(kind, DeliveryError)
    }
    assert {name for name in refusals - {"DeliveryError"} if f"`{name}`" not in PAGE} == set()
    assert f"at most {CHUNK_BYTES // 1024} KiB" in PAGE
