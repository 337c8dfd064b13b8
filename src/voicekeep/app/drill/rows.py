"""Mix-ups with a database shell: rows that decide who may do what, and rows that say what is whose."""

from __future__ import annotations

from typing import Final

from voicekeep.app.drill.mixup import Mixup, mixup
from voicekeep.app.drill.scene import Scene
from voicekeep.app.operations.accounts import sign_in, who_is
from voicekeep.app.operations.download import begin_download, look_at_link, open_download
from voicekeep.app.operations.recordings import from_device
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.people import token_sha256


def _session_given(scene: Scene) -> int:
    """Bruno's session becomes Ada's."""
    brunos = scene.signed_in(scene.bruno)
    scene.edit("UPDATE session SET subject = ? WHERE session = ?", scene.ada.subject, brunos.session.session)
    return int(who_is(scene.keep, brunos.token).subject == scene.ada.subject)


def _request_given(scene: Scene) -> int:
    """Bruno's proven request becomes one for Ada's data."""
    request = scene.asked(scene.bruno)
    scene.edit("UPDATE request SET subject = ? WHERE request = ?", scene.ada.subject, request)
    release(request, PlainDesk(scene.keep))
    return scene.fetched(scene.bruno, request)


def _link_given(scene: Scene) -> int:
    """The recipient of Ada's link becomes Bruno."""
    token = scene.link_of(scene.ada, scene.released(scene.ada))
    scene.edit("UPDATE grant_link SET recipient = ? WHERE recipient = ?", scene.bruno.subject, scene.ada.subject)
    look_at_link(scene.keep, token, scene.session(scene.bruno))
    return 1


def _attempt_given(scene: Scene) -> int:
    """Ada's attempt says that it is Bruno's, and so does his request."""
    adas, brunos = scene.released(scene.ada), scene.released(scene.bruno)
    scene.edit("DELETE FROM attempt WHERE request = ?", brunos)
    scene.edit("UPDATE attempt SET subject = ?, request = ? WHERE request = ?", scene.bruno.subject, brunos, adas)
    return scene.fetched(scene.bruno, brunos)


def _addresses_crossed(scene: Scene) -> int:
    """Ada's address leads to Bruno's account."""
    [(index,)] = scene.look_up("SELECT email_index FROM account WHERE subject = ?", scene.ada.subject)
    scene.edit("UPDATE account SET email_index = ? WHERE subject = ?", b"gone", scene.ada.subject)
    scene.edit("UPDATE account SET email_index = ? WHERE subject = ?", index, scene.bruno.subject)
    return int(sign_in(scene.keep, scene.ada.person.email, scene.bruno.password).session.subject != scene.ada.subject)


def _download_given(scene: Scene) -> int:
    """The download that Ada opened becomes one of Bruno's session."""
    token = scene.link_of(scene.ada, scene.released(scene.ada))
    opened = open_download(scene.keep, token, scene.session(scene.ada))
    scene.edit("UPDATE download_session SET session = ?", scene.session(scene.bruno).session)
    begin_download(scene.keep, scene.session(scene.bruno), opened.archive, range_header=None, if_range=None)
    return 1


def _binding_given(scene: Scene) -> int:
    """A speaker of Ada's becomes Bruno's: what her home says would be kept as his."""
    credential = scene.keep.entropy(16).hex()
    device = scene.device_of(scene.ada)
    scene.edit("UPDATE device_binding SET subject = ? WHERE device = ?", scene.bruno.subject, device)
    scene.edit("UPDATE device SET credential_sha256 = ? WHERE device = ?", token_sha256(credential), device)
    return int(from_device(scene.keep, credential).owner == scene.bruno.subject)


def _item_lost(scene: Scene) -> int:
    """An item's row is deleted: the index that the builder uses does not know it any more."""
    scene.edit("DELETE FROM item WHERE item = ?", scene.a_turn(scene.ada))
    return scene.gets(scene.ada)


def _item_later_than_the_request(scene: Scene) -> int:
    """An item's row says that it came into the ledger only after the request."""
    scene.edit("UPDATE item SET position = 1000000 WHERE item = ?", scene.a_turn(scene.ada))
    return scene.gets(scene.ada)


def _item_of_another_kind(scene: Scene) -> int:
    """A turn's row says that it is a sign-in."""
    scene.edit("UPDATE item SET kind = 'sign_in' WHERE item = ?", scene.a_turn(scene.ada))
    return scene.gets(scene.ada)


def _item_at_another_instant(scene: Scene) -> int:
    """A turn's row says that it is from another year: what orders the copy is not what dates it."""
    scene.edit("UPDATE item SET at = at - 31536000000000 WHERE item = ?", scene.a_turn(scene.ada))
    return scene.gets(scene.ada)


def _ids_off_by_one(scene: Scene) -> int:
    """Two neighbouring rows of one person have each other's identifier."""
    turns = scene.turns_of(scene.ada)
    at = scene.chance.randrange(len(turns) - 1)
    _cross(scene, turns[at], turns[at + 1])
    return scene.gets(scene.ada)


def _ids_crossed(scene: Scene) -> int:
    """A row of Ada's and one of Bruno's have each other's identifier."""
    _cross(scene, scene.a_turn(scene.ada), scene.a_turn(scene.bruno))
    return scene.gets(scene.bruno)


def _cross(scene: Scene, one: str, other: str) -> None:
    for now, was in (("itm_aaaaaaaaaaaaaaaaaaaaaaaaae", one), (one, other), (other, "itm_aaaaaaaaaaaaaaaaaaaaaaaaae")):
        scene.edit("UPDATE item SET item = ? WHERE item = ?", now, was)


def _all_items_given(scene: Scene) -> int:
    """Every row of Ada's becomes Bruno's, in the index and in the ledger's columns: 2018 with a database shell."""
    scene.drop_guards()
    scene.edit("UPDATE item SET owner = ? WHERE owner = ?", scene.bruno.subject, scene.ada.subject)
    scene.edit("UPDATE ledger_opening SET subject = ? WHERE subject = ?", scene.bruno.subject, scene.ada.subject)
    return scene.gets(scene.bruno)


def _household_given(scene: Scene) -> int:
    """Bruno is moved into Ada's household: living together opens nothing."""
    [(household,)] = scene.look_up("SELECT household FROM member WHERE subject = ?", scene.ada.subject)
    scene.edit("UPDATE member SET household = ? WHERE subject = ?", household, scene.bruno.subject)
    return scene.gets(scene.bruno)


_MISSING = ("missing_recording", "missing_item")

ROWS: Final[tuple[Mixup, ...]] = (
    mixup("a session given to another person", "P3", _session_given, "ForgedRowError"),
    mixup("a request given to another person", "P3", _request_given, "ForgedRowError"),
    mixup("a link's recipient edited", "P5", _link_given, "ForgedRowError"),
    mixup("an attempt given to another request", "P5", _attempt_given, "ForgedRowError", "no link"),
    mixup("two addresses crossed", "P3", _addresses_crossed, "ForgedRowError"),
    mixup("an opened download given to another session", "P5", _download_given, "ForgedRowError"),
    mixup("a speaker's binding given to another person", "P1", _binding_given, "ForgedRowError"),
    mixup("an item's row deleted", "P4", _item_lost, *_MISSING),
    mixup(
        "an item's row put behind the request", "P4", _item_later_than_the_request, "missing_recording", "missing_item"
    ),
    mixup("an item's row relabelled as another kind", "P2", _item_of_another_kind, "WrongKindError", "WrongItemError"),
    mixup("an item's row given another instant", "P4", _item_at_another_instant, "OutOfOrderError"),
    mixup("identifiers off by one", "P2", _ids_off_by_one, "WrongItemError", "WrongDayKeyError", "OutOfOrderError"),
    mixup("identifiers of two people crossed", "P2", _ids_crossed, "WrongOwnerError", "WrongDayKeyError"),
    mixup("every item given to another in index and ledger", "P2", _all_items_given, "WrongOwnerError"),
    mixup("a person moved into another household", "P3", _household_given, "ForgedRowError"),
)
