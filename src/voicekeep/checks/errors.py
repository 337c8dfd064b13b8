"""What the checks refuse, and each finding that makes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import ArchiveId, ItemId

FINDINGS_MAX = 100  # of one archive; the first ones say enough


class ChecksError(VoicekeepError):
    """An archive did not pass; nothing of it was released."""

    promise = "P4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong with an archive. Names and identifiers only, never content."""

    name: str
    promise: str
    item: ItemId | None = None
    member: str | None = None

    @property
    def tag(self) -> str:
        """Return name and item as one word, for the ledger, which holds no sentence."""
        return f"{self.name}-{self.item}" if self.item else self.name

    def __str__(self) -> str:
        where = self.item or self.member or ""
        return f"{self.name} {where} [{self.promise}]" if where else f"{self.name} [{self.promise}]"


class ArchiveRefusedError(ChecksError):
    """The check found something wrong; a person has to look."""

    def __init__(self, archive: ArchiveId, findings: Sequence[Finding]) -> None:
        listed = ", ".join(str(finding) for finding in findings[:5])
        super().__init__(f"archive {archive} did not pass the checks and was not released: {listed}")
        self.archive = archive
        self.findings = tuple(findings)


class NotCheckedError(ChecksError):
    """Something that did not come out of the checks was passed off as a checked archive; it was not believed."""

    def __init__(self) -> None:
        super().__init__("a checked archive comes out of the checks and from nowhere else; it was not believed")


class InventorySignatureError(ChecksError):
    """An inventory does not carry the keep's signature; the archive counts as unchecked."""

    def __init__(self) -> None:
        super().__init__("an inventory does not carry this keep's signature; its archive counts as unchecked")


class AnotherBodyError(ChecksError):
    """The body that lies there is not the one that was checked."""

    promise = "P5"

    def __init__(self, archive: ArchiveId) -> None:
        super().__init__(f"the body of archive {archive} is not the one that was checked; nothing of it left")


class TailDiffersError(ChecksError):
    """The end of the ZIP, read again, is not what was checked."""

    def __init__(self, archive: ArchiveId) -> None:
        super().__init__(f"the end of archive {archive} is not what was checked; it was not released")


class Findings:
    """Collects what is wrong; stops the check where there is enough of it."""

    def __init__(self, archive: ArchiveId) -> None:
        self._archive = archive
        self._found: list[Finding] = []

    def add(self, name: str, promise: str, *, item: ItemId | None = None, member: str | None = None) -> None:
        """Add one finding.

        Raises:
            ArchiveRefusedError: there are as many as anybody will read.
        """
        self._found.append(Finding(name=name, promise=promise, item=item, member=member))
        if len(self._found) >= FINDINGS_MAX:
            raise self.refusal()

    def refusal(self) -> ArchiveRefusedError:
        """Return the refusal that these findings make."""
        return ArchiveRefusedError(self._archive, self._found)

    def require_none(self) -> None:
        """Return if nothing is wrong.

        Raises:
            ArchiveRefusedError: something is.
        """
        if self._found:
            raise self.refusal()
