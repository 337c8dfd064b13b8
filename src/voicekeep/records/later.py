"""Fields that came to a record or a fact after its first version.

Guarantees  1. What was written before stays as it was: a value that says nothing by such a field has the bytes of the
               version before it (docs/formats/records.md, docs/formats/ledger.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SINCE: Final = "since"
"""Under this name such a field says in its metadata with which version it came; its default is None."""

SINCE_2: Final[Mapping[str, int]] = {SINCE: 2}
"""The metadata of a field that came with version 2."""
