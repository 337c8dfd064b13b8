"""A checked archive: a type that only the checks can make (P4)."""

from __future__ import annotations

from dataclasses import InitVar, dataclass
from typing import Final, NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from voicekeep.checks.errors import AnotherBodyError, InventorySignatureError, NotCheckedError
from voicekeep.checks.sources import Opener
from voicekeep.formats.inventory import SIGNED_AS, InventoryHead, decode_head
from voicekeep.records.ids import ArchiveId, RequestId, SubjectId

_PASSED: Final = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedArchive:
    """An archive that passed. `check_body` makes one, and `admit` makes it again from its signed inventory."""

    head: InventoryHead
    passed: InitVar[object] = None

    def __post_init__(self, passed: object) -> None:
        if passed is not _PASSED:
            raise NotCheckedError

    def __reduce__(self) -> NoReturn:
        raise NotCheckedError

    @property
    def archive(self) -> ArchiveId:
        """Return which archive it is."""
        return self.head.archive

    @property
    def request(self) -> RequestId:
        """Return the request that it answers."""
        return self.head.request

    @property
    def subject(self) -> SubjectId:
        """Return whose data it holds, and nobody else's; also its only recipient."""
        return self.head.subject

    def require_body(self, body: Opener) -> None:
        """Return if `body` is the very writing that was checked.

        Raises:
            AnotherBodyError: it is another one, be it of the same archive.
        """
        if (body.header_sha256, body.size) != (self.head.body_header, self.head.body_size):
            raise AnotherBodyError(self.archive)


def passed(head: InventoryHead) -> CheckedArchive:
    """Return the archive as checked; the checks' own front door does not lead here."""
    return CheckedArchive(head=head, passed=_PASSED)


def admit(head: bytes, signature: bytes, key: Ed25519PublicKey) -> CheckedArchive:
    """Return an archive that was checked before, e.g. ahead of a restart.

    Raises:
        InventorySignatureError: the inventory's head is not one that this keep signed.
        MalformedInventoryError: it is no head.
    """
    try:
        key.verify(signature, SIGNED_AS + head)
    except InvalidSignature as error:
        raise InventorySignatureError from error
    return passed(decode_head(head))
