"""Every written format, and nothing else: values to bytes and back.

Flow        a value -> bytes with a version -> the same value, or a named error
Guarantees  1. `decode` accepts only what `encode` would write: one value, one spelling.
            2. Refused bytes are refused whole; nothing of them is used.
I/O         none
Format      each module has a page of its name in docs/formats and vectors in tests/vectors
"""
