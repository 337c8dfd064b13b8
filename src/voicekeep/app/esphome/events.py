"""What a device is told while somebody talks to it: events, in the order in which its lights and sounds follow them.

Neither the words that were understood nor those of the answer are among them: devices write what they are told into
logs of their own.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from aioesphomeapi.client import APIClient
from aioesphomeapi.core import APIConnectionError
from aioesphomeapi.model import VoiceAssistantEventType

from voicekeep.device import Reply
from voicekeep.records.errors import VoicekeepError

NOT_REPEATED: Final = "…"  # in the place of words; devices refuse an empty text
_NOTHING_HEARD: Final = "stt-no-text-recognized"  # the one code that devices know and pass over quietly


class Events:
    """Says to one device what becomes of a turn; says nothing where nobody is any more."""

    def __init__(self, client: APIClient) -> None:
        self._client = client

    def begun(self) -> None:
        """It listens."""
        self._say(VoiceAssistantEventType.VOICE_ASSISTANT_RUN_START)
        self._say(VoiceAssistantEventType.VOICE_ASSISTANT_STT_START)
        self._say(VoiceAssistantEventType.VOICE_ASSISTANT_STT_VAD_START)

    def whole(self) -> None:
        """It has heard enough, and the microphone is to stop."""
        self._say(VoiceAssistantEventType.VOICE_ASSISTANT_STT_VAD_END)
        self._say(VoiceAssistantEventType.VOICE_ASSISTANT_STT_END, text=NOT_REPEATED)
        self._say(VoiceAssistantEventType.VOICE_ASSISTANT_INTENT_START)

    def answered(self, reply: Reply, conversation: str, url: str) -> None:
        """There is an answer, to be fetched at `url`; empty: nothing to hear."""
        again = "1" if reply.listen_again else "0"
        self._say(
            VoiceAssistantEventType.VOICE_ASSISTANT_INTENT_END,
            conversation_id=conversation,
            continue_conversation=again,
        )
        if url:
            self._say(VoiceAssistantEventType.VOICE_ASSISTANT_TTS_START, text=NOT_REPEATED)
            self._say(VoiceAssistantEventType.VOICE_ASSISTANT_TTS_END, url=url)
        elif not reply.text:
            self._say(VoiceAssistantEventType.VOICE_ASSISTANT_ERROR, code=_NOTHING_HEARD, message=NOT_REPEATED)
        self.ended()

    def failed(self, why: VoicekeepError) -> None:
        """It comes to nothing; the name says why."""
        self._say(VoiceAssistantEventType.VOICE_ASSISTANT_ERROR, code=type(why).__name__, message=str(why))
        self.ended()

    def ended(self) -> None:
        """It is over."""
        self._say(VoiceAssistantEventType.VOICE_ASSISTANT_RUN_END)

    def _say(self, event: VoiceAssistantEventType, **fields: str) -> None:
        with suppress(APIConnectionError):
            self._client.send_voice_assistant_event(event, fields)
