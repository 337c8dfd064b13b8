"""Mix-ups at the desk and with what opens an account: one person where it takes two, a thief for the owner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from voicekeep.app.drill.desk import at_the_desk, held_for
from voicekeep.app.drill.doors import heard_before_the_binding
from voicekeep.app.drill.members import Member
from voicekeep.app.drill.mixup import Mixup, mixup
from voicekeep.app.drill.scene import HeldError, Scene
from voicekeep.app.operations.holding import HELD, take_up
from voicekeep.app.operations.overriding import OVERRIDERS, approve_override, propose_override
from voicekeep.app.operations.proving import change_password
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.operations.staff import on_duty
from voicekeep.ledger import held_of
from voicekeep.people import Outcome, Proposal, Role, Session
from voicekeep.records.ids import ProposalId, RequestId, SubjectId
from voicekeep.request import UnknownRequestError

_DOUBT: Final = "before_binding"
_REASON: Final = "it was hurried"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """Ada's copy is held by one doubt, and Bruno, an officer, proposed to let it go on."""

    request: RequestId
    officer: Session
    proposal: ProposalId


def _held(scene: Scene, member: Member) -> RequestId:
    """Let a member's copy be held as it is: their speaker brought something from before it was theirs."""
    heard_before_the_binding(scene, member)
    request = scene.asked(member)
    held_for(scene.keep, request, _DOUBT)
    return request


def _case(scene: Scene) -> _Case:
    request = _held(scene, scene.ada)
    officer = at_the_desk(scene.keep, scene.bruno.subject, Role.OFFICER).session
    return _Case(
        request=request,
        officer=officer,
        proposal=propose_override(scene.keep, officer, request, _REASON),
    )


def _approved_by(scene: Scene, session: Session, proposal: ProposalId) -> None:
    by = on_duty(scene.keep, session, OVERRIDERS, fresh=True)
    with scene.keep.database.begin() as transaction:
        approve_override(scene.keep, transaction, _there(transaction.staff.proposal(proposal)), by)
    scene.keep.remember()


def _there(found: Proposal | None) -> Proposal:
    if found is None:
        raise HeldError("no proposal")
    return found


def _gone_on(scene: Scene, request: RequestId) -> int:
    """Go on with a request as the worker does; what comes out of it should have waited."""
    if release(request, PlainDesk(scene.keep)) == HELD:
        with scene.keep.database.read() as transaction:
            found = transaction.requests.get(request)
            held = () if found is None else held_of(transaction.log, found.subject, request)
        raise HeldError(held[-1].findings[0] if held else "unknown")
    return 1


def _taken_up(scene: Scene, request: RequestId) -> None:
    """Move the request as the program does, without anybody having decided it."""
    with scene.keep.database.begin() as transaction:
        was = transaction.requests.get(request)
        if was is None:
            raise UnknownRequestError(request)
        take_up(transaction, scene.keep.log(transaction), was)


def _by_one(scene: Scene) -> int:
    """Whoever proposed it approves it."""
    case = _case(scene)
    scene.did()
    _approved_by(scene, case.officer, case.proposal)
    return _gone_on(scene, case.request)


def _by_the_owner(scene: Scene) -> int:
    """Ada works at the desk as well, and approves what is about her own copy."""
    case = _case(scene)
    _approved_by(scene, at_the_desk(scene.keep, scene.ada.subject, Role.OFFICER).session, case.proposal)
    return _gone_on(scene, case.request)


def _another_proposer(scene: Scene) -> int:
    """The row says that somebody else proposed it: so Bruno approves it himself."""
    case = _case(scene)
    scene.edit("UPDATE proposal SET proposed_by = ? WHERE proposal = ?", _somebody_else(scene), case.proposal)
    _approved_by(scene, case.officer, case.proposal)
    return _gone_on(scene, case.request)


def _another_decider(scene: Scene) -> int:
    """The rows say that somebody else approved it, and that the request goes on."""
    case = _case(scene)
    scene.edit(
        "UPDATE proposal SET outcome = 'approved', decided_by = ?, decided_as = 'officer' WHERE proposal = ?",
        _somebody_else(scene),
        case.proposal,
    )
    scene.edit("UPDATE request SET state = 'identified' WHERE request = ?", case.request)
    return _gone_on(scene, case.request)


def _of_another_request(scene: Scene) -> int:
    """What was proposed about Bruno's copy is said to be about Ada's, and somebody approves it."""
    request = _held(scene, scene.ada)
    other = _held(scene, scene.bruno)
    officer = at_the_desk(scene.keep, _somebody_else(scene), Role.OFFICER).session
    proposal = propose_override(scene.keep, officer, other, _REASON)
    scene.edit("UPDATE proposal SET about = ?, concerns = ? WHERE proposal = ?", request, scene.ada.subject, proposal)
    _approved_by(scene, at_the_desk(scene.keep, scene.bruno.subject, Role.OFFICER).session, proposal)
    return _gone_on(scene, request)


def _without_its_fact(scene: Scene) -> int:
    """A bug approves the row, and forgets the ledger."""
    case = _case(scene)
    with scene.keep.database.begin() as transaction:
        was = _there(transaction.staff.proposal(case.proposal))
        decided = was.decided(Outcome.APPROVED, _somebody_else(scene), Role.OFFICER, scene.keep.now())
        transaction.staff.replace_proposal(was, decided)
    _taken_up(scene, case.request)
    return _gone_on(scene, case.request)


def _fact_of_another(scene: Scene) -> int:
    """The ledger holds that Bruno's copy may go on; Ada's is taken up by it."""
    request, other = _held(scene, scene.ada), _held(scene, scene.bruno)
    first = at_the_desk(scene.keep, _somebody_else(scene), Role.OFFICER).session
    second = at_the_desk(scene.keep, scene.ada.subject, Role.OFFICER).session
    _approved_by(scene, second, propose_override(scene.keep, first, other, _REASON))
    scene.did()
    _taken_up(scene, request)
    return _gone_on(scene, request)


def _replaced(scene: Scene) -> int:
    """Somebody at Ada's open browser sets a password of their own, and asks for everything at once."""
    change_password(scene.keep, scene.session(scene.ada), scene.keep.entropy(12).hex())
    scene.did()
    return 1 + scene.gets(scene.ada)


def _somebody_else(scene: Scene) -> SubjectId:
    [(found,)] = scene.look_up(
        "SELECT subject FROM account WHERE subject NOT IN (?, ?) ORDER BY subject LIMIT 1",
        scene.ada.subject,
        scene.bruno.subject,
    )
    return SubjectId(str(found))


OVERRIDES: Final[tuple[Mixup, ...]] = (
    mixup("an override by one", "P9", _by_one, "SamePersonError"),
    mixup("an override by the owner", "P9", _by_the_owner, "SamePersonError"),
    mixup("an override whose row names another proposer", "P9", _another_proposer, "ForgedRowError"),
    mixup("an override whose row names another decider", "P9", _another_decider, "ForgedRowError"),
    mixup("an override proposed for another request", "P9", _of_another_request, "ForgedRowError"),
    mixup("an override that the ledger does not know", "P9", _without_its_fact, _DOUBT),
    mixup("an override of another request", "P9", _fact_of_another, _DOUBT),
    mixup("a credential replaced", "P3", _replaced, "credentials_changed"),
)
