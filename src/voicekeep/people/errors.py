"""Why somebody was not let in, or an account not opened.

No message tells one account from another, and none carries an e-mail address, a name, a password or a token.
"""

from __future__ import annotations

from typing import ClassVar

from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import ProposalId


class PeopleError(VoicekeepError):
    """A person was not let in, or something of theirs was not changed."""

    sentence: ClassVar[str] = "nobody was let in and nothing was changed"

    def __init__(self) -> None:
        super().__init__(self.sentence)


class SignInRefusedError(PeopleError):
    """E-mail and password do not fit together; one and the same for an unknown account and a wrong password."""

    promise = "P3"
    sentence = "e-mail and password do not fit together; nobody was signed in"


class TooManyFailuresError(PeopleError):
    """Too many tries failed lately; this one was not judged, so it says nothing about the password."""

    promise = "P3"
    sentence = "too many tries to sign in failed lately; this one was not judged and nobody was signed in"


class PasskeyRefusedError(PeopleError):
    """What a passkey said was not proven: unknown, another's, too late, elsewhere, or a copy; no difference is made."""

    promise = "P3"
    sentence = "the passkey did not prove anybody; nobody was signed in and nothing was changed"


class TooManyPasskeysError(PeopleError):
    """The person has as many passkeys as one may have; none was added."""

    promise = "P10"
    sentence = "there are as many passkeys as one person may have; none was added"


class RecoveryRefusedError(SignInRefusedError):
    """Address and recovery code do not fit together, or the code was used; no difference is made."""

    sentence = "address and recovery code do not fit together; nobody was signed in"


class NotSignedInError(PeopleError):
    """No open session stands behind this; nothing was shown or done."""

    promise = "P3"
    sentence = "nobody is signed in; nothing was shown or done"


class StaleSignInError(PeopleError):
    """The last sign-in is too old to prove who acts now; nothing was released or changed."""

    promise = "P3"
    sentence = "the sign-in is not fresh enough to prove who acts now; nothing was released or changed"


class InvitationError(PeopleError):
    """The invitation is unknown, used or too old: no difference is made; no account was opened."""

    promise = "P3"
    sentence = "the invitation does not open an account; none was opened"


class EmailTakenError(PeopleError):
    """An account with this e-mail address exists; no second one was opened."""

    promise = "P3"
    sentence = "an account with this e-mail address exists; no second one was opened"


class ApplicantRefusedError(PeopleError):
    """What was typed cannot stand for a person; no account was opened."""

    promise = "P10"
    sentence = "what was typed cannot stand for a person; no account was opened"


class PasswordRefusedError(ApplicantRefusedError):
    """The password is shorter or longer than a password may be."""

    sentence = "the password is too short or too long; no account was opened"


class NewPasswordRefusedError(PeopleError):
    """The new password is shorter or longer than a password may be; the earlier one still holds."""

    promise = "P10"
    sentence = "the new password is too short or too long; the earlier one still holds"


class EmailRefusedError(ApplicantRefusedError):
    """The e-mail address is none, or longer than one may be."""

    sentence = "the e-mail address is none, or too long; no account was opened"


class NameRefusedError(ApplicantRefusedError):
    """A name is empty, not one line, or longer than a name may be."""

    sentence = "a name is empty, not one line, or too long; no account was opened"


class LanguageRefusedError(ApplicantRefusedError):
    """Not a language that pages and documents are written in."""

    sentence = "pages and documents are not written in that language; no account was opened"


class ChoiceRefusedError(PeopleError):
    """A period was chosen that is not offered; the earlier choice still holds."""

    promise = "P1"
    sentence = "that period is not offered; what was chosen before still holds"


class ChoiceChangedError(PeopleError):
    """What is kept was chosen otherwise in this moment; this choice was not taken."""

    promise = "P10"
    sentence = "what is kept was chosen otherwise in this moment; what was chosen then holds, and nothing was changed"


class NothingChosenError(PeopleError):
    """The person has not chosen to have this kept; nothing of it was kept."""

    promise = "P1"
    sentence = "the person has not chosen to have this kept; nothing of it was kept"


class WordsRefusedError(PeopleError):
    """Four words say nothing: never given, used up, over, or no words of ours; no difference is made."""

    promise = "P3"
    sentence = "these words say nothing here; nothing was done"


class NotOnDutyError(PeopleError):
    """Nobody with such a role is signed in with a passkey; no difference is made to a page that there is not."""

    promise = "P9"
    sentence = "nobody with such a role is signed in with a passkey; nothing was shown or done"


class PasskeyNeededError(NotOnDutyError):
    """Somebody with the role signed in with something else than a passkey; nothing was shown or done."""

    sentence = "the desk opens with a passkey only; nothing was shown or done"


class SamePersonError(PeopleError):
    """It takes two people, and this is the same one."""

    promise = "P9"
    sentence = "it takes two people, and this is the same one; nothing was done"


class AppointmentRefusedError(PeopleError):
    """No such offer of a role, it is over, or it was not accepted with a passkey; nobody has a role by it."""

    promise = "P9"
    sentence = "there is no such offer, it is over, or it was not accepted with a passkey; nobody has a role by it"


class ProposalOverError(PeopleError):
    """A proposal was decided before, or its time is over; nothing was done."""

    promise = "P9"

    def __init__(self, proposal: ProposalId) -> None:
        VoicekeepError.__init__(self, f"proposal {proposal} stands no more; nothing was done")
        self.proposal = proposal


class ForeignMandateError(PeopleError):
    """No such mandate of this person: unknown, another's, or never begun; no difference is made."""

    promise = "P3"
    sentence = "no such mandate is held by whoever is signed in; nothing was shown or done"


class MandateEndedError(PeopleError):
    """The mandate was ended by one of the two; nothing more is done by it."""

    promise = "P3"
    sentence = "the mandate was ended; nothing was done by it"


class ExpiredMandateError(PeopleError):
    """The mandate's time is over; nothing more is done by it."""

    promise = "P3"
    sentence = "the mandate's time is over; nothing was done by it"


class NotEntrustedError(PeopleError):
    """The mandate is for other rights than this one; nothing was done by it."""

    promise = "P3"
    sentence = "the mandate is for other rights; nothing was done by it"


class MandateRefusedError(PeopleError):
    """No such offer of a mandate, or one that cannot be: no right, a wrong end, taken or over; nobody may act by it."""

    promise = "P3"
    sentence = "there is no such offer of a mandate, or it cannot be one; nobody may act by it"


class ShownNameRefusedError(PeopleError):
    """A name is empty, not one line, or longer than a name may be; the earlier one is still shown."""

    promise = "P10"
    sentence = "a name is empty, not one line, or too long; nothing was changed"


class WayInRefusedError(PeopleError):
    """A code does not open an account for a child: unknown, used, or over; no difference is made."""

    promise = "P3"
    sentence = "the code opens no account; none was opened"
