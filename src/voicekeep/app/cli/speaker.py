"""A computer as a speaker: pair it once, then let it run. What it hears before its word never leaves it."""

from __future__ import annotations

import asyncio
import os
import secrets
import shlex
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voicekeep.app.cli.esphome import esphome
from voicekeep.app.cli.keeping import DATA, Data
from voicekeep.app.cli.speaking import ask_email, ask_password, err, out, say_unchosen
from voicekeep.app.operations.accounts import sign_in
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.pairing import open_pairing
from voicekeep.app.operations.speakers import (
    mute_speaker,
    rebind_speaker,
    rename_speaker,
    speakers_of,
    unbind_speaker,
)
from voicekeep.app.wiring import open_keep
from voicekeep.assistant import Listener, MicroWake, Patience, WakeWord, WebRtcVoiceActivity, Word
from voicekeep.people import Session
from voicekeep.records.ids import DeviceId

if TYPE_CHECKING:
    from voicekeep.app.box import IdentityFile, Loudspeaker, Microphone

_FILE = Path(os.environ.get("VOICEKEEP_SPEAKER", Path.home() / ".config/voicekeep/speaker.json"))
_HUB = "http://localhost:8420"

speaker = typer.Typer(help="Make this computer a speaker: pair it once, then run it.", no_args_is_help=False)
speakers = typer.Typer(help="Your speakers: which there are, whose, what they are doing.", no_args_is_help=False)
speakers.add_typer(esphome, name="esphome")

File = Annotated[Path, typer.Option("--file", help="Where the speaker's key lies, mode 0600 (or VOICEKEEP_SPEAKER).")]
Device = Annotated[str, typer.Argument(help="The speaker's identifier, as `voicekeep speakers` shows it.")]


@speaker.command("pair")
def pair_box(
    code: Annotated[str, typer.Argument(help="The code that “My speakers” shows.")],
    hub: Annotated[str, typer.Option(help="Address of the keep: https://, or http:// on this machine.")] = _HUB,
    name: Annotated[str, typer.Option(help="What the speaker is called; nothing: the computer's name.")] = "",
    ca: Annotated[
        Path | None, typer.Option(help="The keep's own certificate authority, a file; it is remembered.")
    ] = None,
    fingerprint: Annotated[
        str, typer.Option(help="Or its fingerprint, as “voicekeep trust” shows it: it is fetched and compared.")
    ] = "",
    file: File = _FILE,
) -> None:
    """Pair this computer by a code; its key is made here, and only the public half leaves."""
    from voicekeep.app.box import IdentityFile, authority_by, authority_in, pair_with  # noqa: PLC0415

    if ca is not None and fingerprint:
        raise typer.BadParameter("--ca or --fingerprint, not both: each says what to trust")
    authority = "" if ca is None else authority_in(ca)
    if fingerprint:
        authority = authority_by(hub, fingerprint)
    identity = pair_with(hub, code, name or socket.gethostname(), authority=authority)
    IdentityFile(file.expanduser(), lambda: secrets.token_hex(4)).save(identity)
    out.print(f"Paired: {identity.device}. Next: voicekeep speaker", markup=False)


@speaker.callback(invoke_without_command=True)
def run_box(  # noqa: PLR0913, PLR0917  each is one question about this computer
    context: typer.Context,
    hub: Annotated[str, typer.Option(help="Another address of the same keep than at pairing.")] = "",
    wake_word: Annotated[
        str, typer.Option(help=f"The word that makes it listen: {', '.join(Word)}; or one that --wake-service knows.")
    ] = Word.OKAY_NABU,
    wake_service: Annotated[
        str, typer.Option(help="A Wyoming service on this computer that hears the word: tcp://127.0.0.1:PORT.")
    ] = "",
    microphone: Annotated[str, typer.Option(help="ALSA device of the microphone, for arecord.")] = "",
    loudspeaker: Annotated[str, typer.Option(help="ALSA device of the loudspeaker, for aplay.")] = "",
    mic_command: Annotated[
        str, typer.Option(help="Command that writes the microphone's sound: 16 kHz, 16 bit, mono, without a header.")
    ] = "",
    snd_command: Annotated[str, typer.Option(help="Command that plays the WAV on its standard input.")] = "",
    muted: Annotated[bool, typer.Option("--muted", help="Begin with the microphone off.")] = False,
    file: File = _FILE,
) -> None:
    """Run the speaker until SIGINT or SIGTERM. The key m, or SIGUSR1, mutes it and ends that."""
    if context.invoked_subcommand is not None:
        return
    from voicekeep.app.box import IdentityFile, Loudspeaker, Microphone  # noqa: PLC0415

    parts = (
        IdentityFile(file.expanduser(), lambda: secrets.token_hex(4), hub=hub),
        Microphone(shlex.split(mic_command), microphone),
        Loudspeaker(shlex.split(snd_command), loudspeaker),
    )
    with suppress(asyncio.CancelledError):
        asyncio.run(_speak_and_hear(*parts, _wake(wake_word, wake_service), muted=muted))


def _wake(word: str, service: str) -> WakeWord:
    """Return what hears the word."""
    if service:
        from voicekeep.app.engines import EngineAddress, WyomingWake  # noqa: PLC0415

        return WyomingWake(EngineAddress.parse(service), word)
    if word not in list(Word):
        raise typer.BadParameter(f"--wake-word is one of {', '.join(Word)}, unless --wake-service hears another")
    return MicroWake(Word(word))


async def _speak_and_hear(
    file: IdentityFile, microphone: Microphone, loudspeaker: Loudspeaker, wake: WakeWord, *, muted: bool
) -> None:
    """Be a speaker; the key m, or SIGUSR1, mutes it and ends that. Told to end, it switches its microphone off."""
    from voicekeep.app.box import Box  # noqa: PLC0415

    box = Box(
        file,
        microphone,
        loudspeaker,
        wake=wake,
        listener=lambda: Listener(WebRtcVoiceActivity(), Patience()),
        told=lambda what, more: err.print(f"{what}{f' ({more})' if more else ''}", markup=False),
    )
    loop, toggles = asyncio.get_running_loop(), set[asyncio.Task[None]]()

    def toggle() -> None:
        toggles.add(task := loop.create_task(box.mute(muted=not box.muted)))
        task.add_done_callback(toggles.discard)

    def key() -> None:
        if "m" in sys.stdin.readline():
            toggle()

    loop.add_signal_handler(signal.SIGUSR1, toggle)
    if sys.stdin.isatty():
        loop.add_reader(sys.stdin, key)

    async def be() -> None:
        if muted:
            await box.mute(muted=True)
        await box.run()

    running = loop.create_task(be())
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, running.cancel)
    await running


@speakers.callback(invoke_without_command=True)
def list_speakers(context: typer.Context, data: Data = DATA) -> None:
    """List your speakers and those of your household."""
    if context.invoked_subcommand is not None:
        return
    with open_keep(data.expanduser()) as keep:
        session = _signed_in(keep)
        for each in speakers_of(keep, session):
            heard = "never" if each.heard_at is None else f"{each.heard_at:%Y-%m-%d %H:%M} UTC"
            whose = "household" if each.shared else "yours"
            out.print(
                f"{each.device}  {each.doing:<9}  {whose:<9}  heard {heard}  woke falsely {each.woken_falsely}  "
                f"{each.kind}  {each.name}",
                markup=False,
            )


@speakers.command("code")
def code(
    shared: Annotated[bool, typer.Option("--shared", help="For your household, not for you alone.")] = False,
    data: Data = DATA,
) -> None:
    """Show a code that pairs one speaker, for ten minutes."""
    with open_keep(data.expanduser()) as keep:
        session = _signed_in(keep)
        out.print(open_pairing(keep, session, shared=shared).code, markup=False)
        say_unchosen(keep, session)


@speakers.command("rename")
def rename(device: Device, name: str, data: Data = DATA) -> None:
    """Give a speaker another name."""
    with open_keep(data.expanduser()) as keep:
        rename_speaker(keep, _signed_in(keep), DeviceId(device), name)


@speakers.command("rebind")
def rebind(
    device: Device,
    shared: Annotated[bool, typer.Option("--shared/--own", help="Your household's, or yours alone.")],
    data: Data = DATA,
) -> None:
    """Make a speaker your household's, or yours alone; what it heard before stays whose it was."""
    with open_keep(data.expanduser()) as keep:
        rebind_speaker(keep, _signed_in(keep), DeviceId(device), shared=shared)


@speakers.command("unbind")
def unbind(device: Device, data: Data = DATA) -> None:
    """Give a speaker up: from this instant on it is nobody's, and keeps nothing."""
    with open_keep(data.expanduser()) as keep:
        unbind_speaker(keep, _signed_in(keep), DeviceId(device))


@speakers.command("mute")
def mute(device: Device, data: Data = DATA) -> None:
    """Have a speaker mute itself, within a quarter of a minute or as soon as it is there."""
    with open_keep(data.expanduser()) as keep:
        mute_speaker(keep, _signed_in(keep), DeviceId(device))


def _signed_in(keep: Keep) -> Session:
    return sign_in(keep, ask_email(), ask_password()).session
