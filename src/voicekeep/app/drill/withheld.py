"""Mix-ups around what somebody said is not theirs."""

from __future__ import annotations

from typing import Final

from voicekeep.app.drill.bodies import Members
from voicekeep.app.drill.mixup import Mixup, mixup
from voicekeep.app.drill.scene import Scene
from voicekeep.app.operations.marking import disown
from voicekeep.formats import layout
from voicekeep.records.items import ItemKind


def _word_of_another(scene: Scene) -> int:
    """Bruno says of a recording of Ada's that it is not him."""
    scene.did()
    disown(scene.keep, scene.session(scene.bruno), scene.a_turn(scene.ada))
    return 0


def _disowned(scene: Scene) -> None:
    item = scene.a_turn(scene.ada)
    disown(scene.keep, scene.session(scene.ada), item)
    scene.erased.add(item)  # from here on nobody gets to hear it


def _back_in_the_copy(scene: Scene) -> int:
    """A builder with a bug puts what Ada said is not hers into her copy."""
    was = scene.body(scene.built(scene.ada))
    _disowned(scene)
    archive = scene.built(scene.ada)

    def edit(members: Members) -> Members:
        said = tuple(of(ItemKind.TURN) for of in (layout.lines_member, layout.csv_member, layout.script_member))
        recordings = f"{layout.DATA}recordings/"
        return {name: was[name] if name in said or name.startswith(recordings) else members[name] for name in was}

    scene.rebuild(archive, edit)
    return scene.fetched(scene.ada, scene.gone_on(archive))


def _word_out_of_the_ledger(scene: Scene) -> int:
    """What Ada said disappears from the ledger."""
    _disowned(scene)
    scene.drop_guards()
    scene.edit("DELETE FROM ledger_opening WHERE name = ?", "withheld")
    return scene.gets(scene.ada)


WITHHELD: Final[tuple[Mixup, ...]] = (
    mixup("another's word that it is not them", "P3", _word_of_another, "NotYoursError"),
    mixup("what is not its owner's, back in the copy", "P4", _back_in_the_copy, "foreign_recording"),
    mixup("an owner's word taken out of the ledger", "P4", _word_out_of_the_ledger, "MissingOpeningError"),
)
