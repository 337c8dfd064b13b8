"""Why a mail was not handed over.

No message carries an address, a name or a word of the mail; the host in one is the operator's own.
"""

from __future__ import annotations

from typing import ClassVar

from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import NoticeId


class NoticeChangedError(VoicekeepError):
    """Somebody else wrote the notice's row meanwhile; this attempt changed nothing."""

    promise = "P10"

    def __init__(self, notice: NoticeId) -> None:
        super().__init__(f"notice {notice} was changed meanwhile; this attempt changed nothing")
        self.notice = notice


class NotHandedOverError(VoicekeepError):
    """A notice's mail was not handed over; the subclass says why, and whether to try again."""

    final: ClassVar[bool] = False
    """Another try would end the same way: there will be none."""
    nobodys: ClassVar[bool] = False
    """It is not this mail's fault: no other would go out now."""


class NobodyThereError(NotHandedOverError):
    """The account is gone; there is nobody to tell, and nothing was sent."""

    final = True

    def __init__(self, notice: NoticeId) -> None:
        super().__init__(f"nobody is there any more for notice {notice}; nothing was sent")


class MailOffError(NotHandedOverError):
    """This keep sends no mail; the message waits on the person's own page."""

    final = True

    def __init__(self) -> None:
        super().__init__("this keep sends no mail (notices = none); nothing was sent")


class AddressUnusableError(NotHandedOverError):
    """The address is not exactly one that mail can go to; nothing was sent."""

    final = True

    def __init__(self) -> None:
        super().__init__("the address is not exactly one that mail can go to; nothing was sent")


class MailRefusedError(NotHandedOverError):
    """The mail server will never take this mail (a 5xx answer); it was not sent."""

    final = True

    def __init__(self, code: int) -> None:
        super().__init__(f"the mail server refused for good ({code}); nothing was sent")


class MailPostponedError(NotHandedOverError):
    """The mail server does not take this mail now (a 4xx answer); it was not sent."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the mail server does not take it now ({code}); nothing was sent yet")


class MailDownError(NotHandedOverError):
    """Nothing can be sent now."""

    nobodys = True

    def __init__(self, reason: str) -> None:
        super().__init__(f"no mail can be sent now: {reason}; nothing was sent")


class MailServerUnreachableError(MailDownError):
    """The mail server does not answer, or ended the conversation."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the mail server does not answer ({reason})")


class MailServerNotProvenError(MailDownError):
    """The mail server did not prove over TLS that it is the one of the settings, or offers no TLS."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the mail server is not proven to be itself ({reason})")


class MailSignInError(MailDownError):
    """The mail server did not accept the keep's user and password, or its sender."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the mail server did not accept the user, the password or the sender ({code})")


class MailPasswordError(MailDownError):
    """The file with the mail server's password cannot be used: not there, exposed, inside the data folder, or empty."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the file with the mail password cannot be used ({reason})")


class MailFolderError(MailDownError):
    """The folder for mails cannot be written now: full, missing, or somebody else's."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the folder for mails cannot be written ({reason})")
