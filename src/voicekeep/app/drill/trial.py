"""One trial: a mix-up in a scene of its own, then every way out, then what it amounts to."""

from __future__ import annotations

import logging
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from voicekeep.app.drill.mixup import Mixup, Tried, try_mixup
from voicekeep.app.drill.scene import Cast, Scene
from voicekeep.app.drill.town import Town
from voicekeep.app.drill.unguarded import unguarded
from voicekeep.app.drill.ways_out import Came, Listener, look_at_copies, try_ways_out


class End(StrEnum):
    """What became of a mix-up."""

    REFUSED = "refused"  # by a name that was expected
    HELD = "held"  # by the checks, likewise
    HARMLESS = "harmless"  # nothing refused it, and everybody has exactly what is theirs
    LEAKED = "leaked"  # somebody has what is another's
    UNDETECTED = "undetected"  # somebody's own copy is not right, and nothing said so
    SURPRISE = "surprise"  # refused by another name than expected: nothing leaked, and somebody has to look
    NOTHING_CHANGED = "nothing_changed"  # the trial does not count


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One trial's result."""

    number: int
    kind: str
    end: End
    error: str
    leaked_items: int
    wrong: tuple[str, ...]


def run_trial(
    town: Town, kind: Mixup, number: int, seed: int, scratch: Path, *, guards: frozenset[str] | None = None
) -> Trial:
    """Run one; the same number and seed do the same again.

    Args:
        town: Where.
        kind: Which mix-up.
        number: Chooses people, items, bytes, together with `seed`.
        seed: See there.
        scratch: A folder for the trial's own copy of the town.
        guards: Which guards stay on; None: all of them, as in a real keep, and every way out is tried. With some off
            only the mix-up's own way is, and the copies of those whom it is about.
    """
    chance = random.Random(f"{seed}|{number}")  # noqa: S311  to be repeated, not to be secret
    ada, bruno, cleo = chance.sample(town.members, 3)
    cast = Cast(ada=ada, bruno=bruno, sessions=town.sessions, now=town.now)
    folder = scratch / f"trial-{number}"
    came = Came()
    try:
        with (
            _listening() as listener,
            nullcontext() if guards is None else unguarded(guards),
            Scene(town.original, folder, cast, chance) as scene,
        ):
            tried = try_mixup(kind, scene)
            if scene.is_open and guards is None:
                came = try_ways_out(scene, town, (chance.choice([ada, bruno]), cleo), listener.said)
            elif scene.is_open:
                came = look_at_copies(scene, town, (ada, bruno))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Trial(
        number=number,
        kind=kind.name,
        end=_end(tried, came, changed=scene.changes > 0),
        error=tried.error,
        leaked_items=came.foreign + tried.leaked_items,
        wrong=tuple(came.wrong),
    )


def _end(tried: Tried, came: Came, *, changed: bool) -> End:
    if came.foreign or tried.leaked_items:
        return End.LEAKED
    if not changed:
        return End.NOTHING_CHANGED
    if came.wrong or tried.unnoticed:
        return End.UNDETECTED
    if not tried.error:
        return End.HARMLESS
    if not tried.refused:
        return End.SURPRISE
    return End.HELD if tried.held else End.REFUSED


@contextmanager
def _listening() -> Iterator[Listener]:
    listener, root = Listener(), logging.getLogger()
    root.addHandler(listener)
    try:
        yield listener
    finally:
        root.removeHandler(listener)
