"""Mix-ups at the doors: links, sessions, forms, accounts, speakers."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Final

from voicekeep.app.drill.members import Member
from voicekeep.app.drill.mixup import Mixup, mixup
from voicekeep.app.drill.scene import Scene, archive_of
from voicekeep.app.operations.accounts import invite, leave, open_account, who_is
from voicekeep.app.operations.attempts import attempt_with
from voicekeep.app.operations.capture import Piece, keep_items
from voicekeep.app.operations.download import begin_download, look_at_link, open_download
from voicekeep.app.operations.erase import erase_item
from voicekeep.app.operations.voiding import destroy_archive
from voicekeep.people import Applicant
from voicekeep.records.ids import DeviceId, ItemId
from voicekeep.records.items import Evidence, Speaker, TurnRecord, recording_path
from voicekeep.request import State


def _download_of_another(scene: Scene) -> int:
    """Ada opened her download; Bruno asks for its bytes by the archive's id."""
    token = scene.link_of(scene.ada, scene.released(scene.ada))
    opened = open_download(scene.keep, token, scene.session(scene.ada))
    scene.did()
    begin_download(scene.keep, scene.session(scene.bruno), opened.archive, range_header=None, if_range=None)
    return 1


def _link_guessed(scene: Scene) -> int:
    """A link is tried that differs from Ada's in one character."""
    token = scene.link_of(scene.ada, scene.released(scene.ada))
    at = scene.chance.randrange(len(token) - 1)
    other = "A" if token[at] != "A" else "B"
    scene.did()
    look_at_link(scene.keep, token[:at] + other + token[at + 1 :], scene.session(scene.ada))
    return 1


def _closed_link(scene: Scene) -> int:
    """A link is used after its archive was destroyed."""
    request = scene.released(scene.ada)
    token = scene.link_of(scene.ada, request)
    destroy_archive(scene.keep, attempt_with(scene.keep, archive_of(scene, request)), "test", to=State.EXPIRED)
    scene.did()
    look_at_link(scene.keep, token, scene.session(scene.ada))
    return 1


def _link_from_before_an_erasure(scene: Scene) -> int:
    """Ada erases a recording; the link to the copy that still held it is used."""
    token = scene.link_of(scene.ada, scene.released(scene.ada))
    item = scene.a_turn(scene.ada)
    erase_item(scene.keep, scene.session(scene.ada), item)
    scene.erased.add(item)
    scene.did()
    look_at_link(scene.keep, token, scene.session(scene.ada))
    return 1


def _session_signed_out(scene: Scene) -> int:
    """A browser keeps the cookie of a session that Ada ended."""
    signed_in = scene.signed_in(scene.ada)
    leave(scene.keep, signed_in.session)
    scene.did()
    who_is(scene.keep, signed_in.token)
    return 1


def _stale_sign_in(scene: Scene) -> int:
    """Somebody sits down at Ada's open browser a quarter of an hour later and asks for her copy."""
    scene.clock.turn(timedelta(minutes=15))
    scene.did()
    scene.gets(scene.ada)
    return 1


def _form_of_another(scene: Scene) -> int:
    """Another site sends Ada's browser a form of its own."""
    browser = scene.browser(scene.ada)
    scene.did()
    answer = browser.post("/my-data", form_token=scene.keep.entropy(32).hex())
    scene.require_refused(answer, "ForeignFormError", status=403)
    return 1


def _page_of_another(scene: Scene) -> int:
    """Bruno opens Ada's link in his own browser."""
    token = scene.link_of(scene.ada, scene.released(scene.ada))
    scene.did()
    scene.require_refused(scene.browser(scene.bruno).get(f"/copy/{token}"), "ForeignLinkError", status=404)
    return 1


def _address_alike(scene: Scene) -> int:
    """A second account is opened with Ada's address, in capitals."""
    applicant = Applicant(
        name=scene.ada.person.name,
        email=scene.ada.person.email.upper(),
        password=scene.bruno.password,
        language="en",
        household_name="",
    )
    scene.did()
    open_account(scene.keep, invite(scene.keep, None, timedelta(hours=1)), applicant)
    return 0


def _speaker_of_another(scene: Scene) -> int:
    """A speaker that was resold without a reset still thinks that it is in Bruno's kitchen."""
    _heard(scene, scene.bruno, scene.device_of(scene.ada), scene.keep.now())
    return scene.gets(scene.bruno)


def _before_the_binding(scene: Scene) -> int:
    """A speaker hands over what it heard before it was Ada's."""
    heard_before_the_binding(scene, scene.ada)
    return scene.gets(scene.ada)


def heard_before_the_binding(scene: Scene, member: Member) -> None:
    """Let a member's speaker hand over something from before it was theirs."""
    _heard(scene, member, scene.device_of(member), scene.keep.now() - timedelta(days=4_000))


def _in_two_places(scene: Scene) -> int:
    """Two speakers go by one identifier: both hear something at the same time."""
    now = scene.keep.now()
    for seconds in (0, 3):
        _heard(scene, scene.ada, scene.device_of(scene.ada), now + timedelta(seconds=seconds))
    return scene.gets(scene.ada)


def _heard(scene: Scene, owner: Member, device: DeviceId, at: datetime) -> None:
    """Keep a turn as a fault in a speaker's code would: sealed and entered for `owner`, in every other way right."""
    item, audio = ItemId.random(scene.keep.entropy), scene.keep.entropy(200)
    record = TurnRecord(
        item=item,
        owner=owner.subject,
        at=at,
        device=device,
        evidence=Evidence.PAIRED_DEVICE,
        speaker=Speaker.REGISTERED,
        language="en",
        transcript="heard somewhere else",
        source_name=None,
        recording=recording_path(at, item),
        audio_sha256=hashlib.sha256(audio).hexdigest(),
        samples_sha256=hashlib.sha256(b"samples" + audio).hexdigest(),
        sample_rate=16_000,
        sample_count=160_000,
    )
    keep_items(scene.keep, owner.subject, [Piece(record=record, audio=audio)], device=device)
    scene.added.add(item)
    scene.did()


_REFUSED_BY_RULE = ("unknown_device", "audio_without_device")

DOORS: Final[tuple[Mixup, ...]] = (
    mixup("a download that another opened", "P5", _download_of_another, "UnknownLinkError", "ForeignDownloadError"),
    mixup("a link guessed", "P5", _link_guessed, "UnknownLinkError"),
    mixup("a link whose archive is destroyed", "P5", _closed_link, "RevokedLinkError", "ExpiredLinkError"),
    mixup("a link from before an erasure", "P7", _link_from_before_an_erasure, "RevokedLinkError", "ExpiredLinkError"),
    mixup("a session that was ended", "P3", _session_signed_out, "NotSignedInError"),
    mixup("an open browser, later", "P3", _stale_sign_in, "StaleSignInError"),
    mixup("a form of another site", "P3", _form_of_another, "ForeignFormError"),
    mixup("another's link in one's own browser", "P5", _page_of_another, "ForeignLinkError"),
    mixup("a second account for an address", "P3", _address_alike, "EmailTakenError"),
    mixup("a speaker resold without a reset", "P1", _speaker_of_another, *_REFUSED_BY_RULE),
    mixup("a speaker that brings its past", "P1", _before_the_binding, "before_binding"),
    mixup("one speaker in two places", "P1", _in_two_places, "two_places"),
)
