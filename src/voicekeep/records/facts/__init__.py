"""Facts: what happened, as the ledger will remember it. Identifiers, instants, digests; never content.

Flow        a stage does something -> it returns facts -> the operation appends them to the ledger
Guarantees  1. Each fact has one natural key: a step that runs twice appends once.
            2. Digests of items are blind (keyed), so a stolen database cannot be searched with a guess.
Format      docs/formats/ledger.md
"""

from __future__ import annotations

from voicekeep.records.facts.accounts import AccountClosed, AccountClosing
from voicekeep.records.facts.credentials import CredentialChange, CredentialsChanged
from voicekeep.records.facts.guests import ReceiptGiven, ReceiptUsed
from voicekeep.records.facts.incidents import (
    ArchiveFrozen,
    ArchiveThawed,
    CaseChanged,
    EverybodyFrozen,
    EverybodyThawed,
    TriageDecided,
    TriageOpened,
    case_key,
    everybody_frozen_key,
    everybody_thawed_key,
    frozen_key,
    thawed_key,
)
from voicekeep.records.facts.items import Captured, Erased, Erasing, Viewed, Withheld
from voicekeep.records.facts.ledger import Restored
from voicekeep.records.facts.overrides import Overridden
from voicekeep.records.facts.releases import (
    ArchiveDestroyed,
    DownloadEnded,
    DownloadRefused,
    DownloadStarted,
    Granted,
    MadeBy,
    Released,
    Revoked,
)
from voicekeep.records.facts.requests import Held, Identified, Noted, Requested
from voicekeep.records.facts.staff import ExportsOff, ExportsOn, RoleEnded, RoleGranted

Fact = (
    Captured
    | Erasing
    | Erased
    | Requested
    | Identified
    | Held
    | Noted
    | Released
    | Granted
    | Revoked
    | DownloadStarted
    | DownloadEnded
    | DownloadRefused
    | ArchiveDestroyed
    | Viewed
    | Withheld
    | AccountClosing
    | AccountClosed
    | RoleGranted
    | RoleEnded
    | ReceiptGiven
    | ReceiptUsed
    | ExportsOff
    | ExportsOn
    | CredentialsChanged
    | Overridden
    | Restored
    | TriageOpened
    | ArchiveFrozen
    | ArchiveThawed
    | TriageDecided
    | CaseChanged
    | EverybodyFrozen
    | EverybodyThawed
    | MadeBy
)

__all__ = [
    "AccountClosed",
    "AccountClosing",
    "ArchiveDestroyed",
    "ArchiveFrozen",
    "ArchiveThawed",
    "Captured",
    "CaseChanged",
    "CredentialChange",
    "CredentialsChanged",
    "DownloadEnded",
    "DownloadRefused",
    "DownloadStarted",
    "Erased",
    "Erasing",
    "EverybodyFrozen",
    "EverybodyThawed",
    "ExportsOff",
    "ExportsOn",
    "Fact",
    "Granted",
    "Held",
    "Identified",
    "MadeBy",
    "Noted",
    "Overridden",
    "ReceiptGiven",
    "ReceiptUsed",
    "Released",
    "Requested",
    "Restored",
    "Revoked",
    "RoleEnded",
    "RoleGranted",
    "TriageDecided",
    "TriageOpened",
    "Viewed",
    "Withheld",
    "case_key",
    "everybody_frozen_key",
    "everybody_thawed_key",
    "frozen_key",
    "thawed_key",
]
