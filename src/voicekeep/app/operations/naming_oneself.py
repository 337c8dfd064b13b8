"""Say on a page of one's own that it is oneself who stands at a shared speaker: for a speaker without a screen.

1 the speaker is one that their household shares, now
2 the speaker says aloud whose words it takes for theirs: it can be done from afar, and whoever stands there must know
3 from then on they count as named there, by their own word on a page; where it cannot be said, nothing is changed
"""

from __future__ import annotations

from voicekeep.app.operations import spoken
from voicekeep.app.operations.household import shown_name_of
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.languages import language_of
from voicekeep.app.operations.speakers import UnknownSpeakerError
from voicekeep.device import Chosen, Hub, SpeakerGoneError
from voicekeep.people import Session
from voicekeep.records.ids import DeviceId


def name_oneself(keep: Keep, hub: Hub | None, session: Session, device: DeviceId) -> None:
    """Take it that whoever is signed in speaks at a shared speaker; blocks until it has said so.

    Raises:
        UnknownSpeakerError: it is not shared by their household; nothing was changed.
        SpeakerGoneError: it could not say so; nobody is named.
    """
    # 1 a speaker that their household shares
    with keep.database.read() as transaction:
        binding = transaction.devices.binding_of(device)
        member = transaction.people.member_of(session.subject)
    if binding is None or member is None or binding.household != member.household:
        raise UnknownSpeakerError
    if hub is None:
        raise SpeakerGoneError(device)
    # 2 said aloud
    language = language_of(keep, session.subject)
    text = spoken.said(spoken.NAMED_ON_A_PAGE, language, name=shown_name_of(keep, session.subject))
    hub.say_at(device, text, language)
    # 3 named
    hub.choose(device, Chosen(member=session.subject, confirmed=True))
