"""Pair this box with a keep: its key is made here, and only the public half leaves."""

from __future__ import annotations

from http import HTTPStatus

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from voicekeep.app.box.identity import BoxError, Identity
from voicekeep.app.box.wire import HubGoneError, require_private, tls_for
from voicekeep.records.ids import DeviceId


class PairingRefusedError(BoxError):
    """The keep did not take the code, or the name; nothing was paired."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the keep refused ({name}); nothing was paired")


def pair_with(hub: str, code: str, name: str, *, authority: str = "") -> Identity:
    """Return who this speaker is from now on.

    Raises:
        PlainTextError: others could listen in at that address.
        PairingRefusedError: the keep refused; its problem's name says why.
        HubGoneError: nobody is there, or not who the certificate should name.
    """
    require_private(hub)
    key = Ed25519PrivateKey.generate()
    sent = {"code": code, "name": name, "public_key": key.public_key().public_bytes_raw().hex()}
    context = tls_for(hub, authority)
    try:
        with httpx.Client(verify=context or True, trust_env=False) as client:
            answer = client.post(f"{hub.rstrip('/')}/api/v1/pairings", json=sent)
        said = answer.json()
    except (httpx.HTTPError, ValueError) as gone:
        raise HubGoneError(type(gone).__name__) from gone
    if answer.status_code != HTTPStatus.CREATED:
        raise PairingRefusedError(str(said.get("title", ""))[:64])
    return Identity(
        hub=hub.rstrip("/"),
        device=DeviceId(said["device"]),
        credential=str(said["credential"]),
        key=key.private_bytes_raw().hex(),
        authority=authority,
    )
