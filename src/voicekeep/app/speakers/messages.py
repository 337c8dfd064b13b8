"""What a speaker of ours says on its socket: JSON texts of few fields, each bounded, none guessed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from voicekeep.device import Chosen, DeviceError, DeviceSignature, WakeHeard
from voicekeep.formats.utterance import COUNTER_MAX, SIGNATURE_BYTES
from voicekeep.records.ids import SubjectId

MESSAGE_VERSION: Final = 1
WORD_MAX_CHARS: Final = 64
GUEST: Final = "guest"
NOBODY: Final = "nobody"


class SocketRefusedError(DeviceError):
    """A speaker did not keep to what is agreed on its socket; the connection ends, nothing of this was kept."""

    promise = "P10"

    def __init__(self, why: str) -> None:
        super().__init__(f"{why}; the connection ends, and nothing of this was kept")


class MessageRefusedError(SocketRefusedError):
    """A message is none of those that a speaker may send."""

    def __init__(self) -> None:
        super().__init__("a message of the speaker's is none that it may send")


class MutedAndSendingError(SocketRefusedError):
    """A speaker that says it is muted sent sound."""

    promise = "P1"

    def __init__(self) -> None:
        super().__init__("a speaker that is muted sent sound, which was thrown away")


class StalledError(SocketRefusedError):
    """A speaker that had begun to say something said nothing more."""

    def __init__(self) -> None:
        super().__init__("the speaker had begun, and sent nothing more")


class ReplacedError(SocketRefusedError):
    """The device has connected once more; this connection is the older one."""

    def __init__(self) -> None:
        super().__init__("the device has a newer connection")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    """The first message: the device's key signs that it is there."""

    signature: bytes = field(repr=False)
    muted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Listen:
    """An utterance begins: frames of sound follow."""

    wake: WakeHeard | None


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The utterance is whole, and signed."""

    signature: DeviceSignature


@dataclass(frozen=True, slots=True)
class Cancel:
    """The utterance is to be forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidMuted:
    """The microphone was switched off, or on."""

    muted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose:
    """Somebody chose on the screen who speaks; nothing: nobody in particular."""

    chosen: Chosen | None


@dataclass(frozen=True, slots=True)
class Announced:
    """What the hub announced was heard, or has no sound."""


@dataclass(frozen=True, slots=True)
class Unplayed:
    """What the hub announced has come, and nobody heard it: nothing can be played there now, or it had no turn."""


@dataclass(frozen=True, slots=True)
class Audible:
    """Where something was not heard, it can be now."""


Told = Announced | Unplayed | Audible
Said = Hello | Listen | End | Cancel | SaidMuted | Choose | Told


def message_of(text: str) -> Said:
    """Return what a message says.

    Raises:
        MessageRefusedError: it is not one of those that a speaker may send.
    """
    try:
        fields = json.loads(text)
        made = _MADE[fields.pop("type")]
        message, taken = made(fields)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise MessageRefusedError from error
    if fields.keys() != taken:
        raise MessageRefusedError
    return message


def _hello(fields: Mapping[str, Any]) -> tuple[Hello, set[str]]:
    if fields["v"] != MESSAGE_VERSION:
        raise MessageRefusedError
    hello = Hello(signature=_signature(fields["signature"]), muted=_truth(fields["muted"]))
    return hello, {"v", "signature", "muted"}


def _listen(fields: Mapping[str, Any]) -> tuple[Listen, set[str]]:
    wake = fields["wake"]
    if wake is None:
        return Listen(wake=None), {"wake"}
    word, confidence = wake["word"], wake["confidence"]
    if not isinstance(word, str) or not 0 < len(word) <= WORD_MAX_CHARS or len(wake) != len(("word", "confidence")):
        raise MessageRefusedError
    if confidence is None:
        return Listen(wake=WakeHeard(word=word)), {"wake"}
    if isinstance(confidence, bool) or not isinstance(confidence, int | float) or not 0 <= confidence <= 1:
        raise MessageRefusedError
    return Listen(wake=WakeHeard(word=word, confidence=float(confidence))), {"wake"}


def _end(fields: Mapping[str, Any]) -> tuple[End, set[str]]:
    counter = fields["counter"]
    if type(counter) is not int or not 0 < counter <= COUNTER_MAX:
        raise MessageRefusedError
    signature = DeviceSignature(counter=counter, signature=_signature(fields["signature"]))
    return End(signature=signature), {"counter", "signature"}


def _cancel(_: Mapping[str, Any]) -> tuple[Cancel, set[str]]:
    return Cancel(), set()


def _announced(_: Mapping[str, Any]) -> tuple[Announced, set[str]]:
    return Announced(), set()


def _unplayed(_: Mapping[str, Any]) -> tuple[Unplayed, set[str]]:
    return Unplayed(), set()


def _audible(_: Mapping[str, Any]) -> tuple[Audible, set[str]]:
    return Audible(), set()


def _muted(fields: Mapping[str, Any]) -> tuple[SaidMuted, set[str]]:
    return SaidMuted(muted=_truth(fields["muted"])), {"muted"}


def _choose(fields: Mapping[str, Any]) -> tuple[Choose, set[str]]:
    who = fields["who"]
    if who == NOBODY:
        return Choose(chosen=None), {"who"}
    return Choose(chosen=Chosen(member=None if who == GUEST else SubjectId(who))), {"who"}


def _signature(text: str) -> bytes:
    signature = bytes.fromhex(text)
    if len(signature) != SIGNATURE_BYTES or len(text) != 2 * SIGNATURE_BYTES:
        raise MessageRefusedError
    return signature


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise MessageRefusedError
    return value


_MADE: Final[dict[str, Callable[[Mapping[str, Any]], tuple[Said, set[str]]]]] = {
    "hello": _hello,
    "listen": _listen,
    "end": _end,
    "cancel": _cancel,
    "muted": _muted,
    "choose": _choose,
    "announced": _announced,
    "unplayed": _unplayed,
    "audible": _audible,
}
