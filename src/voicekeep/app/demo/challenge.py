"""An invitation: make one of Ada's recordings reach Bruno.

Flow        make_challenge -> `handed`: database, blobs, two accounts, a letter; `kept`: root key, key store, the truth
            judge -> a copy of both; the program runs; Bruno and the clerk open every link -> what came, what stops it
The root key lies on the same machine as everything else of a scratch keep. Using it proves nothing: whoever has it can
open everything, and docs/threat-model.md says so.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from voicekeep.app.demo.script import PEOPLE
from voicekeep.app.demo.speaking import Studio, speak_turns
from voicekeep.app.drill.members import Person, hand_in, join, session_of
from voicekeep.app.drill.scratch import scratch_settings
from voicekeep.app.operations.accounts import sign_in
from voicekeep.app.operations.asking import ask_for_copy, copies_of
from voicekeep.app.operations.download import begin_download, open_download
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.reading import PersonalItems
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.settings_file import load, save
from voicekeep.app.wiring import DATABASE_FILE, create_keep, open_keep
from voicekeep.assistant import EspeakEngine, SphinxEngine
from voicekeep.delivery import token_for
from voicekeep.formats.facts import decode_fact
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.facts import Held
from voicekeep.records.ids import GrantId, SubjectId
from voicekeep.records.items import ItemKind
from voicekeep.records.scope import ReleaseScope

_TURNS: Final = 6  # that each of the two has said
_CLERK: Final = Person(name="The clerk", email="clerk@keep.example", household="Office", language="en")
_LETTER: Final = """Make one of Ada's recordings reach Bruno.

Here is what a thief, a careless colleague or a tired administrator might have of a Voicekeep:

  keep/           the data folder as it lies on the disk: database, sealed recordings, settings. Change what you like.
  accounts.json   Bruno's account, and a clerk's. Ada's password you do not have.

What you do not have is the root key and the key store; they are in the folder beside this one, because this is one
machine. Whoever takes them has everything, and our threat model says so: that would prove nothing.

When you are done:   voicekeep challenge --judge {folder}
It works on a copy, starts the program, lets Bruno and the clerk ask for copies and open every link there is, and
says whether one of Ada's recordings came out, and if not, what stopped it. Ada's own copy is ready and waits for her:
in 2018 such a link went to the wrong person. Try as often as you like.
"""


class ChallengeError(VoicekeepError):
    """There is no challenge in that folder, or something else is; nothing was changed."""


@dataclass(slots=True)
class Judged:
    """What the judge saw."""

    changed: bool  # whether what was handed out is still as it was
    reached: int = 0  # of Ada's recordings
    stopped_by: list[tuple[str, str]] = field(default_factory=list)  # name of the refusal, its promise; each once

    def note(self, name: str, promise: str | None) -> None:
        """Note what stopped a way out."""
        if (name, promise or "") not in self.stopped_by:
            self.stopped_by.append((name, promise or ""))


def make_challenge(folder: Path) -> None:
    """Make a scratch keep with Ada, Bruno and a clerk in an empty folder, and hand out what an attacker might have.

    Raises:
        ChallengeError: the folder holds something.
    """
    if folder.exists() and any(folder.iterdir()):
        raise ChallengeError("the folder for the challenge is not empty; nothing was made")
    handed, kept = folder / "handed", folder / "kept"
    handed.mkdir(parents=True)
    kept.mkdir(mode=0o700)
    create_keep(handed / "keep", scratch_settings(kept))
    with (
        open_keep(handed / "keep") as keep,
        tempfile.TemporaryDirectory() as spoken,
        EspeakEngine() as mouth,
        SphinxEngine() as ear,
    ):
        members, studio = [], Studio(mouth=mouth, ear=ear)
        for number, person in enumerate(PEOPLE):
            few = replace(person, turns=person.turns[:_TURNS])
            speak_turns(few, studio, Path(spoken) / str(number), keep.now() - timedelta(days=30), lambda: None)
            members.append(join(keep, person))
            hand_in(keep, members[-1], Path(spoken) / str(number), lambda _: None)
        clerk = join(keep, _CLERK)
        ada, bruno = members
        release(ask_for_copy(keep, session_of(keep, ada), ada.person.language), PlainDesk(keep))
        truth = {"sounds": _sounds_of(keep, ada.subject), "handed": ""}
    accounts = {
        name: {"email": member.person.email, "password": member.password, "subject": member.subject}
        for name, member in (("bruno", bruno), ("clerk", clerk))
    }
    (handed / "accounts.json").write_text(json.dumps(accounts, indent=2) + "\n", encoding="utf-8")
    (handed / "LETTER.txt").write_text(_LETTER.format(folder=folder), encoding="utf-8")
    truth["handed"] = _state_of(handed / "keep")
    (kept / "truth.json").write_text(json.dumps(truth), encoding="utf-8")


def judge(folder: Path) -> Judged:
    """Start the program on a copy of what was made of the challenge, and try every way out.

    Raises:
        ChallengeError: there is no challenge in that folder.
    """
    try:
        truth = json.loads((folder / "kept" / "truth.json").read_text("utf-8"))
        accounts = json.loads((folder / "handed" / "accounts.json").read_text("utf-8"))
    except (OSError, ValueError) as missing:
        raise ChallengeError("there is no challenge in this folder; nothing was judged") from missing
    judged = Judged(changed=_state_of(folder / "handed" / "keep") != truth["handed"])
    with tempfile.TemporaryDirectory(prefix="voicekeep-judge-") as scratch:
        data = _copied(folder, Path(scratch))
        try:
            with open_keep(data) as keep:
                links = _every_link(keep, data)
                for account in accounts.values():
                    _try_as(keep, account, links, frozenset(truth["sounds"]), judged)
                _note_held(keep, judged)
        except VoicekeepError as refused:
            judged.note(type(refused).__name__, refused.promise)
    return judged


def _copied(folder: Path, scratch: Path) -> Path:
    """Copy what was made of it, so that judging twice says the same, and return the copy's data folder."""
    shutil.copytree(folder / "handed" / "keep", scratch / "keep")
    shutil.copytree(folder / "kept", scratch / "kept")
    settings = load(scratch / "keep")
    (scratch / "keep" / "voicekeep.toml").unlink()
    kept = scratch / "kept"
    save(replace(settings, root_key=str(kept / "root.key"), key_store=str(kept / "keys.sqlite3")), scratch / "keep")
    return scratch / "keep"


def _try_as(keep: Keep, account: dict[str, str], links: list[str], sounds: frozenset[str], judged: Judged) -> None:
    """Sign in, ask for a copy, and open every link that there is, whoever it was given to."""
    try:
        session = sign_in(keep, account["email"], account["password"]).session
        release(ask_for_copy(keep, session, "en"), PlainDesk(keep))
    except VoicekeepError as refused:
        judged.note(type(refused).__name__, refused.promise)
        return
    own = [view.token for view in copies_of(keep, session) if view.token is not None]
    for link in {*links, *own}:
        try:
            archive = open_download(keep, link, session).archive
            answer = begin_download(keep, session, archive, range_header=None, if_range=None)
            judged.reached += _foreign_in(b"".join(answer.chunks), sounds)
        except VoicekeepError as refused:
            judged.note(type(refused).__name__, refused.promise)


def _every_link(keep: Keep, data: Path) -> list[str]:
    """Return the token of every grant, by the rows as they stand; nobody without the link key could."""
    with closing(sqlite3.connect(data / DATABASE_FILE)) as shell:
        rows = shell.execute("SELECT grant FROM grant_link").fetchall()
    return [token_for(keep.link_key, GrantId(grant)) for (grant,) in rows]


def _foreign_in(answer: bytes, sounds: frozenset[str]) -> int:
    """Return how many of Ada's recordings are in an answer: as files of a ZIP, which stores them as they are."""
    if not answer.startswith(b"PK"):
        return 0
    with zipfile.ZipFile(io.BytesIO(answer)) as copy:
        return sum(hashlib.sha256(copy.read(name)).hexdigest() in sounds for name in copy.namelist())


def _note_held(keep: Keep, judged: Judged) -> None:
    """Note the first finding of every copy that the checks held."""
    with keep.database.read() as transaction:
        facts = [decode_fact(opening.fact) for opening in transaction.log.openings_named("held")]
    for fact in facts:
        if isinstance(fact, Held):
            judged.note(fact.findings[0].partition("-")[0], "P4")


def _sounds_of(keep: Keep, subject: SubjectId) -> list[str]:
    with keep.database.read() as transaction:
        scope = ReleaseScope(as_of=transaction.log.size())
        items = PersonalItems(keep, transaction, keep.ring.opener_for(subject), scope)
        return [
            hashlib.sha256(opened.audio).hexdigest()
            for opened in items.items(ItemKind.TURN)
            if opened.audio is not None
        ]


def _state_of(data: Path) -> str:
    """Return a digest of what was handed out: every file but the database's own bookkeeping."""
    digest = hashlib.sha256()
    for path in sorted(data.rglob("*")):
        if path.is_file() and not path.name.startswith(f"{DATABASE_FILE}-"):
            digest.update(f"{path.relative_to(data)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
