"""What it costs, measured."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Protocol

import typer

from voicekeep.app.cli.speaking import err, out, progress

bench = typer.Typer(help="Measurements: compare within one run, never between runs.", no_args_is_help=True)


@bench.callback()
def _group() -> None:
    """Measurements: compare within one run, never between runs."""


@bench.command("archive")
def archive(
    recordings: Annotated[int, typer.Option(min=1, help="How many recordings of 60 KB.")] = 1700,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures here.")] = None,
    folder: Annotated[Path | None, typer.Option(help="Where to measure; the temporary folder if not said.")] = None,
) -> None:
    """An archive that could be delivered, against zip -0 -r and sha256sum of the same recordings."""
    from voicekeep.app.bench import bench_archive  # noqa: PLC0415

    figures = bench_archive(recordings, folder, lambda stage: err.print(stage, markup=False))
    out.print(figures.as_json(), markup=False)
    if json_file is not None:
        json_file.write_text(figures.as_json() + "\n", encoding="utf-8")


@bench.command("plausibility")
def plausibility(
    accounts: Annotated[int, typer.Option(min=1, help="How many invented accounts in which nothing is wrong.")] = 1000,
    seed: Annotated[int, typer.Option(help="Which accounts.")] = 1,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures here.")] = None,
) -> None:
    """How often each rule of plausibility doubts an account in which nothing is wrong."""
    from voicekeep.app.bench import bench_plausibility  # noqa: PLC0415

    with progress() as bars:
        task = bars.add_task("living", total=accounts)
        figures = bench_plausibility(accounts, seed, lambda done: bars.advance(task, done))
    out.print(figures.as_json(), markup=False)
    if json_file is not None:
        json_file.write_text(figures.as_json() + "\n", encoding="utf-8")


@bench.command("rooms")
def rooms(
    seconds: Annotated[int, typer.Option(min=5, help="For how long each number of speakers talks.")] = 30,
    most: Annotated[int, typer.Option(min=1, help="How many speakers at most.")] = 40,
    step: Annotated[int, typer.Option(min=1, help="How many more each time.")] = 5,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures here.")] = None,
) -> None:
    """How many speakers can talk at once, in real time, without a late reply: later than 2 s after the last word."""
    from voicekeep.app.bench.rooms import bench_rooms  # noqa: PLC0415

    _measured(lambda: bench_rooms(seconds, most, step, lambda stage: err.print(stage, markup=False)), json_file)


@bench.command("scope")
def scope(
    items: Annotated[int, typer.Option(min=1, help="How many of them are somebody else's in one copy.")] = 1700,
    keep_items: Annotated[int, typer.Option(min=2, help="How many items the keep has.")] = 1_000_000,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures here.")] = None,
    folder: Annotated[Path | None, typer.Option(help="Where to measure; the temporary folder if not said.")] = None,
) -> None:
    """Which items of whom reached whom, how far: asked of a large keep."""
    from voicekeep.app.bench import bench_scope  # noqa: PLC0415

    _measured(lambda: bench_scope(items, keep_items, folder, lambda stage: err.print(stage, markup=False)), json_file)


_VOICES = Path("../shared/voices")


@bench.command("commands")
def commands(
    voices: Annotated[Path, typer.Option(help="The recordings of people who command nothing of ours.")] = _VOICES,
    most: Annotated[int | None, typer.Option(min=1, help="At most so many recordings of each folder.")] = None,
    noise: Annotated[bool, typer.Option("--noise", help="Speak them in the faint noise of a silent room.")] = False,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures here.")] = None,
) -> None:
    """How many spoken commands are understood, and how many recordings that are none are taken for one."""
    from voicekeep.app.bench.commands import bench_commands  # noqa: PLC0415

    told = partial(err.print, markup=False)
    _measured(lambda: bench_commands(voices, most, told, noise=noise), json_file)


@bench.command("near")
def near(
    seed: Annotated[int, typer.Option(help="Which sentences.")] = 1,
    sentences: Annotated[int, typer.Option(min=1, help="How many at most, and as many that nearly are ours.")] = 75,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures here.")] = None,
) -> None:
    """How many sentences drawn by chance are understood, and how many that nearly are ours are taken for one."""
    from voicekeep.app.bench.near import bench_near  # noqa: PLC0415

    _measured(lambda: bench_near(seed, sentences, lambda line: err.print(line, markup=False)), json_file)


@bench.command("turns")
def turns(
    rounds: Annotated[int, typer.Option(min=1, help="How often every command is said.")] = 3,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures here.")] = None,
) -> None:
    """How long a whole turn takes after the end of speech, against the speech-to-text engine alone."""
    from voicekeep.app.bench.turns import bench_turns  # noqa: PLC0415

    _measured(lambda: bench_turns(rounds), json_file)


@bench.command("wake")
def wake(
    voices: Annotated[Path, typer.Option(help="Recordings of the word, and of people who do not say it.")] = _VOICES,
    most: Annotated[int | None, typer.Option(min=1, help="At most so many recordings of each folder.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures here.")] = None,
) -> None:
    """How often the wake word is heard where it is said, and where it is not."""
    from voicekeep.app.bench.waking import bench_wake  # noqa: PLC0415

    _measured(lambda: bench_wake(voices, most, lambda line: err.print(line, markup=False)), json_file)


class _Figures(Protocol):
    def as_json(self) -> str: ...


def _measured(measure: Callable[[], _Figures], json_file: Path | None) -> None:
    """Measure, show and write; where something is missing, say what."""
    from voicekeep.app.bench.spoken import MissingSoundError  # noqa: PLC0415

    try:
        figures = measure()
    except MissingSoundError as missing:
        err.print(f"Nothing was measured: {missing}.", markup=False)
        raise typer.Exit(1) from missing
    out.print(figures.as_json(), markup=False)
    if json_file is not None:
        json_file.write_text(figures.as_json() + "\n", encoding="utf-8")
