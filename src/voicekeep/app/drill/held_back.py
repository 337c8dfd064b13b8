"""Mix-ups around what is frozen because somebody reported it."""

from __future__ import annotations

from typing import Final

from voicekeep.app.drill.mixup import Mixup, mixup
from voicekeep.app.drill.scene import Scene
from voicekeep.app.operations.download import begin_download, open_download
from voicekeep.app.operations.incidents import report_not_mine
from voicekeep.records.reports import Saw


def _reported(scene: Scene) -> str:
    """Let Ada report her own copy; return its link as it was shown before."""
    request = scene.released(scene.ada)
    token = scene.link_of(scene.ada, request)
    report_not_mine(scene.keep, scene.session(scene.ada), request, Saw.STRANGE_RECORDING)
    scene.did()
    return token


def _frozen_fetched(scene: Scene) -> int:
    """Ada reports her copy, and fetches it through the link all the same."""
    return _fetched(scene, _reported(scene))


def _thawed_by_a_row(scene: Scene) -> int:
    """Somebody with a database shell thaws Ada's copy: the freeze is gone, and the triage says it was dismissed."""
    token = _reported(scene)
    scene.edit("DELETE FROM frozen")
    scene.edit("UPDATE triage SET state = 'dismissed', decided_at = opened_at, decided_by = 'host_operator'")
    return _fetched(scene, token)


def _anothers_reported(scene: Scene) -> int:
    """Bruno, who knows the number of Ada's request, reports her copy: she could not fetch it any more."""
    request = scene.released(scene.ada)
    scene.did()
    report_not_mine(scene.keep, scene.session(scene.bruno), request, Saw.STRANGE_NAME)
    return 1


def _fetched(scene: Scene, token: str) -> int:
    session = scene.session(scene.ada)
    opened = open_download(scene.keep, token, session)
    begin_download(scene.keep, session, opened.archive, range_header=None, if_range=None)
    return 1


HELD_BACK: Final[tuple[Mixup, ...]] = (
    mixup("a frozen archive fetched", "P5", _frozen_fetched, "FrozenLinkError"),
    mixup("a thaw by an edited row", "P5", _thawed_by_a_row, "FrozenLinkError"),
    mixup("another's copy reported", "P3", _anothers_reported, "UnknownCopyError"),
)
