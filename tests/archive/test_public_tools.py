"""P8: what a person has at hand accepts a copy, and notices a changed one."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.archive.copies import built, finished, turn, unpacked


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the top of an unpacked copy; the ZIP lies beside it."""
    return unpacked(
        built([turn(number, audio=bytes([number]) * 999) for number in range(5)])[1], tmp_path_factory.mktemp("a")
    )


def run(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_python_unpacks_it_without_complaint(copy: Path) -> None:
    with zipfile.ZipFile(copy.parent / "copy.zip") as archive:
        assert archive.testzip() is None


@pytest.mark.parametrize(
    "command",
    [
        ("unzip", "-t", "copy.zip"),
        ("7z", "t", "copy.zip"),
        ("bsdtar", "-tf", "copy.zip"),
    ],
    ids=lambda command: command[0],
)
def test_a_public_tool_accepts_the_zip(copy: Path, command: tuple[str, ...]) -> None:
    done = run(*command, folder=copy.parent)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_file_is_as_its_manifest_says(copy: Path) -> None:
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        done = run("sha256sum", "--strict", "-c", manifest, folder=copy)
        assert done.returncode == 0, done.stdout + done.stderr


def validate(folder: Path) -> subprocess.CompletedProcess[str]:
    pytest.importorskip("bagit", reason="the bagit package is not installed")
    return run(sys.executable, "-W", "ignore", "-m", "bagit", "--quiet", "--validate", ".", folder=folder)


def test_bagit_accepts_the_bag(copy: Path) -> None:
    done = validate(copy)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("change", ["changed", "added", "removed"])
def test_bagit_and_sha256sum_notice_a_changed_copy(copy: Path, tmp_path: Path, change: str) -> None:
    spoilt = tmp_path / "copy"
    shutil.copytree(copy, spoilt)
    recording = next((spoilt / "data" / "recordings").rglob("*.flac"))
    match change:
        case "changed":
            whole = recording.read_bytes()
            recording.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        case "added":
            (recording.parent / "stranger.flac").write_bytes(b"fLaC")
        case "removed":
            recording.unlink()
    assert validate(spoilt).returncode != 0
    if change != "added":  # which sha256sum alone cannot see
        assert run("sha256sum", "-c", "manifest-sha256.txt", folder=spoilt).returncode != 0


@pytest.mark.slow
def test_more_than_65535_recordings_are_accepted(tmp_path: Path) -> None:
    count = 0xFFFF + 1
    _, body = built((turn(number, audio=b"fLaC") for number in range(count)), {})
    (tmp_path / "copy.zip").write_bytes(finished(body))
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        assert len(archive.namelist()) > count
    for command in (("unzip", "-tq", "copy.zip"), ("7z", "t", "copy.zip")):
        if shutil.which(command[0]):
            assert run(*command, folder=tmp_path).returncode == 0
