"""The register of breaches: every case that the ledger knows of, proven line by line (GDPR Art. 33(5))."""

from __future__ import annotations

from voicekeep.app.operations.case_desk import READERS
from voicekeep.app.operations.cases import case_of
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.staff import on_duty
from voicekeep.incident import RegisterLine, register_line
from voicekeep.ledger import triages_opened
from voicekeep.people import Session
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.facts import TriageOpened


def register(keep: Keep) -> tuple[RegisterLine, ...]:
    """Return every case, the earliest first.

    What the ledger says was opened stands in it, also if its rows are gone or forged: then the line says so.

    Raises:
        EditedOpeningError: a fact is not what its entry commits to.
    """
    with keep.database.read() as transaction:
        return tuple(_line(keep, transaction, opened) for opened in triages_opened(transaction.log))


def register_at_the_desk(keep: Keep, session: Session) -> tuple[RegisterLine, ...]:
    """Return the register, for an officer or the data protection officer.

    Raises:
        NotOnDutyError, StaleSignInError: neither of them, freshly signed in with a passkey.
        EditedOpeningError: as `register`.
    """
    on_duty(keep, session, READERS, fresh=True)
    return register(keep)


def _line(keep: Keep, transaction: Transaction, opened: TriageOpened) -> RegisterLine:
    try:
        return register_line(case_of(keep, transaction, opened.triage))
    except VoicekeepError as doubt:
        return RegisterLine(
            number=opened.triage,
            source=opened.source.value,
            state="unknown",
            opened_at=opened.at,
            doubt=type(doubt).__name__,
        )
