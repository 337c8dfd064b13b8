"""Facts as bytes: what the ledger commits to, and shows again to whoever may see it.

Flow        a fact -> canonical JSON with its name and version -> the same fact; with a salt -> its commitment
Guarantees  1. Bijective: `decode_fact` accepts only what `encode_fact` writes, and `encode_fact` writes nothing else.
            2. No content: identifiers, instants, digests, numbers and names; a sentence does not fit into any field.
            3. A commitment says nothing about its fact to whoever does not have the salt.
            4. A field that came later stands only in facts that say something by it: the others have the bytes that
               the first version wrote.
I/O         none
Format      docs/formats/ledger.md, versions 1 and 2

A ledger is read whole to be proven, so this codec is a template and a pattern per type rather than a JSON parser:
the text is canonical JSON all the same, and a test compares it with `formats.canonical`.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from enum import Enum
from operator import attrgetter
from types import NoneType
from typing import Any, Final, get_args, get_origin, get_type_hints

from voicekeep.formats.errors import FormatError
from voicekeep.records.facts import Fact
from voicekeep.records.ids import Id
from voicekeep.records.later import SINCE

FIRST: Final = 1
SALT_BYTES: Final = 32

_A_FACT_SAYS = re.compile(r'"fact":"([a-z_]+)"')
_BODY = "[a-z2-7]{26}"
_DIGEST = '"[0-9a-f]{64}"'
_INSTANT = '"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}[.][0-9]{6}Z"'
_DAY = '"[0-9]{4}-[0-9]{2}-[0-9]{2}"'
_NAME = '"[A-Za-z][A-Za-z0-9_-]{0,63}"'
_NUMBER = "(?:0|[1-9][0-9]{0,14})"  # below 10**15: every JSON reader holds it exactly


class NotAFactError(FormatError):
    """Bytes are not a fact of a version that was ever written; nothing of them was used."""

    def __init__(self) -> None:
        super().__init__("not a fact of a version that is known here; nothing of it was used")


class UnwritableFactError(FormatError):
    """A fact holds something that no fact may hold; nothing was written."""

    def __init__(self, name: str) -> None:
        super().__init__(f"a field of this {name} fact is not what a fact may hold; nothing was written")


@dataclass(frozen=True, slots=True)
class _Form:
    """How the values of one type stand in the text."""

    pattern: str  # without groups
    write: Callable[[Any], str]
    read: Callable[[str], object]


@dataclass(frozen=True, slots=True)
class _Shape:
    """How the values of one dataclass stand in the text, told by its fields."""

    make: Callable[..., Any]
    template: str
    ungrouped: str
    pattern: re.Pattern[str]  # a group for each field
    names: tuple[str, ...]  # sorted, as they stand in the text
    values: Callable[[Any], tuple[object, ...]]
    writers: tuple[Callable[[Any], str], ...]
    readers: tuple[Callable[[str], object], ...]

    def write(self, value: object) -> str:
        """Return the text of `value`; it must not be used where the pattern does not fit it."""
        written = zip(self.writers, self.values(value), strict=True)
        return self.template % tuple([write(field) for write, field in written])

    def read(self, text: str) -> Any:  # noqa: ANN401  what `make` makes
        """Return the value whose text this is, or raise NotAFactError."""
        match = self.pattern.fullmatch(text)
        if match is None:
            raise NotAFactError
        found = zip(self.names, self.readers, match.groups(), strict=True)
        return self.make(**{name: read(each) for name, read, each in found})


def encode_fact(fact: Fact) -> bytes:
    """Return the one text of `fact`.

    Raises:
        UnwritableFactError: a digest of another length, a reason that is a sentence, a number below 0 or too large.
        ValueError: an instant without a timezone.
    """
    later = _SHAPES_SINCE[type(fact)]
    shape = _SHAPES[type(fact)] if later is None or getattr(fact, later.name) is None else later.shape
    text = shape.write(fact)
    if shape.pattern.fullmatch(text) is None:
        raise UnwritableFactError(name_of(fact))
    return text.encode("ascii")


def decode_fact(data: bytes) -> Fact:
    """Return the fact whose text this is.

    Raises:
        NotAFactError: `encode_fact` does not write these bytes.
    """
    try:
        text = data.decode("ascii")
        said = _A_FACT_SAYS.search(text)
        of = _TYPES[said[1] if said else ""]
        later = _SHAPES_SINCE[of]
        if later is None or not text.endswith(later.ending):
            fact: Fact = _SHAPES[of].read(text)
        else:
            fact = later.read(text)
    except (ValueError, KeyError) as error:
        raise NotAFactError from error
    return fact


def name_of(fact: Fact) -> str:
    """Return what a fact is called: `captured`, or `download_started`."""
    return _NAMES[type(fact)]


def says(field: str, value: str) -> bytes:
    """Return the bytes that an encoded fact has in it exactly if its `field` is the text `value`."""
    return f'"{field}":"{value}"'.encode("ascii")


def key_digest(natural_key: str) -> bytes:
    """Return the 32 bytes by which an entry of the ledger is found again."""
    return hashlib.sha256(natural_key.encode("ascii")).digest()


def commitment(salt: bytes, fact: bytes) -> bytes:
    """Return the 32 bytes that stand in the ledger for the encoded `fact`; `salt` has 32 random bytes."""
    return hmac.digest(salt, fact, "sha256")


def _instant_text(instant: datetime) -> str:
    if instant.tzinfo is None:
        raise ValueError("an instant must carry a timezone")
    return f'"{instant.astimezone(UTC).isoformat(timespec="microseconds")[:-6]}Z"'


def _truth_text(truth: object) -> str:
    return "true" if truth is True else "false"


def _quoted(text: str) -> str:
    return f'"{text}"'


def _name_text(name: str) -> str:
    """Return the text of a name; a quotation mark, which would begin another one, is escaped and fits no pattern."""
    return _quoted(name.replace('"', r"\""))


_FORMS: Final[dict[object, _Form]] = {
    bool: _Form("(?:true|false)", _truth_text, "true".__eq__),
    bytes: _Form(_DIGEST, lambda digest: f'"{digest.hex()}"', lambda text: bytes.fromhex(text[1:-1])),
    date: _Form(_DAY, lambda day: f'"{day.isoformat()}"', lambda text: date.fromisoformat(text[1:-1])),
    datetime: _Form(_INSTANT, _instant_text, lambda text: datetime.fromisoformat(text[1:-1])),
    int: _Form(_NUMBER, str, int),
    str: _Form(_NAME, _name_text, lambda text: text[1:-1]),
}


def _form_of(hint: Any) -> _Form:  # noqa: ANN401  any annotation of a field
    if get_origin(hint) is tuple:
        return _list_of(_form_of(get_args(hint)[0]))
    if NoneType in get_args(hint):
        return _or_null(_form_of(next(each for each in get_args(hint) if each is not NoneType)))
    if hint in _FORMS:
        return _FORMS[hint]
    if issubclass(hint, Id):
        return _identifier(hint)
    if issubclass(hint, Enum):
        return _choice(hint)
    shape = _shape_of(hint, {})
    return _Form(shape.ungrouped, shape.write, shape.read)


def _identifier(of: type[Id]) -> _Form:
    def read(text: str) -> Id:
        return str.__new__(of, text[1:-1])  # the pattern asked for what Id.__new__ asks for

    return _Form(f'"{of.prefix}_{_BODY}"', _quoted, read)


def _choice(of: type[Enum]) -> _Form:
    texts = {member: f'"{member.value}"' for member in of}
    members = {text: member for member, text in texts.items()}
    return _Form(f"(?:{'|'.join(members)})", texts.__getitem__, members.__getitem__)


def _or_null(form: _Form) -> _Form:
    write, read = form.write, form.read
    return _Form(
        f"(?:null|{form.pattern})",
        lambda value: "null" if value is None else write(value),
        lambda text: None if text == "null" else read(text),
    )


def _list_of(form: _Form) -> _Form:
    write, read = form.write, form.read
    return _Form(
        rf"\[(?:{form.pattern}(?:,{form.pattern})*)?\]",
        lambda values: f"[{','.join(map(write, values))}]",
        lambda text: () if text == "[]" else tuple(map(read, text[1:-1].split(","))),
    )


def _shape_of(of: type[Any], frame: dict[str, str], left_out: Collection[str] = ()) -> _Shape:
    """Return how `of` is written: its fields but those left out, and those of `frame`, sorted by name."""
    hints = get_type_hints(of)
    forms = {field.name: _form_of(hints[field.name]) for field in fields(of) if field.name not in left_out}
    names = tuple(sorted(forms))

    def text(field: Callable[[str], str], opened: str, closed: str) -> str:
        members = (f'"{name}":{frame[name] if name in frame else field(name)}' for name in sorted({*names, *frame}))
        return f"{opened}{','.join(members)}{closed}"

    return _Shape(
        make=of,
        template=text(lambda _: "%s", "{", "}"),
        ungrouped=text(lambda name: forms[name].pattern, r"\{", r"\}"),
        pattern=re.compile(text(lambda name: f"({forms[name].pattern})", r"\{", r"\}")),
        names=names,
        values=attrgetter(*names),
        writers=tuple(forms[name].write for name in names),
        readers=tuple(forms[name].read for name in names),
    )


def _name_of_type(of: type[Any]) -> str:
    return re.sub("(?<!^)(?=[A-Z])", "_", of.__name__).lower()


@dataclass(frozen=True, slots=True)
class _Later:
    """How a fact is written that says something by a field that came later; one field of a fact, so far."""

    name: str
    ending: str
    shape: _Shape

    def read(self, text: str) -> Any:  # noqa: ANN401  a fact
        """Return the fact; one that says nothing by the field is written otherwise."""
        fact = self.shape.read(text)
        if getattr(fact, self.name) is None:
            raise NotAFactError
        return fact


def _frame(of: type[Any], version: int) -> dict[str, str]:
    return {"fact": _quoted(_NAMES[of]), "v": str(version)}


def _later(of: type[Any]) -> _Later | None:
    since = {field.name: int(field.metadata[SINCE]) for field in fields(of) if SINCE in field.metadata}
    if not since:
        return None
    ((name, version),) = since.items()
    return _Later(name, f'"v":{version}}}', _shape_of(of, _frame(of, version)))


_NAMES: Final = {of: _name_of_type(of) for of in get_args(Fact)}
_TYPES: Final = {name: of for of, name in _NAMES.items()}
_SHAPES_SINCE: Final[dict[type[Any], _Later | None]] = {of: _later(of) for of in _NAMES}
_SHAPES: Final = {
    of: _shape_of(of, _frame(of, FIRST), () if later is None else (later.name,)) for of, later in _SHAPES_SINCE.items()
}
