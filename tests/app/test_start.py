"""P7: what was erased stays erased, whatever database is put back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.app.simulator import tone
from voicekeep.app.demo.script import PEOPLE
from voicekeep.app.drill.members import hand_in, join, session_of
from voicekeep.app.drill.scene import Cast, Scene
from voicekeep.app.drill.scratch import scratch_settings
from voicekeep.app.operations.erase import NotYoursError, erase_item
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.start import recover
from voicekeep.app.settings import NoKeepError
from voicekeep.app.wiring import create_keep, open_keep
from voicekeep.ledger import LedgerBehindError


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Cast]:
    place = tmp_path_factory.mktemp("original")
    data = place / "two" / "keep"
    create_keep(data, scratch_settings(data.parent))
    members = []
    with open_keep(data) as keep:
        for number, person in enumerate(PEOPLE):
            spoken = place / str(number)
            spoken.mkdir()
            for turn in range(3):
                at = datetime(2026, 9, 1, 8, turn, tzinfo=UTC).isoformat()
                (spoken / f"{turn}.wav").write_bytes(tone(f"{number} {turn}"))
                (spoken / f"{turn}.wav.json").write_text(f'{{"transcript": "turn {turn}", "at": "{at}"}}')
            members.append(join(keep, person))
            hand_in(keep, members[-1], spoken, lambda _: None)
    return data.parent, Cast(ada=members[0], bruno=members[1])


def test_a_restored_database_is_refused_until_a_person_decides_and_then_erases_first(
    original: tuple[Path, Cast], tmp_path: Path
) -> None:
    with Scene(original[0], tmp_path / "scene", original[1]) as scene:
        backup = scene.back_up()
        erased = scene.turns_of(scene.ada)[0]
        erase_item(scene.keep, session_of(scene.keep, scene.ada), erased)
        scene.put_back(backup)
        with pytest.raises(LedgerBehindError):
            scene.start_again()
        with open_keep(scene.folder, guarded=False) as keep:
            assert recover(keep) == 1
        scene.start_again()
        assert erased not in scene.turns_of(scene.ada)
        verify_ledger(scene.keep)
        assert scene.fetched(scene.ada, scene.released(scene.ada)) == 0


def test_nobody_erases_what_is_not_theirs(original: tuple[Path, Cast], tmp_path: Path) -> None:
    with Scene(original[0], tmp_path / "scene", original[1]) as scene:
        adas = scene.turns_of(scene.ada)[0]
        with pytest.raises(NotYoursError):
            erase_item(scene.keep, session_of(scene.keep, scene.bruno), adas)
        assert adas in scene.turns_of(scene.ada)


def test_an_erased_item_is_in_no_copy_and_no_store(original: tuple[Path, Cast], tmp_path: Path) -> None:
    with Scene(original[0], tmp_path / "scene", original[1]) as scene:
        before = scene.released(scene.ada)
        erased = scene.turns_of(scene.ada)[0]
        erase_item(scene.keep, session_of(scene.keep, scene.ada), erased)
        with pytest.raises(Exception, match="no link"):
            scene.fetched(scene.ada, before)
        after = scene.body(scene.built(scene.ada))
        assert not [name for name in after if erased in name]
        assert erased not in {name.partition("/")[2] for name in scene.keep.blobs.names()}


def test_a_folder_without_a_keep_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoKeepError), open_keep(tmp_path):
        pass
