"""Who counts at a shared speaker now: what the next word there would be attributed by, for its screen to say (P1).

1 a speaker that a household shares; at one person's own nobody is named
2 somebody who was named, if that was not too long ago and they live there still
3 a guest, chosen on the screen or by voice not too long ago, before anybody who was named
"""

from __future__ import annotations

from voicekeep.app.operations.attributing import is_shared_with
from voicekeep.app.operations.conversation import Places
from voicekeep.app.operations.keep import Keep
from voicekeep.device import Chosen, Counting
from voicekeep.records.ids import DeviceId


def counting_at(keep: Keep, places: Places, device: DeviceId) -> Counting | None:
    """Return who counts at a shared speaker now; None: nobody, and nothing that is said there is kept."""
    place = places.seen(device)
    if place is None:
        return None
    guest_under, claim, talk = place.guest_under, place.claim, place.conversation
    # 1 a shared speaker, 2 somebody who lives there and was named
    with keep.database.read() as transaction:
        binding = transaction.devices.binding_of(device)
        if binding is None or binding.household is None:
            return None
        if claim is not None and not is_shared_with(transaction, binding, claim.member):
            claim = None
    if claim is not None and places.claim_lasts(claim) < 0:
        claim = None
    # 3 a guest
    if guest_under == binding.number:
        return Counting(who=Chosen(member=None), seconds=None)
    if talk is not None and talk.guest and talk.binding == binding.number and places.guest_lasts(talk) >= 0:
        return Counting(who=Chosen(member=None), seconds=places.guest_lasts(talk))
    return None if claim is None else Counting(who=Chosen(member=claim.member), seconds=places.claim_lasts(claim))
