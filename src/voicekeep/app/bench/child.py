"""What the benchmark measures, in a process of its own: `python -m voicekeep.app.bench.child TASK FOLDER N`."""

from __future__ import annotations

import hashlib
import json
import resource
import secrets
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from voicekeep.app.bench.clips import CLIP_BYTES, clip
from voicekeep.app.operations.asking import confirm_identity, place_of
from voicekeep.app.operations.capture import Piece, keep_items
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.settings import Settings
from voicekeep.app.wiring import create_keep, open_keep
from voicekeep.people import Session, SignInMethod
from voicekeep.records.ids import ItemId, RequestId, SessionId, SubjectId
from voicekeep.records.items import Evidence, Speaker, TurnRecord, recording_path
from voicekeep.request import receive

_BATCH = 500
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def settings_for(folder: Path) -> Settings:
    """Return the settings of a scratch keep in a folder."""
    return Settings(
        mode="home",
        public_origin="bench.localhost",
        public_url="http://localhost",
        root_key=str(folder / "root.key"),
        key_store=str(folder / "keys.sqlite3"),
        controller_name="bench",
        controller_contact="",
        data_protection_officer="",
        authority="",
        country="DE",
        subdivision="",
        zone="UTC",
        language="en",
    )


def prepare(folder: Path, recordings: int) -> None:
    """Keep N recordings for one person, and lay the same bytes out as loose files."""
    data = folder / "keep"
    create_keep(data, settings_for(folder))
    loose = folder / "loose"
    loose.mkdir()
    with open_keep(data) as keep:
        subject = SubjectId.random(keep.entropy)
        keep.ring.new_subject(subject)
        for first in range(0, recordings, _BATCH):
            pieces = [_piece(keep, subject, loose, n) for n in range(first, min(first + _BATCH, recordings))]
            keep_items(keep, subject, pieces)
        _ask(keep, subject, folder)


def _piece(keep: Keep, subject: SubjectId, loose: Path, number: int) -> Piece:
    audio = clip(number)
    item, at = ItemId.random(keep.entropy), _BEGAN + timedelta(seconds=20 * number)
    (loose / f"{number:06}.flac").write_bytes(audio)
    digest = hashlib.sha256(audio).hexdigest()
    record = TurnRecord(
        item=item,
        owner=subject,
        at=at,
        device=None,
        evidence=Evidence.IMPORTED,
        speaker=Speaker.REGISTERED,
        language="en",
        transcript=f"Set a timer for {number} minutes",
        source_name=f"{number:06}.wav",
        recording=recording_path(at, item),
        audio_sha256=digest,
        samples_sha256=digest,
        sample_rate=16_000,
        sample_count=CLIP_BYTES,
    )
    return Piece(record=record, audio=audio)


def _ask(keep: Keep, subject: SubjectId, folder: Path) -> None:
    """File and prove the request as the signed-in person would; the password is not what is measured."""
    now = keep.now()
    session = Session(
        session=SessionId.random(keep.entropy),
        subject=subject,
        token_sha256=secrets.token_bytes(32),
        signed_in_at=now,
        method=SignInMethod.PASSWORD,
        expires_at=now + timedelta(hours=1),
    )
    received = receive(
        subject,
        request=RequestId.random(keep.entropy),
        item=ItemId.random(keep.entropy),
        language="en",
        place=place_of(keep),
        now=now,
    )
    keep_items(
        keep,
        subject,
        [Piece(record=received.record)],
        facts=[received.fact],
        also=lambda transaction: transaction.requests.add(received.request),
    )
    confirm_identity(keep, replace(session, signed_in_at=keep.now()), received.request.request)
    (folder / "request").write_text(received.request.request, encoding="ascii")


def measure(folder: Path) -> None:
    """Release the request: select, open, build, seal, check, finish, issue; say how long and how much memory."""
    request = RequestId((folder / "request").read_text("ascii"))
    with open_keep(folder / "keep") as keep:
        began = time.perf_counter()
        outcome = release(request, PlainDesk(keep))
        seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024  # KiB on Linux
    sys.stdout.write(json.dumps({"grant": outcome, "seconds": seconds, "peak_rss_mb": peak}))


def main() -> None:
    """Run one task."""
    task, folder, recordings = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    if task == "prepare":
        prepare(folder, recordings)
    else:
        measure(folder)


if __name__ == "__main__":
    main()
