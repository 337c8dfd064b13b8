"""Mix-ups by letter: somebody writes in another's name, and whoever opens it helps them. No copy goes along."""

from __future__ import annotations

from typing import Final

from voicekeep.app.drill.desk import at_the_desk
from voicekeep.app.drill.mixup import Mixup, mixup
from voicekeep.app.drill.scene import HeldError, Scene
from voicekeep.app.operations.answering import answer_request
from voicekeep.app.operations.asking import place_of
from voicekeep.app.operations.holding import HELD
from voicekeep.app.operations.own_requests import confirm_request
from voicekeep.app.operations.profiles import change_profile
from voicekeep.app.operations.queueing import request_at_desk
from voicekeep.app.operations.registering import register
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.people import Role, Session
from voicekeep.records.ids import RequestId
from voicekeep.records.rights import Channel, Right


def _in_adas_name(scene: Scene) -> tuple[Session, RequestId]:
    """Bruno, an officer, registers a letter that asks for a copy of Ada's data."""
    officer = at_the_desk(scene.keep, scene.bruno.subject, Role.OFFICER).session
    today = place_of(scene.keep).day_of(scene.keep.now())
    address = scene.ada.person.email
    made = register(scene.keep, officer, address, Right.ACCESS, came_in=today, channel=Channel.LETTER, language="en")
    scene.did()
    return officer, made


def _confirmed_by_the_writer(scene: Scene) -> int:
    """Bruno confirms it in his own account."""
    _, request = _in_adas_name(scene)
    confirm_request(scene.keep, scene.session(scene.bruno), request)
    return _gone_on(scene, request)


def _released_unproven(scene: Scene) -> int:
    """A worker takes it on although nobody confirmed it."""
    _, request = _in_adas_name(scene)
    return _gone_on(scene, request)


def _answered_in_words(scene: Scene) -> int:
    """Bruno answers it at the desk instead."""
    officer, request = _in_adas_name(scene)
    seen = request_at_desk(scene.keep, officer, request).seen
    answer_request(scene.keep, officer, request, seen, "The copy went to the address that stands in the letter.")
    return 1


def _turned_to_the_writer(scene: Scene) -> int:
    """Whoever writes the database says that it is Bruno's, and he confirms it."""
    _, request = _in_adas_name(scene)
    scene.edit("UPDATE request SET subject = ? WHERE request = ?", scene.bruno.subject, request)
    confirm_request(scene.keep, scene.session(scene.bruno), request)
    return _gone_on(scene, request)


def _address_replaced(scene: Scene) -> int:
    """Somebody at Ada's open browser gives her account an address of theirs, and confirms the letter."""
    _, request = _in_adas_name(scene)
    session, person = scene.session(scene.ada), scene.ada.person
    change_profile(scene.keep, session, name=person.name, email="thief@elsewhere.example", language=person.language)
    confirm_request(scene.keep, session, request)
    return 1 + _gone_on(scene, request)


def _gone_on(scene: Scene, request: RequestId) -> int:
    """Go on with a request as the worker does; nothing of it should come out."""
    if release(request, PlainDesk(scene.keep)) == HELD:
        raise HeldError("credentials_changed")
    return 1


LETTERS: Final[tuple[Mixup, ...]] = (
    mixup("a letter confirmed by its writer", "P3", _confirmed_by_the_writer, "UnknownRequestError"),
    mixup("a letter that nobody confirmed", "P3", _released_unproven, "NotIdentifiedError"),
    mixup("a letter answered past the account", "P9", _answered_in_words, "IllegalMoveError"),
    mixup("a letter whose row names its writer", "P3", _turned_to_the_writer, "ForgedRowError"),
    mixup("a letter to an account with a new address", "P3", _address_replaced, "credentials_changed"),
)
