"""The process of the built-in speech-to-text: `python -m voicekeep.assistant.sphinx_worker`, spoken to by `sphinx`.

Flow        samples -> pocketsphinx, once with our grammar and once with its open model -> words, and the sounds of both
Guarantees  1. All models are read before the process is confined; afterwards it opens nothing.
I/O         standard input and output
Format      that of `sphinx`
"""

from __future__ import annotations

import json
import re
from typing import Final

import pocketsphinx

from voicekeep.assistant.automaton import START, Automaton
from voicekeep.assistant.grammar import grammar_of
from voicekeep.assistant.skills import SKILLS
from voicekeep.assistant.speakable import language_of
from voicekeep.device import confine, serve

_MEMORY_MAX_BYTES: Final = 1536 * 1024 * 1024
_STANDARD_FILES: Final = 3
_GRAMMAR: Final = "commands"
_SILENCE: Final = bytes(2 * 4800)  # 0.3 s: where a sound ends with its last word, no sentence fits to its end
_CMN: Final = "batch"  # each sound is measured by itself: nothing of one person's stays for the next
_NO_WORD: Final = re.compile(r"<[^>]*>|\[[^]]*\]|\(\d+\)")  # silence, noise, and which way a word was pronounced


def _words(decoder: pocketsphinx.Decoder, pcm: bytes) -> list[str]:
    decoder.start_utt()
    decoder.process_raw(pcm, no_search=False, full_utt=True)
    decoder.end_utt()
    found = decoder.hyp()
    return _NO_WORD.sub("", found.hypstr).split() if found is not None else []


def _sounds(decoder: pocketsphinx.Decoder, words: list[str]) -> list[str]:
    return " ".join(decoder.lookup_word(word) or word for word in words).split()


def _listen_for(decoder: pocketsphinx.Decoder, grammar: Automaton) -> None:
    """Let the decoder hear the sentences of `grammar` and nothing else; from each state all ways are as likely."""
    end = len(grammar.arcs)
    transitions: list[tuple[int, int, float] | tuple[int, int, float, str]] = []
    for state, arcs in enumerate(grammar.arcs):
        ends = state in grammar.accepting
        likely = 1 / (len(arcs) + ends)
        transitions += [(state, to, likely, word) for word, to in arcs.items()]
        if ends:
            transitions.append((state, end, likely))
    decoder.add_fsg(_GRAMMAR, decoder.create_fsg(_GRAMMAR, START, end, transitions))
    decoder.activate_search(_GRAMMAR)


def main() -> None:
    """Read the models, confine the process, then listen to what arrives."""
    commands = pocketsphinx.Decoder(lm=None, cmn=_CMN, loglevel="FATAL")
    grammar = grammar_of(language_of("en", SKILLS))
    _listen_for(commands, grammar)
    everything = pocketsphinx.Decoder(cmn=_CMN, loglevel="FATAL")
    for decoder in (commands, everything):
        _words(decoder, bytes(3200))
    confine(memory_max_bytes=_MEMORY_MAX_BYTES, files=_STANDARD_FILES)

    def answer(pcm: bytes) -> bytes:
        words = _words(commands, _SILENCE + pcm + _SILENCE)
        if not grammar.accepts(words):
            words = []  # where no sentence fits to its end, the library answers with the beginning of one
        heard = _words(everything, pcm) if words else []
        sounds = {"command": _sounds(everything, words), "open": _sounds(everything, heard)}
        return json.dumps({"words": words, **sounds}).encode()

    serve(answer)


if __name__ == "__main__":
    main()
