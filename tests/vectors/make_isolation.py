"""Write the vectors of “an isolated case?”: `python -m tests.vectors.make_isolation`."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from voicekeep.formats.canonical import Json
from voicekeep.formats.checkpoint import fingerprint
from voicekeep.formats.isolation import Isolation, Release, sign

HERE: Final = Path(__file__).parent
FILE: Final = "isolation.json"
KEY: Final = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
_AT: Final = datetime(2026, 3, 14, 7, 12, 9, tzinfo=UTC)


def pages() -> dict[str, Isolation]:
    """Return one page for each finding."""
    clean = Release(copy=bytes(range(32)), released_at=_AT, stretches=9, crossed=0, erased=1, doubts=())
    crossed = replace(clean, copy=bytes(range(1, 33)), released_at=_AT + timedelta(days=1), crossed=4)
    doubted = replace(clean, copy=bytes(range(2, 34)), stretches=0, erased=0, doubts=(("no_inventory", 1),))

    def page(*releases: Release) -> Isolation:
        made_at = _AT + timedelta(days=9)
        return Isolation(origin="voice.example.org", made_at=made_at, checkpoint="a signed note", releases=releases)

    return {
        "none": page(clean),
        "isolated": page(clean, crossed),
        "not_isolated": page(crossed, replace(crossed, copy=clean.copy), doubted),
        "unproven": page(clean, doubted),
        "empty": page(),
    }


def isolation_vectors() -> dict[str, Json]:
    """Return everything: pages that are accepted, and files that are refused."""
    files = {name: sign(page, KEY).decode() for name, page in pages().items()}
    return {
        "format": "docs/formats/isolation.md",
        "version": 1,
        "fingerprint": fingerprint(KEY.public_key()),
        "accepted": files,
        "refused": {
            "MalformedIsolationError": [
                "",
                "{}",
                files["none"] + "\n",
            ],
            "IsolationSignatureError": [
                files["none"].replace('"count":1', '"count":2'),
                files["isolated"].replace('"finding":"isolated"', '"finding":"none"'),
                files["none"].replace('"v":1', '"v":2'),
                files["none"].replace('"stretches":9', '"stretches":8'),
                files["isolated"].replace('"crossed":4', '"crossed":3'),
            ],
        },
    }


def text_of(vectors: dict[str, Json]) -> str:
    """Return the file's text."""
    return json.dumps(vectors, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the file."""
    (HERE / FILE).write_text(text_of(isolation_vectors()), "utf-8")


if __name__ == "__main__":
    main()
