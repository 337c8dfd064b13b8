"""A person puts their own profile right: name, address, language; a request that is answered by it (GDPR Art. 16).

The address is what an account is found by, and where its mails go. So a new one counts as a change of what opens the
account: copies wait for a week, and the mail about it goes to the address that held before.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace

from voicekeep.app.operations.accounts import profile_of
from voicekeep.app.operations.capture import Piece, keep_items
from voicekeep.app.operations.credentials import note_change
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.notices import tell
from voicekeep.app.operations.using import used
from voicekeep.app.papers.answer_texts import PROFILE_CHANGED
from voicekeep.notice import NoticeKind
from voicekeep.people import NotSignedInError, Session, require_fresh, require_presentable
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.facts import CredentialChange
from voicekeep.records.ids import ItemId
from voicekeep.records.items import ItemKind, ProfileRecord
from voicekeep.records.rights import Right
from voicekeep.records.scope import ReleaseScope


class ProfileChangedError(VoicekeepError):
    """The person's profile was changed meanwhile; nothing was changed by this."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__("the profile was changed meanwhile; nothing was changed by this")


def change_profile(keep: Keep, session: Session, *, name: str, email: str, language: str, answer_in: str = "") -> bool:
    """Let the profile say this from now on; return whether that is a change.

    Args:
        keep: Where.
        session: Whose profile.
        name: As they want to be called.
        email: By which the account is found.
        language: Of mails and letters: en, de or fr.
        answer_in: Language of the answer; empty: the keep's.

    Raises:
        NotSignedInError, StaleSignInError: who asks has not just proven who they are; nothing was changed.
        NameRefusedError, EmailRefusedError, LanguageRefusedError: it cannot stand in a profile; nothing was changed.
        EmailTakenError: another account has the address; nothing was changed.
        ProfileChangedError: the profile was changed in this moment; nothing was changed by this.
    """
    require_fresh(session, keep.now(), keep.limits)
    require_presentable(name, email, language, keep.limits)
    was = profile_of(keep, session)
    if (was.name, was.email, was.language) == (name, email, language):
        return False
    use = used(keep, session, Right.RECTIFICATION, PROFILE_CHANGED, language=answer_in or language)
    record = ProfileRecord(
        item=ItemId.random(keep.entropy),
        owner=session.subject,
        at=keep.now(),
        name=name,
        email=email,
        language=language,
    )

    def also(transaction: Transaction) -> None:
        use.write(transaction)
        account = transaction.people.account_of(session.subject)
        if account is None:
            raise NotSignedInError
        if account.email_index != keep.email_index.of(was.email):
            raise ProfileChangedError  # else a mail about it would go to another address than the one before
        if _latest_but(transaction, record) != was.item:
            raise ProfileChangedError  # else what the other change put right would be put back
        if email != was.email:
            note_change(keep, transaction, session.subject, CredentialChange.EMAIL)
            transaction.people.replace_account(replace(account, email_index=keep.email_index.of(email)))
            tell(keep, transaction, session.subject, NoticeKind.EMAIL_CHANGED)

    keep_items(keep, session.subject, [*use.pieces, Piece(record=record)], facts=use.facts, also=also)
    return True


def _latest_but(transaction: Transaction, record: ProfileRecord) -> ItemId | None:
    """Return which profile of the person was the latest before `record`."""
    ever = ReleaseScope(as_of=transaction.log.size())
    rows = transaction.items.held_by(record.owner, ItemKind.PROFILE, ever)
    earlier = deque((row.item for row in rows if row.item != record.item), maxlen=1)
    return earlier[0] if earlier else None
