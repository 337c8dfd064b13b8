"""Facts: what happened, as the ledger will remember it. Identifiers, instants, digests; never content.

Flow        a stage does something -> it returns facts -> the operation appends them to the ledger
Guarantees  1. Each fact has one natural key: a step that runs twice appends once.
            2. Digests of items are blind (keyed), so a stolen database cannot be searched with a guess.
Format      docs/formats/ledger.md
"""

from __future__ import annotations

from voicekeep.records.facts.accounts import AccountClosed, AccountClosing, account_closed_key
from voicekeep.records.facts.credentials import CredentialChange, CredentialsChanged
from voicekeep.records.facts.devices import DeviceBound, DeviceUnbound
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
from voicekeep.records.facts.items import Captured, Erased, Erasing, Signed, Viewed, Withheld, erased_key
from voicekeep.records.facts.ledger import Restored
from voicekeep.records.facts.mandates import (
    ActedFor,
    Mandated,
    MandateEnded,
    MandateNoted,
    acted_for_key,
    mandate_ended_key,
    mandate_noted_key,
    mandated_key,
)
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
from voicekeep.records.facts.requests import (
    Answered,
    ClockResumed,
    Extended,
    Held,
    Identified,
    IdentityAsked,
    Noted,
    Objected,
    Refused,
    Registered,
    Requested,
    Withdrawn,
    clock_resumed_key,
    identity_asked_key,
)
from voicekeep.records.facts.staff import ExportsOff, ExportsOn, RoleEnded, RoleGranted

Fact = (
    Captured
    | Erasing
    | Erased
    | Requested
    | Registered
    | Objected
    | Identified
    | IdentityAsked
    | ClockResumed
    | Extended
    | Answered
    | Refused
    | Withdrawn
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
    | DeviceBound
    | DeviceUnbound
    | Mandated
    | MandateEnded
    | MandateNoted
    | ActedFor
    | CaseChanged
    | EverybodyFrozen
    | EverybodyThawed
    | MadeBy
)

__all__ = [
    "AccountClosed",
    "AccountClosing",
    "ActedFor",
    "Answered",
    "ArchiveDestroyed",
    "ArchiveFrozen",
    "ArchiveThawed",
    "Captured",
    "CaseChanged",
    "ClockResumed",
    "CredentialChange",
    "CredentialsChanged",
    "DeviceBound",
    "DeviceUnbound",
    "DownloadEnded",
    "DownloadRefused",
    "DownloadStarted",
    "Erased",
    "Erasing",
    "EverybodyFrozen",
    "EverybodyThawed",
    "ExportsOff",
    "ExportsOn",
    "Extended",
    "Fact",
    "Granted",
    "Held",
    "Identified",
    "IdentityAsked",
    "MadeBy",
    "MandateEnded",
    "MandateNoted",
    "Mandated",
    "Noted",
    "Objected",
    "Overridden",
    "ReceiptGiven",
    "ReceiptUsed",
    "Refused",
    "Registered",
    "Released",
    "Requested",
    "Restored",
    "Revoked",
    "RoleEnded",
    "RoleGranted",
    "Signed",
    "TriageDecided",
    "TriageOpened",
    "Viewed",
    "Withdrawn",
    "Withheld",
    "account_closed_key",
    "acted_for_key",
    "case_key",
    "clock_resumed_key",
    "erased_key",
    "everybody_frozen_key",
    "everybody_thawed_key",
    "frozen_key",
    "identity_asked_key",
    "mandate_ended_key",
    "mandate_noted_key",
    "mandated_key",
    "thawed_key",
]
