"""Take an archive's body apart and put it together again: what a builder with a bug, or a person with a tool, could do.

Only the demo and the tests use this, to hand the checks something wrong in every other way right: sizes, checksums and
the manifest always fit the members.
"""

from __future__ import annotations

import hashlib

from isal.isal_zlib import crc32

from voicekeep.formats import layout
from voicekeep.formats.bag import manifest_line
from voicekeep.formats.zipped import LOCAL_HEADER_MAX_BYTES, local_header, parse_local_header

Members = dict[str, bytes]


def members_of(body: bytes) -> Members:
    """Return the members of a body by name, in their order."""
    members: Members = {}
    at = 0
    while at < len(body):
        header = parse_local_header(body[at : at + LOCAL_HEADER_MAX_BYTES])
        begins = at + header.length
        at = begins + header.size
        members[header.name] = body[begins:at]
    return members


def body_with(members: Members) -> bytes:
    """Return a body of these members, its manifest made anew."""
    payload = {name: data for name, data in members.items() if name != layout.MANIFEST}
    lines = (
        manifest_line(hashlib.sha256(data).hexdigest(), name)
        for name, data in payload.items()
        if name.startswith(layout.DATA)
    )
    return body_of({**payload, layout.MANIFEST: b"".join(lines)})


def body_of(members: Members) -> bytes:
    """Return a body of exactly these members, whatever their manifest says."""
    return b"".join(local_header(name, crc32(data), len(data)) + data for name, data in members.items())
