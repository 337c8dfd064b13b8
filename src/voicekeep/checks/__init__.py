"""Code that did not build an archive reads its finished bytes, and believes nothing.

Flow        a sealed body, open -> CheckedArchive and its signed inventory; a finished ZIP -> CopyVerdict
Guarantees  1. Closed world: every member is known by the format, or the archive is refused.
            2. Every recording and every line is what the ledger captured for this subject, and nothing is missing (P4).
            3. What no seal can know is judged by rules of plausibility, on this account's own history (R4).
            4. Only this package makes a CheckedArchive.
            5. It imports `formats` and `records`: the written format is shared with the builder, no code is.
I/O         none; opener, census, digest and signer are handed in
Format      docs/formats/archive.md, docs/formats/inventory.md, docs/formats/statement.md
"""

from voicekeep.checks.acceptance import Acceptance, NotAcceptableError
from voicekeep.checks.body import Outcome, check_body
from voicekeep.checks.checked import CheckedArchive, admit
from voicekeep.checks.errors import (
    AnotherBodyError,
    ArchiveRefusedError,
    ChecksError,
    Finding,
    Findings,
    InventorySignatureError,
    NotCheckedError,
    TailDiffersError,
)
from voicekeep.checks.offline import CopyVerdict, DamagedCopyError, WrongSignerError, verify_copy
from voicekeep.checks.plausibility import (
    CREDENTIALS_CHANGED,
    CREDENTIALS_HELD_FOR,
    HOLDING,
    PASSING,
    RULES,
    Bound,
    EarlierRelease,
    Heard,
    Judgement,
    Past,
    Plausibility,
    Rule,
    Severity,
    Verdict,
)
from voicekeep.checks.plausibility import RULES as PLAUSIBILITY_RULES
from voicekeep.checks.sources import Bytes, Census, Digest, Expected, Lines, Opener, Signer
from voicekeep.checks.tail import reread_tail, write_tail

__all__ = [
    "CREDENTIALS_CHANGED",
    "CREDENTIALS_HELD_FOR",
    "HOLDING",
    "PASSING",
    "PLAUSIBILITY_RULES",
    "RULES",
    "Acceptance",
    "AnotherBodyError",
    "ArchiveRefusedError",
    "Bound",
    "Bytes",
    "Census",
    "CheckedArchive",
    "ChecksError",
    "CopyVerdict",
    "DamagedCopyError",
    "Digest",
    "EarlierRelease",
    "Expected",
    "Finding",
    "Findings",
    "Heard",
    "InventorySignatureError",
    "Judgement",
    "Lines",
    "NotAcceptableError",
    "NotCheckedError",
    "Opener",
    "Outcome",
    "Past",
    "Plausibility",
    "Rule",
    "Severity",
    "Signer",
    "TailDiffersError",
    "Verdict",
    "WrongSignerError",
    "admit",
    "check_body",
    "reread_tail",
    "verify_copy",
    "write_tail",
]
