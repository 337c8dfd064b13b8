"""Hand the rules of plausibility what the checked lines say of each turn, and turn their doubts into findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voicekeep.checks.acceptance import Acceptance
from voicekeep.checks.errors import Findings
from voicekeep.checks.plausibility import Heard, Judgement, Past, Plausibility, Severity
from voicekeep.records.facts import Captured
from voicekeep.records.items import ItemKind, Speaker


class PlausibleTurns:
    """Sees every line that is what the ledger captured; words stay behind."""

    def __init__(self, past: Past, accepted: Sequence[Acceptance], findings: Findings) -> None:
        self._rules = Plausibility(past)
        self._accepted = accepted
        self._findings = findings

    def see(self, captured: Captured, fields: Mapping[str, Any]) -> None:
        """Take one checked line."""
        if captured.kind is not ItemKind.TURN:
            return
        try:
            heard = _heard(captured, fields)
        except (KeyError, TypeError, ValueError, ZeroDivisionError):
            self._findings.add("unreadable_turn", "P4", item=captured.item)
            return
        self._rules.see(heard)

    def conclude(self) -> tuple[str, ...]:
        """Add what the rules doubt to the findings; return the names of those that only want it noted.

        A doubt that two people accepted for this request is noted as well.
        """
        notes = []
        for rule, verdict in self._rules.verdicts():
            if verdict.judgement is not Judgement.DOUBTED:
                continue
            if rule.severity is Severity.NOTE or any(each.covers(rule, verdict) for each in self._accepted):
                notes.append(rule.name)
                continue
            for item in verdict.items or (None,):
                self._findings.add(rule.name, rule.promise, item=item)
        return tuple(notes)


def _heard(captured: Captured, fields: Mapping[str, Any]) -> Heard:
    """Return the turn without its words; owner, device, instant and evidence are the ledger's own."""
    rate, count = fields["sample_rate"], fields["sample_count"]
    return Heard(
        item=captured.item,
        at=captured.at,
        device=captured.device,
        evidence=captured.evidence,
        speaker=Speaker(fields["speaker"]),
        language=None if fields["language"] is None else str(fields["language"]),
        seconds=None if captured.audio is None else count / rate,
        words=fields["transcript"] is not None,
        signed=captured.signed,
        utterance_sha256=_digest(fields.get("utterance_sha256")),
        samples_sha256=_digest(fields["samples_sha256"]),
    )


def _digest(text: str | None) -> bytes | None:
    return None if text is None else bytes.fromhex(text)
