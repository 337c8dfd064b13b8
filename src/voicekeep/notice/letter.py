"""Write the mail of a notice: that there is a message, in the reader's language; not what it says.

Flow        Notice, address, service -> Letter
Guarantees  1. The text is a constant of its language and sort, with the service's name and address: no name, no
               e-mail address, no number of a request or an item, no link that opens anything.
            2. The same notice gives the same bytes each time: whoever gets it twice can tell by its Message-ID.
            3. One recipient. What would begin another header, or name a second person, is refused or put on one line.
I/O         none
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from typing import Final

from voicekeep.notice.errors import AddressUnusableError
from voicekeep.notice.mail import Letter
from voicekeep.notice.outbox import ASKED_FOR, OF_A_CASE, Notice
from voicekeep.notice.words import words_in
from voicekeep.records.texts import Language

_NAME_MAX_CHARS: Final = 60  # a word that fills a line by itself is no longer read as a name
_ADDRESS_MAX_CHARS: Final = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets
_UNQUOTED: Final = str.maketrans('"\\', "'/")  # what a quoted name would hold twice
_LINE_CHARS: Final = 76
_UNSEEN: Final = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # controls, marks of direction, halves, unknown, line ends
_ADDRESS: Final = re.compile(r'[^\s<>()\[\],;:\\"@]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*')
_HOST: Final = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Who writes, as the operator says."""

    name: str  # what the controller is called
    url: str  # where people sign in
    origin: str  # host name of the keep: the right half of a Message-ID
    sender: str  # the address that mails come from


def letter_of(notice: Notice, *, to: str, language: Language, service: Service) -> Letter:
    """Return the mail of a notice to a person's address.

    Raises:
        AddressUnusableError: the address, or the service's own, is not exactly one that mail can go to.
    """
    recipient, sender = mail_address(to), mail_address(service.sender)
    words, name = words_in(language), _one_line(service.name)[:_NAME_MAX_CHARS] or "Voicekeep"
    message = EmailMessage(policy=SMTP if (recipient + sender).isascii() else SMTPUTF8)
    message["From"] = _header(sender, name)
    message["To"] = _header(recipient)
    message["Subject"] = words["subject"].format(service=name)
    message["Date"] = notice.created_at
    message["Message-ID"] = f"<{notice.notice}@{_host(service.origin)}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office note comes back
    message.set_content(_text(notice, words, name, _one_line(service.url)), cte="quoted-printable")
    message["Content-Language"] = language
    return Letter(notice=notice.notice, sender=sender, recipient=recipient, content=message.as_bytes())


def mail_address(text: str) -> str:
    """Return an address as mail servers take it: `text`, its host in ASCII (RFC 3490).

    Raises:
        AddressUnusableError: it is not exactly one address of the plain form user@host.
    """
    user, _, host = text.rpartition("@")
    try:
        address = f"{user}@{host.encode('idna').decode('ascii')}"
    except UnicodeError as refused:
        raise AddressUnusableError from refused
    if len(address) > _ADDRESS_MAX_CHARS or not address.isprintable() or _ADDRESS.fullmatch(address) is None:
        raise AddressUnusableError
    return address


def _header(address: str, name: str = "") -> Address:
    user, _, host = address.rpartition("@")
    return Address(display_name=name.translate(_UNQUOTED), username=user, domain=host)


def _text(notice: Notice, words: dict[str, str], name: str, url: str) -> str:
    about = "soon" if notice.kind in OF_A_CASE else "asked_for" if notice.kind in ASKED_FOR else "account"
    sort = words[about]
    paragraphs = [words["message"].format(service=name), url, sort, words["never"], words["automatic"]]
    return "\n\n".join(each if each is url else textwrap.fill(each, _LINE_CHARS) for each in paragraphs) + "\n"


def _one_line(text: str) -> str:
    """Return `text` without what does not show, on one line."""
    seen = "".join(" " if unicodedata.category(char) in _UNSEEN else char for char in text)
    return " ".join(seen.split())


def _host(origin: str) -> str:
    return origin if _HOST.fullmatch(origin) else "voicekeep.invalid"
