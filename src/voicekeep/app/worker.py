"""Durable work: steps that survive `kill -9`, by DBOS over a SQLite file of its own.

Flow        request id -> workflow of that id and of how often it was held -> steps -> grant id
Guarantees  1. A finished step is not run again; an interrupted one is, and every step may be run twice.
            2. The workflow's id is the request's, with the number of times that it was held: started twice, it runs
               once; let go on after it was held, it runs once more.
            3. The file holds identifiers only, as JSON (never pickle: who can write the file could run code).
I/O         the workflow file in the data folder; one process at a time holds the keep's worker lock.
"""

from __future__ import annotations

import fcntl
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID, StepOptions, WorkflowHandle
from sqlalchemy import create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from voicekeep.app.operations.holding import HELD
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.release import release
from voicekeep.ledger import held_of
from voicekeep.records.errors import StoreError, VoicekeepError
from voicekeep.records.ids import RequestId
from voicekeep.request import State, UnknownRequestError

WORKFLOW_FILE = "workflows.sqlite3"
LOCK_FILE = "worker.lock"
VERSION = "1"  # of the workflows' shape: a change of step order needs a new one
EXECUTOR = "voicekeep"
_STORE_TRIES = 20  # with doubling pauses: about a day of a store that is full or busy
_WAITING = frozenset({State.IDENTIFIED})
_HELD = frozenset({State.HELD, State.IDENTITY_ASKED})
_UNFINISHED = frozenset({State.IDENTIFIED, State.COLLECTING, State.CHECKING})
_LOOK_AGAIN = 0.5  # seconds


class WorkerError(VoicekeepError):
    """Work could not be taken on; what was asked for stays asked for."""


class WorkerBusyError(WorkerError):
    """Another process works on this keep; it will pick up what was asked for."""

    def __init__(self) -> None:
        super().__init__("another process works on this keep; this one took nothing on")


class _DurableDesk:
    """Runs each step under DBOS, which remembers what it returned."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep

    def step(self, function: Callable[[Keep, str], str], identifier: str) -> str:
        options: StepOptions = {
            "name": function.__name__,
            "retries_allowed": True,
            "max_attempts": _STORE_TRIES,
            "should_retry": lambda error: isinstance(error, StoreError),
        }
        return DBOS.run_step(options, lambda: function(self._keep, identifier))


class Worker:
    """Takes requests on and finishes them, whatever happens to the process meanwhile."""

    _keep: Keep | None = None  # DBOS registers workflows once a process; the keep is the one that is open

    @classmethod
    def _opened(cls) -> Keep:
        if cls._keep is None:
            raise WorkerError("no keep is open in this process; nothing was taken on")
        return cls._keep

    def take_on(self, request: RequestId) -> WorkflowHandle[str] | None:
        """Start, or join, the release of a request; None: it is held, and nobody has let it go on."""
        name = _workflow_of(self._opened(), request)
        if name is None:
            return None
        with SetWorkflowID(name):
            return DBOS.start_workflow(_release_workflow, str(request))

    def take_on_waiting(self) -> None:
        """Take on every request whose person is identified."""
        with self._opened().database.read() as transaction:
            waiting = [request.request for request in transaction.requests.in_states(_WAITING) if request.wants_copy]
        for request in waiting:
            self.take_on(request)

    def finish(self, request: RequestId) -> str:
        """Run a release to its end; return what `release` returns."""
        taken_on = self.take_on(request)
        return HELD if taken_on is None else taken_on.get_result()


@DBOS.workflow(name="release")
def _release_workflow(request: str) -> str:
    return release(RequestId(request), _DurableDesk(Worker._opened()))  # noqa: SLF001  the class owns both


def _workflow_of(keep: Keep, request: RequestId) -> str | None:
    """Return the name of the one run that a request waits for or had; None while it is held.

    State and number are read together: a run that holds the request meanwhile changes both at once, so that no name is
    used up before its run has something to do.
    """
    with keep.database.read() as transaction:
        found = transaction.requests.get(request)
        if found is None:
            raise UnknownRequestError(request)
        if found.state in _HELD:
            return None
        times = len(held_of(transaction.log, found.subject, request))
    return f"{request}/{times}" if times else str(request)


def _in_wal_mode(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA busy_timeout=30000")
    cursor.close()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            raise WorkerBusyError from held
        yield
    finally:
        os.close(descriptor)


@contextmanager
def working(keep: Keep, folder: Path) -> Iterator[Worker]:
    """Be the worker of the keep in `folder` for the length of the context; interrupted work is resumed at once.

    Raises:
        WorkerBusyError: another process is.
    """
    with _locked(folder):
        engine = create_engine(f"sqlite:///{folder / WORKFLOW_FILE}")
        event.listen(engine, "connect", _in_wal_mode)
        logging.getLogger("dbos").setLevel(logging.WARNING)
        config: DBOSConfig = {
            "name": "voicekeep",
            "system_database_engine": engine,
            "serializer": DBOSPortableJSONSerializer(),
            "application_version": VERSION,
            "executor_id": EXECUTOR,
            "enable_otlp": False,
            "log_level": "WARNING",
        }
        Worker._keep = keep  # noqa: SLF001  the class owns it
        DBOS(config=config)
        try:
            keep.blobs.forget_partial()  # only a worker writes streams, and there is one
            DBOS.launch()
            yield Worker()
        finally:
            DBOS.destroy()
            Worker._keep = None  # noqa: SLF001  the class owns it
            engine.dispose()


def released(keep: Keep, folder: Path, request: RequestId) -> None:
    """See a request through: by the process that works on the keep, or, where none does, by this one.

    Returns when the request is available or held.
    """
    try:
        with working(keep, folder) as worker:
            worker.finish(request)
    except WorkerBusyError:
        while _state_of(keep, request) in _UNFINISHED:
            time.sleep(_LOOK_AGAIN)


def _state_of(keep: Keep, request: RequestId) -> State | None:
    with keep.database.read() as transaction:
        found = transaction.requests.get(request)
    return None if found is None else found.state
