"""The signed answer to “an isolated case?” does not drift; it is verified here with the standard library and a key."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.vectors.make_isolation import FILE, HERE, isolation_vectors, pages, text_of
from voicekeep.formats import isolation

VECTORS: dict[str, Any] = json.loads((HERE / FILE).read_text("utf-8"))


def test_the_script_writes_these_vectors() -> None:
    assert text_of(isolation_vectors()) == (HERE / FILE).read_text("utf-8")


@pytest.mark.parametrize("name", VECTORS["accepted"])
def test_a_page_is_accepted_and_says_what_it_said(name: str) -> None:
    assert isolation.verify(VECTORS["accepted"][name].encode(), VECTORS["fingerprint"]) == pages()[name]


@pytest.mark.parametrize("name", VECTORS["accepted"])
def test_whoever_has_no_voicekeep_verifies_it_as_the_document_says(name: str) -> None:
    file = json.loads(VECTORS["accepted"][name])
    text = json.dumps(file["finding"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    key = bytes.fromhex(file["key"])
    signed = b"voicekeep isolation v1\n" + text.encode()
    Ed25519PublicKey.from_public_bytes(key).verify(bytes.fromhex(file["signature"]), signed)
    assert hashlib.sha256(key).hexdigest() == VECTORS["fingerprint"].replace(":", "")


@pytest.mark.parametrize("error", VECTORS["refused"])
def test_what_was_changed_is_refused_by_name(error: str) -> None:
    for file in VECTORS["refused"][error]:
        with pytest.raises(getattr(isolation, error)):
            isolation.verify(file.encode(), VECTORS["fingerprint"])
