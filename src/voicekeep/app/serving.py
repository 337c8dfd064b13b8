"""Serve the pages and the speakers, and do the work that they ask for, in one process.

Every second the requests whose person is identified are taken on; every minute copies that are over are destroyed, what
a killed writer left is swept, found files are looked up, whoever a case concerns and did not answer is told again, and
a certificate near its end is renewed; every hour what its owner chose to keep no longer is erased, and copies that were
held for some days only are taken up again. Every second what is due rings. Notices are sent beside all that: a mail
server that hangs delays nothing else. The first account's invitation is printed by the console that started it, never
logged.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

from voicekeep.app.esphome import Caller, calling
from voicekeep.app.house import SpeechEnd, open_hub
from voicekeep.app.hub import HouseHub
from voicekeep.app.operations.accounts import has_accounts, invite
from voicekeep.app.operations.escalating import tell_on
from voicekeep.app.operations.found_digests import look_up_found
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.notices import forget_notices, send_notices
from voicekeep.app.operations.retention import expire_items
from voicekeep.app.operations.submitting import end_restrictions
from voicekeep.app.operations.sweeping import sweep
from voicekeep.app.operations.taking_up import take_up_again
from voicekeep.app.operations.voiding import expire_archives
from voicekeep.app.ports import certified, listening, server_of, telling_in_clear
from voicekeep.app.settings import Settings
from voicekeep.app.tls import Anchor, Certificates
from voicekeep.app.web import SAID_PATH, Sharing, make_application, sharing_of
from voicekeep.app.wiring import open_keep
from voicekeep.app.worker import Worker, working

_LOOK_EVERY = 1.0  # seconds
_CLEAN_EVERY = 60  # looks
_EXPIRE_EVERY = 3600  # looks
_POST_EVERY = 5.0  # seconds
_RING_EVERY = 1.0  # seconds
_RING_PATIENCE = 5.0  # seconds, for what is being rung when serving ends
_POST_PATIENCE = 10.0  # seconds that a mail on its way may hold the end of the process up


log = logging.getLogger("voicekeep.serving")


def run(
    folder: Path,
    *,
    host: str,
    port: int,
    greet: Callable[[Settings, str | None, Anchor | None], None],
    invitation_lifetime: timedelta,
) -> None:
    """Serve the keep in `folder` until the process is told to stop.

    Raises:
        AddressError: nobody can listen there.
        TlsError: connections are to be private, and cannot be made so.
        LedgerBehindError: an older database was put back; nothing was served.
        WorkerBusyError: another process serves this keep.
    """
    with listening(host, port) as sockets, open_keep(folder) as keep:
        certificates = certified(keep, folder)
        with (
            working(keep, folder) as worker,
            open_hub(keep, folder) as hub,
            _looking_after(keep, worker, hub, certificates),
        ):
            made = make_application(keep, hub=hub, ending=lambda: SpeechEnd(keep.limits), certificates=certificates)
            sharing = sharing_of(made)
            with (
                telling_in_clear(keep, certificates, sharing.offers, host),
                calling(caller_of(keep, hub, sharing)),
            ):
                token = None if has_accounts(keep) else invite(keep, None, invitation_lifetime)
                greet(keep.settings, token, None if certificates is None else certificates.anchor)
                server_of(made, certificates).run(sockets=sockets)


def caller_of(keep: Keep, hub: HouseHub, sharing: Sharing) -> Caller:
    """Return who calls the devices of a keep that wait for it."""
    return Caller(
        keep=keep,
        hub=hub,
        speakers=sharing.speakers,
        offers=sharing.offers,
        ending=lambda: SpeechEnd(keep.limits),
        counted=sharing.counted,
        address=keep.settings.said_at,
        path=SAID_PATH,
    )


@contextmanager
def _looking_after(keep: Keep, worker: Worker, hub: HouseHub, certificates: Certificates | None) -> Iterator[None]:
    stop = threading.Event()
    looking = threading.Thread(target=_look, args=(keep, worker, stop, certificates), name="looking-after", daemon=True)
    posting = threading.Thread(target=_post, args=(keep, stop), name="posting", daemon=True)
    ringing = threading.Thread(target=_ring, args=(hub, stop), name="ringing", daemon=True)
    for thread in (looking, posting, ringing):
        thread.start()
    try:
        yield
    finally:
        stop.set()
        looking.join()
        ringing.join()
        posting.join(_POST_PATIENCE)


def _look(keep: Keep, worker: Worker, stop: threading.Event, certificates: Certificates | None) -> None:
    looks = 0
    while not stop.wait(_LOOK_EVERY):
        _try(worker.take_on_waiting)
        if looks % _CLEAN_EVERY == 0:
            for clean in (expire_archives, sweep, forget_notices, look_up_found, tell_on):
                _try(partial(clean, keep))
            if certificates is not None:
                _try(certificates.look)
        if looks % _EXPIRE_EVERY == 0:
            for over in (take_up_again, expire_items, end_restrictions):
                _try(partial(over, keep))
        looks += 1


def _ring(hub: HouseHub, stop: threading.Event) -> None:
    while not stop.wait(_RING_EVERY):
        _try(hub.bell.begin)
    hub.bell.finish(_RING_PATIENCE)


def _try(round_of_work: Callable[[], object]) -> None:
    """Do one round; what stops it stops no other."""
    try:
        round_of_work()
    except Exception as error:  # noqa: BLE001  whatever it was, the next look must still come
        name = type(error).__name__
        log.warning("could not look after the keep now: %s", name)


def _post(keep: Keep, stop: threading.Event) -> None:
    while not stop.wait(_POST_EVERY):
        try:
            send_notices(keep, stopped=stop.is_set)
        except Exception as error:  # noqa: BLE001  whatever it was, the next round must still come
            name = type(error).__name__
            log.warning("could not send notices now: %s", name)
