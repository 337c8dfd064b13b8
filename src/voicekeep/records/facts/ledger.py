"""What became of the ledger itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """An older database was put back on purpose; the facts between the two sizes are lost."""

    size: int  # entries in the restored ledger
    seen_size: int  # entries in the last checkpoint seen before
    seen_root: bytes  # 32 bytes
    at: datetime  # UTC

    @property
    def natural_key(self) -> str:
        return f"restored|{self.seen_size}|{self.seen_root.hex()}"
