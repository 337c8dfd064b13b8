"""One connection of a speaker of ours, from its hello to its end.

1 the hub sends a nonce; the speaker's key signs it with the host that the speaker believes to talk to
2 the hub says whether the speaker is set up, who shares it and who counts there now; again whenever that changes
3 an utterance: `listen`, frames, then `end` with counter and signature; the hub may say `enough` before
4 the signature is checked, the counter used up, and only then the Hub hears it; the reply goes back, words and sound
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, Final

from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.listening import admit, bound_now, device_known_by, members_shown
from voicekeep.app.operations.speakers import note_presence
from voicekeep.app.speakers.announcing import Announcements, say_given_up
from voicekeep.app.speakers.connected import Speakers
from voicekeep.app.speakers.hearing import Hearing
from voicekeep.app.speakers.line import Line
from voicekeep.app.speakers.looking import LOOK_EVERY, Look, look_at
from voicekeep.app.speakers.messages import (
    MESSAGE_VERSION,
    Announced,
    Audible,
    Cancel,
    Choose,
    End,
    Hello,
    Listen,
    MessageRefusedError,
    MutedAndSendingError,
    ReplacedError,
    SaidMuted,
    SocketRefusedError,
    Unplayed,
)
from voicekeep.app.speakers.wire import STALLED_AFTER, Ending, Wire, WireGoneError
from voicekeep.device import Chosen, Device, DeviceKind, Hub, Reply, SpeakerGoneError, UnboundDeviceError
from voicekeep.formats.utterance import NONCE_BYTES
from voicekeep.records.errors import VoicekeepError
from voicekeep.records.ids import DeviceId

_HELLO_WITHIN: Final = 10.0  # seconds


class SpeakerSession:
    """One connection; Announcing to the hub, Connected to its process."""

    def __init__(
        self,
        keep: Keep,
        hub: Hub,
        speakers: Speakers,
        wire: Wire,
        *,
        ending: Callable[[], Ending] | None,
        counted: Callable[[DeviceId], None],
    ) -> None:
        self._keep = keep
        self._hub = hub
        self._speakers = speakers
        self._wire = wire
        self._line = Line(wire, keep.limits.frame_max_bytes)
        self._ending = ending
        self._counted = counted
        self._loop = asyncio.get_running_loop()
        self._looking = asyncio.Event()
        self._one_look = asyncio.Lock()  # what was seen later is told later
        self._look_within = LOOK_EVERY  # seconds
        self._over: asyncio.Future[SocketRefusedError] = self._loop.create_future()
        self._announcements = Announcements(self._loop, partial(self._line.tell, "announce"), self._over)
        self._device: Device | None = None
        self._muted = False
        self._bound = False

    async def run(self, credential: str, host: str) -> None:
        """Serve the connection until it ends.

        Raises:
            DeviceError: the speaker was not believed, or did not keep to what is agreed; it was told by name.
        """
        try:
            self._device = await self._greeted(credential, host)
            leave = self._speakers.arrive(self._device.device, self)
            detach = self._hub.attach(self._device.device, self)
            try:
                await self._served()
            finally:
                leave()
                detach()
                await self._in_thread(self._noted_gone)
        except WireGoneError:
            return
        except VoicekeepError as refused:
            with suppress(WireGoneError):
                await self._wire.close(type(refused).__name__)
            raise

    # --- what others in the process ask of a connection, from any thread

    @property
    def reachable(self) -> bool:
        """Return whether an announcement would be heard, as far as that is known."""
        return not self._is_over and not self._announcements.left_alone

    def announce(self, reply: Reply) -> None:
        """Hand a reply over that nobody asked for, and wait until it was heard. Raises SpeakerGoneError."""
        device = self._known.device
        if self._is_over:
            raise SpeakerGoneError(device)
        try:
            heard = self._announcements.hand_over(reply)
        except SocketRefusedError as gone:
            raise SpeakerGoneError(device) from gone
        if not heard:
            raise SpeakerGoneError(device)

    def replaced(self) -> None:
        """End: the device has connected once more."""
        self._loop.call_soon_threadsafe(self._end_with, ReplacedError())

    def look_again(self) -> None:
        """Ask now whether to mute, and whose the speaker is."""
        self._loop.call_soon_threadsafe(self._looking.set)

    # --- the connection's own way

    @property
    def _is_over(self) -> bool:
        return self._over.done() or self._loop.is_closed()

    @property
    def _known(self) -> Device:
        if self._device is None:
            raise WireGoneError
        return self._device

    async def _greeted(self, credential: str, host: str) -> Device:
        known: Device | None = await self._in_thread(device_known_by, self._keep, credential)
        if known is None:
            raise UnboundDeviceError
        nonce = self._keep.entropy(NONCE_BYTES)
        await self._line.say(type="challenge", v=MESSAGE_VERSION, nonce=nonce.hex(), device=known.device)
        hello = await self._line.received(_HELLO_WITHIN)
        if not isinstance(hello, Hello):
            raise MessageRefusedError
        device: Device = await self._in_thread(admit, self._keep, credential, host, nonce, hello.signature)
        self._muted = hello.muted
        return device

    async def _served(self) -> None:
        await self._looked()
        tasks = {
            self._loop.create_task(self._heard()),
            self._loop.create_task(self._looked_after()),
            self._loop.create_task(self._ended()),
        }
        done, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        self._over.cancel()
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        for error in [task.exception() for task in done]:  # of all of them, though one is raised
            if error is not None:
                raise error

    async def _ended(self) -> None:
        raise await self._over

    def _end_with(self, why: SocketRefusedError) -> None:
        if not self._over.done():
            self._over.set_result(why)

    async def _looked_after(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._look_within):
                    await self._looking.wait()
            self._looking.clear()
            await self._looked()

    async def _looked(self) -> None:
        """Write down that the speaker is there; tell it whether it is set up, who counts there, and to mute itself."""
        device = self._known.device
        async with self._one_look:
            look: Look = await self._in_thread(partial(look_at, self._keep, self._hub, device, muted=self._muted))
            self._look_within = look.next_within
            await self._line.say(type="welcome", device=device, muted=self._muted, **look.told())
        if look.to_mute:
            await self._line.say(type="mute")
        if self._bound and not look.bound and self._known.kind is DeviceKind.LINUX:  # a page shows it
            language = self._keep.settings.language
            self._loop.run_in_executor(self._speakers.threads, say_given_up, self._hub, self._known.device, language)
        self._bound = look.bound

    def _noted_gone(self) -> None:
        ago = -self._keep.limits.speaker_silent_for
        note_presence(self._keep, self._known.device, muted=self._muted, there_for=ago)

    async def _heard(self) -> None:
        while True:
            match await self._line.received():
                case Listen() as listen:
                    await self._one_utterance(listen)
                case SaidMuted(muted=muted):
                    self._muted = muted
                    self._hub.touched(self._known.device)
                    await self._looked()
                case Announced() | Unplayed() | Audible() as told:
                    self._announcements.told(told)
                case Choose(chosen=chosen):
                    await self._in_thread(self._chosen, chosen)
                    self._looking.set()
                case Cancel():
                    pass  # what it would have ended has ended already
                case bytes() if self._muted:
                    raise MutedAndSendingError
                case _:
                    raise MessageRefusedError

    async def _one_utterance(self, listen: Listen) -> None:
        device = self._known.device
        self._counted(device)
        if self._muted:
            raise MutedAndSendingError
        if listen.wake is None:
            self._hub.touched(device)
        hearing = Hearing(device, listen.wake, self._keep.now(), self._keep.limits, self._ending and self._ending())
        while True:
            match await self._line.received(STALLED_AFTER):
                case bytes() as frame:
                    if hearing.take(frame):
                        await self._line.say(type="enough")
                case Announced() | Unplayed() | Audible() as told:
                    self._announcements.told(told)
                case End(signature=signature):
                    return await self._answered(hearing, signature)
                case Cancel():
                    return None
                case SaidMuted(muted=True):
                    self._muted = True
                    return await self._looked()
                case _:
                    raise MessageRefusedError

    async def _answered(self, hearing: Hearing, signature: Any) -> None:  # noqa: ANN401
        utterance = hearing.whole(signature)
        await self._line.say(type="thinking")
        try:
            reply = await self._in_thread(hearing.answered_by, self._keep, self._hub, utterance)
        except UnboundDeviceError as refused:
            await self._looked()
            return await self._line.say(type="problem", name=type(refused).__name__)
        except SocketRefusedError:
            raise
        except VoicekeepError as refused:
            return await self._line.say(type="problem", name=type(refused).__name__)
        await self._line.tell("reply", reply)
        self._looking.set()  # somebody may have said who they are
        return None

    def _chosen(self, chosen: Chosen | None) -> None:
        device = self._known.device
        if chosen is not None and chosen.member is not None:
            binding = bound_now(self._keep, device)
            members = () if binding is None else members_shown(self._keep, binding)
            if chosen.member not in {member for member, _ in members}:
                raise MessageRefusedError
        self._hub.choose(device, chosen)

    async def _in_thread(self, what: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401  what it returns
        return await self._loop.run_in_executor(self._speakers.threads, what, *arguments)
