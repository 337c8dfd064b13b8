"""A stolen ledger cannot be searched with a guess."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicekeep.formats.digest import BlindDigest

KEYS = st.binary(min_size=32, max_size=32)
DIGESTS = st.binary(min_size=32, max_size=32)


@given(key=KEYS, sha256=DIGESTS)
def test_a_blind_digest_is_hmac_sha256_of_the_digest(key: bytes, sha256: bytes) -> None:
    assert BlindDigest(key).of(sha256) == hmac.new(key, sha256, hashlib.sha256).digest()


@given(keys=st.lists(KEYS, min_size=2, max_size=2, unique=True), sha256=DIGESTS)
def test_another_key_finds_nothing(keys: list[bytes], sha256: bytes) -> None:
    assert BlindDigest(keys[0]).of(sha256) != BlindDigest(keys[1]).of(sha256)


@given(st.binary(max_size=80).filter(lambda data: len(data) != 32))
def test_only_digests_are_blinded_and_only_under_whole_keys(data: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        BlindDigest(bytes(32)).of(data)
    with pytest.raises(ValueError, match="32 bytes"):
        BlindDigest(data)


def test_the_key_is_not_shown() -> None:
    assert "kkkk" not in repr(BlindDigest(b"k" * 32))
