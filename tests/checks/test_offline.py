"""P8: anybody can judge a finished copy with nothing but the copy; every way to spoil one is a named refusal."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.app.simulator import household
from tests.archive.copies import NOON, crc32, numbered
from tests.checks.readings import Opened, sha256
from tests.vectors.make_checks import respelled
from voicekeep.app.drill.bodies import Members, body_with, members_of
from voicekeep.checks import CopyVerdict, DamagedCopyError, WrongSignerError, verify_copy
from voicekeep.formats import cover, layout, statement
from voicekeep.formats.bag import ManifestLine, tag_manifest
from voicekeep.formats.canonical import INTEGER_MAX, Json
from voicekeep.formats.checkpoint import fingerprint
from voicekeep.formats.statement import Statement
from voicekeep.formats.zipped import Member, central_entry, end_of_directory, local_header, parse_end_of_directory
from voicekeep.ledger import open_proof
from voicekeep.records.facts import ArchiveDestroyed, Fact, Released
from voicekeep.records.ids import ArchiveId, RequestId, SubjectId
from voicekeep.records.scope import ReleaseScope

STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@dataclass(frozen=True, slots=True)
class Copies:
    """Two people's copies out of one keep, and the key that signed both."""

    adas: bytes = field(repr=False)
    brunos: bytes = field(repr=False)
    key: Ed25519PrivateKey = field(repr=False)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.key.public_key())


@pytest.fixture(scope="module")
def keep(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copies]:
    with household(tmp_path_factory.mktemp("home")) as home:
        ada, bruno = home.join("ada"), home.join("bruno")
        home.say(ada, "one", "two", "three")
        home.say(bruno, "four")
        adas, brunos = (home.fetch(someone, home.release(someone)) for someone in (ada, bruno))
        yield Copies(adas, brunos, home.keep.statement_key)


def verify(copy: bytes, expected: str | None = None) -> CopyVerdict:
    return verify_copy(Opened(copy), open_proof, expected_fingerprint=expected)


def require_refused(copy: bytes, expected: str | None = None) -> DamagedCopyError:
    with pytest.raises(DamagedCopyError) as refused:
        verify(copy, expected)
    assert refused.value.promise == "P8"
    return refused.value


def apart(copy: bytes) -> Members:
    """Return every file of a copy, those of its tail too."""
    return members_of(copy[: parse_end_of_directory(copy).offset])


def together(files: Members) -> bytes:
    """Return a copy of these files in which sizes, checksums, both manifests and the directory fit."""
    tail = {name: data for name, data in files.items() if name in layout.TAIL}
    out = body_with({name: data for name, data in files.items() if name not in layout.TAIL})
    written = members_of(out) | tail
    top = [name for name in written if "/" not in name and name != layout.TAG_MANIFEST]
    tail[layout.TAG_MANIFEST] = tag_manifest(ManifestLine(path=at, sha256=sha256(written[at]).hex()) for at in top)
    return listed(out + b"".join(local_header(name, crc32(data), len(data)) + data for name, data in tail.items()))


def listed(out: bytes) -> bytes:
    """Return members with the directory that fits them."""
    entries, at, count = b"", 0, 0
    while at < len(out):
        name, data = next(iter(members_of(out[at:]).items()))
        entries += central_entry(Member(name=name, crc32=crc32(data), size=len(data), offset=at))
        at += len(local_header(name, crc32(data), len(data))) + len(data)
        count += 1
    return out + entries + end_of_directory(count, len(out), len(entries))


def as_they_are(files: Members) -> bytes:
    """Return a copy of these files, tag manifest included, with the directory that fits them."""
    return listed(b"".join(local_header(name, crc32(data), len(data)) + data for name, data in files.items()))


def stated(copy: bytes) -> Statement:
    return statement.decode(apart(copy)[layout.STATEMENT])


def restated(copy: bytes, key: Ed25519PrivateKey, **changes: Any) -> bytes:  # noqa: ANN401
    """Return the copy with a changed statement, which `key` signed under its own name."""
    changes.setdefault("statement_key", key.public_key().public_bytes_raw())
    said = statement.encode(replace(stated(copy), **changes))
    return together(apart(copy) | {layout.STATEMENT: said, layout.SIGNATURE: statement.sign(said, key)})


def test_taking_a_copy_apart_and_putting_it_together_changes_nothing(keep: Copies) -> None:
    assert together(apart(keep.adas)) == as_they_are(apart(keep.adas)) == keep.adas


def test_an_intact_copy_with_the_published_fingerprint_is_said_to_be_the_keep_s(keep: Copies) -> None:
    for spelled in (keep.fingerprint, f"  {keep.fingerprint.upper()}\n"):
        verdict = verify(keep.adas, spelled)
        assert verdict.signer_known
        assert "signer as expected" in verdict.sentence
        assert "signer unknown" not in verdict.sentence
    assert (verdict.statement.recordings, verdict.fingerprint) == (3, keep.fingerprint)
    assert verdict.statement.subject in verdict.sentence
    assert f"{verdict.statement.items} items and 3 recordings" in verdict.sentence


def test_without_a_fingerprint_the_verdict_says_that_the_signer_is_unknown(keep: Copies) -> None:
    verdict = verify(keep.adas)
    assert not verdict.signer_known
    assert f"signer unknown (fingerprint {keep.fingerprint})" in verdict.sentence


@pytest.mark.parametrize("expected", [fingerprint(STRANGER.public_key()), "", "0000"])
def test_another_fingerprint_than_the_signer_s_is_refused(keep: Copies, expected: str) -> None:
    with pytest.raises(WrongSignerError):
        verify(keep.adas, expected)


@settings(max_examples=2 * settings().max_examples)
@given(at=st.integers(0), flip=st.integers(1, 255))
def test_every_flipped_byte_is_a_damaged_copy(keep: Copies, at: int, flip: int) -> None:
    changed = bytearray(keep.adas)
    changed[at % len(changed)] ^= flip
    require_refused(bytes(changed), keep.fingerprint)


def test_every_byte_of_the_end_counts(keep: Copies) -> None:
    for back in range(1, 200):
        changed = bytearray(keep.adas)
        changed[-back] ^= 0xFF
        require_refused(bytes(changed))


@given(length=st.integers(0))
def test_every_copy_that_is_cut_short_is_damaged(keep: Copies, length: int) -> None:
    require_refused(keep.adas[: length % len(keep.adas)])


@settings(max_examples=50)
@given(more=st.binary(min_size=1, max_size=300), at=st.integers(0))
def test_every_copy_with_bytes_more_is_damaged(keep: Copies, more: bytes, at: int) -> None:
    place = at % (len(keep.adas) + 1)
    require_refused(keep.adas[:place] + more + keep.adas[place:])


@given(data=st.binary(max_size=400))
def test_something_else_is_not_taken_for_a_copy(data: bytes) -> None:
    require_refused(data)


def test_an_empty_file_and_other_zips_are_not_taken_for_a_copy(keep: Copies) -> None:
    require_refused(b"")
    require_refused(end_of_directory(0, 0, 0))
    require_refused(end_of_directory(0xFFFF, 1 << 40, 1 << 40))
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as zipped:
            for name, data in apart(keep.adas).items():
                zipped.writestr(name, data)
        require_refused(out.getvalue())


def recording_of(files: Members) -> str:
    return next(name for name in files if name.startswith("data/recordings/"))


def inserted(files: Members, name: str, data: bytes, *, before: str) -> Members:
    out: Members = {}
    for each, content in files.items():
        if each == before:
            out[name] = data
        out[each] = content
    return out


def swapped(files: Members) -> Members:
    first, second = [name for name in files if name.startswith("data/recordings/")][:2]
    return files | {first: files[second], second: files[first]}


def reordered(files: Members) -> Members:
    first, second = [name for name in files if name.startswith("data/recordings/")][:2]
    other = {first: second, second: first}
    return {other.get(name, name): files[other.get(name, name)] for name in files}


CHANGES: dict[str, Callable[[Members], Members]] = {
    "a recording removed": lambda m: {name: data for name, data in m.items() if name != recording_of(m)},
    "a recording added": lambda m: inserted(m, "data/recordings/x.flac", b"fLaC", before=recording_of(m)),
    "a recording exchanged": lambda m: m | {recording_of(m): b"fLaC of somebody else"},
    "two recordings swapped": swapped,
    "two recordings in another order": reordered,
    "a file added": lambda m: inserted(m, "data/note.txt", b"hello", before=layout.SHEET),
    "a file added at the top": lambda m: inserted(m, "note.txt", b"hello", before=layout.STATEMENT),
    "a file behind the tag manifest": lambda m: m | {"data/recordings/y.flac": b"fLaC"},
    "two hundred files added": lambda m: {f"data/note-{number}.txt": b"" for number in range(200)} | m,
    "a word in the lines": lambda m: m | {"data/turns.jsonl": m["data/turns.jsonl"].replace(b'"one"', b'"won"')},
    "the page": lambda m: m | {layout.INDEX: m[layout.INDEX] + b" "},
    "the cover": lambda m: m | {layout.COPY: m[layout.COPY].replace(b'"recordings":3', b'"recordings":2')},
    "no cover": lambda m: {name: data for name, data in m.items() if name != layout.COPY},
    "a cover too large": lambda m: m | {layout.COPY: bytes(cover.COVER_MAX_BYTES + 1)},
    "the version of the bag": lambda m: m | {layout.BAGIT: b"BagIt-Version: 0.97\n"},
    "a statement too large": lambda m: m | {layout.STATEMENT: bytes(70_000)},
    "no statement": lambda m: {name: data for name, data in m.items() if name != layout.STATEMENT},
    "no signature": lambda m: m | {layout.SIGNATURE: b""},
    "nothing but the tail": lambda m: {name: m[name] for name in (layout.MANIFEST, *layout.TAIL)},
}


@pytest.mark.parametrize("change", CHANGES)
def test_one_change_with_manifests_and_directory_made_to_fit_is_refused(keep: Copies, change: str) -> None:
    changed = together(CHANGES[change](apart(keep.adas)))
    assert changed != keep.adas
    for expected in (None, keep.fingerprint):
        require_refused(changed, expected)


UNSIGNED = {layout.BAG_INFO, layout.SIGNATURE, layout.TAG_MANIFEST}  # each has tests of its own below


@given(file=st.integers(0), at=st.integers(0), flip=st.integers(1, 255))
def test_every_flipped_byte_is_refused_though_all_around_it_fits(keep: Copies, file: int, at: int, flip: int) -> None:
    files = apart(keep.adas)
    signed = [each for each, data in files.items() if data and each not in UNSIGNED | {layout.MANIFEST}]
    name = signed[file % len(signed)]
    changed = bytearray(files[name])
    changed[at % len(changed)] ^= flip
    require_refused(together(files | {name: bytes(changed)}), keep.fingerprint)


def test_a_directory_that_lists_something_else_than_there_is_is_refused(keep: Copies) -> None:
    end = parse_end_of_directory(keep.adas)
    last = keep.adas.rindex(b"PK\x01\x02")
    shorter = keep.adas[:last] + end_of_directory(end.count - 1, end.offset, last - end.offset)
    require_refused(shorter)
    doubled = keep.adas[: end.offset + end.size] + keep.adas[last : end.offset + end.size]
    require_refused(doubled + end_of_directory(end.count + 1, end.offset, end.size * 2 - last + end.offset))
    require_refused(keep.adas[: end.offset + end.size] + end_of_directory(end.count - 1, end.offset, end.size))


def test_a_manifest_that_was_remade_by_hand_is_refused(keep: Copies) -> None:
    files = apart(keep.adas)
    lines = files[layout.MANIFEST].splitlines(keepends=True)
    for remade in (lines[1:], [*lines, lines[0]], lines[::-1], []):
        require_refused(as_they_are(files | {layout.MANIFEST: b"".join(remade)}))


def test_a_tag_manifest_that_lists_something_else_is_refused(keep: Copies) -> None:
    files = apart(keep.adas)
    lines = files[layout.TAG_MANIFEST].splitlines(keepends=True)
    for other in (lines[1:], [*lines, b"00" * 32 + b"  note.txt\n"], [], [*lines[:-1], lines[-1][:-1]]):
        require_refused(as_they_are(files | {layout.TAG_MANIFEST: b"".join(other)}))


@pytest.mark.parametrize("again", [True, False], ids=["a line twice", "another order"])
def test_another_spelling_of_the_tag_manifest_is_refused(keep: Copies, *, again: bool) -> None:
    files = apart(keep.adas)
    lines = files[layout.TAG_MANIFEST].splitlines(keepends=True)
    require_refused(as_they_are(files | {layout.TAG_MANIFEST: b"".join([*lines, lines[0]] if again else lines[::-1])}))


@pytest.mark.parametrize(
    "change",
    [
        lambda info: info.replace(b"Bagging-Date: 20", b"Bagging-Date: 19"),
        lambda info: info.replace(b": sub_", b": sub_" + b"a" * 26)[: len(info)],
        lambda info: info + b"Contact-Email: somebody@example.org\n",
        lambda _: b"",
    ],
    ids=["another day", "another person", "a line more", "nothing"],
)
def test_another_bag_info_is_refused(keep: Copies, change: Callable[[bytes], bytes]) -> None:
    files = apart(keep.adas)
    info = change(files[layout.BAG_INFO])
    assert info != files[layout.BAG_INFO]
    require_refused(together(files | {layout.BAG_INFO: info}), keep.fingerprint)


def test_another_person_s_bag_info_is_refused(keep: Copies) -> None:
    theirs = apart(keep.brunos)[layout.BAG_INFO]
    require_refused(together(apart(keep.adas) | {layout.BAG_INFO: theirs}), keep.fingerprint)


@pytest.mark.parametrize("bits", [False, True], ids=["no newline", "spare bits"])
def test_another_spelling_of_the_signature_is_refused(keep: Copies, *, bits: bool) -> None:
    files = apart(keep.adas)
    signature = files[layout.SIGNATURE]
    spelled = respelled(signature) if bits else signature.removesuffix(b"\n")
    require_refused(together(files | {layout.SIGNATURE: spelled}), keep.fingerprint)


@given(at=st.integers(0, 84), flip=st.integers(1, 255))  # the byte after them has spare bits
def test_a_flipped_byte_of_the_signature_is_refused(keep: Copies, at: int, flip: int) -> None:
    files = apart(keep.adas)
    changed = bytearray(files[layout.SIGNATURE])
    changed[at] ^= flip
    require_refused(together(files | {layout.SIGNATURE: bytes(changed)}), keep.fingerprint)


def test_a_statement_that_another_key_signed_is_refused_where_the_keep_s_is_asked_for(keep: Copies) -> None:
    theirs = restated(keep.adas, STRANGER)
    with pytest.raises(WrongSignerError):
        verify(theirs, keep.fingerprint)
    assert "signer unknown" in verify(theirs).sentence


def test_a_statement_that_another_key_signed_in_the_keep_s_name_is_refused(keep: Copies) -> None:
    changed = restated(keep.adas, STRANGER, statement_key=keep.key.public_key().public_bytes_raw())
    for expected in (None, keep.fingerprint):
        require_refused(changed, expected)


@pytest.mark.parametrize(
    "changes",
    [
        {"archive": numbered(ArchiveId, 9)},
        {"request": numbered(RequestId, 9)},
        {"subject": numbered(SubjectId, 9)},
        {"recordings": 2},
        {"manifest": bytes(32)},
        {"proof": {}},
        {"origin": "elsewhere.test"},
        {"origin": ""},
        {"checkpoint_key": bytes(32)},
        {"checkpoint_key": b"\xff" * 32},
        {"checkpoint_key": STRANGER.public_key().public_bytes_raw()},
        {"statement_key": bytes(32)},
        {"statement_key": b"\xff" * 32},
    ],
    ids=lambda changes: repr(changes)[:60],
)
def test_a_statement_that_says_something_else_is_refused_even_if_the_keep_signed_it(
    keep: Copies, changes: dict[str, Any]
) -> None:
    require_refused(restated(keep.adas, keep.key, **changes), keep.fingerprint)


def test_a_number_of_items_that_neither_cover_nor_ledger_says_is_refused(keep: Copies) -> None:
    require_refused(restated(keep.adas, keep.key, items=stated(keep.adas).items + 1), keep.fingerprint)


def test_the_proof_of_another_release_is_refused(keep: Copies) -> None:
    changed = restated(keep.adas, keep.key, proof=stated(keep.brunos).proof)
    assert "another release" in require_refused(changed, keep.fingerprint).what


def test_another_person_s_statement_is_refused(keep: Copies) -> None:
    theirs = {name: data for name, data in apart(keep.brunos).items() if name in layout.TAIL}
    require_refused(together(apart(keep.adas) | theirs), keep.fingerprint)


@pytest.mark.parametrize(
    "change",
    [
        {"archive": numbered(ArchiveId, 9)},
        {"request": numbered(RequestId, 9)},
        {"subject": numbered(SubjectId, 9)},
        {"manifest": bytes(32)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_proven_fact_about_something_else_is_refused(keep: Copies, change: dict[str, Any]) -> None:
    def proven(proof: Mapping[str, Json], key: Ed25519PublicKey, origin: str) -> Fact:
        fact = open_proof(proof, key, origin)
        assert isinstance(fact, Released)
        return replace(fact, **change)

    with pytest.raises(DamagedCopyError, match="another release"):
        verify_copy(Opened(keep.adas), proven)


@pytest.mark.parametrize("name", ["scope", "items", "recordings"])
def test_a_proven_release_of_something_else_is_refused(keep: Copies, name: str) -> None:
    def proven(proof: Mapping[str, Json], key: Ed25519PublicKey, origin: str) -> Fact:
        fact = open_proof(proof, key, origin)
        assert isinstance(fact, Released)
        others = {"scope": ReleaseScope(as_of=0), "items": fact.items + 1, "recordings": fact.recordings + 1}
        return replace(fact, **{name: others[name]})  # type: ignore[arg-type]

    with pytest.raises(DamagedCopyError, match="another release"):
        verify_copy(Opened(keep.adas), proven)


def test_a_proven_fact_that_is_no_release_is_refused(keep: Copies) -> None:
    said = stated(keep.adas)
    destroyed = ArchiveDestroyed(archive=said.archive, subject=said.subject, reason="erased", at=NOON)
    with pytest.raises(DamagedCopyError, match="another release"):
        verify_copy(Opened(keep.adas), lambda *_: destroyed)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-INTEGER_MAX, INTEGER_MAX)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(codec="ascii")), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(name=st.sampled_from(["checkpoint", "fact", "path", "position", "salt"]), value=JSON)
def test_a_proof_of_any_other_shape_is_a_named_refusal(keep: Copies, name: str, value: Json) -> None:
    proof = dict(stated(keep.adas).proof)
    if proof[name] != value:
        require_refused(restated(keep.adas, keep.key, proof=proof | {name: value}))


@given(proof=st.dictionaries(st.text(st.characters(codec="ascii")), JSON, max_size=4))
def test_anything_in_the_place_of_the_proof_is_a_named_refusal(keep: Copies, proof: Mapping[str, Json]) -> None:
    require_refused(restated(keep.adas, keep.key, proof=proof))
