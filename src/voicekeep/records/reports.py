"""Reports that something may have reached the wrong person: where they come from, what was seen, what was decided."""

from __future__ import annotations

from enum import StrEnum


class ReportSource(StrEnum):
    """How it was noticed."""

    NOT_MINE = "not_mine"  # a recipient says so of their copy
    NOT_ME = "not_me"  # a person says so of one of their recordings
    FAILED_CHECK = "failed_check"  # the checks found a foreign item in a copy; it was not released
    LEDGER = "ledger"  # the ledger does not verify
    FOUND_FILE = "found_file"  # a recording turned up somewhere
    HAND = "hand"  # whoever runs the keep learnt of it in another way


class Saw(StrEnum):
    """What a recipient saw in a copy that is not theirs; no word of it is asked for (R28)."""

    STRANGE_RECORDING = "strange_recording"
    STRANGE_NAME = "strange_name"
    ASKED_FOR_NOTHING = "asked_for_nothing"


class TriageState(StrEnum):
    """Where a triage stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class Tie(StrEnum):
    """Why an archive is frozen."""

    REPORTED = "reported"  # it is the one that the report is about
    SAME_ITEM = "same_item"  # by the ledger it can hold an item that the reported one holds
    SAME_TIME = "same_time"  # both were worked on at the same time, by the same steps
