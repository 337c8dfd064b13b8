"""Every way out of a keep, tried for what is somebody else's: link, download, page, file in the archive, log."""

from __future__ import annotations

import hashlib
import io
import json
import logging
import re
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
from voicekeep.formats.page import index_html
from voicekeep.formats.tables import csv_header, csv_row
from voicekeep.records.ids import GrantId, ItemId, SubjectId
from voicekeep.records.items import ItemKind

_KNOWN = frozenset(
    {
        "bagit.txt",
        "bag-info.txt",
        "manifest-sha256.txt",
        "tagmanifest-sha256.txt",
        "ownership.json",
        "ownership.sig",
        "data/index.html",
        "data/about-your-data.html",
        "data/copy.json",
        "data/copy.js",
    }
    | {
        f"data/{place.format(table)}"
        for table in layout.FILE_STEM.values()
        for place in ("{}.jsonl", "{}.csv", "{}.js", "schema/{}.json")
    }
)
_A_RECORDING = re.compile(r"data/recordings/\d{4}/\d\d/[\dTZ-]+_itm_[a-z2-7]{26}[.]flac")
_PAGES = ("/my-data", "/my-data/copies", "/my-data/history", "/heard", "/heard/sound/{strange}.flac")
_QUIET_PAGES = ("/my-data/messages", "/choices", "/restriction", "/close", "/security", "/heard/turn/{strange}")
_API = ("requests", "disclosures", "heard/days", "heard/turns/{strange}", "heard/turns/{strange}/sound")


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
        strange = next(item for item, owner in town.truth.owner.items() if owner != member.subject)
        token = scene.signed_in(member).token
        pages = (*_PAGES, scene.chance.choice(_QUIET_PAGES))  # of what shows little or nothing, one in each trial
        answers = [browser.get(page.format(strange=strange)) for page in pages]
        answers.append(browser.get(f"/api/v1/{scene.chance.choice(_API).format(strange=strange)}", token=token))
        shown = "".join(answer.text for answer in answers).replace(strange, "")
        came.foreign += _foreign_words(shown, member.subject, town.truth)
        came.foreign += sum(answer.content.startswith(b"fLaC") for answer in answers)
        for link in links:
            for answer in _answers(browser, link, own=link.recipient == member.subject):
                if answer.content.startswith(b"PK"):
                    _look_into(answer.content, member.subject, scene, town.truth, came)
                else:
                    came.foreign += _foreign_words(answer.text, member.subject, town.truth)
    everything = frozenset().union(*town.truth.words.values())
    came.foreign += sum(word in line for line in logged for word in everything if not word.startswith(("sub_", "itm_")))
    return came


def look_at_copies(scene: Scene, town: Town, members: tuple[Member, ...]) -> Came:
    """Let each of these members fetch their own copies, and nothing else."""
    came = Came()
    links = _links(scene)
    for member in members:
        browser = scene.browser(member)
        for link in links:
            if link.recipient == member.subject:
                for answer in _answers(browser, link, own=True):
                    if answer.content.startswith(b"PK"):
                        _look_into(answer.content, member.subject, scene, town.truth, came)
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
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    seen: set[ItemId] = set()
    for kind in ItemKind:
        lines = members.get(layout.lines_member(kind), b"").splitlines()
        for line in lines:
            fields, digest = json.loads(line), hashlib.sha256(line).digest()
            item = ItemId(fields["item"])
            foreign = fields["owner"] != subject or truth.owner.get(item, subject) != subject
            came.foreign += foreign or item in scene.added
            if item in seen or truth.lines.get(item, digest) != digest:
                came.wrong.append(f"{item} stands twice or was changed")
            seen.add(item)
            if (path := fields.get("recording")) is not None:
                sound = members.get(f"{layout.DATA}{path}", b"")
                if hashlib.sha256(sound).hexdigest() != fields["audio_sha256"]:
                    came.wrong.append(f"{item} has another sound, or none")
        if members.get(layout.csv_member(kind)) != csv_header(kind) + b"".join(
            csv_row(kind, json.loads(x)) for x in lines
        ):
            came.wrong.append(f"the CSV of {kind} says something else")
        if not all(line in members.get(layout.script_member(kind), b"") for line in lines):
            came.wrong.append(f"the page of {kind} shows something else")
    own = {item for item, owner in truth.owner.items() if owner == subject} - scene.erased
    came.wrong += [f"{item} is missing" for item in own - seen]
    came.wrong += [f"{item} was erased" for item in scene.erased & seen]
    sounds = [name for name in members if name.endswith(".flac")]
    came.foreign += sum(truth.sounds.get(hashlib.sha256(members[name]).digest(), subject) != subject for name in sounds)
    if members.get(layout.INDEX) != index_html():
        came.wrong.append("the index page is another one")
    for name in (layout.SHEET, layout.COPY, layout.COPY_SCRIPT):
        came.foreign += _foreign_words(members.get(name, b"").decode(), subject, truth)
    came.wrong += [f"nobody knows {name}" for name in members if not _known(name)]


def _known(name: str) -> bool:
    """Return whether docs/formats/archive.md names it; written out here, so as not to believe the layout's own list."""
    return (
        name in _KNOWN or re.fullmatch(r"data/recordings/\d{4}/\d\d/[\dTZ-]+_itm_[a-z2-7]{26}[.]flac", name) is not None
    )
