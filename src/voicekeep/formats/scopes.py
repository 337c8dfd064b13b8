"""A release's scope as it stands in every written format."""

from __future__ import annotations

from collections.abc import Mapping

from voicekeep.formats.canonical import Json
from voicekeep.formats.errors import FormatError
from voicekeep.records.instant import from_text, to_text
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope


class MalformedScopeError(FormatError):
    """A scope is not as Voicekeep writes it; nothing was judged by it."""

    def __init__(self) -> None:
        super().__init__("a scope is not as Voicekeep writes it; nothing was judged by it")


def scope_fields(scope: ReleaseScope) -> dict[str, Json]:
    """Return the scope as JSON fields."""
    return {
        "as_of": scope.as_of,
        "since": None if scope.since is None else to_text(scope.since),
        "until": None if scope.until is None else to_text(scope.until),
        "kinds": [kind.value for kind in ItemKind if kind in scope.kinds],  # each once, in one order
    }


def scope_of(fields: Json) -> ReleaseScope:
    """Read a scope from its JSON fields.

    Raises:
        MalformedScopeError: `scope_fields` would not have written them.
    """
    try:
        scope = _read(fields)
    except (KeyError, TypeError, ValueError) as error:
        raise MalformedScopeError from error
    if scope_fields(scope) != fields:
        raise MalformedScopeError
    return scope


def _read(fields: Json) -> ReleaseScope:
    if not isinstance(fields, Mapping):
        raise MalformedScopeError
    as_of, since, until, kinds = (fields[name] for name in ("as_of", "since", "until", "kinds"))
    if type(as_of) is not int or as_of < 0 or not isinstance(kinds, list):
        raise MalformedScopeError
    return ReleaseScope(
        as_of=as_of,
        since=None if since is None else from_text(str(since)),
        until=None if until is None else from_text(str(until)),
        kinds=tuple(ItemKind(str(kind)) for kind in kinds),
    )
