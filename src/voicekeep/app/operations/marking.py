"""What a person says of a turn of theirs: it was said otherwise; somebody else speaks there; it is not me.

Nothing of a turn is changed by it (P1). What is said becomes an item of its own; the copy, the check and the person's
pages take it into account. What is withheld is in no copy from the same instant on, also in none that was ready.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from voicekeep.app.operations.believed import believed
from voicekeep.app.operations.capture import Piece, keep_items
from voicekeep.app.operations.erase import NotYoursError
from voicekeep.app.operations.incidents import not_lost, report_not_me
from voicekeep.app.operations.keep import Keep, Transaction
from voicekeep.app.operations.reading import PersonalItems
from voicekeep.app.operations.using import used
from voicekeep.app.operations.voiding import void_archives_with
from voicekeep.app.papers.answer_texts import CORRECTED
from voicekeep.device import silenced
from voicekeep.formats.lines import decode_record
from voicekeep.people import Session, require_fresh
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.facts import ReceiptUsed, Withheld
from voicekeep.records.ids import ItemId, SubjectId
from voicekeep.records.items import CorrectionRecord, ItemKind, TurnRecord, WithheldBecause, WithholdingRecord
from voicekeep.records.reports import ReportSource
from voicekeep.records.rights import Right
from voicekeep.records.scope import ReleaseScope


class CorrectionRefusedError(VoicekeepError):
    """The words are empty or too long; nothing was corrected."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__("the words are empty or too long; nothing was corrected")


class MarkedMeanwhileError(VoicekeepError):
    """Something else was withheld in the meantime; nothing was withheld by this."""

    promise = "P10"

    def __init__(self) -> None:
        super().__init__("something else was withheld in the meantime; nothing was withheld by this")


def correct(keep: Keep, session: Session, turn: ItemId, words: str, *, language: str = "") -> None:
    """Keep what the person says was really said in a turn: a request that is answered by it (GDPR Art. 16).

    Raises:
        NotYoursError: no such turn of this person, or one that they said is not them.
        CorrectionRefusedError: empty, or too long.
    """
    record, _, _ = _turn(keep, session, turn)
    said = words.strip()
    if not 0 < len(said) <= keep.limits.transcript_max_chars:
        raise CorrectionRefusedError
    item, now = ItemId.random(keep.entropy), keep.now()
    correction = CorrectionRecord(
        item=item, owner=session.subject, at=record.at, turn=turn, corrected_at=now, transcript=said
    )
    use = used(keep, session, Right.RECTIFICATION, CORRECTED, language=language)
    keep_items(keep, session.subject, [*use.pieces, Piece(record=correction)], facts=use.facts, also=use.write)


def withhold(keep: Keep, session: Session, turn: ItemId, first_ms: int, end_ms: int) -> None:
    """Have copies silent from `first_ms` up to `end_ms` of a recording, because somebody else speaks there.

    Raises:
        StaleSignInError: copies that are ready are destroyed by it, and the sign-in is too old for that.
        NotYoursError: no such recording of this person, or one that they said is not them.
        StretchRefusedError: not a stretch of it.
        MarkedMeanwhileError: they withheld something else in the meantime.
    """
    require_fresh(session, keep.now(), keep.limits)
    record, sound, marks = _turn(keep, session, turn)
    if sound is None:
        raise NotYoursError(turn)
    instead = silenced(sound, first_ms, end_ms, keep.limits)
    mark = WithholdingRecord(
        item=ItemId.random(keep.entropy),
        owner=session.subject,
        at=record.at,
        turn=turn,
        withheld_at=keep.now(),
        because=WithheldBecause.SOMEBODY_ELSE,
        first_ms=first_ms,
        end_ms=end_ms,
        audio_sha256=instead.flac_sha256.hex(),
        samples_sha256=instead.samples_sha256.hex(),
    )
    _withhold(keep, mark, instead.flac, instead.flac_sha256, marks)


def disown(keep: Keep, session: Session, turn: ItemId) -> None:
    """Take the person's word that a turn is not theirs: nobody can play it any more, and no copy holds it.

    It may be another person's: that opens a triage, in the same transaction.

    Raises:
        StaleSignInError: the sign-in is too old for what cannot be taken back.
        NotYoursError: no such turn of this person, or one of which they said so before.
    """
    require_fresh(session, keep.now(), keep.limits)
    with not_lost(ReportSource.NOT_ME, turn, but=(NotYoursError, MarkedMeanwhileError)):
        record, _, marks = _turn(keep, session, turn)
        mark = _whole(keep, session.subject, turn, record.at, WithheldBecause.NOT_ME)
        _withhold(
            keep, mark, None, None, marks, also=lambda writing: report_not_me(keep, writing, session.subject, turn)
        )


def hold_back(
    keep: Keep, owner: SubjectId, turn: ItemId, used: ReceiptUsed, *, also: Callable[[Transaction], None]
) -> None:
    """Keep a turn and do not use it, because a guest who is heard in it wants that (GDPR Art. 18; R19).

    Args:
        keep: Where.
        owner: Whose turn.
        turn: Which.
        used: What the ledger is told beside it.
        also: Runs in the same transaction and can still refuse it all.

    Raises:
        NotYoursError: it is gone.
    """
    with keep.database.read() as transaction:
        row = transaction.items.row(turn)
        marks = _marks(transaction, owner)
    if row is None:
        raise NotYoursError(turn)
    mark = _whole(keep, owner, turn, row.at, WithheldBecause.GUEST)
    _withhold(keep, mark, None, None, marks, beside=(used,), also=also)


def void_withheld(keep: Keep) -> None:
    """Destroy every archive that still holds what was withheld after it was begun: a killed `withhold` left it.

    What the signed ledger does not vouch for destroys nothing (`believed`).

    Raises:
        EditedColumnError: as `believed`; nothing was destroyed.
    """
    with keep.database.read() as transaction:
        facts = list(believed(keep, transaction, transaction.log.openings_named("withheld"), Withheld))
    for fact in facts:
        void_archives_with(keep, fact.item, fact.subject, reason="withheld", before=fact.at)


def _turn(keep: Keep, session: Session, turn: ItemId) -> tuple[TurnRecord, bytes | None, int]:
    """Return a turn of the person's, its recording as copies would hold it, and how often they withheld something."""
    opener = keep.ring.opener_for(session.subject)
    with keep.database.read() as transaction:
        own = PersonalItems(keep, transaction, opener, ReleaseScope(as_of=transaction.log.size()))
        opened, withheld = own.one(turn, ItemKind.TURN), own.withheld()
        record = None if opened is None else decode_record(opened.record)
        instead = withheld.get(turn)
        if opened is None or not isinstance(record, TurnRecord) or (turn in withheld and instead is None):
            raise NotYoursError(turn)
        sound = opened.audio if instead is None else instead.audio()
        return record, sound, _marks(transaction, session.subject)


def _marks(transaction: Transaction, subject: SubjectId) -> int:
    ever = ReleaseScope(as_of=transaction.log.size())
    return sum(1 for _ in transaction.items.held_by(subject, ItemKind.WITHHOLDING, ever))


def _whole(keep: Keep, owner: SubjectId, turn: ItemId, at: datetime, because: WithheldBecause) -> WithholdingRecord:
    return WithholdingRecord(
        item=ItemId.random(keep.entropy),
        owner=owner,
        at=at,
        turn=turn,
        withheld_at=keep.now(),
        because=because,
        first_ms=None,
        end_ms=None,
        audio_sha256=None,
        samples_sha256=None,
    )


def _nothing_else(_: Transaction) -> None:
    """Do nothing beside what is withheld."""


def _withhold(
    keep: Keep,
    mark: WithholdingRecord,
    flac: bytes | None,
    flac_sha256: bytes | None,
    marks: int,
    *,
    beside: tuple[ReceiptUsed, ...] = (),
    also: Callable[[Transaction], None] = _nothing_else,
) -> None:
    # 1 from this transaction on no check passes a copy that holds it
    fact = Withheld(
        item=mark.turn,
        subject=mark.owner,
        by=mark.item,
        audio=None if flac_sha256 is None else keep.digest.of(flac_sha256),
        at=mark.withheld_at,
    )

    def with_it(transaction: Transaction) -> None:
        _require_as_many(transaction, mark, marks)
        also(transaction)

    keep_items(keep, mark.owner, [Piece(record=mark, audio=flac)], facts=[fact, *beside], also=with_it)
    # 2 and those that passed before go
    void_archives_with(keep, mark.turn, mark.owner, reason="withheld")


def _require_as_many(transaction: Transaction, mark: WithholdingRecord, marks: int) -> None:
    if _marks(transaction, mark.owner) != marks + 1:  # this one is there already
        raise MarkedMeanwhileError
