"""`voicekeep speaker` finds its keep and its wake word again, and takes no keep that it cannot trust."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.app.hub import HubOfTests
from tests.app.secured import Lent
from tests.app.simulator import Household, household
from tests.web.served import served
from voicekeep.app.box import Box, IdentityFile, Loudspeaker, Microphone, Told, chimes, pair_with
from voicekeep.app.operations.pairing import open_pairing
from voicekeep.app.operations.speakers import unbind_speaker
from voicekeep.app.tls import OwnCertificates
from voicekeep.app.web import make_application
from voicekeep.assistant import EngineFailedError, Listener, MicroWake, Patience, WakeWord, WebRtcVoiceActivity
from voicekeep.device import WakeHeard

pytestmark = pytest.mark.enable_socket

SOON = 30.0  # seconds


class FailsTwice:
    """A WakeWord whose service is not there yet, and then hears its word at once."""

    def __init__(self) -> None:
        self.fed = 0

    def feed(self, _pcm: bytes) -> WakeHeard | None:
        self.fed += 1
        if self.fed <= 2:
            raise EngineFailedError("wyoming")
        return WakeHeard(word="ok_nabu")

    def forget(self) -> None:
        """There is nothing to forget."""


@dataclass
class Heard:
    """What a speaker tells of itself."""

    said: list[tuple[Told, str]] = field(default_factory=list)

    def tell(self, what: Told, more: str) -> None:
        self.said.append((what, more))

    def wait_for(self, what: Told, more: str = "", *, times: int = 1) -> None:
        until = time.monotonic() + SOON
        while sum(each is what and more in why for each, why in self.said) < times:
            assert time.monotonic() < until, self.said
            time.sleep(0.05)

    def count(self, what: Told) -> int:
        return sum(each is what for each, _ in self.said)


@contextmanager
def running(file: IdentityFile, heard: Heard, wake: WakeWord | None = None) -> Iterator[None]:
    """Run a speaker in a thread of its own: muted, its microphone never on; or in silence, with another wake word."""
    loop = asyncio.new_event_loop()

    async def be() -> None:
        parts = Microphone(["cat", "/dev/zero"] if wake else ["false"]), Loudspeaker(["cp", "/dev/stdin", "/dev/null"])
        listener = Listener(WebRtcVoiceActivity(), Patience())
        box = Box(file, *parts, wake=wake or MicroWake(), listener=lambda: listener, told=heard.tell)
        if wake is None:
            await box.mute(muted=True)
        await box.run()

    task = loop.create_task(be())
    thread = threading.Thread(target=lambda: loop.run_until_complete(asyncio.gather(task, return_exceptions=True)))
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join()
        loop.close()


@contextmanager
def keep_of(home: Household, certificates: OwnCertificates, port: int = 0) -> Iterator[int]:
    """Serve the keep, as a process that was started anew does."""
    certificates.look()
    with served(make_application(home.keep, hub=HubOfTests()), certificates, port=port) as at:
        yield at


def test_it_comes_back_to_its_keep_and_to_no_other(tmp_path: Path) -> None:
    lent, heard = Lent(tmp_path / "root.key.tls", by=timedelta(days=-70)), Heard()
    file = IdentityFile(tmp_path / "speaker.json", lambda: "new")
    with household(tmp_path) as home:
        settings = replace(home.keep.settings, public_url="https://localhost", tls="own")
        home = replace(home, keep=replace(home.keep, settings=settings))  # noqa: PLW2901  the same, over HTTPS
        ada = home.join("ada")
        certificates = lent.certificates()
        with ExitStack() as speaking:
            with keep_of(home, certificates) as port:
                assert certificates.anchor is not None
                code = open_pairing(home.keep, home.session(ada), shared=False).code
                url = f"https://localhost:{port}"
                file.save(pair_with(url, code, "kitchen", authority=certificates.anchor.pem))
                speaking.enter_context(running(file, heard))
                heard.wait_for(Told.CONNECTED)
            heard.wait_for(Told.GONE)
            lent.by = timedelta()  # what is served now is renewed
            with keep_of(home, lent.certificates(), port):
                heard.wait_for(Told.CONNECTED, times=2)
            lent.certificates().begin_anew()
            with keep_of(home, lent.certificates(), port):
                heard.wait_for(Told.GONE, "SSLCertVerificationError")
                assert heard.count(Told.CONNECTED) == 2, "a keep that it was never told to trust"


def test_while_the_service_that_hears_its_word_is_not_there_it_says_so_and_tries_again(tmp_path: Path) -> None:
    heard, file = Heard(), IdentityFile(tmp_path / "speaker.json", lambda: "new")
    with household(tmp_path) as home, served(make_application(home.keep, hub=HubOfTests())) as port:
        code = open_pairing(home.keep, home.session(home.join("ada")), shared=False).code
        file.save(pair_with(f"http://localhost:{port}", code, "kitchen"))
        with running(file, heard, FailsTwice()):
            heard.wait_for(Told.LISTENING)
    assert [each for each in heard.said if each[0] is Told.NO_WORD] == [(Told.NO_WORD, "EngineFailedError")] * 2
    assert heard.count(Told.CONNECTED) == 1


def test_a_speaker_that_is_given_up_is_heard_to_be_so_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard, file, played = Heard(), IdentityFile(tmp_path / "speaker.json", lambda: "new"), list[bytes]()

    async def play(_: Loudspeaker, wav: bytes) -> None:
        played.append(wav)

    monkeypatch.setattr(Loudspeaker, "play", play)
    with household(tmp_path) as home:
        application = make_application(home.keep, hub=HubOfTests())
        with served(application) as port:
            ada = home.join("ada")
            code = open_pairing(home.keep, home.session(ada), shared=False).code
            identity = pair_with(f"http://localhost:{port}", code, "kitchen")
            file.save(identity)
            with running(file, heard):
                heard.wait_for(Told.CONNECTED)
                assert chimes.chime(chimes.UNABLE) not in played
                unbind_speaker(home.keep, home.session(ada), identity.device)
                for times in (1, 2):
                    application.state.speakers.look_again(identity.device)
                    heard.wait_for(Told.NOT_SET_UP, times=times)
    assert played.count(chimes.chime(chimes.UNABLE)) == 1
