"""Mix-ups of the work itself: steps twice, steps left out, two at once, stores that fail, clocks that jump."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Final
from unittest.mock import patch

from voicekeep.app.drill.mixup import Mixup, mixup
from voicekeep.app.drill.scene import HeldError, Scene, archive_of
from voicekeep.app.operations.attempts import attempt_with
from voicekeep.app.operations.building import build
from voicekeep.app.operations.erase import erase_item
from voicekeep.app.operations.handing_over import issue, record
from voicekeep.app.operations.holding import HELD
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.operations.sweeping import sweep
from voicekeep.app.operations.voiding import expire_archives
from voicekeep.archive import Stage
from voicekeep.records.errors import StoreError
from voicekeep.records.ids import ArchiveId
from voicekeep.vault import Blobs, StoreFullError


def _check_left_out(scene: Scene) -> int:
    """A worker goes from building to the ledger, without the check."""
    archive = scene.built(scene.ada)
    scene.did()
    return _refused_or(scene, record, archive)


def _link_without_check(scene: Scene) -> int:
    """A worker makes a link for what was only built."""
    archive = scene.built(scene.ada)
    scene.did()
    return _refused_or(scene, issue, archive)


def _refused_or(scene: Scene, step: Callable[[Keep, str], str], archive: ArchiveId) -> int:
    if step(scene.keep, archive) == HELD:
        raise HeldError("NotCheckedError")
    return 1


def _result_of_another(scene: Scene) -> int:
    """The signed result of Ada's check is put beside Bruno's unchecked archive, by the program itself."""
    adas, brunos = archive_of(scene, scene.released(scene.ada)), scene.built(scene.bruno)
    passed = attempt_with(scene.keep, adas)
    claimed = replace(
        attempt_with(scene.keep, brunos),
        stage=Stage.CHECKED,
        inventory_head=passed.inventory_head,
        inventory_signature=passed.inventory_signature,
    )
    with scene.keep.database.begin() as transaction:
        transaction.attempts.replace(claimed)
    scene.did()
    return scene.fetched(scene.bruno, scene.gone_on(brunos))


def _two_archives_at_once(scene: Scene) -> int:
    """Two archives are built for one request; the earlier one goes on."""
    request = scene.asked(scene.ada)
    earlier = build(scene.keep, request)
    build(scene.keep, request)
    scene.did()
    return scene.fetched(scene.ada, scene.gone_on(ArchiveId(earlier)))


def _again_after_success(scene: Scene) -> int:
    """A worker takes a request on again that was answered."""
    request = scene.released(scene.ada)
    scene.did()
    release(request, PlainDesk(scene.keep))
    return scene.fetched(scene.ada, request)


def _every_step_twice(scene: Scene) -> int:
    """Every step runs twice, as after a kill: one copy, one entry for each fact."""
    request = scene.asked(scene.ada)
    scene.did()
    release(request, _TwiceDesk(scene.keep))
    return scene.fetched(scene.ada, request) + scene.released_facts(request) - 1


class _TwiceDesk:
    """Runs each step but the first twice: each building is an attempt of its own."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep

    def step(self, function: Callable[[Keep, str], str], identifier: str) -> str:
        if function is not build:
            function(self._keep, identifier)
        return function(self._keep, identifier)


def _disk_full(scene: Scene) -> int:
    """The disk is full while the archive is written; later there is room."""
    request = scene.asked(scene.ada)
    scene.did()
    with _full(scene.keep.blobs, after=scene.chance.randrange(4)):
        release(request, _PatientDesk(scene.keep))
    return scene.fetched(scene.ada, request)


class _PatientDesk:
    """Runs a step that a store refused once more, as the durable desk does."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep

    def step(self, function: Callable[[Keep, str], str], identifier: str) -> str:
        with suppress(StoreError):
            return function(self._keep, identifier)
        return function(self._keep, identifier)


@contextmanager
def _full(blobs: Blobs, *, after: int) -> Iterator[None]:
    """Let a writer of blobs fail after some pieces, as on a disk that is full; then there is room again."""
    left = after
    roomy = blobs.writer

    @contextmanager
    def writer(name: str) -> Iterator[Callable[[bytes], object]]:
        with roomy(name) as write:

            def limited(piece: bytes) -> object:
                nonlocal left
                left -= 1
                if left == -1:
                    raise StoreFullError(name)
                return write(piece)

            yield limited

    with patch.object(blobs, "writer", writer):
        yield


def _swept_while_writing(scene: Scene) -> int:
    """The sweeper runs between any two steps: what is being written stays."""
    archive = scene.built(scene.ada)
    scene.did()
    sweep(scene.keep)
    request = scene.gone_on(archive)
    sweep(scene.keep)
    return scene.fetched(scene.ada, request)


def _erased_while_checking(scene: Scene) -> int:
    """Ada erases a recording while her copy waits for the check."""
    archive = scene.built(scene.ada)
    item = scene.a_turn(scene.ada)
    erase_item(scene.keep, scene.session(scene.ada), item)
    scene.erased.add(item)
    scene.did()
    return scene.fetched(scene.ada, scene.gone_on(archive))


def _clock_a_week_on(scene: Scene) -> int:
    """The clock jumps a week: what was ready is over."""
    request = scene.released(scene.ada)
    scene.clock.turn(timedelta(days=8))
    scene.did()
    expire_archives(scene.keep)
    return scene.fetched(scene.ada, request)


def _clock_back(scene: Scene) -> int:
    """The clock is put back by days: a sign-in of tomorrow proves nothing today."""
    scene.session(scene.ada)
    scene.clock.turn(timedelta(days=-2))
    scene.did()
    scene.gets(scene.ada)
    return 1


JOBS: Final[tuple[Mixup, ...]] = (
    mixup("the check left out", "P4", _check_left_out, "NotCheckedError"),
    mixup("a link for what was not checked", "P4", _link_without_check, "NotCheckedError"),
    mixup("the result of another's check", "P4", _result_of_another, "RequestChangedError", "ConflictingFactError"),
    mixup("two archives built at once", "P10", _two_archives_at_once, "RequestChangedError"),
    mixup("a retry after success", "P10", _again_after_success, "IllegalMoveError", "RequestChangedError"),
    mixup("every step run twice", "P10", _every_step_twice),
    mixup("a disk that is full for a while", "P10", _disk_full),
    mixup("the sweeper between two steps", "P10", _swept_while_writing),
    mixup("an erasure while the copy is checked", "P7", _erased_while_checking, "NotCheckedError"),
    mixup("a clock that jumps a week", "P5", _clock_a_week_on, "ExpiredLinkError", "no link", "NotSignedInError"),
    mixup("a clock that is put back", "P3", _clock_back, "StaleSignInError", "NotSignedInError"),
)
