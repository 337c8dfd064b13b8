"""Read a case as the ledger says it is, and write the next change into it, in one transaction.

A case is a triage with its entries. Each entry is a row whose text is sealed for the desk, and a fact of the same
number with the digest of that text: so no entry can be taken away, added or changed unnoticed (docs/cases.md).
"""

from __future__ import annotations

from hashlib import sha256

from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.incident import (
    Affected,
    Case,
    CaseEntry,
    CaseMovedError,
    CasePerson,
    Change,
    IncompleteCaseError,
    KnownMeasures,
    Noted,
    UnknownCaseError,
    change_name,
    decode_change,
    encode_change,
    next_entry,
)
from voicekeep.records.facts import CaseChanged, Fact, case_key
from voicekeep.records.ids import SubjectId, TriageId


def case_of(keep: Keep, transaction: Transaction, triage: TriageId) -> Case:
    """Return a case, each entry proven against the ledger.

    Raises:
        UnknownCaseError: there is none.
        ForgedRowError: a row does not carry its code.
        IncompleteCaseError: a row is missing, or is not what the ledger says.
    """
    began = transaction.incidents.get(triage)
    if began is None:
        raise UnknownCaseError
    entries = transaction.cases.entries(triage)
    keys = [case_key(triage, number) for number in range(1, len(entries) + 2)]
    told = keep.log(transaction).facts(keys)
    history = tuple(_proven(keep, entry, number, told[keys[number - 1]]) for number, entry in enumerate(entries, 1))
    if told[keys[-1]] is not None:
        raise IncompleteCaseError(triage, len(entries) + 1)
    return Case(triage=began, history=history)


def write_change(
    keep: Keep, transaction: Transaction, case: Case, change: Change, *, by: str, known: KnownMeasures | None = None
) -> Case:
    """Write a change into a case that was read in this transaction; return the case with it.

    Raises:
        IncidentError: as `incident.next_entry`; nothing was written.
        CaseMovedError: somebody else wrote meanwhile.
    """
    triage = case.triage.triage
    noted = next_entry(case, change, by=by, now=keep.now(), known=known)
    body = encode_change(change)
    transaction.cases.add_entry(
        CaseEntry(
            triage=triage,
            number=noted.number,
            change=change_name(change),
            by=by,
            at=noted.at,
            body=keep.desk.seal(body.decode(), triage),
        )
    )
    keep.log(transaction).append([_fact(keep, triage, noted, body)])
    if isinstance(change, Affected):
        person = CasePerson(triage=triage, subject=change.subject, role=change.role, since=noted.at)
        transaction.cases.add_person(person)
    return Case(triage=case.triage, history=(*case.history, noted))


def change_case(
    keep: Keep,
    triage: TriageId,
    *changes: Change,
    by: str,
    seen: int | None = None,
    known: KnownMeasures | None = None,
    by_subject: SubjectId | None = None,
) -> Case:
    """Write changes into a case, all or none; return the case with them.

    Args:
        keep: Where.
        triage: Which case.
        changes: What is done or decided, in order.
        by: Role of who does it.
        seen: How many entries whoever decides has seen; None: it does not matter to what is written.
        known: What a measure may name.
        by_subject: Who does it; nobody writes into a case that concerns themselves.

    Raises:
        UnknownCaseError, ForgedRowError, IncompleteCaseError: as `case_of`.
        CaseMovedError: a colleague wrote since; nothing was written.
        IncidentError: as `incident.next_entry`; nothing was written.
        StoreError, LedgerError: it could not be written down; nothing was.
    """
    with keep.database.begin() as transaction:
        case = case_of(keep, transaction, triage)
        require_not_own(case, by_subject)
        if seen is not None and case.moved_since(seen):
            raise CaseMovedError(triage)
        for change in changes:
            case = write_change(keep, transaction, case, change, by=by, known=known)
    keep.remember()
    return case


def require_not_own(case: Case, subject: SubjectId | None) -> None:
    """Return unless a case is about this person: they reported it, or are affected. Raises UnknownCaseError."""
    if subject is not None and (subject == case.triage.reporter or subject in case.affected):
        raise UnknownCaseError


def _proven(keep: Keep, entry: CaseEntry, number: int, told: Fact | None) -> Noted:
    body = keep.desk.open(entry.body, entry.triage).encode()
    noted = Noted(number=entry.number, at=entry.at, by=entry.by, change=decode_change(body))
    if entry.change != change_name(noted.change) or told != _fact(keep, entry.triage, noted, body):
        raise IncompleteCaseError(entry.triage, number)
    return noted


def _fact(keep: Keep, triage: TriageId, noted: Noted, body: bytes) -> CaseChanged:
    return CaseChanged(
        triage=triage,
        number=noted.number,
        change=change_name(noted.change),
        by=noted.by,
        body=keep.digest.of(sha256(body).digest()),
        at=noted.at,
    )
