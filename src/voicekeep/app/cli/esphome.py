"""Devices that speak ESPHome's native API: find them, add one. Its Noise key is asked for, or lies in a file."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from voicekeep.app.cli.keeping import DATA, Data
from voicekeep.app.cli.speaking import ask_email, ask_password, ask_secret, out, say_unchosen
from voicekeep.app.operations.accounts import sign_in
from voicekeep.app.operations.lines import add_line
from voicekeep.app.wiring import open_keep
from voicekeep.device import Line
from voicekeep.records.errors import VoicekeepError

_PORT = 6053
_LONGEST_FILE = 1024  # bytes that are read of it

esphome = typer.Typer(help="ESPHome devices as speakers: find them on your network, add one.", no_args_is_help=True)


class KeyFileError(VoicekeepError):
    """The file that is to hold a Noise key cannot be read; nothing was called."""

    def __init__(self, number: int | None) -> None:
        reason = os.strerror(number) if number else "no file"
        super().__init__(
            f"the file with the Noise key cannot be read ({reason}); nothing was called, and nothing bound"
        )


@esphome.command("add")
def add(
    name: Annotated[str, typer.Argument(help="What it is to be called.")],
    host: Annotated[str, typer.Option(help="Its address, or its name on the network.")],
    port: Annotated[int, typer.Option(help="Its port.")] = _PORT,
    shared: Annotated[bool, typer.Option("--shared", help="Your household's, not yours alone.")] = False,
    key_file: Annotated[
        Path | None, typer.Option(help="File with its Noise key in one line; without one the key is asked for.")
    ] = None,
    no_key: Annotated[
        bool, typer.Option("--no-key", help="It does not encrypt: on this very machine only, or through a tunnel.")
    ] = False,
    data: Data = DATA,
) -> None:
    """Add a device: it is called once, and bound to you or your household if it answers."""
    from voicekeep.app.esphome import tried  # noqa: PLC0415

    with open_keep(data.expanduser()) as keep:
        session = sign_in(keep, ask_email(), ask_password()).session
        line = Line(host=host, port=port, noise_key="" if no_key else _noise_key(key_file))
        device = add_line(keep, session, name, asyncio.run(tried(line)), shared=shared)
        out.print(f"Added: {device}. It is called while `voicekeep serve` runs.", markup=False)
        say_unchosen(keep, session)


@esphome.command("find")
def find(
    seconds: Annotated[int, typer.Option(min=1, max=60, help="For how long to listen.")] = 3,
) -> None:
    """Ask the network which devices are there; what they say of themselves nobody has proven."""
    from voicekeep.app.esphome import found  # noqa: PLC0415

    for each in asyncio.run(found(seconds)):
        now = f"  (now at {each.host})" if each.server else ""
        out.print(f"{each.name}  --host {each.server or each.host} --port {each.port}{now}", markup=False)


def _noise_key(file: Path | None) -> str:
    """Return what is asked for, or in the file. Raises KeyFileError."""
    if file is None:
        return ask_secret("Noise key").strip()
    try:
        with file.expanduser().open(encoding="ascii", errors="replace") as opened:
            return opened.read(_LONGEST_FILE).strip()
    except OSError as unreadable:
        raise KeyFileError(unreadable.errno) from unreadable
