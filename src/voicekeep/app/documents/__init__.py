"""Documents on paper: a template and values in, an accessible PDF out. No network, no font of the machine's."""

from __future__ import annotations

import json
from datetime import datetime
from importlib.resources.abc import Traversable
from typing import Any

import typst

from voicekeep.app.documents.shapes import BOX, FONTS, says_no_shape, shaped
from voicekeep.records.errors import VoicekeepError

__all__ = ["BOX", "FONTS", "NotPrintableError", "pdf_of", "values_for"]


class NotPrintableError(VoicekeepError):
    """A document holds a sign that no font of ours has a shape for, and no box could stand for it; no PDF was made."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__("a sign of the text has no shape in the built-in fonts; no PDF was made; take it as HTML")


def pdf_of(template: Traversable, values: dict[str, Any], *, boxed: str, printed: datetime) -> bytes:
    """Return a PDF/UA-1 document. A sign without a shape in the built-in fonts stands as a box.

    Args:
        template: A Typst file. It finds the values under `sys.inputs.values`, as JSON, and no value is read as markup.
        values: What is printed; strings, numbers, lists and dictionaries.
        boxed: What the document says of boxes, if there are any, in its own language.
        printed: UTC; the document's date.

    Raises:
        NotPrintableError: a sign has no shape, and no box could stand for it.
    """
    try:
        return typst.compile(
            template.read_bytes(),
            format="pdf",
            sys_inputs={"values": json.dumps(values_for(values, boxed=boxed))},
            pdf_standards=["ua-1"],
            ignore_system_fonts=True,  # the same page on every machine
            timestamp=int(printed.timestamp()),
        )
    except typst.TypstError as error:
        if says_no_shape(error):
            raise NotPrintableError from None  # what caused it repeats what was written
        raise


def values_for(values: dict[str, Any], *, boxed: str) -> dict[str, Any]:
    """Return the values as the template gets them: a text is a string, or a list of runs, each with its font.

    Args:
        values: What is printed.
        boxed: What stands under `boxed` if a box stands anywhere; empty if none does.
    """
    boxes: list[bool] = []
    return {**shaped(values, boxes), "boxed": boxed if boxes else ""}
