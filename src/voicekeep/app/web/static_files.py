"""Where the files lie that pages are shown with."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Final

STATIC: Final = Path(str(files("voicekeep.app.web") / "static"))
