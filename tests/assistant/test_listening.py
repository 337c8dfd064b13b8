"""What lies around speech is left out before it is read, and nothing of the speech is."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from voicekeep.assistant.listening import FRAME_BYTES, speech_in

AROUND = 12  # frames


class Loud:
    """Whatever is not zero is speech."""

    def speech(self, frame: bytes) -> bool:
        assert len(frame) == FRAME_BYTES
        return any(frame)


@given(st.integers(0, 40), st.lists(st.booleans(), max_size=8), st.integers(0, 40), st.integers(0, FRAME_BYTES - 1))
@example(0, [], 0, 0)
@example(30, [True], 30, 7)
def test_what_is_left_of_a_sound_is_its_speech_and_a_little_around_it(
    before: int, inside: list[bool], after: int, rest: int
) -> None:
    pieces = [bytes(FRAME_BYTES) for _ in range(before)]
    pieces += [bytes([speech]) * FRAME_BYTES for speech in [True, *inside, True]]
    pieces += [bytes(FRAME_BYTES) for _ in range(after)]
    first, last = max(0, before - AROUND), before + len(inside) + 2 + AROUND
    assert (
        speech_in(b"".join(pieces) + bytes(rest), Loud())
        == b"".join(pieces[first:last]) + bytes(rest if after < AROUND else 0)[: (AROUND - after) * FRAME_BYTES]
    )


@given(st.integers(0, 5 * FRAME_BYTES))
def test_where_nobody_speaks_all_of_it_is_read(length: int) -> None:
    assert speech_in(bytes(length), Loud()) == bytes(length)
