"""Go on telling people until they say that they know: what is due by mail is written, the rest is shown at the desk.

Each try is an entry of the case, in the transaction that writes its notice: so nobody is told without a trace, and
whoever is killed in the middle told nobody or told and wrote it down.
"""

from __future__ import annotations

import logging
from typing import Final

from voicekeep.app.operations.cases import case_of, write_change
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.notices import tell
from voicekeep.incident import BY_ITSELF, Case, Channel, Due, PersonTold, people_due
from voicekeep.notice import NoticeKind
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import TriageId

THE_KEEP: Final = BY_ITSELF[Channel.MAIL]
"""The role in which the program itself writes into a case."""

log = logging.getLogger("voicekeep.telling")


def tell_on(keep: Keep) -> int:
    """Write to everybody whom a case is to tell by mail now; return how many.

    Raises:
        StoreError: the database could not be read now; what was written stands.
    """
    with keep.database.read() as transaction:
        cases = [TriageId(key) for key in transaction.incidents.all_keys()]
    told = 0
    for triage in cases:
        try:
            told += _tell_in(keep, triage)
        except VoicekeepError as refused:  # one case that cannot be read or moved on holds no other up
            triage_id, name = triage, type(refused).__name__
            log.warning("case %s tells nobody now: %s", triage_id, name)
    return told


def due_in(keep: Keep, case: Case) -> tuple[Due, ...]:
    """Return who is to be told now, and how."""
    return people_due(case, keep.now(), by_mail=keep.settings.notices != "none")


def _tell_in(keep: Keep, triage: TriageId) -> int:
    with keep.database.read() as transaction:
        waiting = _by_mail(keep, case_of(keep, transaction, triage))
    if not waiting:
        return 0
    with keep.database.begin() as transaction:
        told = _write(keep, transaction, triage)
    keep.remember()
    return told


def _write(keep: Keep, transaction: Transaction, triage: TriageId) -> int:
    case = case_of(keep, transaction, triage)
    waiting = _by_mail(keep, case)
    for due in waiting:
        tried = PersonTold(subject=due.subject, channel=Channel.MAIL, acknowledged=False)
        case = write_change(keep, transaction, case, tried, by=THE_KEEP)
        tell(keep, transaction, due.subject, NoticeKind.CASE_MESSAGE)
    return len(waiting)


def _by_mail(keep: Keep, case: Case) -> list[Due]:
    return [due for due in due_in(keep, case) if due.channel is Channel.MAIL]
