"""How often a rule of plausibility doubts an account in which nothing is wrong.

Flow        a seed -> lives: homes, hours, journeys, guests, speakers bought and given away -> every rule on each
A rule that stops more than one clean account in a thousand would be in the way of people's rights; it has to be a
note. The lives are invented: what they leave out, the figure does not know.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from voicekeep.checks import (
    RULES,
    Bound,
    EarlierRelease,
    Heard,
    Judgement,
    Past,
    Plausibility,
)
from voicekeep.records.ids import DeviceId, ItemId
from voicekeep.records.items import Evidence, Speaker

_BEGAN = datetime(2024, 1, 1, tzinfo=UTC)
_ITEM = ItemId.random(bytes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """One invented account in which nothing is wrong."""

    past: Past
    turns: tuple[Heard, ...]


def clean_life(seed: int) -> Life:
    """Return the life of this seed."""
    chance = random.Random(seed)  # noqa: S311  invented lives, no secrets
    days = chance.choice([1, 7, 30, 90, 180, 365])
    bindings = _bindings(chance, days)
    turns = sorted(_turns(chance, days, bindings), key=lambda heard: heard.at)
    past = Past(
        bindings=bindings,
        releases=_releases(chance, turns),
        credentials_changed=_changes(random.Random(f"credentials|{seed}"), days),  # noqa: S311  apart: all else stays
        now=_BEGAN + timedelta(days=days),
    )
    return Life(past=past, turns=tuple(_one_by_one(turns)))


def _bindings(chance: random.Random, days: int) -> tuple[Bound, ...]:
    """Speakers that were bought, given away, and sometimes taken back."""
    bindings = []
    for _ in range(chance.choice([0, 1, 1, 2, 3])):
        device = DeviceId.random(chance.randbytes)
        since = _BEGAN + timedelta(days=chance.uniform(-30, 0.5 * days))
        until = since + timedelta(days=chance.uniform(1, days)) if _happens(chance, 0.15) else None
        bindings.append(Bound(device=device, since=since, until=until))
        if until is not None and _happens(chance, 0.3):
            bindings.append(Bound(device=device, since=until + timedelta(days=3), until=None))
    return tuple(bindings)


def _turns(chance: random.Random, days: int, bindings: tuple[Bound, ...]) -> Iterator[Heard]:
    mother_tongue, other = chance.sample(["en", "de", "fr", "tr", "pl"], 2)
    mixes = chance.choice([0.0, 0.0, 0.02, 0.3])
    wakes, sleeps = chance.gauss(7, 1), chance.gauss(22.5, 1)
    a_day = chance.choice([0.3, 2, 8, 25])
    wordless = chance.uniform(0, 0.08)
    away, guests, night = (_days_of(chance, days, share) for share in (0.05, 0.03, chance.choice([0, 0, 0, 0.2])))
    for day in range(days):
        shift = chance.uniform(-8, 9) if day in away else 0.0
        shift += 10 if day in night else 0
        language = other if day in guests and _happens(chance, 0.5) else mother_tongue
        for _ in range(_how_many(chance, a_day)):
            hour = chance.uniform(wakes, sleeps) if _happens(chance, 0.97) else chance.uniform(0, 24)
            at = _BEGAN + timedelta(days=day, hours=hour + shift, seconds=chance.random())
            bound = [binding for binding in bindings if binding.holds_at(at)]
            by = chance.choice(bound) if bound and _happens(chance, 0.95) else None
            yield Heard(
                item=_ITEM,
                at=at,
                device=by.device if by else None,
                evidence=Evidence.PAIRED_DEVICE if by else Evidence.IMPORTED,
                speaker=chance.choices(list(Speaker), [90, 5, 5])[0],
                language=None if _happens(chance, 0.05) else (other if _happens(chance, mixes) else language),
                seconds=None if _happens(chance, 0.02) else chance.uniform(0.5, 12),
                words=not _happens(chance, wordless),
            )


def _changes(chance: random.Random, days: int) -> tuple[datetime, ...]:
    """Return when the person replaced something that opens the account, up to the day on which they ask.

    A new password every two years, a new telephone every three (its passkey comes, a day later the old one goes), new
    recovery codes every five; and one in fifty tidies all of it up on the day before they ask for a copy.
    """
    changes: list[float] = []
    for every in (730, 1_825):
        changes += _now_and_then(chance, days, every)
    for new in _now_and_then(chance, days, 1_095):
        changes += [new, min(new + 1, float(days))]
    if _happens(chance, 0.02):
        changes.append(max(0.0, days - 1.0))
    return tuple(_BEGAN + timedelta(days=at) for at in sorted(changes))


def _now_and_then(chance: random.Random, days: int, every: float) -> list[float]:
    """Return days, `every` so many of them one, without any rhythm."""
    found, at = [], chance.expovariate(1 / every)
    while at < days:
        found.append(at)
        at += chance.expovariate(1 / every)
    return found


def _days_of(chance: random.Random, days: int, share: float) -> frozenset[int]:
    """Return some stretches of a few days."""
    starts = [day for day in range(days) if _happens(chance, share / 4)]
    return frozenset(day + more for day in starts for more in range(chance.randint(1, 8)))


def _happens(chance: random.Random, share: float) -> bool:
    return chance.random() < share


def _how_many(chance: random.Random, a_day: float) -> int:
    party = 4 if _happens(chance, 0.02) else 1
    return min(200, int(chance.expovariate(1 / (a_day * party)) + chance.random()))


def _one_by_one(turns: list[Heard]) -> Iterator[Heard]:
    """Leave out what a speaker that is still listening could not hear."""
    busy: dict[DeviceId | None, datetime] = {}
    for heard in turns:
        if heard.device is None or heard.at >= busy.get(heard.device, heard.at):
            busy[heard.device] = heard.at + timedelta(seconds=(heard.seconds or 0) + 0.5)
            yield heard


def _releases(chance: random.Random, turns: list[Heard]) -> tuple[EarlierRelease, ...]:
    if not turns or _happens(chance, 0.5):
        return ()
    asked = sorted(chance.sample(range(len(turns)), min(len(turns), chance.randint(1, 3))))
    return tuple(
        EarlierRelease(at=turns[at].at, recordings=sum(heard.seconds is not None for heard in turns[:at]))
        for at in asked
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlausibilityFigures:
    """What every rule said of accounts in which nothing is wrong."""

    accounts: int
    doubted: dict[str, int]  # by rule
    could_not_judge: dict[str, int]  # by rule

    def rate(self, rule: str) -> float:
        """Return how often a rule doubts a clean account."""
        return self.doubted[rule] / self.accounts

    def as_json(self) -> str:
        """Return the figures as one JSON object."""
        rules = {
            rule.name: {
                "severity": rule.severity,
                "doubted": self.doubted[rule.name],
                "could_not_judge": self.could_not_judge[rule.name],
                "rate": round(self.rate(rule.name), 5),
            }
            for rule in RULES
        }
        return json.dumps({"accounts": self.accounts, "rules": rules})


def bench_plausibility(accounts: int, seed: int, told: Callable[[int], None]) -> PlausibilityFigures:
    """Measure every rule on so many clean accounts."""
    doubted: Counter[str] = Counter()
    could_not_judge: Counter[str] = Counter()
    for number in range(accounts):
        life = clean_life(seed * accounts + number)
        rules = Plausibility(life.past)
        for heard in life.turns:
            rules.see(heard)
        for rule, verdict in rules.verdicts():
            doubted[rule.name] += verdict.judgement is Judgement.DOUBTED
            could_not_judge[rule.name] += verdict.judgement is Judgement.CANNOT_JUDGE
        told(1)
    return PlausibilityFigures(accounts=accounts, doubted=dict(doubted), could_not_judge=dict(could_not_judge))
