"""The hub's side of speakers: connections of our own ones, whoever serves them.

Flow        messages and frames of a socket -> Utterance -> Hub -> Reply -> messages and frames
Guarantees  1. Nothing that a speaker sends is used before its key has signed that it is there (P1).
            2. Every message, frame, pause and utterance has a bound; past it the connection ends, by name.
            3. A muted speaker that sends sound all the same is cut off, and the sound is thrown away.
            4. One connection for each device: a newer one ends the older.
I/O         through a Wire, which whoever serves sockets implements
Format      docs/formats/speaker-socket.md, version 1
"""

from voicekeep.app.speakers.connected import Connected, Speakers
from voicekeep.app.speakers.hearing import EndlessError, FrameRefusedError, Hearing, heard_and_noted
from voicekeep.app.speakers.looking import LOOK_EVERY
from voicekeep.app.speakers.messages import (
    MESSAGE_VERSION,
    WORD_MAX_CHARS,
    Cancel,
    Choose,
    End,
    Hello,
    Listen,
    MessageRefusedError,
    Said,
    SaidMuted,
    SocketRefusedError,
    StalledError,
    message_of,
)
from voicekeep.app.speakers.session import SpeakerSession
from voicekeep.app.speakers.wire import STALLED_AFTER, Ending, Wire, WireGoneError

__all__ = [
    "LOOK_EVERY",
    "MESSAGE_VERSION",
    "STALLED_AFTER",
    "WORD_MAX_CHARS",
    "Cancel",
    "Choose",
    "Connected",
    "End",
    "Ending",
    "EndlessError",
    "FrameRefusedError",
    "Hearing",
    "Hello",
    "Listen",
    "MessageRefusedError",
    "Said",
    "SaidMuted",
    "SocketRefusedError",
    "SpeakerSession",
    "Speakers",
    "StalledError",
    "Wire",
    "WireGoneError",
    "heard_and_noted",
    "message_of",
]
