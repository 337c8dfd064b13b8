"""For the operator: make a keep, run it, look after it. Nothing here opens what a person said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from voicekeep.app.cli.speaking import out
from voicekeep.app.logs import log_as_json
from voicekeep.app.operations.accounts import invite as invite_to
from voicekeep.app.operations.start import recover as recover_keep
from voicekeep.app.settings import Settings
from voicekeep.app.tls import Anchor
from voicekeep.app.wiring import create_keep, open_keep

_HERE = "127.0.0.1"
DATA = Path("~/.local/share/voicekeep")
_KEYS = Path("~/.local/state/voicekeep/keys.sqlite3")
_ROOT = Path("~/.config/voicekeep/root.key")
INVITATION_LIFETIME = timedelta(days=7)

Data = Annotated[Path, typer.Option("--data", envvar="VOICEKEEP_DATA", help="The keep's data folder.")]

Tls = Annotated[
    str, typer.Option(help="own: makes and renews certificates for the host of --url, https://. Else: off.")
]


def init(  # noqa: PLR0913, PLR0917  each is one question about a new keep
    home: Annotated[bool, typer.Option("--home", help="One household, no officers.")] = False,
    company: Annotated[bool, typer.Option("--company", help="Many households.")] = False,
    data: Data = DATA,
    key_store: Annotated[Path, typer.Option(help="Where keys are kept: never in an ordinary backup.")] = _KEYS,
    root_key: Annotated[
        Path, typer.Option(help="The root key file: keep a copy apart, on paper or in a safe.")
    ] = _ROOT,
    origin: Annotated[str, typer.Option(help="Host name that names this keep in its ledger.")] = "localhost",
    url: Annotated[str, typer.Option(help="Where people reach the pages.")] = "http://localhost:8420",
    name: Annotated[str, typer.Option(help="Who runs it: shown on every page.")] = "",
    contact: Annotated[str, typer.Option(help="How to reach whoever runs it.")] = "",
    officer: Annotated[str, typer.Option(help="Data protection officer, if there is one.")] = "",
    authority: Annotated[str, typer.Option(help="The supervisory authority to complain to.")] = "",
    country: Annotated[str, typer.Option(help="For public holidays, e.g. DE.")] = "DE",
    subdivision: Annotated[str, typer.Option(help="State or canton, e.g. BY.")] = "",
    zone: Annotated[str, typer.Option(help="Time zone, e.g. Europe/Berlin.")] = "Europe/Berlin",
    language: Annotated[str, typer.Option(help="en, de or fr, until somebody chooses.")] = "en",
    tls: Tls = "off",
) -> None:
    """Make a new keep."""
    if home == company:
        raise typer.BadParameter("say which it is: --home or --company")
    settings = Settings(
        mode="home" if home else "company",
        public_origin=origin,
        public_url=url,
        root_key=str(root_key.expanduser().absolute()),
        key_store=str(key_store.expanduser().absolute()),
        controller_name=name or ("This household" if home else origin),
        controller_contact=contact,
        data_protection_officer=officer,
        authority=authority,
        country=country,
        subdivision=subdivision,
        zone=zone,
        language=language,
        tls=tls,
    )
    create_keep(data.expanduser(), settings)
    _tell_of_new(data.expanduser(), root_key.expanduser())


def _tell_of_new(data: Path, root_key: Path) -> None:
    out.print(f"A new keep is in {data}.", markup=False)
    out.print(f"Its root key is {root_key}: without it nothing can ever be opened. Keep a copy apart.", markup=False)
    out.print("Next: voicekeep serve")


def serve(
    data: Data = DATA,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = _HERE,
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8420,
    json_logs: Annotated[bool, typer.Option("--json-logs", help="Log a JSON object a line.")] = False,
) -> None:
    """Run the pages and the work behind them."""
    from voicekeep.app.cli.trust import tell_of  # noqa: PLC0415
    from voicekeep.app.serving import run  # noqa: PLC0415  the web stack loads only where it serves

    if json_logs:
        log_as_json()

    def greet(settings: Settings, invitation: str | None, anchor: Anchor | None) -> None:
        url = settings.public_url
        out.print(f"Voicekeep answers at {url}", markup=False)
        if anchor is not None:
            tell_of(anchor, settings, datetime.now(UTC))
            if host == _HERE:
                out.print("It listens to this machine only; to others with: voicekeep serve --host 0.0.0.0")
        if invitation is not None:
            out.print(f"Open the first account at {url}/welcome/{invitation}", markup=False)
            out.print("The address works once, for seven days.")

    run(data.expanduser(), host=host, port=port, greet=greet, invitation_lifetime=INVITATION_LIFETIME)


def invite(data: Data = DATA) -> None:
    """Print a one-time address to open an account, with a household of its own."""
    with open_keep(data.expanduser()) as keep:
        token = invite_to(keep, None, INVITATION_LIFETIME)
        out.print(f"{keep.settings.public_url}/welcome/{token}", markup=False)


def recover(
    data: Data = DATA,
    yes: Annotated[bool, typer.Option("--yes", help="Yes, this database was put back on purpose.")] = False,
) -> None:
    """Take a restored database for the keep's own: replays erasures first, and writes the gap into the ledger."""
    if not yes:
        raise typer.BadParameter("this accepts that ledger entries are lost; say --yes if that is your decision")
    with open_keep(data.expanduser(), guarded=False) as keep:
        replayed = recover_keep(keep)
    out.print(f"{replayed} erasures were replayed. The gap is written into the ledger.")


def doctor(data: Data = DATA) -> None:
    """Look whether everything a keep stands on is sound."""
    from voicekeep.app.doctor import examine  # noqa: PLC0415

    sound = True
    for finding in examine(data.expanduser()):
        sound = sound and finding.sound
        out.print(f"{'ok  ' if finding.sound else 'BAD '} {finding.what}: {finding.sentence}", markup=False)
    if not sound:
        raise typer.Exit(1)
