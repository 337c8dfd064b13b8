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
from voicekeep.people.choices import PERIODS, choose, may_keep, months_kept
from voicekeep.people.email import EmailIndex
from voicekeep.people.errors import (
    ApplicantRefusedError,
    ChoiceRefusedError,
    EmailRefusedError,
    EmailTakenError,
    InvitationError,
    LanguageRefusedError,
    NameRefusedError,
    NewPasswordRefusedError,
    NothingChosenError,
    NotSignedInError,
    PasskeyRefusedError,
    PasswordRefusedError,
    PeopleError,
    RecoveryRefusedError,
    SignInRefusedError,
    StaleSignInError,
    TooManyFailuresError,
    TooManyPasskeysError,
)
from voicekeep.people.opening import Applicant, OpenedAccount, enrol, invite, open_account
from voicekeep.people.passkeys import (
    Ceremony,
    Passkey,
    PasskeyBook,
    Purpose,
    Site,
    add_passkey,
    answered,
    ask_to_add,
    ask_to_prove,
)
from voicekeep.people.password_change import change_password
from voicekeep.people.passwords import Passwords
from voicekeep.people.recovery import CODES, RecoveryBook, RecoveryCode, new_recovery_codes
from voicekeep.people.sign_in import (
    OpenBook,
    SignedIn,
    confirm_with_passkey,
    end_other_sessions,
    end_session,
    require_fresh,
    require_open,
    sign_in,
    sign_in_again,
    sign_in_with_code,
    sign_in_with_passkey,
    sign_out,
    signed_in,
)
from voicekeep.people.tokens import new_token, token_sha256

__all__ = [
    "CODES",
    "PERIODS",
    "Account",
    "Applicant",
    "ApplicantRefusedError",
    "Ceremony",
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
    "NewPasswordRefusedError",
    "NotSignedInError",
    "NothingChosenError",
    "OpenBook",
    "OpenedAccount",
    "Passkey",
    "PasskeyBook",
    "PasskeyRefusedError",
    "PasswordRefusedError",
    "Passwords",
    "PeopleBook",
    "PeopleError",
    "Purpose",
    "RecoveryBook",
    "RecoveryCode",
    "RecoveryRefusedError",
    "Session",
    "SignInRefusedError",
    "SignedIn",
    "Site",
    "StaleSignInError",
    "TooManyFailuresError",
    "TooManyPasskeysError",
    "add_passkey",
    "answered",
    "ask_to_add",
    "ask_to_prove",
    "change_password",
    "choose",
    "confirm_with_passkey",
    "end_other_sessions",
    "end_session",
    "enrol",
    "invite",
    "may_keep",
    "months_kept",
    "new_recovery_codes",
    "new_token",
    "open_account",
    "require_fresh",
    "require_open",
    "sign_in",
    "sign_in_again",
    "sign_in_with_code",
    "sign_in_with_passkey",
    "sign_out",
    "signed_in",
    "token_sha256",
]
