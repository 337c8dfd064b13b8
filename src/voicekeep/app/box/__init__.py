"""`voicekeep speaker`: a computer with a microphone and a loudspeaker.

Flow        microphone -> wake word, here -> utterance, signed -> the hub's socket -> reply -> loudspeaker
Guarantees  1. Before the wake word nothing that was heard leaves this computer (P1).
            2. Muted, the microphone's process has ended: there is nothing that could be sent.
            3. The key lies in a file that only its owner can read; a counter is written down before it is used.
I/O         child processes for sound, one socket, one file
Format      docs/formats/utterance.md, docs/formats/speaker-socket.md
"""

from voicekeep.app.box.box import Box
from voicekeep.app.box.condition import Told
from voicekeep.app.box.identity import BoxError, Identity, IdentityFile, NotPairedError
from voicekeep.app.box.pairing import pair_with
from voicekeep.app.box.sound import Loudspeaker, Microphone, SoundFailedError
from voicekeep.app.box.trust import AuthorityRefusedError, authority_by, authority_in
from voicekeep.app.box.wire import Wire, tls_for

__all__ = [
    "AuthorityRefusedError",
    "Box",
    "BoxError",
    "Identity",
    "IdentityFile",
    "Loudspeaker",
    "Microphone",
    "NotPairedError",
    "SoundFailedError",
    "Told",
    "Wire",
    "authority_by",
    "authority_in",
    "pair_with",
    "tls_for",
]
