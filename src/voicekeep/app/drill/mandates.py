"""Mix-ups with mandates: over, ended, another person's, ended while a copy is made, or edited in the database."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from voicekeep.app.drill.mixup import Mixup, mixup
from voicekeep.app.drill.scene import Scene
from voicekeep.app.operations.asking import ask_for_copy
from voicekeep.app.operations.building import build
from voicekeep.app.operations.checking import check
from voicekeep.app.operations.download import look_at_link
from voicekeep.app.operations.handing_over import issue, record
from voicekeep.app.operations.mandates import end_mandate, give_mandate, let_act, mandates_given, take_mandate
from voicekeep.app.operations.standing import stand
from voicekeep.records.ids import MandateId
from voicekeep.records.standing import Entrusted

_LASTS = timedelta(days=30)


def _given(scene: Scene) -> MandateId:
    """Let Bruno act for Ada."""
    keep, ada = scene.keep, scene.session(scene.ada)
    take_mandate(keep, scene.session(scene.bruno), give_mandate(keep, ada, (Entrusted.COPY,), keep.now() + _LASTS))
    mandate = next(each.mandate for each in mandates_given(keep, ada) if each.waits)
    let_act(keep, ada, mandate, "Bruno")
    return mandate


def _offer_caught(scene: Scene) -> int:
    """Bruno catches the code of a mandate that Ada gives to somebody else, and uses it before she sees who it is."""
    ada = scene.session(scene.ada)
    token = give_mandate(scene.keep, ada, (Entrusted.COPY,), scene.keep.now() + _LASTS)
    take_mandate(scene.keep, scene.session(scene.bruno), token)
    mandate = next(each.mandate for each in mandates_given(scene.keep, ada) if each.waits)
    scene.did()
    stand(scene.keep, scene.session(scene.bruno), mandate, Entrusted.COPY)
    return 1


def _time_over(scene: Scene) -> int:
    """Bruno asks by a mandate whose time is over, and which a shell gave another year."""
    mandate = _given(scene)
    scene.edit('UPDATE mandate SET "until" = "until" + 31536000000000 WHERE mandate = ?', mandate)
    stand(scene.keep, scene.session(scene.bruno), mandate, Entrusted.COPY)
    return 1


def _put_back(scene: Scene) -> int:
    """The row of a mandate that Ada ended is put back as it was, with its own code."""
    mandate = _given(scene)
    columns = "confirmed_at, ended_at, mac"
    [row] = scene.look_up(f"SELECT {columns} FROM mandate WHERE mandate = ?", mandate)  # noqa: S608  our own names
    end_mandate(scene.keep, scene.session(scene.ada), mandate)
    scene.edit("UPDATE mandate SET confirmed_at = ?, ended_at = ?, mac = ? WHERE mandate = ?", *row, mandate)
    stand(scene.keep, scene.session(scene.bruno), mandate, Entrusted.COPY)
    return 1


def _turned_round(scene: Scene) -> int:
    """A mandate that Ada has over Bruno becomes one that Bruno has over Ada."""
    keep, bruno = scene.keep, scene.session(scene.bruno)
    take_mandate(keep, scene.session(scene.ada), give_mandate(keep, bruno, (Entrusted.COPY,), keep.now() + _LASTS))
    mandate = next(each.mandate for each in mandates_given(keep, bruno) if each.waits)
    let_act(keep, bruno, mandate, "Ada")
    scene.edit(
        "UPDATE mandate SET subject = ?, agent = ? WHERE mandate = ?", scene.ada.subject, scene.bruno.subject, mandate
    )
    ask_for_copy(keep, stand(keep, bruno, mandate, Entrusted.COPY), "en")
    return 1


def _ended_while_building(scene: Scene) -> int:
    """Ada ends the mandate between the check of the copy that Bruno asked for and its release."""
    mandate = _given(scene)
    asked = ask_for_copy(scene.keep, stand(scene.keep, scene.session(scene.bruno), mandate, Entrusted.COPY), "en")
    archive = check(scene.keep, build(scene.keep, asked))
    end_mandate(scene.keep, scene.session(scene.ada), mandate)
    scene.did()
    record(scene.keep, archive)
    issue(scene.keep, archive)
    return 1


def _link_of_an_agent(scene: Scene) -> int:
    """Ada's own link is shown by Bruno, who may ask for copies of hers, but not fetch what she asked for."""
    _given(scene)
    token = scene.link_of(scene.ada, scene.released(scene.ada))
    scene.did()
    look_at_link(scene.keep, token, scene.session(scene.bruno))
    return 1


MANDATES: Final[tuple[Mixup, ...]] = (
    mixup("the code of a mandate caught", "P3", _offer_caught, "ForeignMandateError"),
    mixup("a mandate whose time was edited", "P3", _time_over, "ForgedRowError"),
    mixup("an ended mandate put back", "P3", _put_back, "MandateEndedError"),
    mixup("a mandate turned round", "P3", _turned_round, "ForgedRowError"),
    mixup("a mandate ended while the copy is made", "P3", _ended_while_building, "RequestChangedError"),
    mixup("a person's own link shown by their agent", "P5", _link_of_an_agent, "ForeignLinkError"),
)
