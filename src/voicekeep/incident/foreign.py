"""What the checks say of a copy when something in it is another person's.

A finding's tag is its name, with the item behind it where one is known: `foreign_item-itm_…`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from voicekeep.records.ids import ItemId, MalformedIdError

_FOREIGN: Final = frozenset(
    {
        "foreign_item",  # a line that the ledger did not capture for this person
        "foreign_recording",  # a recording that it did not
        "unknown_member",  # a file that no copy has
        "wrong_subject",  # the cover names somebody else
        "too_different",  # copy and ledger have next to nothing in common
        "ForeignItemError",  # the builder met an item of another person
        "WrongOwnerError",  # an item's seal names another person
        "CrossedArchiveError",  # an archive's key is sealed to another person or request
        "WrongArchiveError",  # a part of another archive
    }
)


def is_foreign(findings: Iterable[str]) -> bool:
    """Return whether one of these tags means that something of another person's was in a copy."""
    return any(tag.partition("-")[0] in _FOREIGN for tag in findings)


def foreign_items(findings: Iterable[str]) -> tuple[ItemId, ...]:
    """Return the items that these tags call foreign, each once, in their order."""
    named = [tag.partition("-") for tag in findings]
    found = [_item(text) for name, _, text in named if name in _FOREIGN]
    return tuple(dict.fromkeys(item for item in found if item is not None))


def _item(text: str) -> ItemId | None:
    try:
        return ItemId(text)
    except MalformedIdError:
        return None
