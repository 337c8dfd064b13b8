"""People: who has an account, how they prove it, where they belong and what they chose to have kept.

Flow        invitation -> account; e-mail index and password -> session; a choice -> what may be kept
Guarantees  1. Whoever acts is whoever proved it: a session, and a fresh sign-in where something leaves (P3).
            2. No row holds a name, an address, a password or a token; no error or repr says one.
            3. Nothing is kept of a person before they chose it (P1).
I/O         none here; stores implement PeopleBook, operations commit.
"""

from voicekeep.people.accounts import (
    Account,
    Choice,
    Credential,
    Invitation,
    Member,
    PeopleBook,
    Session,
)
from voicekeep.people.choices import PERIODS, choose, may_keep
from voicekeep.people.email import EmailIndex
from voicekeep.people.errors import (
    ApplicantRefusedError,
    ChoiceRefusedError,
    EmailRefusedError,
    EmailTakenError,
    InvitationError,
    LanguageRefusedError,
    NameRefusedError,
    NothingChosenError,
    NotSignedInError,
    PasswordRefusedError,
    PeopleError,
    SignInRefusedError,
    StaleSignInError,
    TooManyFailuresError,
)
from voicekeep.people.opening import Applicant, OpenedAccount, enrol, invite, open_account
from voicekeep.people.passwords import Passwords
from voicekeep.people.sign_in import (
    OpenBook,
    SignedIn,
    require_fresh,
    require_open,
    sign_in,
    sign_in_again,
    sign_out,
    signed_in,
)
from voicekeep.people.tokens import new_token, token_sha256

__all__ = [
    "PERIODS",
    "Account",
    "Applicant",
    "ApplicantRefusedError",
    "Choice",
    "ChoiceRefusedError",
    "Credential",
    "EmailIndex",
    "EmailRefusedError",
    "EmailTakenError",
    "Invitation",
    "InvitationError",
    "LanguageRefusedError",
    "Member",
    "NameRefusedError",
    "NotSignedInError",
    "NothingChosenError",
    "OpenBook",
    "OpenedAccount",
    "PasswordRefusedError",
    "Passwords",
    "PeopleBook",
    "PeopleError",
    "Session",
    "SignInRefusedError",
    "SignedIn",
    "StaleSignInError",
    "TooManyFailuresError",
    "choose",
    "enrol",
    "invite",
    "may_keep",
    "new_token",
    "open_account",
    "require_fresh",
    "require_open",
    "sign_in",
    "sign_in_again",
    "sign_out",
    "signed_in",
    "token_sha256",
]
