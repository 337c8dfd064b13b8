"""What the program that runs is called: a digest over its own files; a release says by which code it was made."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from operator import itemgetter
from typing import Final

_NAME_CHARS: Final = 16


@cache
def name_of_code() -> str:
    """Return the name of this code: the same for the same files, another if a line of any module changes."""
    digest = hashlib.sha256()
    for path, file in sorted(_modules(files("voicekeep"), ""), key=itemgetter(0)):
        data = file.read_bytes()
        digest.update(f"{path}\n{len(data)}\n".encode() + data)
    return f"code-{digest.hexdigest()[:_NAME_CHARS]}"


def _modules(folder: Traversable, path: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for each in folder.iterdir():
        if each.is_dir():
            found += _modules(each, f"{path}{each.name}/")
        elif each.name.endswith(".py"):
            found.append((f"{path}{each.name}", each))
    return found
