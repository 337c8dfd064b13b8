"""The decoder's process: `python -m voicekeep.device.decoder LIMITS`, spoken to by `reader`.

Flow        a file's bytes -> decode -> an encoded answer or refusal
Guarantees  1. No sound is decoded before the process has given up files, connections, children and memory.
            2. Each file may use its own seconds of processor time, counted by the kernel.
I/O         standard input and output
Format      that of `child` around that of `answer`; LIMITS is a JSON object of fields of Limits
"""

from __future__ import annotations

import json
import struct
import sys

from voicekeep.device.answer import encode_answer, encode_refusal
from voicekeep.device.confined import allow_cpu, confine, serve
from voicekeep.device.decoding import decode
from voicekeep.device.sound import SoundError
from voicekeep.records.limits import Limits

_STANDARD_FILES = 3
_SILENCE = bytes(2 * 800)
_WARM_UP = struct.pack(
    "<4sI4s4sIHHIIHH4sI",
    *(b"RIFF", 36 + len(_SILENCE), b"WAVE", b"fmt ", 16, 1, 1, 8000, 16000, 2, 16, b"data", len(_SILENCE)),
)


def main() -> None:
    """Confine the process, then decode what arrives."""
    limits = Limits(**json.loads(sys.argv[1]))
    decode(_WARM_UP + _SILENCE, limits)  # whatever is imported late is imported before no file opens any more
    confine(memory_max_bytes=limits.decode_max_memory_bytes, files=_STANDARD_FILES)

    def answer(data: bytes) -> bytes:
        allow_cpu(limits.decode_max_cpu_seconds)
        try:
            return encode_answer(decode(data, limits))
        except SoundError as refusal:
            return encode_refusal(refusal)

    serve(answer)


if __name__ == "__main__":
    main()
