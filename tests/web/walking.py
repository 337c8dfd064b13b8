"""Who walks over the routes: nobody, the first person with everything that one can have, and another person.

The first person's names, words, identifiers, links and sounds are marks: whoever else is answered with one has been
shown something that is not theirs.
"""

from __future__ import annotations

import html
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from httpx2 import Response

from tests.app.desk import Member, appointed, as_company, first_administrators
from tests.app.simulator import Household, Someone, household
from tests.people.authenticator import Authenticator
from tests.web.visitors import Street, Visitor
from voicekeep.app.drill.desk import held_for
from voicekeep.app.operations.accounts import invite, leave, sign_in
from voicekeep.app.operations.asking import copies_of
from voicekeep.app.operations.children import NewProfile, open_profile
from voicekeep.app.operations.deciding import approve
from voicekeep.app.operations.devices import pair_device
from voicekeep.app.operations.download import begin_download, open_download
from voicekeep.app.operations.exports import propose_exports_on, switch_off
from voicekeep.app.operations.history import days_of, heard_on, sound_of
from voicekeep.app.operations.incidents import open_by_hand
from voicekeep.app.operations.proving import (
    access_of,
    add_a_passkey,
    challenge_to_add,
    make_recovery_codes,
)
from voicekeep.app.operations.recordings import from_device
from voicekeep.people import Role, SignedIn
from voicekeep.records.reports import ReportSource

AN_ID = re.compile(r"[a-z]{3}_[a-z2-7]{26}")
LANGUAGE_LINK = re.compile(r'href="([^"]*[?;]lang=[a-z]{2})"')
SHORT = 6  # characters; what is shorter stands everywhere
PIECE = 24  # bytes of a sound or an archive that no other file shares by chance
SHA256_HEX = 64  # characters
LEDGER = "ledger_opening"

Rows = frozenset[tuple[str, tuple[object, ...]]]


@dataclass
class Walker:
    """Somebody with a browser, and with what they know."""

    visitor: Visitor
    signed_in: SignedIn | None = None

    def form_token(self) -> str:
        """Return what a form of this walker's own carries."""
        return self.visitor.form_token("/sign-in")


@dataclass
class First:
    """The person whom everything belongs to that the walk names."""

    someone: Someone
    walker: Walker
    link: str
    values: dict[str, str]  # what the placeholders of addresses and fields stand for
    marks: dict[str, bytes] = field(default_factory=dict)  # what a mark is -> its bytes
    ids: frozenset[str] = frozenset()


class Ground:
    """A keep whose database a shell looks into, with its pages and the people of the walk."""

    def __init__(self, home: Household, shell: sqlite3.Connection, public_url: str) -> None:
        self.home = as_company(home)
        self.street = Street(home, public_url)
        self._shell = shell
        self._read_at, self._rows = -1, Rows()
        self._others: dict[str, tuple[datetime, SignedIn]] = {}
        administrators = first_administrators(home)
        self.staff = {
            Role.ADMINISTRATOR: administrators[0],
            Role.OFFICER: appointed(home, "ottilie", Role.OFFICER, administrators),
            Role.DATA_PROTECTION_OFFICER: appointed(home, "petronella", Role.DATA_PROTECTION_OFFICER, administrators),
        }
        self.first = self._first_person(home.join("wilhelmina"))
        self.first.values |= self._at_the_desk(administrators)

    def nobody(self, token: str = "") -> Walker:
        """Return a browser in which nobody is signed in, whatever its cookie says."""
        visitor = self.street.visitor()
        if token:
            visitor.client.cookies.set("voicekeep", token)
        return Walker(visitor)

    def another(self, name: str) -> Walker:
        """Return another person with an account, signed in within this minute, in a browser of its own."""
        known = self.home.people.get(name) or self.home.join(name)
        at, signed_in = self._others.get(name, (datetime.min.replace(tzinfo=UTC), None))
        if signed_in is None or self.home.clock.now - at >= timedelta(minutes=1):
            at, signed_in = self.home.clock.now, sign_in(self.home.keep, known.email, known.password)
            self._others[name] = at, signed_in
        return self._with(signed_in)

    def entered(self, someone: Someone) -> Walker:
        """Sign in without the page, whose limits are not what is walked over."""
        return self._with(sign_in(self.home.keep, someone.email, someone.password))

    def on_duty(self, role: Role) -> Walker:
        """Return a member of staff, signed in with their passkey."""
        return self._with(self.staff[role].sign_in(self.home))

    def _with(self, signed_in: SignedIn) -> Walker:
        walker = self.nobody(signed_in.token)
        walker.signed_in = signed_in
        return walker

    def _at_the_desk(self, administrators: tuple[Member, Member]) -> dict[str, str]:
        """Return what there is at the desk: a colleague's appointment, a decided proposal, an offer's token."""
        home, (one, other) = self.home, administrators
        colleague = appointed(home, "quentin", Role.OFFICER, administrators)
        with home.keep.database.read() as transaction:
            [appointment] = transaction.staff.appointments_of(colleague.someone.subject)
        switch_off(home.keep, one.session(home), "the marmalade")
        proposal = propose_exports_on(home.keep, one.session(home), "it was the marmalade")
        approve(home.keep, other.session(home), proposal)
        return {
            "appointment": str(appointment.appointment),
            "proposal": str(proposal),
            "paper": "requests",
            "form": "csv",
            "offer": "no-offer-has-this-token",
            "case": open_by_hand(home.keep, ReportSource.HAND),
        }

    def ended(self) -> str:
        """Return the token of a session of the first person that has ended."""
        signed_in = sign_in(self.home.keep, self.first.someone.email, self.first.someone.password)
        leave(self.home.keep, signed_in.session)
        return signed_in.token

    def rows(self) -> Rows:
        """Return every row of every table; they are read anew once anybody has written."""
        [version] = self._shell.execute("PRAGMA data_version").fetchone()
        if version != self._read_at:
            tables = [name for (name,) in self._shell.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            self._rows = frozenset(
                (str(table), row) for table in tables for row in self._shell.execute(f'SELECT * FROM "{table}"')
            )
            self._read_at = version
        return self._rows

    def of_first(self, rows: Rows) -> Rows:
        """Return those that speak of the first person."""
        return frozenset(row for row in rows if self.first.ids & {cell for cell in row[1] if isinstance(cell, str)})

    def _first_person(self, someone: Someone) -> First:
        home, keep = self.home, self.home.keep
        device, credential = pair_device(keep, home.session(someone), "orangery speaker")
        home.clock.pass_by(days=2)  # it hears what is said a day before this
        kept = home.say(someone, "a quince in the pantry", "the zeppelin timer").kept
        assert (kept, home.say(someone, "hum to the begonias", source=from_device(keep, credential)).kept) == (2, 1)
        walker = self.entered(someone)
        signed_in = walker.signed_in
        assert signed_in is not None
        key = Authenticator()
        passkey = add_a_passkey(
            keep, signed_in.session, key.make(challenge_to_add(keep, signed_in.session)), "walnut telephone"
        )
        codes = make_recovery_codes(keep, signed_in.session)
        mandate = open_profile(
            keep,
            signed_in.session,
            NewProfile(name="Marzipan", called="aunt", until=home.clock.now + timedelta(days=400), language="en"),
        )
        home.release(someone)
        copy = copies_of(keep, signed_in.session)[0]
        assert copy.token is not None
        assert copy.archive is not None
        open_download(keep, copy.token, signed_in.session)
        day = days_of(keep, signed_in.session)[0][0]
        turn = heard_on(keep, signed_in.session, day)[0]
        held = home.ask(someone)
        held_for(keep, held, "before_binding")
        other = next(
            each.session
            for each in access_of(keep, signed_in.session).sessions
            if each.session != signed_in.session.session
        )
        first = First(
            someone=someone,
            walker=walker,
            link=copy.token,
            values={
                "token": copy.token,
                "archive": str(copy.archive),
                "request": str(copy.request),
                "held": str(held),
                "item": str(turn.item),
                "device": str(device),
                "day": day.isoformat(),
                "key": 64 * "0",
                "passkey": str(passkey),
                "other": str(other),
                "code": codes[0],
                "mandate": str(mandate),
                "subject": str(someone.subject),
                "email": someone.email,
                "password": someone.password,
                "invitation": invite(keep, None, keep.limits.session_lifetime),
            },
        )
        first.ids = self._ids_of(str(someone.subject))
        first.marks = {f"identifier {each}": each.encode() for each in first.ids}
        words = ("quince", "zeppelin", "begonias", "orangery", "walnut", "Marzipan", someone.name, someone.email)
        first.marks |= {f"word {word}": word.encode() for word in words}
        first.marks |= {f"code {at}": code.encode() for at, code in enumerate(codes)}
        first.marks |= {"link": copy.token.encode(), "session": signed_in.token.encode()}
        sound = sound_of(keep, signed_in.session, turn.item)
        archive = b"".join(
            begin_download(keep, signed_in.session, copy.archive, range_header=None, if_range=None).chunks
        )
        first.marks |= {f"sound at {at}": sound[at : at + PIECE] for at in (len(sound) // 2, len(sound) * 3 // 4)}
        # of the archive, what is theirs: its explanations are everybody's, and stand on /privacy as well
        recorded, listed = archive.rindex(b"fLaC") + PIECE, archive.index(b"  data/recordings") - SHA256_HEX
        first.marks |= {
            "archive at a recording": archive[recorded : recorded + PIECE],
            "archive at its manifest": archive[listed : listed + SHA256_HEX],
        }
        return first

    def _ids_of(self, subject: str) -> frozenset[str]:
        """Return every identifier in a row that speaks of this person, or of what such a row speaks of."""
        known, rows = {subject}, self.rows()
        while True:
            cells = [{cell for cell in row if isinstance(cell, str)} for _, row in rows]
            found = {cell for row in cells if row & known for cell in row if AN_ID.fullmatch(cell)}
            if found <= known:
                return frozenset(known)
            known |= found


@contextmanager
def ground(folder: Path, public_url: str = "http://localhost") -> Iterator[Ground]:
    """Lay the ground out."""
    database = folder / "walked.sqlite3"
    with household(folder, database_file=database) as home, closing(sqlite3.connect(database)) as shell:
        yield Ground(home, shell, public_url)


def above_all(path: str) -> Iterator[str]:
    """Yield the addresses above one: a form that has to wait leads back to the page that shows it."""
    while path := path.rpartition("/")[0]:
        yield path


def without_echo(answer: Response) -> bytes:
    """Return an answer, headers and body, without what repeats the visitor's own address: language links, the way on.

    Raises:
        AssertionError: such a link holds something that the visitor did not send.
    """
    path = unquote(answer.request.url.path)
    above = path.rpartition("/")[0]
    query = answer.request.url.query.decode()
    sent = {path, f"{path}?{query}", *above_all(path), f"{above}/people", "/", *dict(parse_qsl(query)).values()}
    text = answer.content.decode("latin-1")
    for link in LANGUAGE_LINK.findall(text):
        split = urlsplit(html.unescape(link))
        held = {split.path, *(value for name, value in parse_qsl(split.query) if name != "lang")}
        pages = {
            "/sign-in",
            "/sign-in/code",
            "/confirm",
            "/security",
            "/heard",
            "/desk/staff",
            "/desk/exports",
            "/household",
            "/mandates",
            "/desk/cases",
        }
        assert held <= sent | pages, held
        text = text.replace(link, "")
    location = answer.headers.get("location", "")
    onward = dict(parse_qsl(urlsplit(location).query)).get("next", "")
    if onward in sent:
        location = location.partition("?")[0]
    headers = [f"{name}: {value}" for name, value in answer.headers.items() if name != "location"]
    return "\n".join([*headers, location, text]).encode("latin-1")


def marks_in(answer: Response, first: First, *, sent: Mapping[str, str] | None = None) -> list[str]:
    """Return which of the first person's marks an answer holds, beside what the visitor typed themselves."""
    data = without_echo(answer)
    for value in (sent or {}).values():
        data = data if len(value) < SHORT else data.replace(html.escape(value).encode(), b"")
    return [name for name, mark in first.marks.items() if mark in data]
