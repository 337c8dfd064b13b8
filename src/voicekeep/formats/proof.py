"""The proof that a fact is in the ledger: all that anybody needs beside the ledger's public key.

Flow        Proof -> the members of a JSON object, for ownership.json -> the same Proof
Guarantees  1. One proof, one spelling: what `proof_fields` would not write, `proof_in` refuses.
I/O         none; whether a proof proves anything, `voicekeep.ledger` verifies
Format      docs/formats/ledger.md, version 1
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from voicekeep.formats import canonical
from voicekeep.formats.canonical import Json
from voicekeep.formats.errors import FormatError


class NotAProofError(FormatError):
    """Something is not a proof as Voicekeep writes it; nothing of it was used."""

    promise = "P8"

    def __init__(self) -> None:
        super().__init__("not a proof as Voicekeep writes it; nothing of it was used")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """That `fact` stands at `position` of the ledger whose checkpoint this is."""

    position: int
    fact: bytes  # canonical JSON
    salt: bytes  # 32 bytes
    path: tuple[bytes, ...]  # 32 bytes each, lowest first
    checkpoint: str  # signed note


def proof_fields(proof: Proof) -> dict[str, Json]:
    """Return the proof as members of a JSON object; the fact is readable in it.

    Raises:
        NotCanonicalError: its fact is not canonical JSON.
    """
    return {
        "checkpoint": proof.checkpoint,
        "fact": canonical.decode(proof.fact),
        "path": [step.hex() for step in proof.path],
        "position": proof.position,
        "salt": proof.salt.hex(),
    }


def proof_in(fields: Mapping[str, Json]) -> Proof:
    """Return the proof whose members these are.

    Raises:
        NotAProofError: `proof_fields` does not return these.
    """
    match fields:
        case {
            "checkpoint": str(checkpoint),
            "fact": dict(fact),
            "path": [*path],
            "position": int(position),
            "salt": str(salt),
        } if not isinstance(position, bool):
            proof = Proof(
                position=position,
                fact=canonical.encode(fact),
                salt=_bytes(salt),
                path=tuple(_bytes(step) for step in path),
                checkpoint=checkpoint,
            )
            if proof_fields(proof) == fields:
                return proof
    raise NotAProofError


def _bytes(text: Json) -> bytes:
    try:
        return bytes.fromhex(str(text))
    except ValueError as error:
        raise NotAProofError from error
