"""An ESPHome device of the tests: a server that speaks the native API on the wire, in clear or with Noise."""

from __future__ import annotations

import asyncio
import base64
import secrets
import struct
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from aioesphomeapi import api_pb2
from aioesphomeapi.core import MESSAGE_TYPE_TO_PROTO
from aioesphomeapi.model import VoiceAssistantEventType, VoiceAssistantFeature
from cryptography.exceptions import InvalidTag
from google.protobuf.message import Message  # type: ignore[import-untyped]
from noise.connection import NoiseConnection  # type: ignore[import-untyped]

T = TypeVar("T")

api: Any = api_pb2  # its messages are made when it is imported: no type checker sees them

CAN: Final = VoiceAssistantFeature.VOICE_ASSISTANT | VoiceAssistantFeature.API_AUDIO | VoiceAssistantFeature.ANNOUNCE
MUTE_KEY: Final = 77
CHUNK: Final = 1024
WITHIN: Final = 20.0  # seconds that a test waits for something that is to come
_NUMBER: Final = {proto: number for number, proto in MESSAGE_TYPE_TO_PROTO.items()}
_PLAYER: Final = api.ListEntitiesMediaPlayerResponse(object_id="player", key=5, name="Player")


def new_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


@dataclass
class Device:
    """What it is, what was said to it, and what it can be told to do; every method is called from the test's thread."""

    mac: str
    host: str = "127.0.0.1"
    noise_key: str = ""
    can: int = int(CAN)
    formats: list[Any] = field(default_factory=list)
    greets_with: bytes = b""  # instead of everything else
    port: int = 0
    connections: int = 0
    muted: bool = False
    has_switch: bool = True
    obeys: bool = True  # its switch
    plays_announced: bool = True
    told: list[Any] = field(default_factory=list)
    noticed: threading.Condition = field(default_factory=threading.Condition)
    loop: asyncio.AbstractEventLoop | None = None
    _send: Callable[..., None] | None = None
    _writer: asyncio.StreamWriter | None = None

    # --- what a test does

    def wait_for(self, condition: Callable[[], T]) -> T:
        """Wait until something is so, here or elsewhere; return it."""
        late = time.monotonic() + WITHIN
        with self.noticed:
            while not (there := condition()):
                assert time.monotonic() < late, f"it was told {[type(each).__name__ for each in self.told]}"
                self.noticed.wait(0.1)
        return there

    def ready(self, connections: int = 1) -> None:
        self.wait_for(lambda: self.connections >= connections and self._send is not None)

    def send(self, *messages: Message) -> None:
        def now() -> None:
            for each in messages:
                if self._send is not None:
                    self._send(each)

        assert self.loop is not None
        self.loop.call_soon_threadsafe(now)

    def send_raw(self, data: bytes) -> None:
        assert self.loop is not None
        assert self._writer is not None
        self.loop.call_soon_threadsafe(self._writer.write, data)

    def drop(self) -> None:
        assert self.loop is not None
        assert self._writer is not None
        self.loop.call_soon_threadsafe(self._writer.transport.abort)

    def begin(self, wake: str = "okay_nabu") -> None:
        """Ask whether to talk, and wait for the answer."""
        answers = len(self.of(api.VoiceAssistantResponse))
        self.send(api.VoiceAssistantRequest(start=True, conversation_id="c1", wake_word_phrase=wake))
        self.wait_for(lambda: len(self.of(api.VoiceAssistantResponse)) > answers)

    def chunks(self, pcm: bytes) -> None:
        self.send(*(api.VoiceAssistantAudio(data=pcm[at : at + CHUNK]) for at in range(0, len(pcm), CHUNK)))

    def say(self, pcm: bytes) -> bool:
        """Talk, and return whether it may: a device that is refused sends no sound."""
        self.begin()
        if self.of(api.VoiceAssistantResponse)[-1].error:
            return False
        self.chunks(pcm)
        self.send(api.VoiceAssistantAudio(end=True))
        return True

    def of(self, kind: type[Any]) -> list[Any]:
        return [each for each in self.told if isinstance(each, kind)]

    def events(self) -> list[str]:
        return [VoiceAssistantEventType(each.event_type).name[16:] for each in self.of(api.VoiceAssistantEventResponse)]

    def data(self, event: str) -> dict[str, str]:
        """Wait for an event; return what it says, of the latest one."""
        number = VoiceAssistantEventType[f"VOICE_ASSISTANT_{event}"]

        def there() -> list[Any]:
            return [each for each in self.of(api.VoiceAssistantEventResponse) if each.event_type == number]

        return {each.name: each.value for each in self.wait_for(there)[-1].data}

    def over(self) -> None:
        self.wait_for(lambda: "RUN_END" in self.events())

    # --- the server

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(asyncio.IncompleteReadError, ConnectionError, InvalidTag):
                await self._served(reader, writer)
        finally:
            with self.noticed:
                if self._writer is writer:  # not where somebody merely tried whether it is there
                    self._send = self._writer = None
                self.noticed.notify_all()
            writer.close()

    async def _served(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.greets_with:
            writer.write(self.greets_with)
            await reader.read()
        else:
            await (self._in_noise if self.noise_key else self._in_clear)(reader, writer)

    async def _in_clear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def send(message: Message) -> None:
            body = message.SerializeToString()
            writer.write(b"\0" + _varint(len(body)) + _varint(_NUMBER[type(message)]) + body)

        while True:
            if await reader.readexactly(1) != b"\0":  # an encrypted hello
                writer.write(b"\0Bad indicator byte")  # as the firmware does
                await writer.drain()
                return
            size, number = await _read_varint(reader), await _read_varint(reader)
            await self._take(number, await reader.readexactly(size), send, writer)

    async def _in_noise(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        noise = NoiseConnection.from_name(b"Noise_NNpsk0_25519_ChaChaPoly_SHA256")
        noise.set_as_responder()
        noise.set_psks(base64.b64decode(self.noise_key))
        noise.set_prologue(b"NoiseAPIInit\0\0")
        noise.start_handshake()
        if (first := await reader.readexactly(1)) != b"\x01":  # in clear: firmware answers with its marker
            writer.write(b"\x01" + bytes(2) if first else b"")
            await writer.drain()
            return
        assert await reader.readexactly(2) == bytes(2)
        greeting = await _frame(reader)
        writer.write(_framed(b"\x01" + b"test\0" + self.mac.replace(":", "").lower().encode() + b"\0"))
        try:
            noise.read_message(greeting[1:])
        except InvalidTag:
            writer.write(_framed(b"\x01Handshake MAC failure"))
            await writer.drain()
            return
        writer.write(_framed(b"\0" + bytes(noise.write_message())))

        def send(message: Message) -> None:
            body = message.SerializeToString()
            writer.write(_framed(noise.encrypt(struct.pack(">HH", _NUMBER[type(message)], len(body)) + body)))

        while True:
            plain = noise.decrypt(await _frame(reader))
            await self._take(int.from_bytes(plain[:2]), bytes(plain[4:]), send, writer)

    async def _take(self, number: int, body: bytes, send: Callable[..., None], writer: asyncio.StreamWriter) -> None:
        message = MESSAGE_TYPE_TO_PROTO[number].FromString(body)
        for answer in self._answers(message):
            send(answer)
        with self.noticed:
            self.told.append(message)
            if isinstance(message, api.SubscribeVoiceAssistantRequest) and message.subscribe:
                self._send, self._writer = send, writer
                self.connections += 1
            self.noticed.notify_all()
        if isinstance(message, api.DisconnectRequest):
            raise ConnectionError

    def _answers(self, message: Message) -> Iterator[Any]:
        match message:
            case api.HelloRequest():
                yield api.HelloResponse(api_version_major=1, api_version_minor=12, name="test", server_info="tests")
            case api.AuthenticationRequest():
                yield api.AuthenticationResponse()
            case api.DeviceInfoRequest():
                yield api.DeviceInfoResponse(name="test", mac_address=self.mac, voice_assistant_feature_flags=self.can)
            case api.ListEntitiesRequest():
                yield from self._entities()
                yield api.ListEntitiesDoneResponse()
            case api.SubscribeStatesRequest():
                yield api.SwitchStateResponse(key=MUTE_KEY, state=self.muted)
            case api.SwitchCommandRequest(key=key, state=state) if key == MUTE_KEY:
                self.muted = state if self.obeys else self.muted
                yield api.SwitchStateResponse(key=MUTE_KEY, state=self.muted)
            case api.VoiceAssistantAnnounceRequest() if self.plays_announced:
                yield api.VoiceAssistantAnnounceFinished(success=True)
            case api.PingRequest():
                yield api.PingResponse()
            case api.DisconnectRequest():
                yield api.DisconnectResponse()

    def _entities(self) -> Iterator[Any]:
        player = api.ListEntitiesMediaPlayerResponse()
        player.CopyFrom(_PLAYER)
        player.supported_formats.extend(self.formats)
        yield player
        if self.has_switch:
            yield api.ListEntitiesSwitchResponse(object_id="mute", key=MUTE_KEY, name="Mute")


@contextmanager
def running(*devices: Device) -> Iterator[None]:
    """Serve devices, each at its own address, until the context ends."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def on_loop(work: Coroutine[Any, Any, asyncio.Server]) -> asyncio.Server:
        return asyncio.run_coroutine_threadsafe(work, loop).result(WITHIN)

    servers = []
    for device in devices:
        device.loop = loop
        servers.append(server := on_loop(asyncio.start_server(device.serve, device.host, 0)))
        device.port = server.sockets[0].getsockname()[1]
    try:
        yield
    finally:
        asyncio.run_coroutine_threadsafe(_ended(servers), loop).result(WITHIN)
        loop.call_soon_threadsafe(lambda: loop.call_later(0.05, loop.stop))
        thread.join()
        loop.close()


async def _ended(servers: list[asyncio.Server]) -> None:
    for server in servers:
        server.close()
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _framed(data: bytes) -> bytes:
    return b"\x01" + struct.pack(">H", len(data)) + data


async def _frame(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readexactly(3)
    return await reader.readexactly(int.from_bytes(head[1:]))


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


async def _read_varint(reader: asyncio.StreamReader) -> int:
    number = shift = 0
    while True:
        [byte] = await reader.readexactly(1)
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number
        shift += 7
