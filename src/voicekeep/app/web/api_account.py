"""The API of one's own account: signing in and out, what opens it, what is kept."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Request

from voicekeep.app.operations.accounts import choice_of, choices_made, choose, confirm, leave, profile_of, sign_in
from voicekeep.app.operations.closing import close_account, receipt_of, what_goes
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.proving import (
    access_of,
    change_password,
    end_all_others,
    end_one_session,
    make_recovery_codes,
    name_passkey,
    remove_passkey,
    sign_in_by_code,
)
from voicekeep.app.operations.restricting import lift, restrict, restriction_of
from voicekeep.app.web.api_callers import (
    COUNTED,
    FRESH,
    NOT_FOUND,
    OVER,
    OWN,
    REFUSED,
    Caller,
    Changing,
    Here,
    sitting,
)
from voicekeep.app.web.api_models import (
    Choice,
    Chosen,
    Codes,
    CodesLeft,
    Entered,
    Ground,
    Leaving,
    Made,
    NamedPasskey,
    NewChoice,
    NewPassword,
    PasskeyName,
    Password,
    Profile,
    Receipt,
    Restricted,
    Restriction,
    SignIn,
    SignInByCode,
    Sitting,
    Sure,
)
from voicekeep.app.web.pages import count_try
from voicekeep.app.web.sign_in_pages import SIGN_INS_PER_WINDOW
from voicekeep.people import SignedIn, require_fresh
from voicekeep.records.ids import PasskeyId, SessionId

router = APIRouter()

PasskeyNamed = Annotated[str, Path(description="Identifier of a passkey of one's own.")]
SessionNamed = Annotated[str, Path(description="Identifier of a session of one's own.")]


@router.post("/sign-in", tags=["who"], responses=OWN | COUNTED)
def signed_in(request: Request, keep: Here, sent: SignIn) -> Entered:
    """Sign in with a password. Unknown accounts and wrong passwords are answered alike."""
    count_try(request, "sign-in", most=SIGN_INS_PER_WINDOW)
    return _entered(keep, sign_in(keep, sent.email, sent.password))


@router.post("/sign-in/code", tags=["who"], responses=OWN | COUNTED)
def signed_in_by_code(request: Request, keep: Here, sent: SignInByCode) -> Entered:
    """Sign in with a recovery code, which is used up."""
    count_try(request, "sign-in", most=SIGN_INS_PER_WINDOW)
    return _entered(keep, sign_in_by_code(keep, sent.email, sent.code))


@router.post("/confirm", tags=["who"], responses=OWN | COUNTED)
def confirmed(keep: Here, session: Caller, sent: Password) -> Sitting:
    """Prove once more who it is: for ten minutes something can be released or changed."""
    return sitting(keep, confirm(keep, session, sent.password), session)


@router.post("/sign-out", tags=["who"], status_code=HTTPStatus.NO_CONTENT, responses=OWN)
def signed_out(keep: Here, session: Caller) -> None:
    """End this session; its token opens nothing from now on."""
    leave(keep, session)


@router.get("/me", tags=["who"], responses=OWN)
def me(keep: Here, session: Caller) -> Profile:
    """Return who is signed in."""
    profile = profile_of(keep, session)
    return Profile(subject=session.subject, name=profile.name, email=profile.email, language=profile.language)


@router.get("/choice", tags=["what is kept"], responses=OWN)
def choice(keep: Here, session: Caller) -> Chosen:
    """Return what is kept of what one says."""
    chosen = choice_of(keep, session)
    return Chosen(choice=None if chosen is None else Choice.model_validate(chosen))


@router.put("/choice", tags=["what is kept"], responses=FRESH | REFUSED | OVER)
def chosen(keep: Here, session: Caller, sent: NewChoice) -> Chosen:
    """Choose what is kept from now on; how long, also of what was kept before. A shorter time wants a fresh sign-in."""
    choose(keep, session, sent.keeping, sent.months)
    return choice(keep, session)


@router.get("/choices", tags=["what is kept"], responses=OWN)
def choices(keep: Here, session: Caller) -> list[Made]:
    """Return every choice of what is kept that was made by one or for one, the latest first."""
    now = choice_of(keep, session)
    return [
        Made(
            keeping=each.keeping,
            months=each.months,
            at=each.at,
            device=each.device,
            holds=now is not None and each.at == now.at,
        )
        for each in choices_made(keep, session)
    ]


@router.get("/restriction", tags=["what is kept"], responses=OWN)
def restriction(keep: Here, session: Caller) -> Restricted:
    """Return whether one's data are kept and not used (GDPR Art. 18)."""
    found = restriction_of(keep, session)
    return Restricted(restriction=None if found is None else Restriction.model_validate(found))


@router.put("/restriction", tags=["what is kept"], responses=FRESH)
def restricted(keep: Here, session: Caller, sent: Ground) -> Restricted:
    """Have one's data kept and not used: nothing new is taken in, nothing expires."""
    restrict(keep, session, sent.ground)
    return restriction(keep, session)


@router.delete("/restriction", tags=["what is kept"], status_code=HTTPStatus.NO_CONTENT, responses=FRESH)
def restriction_lifted(keep: Here, session: Caller) -> None:
    """Lift one's restriction, if there is one."""
    lift(keep, session)


@router.get("/account", tags=["what is kept"], responses=FRESH)
def leaving(keep: Here, session: Caller) -> Leaving:
    """Say what would be erased if the account were closed; nothing is erased."""
    require_fresh(session, keep.now(), keep.limits)
    return Leaving.model_validate(what_goes(keep, session))


@router.post("/account/closing", tags=["what is kept"], responses=FRESH | OVER)
def closed(keep: Here, session: Caller, _: Sure) -> Receipt:
    """Close the account: everything of its person is erased for good. The receipt is given this once."""
    return Receipt.model_validate(receipt_of(keep, close_account(keep, session)))


@router.get("/sessions", tags=["what opens the account"], responses=OWN)
def sessions(keep: Here, session: Caller) -> list[Sitting]:
    """Return where one is signed in, the latest sign-in first."""
    return [sitting(keep, each, session) for each in access_of(keep, session).sessions]


@router.delete(
    "/sessions/{session_id}",
    tags=["what opens the account"],
    status_code=HTTPStatus.NO_CONTENT,
    responses=OWN | NOT_FOUND | COUNTED,
)
def session_ended(keep: Here, session: Changing, session_id: SessionNamed) -> None:
    """End one session of one's own; one that is not one's own, or not there, is left as it is."""
    end_one_session(keep, session, SessionId(session_id))


@router.post(
    "/sessions/others/end",
    tags=["what opens the account"],
    status_code=HTTPStatus.NO_CONTENT,
    responses=OWN | COUNTED,
)
def others_ended(keep: Here, session: Changing) -> None:
    """End all sessions of one's own but this one."""
    end_all_others(keep, session)


@router.get("/passkeys", tags=["what opens the account"], responses=OWN)
def passkeys(keep: Here, session: Caller) -> list[NamedPasskey]:
    """Return one's passkeys, the earliest first. They are added on the keep's own page, by a browser."""
    return [NamedPasskey.model_validate(each) for each in access_of(keep, session).passkeys]


@router.patch(
    "/passkeys/{passkey_id}",
    tags=["what opens the account"],
    status_code=HTTPStatus.NO_CONTENT,
    responses=OWN | NOT_FOUND | REFUSED | COUNTED,
)
def passkey_named(keep: Here, session: Changing, passkey_id: PasskeyNamed, sent: PasskeyName) -> None:
    """Give a passkey another name."""
    name_passkey(keep, session, PasskeyId(passkey_id), sent.name)


@router.delete(
    "/passkeys/{passkey_id}",
    tags=["what opens the account"],
    status_code=HTTPStatus.NO_CONTENT,
    responses=FRESH | NOT_FOUND | COUNTED,
)
def passkey_removed(keep: Here, session: Changing, passkey_id: PasskeyNamed) -> None:
    """Remove a passkey: from now on it opens nothing."""
    remove_passkey(keep, session, PasskeyId(passkey_id))


@router.get("/recovery-codes", tags=["what opens the account"], responses=OWN)
def codes(keep: Here, session: Caller) -> CodesLeft:
    """Return how many recovery codes still count; the codes themselves are shown once, when they are made."""
    return CodesLeft(left=access_of(keep, session).codes_left)


@router.post("/recovery-codes", tags=["what opens the account"], responses=FRESH | COUNTED)
def codes_made(keep: Here, session: Changing) -> Codes:
    """Make new recovery codes, which end all earlier ones."""
    return Codes(codes=list(make_recovery_codes(keep, session)))


@router.put(
    "/password",
    tags=["what opens the account"],
    status_code=HTTPStatus.NO_CONTENT,
    responses=FRESH | REFUSED | COUNTED,
)
def password_changed(keep: Here, session: Changing, sent: NewPassword) -> None:
    """Take a new password, and end every other session."""
    change_password(keep, session, sent.password)


def _entered(keep: Keep, entered: SignedIn) -> Entered:
    return Entered(token=entered.token, session=sitting(keep, entered.session, entered.session))
