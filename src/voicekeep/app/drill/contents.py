"""Look into a downloaded copy as its recipient would: what is in it, and is any of it somebody else's?"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from voicekeep.formats import layout
from voicekeep.records.ids import SubjectId
from voicekeep.records.items import ItemKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a copy holds, counted by the recipient."""

    recordings: int
    turns: int
    foreign: int  # lines of another owner, and recordings that no line of the subject accounts for


def contents_of(zipped: bytes, subject: SubjectId, spoken_by: Mapping[bytes, SubjectId]) -> Contents:
    """Count; `spoken_by` says of every recording that was ever handed in, by digest, whose it is."""
    foreign = turns = recordings = 0
    with zipfile.ZipFile(io.BytesIO(zipped)) as copy:
        for name in copy.namelist():
            if name.endswith(".flac"):
                recordings += 1
                owner = spoken_by.get(hashlib.sha256(copy.read(name)).digest(), subject)
                foreign += owner != subject
        for kind in ItemKind:
            lines = copy.read(layout.lines_member(kind)).splitlines()
            turns += len(lines) if kind is ItemKind.TURN else 0
            foreign += sum(json.loads(line)["owner"] != subject for line in lines)
    return Contents(recordings=recordings, turns=turns, foreign=foreign)
