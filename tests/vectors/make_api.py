"""Write openapi.json: the document of the API as it stands, so that a change of the API is seen before it is merged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from voicekeep.app.web.api import make_api

HERE = Path(__file__).parent
FILE = "openapi.json"


def document() -> dict[str, Any]:
    """Return the document of the API."""
    return make_api().openapi()


def text_of(made: dict[str, Any]) -> str:
    """Return the file's text."""
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the file."""
    (HERE / FILE).write_text(text_of(document()), "utf-8")


if __name__ == "__main__":
    main()
