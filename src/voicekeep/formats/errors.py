"""The one base of every refused format."""

from voicekeep.records.errors import VoicekeepError


class FormatError(VoicekeepError, ValueError):
    """Bytes are not what their format says; nothing of them was used."""
