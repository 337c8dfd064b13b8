"""The plays: how each human error spoils a scene, and the way out that is then tried."""

from __future__ import annotations

import json
import threading
from dataclasses import replace

from voicekeep.app.drill.bodies import Members
from voicekeep.app.drill.mixup import UnnoticedError
from voicekeep.app.drill.scene import Scene, archive_of
from voicekeep.app.operations.accounts import sign_in
from voicekeep.app.operations.asking import copies_of
from voicekeep.app.operations.attempts import attempt_with, request_with
from voicekeep.app.operations.blob_names import body_blob, item_blob, tail_blob
from voicekeep.app.operations.download import open_download
from voicekeep.app.operations.erase import erase_item
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.delivery import UnknownLinkError
from voicekeep.formats import layout
from voicekeep.formats.tables import csv_row, script_line
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.items import ItemKind

_LINES = layout.lines_member(ItemKind.TURN)
_CSV = layout.csv_member(ItemKind.TURN)
_SCRIPT = layout.script_member(ItemKind.TURN)
_RECORDINGS = f"{layout.DATA}recordings/"


def archive_attached_to_another_request(scene: Scene) -> int:
    """Ada's finished archive becomes Bruno's in every row, through the program itself, codes and all."""
    adas, brunos = scene.released(scene.ada), scene.released(scene.bruno)
    archive, bruno = archive_of(scene, adas), scene.bruno.subject
    was, attempt = request_with(scene.keep, brunos), attempt_with(scene.keep, archive)
    with scene.keep.database.begin() as transaction:
        grant = transaction.grants.of_archive(archive)
        if grant is None:
            raise UnknownLinkError
        transaction.requests.replace(was, replace(was, attempt=archive))
        transaction.attempts.replace(replace(attempt, request=brunos, subject=bruno))
        transaction.grants.replace(replace(grant, request=brunos, recipient=bruno))
    scene.did()
    return scene.fetched(scene.bruno, brunos)


def link_given_to_another(scene: Scene) -> int:
    """Ada's link is sent to Bruno, who is signed in."""
    adas = scene.released(scene.ada)
    view = next(view for view in copies_of(scene.keep, scene.session(scene.ada)) if view.request == adas)
    scene.did()
    open_download(scene.keep, str(view.token), scene.session(scene.bruno))
    return 1


def sealed_item_moved(scene: Scene) -> int:
    """One of Ada's sealed recordings is put in the place of one of Bruno's."""
    scene.copy_blob(item_blob(scene.turns_of(scene.ada)[0]), item_blob(scene.turns_of(scene.bruno)[0]))
    return scene.fetched(scene.bruno, scene.released(scene.bruno))


def owner_edited(scene: Scene) -> int:
    """Somebody with a database shell makes one of Ada's recordings Bruno's."""
    scene.edit("UPDATE item SET owner = ? WHERE item = ?", scene.bruno.subject, scene.turns_of(scene.ada)[0])
    return scene.fetched(scene.bruno, scene.released(scene.bruno))


def item_relabelled(scene: Scene) -> int:
    """One recording of Ada's is put in the place of another one of hers."""
    first, second = scene.turns_of(scene.ada)[:2]
    scene.copy_blob(item_blob(first), item_blob(second))
    return scene.fetched(scene.ada, scene.released(scene.ada))


def password_row_copied(scene: Scene) -> int:
    """Bruno's password is copied over Ada's, code and all, and Bruno signs in as Ada."""
    [(secret, mac)] = scene.look_up("SELECT secret, mac FROM credential WHERE subject = ?", scene.bruno.subject)
    scene.edit("UPDATE credential SET secret = ?, mac = ? WHERE subject = ?", secret, mac, scene.ada.subject)
    sign_in(scene.keep, scene.ada.person.email, scene.bruno.password)
    return 1


def foreign_file_added(scene: Scene) -> int:
    """A builder with a bug packs one of Ada's recordings into Bruno's copy."""
    adas, brunos = scene.body(scene.built(scene.ada)), scene.built(scene.bruno)
    name, sound = next((name, data) for name, data in adas.items() if name.startswith(_RECORDINGS))

    def add(members: Members) -> Members:
        before = {tag: members[tag] for tag in layout.BEFORE_RECORDINGS}
        return {**before, name: sound, **members}

    scene.rebuild(brunos, add)
    return scene.fetched(scene.bruno, scene.gone_on(brunos))


def recording_left_out(scene: Scene) -> int:
    """A builder with a bug leaves one of Ada's recordings out of her copy."""
    archive = scene.built(scene.ada)

    def leave_out(members: Members) -> Members:
        gone = next(name for name in members if name.startswith(_RECORDINGS))
        return {name: data for name, data in members.items() if name != gone}

    scene.rebuild(archive, leave_out)
    return scene.fetched(scene.ada, scene.gone_on(archive))


def transcript_swapped(scene: Scene) -> int:
    """One of Bruno's transcripts stands in Ada's copy in the place of hers, the same in all three tables."""
    archive = scene.built(scene.ada)
    lines = [json.loads(line) for line in scene.body(scene.built(scene.bruno))[_LINES].splitlines()]
    stranger = next((each for each in lines if each["transcript"]), lines[0])
    words = stranger["transcript"] or "what Bruno said"  # whoever brought sound only has no words
    theirs = {"transcript": words, "source_name": stranger["source_name"]}

    def swap(members: Members) -> Members:
        line = members[_LINES].splitlines()[0]
        was = json.loads(line)
        now = {**was, **theirs}
        spoilt = json.dumps(now, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        kind = ItemKind.TURN
        return {
            **members,
            _LINES: members[_LINES].replace(line, spoilt),
            _CSV: members[_CSV].replace(csv_row(kind, was), csv_row(kind, now)),
            _SCRIPT: members[_SCRIPT].replace(script_line(line, first=True), script_line(spoilt, first=True)),
        }

    scene.rebuild(archive, swap)
    return scene.fetched(scene.ada, scene.gone_on(archive))


def csv_edited(scene: Scene) -> int:
    """Somebody corrects one word in the CSV of Ada's copy; everything else fits."""
    archive = scene.built(scene.ada)

    def correct(members: Members) -> Members:
        row = members[_CSV].splitlines(keepends=True)[1]
        spoilt = row.replace(b'"imported"', b'"account"')
        return {**members, _CSV: members[_CSV].replace(row, spoilt)}

    scene.rebuild(archive, correct)
    return scene.fetched(scene.ada, scene.gone_on(archive))


def two_workers_at_once(scene: Scene) -> int:
    """Two workers take the same request on at the same time: one archive may come of it, and one refusal."""
    request = scene.asked(scene.ada)
    refusals: list[VoicekeepError] = []
    together = threading.Barrier(2)

    def work() -> None:
        together.wait()
        try:
            release(request, PlainDesk(scene.keep))
        except VoicekeepError as refused:
            refusals.append(refused)

    scene.did()
    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if scene.released_facts(request) == 1 and refusals:
        raise refusals[0]
    return 1


def archive_blob_copied(scene: Scene) -> int:
    """The files of Ada's archive are copied over those of Bruno's."""
    adas, brunos = scene.released(scene.ada), scene.released(scene.bruno)
    for part in (body_blob, tail_blob):
        scene.copy_blob(part(archive_of(scene, adas)), part(archive_of(scene, brunos)))
    return scene.fetched(scene.bruno, brunos)


def ledger_leaf_edited(scene: Scene) -> int:
    """Somebody with a database shell removes the guard and rewrites one line of the ledger."""
    scene.drop_guards()
    scene.edit("UPDATE ledger_entry SET commitment = ? WHERE position = 7", bytes(32))
    verify_ledger(scene.keep)
    raise UnnoticedError


def ledger_rolled_back(scene: Scene) -> int:
    """The ledger's last lines are cut off, with every checkpoint over them."""
    scene.drop_guards()
    [(size,)] = scene.look_up("SELECT size FROM ledger_checkpoint ORDER BY size DESC LIMIT 1 OFFSET 5")
    scene.edit("DELETE FROM ledger_checkpoint WHERE size > ?", size)
    scene.edit("DELETE FROM ledger_opening WHERE position >= ?", size)
    scene.edit("DELETE FROM ledger_entry WHERE position >= ?", size)
    scene.start_again()
    raise UnnoticedError


def database_from_before_an_erasure(scene: Scene) -> int:
    """Ada erases a recording; then the database of the day before is put back."""
    backup = scene.back_up()
    erase_item(scene.keep, scene.session(scene.ada), scene.turns_of(scene.ada)[0])
    scene.put_back(backup)
    scene.start_again()
    raise UnnoticedError
