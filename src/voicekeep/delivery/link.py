"""Links: make one for a checked archive, open it for its recipient, close it.

Flow        CheckedArchive -> Grant; token + signed-in session -> Grant -> DownloadSession
Guarantees  1. A grant exists only for an archive that passed the checks (P4).
            2. Whoever is not signed in learns nothing; whoever is, learns only of links of their own (P5).
            3. The token is derived from the grant's id under the link key: the same each time, stored nowhere.
I/O         none; the book is handed in
Format      docs/formats/grant.md, version 1
"""

from __future__ import annotations

import base64
import hmac
import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from voicekeep.checks import CheckedArchive
from voicekeep.delivery.errors import (
    DownloadOverError,
    ExpiredLinkError,
    ForeignDownloadError,
    ForeignLinkError,
    RevokedLinkError,
    UncheckedArchiveError,
    UnknownLinkError,
)
from voicekeep.delivery.grant import DownloadSession, Grant, GrantBook, GrantState
from voicekeep.people import ForeignMandateError, Session, require_fresh, require_open, token_sha256
from voicekeep.records.facts import ActedFor, Granted, Revoked
from voicekeep.records.ids import GrantId
from voicekeep.records.limits import Limits

LINK_KEY_BYTES: Final = 32

_DOMAIN: Final = b"voicekeep link v1\n"
_REASON: Final = re.compile(r"[a-z][a-z_]{0,39}")


def token_for(link_key: bytes, grant: GrantId) -> str:
    """Return the grant's token, to be shown to its signed-in recipient only: 43 characters of base64url.

    Raises:
        ValueError: the key is not 32 bytes long.
    """
    if len(link_key) != LINK_KEY_BYTES:
        raise ValueError("the link key has 32 bytes")
    code = hmac.digest(link_key, _DOMAIN + grant.encode("ascii"), "sha256")
    return base64.urlsafe_b64encode(code).decode("ascii").rstrip("=")


def issue(
    checked: CheckedArchive,
    *,
    grant: GrantId,
    token: str,
    now: datetime,
    limits: Limits,
    acted: ActedFor | None = None,
) -> tuple[Grant, Granted]:
    """Return a link to a checked archive for the person it is about, or who asked for them; and the fact.

    Args:
        checked: What the checks let pass; it names the recipient, nobody else can.
        grant: The new link's id.
        token: What `token_for` made of it.
        now: UTC.
        limits: How long a link lasts.
        acted: What the ledger says of who asked by mandate, proven; None: the person did.

    Raises:
        UncheckedArchiveError: it is something else; no link was made.
        ForeignMandateError: who asked did so for another person or request; no link was made.
    """
    # Types are not there when the program runs, and this is the door.
    if not isinstance(checked, CheckedArchive):
        raise UncheckedArchiveError
    if acted is not None and (acted.request, acted.subject) != (checked.request, checked.subject):
        raise ForeignMandateError
    made = Grant(
        grant=grant,
        archive=checked.archive,
        request=checked.request,
        recipient=checked.subject if acted is None else acted.agent,
        token_sha256=token_sha256(token),
        expires_at=now + limits.grant_lifetime,
    )
    fact = Granted(grant=grant, archive=made.archive, subject=made.recipient, expires_at=made.expires_at, at=now)
    return made, fact


def redeem(book: GrantBook, token: str, session: Session | None, now: datetime) -> Grant:
    """Return the grant that a link stands for, to its signed-in recipient.

    Raises:
        NotSignedInError: nobody is; the link was not looked up.
        UnknownLinkError: no link has the token.
        ForeignLinkError: it is another person's.
        RevokedLinkError, ExpiredLinkError: it is closed; only its recipient is told that.
    """
    signed_in = require_open(session, now)
    grant = book.with_token(token_sha256(token))
    if grant is None:
        raise UnknownLinkError
    _require_open_for(grant, signed_in, now)
    return grant


def open_download(grant: Grant, session: Session, now: datetime, limits: Limits) -> DownloadSession:
    """Open the grant's archive for this session, on a fresh sign-in, for a day and no longer than the link lasts.

    Raises:
        NotSignedInError, ForeignLinkError, RevokedLinkError, ExpiredLinkError: as `redeem`.
        StaleSignInError: the sign-in is too old.
    """
    _require_open_for(grant, require_open(session, now), now)
    require_fresh(session, now, limits)
    return DownloadSession(
        session=session.session,
        archive=grant.archive,
        grant=grant.grant,
        opened_at=now,
        expires_at=min(now + limits.download_session_lifetime, grant.expires_at),
    )


def may_download(opened: DownloadSession, grant: Grant, session: Session, now: datetime) -> None:
    """Let bytes leave to this session, now.

    Raises:
        NotSignedInError: the session is closed.
        ForeignDownloadError: another session opened it, or for another link.
        ForeignLinkError, RevokedLinkError, ExpiredLinkError: as `redeem`.
        DownloadOverError: it was opened too long ago.
    """
    require_open(session, now)
    if (opened.session, opened.grant, opened.archive) != (session.session, grant.grant, grant.archive):
        raise ForeignDownloadError(grant=grant.grant, archive=grant.archive)
    _require_open_for(grant, session, now)
    if not opened.opened_at <= now < opened.expires_at:
        raise DownloadOverError(grant=grant.grant, archive=grant.archive)


def revoke(grant: Grant, reason: str, now: datetime) -> tuple[Grant, Revoked]:
    """Return the link as closed from `now` on, and the fact.

    Args:
        grant: An open link.
        reason: One word, e.g. "erased"; a sentence could say something about a person for ever.
        now: UTC.

    Raises:
        RevokedLinkError, ExpiredLinkError: it is closed already; nothing was changed.
        ValueError: the reason is no word.
    """
    if _REASON.fullmatch(reason) is None:
        raise ValueError("a reason is one word of a-z and _")
    _require_open_at(grant, now)
    fact = Revoked(grant=grant.grant, archive=grant.archive, subject=grant.recipient, reason=reason, at=now)
    return replace(grant, revoked_at=now), fact


def _require_open_for(grant: Grant, session: Session, now: datetime) -> None:
    # Whose it is comes first: whether it is open is nobody else's business.
    if grant.recipient != session.subject:
        raise ForeignLinkError(grant=grant.grant, archive=grant.archive)
    _require_open_at(grant, now)


def _require_open_at(grant: Grant, now: datetime) -> None:
    match grant.state_at(now):
        case GrantState.REVOKED:
            raise RevokedLinkError(grant=grant.grant, archive=grant.archive)
        case GrantState.EXPIRED:
            raise ExpiredLinkError(grant=grant.grant, archive=grant.archive)
        case GrantState.OPEN:
            return
