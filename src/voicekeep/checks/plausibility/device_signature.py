"""A turn that the speaker's own key does not vouch for: a second source beside the binding, for whose it is.

A speaker with a key signs every utterance, with a counter that only rises. So a turn of such a speaker without a
signature, with one that does not fit, or with a counter that was there before, was not heard by that speaker then.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from voicekeep.checks.plausibility.rule import Bound, Doubts, Heard, Past, Rule, Severity, Verdict
from voicekeep.formats.utterance import signing_bytes
from voicekeep.records.facts import Signed
from voicekeep.records.ids import DeviceId
from voicekeep.records.texts import Text


def _fits(bound: Bound, heard: Heard, signed: Signed) -> bool:
    if bound.public_key is None or heard.utterance_sha256 is None:
        return False
    if heard.samples_sha256 not in {None, heard.utterance_sha256}:
        return False  # another sound was kept than the one that was signed
    text = signing_bytes(bound.device, signed.counter, heard.utterance_sha256)
    try:
        Ed25519PublicKey.from_public_bytes(bound.public_key).verify(signed.signature_r + signed.signature_s, text)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(slots=True)
class _Watch:
    """Remembers of every binding the last counter only."""

    past: Past
    doubts: Doubts = field(default_factory=Doubts)
    counters: dict[tuple[DeviceId, bytes | None], int] = field(default_factory=dict)

    def see(self, heard: Heard) -> None:
        bound = next((each for each in self.past.bindings if each.device == heard.device and _at(each, heard)), None)
        if bound is None or (bound.public_key is None and heard.signed is None):
            return  # other rules speak of a device that was not theirs; this one has no key
        if heard.signed is None or not _fits(bound, heard, heard.signed) or not self._rises(bound, heard.signed):
            self.doubts.add(heard.item)

    def _rises(self, bound: Bound, signed: Signed) -> bool:
        key = (bound.device, bound.public_key)
        last = self.counters.get(key, -1)
        self.counters[key] = max(last, signed.counter)
        return signed.counter > last

    def verdict(self) -> Verdict:
        return self.doubts.verdict()


def _at(bound: Bound, heard: Heard) -> bool:
    return bound.holds_at(heard.at)


RULE = Rule(
    name="device_signature",
    severity=Severity.REFUSE,
    officer=Text(
        en="A turn is not what the speaker's own key signed at that instant.",
        de="Eine Äußerung ist nicht das, was der eigene Schlüssel des Lautsprechers zu diesem Zeitpunkt unterschrieb.",
        fr="Un énoncé n'est pas ce que la clé propre de l'enceinte a signé à cet instant.",
    ),
    person=Text(
        en="Something in it does not carry the signature of the speaker that is said to have heard it.",
        de="Etwas darin trägt nicht die Unterschrift des Lautsprechers, der es gehört haben soll.",
        fr="Une partie de son contenu ne porte pas la signature de l'enceinte qui l'aurait entendue.",
    ),
    watch=_Watch,
)
