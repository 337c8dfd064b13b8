"""Who has not chosen yet what is kept of them: they are asked when a speaker is paired; until then nothing is (P1).

Each member is asked, not only whoever holds the speaker in their hands; for a child its guardian is.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from voicekeep.app.operations.accounts import choice_of
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.mandates import holds_now, mandates_held
from voicekeep.app.operations.notices import tell
from voicekeep.app.operations.standing import stand
from voicekeep.notice import NoticeKind
from voicekeep.people import Session
from voicekeep.records.errors import ForgedRowError
from voicekeep.records.ids import MandateId, SubjectId
from voicekeep.records.standing import Entrusted, MandateKind


@dataclass(frozen=True, slots=True, kw_only=True)
class UnchosenChild:
    """A child of which nothing is kept, because no guardian has chosen yet."""

    mandate: MandateId  # by which the signed-in person can choose
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchosen:
    """Whose choice the signed-in person still has to make."""

    own: bool
    children: tuple[UnchosenChild, ...]


def unchosen_by(keep: Keep, session: Session) -> Unchosen:
    """Return for whom the signed-in person has not chosen yet: themselves, children whom they look after."""
    with keep.database.read() as transaction:
        guardian = any(each.kind is MandateKind.GUARDIAN for each in transaction.mandates.mandates_of(session.subject))
    views = mandates_held(keep, session) if guardian else ()
    children = (
        UnchosenChild(mandate=each.mandate, name=each.other)
        for each in views
        if each.holds
        and each.kind is MandateKind.GUARDIAN
        and choice_of(keep, stand(keep, session, each.mandate, Entrusted.CHOICE)) is None
    )
    return Unchosen(own=choice_of(keep, session) is None, children=tuple(children))


def tell_bound(keep: Keep, transaction: Transaction, holder: SubjectId) -> None:
    """Tell somebody that a device is theirs now; whoever has not chosen is asked to, and so is a child's guardian."""
    try:
        chosen = transaction.people.choice_of(holder) is not None
        guardians = () if chosen else _guardians(keep, transaction, holder)
    except ForgedRowError:  # it is for its own person to see, and must not stop the others of a household
        chosen, guardians = True, ()
    tell(keep, transaction, holder, NoticeKind.DEVICE_BOUND if chosen else NoticeKind.CHOICE_ASKED)
    for guardian in guardians:
        tell(keep, transaction, guardian, NoticeKind.CHILD_CHOICE_ASKED)


def _guardians(keep: Keep, transaction: Transaction, child: SubjectId) -> tuple[SubjectId, ...]:
    return tuple(
        mandate.agent
        for mandate in transaction.mandates.mandates_over(child)
        if mandate.kind is MandateKind.GUARDIAN and mandate.agent is not None and holds_now(keep, transaction, mandate)
    )
