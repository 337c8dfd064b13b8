"""How blobs are named: by identifiers alone."""

from __future__ import annotations

from voicekeep.records.ids import ArchiveId, ItemId


def item_blob(item: ItemId) -> str:
    """Return where an item's envelope lies."""
    return f"items/{item}"


def body_blob(archive: ArchiveId) -> str:
    """Return where an archive's sealed body lies."""
    return f"archives/{archive}/body"


def tail_blob(archive: ArchiveId) -> str:
    """Return where an archive's sealed tail lies."""
    return f"archives/{archive}/tail"


def inventory_blob(archive: ArchiveId) -> str:
    """Return where the lines of an archive's inventory lie; they outlive the archive."""
    return f"inventories/{archive}"
