"""What a store could not do. No driver's error crosses this package: theirs carry parameters."""

from __future__ import annotations

from voicekeep.records.errors import StoreError, VoicekeepError


class StoreBusyError(StoreError):
    """Somebody else holds the database longer than anybody should; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("the database is held by somebody else; nothing was changed")


class DatabaseFullError(StoreError):
    """There is no room for the database; nothing was changed."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__("there is no room for the database; nothing was changed")


class DatabaseReadOnlyError(StoreError):
    """The database can be read only, as a mount that went wrong leaves it; nothing was changed."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__("the database can be read only; nothing was changed")


class StoreBrokenError(VoicekeepError):
    """The database refused what the program asked, or is damaged; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("the database refused, or is damaged; nothing was changed")


class UnknownSchemaError(VoicekeepError):
    """The database was written by a newer program; it was not touched."""

    def __init__(self) -> None:
        super().__init__("the database was written by a newer program; it was not touched")
