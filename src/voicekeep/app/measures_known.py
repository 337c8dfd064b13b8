"""What a measure of a case may name: rules and findings of the checks, and mix-ups of the drill, by name."""

from __future__ import annotations

from voicekeep.checks import PLAUSIBILITY_RULES
from voicekeep.incident import KnownMeasures, MeasureKind


def known_measures() -> KnownMeasures:
    """Return them; the drill is loaded only here, where somebody asks."""
    from voicekeep.app.drill.kinds import KINDS  # noqa: PLC0415
    from voicekeep.app.drill.unguarded import CHECKS  # noqa: PLC0415

    rules = frozenset(rule.name for rule in PLAUSIBILITY_RULES)
    found = frozenset[str]().union(*CHECKS.values())
    return {
        MeasureKind.CHECK_RULE: rules,
        MeasureKind.FINDING: frozenset(name for name in found - rules if name.islower()),
        MeasureKind.DRILL_KIND: frozenset(kind.name for kind in KINDS),
    }
