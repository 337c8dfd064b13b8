"""Voicekeep: a voice assistant that releases a recording only to the person it provably belongs to.

The packages follow the way of the data; docs/architecture.md walks through them:

device -> assistant -> vault -> request -> archive -> checks -> delivery -> ledger
"""

__version__ = "0.1.0"
