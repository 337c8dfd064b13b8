"""A mix-up: how it spoils a scene, and by which names it may be refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from voicekeep.app.drill.scene import HeldError, PageRefusalError, Scene
from voicekeep.records.errors import VoicekeepError


class UnnoticedError(VoicekeepError):
    """What was spoilt went unnoticed where it should have been found."""

    def __init__(self) -> None:
        super().__init__("what was spoilt went unnoticed")


Play = Callable[[Scene], int]
"""Spoil the scene and try the way out; raise what refuses it, or return how many foreign items came out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixup:
    """One kind of mix-up."""

    name: str
    promise: str
    refusals: frozenset[str]  # the names by which it may be refused; none: it does no harm, and is not refused
    play: Play


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of one."""

    name: str
    promise: str
    refused: bool
    error: str  # the name of what refused it; empty if nothing did
    held: bool  # it was refused by the checks, and waits for a person
    leaked_items: int
    unnoticed: bool = False  # nothing got out, and what was spoilt was not found


def mixup(name: str, promise: str, play: Play, *refusals: str) -> Mixup:
    """Return a mix-up that may be refused by these names."""
    return Mixup(name=name, promise=promise, refusals=frozenset(refusals), play=play)


def try_mixup(kind: Mixup, scene: Scene) -> Tried:
    """Play one; what refuses it must be one of the names that were expected."""
    try:
        leaked = kind.play(scene)
    except UnnoticedError:
        return Tried(
            name=kind.name, promise=kind.promise, refused=False, error="", held=False, leaked_items=0, unnoticed=True
        )
    except VoicekeepError as refusal:
        held = isinstance(refusal, HeldError)
        name = refusal.finding if isinstance(refusal, HeldError | PageRefusalError) else type(refusal).__name__
        refused = name in kind.refusals
        return Tried(name=kind.name, promise=kind.promise, refused=refused, error=name, held=held, leaked_items=0)
    return Tried(name=kind.name, promise=kind.promise, refused=False, error="", held=False, leaked_items=leaked)
