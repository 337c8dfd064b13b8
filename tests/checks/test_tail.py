"""P4, P8: the end of the ZIP is made from what was checked, read again byte for byte, and read by any program."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tests.archive.copies import built, crc32, plan, turn
from tests.checks.readings import SIGNER, Opened, check, ledger_of, sha256
from voicekeep.app.drill.bodies import members_of
from voicekeep.checks import AnotherBodyError, CheckedArchive, TailDiffersError, admit, reread_tail, write_tail
from voicekeep.formats import layout, statement
from voicekeep.formats.inventory import SIGNED_AS, InventoryHead, decode_head, encode_head
from voicekeep.formats.statement import Statement
from voicekeep.formats.zipped import (
    END_MAX_BYTES,
    Member,
    central_entry,
    local_header,
    parse_central_entry,
    parse_end_of_directory,
)

TURNS = [turn(number, audio=bytes([number]) * 999) for number in range(5)]
BODY = built(TURNS)[1]
OUTCOME = check(BODY, ledger_of(TURNS))[0]
CHECKED, HEAD = OUTCOME.checked, decode_head(OUTCOME.head)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
STATEMENT = statement.encode(
    Statement(
        archive=HEAD.archive,
        request=HEAD.request,
        subject=HEAD.subject,
        scope=HEAD.scope,
        items=HEAD.items,
        recordings=HEAD.recordings,
        manifest=HEAD.manifest,
        proof={},
        origin="keep.test",
        checkpoint_key=bytes(32),
        statement_key=KEY.public_key().public_bytes_raw(),
    )
)

ARCHIVE = str(plan().archive)
SIGNATURE = statement.sign(STATEMENT, KEY)
TAIL = b"".join(write_tail(CHECKED, Opened(BODY), STATEMENT, SIGNATURE))


def reread(tail: bytes) -> None:
    reread_tail(CHECKED, Opened(BODY), Opened(tail), STATEMENT, SIGNATURE)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the top of the unpacked copy; the ZIP lies beside it."""
    folder = tmp_path_factory.mktemp("finished")
    (folder / "copy.zip").write_bytes(BODY + TAIL)
    with zipfile.ZipFile(folder / "copy.zip") as archive:
        archive.extractall(folder / "copy")
    return folder / "copy"


def run(*command: str, folder: Path) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_was_written_is_what_is_read_again() -> None:
    reread(TAIL)


def test_python_reads_every_member_of_the_finished_zip(copy: Path) -> None:
    with zipfile.ZipFile(copy.parent / "copy.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [*members_of(BODY), *layout.TAIL]
        assert archive.read(layout.STATEMENT) == STATEMENT
        assert archive.read(layout.SIGNATURE) == SIGNATURE


@pytest.mark.parametrize(
    "command",
    [("unzip", "-t", "copy.zip"), ("7z", "t", "copy.zip"), ("bsdtar", "-tf", "copy.zip")],
    ids=lambda command: command[0],
)
def test_a_public_tool_accepts_the_finished_zip(copy: Path, command: tuple[str, ...]) -> None:
    run(*command, folder=copy.parent)


@pytest.mark.parametrize("manifest", [layout.MANIFEST, layout.TAG_MANIFEST])
def test_sha256sum_finds_every_file_as_its_manifest_says(copy: Path, manifest: str) -> None:
    run("sha256sum", "--strict", "-c", manifest, folder=copy)


def test_bagit_accepts_the_finished_bag(copy: Path) -> None:
    pytest.importorskip("bagit", reason="the bagit package is not installed")
    run(sys.executable, "-W", "ignore", "-c", "import bagit; bagit.Bag('.').validate()", folder=copy)


@pytest.mark.parametrize(
    "other", [Opened(BODY, header_sha256=bytes(31) + b"\x01"), Opened(BODY[:-1]), Opened(BODY + b"\0"), Opened(b"")]
)
def test_another_body_than_the_checked_one_gets_no_tail(other: Opened) -> None:
    with pytest.raises(AnotherBodyError, match=ARCHIVE):
        list(write_tail(CHECKED, other, STATEMENT, SIGNATURE))
    with pytest.raises(AnotherBodyError, match=ARCHIVE):
        reread_tail(CHECKED, other, Opened(TAIL), STATEMENT, SIGNATURE)


def test_a_body_with_another_member_in_its_headers_gets_no_directory() -> None:
    """It passes for the checked writing, header and size; the directory that was checked tells."""
    at = BODY.rindex(b"PK\x03\x04") + 14  # the CRC-32 of the last member
    changed = BODY[:at] + bytes([BODY[at] ^ 1]) + BODY[at + 1 :]
    with pytest.raises(TailDiffersError, match=ARCHIVE):
        list(write_tail(CHECKED, Opened(changed), STATEMENT, SIGNATURE))


def test_every_byte_of_the_tail_is_demanded() -> None:
    for at in range(len(TAIL)):
        with pytest.raises(TailDiffersError, match=ARCHIVE):
            reread(TAIL[:at] + bytes([TAIL[at] ^ 1]) + TAIL[at + 1 :])


@given(at=st.integers(0, len(TAIL) - 1), flip=st.integers(1, 255))
def test_every_flipped_byte_differs(at: int, flip: int) -> None:
    with pytest.raises(TailDiffersError, match=ARCHIVE):
        reread(TAIL[:at] + bytes([TAIL[at] ^ flip]) + TAIL[at + 1 :])


def test_every_tail_that_is_cut_short_differs() -> None:
    for length in range(len(TAIL)):
        with pytest.raises(TailDiffersError, match=ARCHIVE):
            reread(TAIL[:length])
        with pytest.raises(TailDiffersError, match=ARCHIVE):
            reread(TAIL[length + 1 :])


@given(more=st.binary(min_size=1, max_size=200), at=st.integers(0, len(TAIL)))
def test_bytes_more_differ_wherever_they_stand(more: bytes, at: int) -> None:
    with pytest.raises(TailDiffersError, match=ARCHIVE):
        reread(TAIL[:at] + more + TAIL[at:])


@pytest.mark.parametrize(
    ("encoded", "signature"),
    [(STATEMENT[:-1], SIGNATURE), (STATEMENT + b"\n", SIGNATURE), (STATEMENT, SIGNATURE[:-1]), (STATEMENT, b"")],
)
def test_a_tail_about_another_statement_differs(encoded: bytes, signature: bytes) -> None:
    with pytest.raises(TailDiffersError, match=ARCHIVE):
        reread_tail(CHECKED, Opened(BODY), Opened(TAIL), encoded, signature)


def test_the_tail_of_another_copy_differs() -> None:
    body = built(TURNS[:-1])[1]
    other = check(body, ledger_of(TURNS[:-1]))[0].checked
    tail = b"".join(write_tail(other, Opened(body), STATEMENT, SIGNATURE))
    with pytest.raises(TailDiffersError, match=ARCHIVE):
        reread(tail)


def directory_of(members: Iterable[Member]) -> bytes:
    return b"".join(central_entry(member) for member in members)


def admitted(head: InventoryHead) -> CheckedArchive:
    """Return an archive that this keep says it checked; what the checks would say of its content is not asked here."""
    encoded = encode_head(head)
    return admit(encoded, SIGNER.sign(SIGNED_AS + encoded), SIGNER.public_key())


@dataclass(frozen=True)
class Sparse:
    """A body that is zeros but for its headers and small members."""

    size: int
    stretches: dict[int, bytes]
    header_sha256: bytes = bytes(32)

    def read(self, offset: int, length: int) -> bytes:
        out = bytearray(max(0, min(length, self.size - offset)))
        for begins, data in self.stretches.items():
            low, high = max(begins, offset), min(begins + len(data), offset + len(out))
            if low < high:
                out[low - offset : high - offset] = data[low - begins : high - begins]
        return bytes(out)


def sparse(files: dict[str, bytes | int]) -> tuple[Sparse, list[Member]]:
    """Return a body of these files; of some only the size is said."""
    at, stretches, members = 0, {}, []
    for name, content in files.items():
        data = content if isinstance(content, bytes) else b""
        size = content if isinstance(content, int) else len(data)
        members.append(Member(name=name, crc32=crc32(data), size=size, offset=at))
        stretches[at] = local_header(name, crc32(data), size) + data
        at += len(stretches[at]) - len(data) + size
    return Sparse(at, stretches), members


def many(count: int) -> dict[str, bytes | int]:
    return {f"data/recordings/{number:06}.flac": b"" for number in range(count)}


def large(size: int) -> dict[str, bytes | int]:
    return {"data/recordings/long.flac": size, "data/recordings/short.flac": b"fLaC"}


TOP: dict[str, bytes | int] = {layout.BAGIT: b"BagIt", layout.BAG_INFO: b"whose"}


@pytest.mark.parametrize(
    "files",
    [large(100), large((1 << 32) - 2), large((1 << 32) - 1), large(5 << 30)],
    ids=["small", "largest old size", "smallest new size", "5 GiB"],
)
def test_a_body_beyond_the_old_fields_has_a_tail_that_says_where_everything_is(files: dict[str, bytes | int]) -> None:
    body, members = sparse({**TOP, **files})
    require_whole(body, members)


@pytest.mark.parametrize("members", [0xFFFF - 4, 0xFFFF - 3, 0xFFFF])
def test_a_body_of_so_many_members_has_a_tail_that_says_so(members: int) -> None:
    whole, listed = sparse({**TOP, **many(members - len(TOP))})
    written = b"".join(whole.stretches.values())
    require_whole(Opened(written), listed)


def require_whole(body: Opened | Sparse, members: list[Member]) -> None:
    head = replace(
        HEAD,
        members=len(members),
        directory=sha256(directory_of(members)),
        body_header=body.header_sha256,
        body_size=body.size,
    )
    tail = b"".join(write_tail(admitted(head), body, STATEMENT, SIGNATURE))
    reread_tail(admitted(head), body, Opened(tail), STATEMENT, SIGNATURE)
    end = parse_end_of_directory(tail[-END_MAX_BYTES:])
    assert end.count == len(members) + len(layout.TAIL)
    assert end.offset + end.size + end.length == body.size + len(tail)
    directory = tail[end.offset - body.size :][: end.size]
    assert directory.startswith(directory_of(members))
    rest = directory[len(directory_of(members)) :]
    for name in layout.TAIL:
        member, length = parse_central_entry(rest)
        assert member.name == name
        assert tail[member.offset - body.size :].startswith(local_header(name, member.crc32, member.size))
        rest = rest[length:]
    assert rest == b""
    for changed in (tail[:-1], tail + b"\0", tail[:-99] + bytes([tail[-99] ^ 1]) + tail[-98:]):
        with pytest.raises(TailDiffersError, match=ARCHIVE):
            reread_tail(admitted(head), body, Opened(changed), STATEMENT, SIGNATURE)


def test_the_tag_manifest_names_every_file_at_the_top_but_itself() -> None:
    files = members_of(BODY) | {layout.STATEMENT: STATEMENT, layout.SIGNATURE: SIGNATURE}
    listed = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items() if "/" not in name)
    assert members_of(TAIL[: TAIL.index(b"PK\x01\x02")])[layout.TAG_MANIFEST].decode() == listed
