"""The program with its guards taken out, one by one or all at once: to see what each of them catches.

This is the only place where a guard can be switched off; trials use it, and the rehearsal for its two copies
(`crossed`). It replaces functions in this process, for the length of a context, and nothing in the program asks whether
it did: a real keep has no such switch, and a test says so.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from unittest.mock import patch

from voicekeep.app.operations.attempts import current
from voicekeep.app.operations.blob_names import item_blob
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.app.operations.freezing import is_frozen, require_not_frozen
from voicekeep.app.operations.handing_over import checked_of
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.parts import body_of
from voicekeep.app.operations.reading import PersonalItems
from voicekeep.app.operations.start import guard_start
from voicekeep.app.web.pages import Pages
from voicekeep.archive import Attempt
from voicekeep.checks import ArchiveRefusedError, CheckedArchive, Expected, Findings, Opener, Outcome, admit, check_body
from voicekeep.delivery import Grant, UnknownLinkError, redeem
from voicekeep.formats import chunked, envelope, layout
from voicekeep.formats.chunked import ChunkedReader, PartName
from voicekeep.formats.inventory import SIGNED_AS, InventoryHead, encode_head
from voicekeep.formats.rows import RowMac
from voicekeep.formats.zipped import LOCAL_HEADER_MAX_BYTES, Member, central_entry, parse_local_header
from voicekeep.ledger import LedgerError
from voicekeep.people import Outcome as Decision
from voicekeep.people import Proposal, Session, require_fresh, require_open
from voicekeep.records.ids import ArchiveId, RequestId, SubjectId
from voicekeep.records.texts import language_named
from voicekeep.request import AccessRequest, UnknownRequestError, identified
from voicekeep.vault import ItemRow, KeyDestroyedError, Opened

CHECKS: Final[dict[str, frozenset[str]]] = {
    "closed world": frozenset({"unknown_member", "missing_member"}),
    "ownership": frozenset(
        {
            "foreign_recording",
            "foreign_item",
            "altered_recording",
            "altered_record",
            "recording_elsewhere",
            "wrong_subject",
        }
    ),
    "completeness": frozenset({"missing_recording", "missing_item"}),
    "one content, three spellings": frozenset({"csv_differs", "script_differs"}),
    "explanations byte for byte": frozenset({"altered_member"}),
    "plausibility": frozenset(
        {
            "audio_without_device",
            "unknown_device",
            "before_binding",
            "after_binding",
            "two_places",
            "sudden_growth",
            "device_signature",
        }
    ),
    "credentials hold": frozenset({"credentials_changed"}),
    "the ledger proven before it is asked": frozenset({"LedgerError"}),
}
"""The guards within the check, by the findings that they make."""


@contextmanager
def unguarded(on: frozenset[str]) -> Iterator[None]:
    """Switch every guard off but those named."""
    findings = frozenset().union(*(CHECKS.get(name, frozenset()) for name in on))
    with ExitStack() as off:
        for name, switch in SWITCHES.items():
            if name not in on:
                switch(off)
        _everywhere(off, check_body, _only(findings))
        yield


def finding_nothing(off: ExitStack) -> None:
    """Let the check read everything and find nothing wrong: what it signs is what lies in the archive."""
    off.enter_context(patch.object(Findings, "add", lambda *_, **__: None))


def _everywhere(off: ExitStack, function: Callable[..., Any], instead: Callable[..., Any]) -> None:
    """Replace a function under every name by which a module of the program knows it."""
    for name, module in list(sys.modules.items()):
        if name.startswith("voicekeep.") and not name.startswith("voicekeep.app.drill.unguarded"):
            for attribute, value in list(vars(module).items()):
                if value is function:
                    off.enter_context(patch.object(module, attribute, instead))


# --- the check


def _only(names: frozenset[str]) -> Callable[..., Outcome]:
    """Return a check that refuses for these findings only, and takes the builder's word for everything else."""

    def check(body: Opener, expected: Expected, **sources: Any) -> Outcome:  # noqa: ANN401
        try:
            return check_body(body, expected, **sources)
        except ArchiveRefusedError as refused:
            if any(finding.name in names for finding in refused.findings):
                raise
        except LedgerError:
            if "LedgerError" in names:
                raise
        signer = sources["signer"]
        encoded = encode_head(_builders_word(body, expected))
        signature = signer.sign(SIGNED_AS + encoded)
        return Outcome(
            checked=admit(encoded, signature, signer.public_key()), notes=(), head=encoded, signature=signature
        )

    return check


def _builders_word(body: Opener, expected: Expected) -> InventoryHead:
    """Return what the body says of itself, believed."""
    directory, names, at, manifest = hashlib.sha256(), [], 0, bytes(32)
    while at < body.size:
        header = parse_local_header(body.read(at, LOCAL_HEADER_MAX_BYTES))
        begins = at + header.length
        names.append(header.name)
        directory.update(central_entry(Member(name=header.name, crc32=header.crc32, size=header.size, offset=at)))
        if header.name == layout.MANIFEST:
            manifest = hashlib.sha256(body.read(begins, header.size)).digest()
        at = begins + header.size
    return InventoryHead(
        archive=expected.archive,
        request=expected.request,
        subject=expected.subject,
        scope=expected.scope,
        items=0,
        recordings=sum(name.endswith(".flac") for name in names),
        members=len(names),
        manifest=manifest,
        directory=directory.digest(),
        body_header=body.header_sha256,
        body_size=body.size,
        lines=bytes(32),
    )


def _checked_if_it_says_so(keep: Keep, attempt: Attempt) -> CheckedArchive:
    """Stand in for `checked_of`: what was never checked is believed to have been."""
    if attempt.inventory_head is not None and attempt.inventory_signature is not None:
        return admit(attempt.inventory_head, attempt.inventory_signature, keep.statement_key.public_key())
    with keep.database.read() as transaction:
        request = transaction.requests.get(attempt.request)
    if request is None:
        raise UnknownRequestError(attempt.request)
    asked = identified(request)
    expected = Expected(
        archive=attempt.archive,
        request=asked.request,
        subject=asked.subject,
        scope=asked.scope,
        language=language_named(asked.language),
        controller=keep.settings.controller,
    )
    encoded = encode_head(_builders_word(body_of(keep, attempt), expected))
    return admit(encoded, keep.statement_key.sign(SIGNED_AS + encoded), keep.statement_key.public_key())


# --- seals


def _opened_whoever_it_is(self: PersonalItems, batch: list[ItemRow]) -> Iterator[Opened]:
    """Stand in for `PersonalItems._opened`: one key for everybody, which opens whatever lies there."""
    keep: Keep = self._keep
    for row in batch:
        sealed = keep.blobs.read(item_blob(row.item))
        ref = envelope.parse(sealed)[0].ref
        item_key = keep.keys.item_keys([ref.item]).get(ref.item)
        day_key = None if item_key is None else keep.keys.day_keys([item_key.day_key]).get(item_key.day_key)
        if item_key is None or day_key is None:
            raise KeyDestroyedError(ref.item)
        yield keep.ring.opener_for(ref.owner).open(sealed, ref, item_key, day_key)


def _parsed_whatever_it_is(_: object, opened: Opened) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(opened.record)
    return record


def _in_any_order(self: Any) -> Iterator[tuple[Opened, dict[str, Any]]]:  # noqa: ANN401
    for opened in self._items:
        yield opened, self._parsed(opened)


def _part_whosever_it_is(keep: Keep, _attempt: Attempt, blob: str, _part: PartName) -> ChunkedReader:
    """Stand in for `parts._opened`: the archive is opened as what it says that it is."""
    source = keep.blobs.open(blob)
    header = chunked._parsed(source.read_range(0, min(512, source.size)))[0]  # noqa: SLF001
    held = keep.keys.archive_key(header.archive)
    key = keep.ring.archive_key(held.archive, held.request, held.subject)
    return ChunkedReader(
        source,
        key,
        part=header.part,
        archive=header.archive,
        request=header.request,
        subject=header.subject,
    )


# --- doors


def _redeemed_by_anybody(keep: Keep, token: str, session: Session) -> tuple[Grant, Attempt]:
    with keep.database.read() as transaction:
        grant = redeem(transaction.grants, token, session, keep.now())
        require_not_frozen(keep, transaction, grant)
        attempt = transaction.attempts.get(grant.archive)
    if attempt is None:
        raise UnknownLinkError
    return grant, attempt


def _allowed_to_anybody(keep: Keep, _: Session, archive: ArchiveId) -> tuple[Grant, Attempt]:
    with keep.database.read() as transaction:
        grant, attempt = transaction.grants.of_archive(archive), transaction.attempts.get(archive)
        if grant is None or attempt is None:
            raise UnknownLinkError
        require_not_frozen(keep, transaction, grant)
    return grant, attempt


def _link_for_anybody(off: ExitStack) -> None:
    off.enter_context(patch("voicekeep.delivery.link._require_open_for", lambda *_: None))
    off.enter_context(patch("voicekeep.app.operations.download._redeemed", _redeemed_by_anybody))
    off.enter_context(patch("voicekeep.app.operations.download._allowed", _allowed_to_anybody))


def _whoever_has_it(transaction: Transaction, request: RequestId, _: ArchiveId) -> AccessRequest:
    """Stand in for `current`: no worker looks whether another one took over."""
    found = transaction.requests.get(request)
    if found is None:
        raise UnknownRequestError(request)
    return found


def _decided_by_anybody(
    self: Proposal, outcome: Decision, by: SubjectId, role: str, now: datetime, *, answer: bytes | None = None
) -> Proposal:
    """Stand in for `Proposal.decided`: whoever decides may have proposed it, or be whom it is about."""
    return replace(self, outcome=outcome, decided_by=by, decided_as=role, decided_at=now, answer=answer)


def _selection(off: ExitStack) -> None:
    off.enter_context(patch("voicekeep.archive.select.Selection._parsed", _parsed_whatever_it_is))
    off.enter_context(patch("voicekeep.archive.select.Selection.__iter__", _in_any_order))


SWITCHES: Final[dict[str, Callable[[ExitStack], object]]] = {
    "codes on rows": lambda off: off.enter_context(patch.object(RowMac, "require", lambda *_: None)),
    "owner, item and kind in the seal": lambda off: off.enter_context(
        patch.object(PersonalItems, "_opened", _opened_whoever_it_is)
    ),
    "the builder looks at what it packs": _selection,
    "archive sealed to its recipient": lambda off: off.enter_context(
        patch("voicekeep.app.operations.parts._opened", _part_whosever_it_is)
    ),
    "sign-in on the link": _link_for_anybody,
    "a fresh sign-in": lambda off: _everywhere(off, require_fresh, lambda session, now, _: require_open(session, now)),
    "forms of our own": lambda off: off.enter_context(patch.object(Pages, "require_own_form", lambda *_: None)),
    "only a checked archive": lambda off: _everywhere(off, checked_of, _checked_if_it_says_so),
    "the body that was checked": lambda off: off.enter_context(
        patch.object(CheckedArchive, "require_body", lambda *_: None)
    ),
    "a frozen copy stays": lambda off: _everywhere(off, is_frozen, lambda *_: False),
    "four eyes": lambda off: off.enter_context(patch.object(Proposal, "decided", _decided_by_anybody)),
    "one worker for a request": lambda off: _everywhere(off, current, _whoever_has_it),
    "the ledger last seen": lambda off: _everywhere(off, guard_start, lambda _: None),
    "the ledger verified": lambda off: _everywhere(off, verify_ledger, lambda _: None),
}
"""The guards outside the check, and how each is taken out."""

GUARDS: Final = (*SWITCHES, *CHECKS)
