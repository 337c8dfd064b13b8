"""Mix-ups of a builder with a bug: its archive fits together in every way, and is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

from voicekeep.app.drill.bodies import Members
from voicekeep.app.drill.mixup import Mixup, mixup
from voicekeep.app.drill.scene import Scene
from voicekeep.formats import layout
from voicekeep.formats.tables import csv_header, csv_row, script_close, script_line, script_open
from voicekeep.records.items import ItemKind

_RECORDINGS: Final = f"{layout.DATA}recordings/"
_KIND: Final = ItemKind.TURN
_LINES, _CSV, _SCRIPT = layout.lines_member(_KIND), layout.csv_member(_KIND), layout.script_member(_KIND)


def _built_with(edit: Callable[[Scene, Members], Members]) -> Callable[[Scene], int]:
    """Return the play in which the builder writes Ada's members like this."""

    def play(scene: Scene) -> int:
        archive = scene.built(scene.ada)
        scene.rebuild(archive, lambda members: edit(scene, members))
        return scene.fetched(scene.ada, scene.gone_on(archive))

    return play


def _brunos(scene: Scene) -> Members:
    return scene.body(scene.built(scene.bruno))


def _a_recording(scene: Scene, members: Members) -> str:
    return scene.chance.choice([name for name in members if name.startswith(_RECORDINGS)])


def _foreign_sound(scene: Scene, members: Members) -> Members:
    """Bruno's sound stands under the name of a recording of Ada's."""
    theirs = _brunos(scene)
    return {**members, _a_recording(scene, members): theirs[_a_recording(scene, theirs)]}


def _sounds_crossed(scene: Scene, members: Members) -> Members:
    """Two recordings of one person have each other's sound."""
    one, other = scene.chance.sample([name for name in members if name.startswith(_RECORDINGS)], 2)
    return {**members, one: members[other], other: members[one]}


def _recording_twice(scene: Scene, members: Members) -> Members:
    """A recording stands in the copy once more, a day later."""
    name = _a_recording(scene, members)
    before = {tag: members[tag] for tag in layout.BEFORE_RECORDINGS}
    return {**before, name.replace("recordings/20", "recordings/19", 1): members[name], **members}


def _stray_file(scene: Scene, members: Members) -> Members:
    """A file that nobody knows lies in the copy."""
    name = scene.chance.choice(["data/notes.txt", "data/recordings/extra.flac", "README", "data/other.jsonl"])
    return {**members, name: b"left behind"}


def _table_of_a_stranger(scene: Scene, members: Members) -> Members:
    """The tables of a kind are Bruno's."""
    theirs, kind = _brunos(scene), scene.chance.choice(list(ItemKind))
    names = (layout.lines_member(kind), layout.csv_member(kind), layout.script_member(kind))
    return {**members, **{name: theirs[name] for name in names}}


def _line_of_a_stranger(scene: Scene, members: Members) -> Members:
    """One more line stands in all three tables, and it is Bruno's."""
    line = scene.chance.choice(_brunos(scene)[_LINES].splitlines())
    return _with_lines(members, [*members[_LINES].splitlines(), line])


def _line_lost(scene: Scene, members: Members) -> Members:
    """One line is missing in all three tables; its recording is there."""
    lines = members[_LINES].splitlines()
    lines.pop(scene.chance.randrange(len(lines)))
    return _with_lines(members, lines)


def _line_twice(scene: Scene, members: Members) -> Members:
    """One line stands twice in all three tables."""
    lines = members[_LINES].splitlines()
    return _with_lines(members, [*lines, scene.chance.choice(lines)])


def _instant_changed(scene: Scene, members: Members) -> Members:
    """A line says that something was said a year earlier."""
    lines = members[_LINES].splitlines()
    at = scene.chance.randrange(len(lines))
    lines[at] = lines[at].replace(b'"at":"20', b'"at":"19')
    return _with_lines(members, lines)


def _with_lines(members: Members, lines: list[bytes]) -> Members:
    """Write all three tables of turns anew, as the builder would."""
    rows = b"".join(csv_row(_KIND, json.loads(line)) for line in lines)
    said = b"".join(script_line(line, first=number == 0) for number, line in enumerate(lines))
    return {
        **members,
        _LINES: b"".join(line + b"\n" for line in lines),
        _CSV: csv_header(_KIND) + rows,
        _SCRIPT: script_open(_KIND) + said + script_close(),
    }


def _script_differs(scene: Scene, members: Members) -> Members:
    """What index.html shows is not what the lines say."""
    words = json.loads(scene.chance.choice(members[_LINES].splitlines()))["item"].encode()
    return {**members, _SCRIPT: members[_SCRIPT].replace(words, words[:-1] + b"7", 1)}


def _explanation_of_a_stranger(scene: Scene, members: Members) -> Members:
    """The page that explains the data is Bruno's."""
    return {**members, layout.SHEET: _brunos(scene)[layout.SHEET]}


def _cover_of_a_stranger(scene: Scene, members: Members) -> Members:
    """The cover of the copy is Bruno's."""
    theirs = _brunos(scene)
    return {**members, layout.COPY: theirs[layout.COPY], layout.COPY_SCRIPT: theirs[layout.COPY_SCRIPT]}


def _page_that_calls_home(_: Scene, members: Members) -> Members:
    """The index page loads something from elsewhere."""
    call = b'<script src="https://evil.example/x.js"></script></body>'
    return {**members, layout.INDEX: members[layout.INDEX].replace(b"</body>", call)}


def _order_changed(_: Scene, members: Members) -> Members:
    """The members stand in another order."""
    return dict(reversed(members.items()))


BUILDER: Final[tuple[Mixup, ...]] = (
    mixup("another's sound under one's own name", "P4", _built_with(_foreign_sound), "altered_recording"),
    mixup("two sounds of one person crossed", "P4", _built_with(_sounds_crossed), "altered_recording"),
    mixup("a recording packed twice", "P4", _built_with(_recording_twice), "foreign_recording"),
    mixup("a file that nobody knows", "P4", _built_with(_stray_file), "unknown_member"),
    mixup("the tables of a stranger", "P4", _built_with(_table_of_a_stranger), "foreign_item", "missing_item"),
    mixup("a line of a stranger", "P4", _built_with(_line_of_a_stranger), "foreign_item"),
    mixup("a line left out", "P4", _built_with(_line_lost), "missing_item"),
    mixup("a line written twice", "P4", _built_with(_line_twice), "foreign_item"),
    mixup("an instant changed", "P4", _built_with(_instant_changed), "altered_record"),
    mixup("a page that shows something else", "P4", _built_with(_script_differs), "script_differs"),
    mixup("the explanation of a stranger", "P4", _built_with(_explanation_of_a_stranger), "altered_member"),
    mixup("the cover of a stranger", "P4", _built_with(_cover_of_a_stranger), "wrong_subject"),
    mixup("a page that calls somebody", "P4", _built_with(_page_that_calls_home), "altered_member"),
    mixup("members in another order", "P4", _built_with(_order_changed), "unknown_member"),
)
