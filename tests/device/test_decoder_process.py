"""Whatever happens to the decoder's process, the hub gets a named error and the next file a working decoder."""

from __future__ import annotations

import os
import resource
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.device.sounds import encoded, noise
from voicekeep.device import (
    DecoderFailedError,
    DecoderLimitError,
    LimitedDecoder,
    NotAudioError,
    SoundError,
)
from voicekeep.device.answer import (
    REFUSALS,
    Answer,
    answer_max_bytes,
    decode_answer,
    encode_answer,
    encode_refusal,
)
from voicekeep.records.limits import Limits

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at the child through /proc")

WAV = encoded(noise(16_000), "WAV")
LIMITS = Limits()


def decoders() -> set[int]:
    """Return the process ids of all decoders that this process started."""
    children = (path.read_text().split() for path in Path("/proc/self/task").glob("*/children"))
    return {
        int(child)
        for some in children
        for child in some
        if b"voicekeep.device.decoder" in Path(f"/proc/{child}/cmdline").read_bytes()
    }


def processor_seconds(process: int) -> float:
    user, system = Path(f"/proc/{process}/stat").read_text().split()[13:15]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def started(decoder: LimitedDecoder) -> int:
    """Make `decoder` start its process and return its id."""
    before = decoders()
    decoder.read(WAV)
    (process,) = decoders() - before
    return process


@pytest.fixture
def own() -> Iterator[LimitedDecoder]:
    with LimitedDecoder(LIMITS) as decoder:
        yield decoder


def test_no_process_is_started_before_the_first_file(own: LimitedDecoder) -> None:
    before = decoders()
    with pytest.raises(SoundError):
        own.read(b"")
    assert decoders() == before


def test_a_decoder_killed_between_two_files_is_not_even_noticed(own: LimitedDecoder) -> None:
    process = started(own)
    os.kill(process, signal.SIGKILL)
    os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
    assert own.read(WAV).sample_count == 16_000


def test_a_decoder_killed_in_the_middle_of_a_file_fails_that_file_only(own: LimitedDecoder) -> None:
    process = started(own)
    os.kill(process, signal.SIGSTOP)
    threading.Timer(0.2, os.kill, (process, signal.SIGKILL)).start()
    with pytest.raises(DecoderFailedError):
        own.read(WAV)
    assert own.read(WAV).sample_count == 16_000


def test_a_decoder_that_does_not_answer_is_ended_in_time() -> None:
    with LimitedDecoder(replace(LIMITS, decode_max_wall_seconds=8)) as decoder:
        process = started(decoder)
        os.kill(process, signal.SIGSTOP)
        with pytest.raises(DecoderLimitError):
            decoder.read(WAV)
        assert process not in decoders()
        assert decoder.read(WAV).sample_count == 16_000


def test_a_file_that_takes_too_much_processor_time_is_refused() -> None:
    hour = encoded(np.zeros(48_000 * 3_600, np.int16), "FLAC", rate=48_000)
    limits = replace(LIMITS, sound_max_seconds=3_600, decode_max_cpu_seconds=1)
    with LimitedDecoder(limits) as decoder:
        with pytest.raises(DecoderLimitError):
            decoder.read(hour)
        assert decoder.read(WAV).sample_count == 16_000


def test_each_file_has_processor_time_of_its_own() -> None:
    some = encoded(np.zeros(48_000 * 300, np.int16), "WAV", rate=48_000)
    with LimitedDecoder(replace(LIMITS, decode_max_cpu_seconds=1)) as decoder:
        process = started(decoder)
        while processor_seconds(process) < 2.5:
            decoder.read(some)
        assert process in decoders()


@pytest.mark.skipif(sys.platform != "linux", reason="an address space can be bounded on Linux only")
def test_a_file_that_takes_too_much_memory_is_refused() -> None:
    large = encoded(np.zeros(100_000_000, np.int16), "WAV", rate=192_000)
    with LimitedDecoder(replace(LIMITS, decode_max_memory_bytes=300 * 1024 * 1024)) as decoder:
        with pytest.raises(DecoderLimitError):
            decoder.read(large)
        assert decoder.read(WAV).sample_count == 16_000


def test_the_decoder_inherits_no_secret_and_holds_no_file(
    own: LimitedDecoder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VOICEKEEP_SECRET", "open sesame")
    with (tmp_path / "root.key").open("w") as key:
        os.set_inheritable(key.fileno(), True)  # noqa: FBT003 -- the system takes no keyword
        process = Path(f"/proc/{started(own)}")
    environment = {entry.split(b"=")[0] for entry in (process / "environ").read_bytes().split(b"\0") if entry}
    assert environment <= {b"PYTHONPATH", b"PYTHONUTF8", b"OPENBLAS_NUM_THREADS"}
    assert {path.name for path in (process / "fd").iterdir()} == {"0", "1", "2"}
    assert (process / "cwd").resolve() == Path("/")


def test_the_decoder_can_take_no_more_memory_files_or_processes(own: LimitedDecoder) -> None:
    process = started(own)
    assert resource.prlimit(process, resource.RLIMIT_NOFILE) == (3, 3)
    assert resource.prlimit(process, resource.RLIMIT_NPROC) == (0, 0)
    assert resource.prlimit(process, resource.RLIMIT_FSIZE) == (0, 0)
    assert resource.prlimit(process, resource.RLIMIT_CORE) == (0, 0)
    memory = LIMITS.decode_max_memory_bytes
    assert resource.prlimit(process, resource.RLIMIT_AS) == (memory, memory)


def test_closing_ends_the_process() -> None:
    with LimitedDecoder(LIMITS) as decoder:
        process = started(decoder)
    assert process not in decoders()


def test_threads_that_share_a_decoder_each_get_their_own_answer(own: LimitedDecoder) -> None:
    found: dict[int, int] = {}

    def read(count: int) -> None:
        found[count] = own.read(encoded(noise(count), "WAV")).sample_count

    threads = [threading.Thread(target=read, args=(count,)) for count in range(1_000, 1_020)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {count: count for count in range(1_000, 1_020)}


def test_hundreds_of_files_share_one_process(own: LimitedDecoder) -> None:
    process = started(own)
    for count in range(1, 201):
        assert own.read(encoded(noise(count), "WAV")).sample_count == count
        with pytest.raises(NotAudioError):
            own.read(b"not audio")
    assert process in decoders()


@given(
    flac=st.binary().map(b"fLaC".__add__),
    digest=st.binary(min_size=32, max_size=32),
    rate=st.integers(4_000, 384_000),
    count=st.integers(1, 4_000 * 900),
)
def test_an_answer_is_read_as_it_was_written(flac: bytes, digest: bytes, rate: int, count: int) -> None:
    answer = Answer(flac=flac, samples_sha256=digest, sample_rate=rate, sample_count=count)
    assert decode_answer(encode_answer(answer), LIMITS) == answer


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_refusal_keeps_its_name_on_the_way(refusal: type[SoundError]) -> None:
    with pytest.raises(refusal):
        decode_answer(encode_refusal(refusal()), LIMITS)


@given(message=st.binary(max_size=200))
def test_an_answer_out_of_form_is_not_believed(message: bytes) -> None:
    try:
        answer = decode_answer(message, LIMITS)
    except SoundError:
        return
    assert answer.flac.startswith(b"fLaC")
    assert answer.sample_count <= LIMITS.sound_max_seconds * answer.sample_rate
    assert len(message) <= answer_max_bytes(LIMITS)


def test_an_answer_that_claims_more_sound_than_allowed_is_not_believed() -> None:
    answer = Answer(flac=b"fLaC", samples_sha256=bytes(32), sample_rate=8_000, sample_count=8_000 * 900 + 1)
    with pytest.raises(DecoderFailedError):
        decode_answer(encode_answer(answer), LIMITS)
