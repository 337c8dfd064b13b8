"""Notices: that there is a message for somebody, told by mail without a word of it.

Flow        what happened -> Notice, in the same transaction -> Letter -> a mail server, or why not
Guarantees  1. No mail holds a name, an address in its text, a number of anything of the person's, or a key to
               anything. Whoever reads it over a shoulder learns that the person has an account here.
            2. A notice that is written is sent, or its row says by name why not; none is dropped (P10).
            3. Sent twice only if the program or the connection died while a mail was being handed over, and then
               byte for byte the same, under the same Message-ID.
I/O         none here; stores implement NoticeBook and Mail, operations commit.
Document    docs/notices.md
"""

from voicekeep.notice.errors import (
    AddressUnusableError,
    MailDownError,
    MailFolderError,
    MailOffError,
    MailPasswordError,
    MailPostponedError,
    MailRefusedError,
    MailServerNotProvenError,
    MailServerUnreachableError,
    MailSignInError,
    NobodyThereError,
    NotHandedOverError,
    NoticeChangedError,
)
from voicekeep.notice.letter import Service, letter_of, mail_address
from voicekeep.notice.mail import Letter, Mail
from voicekeep.notice.outbox import (
    INTERRUPTED,
    Notice,
    NoticeBook,
    NoticeKind,
    NoticeState,
    Outbox,
    notice_to,
)

__all__ = [
    "INTERRUPTED",
    "AddressUnusableError",
    "Letter",
    "Mail",
    "MailDownError",
    "MailFolderError",
    "MailOffError",
    "MailPasswordError",
    "MailPostponedError",
    "MailRefusedError",
    "MailServerNotProvenError",
    "MailServerUnreachableError",
    "MailSignInError",
    "NobodyThereError",
    "NotHandedOverError",
    "Notice",
    "NoticeBook",
    "NoticeChangedError",
    "NoticeKind",
    "NoticeState",
    "Outbox",
    "Service",
    "letter_of",
    "mail_address",
    "notice_to",
]
