"""For a person: what is kept of theirs. Whose data it is, the sign-in says; no command takes a person (P3)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from voicekeep.app.cli.keeping import DATA, Data
from voicekeep.app.cli.speaking import ask_email, ask_password, err, out, progress, say_unchosen
from voicekeep.app.operations.accounts import choose as choose_keeping
from voicekeep.app.operations.accounts import sign_in
from voicekeep.app.operations.asking import ask_for_copy, copies_of
from voicekeep.app.operations.closing import close_account as close
from voicekeep.app.operations.closing import receipt_of, what_goes
from voicekeep.app.operations.devices import pair_device
from voicekeep.app.operations.erase import erase_item
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.recordings import Source, from_device, from_owner, take_in
from voicekeep.app.wiring import open_keep
from voicekeep.people import Session
from voicekeep.records.ids import ItemId
from voicekeep.records.items import Keeping


def _signed_in(keep: Keep) -> Session:
    return sign_in(keep, ask_email(), ask_password()).session


def choose(
    keeping: Annotated[Keeping, typer.Argument(help="What to keep of what you say.")],
    months: Annotated[int, typer.Option(help="For how long: 3 or 18.")] = 3,
    data: Data = DATA,
) -> None:
    """Choose what is kept of what you say."""
    with open_keep(data.expanduser()) as keep:
        choose_keeping(keep, _signed_in(keep), keeping, 0 if keeping is Keeping.NOTHING else months)
    out.print("It counts from now on.")


def pair(name: Annotated[str, typer.Argument(help="What you call the device.")], data: Data = DATA) -> None:
    """Bind a device to you; prints the credential that the device is to keep."""
    with open_keep(data.expanduser()) as keep:
        session = _signed_in(keep)
        device, credential = pair_device(keep, session, name)
        say_unchosen(keep, session)
    err.print(f"What is kept, why and for how long: {keep.settings.public_url}/privacy", markup=False)
    err.print(f"Device {device} is bound to you. Its credential, shown once:", markup=False)
    out.print(credential, markup=False)


def import_recordings(
    folder: Annotated[Path, typer.Argument(help="Folder of WAV, FLAC, Ogg or MP3 files, with JSON sidecars if any.")],
    credential: Annotated[
        Path | None, typer.Option("--device-credential", help="File with a paired device's credential.")
    ] = None,
    data: Data = DATA,
) -> None:
    """Take your recordings in: signed in, or as a device that is bound to you."""
    with open_keep(data.expanduser()) as keep:
        source = _source(keep, credential)
        with progress() as bar:
            task = bar.add_task("importing", total=None)
            summary = take_in(keep, source, folder, told=lambda count: bar.advance(task, count))
    for name, error in summary.refused:
        err.print(f"not kept  {name}: {type(error).__name__}: {error}", markup=False)
    out.print(f"{summary.kept} kept, {len(summary.refused)} not kept")
    if summary.refused:
        raise typer.Exit(1)


def _source(keep: Keep, credential: Path | None) -> Source:
    if credential is None:
        return from_owner(_signed_in(keep))
    return from_device(keep, credential.read_text("utf-8").strip())


def ask(
    language: Annotated[
        str, typer.Option(help="Language of the explanations: en, de or fr; else your profile's.")
    ] = "",
    data: Data = DATA,
) -> None:
    """Ask for a copy of everything that is kept about you; prints its link."""
    from voicekeep.app.worker import released  # noqa: PLC0415  durable work loads only where it is done

    folder = data.expanduser()
    with open_keep(folder) as keep:
        session = _signed_in(keep)
        request = ask_for_copy(keep, session, language)
        with progress() as bar:
            task = bar.add_task("making and checking your copy", total=None)
            released(keep, folder, request)
            bar.update(task, total=1, completed=1)
        view = next(view for view in copies_of(keep, session) if view.request == request)
    out.print(f"request {view.request}: {view.state}, due {view.due}", markup=False)
    if view.token is not None:
        out.print(f"{keep.settings.public_url}/copy/{view.token}", markup=False)


def erase(
    item: Annotated[str, typer.Argument(help="The item's id, as your copy shows it.")], data: Data = DATA
) -> None:
    """Erase one item of yours, for good."""
    with open_keep(data.expanduser()) as keep:
        erase_item(keep, _signed_in(keep), ItemId(item))
    out.print("It is erased; its key is gone.")


def close_account(data: Data = DATA) -> None:
    """Close your account: everything about you is erased, for good."""
    with open_keep(data.expanduser()) as keep:
        session = _signed_in(keep)
        goes = what_goes(keep, session)
        err.print(f"{sum(goes.items.values())} entries and your key are destroyed. This cannot be undone.")
        typer.confirm("Erase everything and close the account?", abort=True, err=True)
        receipt = receipt_of(keep, close(keep, session))
    out.print_json(data=receipt)
