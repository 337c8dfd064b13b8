"""What an attacker who holds an object could find in memory from there."""

from __future__ import annotations

import gc
from collections.abc import Callable
from types import ModuleType

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def reachable(start: object, *, beyond: Callable[..., object]) -> list[object]:
    """Return every object that `start` holds, directly or not, but not what `beyond` or code holds."""
    found: dict[int, object] = {}
    waiting = [start]
    while waiting:
        each = waiting.pop()
        if id(each) in found or each is beyond or isinstance(each, type | ModuleType):
            continue
        found[id(each)] = each
        waiting += gc.get_referents(each)
    return list(found.values())


def ciphers_of(start: object, *, beyond: Callable[..., object]) -> list[AESGCM]:
    """Return the keys, ready for use, that `start` holds."""
    return [each for each in reachable(start, beyond=beyond) if isinstance(each, AESGCM)]
