"""The root key is read only where nobody else can, and each use of it has a key of its own."""

from __future__ import annotations

import base64
import itertools
import os
import stat
from contextlib import nullcontext
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicekeep.vault import (
    MalformedRootKeyError,
    Purpose,
    RootKey,
    RootKeyError,
    RootKeyExistsError,
    RootKeyExposedError,
    RootKeyInsideDataError,
    RootKeyMissingError,
    RootKeyUnusableError,
    UnknownEpochError,
)
from voicekeep.vault.rootkeyfile import require_ours_alone

ONE, TWO = bytes(range(32)), bytes(range(32, 64))


def line(epoch: int | str, secret: bytes) -> bytes:
    return f"voicekeep-root-key v1 {epoch} {base64.b64encode(secret).decode()}\n".encode()


class Places:
    """A folder for the data and one for the key, apart."""

    def __init__(self, above: Path) -> None:
        self.data = above / "data"
        self.elsewhere = above / "elsewhere"
        self.file = self.elsewhere / "root.key"
        self.data.mkdir()
        self.elsewhere.mkdir()

    def written(self, text: bytes, mode: int = 0o600) -> Path:
        self.file.write_bytes(text)
        self.file.chmod(mode)
        return self.file


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path)


def test_a_created_key_is_read_back_and_is_its_owners_alone(places: Places) -> None:
    created = RootKey.create(places.file, places.data, lambda count: ONE[:count])
    assert places.file.read_bytes() == line(1, ONE)
    assert stat.S_IMODE(places.file.stat().st_mode) == 0o600
    assert RootKey.load(places.file, places.data).derive(Purpose.CSRF) == created.derive(Purpose.CSRF)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o277])
def test_a_created_key_is_private_whatever_the_umask(places: Places, umask: int) -> None:
    before = os.umask(umask)
    try:
        RootKey.create(places.file, places.data, os.urandom)
    finally:
        os.umask(before)
    assert not stat.S_IMODE(places.file.stat().st_mode) & 0o077


def test_an_existing_file_is_never_replaced(places: Places) -> None:
    places.written(line(1, ONE))
    with pytest.raises(RootKeyExistsError):
        RootKey.create(places.file, places.data, os.urandom)
    assert places.file.read_bytes() == line(1, ONE)


def test_a_link_to_nowhere_is_not_followed_when_a_key_is_created(places: Places) -> None:
    target = places.elsewhere / "target"
    places.file.symlink_to(target)
    with pytest.raises(RootKeyExistsError):
        RootKey.create(places.file, places.data, os.urandom)
    assert not target.exists()


def test_a_folder_that_is_not_there_gets_no_key(places: Places) -> None:
    with pytest.raises(RootKeyUnusableError):
        RootKey.create(places.elsewhere / "missing" / "root.key", places.data, os.urandom)


@pytest.mark.parametrize("bits", [0o040, 0o020, 0o010, 0o004, 0o002, 0o001, 0o044, 0o077])
def test_a_file_that_others_can_reach_is_not_used(places: Places, bits: int) -> None:
    with pytest.raises(RootKeyExposedError, match="can be reached by others"):
        RootKey.load(places.written(line(1, ONE), 0o600 | bits), places.data)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_somebody_else_is_not_used(places: Places) -> None:
    os.chown(places.written(line(1, ONE)), 65534, 65534)
    with pytest.raises(RootKeyExposedError, match="belongs to somebody else"):
        RootKey.load(places.file, places.data)


def test_roots_file_may_be_used_by_the_program_and_nobody_elses() -> None:
    status = list(os.stat_result(range(10)))
    status[stat.ST_MODE], status[stat.ST_NLINK] = stat.S_IFREG | 0o600, 1
    for owner, refused in ((0, False), (os.geteuid(), False), (1, True), (65534, True)):
        status[stat.ST_UID] = owner
        with pytest.raises(RootKeyExposedError, match="somebody else") if refused else nullcontext():
            require_ours_alone(os.stat_result(status))


def test_a_file_with_a_second_name_is_not_used(places: Places) -> None:
    places.written(line(1, ONE))
    (places.data / "backup").hardlink_to(places.file)
    with pytest.raises(RootKeyExposedError, match="second name"):
        RootKey.load(places.file, places.data)


def test_a_key_inside_the_data_folder_is_neither_read_nor_made(places: Places) -> None:
    inside = places.data / "keys" / ".." / "root.key"
    (places.data / "root.key").write_bytes(line(1, ONE))
    (places.data / "root.key").chmod(0o600)
    with pytest.raises(RootKeyInsideDataError):
        RootKey.load(inside, places.data)
    with pytest.raises(RootKeyInsideDataError):
        RootKey.create(inside.with_name("new.key"), places.data, os.urandom)
    assert not (places.data / "new.key").exists()


def test_no_link_hides_that_the_key_is_in_the_data_folder(places: Places, tmp_path: Path) -> None:
    inside = places.data / "root.key"
    inside.write_bytes(line(1, ONE))
    inside.chmod(0o600)
    places.file.symlink_to(inside)  # the file
    (tmp_path / "folder").symlink_to(places.data)  # its folder
    (tmp_path / "renamed").symlink_to(tmp_path)  # a folder above
    ways = [
        (places.file, places.data),
        (tmp_path / "folder" / "root.key", places.data),
        (inside, tmp_path / "folder"),
        (tmp_path / "renamed" / "data" / "root.key", places.data),
        (inside, tmp_path / "renamed" / "data"),
    ]
    for path, data in ways:
        with pytest.raises(RootKeyInsideDataError):
            RootKey.load(path, data)


def test_a_link_in_the_data_folder_to_a_key_outside_is_not_used(places: Places) -> None:
    places.written(line(1, ONE))
    link = places.data / "root.key"
    link.symlink_to(places.file)
    with pytest.raises(RootKeyInsideDataError):
        RootKey.load(link, places.data)


def test_a_relative_path_into_the_data_folder_is_noticed(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    (places.data / "root.key").write_bytes(line(1, ONE))
    monkeypatch.chdir(places.data)
    with pytest.raises(RootKeyInsideDataError):
        RootKey.load(Path("root.key"), places.data)
    with pytest.raises(RootKeyInsideDataError):
        RootKey.load(Path("root.key"), Path())


def test_a_link_outside_to_a_key_outside_is_followed(places: Places) -> None:
    places.written(line(1, ONE))
    link = places.elsewhere / "link"
    link.symlink_to(places.file)
    assert RootKey.load(link, places.data).newest == 1


def test_a_folder_whose_name_only_begins_like_the_data_folders_is_elsewhere(places: Places, tmp_path: Path) -> None:
    beside = tmp_path / "data-keys"
    beside.mkdir()
    assert RootKey.create(beside / "root.key", places.data, os.urandom).newest == 1


def test_a_missing_file_is_named(places: Places) -> None:
    with pytest.raises(RootKeyMissingError):
        RootKey.load(places.file, places.data)


def test_what_is_no_file_is_not_read(places: Places) -> None:
    os.mkfifo(places.file, 0o600)
    with pytest.raises(RootKeyUnusableError, match="not a file"):
        RootKey.load(places.file, places.data)
    with pytest.raises(RootKeyError):
        RootKey.load(places.elsewhere, places.data)


def test_links_in_a_circle_are_named(places: Places) -> None:
    places.file.symlink_to(places.elsewhere / "b")
    (places.elsewhere / "b").symlink_to(places.file)
    with pytest.raises(RootKeyUnusableError, match=r"[(](RuntimeError|OSError)[)]"):
        RootKey.load(places.file, places.data)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\n",
        line(1, ONE)[:-1],
        line(1, ONE) + b"\n",
        line(1, ONE) + b"rest",
        line(1, ONE).replace(b"\n", b"\r\n"),
        b" " + line(1, ONE),
        b"# mine\n" + line(1, ONE),
        line(1, ONE).replace(b"v1", b"v2"),
        line(1, ONE[:31]),
        line(1, ONE + b"x"),
        line(1, ONE + b"xy"),
        line(1, b""),
        line(1, ONE).replace(b"=", b""),
        line(1, ONE)[:-3] + b"9=\n",  # another spelling of the same bytes
        line(1, ONE).replace(b"AAEC", b"-_-_"),
        line(1, ONE).replace(b"AAEC", b"\xff\xff\xff\xff"),
        line(0, ONE),
        line(2, ONE),
        line("01", ONE),
        line(-1, ONE),
        line(1, ONE) + line(1, TWO),
        line(1, ONE) + line(1, ONE),
        line(1, ONE) + line(2, ONE),
        line(1, ONE) + line(3, TWO),
        line(2, TWO) + line(1, ONE),
        line(1, ONE) * 2000,
    ],
)
def test_a_malformed_file_is_not_used_and_not_quoted(places: Places, text: bytes) -> None:
    with pytest.raises(MalformedRootKeyError) as refused:
        RootKey.load(places.written(text), places.data)
    assert base64.b64encode(ONE).decode()[:8] not in str(refused.value)


def test_every_epoch_of_a_file_is_read(places: Places) -> None:
    root = RootKey.load(places.written(line(1, ONE) + line(2, TWO)), places.data)
    assert root.newest == 2
    assert root.derive(Purpose.SUBJECT_WRAP, 2) == RootKey(ONE, TWO).derive(Purpose.SUBJECT_WRAP, 2)


def test_no_two_uses_and_no_two_epochs_share_a_key() -> None:
    root = RootKey(ONE, TWO)
    uses = list(itertools.product(Purpose, (1, 2)))
    assert len({root.derive(purpose, epoch) for purpose, epoch in uses}) == len(uses)


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=4, unique=True))
def test_a_rotation_changes_no_key_that_stored_things_depend_on(secrets: list[bytes]) -> None:
    for purpose in Purpose:
        assert RootKey(*secrets).derive(purpose) == RootKey(secrets[0]).derive(purpose)


@pytest.mark.parametrize("epoch", [-1, 0, 2])
def test_an_epoch_that_is_not_there_is_named(epoch: int) -> None:
    with pytest.raises(UnknownEpochError, match=f"epoch {epoch};"):
        RootKey(ONE).derive(Purpose.SUBJECT_WRAP, epoch)


def test_the_signing_keys_are_two(places: Places) -> None:
    root = RootKey.create(places.file, places.data, os.urandom)
    statement = root.signing_key(Purpose.STATEMENT_SIGNING).public_key().public_bytes_raw()
    checkpoint = root.signing_key(Purpose.CHECKPOINT_SIGNING).public_key().public_bytes_raw()
    assert statement != checkpoint
    loaded = RootKey.load(places.file, places.data)
    assert loaded.signing_key(Purpose.STATEMENT_SIGNING).public_key().public_bytes_raw() == statement


@pytest.mark.parametrize("secrets", [(), (b"",), (bytes(31),), (ONE, ONE)])
def test_no_root_key_is_made_of_less_than_whole_different_secrets(secrets: tuple[bytes, ...]) -> None:
    with pytest.raises(MalformedRootKeyError):
        RootKey(*secrets)


def test_the_secret_is_not_shown() -> None:
    assert "kkkk" not in repr(RootKey(b"k" * 32))
