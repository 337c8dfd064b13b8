"""What every column of the database is for; a test compares this with the tables."""

from __future__ import annotations

from collections.abc import Mapping

STORED_COLUMNS: Mapping[str, str] = {}
"""By "table.column"."""
