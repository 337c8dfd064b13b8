"""One ciphertext for two keys: AES-GCM alone lets it be made (Dodis, Grubbs, Ristenpart, Woodage 2018).

A tag is E(K, nonce, 1) + sum of blocks times powers of H = E(K, 0), over GF(2^128). Two keys agree on a tag if one free
block solves one linear equation.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

BLOCK = 16
_REDUCTION = 0xE1 << 120
_ONE = 1 << 127  # bits are reflected in GCM


def two_key_ciphertext(one: bytes, other: bytes, nonce: bytes, clear: bytes) -> bytes:
    """Return three blocks and a tag that AES-256-GCM opens under both keys with associated data `clear`."""
    blocks = [bytes(BLOCK), bytes(BLOCK), b"\xff" * BLOCK]
    power = _power(_hash_key(one), len(blocks) + 1) ^ _power(_hash_key(other), len(blocks) + 1)
    difference = _tag(one, nonce, clear, blocks) ^ _tag(other, nonce, clear, blocks)
    blocks[0] = _product(difference, _inverse(power)).to_bytes(BLOCK)
    tag = _tag(one, nonce, clear, blocks)
    assert tag == _tag(other, nonce, clear, blocks)
    return b"".join(blocks) + tag.to_bytes(BLOCK)


def _tag(key: bytes, nonce: bytes, clear: bytes, blocks: list[bytes]) -> int:
    padded = clear + bytes(-len(clear) % BLOCK)
    lengths = (len(clear) * 8).to_bytes(8) + (len(blocks) * BLOCK * 8).to_bytes(8)
    total, hash_key = 0, _hash_key(key)
    for block in [*(padded[at : at + BLOCK] for at in range(0, len(padded), BLOCK)), *blocks, lengths]:
        total = _product(total ^ int.from_bytes(block), hash_key)
    return total ^ _encrypted(key, nonce + b"\0\0\0\1")


def _hash_key(key: bytes) -> int:
    return _encrypted(key, bytes(BLOCK))


def _encrypted(key: bytes, block: bytes) -> int:
    encryptor = Cipher(AES(key), ECB()).encryptor()  # noqa: S305 - a single block, as GCM is built
    return int.from_bytes(encryptor.update(block) + encryptor.finalize())


def _product(one: int, other: int) -> int:
    total = 0
    for bit in range(127, -1, -1):
        if other >> bit & 1:
            total ^= one
        one = one >> 1 ^ (_REDUCTION if one & 1 else 0)
    return total


def _power(base: int, exponent: int) -> int:
    result = _ONE
    for bit in f"{exponent:b}":
        result = _product(result, result)
        if bit == "1":
            result = _product(result, base)
    return result


def _inverse(value: int) -> int:
    return _power(value, 2**128 - 2)
