"""The ledger: what was captured for whom and what left, append-only, provable by anybody who kept a checkpoint.

Flow        facts -> entries in a Merkle tree, signed -> proofs, a census for the checks, answers for people
Guarantees  1. An entry is never changed or deleted; what it commits to can be forgotten, and the tree still verifies.
            2. A fact is appended once: by its natural key (P10).
            3. Who can write the database but has no key cannot make an entry, an item of a person, or an erasure
               appear or vanish unnoticed.
            4. No earlier stage imports this one: stages return facts, operations append them.
I/O         none here; stores implement LogStore
Format      docs/formats/ledger.md, docs/formats/checkpoint.md
"""

from voicekeep.ledger.about import answered_at, facts_about
from voicekeep.ledger.census import LedgerCensus
from voicekeep.ledger.errors import (
    CensusIncompleteError,
    ConflictingFactError,
    EditedCheckpointError,
    EditedColumnError,
    EditedEntryError,
    EditedErasureError,
    EditedNodeError,
    EditedOpeningError,
    FalseProofError,
    LedgerBehindError,
    LedgerError,
    LedgerForkError,
    LedgerSignatureError,
    MissingEntryError,
    MissingOpeningError,
    ReturnedOpeningError,
    UnaccountableError,
    UnprovenEntryError,
    UnsignedEntriesError,
)
from voicekeep.ledger.head import witnessed
from voicekeep.ledger.holds import Event, findings_in, held_of, holds, overridden_of, releases_of
from voicekeep.ledger.log import Log
from voicekeep.ledger.made import Making, capture_of, freezes_of, makings, refused_strangers, triages_opened, unreleased
from voicekeep.ledger.owners import (
    Fetch,
    Heard,
    Owned,
    all_releases,
    fetches_of,
    made_by,
    others_heard,
    owners,
    release_of,
)
from voicekeep.ledger.proofs import open_proof, verify_proof
from voicekeep.ledger.store import Entry, LogStore, Opening
from voicekeep.ledger.tree import verify_consistency, verify_inclusion
from voicekeep.ledger.verify import VerifiedLedger, verify
from voicekeep.ledger.who import Disclosure, Holding, who
from voicekeep.ledger.witness import guard_witness

__all__ = [
    "CensusIncompleteError",
    "ConflictingFactError",
    "Disclosure",
    "EditedCheckpointError",
    "EditedColumnError",
    "EditedEntryError",
    "EditedErasureError",
    "EditedNodeError",
    "EditedOpeningError",
    "Entry",
    "Event",
    "FalseProofError",
    "Fetch",
    "Heard",
    "Holding",
    "LedgerBehindError",
    "LedgerCensus",
    "LedgerError",
    "LedgerForkError",
    "LedgerSignatureError",
    "Log",
    "LogStore",
    "Making",
    "MissingEntryError",
    "MissingOpeningError",
    "Opening",
    "Owned",
    "ReturnedOpeningError",
    "UnaccountableError",
    "UnprovenEntryError",
    "UnsignedEntriesError",
    "VerifiedLedger",
    "all_releases",
    "answered_at",
    "capture_of",
    "facts_about",
    "fetches_of",
    "findings_in",
    "freezes_of",
    "guard_witness",
    "held_of",
    "holds",
    "made_by",
    "makings",
    "open_proof",
    "others_heard",
    "overridden_of",
    "owners",
    "refused_strangers",
    "release_of",
    "released_at",
    "releases_of",
    "triages_opened",
    "unreleased",
    "verify",
    "verify_consistency",
    "verify_inclusion",
    "verify_proof",
    "who",
    "witnessed",
]
