"""A folder gives what is in it, and never what a link in it points to."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicekeep.device import (
    AmbiguousSidecarError,
    ChangedWhileReadError,
    FolderTooDeepError,
    FoundRecording,
    LinkNotFollowedError,
    MalformedSidecarError,
    NotAFileError,
    NotAFolderError,
    OrphanSidecarError,
    RefusedEntry,
    SidecarValueError,
    SoundTooLargeError,
    TooManyEntriesError,
    UnreadableEntryError,
    UnusableInstantError,
    UnusableNameError,
    found_in,
)
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.limits import Limits

LIMITS = Limits()
SECRET = b"somebody else's recording"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "secret.wav").write_bytes(SECRET)
    return folder


def recordings(folder: Path, limits: Limits = LIMITS) -> dict[str, FoundRecording]:
    return {entry.name: entry for entry in found_in(folder, limits) if isinstance(entry, FoundRecording)}


def refusals(folder: Path, limits: Limits = LIMITS) -> dict[str, type[VoicekeepError]]:
    return {entry.name: type(entry.error) for entry in found_in(folder, limits) if isinstance(entry, RefusedEntry)}


def test_recordings_are_found_in_the_order_of_their_names(folder: Path) -> None:
    (folder / "b").mkdir()
    for name in ("c.wav", "b/2.flac", "b/1.ogg", "a.mp3"):
        (folder / name).write_bytes(name.encode())
    found = list(found_in(folder, LIMITS))
    assert [entry.name for entry in found] == ["a.mp3", "b/1.ogg", "b/2.flac", "c.wav"]
    assert all(isinstance(entry, FoundRecording) and entry.read() == entry.name.encode() for entry in found)


def test_without_a_sidecar_the_instant_is_the_last_change(folder: Path) -> None:
    (folder / "a.wav").write_bytes(b"a")
    os.utime(folder / "a.wav", ns=(0, 1_773_472_329_123_456_789))
    found = recordings(folder)["a.wav"]
    assert found.at == datetime(2026, 3, 14, 7, 12, 9, 123_456, tzinfo=UTC)
    assert (found.transcript, found.language) == (None, None)


@pytest.mark.parametrize("sidecar", ["a.json", "a.wav.json"])
def test_a_sidecar_gives_transcript_instant_and_language(folder: Path, sidecar: str) -> None:
    (folder / "a.wav").write_bytes(b"a")
    (folder / sidecar).write_text(
        json.dumps({"transcript": "hello", "at": "2026-03-14T08:12:09+01:00", "language": "en"})
    )
    (found,) = found_in(folder, LIMITS)
    assert isinstance(found, FoundRecording)
    assert (found.transcript, found.language) == ("hello", "en")
    assert found.at == datetime(2026, 3, 14, 7, 12, 9, tzinfo=UTC)


def test_a_recording_whose_sidecar_is_refused_is_refused(folder: Path) -> None:
    for name, sidecar in (("a", '{"at": "2026-03-14T08:12:09"}'), ("b", " " * (LIMITS.sidecar_max_bytes + 1))):
        (folder / f"{name}.wav").write_bytes(b"")
        (folder / f"{name}.json").write_text(sidecar)
    assert refusals(folder) == {"a.wav": SidecarValueError, "b.wav": MalformedSidecarError}
    assert not recordings(folder)


def test_a_sidecar_alone_and_sidecars_in_doubt_are_told_about(folder: Path) -> None:
    for name in ("alone.json", "two.wav", "two.json", "two.wav.json", "shared.wav", "shared.flac", "shared.json"):
        (folder / name).write_text("{}")
    assert refusals(folder) == {
        "alone.json": OrphanSidecarError,
        "two.wav": AmbiguousSidecarError,
        "shared.wav": AmbiguousSidecarError,
        "shared.flac": AmbiguousSidecarError,
    }
    assert not recordings(folder)


@pytest.mark.parametrize("target", ["../theirs/secret.wav", "../theirs", "inside.wav", "missing.wav", "link.wav"])
def test_no_link_is_followed_wherever_it_points(folder: Path, target: str) -> None:
    (folder / "inside.wav").write_bytes(b"inside")
    (folder / "link.wav").symlink_to(target)
    assert refusals(folder) == {"link.wav": LinkNotFollowedError}
    assert set(recordings(folder)) == {"inside.wav"}


def test_a_sidecar_that_is_a_link_is_not_read(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "theirs" / "said.json").write_text('{"transcript": "theirs"}')
    (folder / "a.wav").write_bytes(b"a")
    (folder / "a.json").symlink_to("../theirs/said.json")
    assert refusals(folder) == {"a.json": LinkNotFollowedError, "a.wav": LinkNotFollowedError}


def test_a_file_that_became_a_link_after_it_was_found_is_not_read(folder: Path) -> None:
    (folder / "a.wav").write_bytes(b"a")
    found = recordings(folder)["a.wav"]
    (folder / "a.wav").unlink()
    (folder / "a.wav").symlink_to("../theirs/secret.wav")
    with pytest.raises(LinkNotFollowedError):
        found.read()


def test_a_folder_that_became_a_link_after_it_was_walked_is_not_entered(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "secret.wav").write_bytes(b"mine")
    found = recordings(folder)["sub/secret.wav"]
    (folder / "sub").rename(folder / "away")
    (folder / "sub").symlink_to("../theirs")
    with pytest.raises((LinkNotFollowedError, UnreadableEntryError)):
        found.read()


def replaced(path: Path) -> None:
    path.rename(path.with_suffix(".old"))
    path.write_bytes(b"other")


def grown(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"more")


def shrunk(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("change", [replaced, grown, shrunk])
def test_a_file_that_is_not_the_one_that_was_found_is_not_read(folder: Path, change: Callable[[Path], None]) -> None:
    (folder / "a.wav").write_bytes(b"first")
    os.utime(folder / "a.wav", ns=(0, 1_000))
    found = recordings(folder)["a.wav"]
    change(folder / "a.wav")
    with pytest.raises(ChangedWhileReadError):
        found.read()


def test_a_file_that_went_away_is_told_about(folder: Path) -> None:
    (folder / "a.wav").write_bytes(b"a")
    found = recordings(folder)["a.wav"]
    (folder / "a.wav").unlink()
    with pytest.raises(UnreadableEntryError):
        found.read()


def test_pipes_and_sockets_are_not_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(folder / "pipe.wav")
    monkeypatch.chdir(folder)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.wav")
        assert refusals(folder) == {"pipe.wav": NotAFileError, "socket.wav": NotAFileError}


def test_a_file_that_became_a_pipe_is_not_waited_for(folder: Path) -> None:
    (folder / "a.wav").write_bytes(b"a")
    found = recordings(folder)["a.wav"]
    (folder / "a.wav").unlink()
    os.mkfifo(folder / "a.wav")
    with pytest.raises(NotAFileError):
        found.read()


def test_a_large_file_is_refused_before_it_is_read(folder: Path) -> None:
    with (folder / "large.wav").open("wb") as file:
        file.truncate(LIMITS.sound_file_max_bytes + 1)
    assert refusals(folder) == {"large.wav": SoundTooLargeError}


def test_names_that_could_command_a_terminal_or_cannot_be_kept_are_refused(folder: Path) -> None:
    (folder / "\x1b[2Jgone.wav").write_bytes(b"")
    (folder / "two\nlines.wav").write_bytes(b"")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.wav")).write_bytes(b"")
    (folder / ("x" * 200)).mkdir()
    (folder / ("x" * 200) / ("y" * 60)).write_bytes(b"")
    found = refusals(folder)
    assert set(found.values()) == {UnusableNameError}
    assert set(found) == {"�[2Jgone.wav", "two�lines.wav", "�.wav", "x" * 200 + "/" + "y" * 60}


def test_dates_before_1970_are_refused_unless_a_sidecar_knows_better(folder: Path) -> None:
    for name in ("old.wav", "known.wav"):
        (folder / name).write_bytes(b"")
        os.utime(folder / name, ns=(0, -1_000_000_000))
    (folder / "known.json").write_text('{"at": "2026-03-14T07:12:09Z"}')
    assert refusals(folder) == {"old.wav": UnusableInstantError}
    assert set(recordings(folder)) == {"known.wav"}


def test_folders_are_entered_to_a_bounded_depth(folder: Path) -> None:
    deepest = folder.joinpath(*["d"] * 33)
    deepest.mkdir(parents=True)
    (deepest.parent / "reached.wav").write_bytes(b"")
    (deepest / "beyond.wav").write_bytes(b"")
    assert refusals(folder) == {"/".join(["d"] * 33): FolderTooDeepError}
    assert set(recordings(folder)) == {"/".join(["d"] * 32) + "/reached.wav"}


def test_more_entries_than_one_import_takes_are_not_read(folder: Path) -> None:
    for count in range(4):
        (folder / f"{count}.wav").write_bytes(b"")
    limits = replace(LIMITS, import_max_files=3)
    found: list[FoundRecording | RefusedEntry] = []
    with pytest.raises(TooManyEntriesError):
        found.extend(found_in(folder, limits))
    assert len(found) == 3
    (folder / "3.wav").unlink()
    assert len(recordings(folder, limits)) == 3


def test_what_is_not_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "circle").symlink_to("circle")
    for name in ("file", "missing", "circle"):
        with pytest.raises(NotAFolderError):
            list(found_in(tmp_path / name, LIMITS))


def test_a_refusal_does_not_hold_the_name(folder: Path) -> None:
    (folder / "affair.wav").symlink_to("elsewhere")
    (refused,) = found_in(folder, LIMITS)
    assert isinstance(refused, RefusedEntry)
    assert "affair" not in str(refused.error)


@settings(max_examples=30, deadline=None)
@given(names=st.sets(st.sampled_from([f"{a}{b}" for a in "abc" for b in (".wav", ".flac", ".json", ".wav.json", "")])))
def test_every_entry_is_a_recording_a_refusal_or_the_sidecar_of_one(
    names: set[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    for name in names:
        (folder / name).write_text("{}")
    told = {entry.name for entry in found_in(folder, LIMITS)}
    for name in names - told:
        assert name.endswith(".json")
        assert told & {name.removesuffix(".json") + end for end in ("", ".wav", ".flac")}
