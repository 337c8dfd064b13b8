"""For whoever runs the host: the first administrators, and the switch that stops every way out."""

from __future__ import annotations

from typing import Annotated

import typer

from voicekeep.app.cli.keeping import DATA, Data
from voicekeep.app.cli.speaking import out
from voicekeep.app.operations.exports import exports_stopped, switch_off_on_the_host, switch_on_on_the_host
from voicekeep.app.operations.staff import offer_on_the_host
from voicekeep.app.wiring import open_keep
from voicekeep.people import Role

Reason = Annotated[str, typer.Option("--reason", help="Why; everybody whose copy waits will read it. Name nobody.")]

exports = typer.Typer(name="exports", help="Stop everything that leaves, or let it leave again.", no_args_is_help=True)


def appoint(data: Data = DATA) -> None:
    """Print a one-time address by which somebody with an account and a passkey becomes an administrator.

    Only for the first two: from then on administrators offer and grant every role at the desk.
    """
    with open_keep(data.expanduser()) as keep:
        token = offer_on_the_host(keep, Role.ADMINISTRATOR)
        out.print(f"{keep.settings.public_url}/desk/join/{token}", markup=False)
    out.print("The address works once, for three days.")


@exports.command("off")
def off(reason: Reason, data: Data = DATA) -> None:
    """Stop every download at once, for everybody."""
    with open_keep(data.expanduser()) as keep:
        switch_off_on_the_host(keep, reason)
    out.print("Nothing leaves any more.")


@exports.command("on")
def on(reason: Reason, data: Data = DATA) -> None:
    """Let copies leave again, at home; in a company it takes two at the desk."""
    with open_keep(data.expanduser()) as keep:
        switch_on_on_the_host(keep, reason)
    out.print("Copies leave again, each to its own person.")


@exports.command("show")
def show(data: Data = DATA) -> None:
    """Say whether anything leaves, and if not, why."""
    with open_keep(data.expanduser()) as keep:
        stopped = exports_stopped(keep)
    out.print("Copies leave as usual." if stopped is None else f"Nothing leaves: {stopped.reason}", markup=False)
