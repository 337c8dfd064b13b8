"""Mix-ups in the key store and among the blobs: whoever can write there holds no key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from voicekeep.app.drill.members import Member
from voicekeep.app.drill.mixup import Mixup, mixup
from voicekeep.app.drill.scene import Scene, archive_of
from voicekeep.app.operations.blob_names import body_blob, item_blob, tail_blob
from voicekeep.records.ids import ArchiveId


def _item_keys_crossed(scene: Scene) -> int:
    """The wrapped key of an item of Ada's stands beside an item of Bruno's, with its day."""
    [(day, wrapped)] = scene.look_up_keys(
        "SELECT day_key, wrapped FROM item_key WHERE item = ?", scene.a_turn(scene.ada)
    )
    scene.edit_keys(
        "UPDATE item_key SET day_key = ?, wrapped = ? WHERE item = ?", day, wrapped, scene.a_turn(scene.bruno)
    )
    return scene.gets(scene.bruno)


def _own_item_keys_crossed(scene: Scene) -> int:
    """An item's wrapped key stands beside another one of the same person and day."""
    one, other = scene.chance.sample(scene.turns_of(scene.ada), 2)
    [(wrapped,)] = scene.look_up_keys("SELECT wrapped FROM item_key WHERE item = ?", one)
    scene.edit_keys("UPDATE item_key SET wrapped = ? WHERE item = ?", wrapped, other)
    return scene.gets(scene.ada)


def _day_key_given(scene: Scene) -> int:
    """Ada's day keys say that they are Bruno's, and so do her items' rows."""
    scene.edit_keys("UPDATE day_key SET owner = ? WHERE owner = ?", scene.bruno.subject, scene.ada.subject)
    scene.edit("UPDATE item SET owner = ? WHERE owner = ?", scene.bruno.subject, scene.ada.subject)
    return scene.gets(scene.bruno)


def _day_keys_crossed(scene: Scene) -> int:
    """A sealed day key of Ada's stands in the place of one of Bruno's."""
    [(sealed,)] = scene.look_up_keys("SELECT sealed FROM day_key WHERE owner = ? LIMIT 1", scene.ada.subject)
    scene.edit_keys("UPDATE day_key SET sealed = ? WHERE owner = ?", sealed, scene.bruno.subject)
    return scene.gets(scene.bruno)


def _key_pair_given(scene: Scene) -> int:
    """Ada's key pair stands under Bruno's name: what is sealed to her would open for him."""
    _replace_key_pair(scene, scene.ada, scene.bruno)
    return scene.gets(scene.bruno)


def _public_half_replaced(scene: Scene) -> int:
    """Bruno's public half stands under Ada's name: what she says from now on would be sealed to him."""
    [(public,)] = scene.look_up_keys("SELECT public FROM subject_key WHERE subject = ?", scene.bruno.subject)
    scene.edit_keys("UPDATE subject_key SET public = ? WHERE subject = ?", public, scene.ada.subject)
    return scene.gets(scene.ada)


def _replace_key_pair(scene: Scene, source: Member, target: Member) -> None:
    query = "SELECT public, wrapped_private, mac FROM subject_key WHERE subject = ?"
    [cells] = scene.look_up_keys(query, source.subject)
    change = "UPDATE subject_key SET public = ?, wrapped_private = ?, mac = ? WHERE subject = ?"
    scene.edit_keys(change, *cells, target.subject)


def _archive_key_given(scene: Scene) -> int:
    """The key of Ada's archive says that it was made for Bruno's request, and her archive lies in his place."""
    adas, brunos = scene.released(scene.ada), scene.released(scene.bruno)
    one, other = archive_of(scene, adas), archive_of(scene, brunos)
    [(sealed,)] = scene.look_up_keys("SELECT sealed FROM archive_key WHERE archive = ?", one)
    scene.edit_keys("UPDATE archive_key SET sealed = ? WHERE archive = ?", sealed, other)
    _copy_archive(scene, one, other)
    return scene.fetched(scene.bruno, brunos)


def _key_lost(scene: Scene) -> int:
    """An item's key is gone, and nobody erased the item."""
    scene.edit_keys("DELETE FROM item_key WHERE item = ?", scene.a_turn(scene.ada))
    return scene.gets(scene.ada)


def _bit_flipped(scene: Scene) -> int:
    """One bit of a sealed item is another one."""

    def flip(sealed: bytes) -> bytes:
        at = scene.chance.randrange(len(sealed))
        return sealed[:at] + bytes([sealed[at] ^ 1 << scene.chance.randrange(8)]) + sealed[at + 1 :]

    return _item_spoilt(scene, flip)


def _cut_short(scene: Scene) -> int:
    """A sealed item ends too early."""
    return _item_spoilt(scene, lambda sealed: sealed[: scene.chance.randrange(len(sealed))])


def _grown(scene: Scene) -> int:
    """A sealed item has more bytes than it was sealed with."""
    return _item_spoilt(scene, lambda sealed: sealed + scene.keep.entropy(1 + scene.chance.randrange(40)))


def _item_spoilt(scene: Scene, spoil: Callable[[bytes], bytes]) -> int:
    scene.spoil_blob(item_blob(scene.a_turn(scene.ada)), spoil)
    return scene.gets(scene.ada)


def _blob_lost(scene: Scene) -> int:
    """A sealed item is gone, and nobody erased it."""
    scene.keep.blobs.delete([item_blob(scene.a_turn(scene.ada))])
    scene.did()
    return scene.gets(scene.ada)


def _archive_flipped(scene: Scene) -> int:
    """One bit of a finished archive is another one."""
    request = scene.released(scene.ada)
    part = scene.chance.choice([body_blob, tail_blob])(archive_of(scene, request))

    def flip(sealed: bytes) -> bytes:
        at = scene.chance.randrange(len(sealed))
        return sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]

    scene.spoil_blob(part, flip)
    return scene.fetched(scene.ada, request)


def _older_archive_put_back(scene: Scene) -> int:
    """The body of a person's earlier copy lies in the place of the present one."""
    earlier, now = scene.released(scene.ada), scene.released(scene.ada)
    _copy_archive(scene, archive_of(scene, earlier), archive_of(scene, now))
    return scene.fetched(scene.ada, now)


def _tail_crossed(scene: Scene) -> int:
    """The end of Ada's archive, with her statement, lies at the end of Bruno's."""
    adas, brunos = scene.released(scene.ada), scene.released(scene.bruno)
    scene.copy_blob(tail_blob(archive_of(scene, adas)), tail_blob(archive_of(scene, brunos)))
    return scene.fetched(scene.bruno, brunos)


def _body_changed_after_the_check(scene: Scene) -> int:
    """A checked body is written again with an item less, under its own key: the link would be to another one."""
    request = scene.released(scene.ada)
    scene.rebuild(
        archive_of(scene, request), lambda members: dict(list(members.items())[:-2] + list(members.items())[-1:])
    )
    return scene.fetched(scene.ada, request)


def _copy_archive(scene: Scene, source: ArchiveId, target: ArchiveId) -> None:
    for part in (body_blob, tail_blob):
        scene.copy_blob(part(source), part(target))


_DOES_NOT_OPEN = ("KeyDoesNotOpenError", "WrongOwnerError", "WrongDayKeyError", "WrongItemError")
_SEAL = (
    "NotSealedError",
    "UnsupportedItemError",
    "TamperedItemError",
    "TruncatedItemError",
    "OverlongItemError",
    "WrongKeyError",
    "WrongKindError",
    *_DOES_NOT_OPEN,
)
_PART = ("TamperedPartError", "NotASealedPartError", "WrongArchiveError", "WrongArchiveKeyError", "AnotherBodyError")

KEYS_AND_BLOBS: Final[tuple[Mixup, ...]] = (
    mixup("item keys of two people crossed", "P2", _item_keys_crossed, *_DOES_NOT_OPEN),
    mixup("two item keys of one person crossed", "P2", _own_item_keys_crossed, *_DOES_NOT_OPEN),
    mixup("day keys and items given to another", "P2", _day_key_given, *_DOES_NOT_OPEN),
    mixup("sealed day keys of two people crossed", "P2", _day_keys_crossed, *_DOES_NOT_OPEN),
    mixup("a key pair given to another person", "P2", _key_pair_given, "ForgedRowError"),
    mixup("a public half replaced", "P2", _public_half_replaced, "ForgedRowError"),
    mixup("an archive and its key given to another", "P5", _archive_key_given, "KeyDoesNotOpenError"),
    mixup("an item's key lost", "P10", _key_lost, "KeyDestroyedError"),
    mixup("one bit of a sealed item flipped", "P2", _bit_flipped, *_SEAL),
    mixup("a sealed item cut short", "P2", _cut_short, *_SEAL),
    mixup("a sealed item grown", "P2", _grown, *_SEAL),
    mixup("a sealed item lost", "P10", _blob_lost, "BlobMissingError"),
    mixup(
        "one bit of a finished archive flipped",
        "P2",
        _archive_flipped,
        "TamperedPartError",
        "WrongArchiveKeyError",
        "NotASealedPartError",
        "WrongArchiveError",
        "AnotherBodyError",
    ),
    mixup("an earlier copy in the place of the present one", "P5", _older_archive_put_back, "WrongArchiveError"),
    mixup("the end of another's archive", "P5", _tail_crossed, "WrongArchiveError"),
    mixup("a body changed after the check", "P4", _body_changed_after_the_check, "AnotherBodyError"),
)
