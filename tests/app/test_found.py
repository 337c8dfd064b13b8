"""Found files: what a finder does and learns is the same for a match and for none; each match opens a case."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import event

from tests.app.faults import Killed, mortal
from tests.app.simulator import Household, Someone, household, tone
from voicekeep.app.operations.found_digests import (
    DIGESTS_AT_ONCE,
    FileDigest,
    FoundRefusedError,
    hand_in_digests,
    look_up_found,
    parse_digests,
)
from voicekeep.app.operations.reading import PersonalItems
from voicekeep.notice import NoticeKind
from voicekeep.records.items import ItemKind
from voicekeep.records.reports import ReportSource
from voicekeep.records.scope import ReleaseScope


def flac_of(home: Household, someone: Someone) -> bytes:
    with home.keep.database.read() as transaction:
        scope = ReleaseScope(as_of=transaction.log.size())
        items = PersonalItems(home.keep, transaction, home.keep.ring.opener_for(someone.subject), scope)
        return next(opened.audio for opened in items.items(ItemKind.TURN) if opened.audio is not None)


def samples_of(wav: bytes) -> bytes:
    return wav[wav.index(b"data") + 8 :]


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def cases(home: Household) -> list[ReportSource]:
    with home.keep.database.read() as transaction:
        found = [transaction.incidents.get(key) for key in transaction.incidents.all_keys()]
    return [each.source for each in found if each is not None]


def told(home: Household, someone: Someone) -> int:
    with home.keep.database.read() as transaction:
        return sum(each.kind is NoticeKind.FILE_FOUND for each in transaction.notices.of_subject(someone.subject))


@pytest.fixture
def ada(home: Household) -> Someone:
    someone = home.join("ada")
    home.say(someone, "one")
    return someone


def test_our_flac_and_a_wav_made_from_it_each_open_a_case_and_tell_the_owner(home: Household, ada: Someone) -> None:
    bruno = home.join("bruno")
    wav = tone("ada one")
    flac = flac_of(home, ada)
    for at, digest in enumerate(
        (FileDigest(audio=sha256(flac)), FileDigest(audio=sha256(b"any"), samples=sha256(samples_of(wav))))
    ):
        hand_in_digests(home.keep, [digest])
        assert look_up_found(home.keep) == 1, at
    assert cases(home) == [ReportSource.FOUND_FILE], "the same recording is one case"
    assert (told(home, ada), told(home, bruno)) == (1, 0)


def test_what_is_nobodys_opens_nothing_and_is_forgotten(home: Household, ada: Someone) -> None:
    hand_in_digests(home.keep, [FileDigest(audio=sha256(b"a photograph"))])
    assert look_up_found(home.keep) == 0
    assert cases(home) == []
    assert told(home, ada) == 0
    with home.keep.database.read() as transaction:
        assert transaction.found.count() == 0


def test_what_a_finder_waits_for_is_the_same_work_for_a_match_and_for_none(home: Household, ada: Someone) -> None:
    said: list[str] = []
    engine = home.keep.database._engine  # type: ignore[attr-defined]  # noqa: SLF001  every statement is heard there
    event.listen(engine, "before_cursor_execute", lambda *heard: said.append(heard[2]))
    done = []
    for data in (flac_of(home, ada), b"a photograph"):
        said.clear()
        hand_in_digests(home.keep, [FileDigest(audio=sha256(data))])
        done.append(tuple(said))
    assert done[0] == done[1]
    assert done[0]
    assert not [statement for statement in done[0] if "ledger" in statement], "nothing is looked up meanwhile"


def test_limits_are_of_one_hand_in_and_of_all_that_waits(home: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [FileDigest(audio=sha256(str(number).encode())) for number in range(DIGESTS_AT_ONCE + 1)]
    for wrong in ([], many):
        with pytest.raises(FoundRefusedError):
            hand_in_digests(home.keep, wrong)
    monkeypatch.setattr("voicekeep.app.operations.found_digests.WAITING_MAX", 3)
    hand_in_digests(home.keep, many[:3])
    with pytest.raises(FoundRefusedError, match="wait"):
        hand_in_digests(home.keep, many[3:4])


def test_what_public_tools_print_is_read_and_nothing_of_a_file_name() -> None:
    one, two = sha256(b"1").hex(), sha256(b"2").hex()
    text = f"{one}  Ada Marlow at home.wav\n\n{two.upper()} {one}\n"
    assert parse_digests(text) == (
        FileDigest(audio=sha256(b"1")),
        FileDigest(audio=sha256(b"2"), samples=sha256(b"1")),
    )
    for wrong in ("hello", one[:-2], f"{one}\nnot this", "\n".join([one] * (DIGESTS_AT_ONCE + 1))):
        with pytest.raises(FoundRefusedError):
            parse_digests(wrong)


@pytest.mark.parametrize("after", [False, True])
def test_a_lookup_that_dies_anywhere_opens_one_case_and_tells_once(tmp_path: Path, after: bool) -> None:  # noqa: FBT001
    for at in range(1, 30):
        folder = tmp_path / f"{at}"
        folder.mkdir()
        with household(folder) as home:
            ada = home.join("ada")
            home.say(ada, "one")
            hand_in_digests(home.keep, [FileDigest(audio=sha256(flac_of(home, ada)))])
            dying, fuse = mortal(home.keep, at, after=after)
            with suppress(Killed):
                look_up_found(dying)
            look_up_found(home.keep)
            assert cases(home) == [ReportSource.FOUND_FILE]
            assert told(home, ada) == 1
        if fuse.calls < at:
            return
    pytest.fail("it never came to its end")
