"""Every way out of a keep, tried for what is somebody else's: link, download, page, file in the archive, log."""

from __future__ import annotations

import hashlib
import io
import json
import logging
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx

from voicekeep.app.drill.browser import Browser
from voicekeep.app.drill.members import Member
from voicekeep.app.drill.scene import Scene
from voicekeep.app.drill.town import Town, Truth
from voicekeep.delivery import token_for
from voicekeep.formats import layout
from voicekeep.records.ids import GrantId, ItemId, SubjectId
from voicekeep.records.items import ItemKind

_PAGES = ("/my-data", "/my-data/copies", "/my-data/history", "/choices")


@dataclass(slots=True)
class Came:
    """What came out."""

    foreign: int = 0  # items of somebody else, words of theirs on a page, lines of a log
    wrong: list[str] = field(default_factory=list)  # what is the person's own and not as it was


class Listener(logging.Handler):
    """Remembers what is logged while a trial runs."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Remember one line."""
        self.said.append(record.getMessage())


def try_ways_out(scene: Scene, town: Town, members: tuple[Member, ...], logged: list[str]) -> Came:
    """Let each of these members try everything that there is, in their own browser."""
    came = Came()
    links = _links(scene)
    for member in members:
        browser = scene.browser(member)
        shown = "".join(browser.get(page).text for page in _PAGES)
        came.foreign += _foreign_words(shown, member.subject, town.truth)
        for link in links:
            for answer in _answers(browser, link, own=link.recipient == member.subject):
                if answer.content.startswith(b"PK"):
                    _look_into(answer.content, member.subject, scene, town.truth, came)
                else:
                    came.foreign += _foreign_words(answer.text, member.subject, town.truth)
    everything = frozenset().union(*town.truth.words.values())
    came.foreign += sum(word in line for line in logged for word in everything if not word.startswith(("sub_", "itm_")))
    return came


@dataclass(frozen=True, slots=True)
class _Link:
    token: str
    archive: str
    recipient: str


def _links(scene: Scene) -> list[_Link]:
    """Return every link that there is, with its archive and to whom it was given, by the rows as they stand."""
    rows = scene.look_up("SELECT grant, archive, recipient FROM grant_link")
    return [
        _Link(token_for(scene.keep.link_key, GrantId(str(grant))), str(archive), str(recipient))
        for grant, archive, recipient in rows
    ]


def _answers(browser: Browser, link: _Link, *, own: bool) -> Iterator[httpx.Response]:
    """Open a link, and ask for its archive; press the button only where there is one."""
    page = f"/copy/{link.token}"
    if own:
        yield browser.send(page, page)
        return
    yield browser.get(page)
    yield browser.get(f"/download/{link.archive}")


def _foreign_words(text: str, subject: SubjectId, truth: Truth) -> int:
    return sum(word in text for other, words in truth.words.items() if other != subject for word in words)


def _look_into(zipped: bytes, subject: SubjectId, scene: Scene, truth: Truth, came: Came) -> None:
    """Compare a copy with the truth: nothing foreign, nothing missing, nothing changed."""
    seen: set[ItemId] = set()
    with zipfile.ZipFile(io.BytesIO(zipped)) as copy:
        sounds = [hashlib.sha256(copy.read(name)).digest() for name in copy.namelist() if name.endswith(".flac")]
        came.foreign += sum(truth.sounds.get(sound, subject) != subject for sound in sounds)
        for kind in ItemKind:
            for line in copy.read(layout.lines_member(kind)).splitlines():
                fields = json.loads(line)
                item = ItemId(fields["item"])
                came.foreign += fields["owner"] != subject or truth.owner.get(item, subject) != subject
                if (
                    item in seen
                    or truth.lines.get(item, hashlib.sha256(line).digest()) != hashlib.sha256(line).digest()
                ):
                    came.wrong.append(f"{item} stands twice or was changed")
                seen.add(item)
    own = {item for item, owner in truth.owner.items() if owner == subject} - scene.erased
    came.wrong += [f"{item} is missing" for item in own - seen]
    came.wrong += [f"{item} was erased" for item in scene.erased & seen]
    heard = {sound for sound, owner in truth.sounds.items() if owner == subject}
    if len(heard - set(sounds)) > len(scene.erased):
        came.wrong.append("a sound is missing")
