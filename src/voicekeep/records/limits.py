"""Bounds on everything that comes from outside: one frozen value, the unit in every name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is refused at the first excess byte, second or try."""

    sound_file_max_bytes: int = 256 * 1024 * 1024
    sound_max_seconds: int = 15 * 60  # a recording of one turn; hours long is something else
    sound_max_channels: int = 8
    decode_max_cpu_seconds: int = 20
    decode_max_wall_seconds: int = 30
    decode_max_memory_bytes: int = 1024 * 1024 * 1024
    utterance_max_seconds: int = 30  # what somebody says to a speaker at once
    frame_max_bytes: int = 16 * 1024  # of sound or of a message on a speaker's socket: half a second
    line_kept_unbound: timedelta = timedelta(days=7)  # address and key of a device that nobody has any more
    reply_offered_for: timedelta = timedelta(seconds=20)  # by its address, to the device that asked
    reply_fetches_max: int = 2  # some players look before they play
    replies_offered_max: int = 256  # at once, to all devices
    pairing_lifetime: timedelta = timedelta(minutes=10)  # of a code that pairs a speaker
    speaker_silent_for: timedelta = timedelta(seconds=90)  # after which a connected speaker counts as gone
    utterances_per_window: int = 300  # of one speaker, in the window of sign-ins
    sidecar_max_bytes: int = 64 * 1024
    transcript_max_chars: int = 10_000
    source_name_max_chars: int = 255
    record_max_bytes: int = 256 * 1024
    import_max_files: int = 1_000_000
    password_min_chars: int = 12
    password_max_chars: int = 256
    name_max_chars: int = 200
    email_max_chars: int = 254
    member_max_bytes: int = 64 * 1024 * 1024 * 1024  # of one file in an archive
    home_invitation_lifetime: timedelta = timedelta(days=3)
    mandate_max: timedelta = timedelta(days=2 * 365)  # a mandate ends, and is given anew
    mandate_offer_lifetime: timedelta = timedelta(days=3)
    guardianship_max: timedelta = timedelta(days=18 * 366)
    way_in_lifetime: timedelta = timedelta(days=30)
    form_max_bytes: int = 64 * 1024
    sign_in_fresh_for: timedelta = timedelta(minutes=10)
    session_lifetime: timedelta = timedelta(days=14)
    grant_lifetime: timedelta = timedelta(days=7)
    download_session_lifetime: timedelta = timedelta(hours=24)
    blob_lease: timedelta = timedelta(hours=6)
    sign_in_failures_per_window: int = 10
    passkeys_max: int = 20  # of one person
    ceremony_lifetime: timedelta = timedelta(minutes=5)  # from a challenge to its answer
    sign_in_window: timedelta = timedelta(minutes=15)
    links_per_window: int = 60
    wake_sure_from: float = 0.9  # a speaker's confidence; below it, words that are no wish of ours go nowhere
    conversation_lasts: timedelta = timedelta(minutes=2)  # after the last word on either side
    attribution_lasts: timedelta = timedelta(minutes=15)  # of who was chosen on a shared speaker, without a word
    alarm_rings_for: timedelta = timedelta(minutes=10)  # unless somebody stops it
    repeated_told_late_for: timedelta = timedelta(hours=12)  # of what rings again by itself; later: only the next time
    timers_max: int = 50  # of one person, alarms and reminders among them
    list_entries_max: int = 500  # of one person, on all lists
    asked_text_max_chars: int = 500  # of one entry, one name, one reminder
    false_wakings_kept_for: timedelta = timedelta(days=90)
    notices_at_once: int = 50  # handed over in one round
    notice_tries: int = 14  # with doubling pauses: five days and a half (RFC 5321, 4.5.4.1: four to five at least)
    notice_first_pause: timedelta = timedelta(
        minutes=1
    )  # after the first try that failed; then twice as long each time
    notice_lease: timedelta = timedelta(minutes=10)  # after which whoever was handing a notice over is taken for dead
    notice_kept_for: timedelta = timedelta(days=90)  # after it was made, once it is over
