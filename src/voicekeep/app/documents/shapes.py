"""Which built-in font has a shape for what is written. A sign that none has stands as a box, and the document says so.

A PDF/UA-1 may not hold a sign without a shape. The printer refuses it where it notices; but where the primary font has
a mark and not the letter below it, the letter vanishes and nothing says so. So nothing is left to its search for
another font: each sign with its marks is set in one font that has all of them, as asked here beforehand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby
from typing import Any, Final

import typst

FONTS: Final = ("Libertinus Serif", "New Computer Modern", "New Computer Modern Math", "DejaVu Sans Mono")
BOX: Final = "\N{WHITE SQUARE}"
IN_PRIMARY: Final = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, "\n\r–—‘’“”„•…\u202f€"))))

_PRIMARY: Final = FONTS[0]
_JOINER: Final = "\N{ZERO WIDTH JOINER}"
_ASKED_AT_ONCE: Final = 200  # the time that its refusal takes grows with the square
_LINE: Final = re.compile(r"\.typ:(\d+):")
_NO_SHAPE: Final = "could not be displayed with font"

Run = tuple[str, str]  # font, text
Shapes = Mapping[str, frozenset[str]]  # of each font, those that it has of the signs in question


def says_no_shape(error: typst.TypstError) -> bool:
    """Return whether the printer refused a sign because no font has a shape for it."""
    return _NO_SHAPE in str(error)


def shaped(value: Any, boxed: list[bool]) -> Any:  # noqa: ANN401  whatever JSON can hold
    """Return the values with each text that the primary font cannot set as a list of runs, each with its font.

    Args:
        value: Texts, numbers, lists and dictionaries; the names in a dictionary stay as they are.
        boxed: Gets an entry where something stands as a box.
    """
    shapes = _shapes_of(set(chain.from_iterable(_texts(value))) - IN_PRIMARY)
    return _set(value, shapes, boxed)


def _set(value: Any, shapes: Shapes, boxed: list[bool]) -> Any:  # noqa: ANN401  whatever JSON can hold
    match value:
        case str() if not IN_PRIMARY.issuperset(value):
            runs = list(_runs(unicodedata.normalize("NFC", value), shapes, boxed))
            return runs[0][1] if len(runs) == 1 and runs[0][0] == _PRIMARY else [_run(*run) for run in runs]
        case dict():
            return {name: _set(member, shapes, boxed) for name, member in value.items()}
        case list() | tuple():
            return [_set(member, shapes, boxed) for member in value]
    return value


def _run(font: str, text: str) -> dict[str, str]:
    return {"font": font, "text": text}


def _runs(text: str, shapes: Shapes, boxed: list[bool]) -> Iterator[Run]:
    """Return a text in runs of one font each."""
    parts = chain.from_iterable(_parts(cluster, shapes, boxed) for cluster in _clusters(text))
    for font, same in groupby(parts, key=lambda part: part[0]):
        yield font, "".join(part for _, part in same)


def _parts(cluster: str, shapes: Shapes, boxed: list[bool]) -> Iterator[Run]:
    """Return a sign with its marks in one font; else the sign, and a box for its marks; else a box."""
    font = _font_of(cluster, shapes)
    if font:
        yield font, cluster
        return
    boxed.append(True)
    sign = _font_of(cluster[0], shapes)
    if sign:
        yield sign, "".join(each for each in cluster if _has(sign, each, shapes))
    yield _PRIMARY, BOX


def _font_of(signs: str, shapes: Shapes) -> str:
    """Return the first font that has all of them; none: nothing."""
    return next((font for font in FONTS if all(_has(font, sign, shapes) for sign in signs)), "")


def _has(font: str, sign: str, shapes: Shapes) -> bool:
    return sign in shapes[font] or (font == _PRIMARY and sign in IN_PRIMARY)


def _clusters(text: str) -> Iterator[str]:
    """Return each sign with the marks, joiners and colours that belong to it."""
    cluster = ""
    for each in text:
        if cluster and not _belongs(each, cluster):
            yield cluster
            cluster = ""
        cluster += each
    if cluster:
        yield cluster


def _belongs(sign: str, cluster: str) -> bool:
    a_mark = unicodedata.category(sign)[0] == "M" or unicodedata.category(sign) == "Cf"
    return a_mark or "\U0001f3fb" <= sign <= "\U0001f3ff" or cluster[-1] == _JOINER


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401  whatever JSON can hold
    match value:
        case str():
            yield unicodedata.normalize("NFC", value)
        case dict():
            yield from chain.from_iterable(map(_texts, value.values()))
        case list() | tuple():
            yield from chain.from_iterable(map(_texts, value))


def _shapes_of(signs: Iterable[str]) -> Shapes:
    """Ask which of these signs each font has."""
    asked = sorted(sign for sign in signs if unicodedata.category(sign) != "Cs")  # half a pair is no sign
    pages = [asked[first : first + _ASKED_AT_ONCE] for first in range(0, len(asked), _ASKED_AT_ONCE)]
    return {font: frozenset(chain.from_iterable(signs_in(font, page) for page in pages)) for font in FONTS}


def signs_in(font: str, signs: list[str]) -> set[str]:
    """Return which of these signs a built-in font has a shape for, in both weights, as the printer says."""
    lines = [f'#set document(title: "?"); #set text(lang: "en", font: "{font}", fallback: false)']
    lines += [f'#par[#"{sign}"] #par[#strong[#"{sign}"]]' for sign in (f"\\u{{{ord(each):x}}}" for each in signs)]
    try:
        typst.compile("\n".join(lines).encode(), format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True)
    except typst.TypstError as error:
        if not says_no_shape(error):
            raise
        without = {int(line) for line in _LINE.findall(error.diagnostic)}
        return {sign for line, sign in enumerate(signs, start=2) if line not in without}
    return set(signs)
