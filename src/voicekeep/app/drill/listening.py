"""Mix-ups where a person looks at what was heard, and at what opens their account."""

from __future__ import annotations

from typing import Final

from voicekeep.app.drill.mixup import Mixup, mixup
from voicekeep.app.drill.scene import Scene
from voicekeep.app.operations.blob_names import item_blob
from voicekeep.app.operations.history import days_of, heard_on, sound_of
from voicekeep.app.operations.proving import access_of
from voicekeep.people import Passkey
from voicekeep.records.ids import PasskeyId


def _sound_of_another(scene: Scene) -> int:
    """Bruno's player asks for a recording of Ada's by its id."""
    scene.did()
    sound_of(scene.keep, scene.session(scene.bruno), scene.a_turn(scene.ada))
    return 1


def _row_given_to_the_listener(scene: Scene) -> int:
    """The row of one of Ada's recordings says that it is Bruno's, and he listens."""
    item = scene.a_turn(scene.ada)
    scene.edit("UPDATE item SET owner = ? WHERE item = ?", scene.bruno.subject, item)
    sound_of(scene.keep, scene.session(scene.bruno), item)
    return 1


def _blob_under_the_listeners_own(scene: Scene) -> int:
    """Ada's sealed recording lies in the place of one of Bruno's, and he listens to that."""
    brunos = scene.a_turn(scene.bruno)
    scene.copy_blob(item_blob(scene.a_turn(scene.ada)), item_blob(brunos))
    sound_of(scene.keep, scene.session(scene.bruno), brunos)
    return 1


def _days_of_another(scene: Scene) -> int:
    """Every row of Ada's says that it is Bruno's, and he looks through his days."""
    scene.edit("UPDATE item SET owner = ? WHERE owner = ?", scene.bruno.subject, scene.ada.subject)
    session = scene.session(scene.bruno)
    own = {turn.item for day, _ in days_of(scene.keep, session) for turn in heard_on(scene.keep, session, day)}
    return len(own)


def _passkey_given(scene: Scene) -> int:
    """Bruno's passkey becomes one that opens Ada's account."""
    passkey = Passkey(
        passkey=PasskeyId.random(scene.keep.entropy),
        subject=scene.bruno.subject,
        credential_id=scene.keep.entropy(32),
        public_key=scene.keep.entropy(77),
        sign_count=0,
        added_at=scene.keep.now(),
    )
    with scene.keep.people_book() as book:
        book.add_passkey(passkey)
    scene.edit("UPDATE passkey SET subject = ? WHERE passkey = ?", scene.ada.subject, passkey.passkey)
    return len(access_of(scene.keep, scene.session(scene.ada)).passkeys)


LISTENING: Final[tuple[Mixup, ...]] = (
    mixup("another's recording in one's own player", "P3", _sound_of_another, "NotYoursError"),
    mixup("a recording's row given to a listener", "P2", _row_given_to_the_listener, "WrongOwnerError"),
    mixup("a recording in the place of a listener's own", "P2", _blob_under_the_listeners_own, "WrongOwnerError"),
    mixup("another's days to look through", "P2", _days_of_another, "WrongOwnerError"),
    mixup("a passkey given to another person", "P3", _passkey_given, "ForgedRowError"),
)
