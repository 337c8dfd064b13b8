"""A whole keep in memory that tests steer in one line: people, their recordings, the clock, the stores."""

from __future__ import annotations

import atexit
import hashlib
import io
import math
import secrets
import struct
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from argon2 import Parameters
from argon2.low_level import Type

from voicekeep.app.operations.accounts import choose, invite, open_account, sign_in
from voicekeep.app.operations.asking import ask_for_copy, copies_of
from voicekeep.app.operations.download import begin_download, open_download
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.recordings import Source, Summary, from_owner, take_in
from voicekeep.app.operations.release import PlainDesk, release
from voicekeep.app.settings import Settings
from voicekeep.device import LimitedDecoder
from voicekeep.formats.digest import BlindDigest
from voicekeep.formats.facts import decode_fact
from voicekeep.formats.rows import RowMac
from voicekeep.people import Applicant, EmailIndex, GuestWords, Passwords, Session
from voicekeep.records.facts import Fact
from voicekeep.records.ids import RequestId, SubjectId
from voicekeep.records.items import Keeping
from voicekeep.records.limits import Limits
from voicekeep.stores import KeyFile, MemoryBlobs, MemoryMail, SealedScratch, open_database
from voicekeep.vault import DeskSeal, KeyRing, Purpose, RootKey

QUICK = Parameters(type=Type.ID, version=19, salt_len=16, hash_len=32, time_cost=1, memory_cost=64, parallelism=1)
"""argon2id so cheap that a test can sign in a thousand times; the real cost is the wiring's, and tested there."""

SETTINGS = Settings(
    mode="home",
    public_origin="keep.test",
    public_url="http://localhost",
    root_key="",
    key_store="",
    controller_name="The Test Household",
    controller_contact="privacy@keep.test",
    data_protection_officer="",
    authority="An Authority",
    country="DE",
    subdivision="BE",
    zone="Europe/Berlin",
    language="en",
    notices="folder",  # stands for memory here
    notices_from="voicekeep@keep.test",
)


@dataclass
class Clock:
    """A clock that stands still until it is told to go on."""

    now: datetime = datetime(2030, 11, 4, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(microseconds=1)
        return self.now

    def pass_by(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)


@dataclass
class Someone:
    """A person with an account."""

    name: str
    subject: SubjectId
    password: str
    email: str


@dataclass
class Household:
    """A keep in memory, and the people in it."""

    keep: Keep
    clock: Clock
    folder: Path
    mail: MemoryMail
    people: dict[str, Someone] = field(default_factory=dict)
    _sessions: dict[tuple[str, str, SubjectId], tuple[datetime, Session]] = field(default_factory=dict)

    def join(self, name: str, keeping: Keeping | None = Keeping.AUDIO, language: str = "en") -> Someone:
        """Open an account; choose what to keep, unless `keeping` is None."""
        email, password = f"{name}@keep.test", f"the long password of {name}"
        applicant = Applicant(name=name, email=email, password=password, language=language, household_name="Home")
        subject = open_account(self.keep, invite(self.keep, None, timedelta(days=1)), applicant)
        someone = Someone(name=name, subject=subject, password=password, email=email)
        self.people[name] = someone
        if keeping is not None:
            choose(self.keep, self.session(someone), keeping, 3)
        return someone

    def sign_in(self, someone: Someone) -> Session:
        """Sign in."""
        return sign_in(self.keep, someone.email, someone.password).session

    def session(self, someone: Someone) -> Session:
        """Return a fresh session: the last one, if no time has passed since; `sign_in` always begins another."""
        whose = (someone.email, someone.password, someone.subject)
        at, session = self._sessions.get(whose, (datetime.min.replace(tzinfo=UTC), None))
        if session is None or self.clock.now - at >= timedelta(seconds=1):
            at, session = self.clock.now, self.sign_in(someone)
            self._sessions[whose] = at, session
        return session

    def say(self, someone: Someone, *words: str, source: Source | None = None) -> Summary:
        """Hand in one recording for each text, a second apart; signed in, unless another source is named."""
        folder = self.folder / secrets.token_hex(4)
        folder.mkdir()
        for number, text in enumerate(words):
            at = self.clock.now - timedelta(days=1) + timedelta(seconds=number)
            (folder / f"{number}.wav").write_bytes(tone(f"{someone.name} {text}"))
            (folder / f"{number}.wav.json").write_text(f'{{"transcript": "{text}", "at": "{at.isoformat()}"}}')
        return take_in(self.keep, source or from_owner(self.session(someone)), folder)

    def ask(self, someone: Someone) -> RequestId:
        """File and prove a request."""
        return ask_for_copy(self.keep, self.session(someone), "en")

    def release(self, someone: Someone) -> RequestId:
        """See a request through to its link."""
        request = self.ask(someone)
        release(request, PlainDesk(self.keep))
        return request

    def fetch(self, someone: Someone, request: RequestId) -> bytes:
        """Fetch the copy through its link."""
        session = self.session(someone)
        view = next(view for view in copies_of(self.keep, session) if view.request == request)
        assert view.token is not None
        assert view.archive is not None
        open_download(self.keep, view.token, session)
        return b"".join(begin_download(self.keep, session, view.archive, range_header=None, if_range=None).chunks)


def facts(home: Household) -> list[Fact]:
    """Return every fact in the ledger, the first first."""
    with home.keep.database.read() as transaction:
        return [decode_fact(opening.fact) for opening in transaction.log.openings(0, transaction.log.size())]


@cache
def tone(seed: str, seconds: float = 0.2) -> bytes:
    """Return a short WAV that sounds different for every seed."""
    digest = hashlib.sha256(seed.encode()).digest()
    pitches = [200 + 6 * byte for byte in digest[:3]]
    count = int(16_000 * seconds)
    samples = (
        int(9000 * sum(math.sin(2 * math.pi * pitch * at / 16_000) for pitch in pitches) / 3) for at in range(count)
    )
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return out.getvalue()


@cache
def _usual_decoder() -> LimitedDecoder:
    decoder = LimitedDecoder(Limits())
    atexit.register(decoder.close)
    return decoder


@contextmanager
def decoder(limits: Limits | None) -> Iterator[LimitedDecoder]:
    """Start a decoder of its own for unusual limits; the usual one serves every household of a process."""
    if limits is None:
        yield _usual_decoder()
        return
    with LimitedDecoder(limits) as own:
        yield own


@contextmanager
def household(folder: Path, limits: Limits | None = None, *, database_file: Path | None = None) -> Iterator[Household]:
    """Open a keep in memory; its database in a file, for a test that looks at it with a database shell."""
    clock = Clock()
    root = RootKey(secrets.token_bytes(32))
    rows = RowMac(root.derive(Purpose.ROW_MAC))
    database, keys, mail = open_database(database_file, rows), KeyFile(None, rows), MemoryMail()
    with decoder(limits) as sounds:
        yield Household(
            keep=Keep(
                settings=SETTINGS,
                database=database,
                blobs=MemoryBlobs(),
                keys=keys,
                ring=KeyRing(root, keys, secrets.token_bytes),
                digest=BlindDigest(root.derive(Purpose.BLIND_DIGEST)),
                email_index=EmailIndex(root.derive(Purpose.EMAIL_INDEX)),
                passwords=Passwords(secrets.token_bytes, parameters=QUICK),
                sounds=sounds,
                scratch=lambda: SealedScratch(folder),
                mail=mail,
                checkpoint_key=root.signing_key(Purpose.CHECKPOINT_SIGNING),
                statement_key=root.signing_key(Purpose.STATEMENT_SIGNING),
                link_key=root.derive(Purpose.LINK_TOKEN),
                csrf_key=root.derive(Purpose.CSRF),
                guest_words=GuestWords(root.derive(Purpose.GUEST_WORDS)),
                desk=DeskSeal(root.derive(Purpose.DESK), secrets.token_bytes),
                limits=limits or Limits(),
                clock=clock,
                entropy=secrets.token_bytes,
                code=lambda: "code-of-the-tests",
            ),
            clock=clock,
            folder=folder,
            mail=mail,
        )
    database.close()
    keys.close()
