"""Mix-ups with a database shell in the ledger, its triggers removed."""

from __future__ import annotations

from typing import Final

from voicekeep.app.drill.mixup import Mixup, UnnoticedError, mixup
from voicekeep.app.drill.scene import Scene
from voicekeep.app.operations.erase import erase_item
from voicekeep.app.operations.evidence import verify_ledger


def _opening_lost(scene: Scene) -> int:
    """What was captured for Ada is removed: her copy would be complete without it."""
    item = scene.a_turn(scene.ada)
    scene.drop_guards()
    scene.edit("DELETE FROM ledger_opening WHERE item = ?", item)
    scene.edit("DELETE FROM item WHERE item = ?", item)
    return scene.gets(scene.ada)


def _opening_given(scene: Scene) -> int:
    """An entry of Ada's is filed under Bruno."""
    scene.drop_guards()
    item = scene.a_turn(scene.ada)
    scene.edit("UPDATE ledger_opening SET subject = ? WHERE item = ?", scene.bruno.subject, item)
    return scene.gets(scene.chance.choice([scene.ada, scene.bruno]))


def _fact_rewritten(scene: Scene) -> int:
    """A fact says that Ada's item was captured for Bruno."""
    scene.drop_guards()
    change = "UPDATE ledger_opening SET fact = CAST(replace(CAST(fact AS TEXT), ?, ?) AS BLOB) WHERE item = ?"
    scene.edit(change, scene.ada.subject, scene.bruno.subject, scene.a_turn(scene.ada))
    return scene.gets(scene.bruno)


def _entries_crossed(scene: Scene) -> int:
    """The commitments of two entries are crossed."""
    scene.drop_guards()
    one, other = scene.chance.sample(range(40), 2)
    [(first,)], [(second,)] = (
        scene.look_up("SELECT commitment FROM ledger_entry WHERE position = ?", at) for at in (one, other)
    )
    scene.edit("UPDATE ledger_entry SET commitment = ? WHERE position = ?", second, one)
    scene.edit("UPDATE ledger_entry SET commitment = ? WHERE position = ?", first, other)
    verify_ledger(scene.keep)
    raise UnnoticedError


def _entry_added(scene: Scene) -> int:
    """An entry is added that nobody signed."""
    scene.drop_guards()
    scene.edit(
        "INSERT INTO ledger_entry SELECT max(position) + 1, ?, ? FROM ledger_entry",
        scene.keep.entropy(32),
        scene.keep.entropy(32),
    )
    return scene.gets(scene.ada)


def _node_edited(scene: Scene) -> int:
    """A node of the tree is another one."""
    scene.drop_guards()
    scene.edit("UPDATE ledger_node SET hash = ? WHERE level = 2 AND number = 1", scene.keep.entropy(32))
    verify_ledger(scene.keep)
    raise UnnoticedError


def _checkpoint_forged(scene: Scene) -> int:
    """The last checkpoint carries another signature."""
    scene.drop_guards()
    scene.edit(
        "UPDATE ledger_checkpoint SET note = replace(note, 'A', 'B')"
        " WHERE size = (SELECT max(size) FROM ledger_checkpoint)"
    )
    return scene.gets(scene.ada)


def _erased_put_back(scene: Scene) -> int:
    """The opening of an item that Ada erased is put back, with its row."""
    item = scene.a_turn(scene.ada)
    [opening] = scene.look_up("SELECT * FROM ledger_opening WHERE item = ?", item)
    [row] = scene.look_up("SELECT * FROM item WHERE item = ?", item)
    erase_item(scene.keep, scene.session(scene.ada), item)
    scene.drop_guards()
    scene.insert("ledger_opening", opening)
    scene.insert("item", row)
    return scene.gets(scene.ada)


def _erasure_claimed(scene: Scene) -> int:
    """A note says that Ada erased what she did not erase."""
    item = scene.a_turn(scene.ada)
    scene.drop_guards()
    [(position,)] = scene.look_up("SELECT position FROM ledger_opening WHERE item = ?", item)
    scene.edit("DELETE FROM ledger_opening WHERE item = ?", item)
    scene.edit("DELETE FROM item WHERE item = ?", item)
    scene.edit("INSERT INTO ledger_forgotten VALUES (?, ?)", position, position)
    return scene.gets(scene.ada)


def _key_store_remembers_less(scene: Scene) -> int:
    """The database of yesterday and a key store that remembers nothing: the ledger's own end is cut off."""
    scene.drop_guards()
    [(size,)] = scene.look_up("SELECT size FROM ledger_checkpoint ORDER BY size DESC LIMIT 1 OFFSET 3")
    scene.edit("DELETE FROM ledger_entry WHERE position >= ?", size)
    return scene.gets(scene.ada)


_MISSING = ("MissingOpeningError", "EditedOpeningError", "EditedColumnError", "CensusIncompleteError")

LEDGER: Final[tuple[Mixup, ...]] = (
    mixup("an entry's opening removed, and the item", "P4", _opening_lost, *_MISSING),
    mixup("an entry filed under another person", "P4", _opening_given, "EditedColumnError"),
    mixup("a fact rewritten", "P4", _fact_rewritten, "EditedOpeningError", "EditedColumnError"),
    mixup("two entries crossed", "P8", _entries_crossed, "EditedEntryError"),
    mixup("an entry that nobody signed", "P8", _entry_added, "UnsignedEntriesError"),
    mixup("a node of the tree edited", "P8", _node_edited, "EditedNodeError"),
    mixup("a checkpoint forged", "P8", _checkpoint_forged, "LedgerSignatureError", "EditedCheckpointError"),
    mixup("what was erased put back", "P7", _erased_put_back, "KeyDestroyedError", "ReturnedOpeningError"),
    mixup("an erasure that nobody ordered", "P7", _erasure_claimed, *_MISSING),
    mixup("the ledger's end cut off", "P7", _key_store_remembers_less, "LedgerBehindError", "UnsignedEntriesError"),
)
