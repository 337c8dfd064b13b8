"""Sounds and the devices they come from: what a file must be, what a folder may hold, whose a device is.

Flow        bytes from outside -> Sound; a folder -> FoundRecording; a credential -> Binding
Guarantees  1. Sound from outside is decoded in a process with bounds on time, memory and size; it is kept whole
               or refused by name (P10).
            2. Nothing outside of the folder that the owner named is read.
            3. A device speaks for the person bound to it at the recording's instant, or for nobody (P1).
I/O         LimitedDecoder runs a child process; found_in reads the folder it is given
Format      docs/formats/sound.md and docs/formats/sidecar.md, version 1
"""

from voicekeep.device.bell import Ring, RingBook, RingsBy
from voicekeep.device.binding import (
    PUBLIC_KEY_BYTES,
    Binding,
    Device,
    DeviceBook,
    DeviceChangedError,
    DeviceError,
    DeviceKind,
    InstantOutsideBindingError,
    Pairing,
    Presence,
    ReplayedCounterError,
    SharedDeviceError,
    UnboundDeviceError,
    require_held,
)
from voicekeep.device.child import Child, ChildError, ChildGoneError, ChildLimitError
from voicekeep.device.chime import chimed
from voicekeep.device.confined import confine, serve
from voicekeep.device.entries import (
    AmbiguousSidecarError,
    ChangedWhileReadError,
    EntryError,
    FolderError,
    FolderTooDeepError,
    FoundRecording,
    LinkNotFollowedError,
    NotAFileError,
    NotAFolderError,
    OrphanSidecarError,
    RefusedEntry,
    TooManyEntriesError,
    UnreadableEntryError,
    UnusableInstantError,
    UnusableNameError,
)
from voicekeep.device.folder import found_in
from voicekeep.device.heard import sound_of_samples
from voicekeep.device.reader import LimitedDecoder
from voicekeep.device.sidecar import (
    MalformedSidecarError,
    Sidecar,
    SidecarError,
    SidecarValueError,
    UnknownSidecarKeyError,
    parse_sidecar,
)
from voicekeep.device.silencing import StretchRefusedError, silenced
from voicekeep.device.sound import (
    CutShortError,
    DecoderFailedError,
    DecoderLimitError,
    EmptySoundError,
    NotAudioError,
    Sound,
    SoundError,
    SoundReader,
    SoundTooLargeError,
    SoundTooLongError,
    TooManyChannelsError,
    UnusualRateError,
)
from voicekeep.device.utterance import (
    SAMPLE_BYTES,
    SAMPLE_RATE,
    Announcing,
    Chosen,
    DeviceSignature,
    Hub,
    Reply,
    SpeakerGoneError,
    Utterance,
    WakeHeard,
)
from voicekeep.device.woken import WokenBook, WokenFalsely

__all__ = [
    "PUBLIC_KEY_BYTES",
    "SAMPLE_BYTES",
    "SAMPLE_RATE",
    "AmbiguousSidecarError",
    "Announcing",
    "Binding",
    "ChangedWhileReadError",
    "Child",
    "ChildError",
    "ChildGoneError",
    "ChildLimitError",
    "Chosen",
    "CutShortError",
    "DecoderFailedError",
    "DecoderLimitError",
    "Device",
    "DeviceBook",
    "DeviceChangedError",
    "DeviceError",
    "DeviceKind",
    "DeviceSignature",
    "EmptySoundError",
    "EntryError",
    "FolderError",
    "FolderTooDeepError",
    "FoundRecording",
    "Hub",
    "InstantOutsideBindingError",
    "LimitedDecoder",
    "LinkNotFollowedError",
    "MalformedSidecarError",
    "NotAFileError",
    "NotAFolderError",
    "NotAudioError",
    "OrphanSidecarError",
    "Pairing",
    "Presence",
    "RefusedEntry",
    "ReplayedCounterError",
    "Reply",
    "Ring",
    "RingBook",
    "RingsBy",
    "SharedDeviceError",
    "Sidecar",
    "SidecarError",
    "SidecarValueError",
    "Sound",
    "SoundError",
    "SoundReader",
    "SoundTooLargeError",
    "SoundTooLongError",
    "SpeakerGoneError",
    "StretchRefusedError",
    "TooManyChannelsError",
    "TooManyEntriesError",
    "UnboundDeviceError",
    "UnknownSidecarKeyError",
    "UnreadableEntryError",
    "UnusableInstantError",
    "UnusableNameError",
    "UnusualRateError",
    "Utterance",
    "WakeHeard",
    "WokenBook",
    "WokenFalsely",
    "chimed",
    "confine",
    "found_in",
    "parse_sidecar",
    "require_held",
    "serve",
    "silenced",
    "sound_of_samples",
]
