"""The API of a household: who lives there, children, mandates, and what is done for somebody by one."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Request

from voicekeep.app.operations.accounts import choice_of, choose
from voicekeep.app.operations.asking import ask_for_copy, copies_of, period_of
from voicekeep.app.operations.children import (
    NewProfile,
    close_child,
    has_own_account,
    make_way_in,
    open_own_account,
    open_profile,
)
from voicekeep.app.operations.closing import receipt_of
from voicekeep.app.operations.erasing_turns import Stretch, erase_turns, turns_in
from voicekeep.app.operations.household import at_home, household_name_of, invite_home, leave_home, show_name
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.mandates import (
    acts_for,
    end_mandate,
    give_mandate,
    let_act,
    mandates_given,
    mandates_held,
    take_mandate,
)
from voicekeep.app.operations.restricting import lift, restrict, restriction_of
from voicekeep.app.operations.standing import stand
from voicekeep.app.web.api_callers import COUNTED, FRESH, NOT_FOUND, OVER, OWN, REFUSED, Caller, Here
from voicekeep.app.web.api_copy_models import Asked, Copy
from voicekeep.app.web.api_household_models import (
    Act,
    Acting,
    AtHome,
    Called,
    Mandate,
    Mandates,
    NewChild,
    NewMandate,
    OfferCode,
    OneTime,
    OwnAccount,
    OwnHousehold,
    ShownName,
)
from voicekeep.app.web.api_models import (
    Choice,
    Chosen,
    Count,
    Ground,
    NewChoice,
    Receipt,
    Restricted,
    Restriction,
    Sure,
)
from voicekeep.app.web.household_pages import ACCOUNTS_PER_WINDOW, CHANGES_PER_WINDOW
from voicekeep.app.web.pages import count_try
from voicekeep.people import Applicant, ForeignMandateError, MandateRefusedError
from voicekeep.records.ids import MandateId
from voicekeep.records.standing import Entrusted

router = APIRouter(tags=["household"])

Named = Annotated[str, Path(description="Identifier of a mandate that one gave or holds.")]
_ACTING = FRESH | NOT_FOUND | REFUSED | COUNTED


@router.get("/household", responses=OWN)
def household(keep: Here, session: Caller) -> list[AtHome]:
    """Return who lives in one's household, the longest member first."""
    return [AtHome.model_validate(each) for each in at_home(keep, session)]


@router.get("/household/about", responses=OWN)
def about_household(keep: Here, session: Caller) -> OwnHousehold:
    """Return what one's household is called."""
    return OwnHousehold(name=household_name_of(keep, session))


@router.put("/household/name", status_code=HTTPStatus.NO_CONTENT, responses=OWN | REFUSED | COUNTED)
def name_shown(request: Request, keep: Here, session: Caller, sent: ShownName) -> None:
    """Choose the name that one shows there."""
    count_try(request, "household", most=CHANGES_PER_WINDOW, session=session)
    show_name(keep, session, sent.name)


@router.post("/household/invitations", status_code=HTTPStatus.CREATED, responses=FRESH | COUNTED)
def home_invited(request: Request, keep: Here, session: Caller) -> OneTime:
    """Make an invitation into one's household: what the page `/welcome/{code}` takes."""
    count_try(request, "household", most=CHANGES_PER_WINDOW, session=session)
    return OneTime(code=invite_home(keep, session))


@router.post("/household/leaving", status_code=HTTPStatus.NO_CONTENT, responses=FRESH)
def household_left(keep: Here, session: Caller, _: Sure) -> None:
    """Leave one's household for one of one's own; what is kept of one goes along."""
    leave_home(keep, session)


@router.post("/household/children", status_code=HTTPStatus.CREATED, responses=FRESH | REFUSED | COUNTED)
def child_added(request: Request, keep: Here, session: Caller, sent: NewChild) -> Mandate:
    """Open a child's profile. Nothing is kept of the child before one chose it."""
    count_try(request, "household", most=CHANGES_PER_WINDOW, session=session)
    profile = NewProfile(name=sent.name, called=sent.called, until=_begins(keep, sent.until), language="")
    mandate = open_profile(keep, session, profile)
    return next(Mandate.model_validate(each) for each in mandates_held(keep, session) if each.mandate == mandate)


@router.post("/own-account", status_code=HTTPStatus.CREATED, responses=REFUSED | COUNTED)
def own_account(request: Request, keep: Here, sent: OwnAccount) -> None:
    """Open a child's own account with the code that its guardian was shown; then sign in."""
    count_try(request, "welcome", most=ACCOUNTS_PER_WINDOW)
    applicant = Applicant(name=sent.name, email=sent.email, password=sent.password, language="", household_name="")
    open_own_account(keep, sent.code, applicant)


@router.get("/mandates", responses=OWN)
def mandates(keep: Here, session: Caller) -> Mandates:
    """Return who may act for one, what they did, and for whom one may act."""
    return Mandates(
        given=[Mandate.model_validate(each) for each in mandates_given(keep, session)],
        held=[Mandate.model_validate(each) for each in mandates_held(keep, session)],
        acts=[Act.model_validate(each) for each in acts_for(keep, session)],
    )


@router.post("/mandates", status_code=HTTPStatus.CREATED, responses=FRESH | REFUSED | COUNTED)
def mandate_given(request: Request, keep: Here, session: Caller, sent: NewMandate) -> OneTime:
    """Offer a mandate. Nobody acts by it before one has confirmed who took it."""
    count_try(request, "household", most=CHANGES_PER_WINDOW, session=session)
    return OneTime(code=give_mandate(keep, session, tuple(sent.rights), _begins(keep, sent.until)))


@router.post("/mandate-offers/taking", status_code=HTTPStatus.NO_CONTENT, responses=FRESH | REFUSED | COUNTED)
def mandate_taken(request: Request, keep: Here, session: Caller, sent: OfferCode) -> None:
    """Take a mandate that somebody offers; the person who offers it confirms, or does not."""
    count_try(request, "household", most=CHANGES_PER_WINDOW, session=session)
    take_mandate(keep, session, sent.code)


@router.post("/mandates/{mandate}/confirmation", status_code=HTTPStatus.NO_CONTENT, responses=_ACTING)
def mandate_confirmed(keep: Here, session: Caller, mandate: Named, sent: Called) -> None:
    """Let whoever took one's mandate act by it."""
    let_act(keep, session, MandateId(mandate), sent.called)


@router.delete("/mandates/{mandate}", status_code=HTTPStatus.NO_CONTENT, responses=_ACTING)
def mandate_ended(keep: Here, session: Caller, mandate: Named) -> None:
    """End a mandate that one gave or holds, at once; what was begun by it is withdrawn."""
    end_mandate(keep, session, MandateId(mandate))


@router.get("/acting/{mandate}", responses=_ACTING)
def acting(keep: Here, session: Caller, mandate: Named) -> Acting:
    """Return what may be done by a mandate, what was done by it, and how much an erasure would take."""
    held = next((each for each in mandates_held(keep, session) if each.mandate == mandate), None)
    if held is None:
        raise ForeignMandateError
    standing = {right: stand(keep, session, held.mandate, right) for right in held.rights}
    who, erasing = standing[held.rights[0]], standing.get(Entrusted.ERASURE)
    return Acting(
        mandate=Mandate.model_validate(held),
        turns=None if erasing is None else len(turns_in(keep, erasing, Stretch.EVERYTHING, "")),
        own_account=has_own_account(keep, who),
        acts=[Act.model_validate(act) for act in acts_for(keep, who) if act.mandate == held.mandate],
    )


@router.get("/acting/{mandate}/choice", responses=_ACTING)
def choice_for(keep: Here, session: Caller, mandate: Named) -> Chosen:
    """Return what is kept of whom one acts for."""
    found = choice_of(keep, stand(keep, session, MandateId(mandate), Entrusted.CHOICE))
    return Chosen(choice=None if found is None else Choice.model_validate(found))


@router.put("/acting/{mandate}/choice", responses=_ACTING | OVER)
def chosen_for(keep: Here, session: Caller, mandate: Named, sent: NewChoice) -> Chosen:
    """Choose what is kept of them from now on, and for how long."""
    choose(keep, stand(keep, session, MandateId(mandate), Entrusted.CHOICE), sent.keeping, sent.months)
    return choice_for(keep, session, mandate)


@router.get("/acting/{mandate}/requests", responses=_ACTING)
def requests_for(keep: Here, session: Caller, mandate: Named) -> list[Copy]:
    """Return the copies that one asked for by this mandate, the latest first."""
    who = stand(keep, session, MandateId(mandate), Entrusted.COPY)
    return [Copy.model_validate(copy) for copy in copies_of(keep, who)]


@router.post("/acting/{mandate}/requests", status_code=HTTPStatus.CREATED, responses=_ACTING)
def asked_for(keep: Here, session: Caller, mandate: Named) -> Asked:
    """Ask for a copy of everything that is kept about them; it is sealed to whoever asks."""
    who = stand(keep, session, MandateId(mandate), Entrusted.COPY)
    return Asked(request=ask_for_copy(keep, who))


@router.get("/acting/{mandate}/restriction", responses=_ACTING)
def restriction_for(keep: Here, session: Caller, mandate: Named) -> Restricted:
    """Return whether what is held of them is kept and not used."""
    found = restriction_of(keep, stand(keep, session, MandateId(mandate), Entrusted.RESTRICTION))
    return Restricted(restriction=None if found is None else Restriction.model_validate(found))


@router.put("/acting/{mandate}/restriction", responses=_ACTING)
def restricted_for(keep: Here, session: Caller, mandate: Named, sent: Ground) -> Restricted:
    """Have what is held of them kept and not used."""
    restrict(keep, stand(keep, session, MandateId(mandate), Entrusted.RESTRICTION), sent.ground)
    return restriction_for(keep, session, mandate)


@router.delete("/acting/{mandate}/restriction", status_code=HTTPStatus.NO_CONTENT, responses=_ACTING)
def lifted_for(keep: Here, session: Caller, mandate: Named) -> None:
    """Lift that again."""
    lift(keep, stand(keep, session, MandateId(mandate), Entrusted.RESTRICTION))


@router.post("/acting/{mandate}/erasure", responses=_ACTING)
def erased_for(keep: Here, session: Caller, mandate: Named, _: Sure) -> Count:
    """Erase everything that was heard of them, for good."""
    who = stand(keep, session, MandateId(mandate), Entrusted.ERASURE)
    return Count(count=erase_turns(keep, who, Stretch.EVERYTHING, ""))


@router.post("/acting/{mandate}/way-in", status_code=HTTPStatus.CREATED, responses=_ACTING)
def way_in(keep: Here, session: Caller, mandate: Named) -> OneTime:
    """Make the code with which a child opens an account of its own."""
    return OneTime(code=make_way_in(keep, session, MandateId(mandate)))


@router.post("/acting/{mandate}/closing", responses=_ACTING)
def child_closed(keep: Here, session: Caller, mandate: Named, _: Sure) -> Receipt:
    """Erase the profile of a child that has no account of its own; the receipt is given this once."""
    return Receipt.model_validate(receipt_of(keep, close_child(keep, session, MandateId(mandate))))


def _begins(keep: Keep, day: date) -> datetime:
    """Return when a day begins in the keep's time zone. Raises MandateRefusedError."""
    begins, _ = period_of(keep, day, None)
    if begins is None:
        raise MandateRefusedError
    return begins
