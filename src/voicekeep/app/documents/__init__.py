"""Documents on paper: a template and values in, an accessible PDF out. No network, no font of the machine's."""

from __future__ import annotations

import json
from datetime import datetime
from importlib.resources.abc import Traversable
from typing import Any

import typst

from voicekeep.records.errors import VoicekeepError

_NO_SHAPE = "could not be displayed with font"


class NotPrintableError(VoicekeepError):
    """A document holds a character that no font of ours has a shape for; no PDF was made."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__("a character of the text has no shape in the fonts that are built in; no PDF was made")


def pdf_of(template: Traversable, values: dict[str, Any], *, printed: datetime) -> bytes:
    """Return a PDF/UA-1 document.

    Args:
        template: A Typst file. It finds the values under `sys.inputs.values`, as JSON, and no value is read as markup.
        values: What is printed; strings, numbers, lists and dictionaries.
        printed: UTC; the document's date.

    Raises:
        NotPrintableError: a text holds a character that cannot be printed, such as a picture sign.
    """
    try:
        return typst.compile(
            template.read_bytes(),
            format="pdf",
            sys_inputs={"values": json.dumps(values)},
            pdf_standards=["ua-1"],
            ignore_system_fonts=True,  # the same page on every machine
            timestamp=int(printed.timestamp()),
        )
    except typst.TypstError as error:
        if _NO_SHAPE in str(error):
            raise NotPrintableError from error
        raise
