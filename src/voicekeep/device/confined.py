"""A process of its own for code that must not be able to hurt the hub: the child's side.

Flow        standard input -> message -> answer -> standard output, until standard input ends
Guarantees  1. Once confined, the process cannot take more memory, write a file, leave a memory dump or start
               another; with `files` at 3 it cannot open a file or a connection either.
I/O         standard input and output; limits of the process itself
Format      that of `child`
"""

from __future__ import annotations

import math
import os
import resource
import sys
import time
from collections.abc import Callable

LENGTH_BYTES = 4
OUT_OF_MEMORY = 86
"""The exit status of a child at its memory limit."""


def confine(*, memory_max_bytes: int, files: int) -> None:
    """Give up, for good, what answering does not need.

    Args:
        memory_max_bytes: Of address space; what is mapped already counts.
        files: How many may be open, the three standard ones among them.
    """
    _lower(resource.RLIMIT_CORE, 0)  # a memory dump would be a copy of somebody's recording
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_NPROC, 0)  # root is exempt from this one
    _lower(resource.RLIMIT_NOFILE, files)
    if sys.platform == "linux":  # elsewhere an address space cannot be bounded in any useful way
        _lower(resource.RLIMIT_AS, memory_max_bytes)


def allow_cpu(seconds: int) -> None:
    """Let the process use that many more seconds of processor time; one more ends it with SIGXCPU."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = math.ceil(time.process_time()) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def serve(answer: Callable[[bytes], bytes]) -> None:
    """Answer each message of the hub; return when it hangs up."""
    try:
        while head := sys.stdin.buffer.read(LENGTH_BYTES):
            reply = answer(sys.stdin.buffer.read(int.from_bytes(head, "big")))
            sys.stdout.buffer.write(len(reply).to_bytes(LENGTH_BYTES, "big"))
            sys.stdout.buffer.write(reply)
            sys.stdout.buffer.flush()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # there may be no memory left to end in good order


def _lower(limit: int, value: int) -> None:
    _, hard = resource.getrlimit(limit)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (value, value))
