"""The desk of a scratch keep: members of staff whose roles were granted long ago, and who are signed in by passkey."""

from __future__ import annotations

from datetime import timedelta

from voicekeep.app.operations.building import build
from voicekeep.app.operations.holding import hold
from voicekeep.app.operations.keep import Keep
from voicekeep.people import Appointment, Role, Session, SignedIn, SignInMethod, new_token, token_sha256
from voicekeep.records.facts import RoleGranted
from voicekeep.records.ids import AppointmentId, ArchiveId, RequestId, SessionId, SubjectId


def at_the_desk(keep: Keep, subject: SubjectId, role: Role, *, called: str = "") -> SignedIn:
    """Give somebody with an account a role, and return the session that a passkey of theirs would have opened."""
    now, token, number = keep.now(), new_token(keep.entropy), AppointmentId.random(keep.entropy)
    appointment = Appointment(
        appointment=number,
        role=role,
        token_sha256=token_sha256(new_token(keep.entropy)),
        offered_by=None,
        offered_at=now - timedelta(days=2),
        expires_at=now - timedelta(days=1),
        subject=subject,
        accepted_at=now - timedelta(days=2),
        granted_at=now - timedelta(days=2),
        name=keep.desk.seal(called, number) if called else None,
    )
    session = Session(
        session=SessionId.random(keep.entropy),
        subject=subject,
        token_sha256=token_sha256(token),
        signed_in_at=now,
        method=SignInMethod.PASSKEY,
        expires_at=now + keep.limits.session_lifetime,
    )
    granted = RoleGranted(appointment=appointment.appointment, subject=subject, role=role, at=now)
    with keep.database.begin() as transaction:
        transaction.staff.add_appointment(appointment)
        transaction.people.add_session(session)
        keep.log(transaction).append([granted])
    return SignedIn(session=session, token=token)


def held_for(keep: Keep, request: RequestId, *findings: str) -> ArchiveId:
    """Build a copy and let it be held by these findings, as the check would."""
    archive = ArchiveId(build(keep, request))
    hold(keep, request, archive, findings)
    return archive
