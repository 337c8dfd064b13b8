"""For the operator: what devices are to trust, by which fingerprint, until when; and a new authority."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from voicekeep.app.cli.keeping import DATA, Data
from voicekeep.app.cli.speaking import out
from voicekeep.app.settings import BadSettingError, Settings
from voicekeep.app.settings_file import load
from voicekeep.app.tls import Anchor, OwnCertificates
from voicekeep.app.wiring import own_certificates_for

trust = typer.Typer(help="The keep's own certificate authority: fingerprint, names, end.", no_args_is_help=False)

_GROUPS_IN_A_LINE = 4


def tell_of(anchor: Anchor, settings: Settings, now: datetime) -> None:
    """Print what a person at a device compares, and where they find the steps."""
    out.print(f"It vouches for itself. Each device is told so once, at {settings.trust_address}", markup=False)
    out.print("Fingerprint of its authority (SHA-256), to be compared on the device:")
    for first in range(0, len(anchor.fingerprint), _GROUPS_IN_A_LINE):
        out.print(f"  {'   '.join(anchor.fingerprint[first : first + _GROUPS_IN_A_LINE])}", markup=False)
    if anchor.ends_soon(now):
        out.print(
            f"It ends on {anchor.ends_at:%Y-%m-%d}. Make a new one before, and let every device trust it: "
            "voicekeep trust new",
            markup=False,
        )


@trust.callback(invoke_without_command=True)
def show(
    context: typer.Context,
    data: Data = DATA,
    certificate: Annotated[
        Path | None, typer.Option(help="Write the authority's certificate to this new file, as PEM.")
    ] = None,
) -> None:
    """Show the fingerprint of the keep's own authority, and what it can vouch for; it is made if there is none."""
    if context.invoked_subcommand is not None:
        return
    settings, own = _own(data)
    own.look()
    _tell(settings, own)
    if certificate is not None and own.anchor is not None:
        try:
            with certificate.open("x", encoding="ascii") as file:
                file.write(own.anchor.pem)
        except OSError as refused:
            raise typer.BadParameter("a new file cannot be written there", param_hint="--certificate") from refused


@trust.command("new")
def new(
    data: Data = DATA,
    yes: Annotated[bool, typer.Option("--yes", help="Yes, every device has to trust again.")] = False,
) -> None:
    """Make a new authority: for other names, before the end of the old one, or because somebody had its key."""
    if not yes:
        raise typer.BadParameter("every device has to trust again; say --yes if that is your decision")
    settings, own = _own(data)
    own.begin_anew()
    out.print("A new authority was made. A keep that is being served takes it within a minute.")
    _tell(settings, own)


def _own(data: Path) -> tuple[Settings, OwnCertificates]:
    settings = load(data.expanduser())
    if settings.tls != "own":
        raise BadSettingError("tls", "not own: there is no authority of this keep's own")
    return settings, own_certificates_for(settings)


def _tell(settings: Settings, own: OwnCertificates) -> None:
    if own.anchor is None:
        return
    tell_of(own.anchor, settings, datetime.now(UTC))
    out.print(f"It can vouch for: {', '.join(own.anchor.hosts.elsewhere)}", markup=False)
    out.print(f"It ends on {own.anchor.ends_at:%Y-%m-%d}.", markup=False)
