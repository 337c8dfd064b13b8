"""The process of the built-in speech-to-text: `python -m voicekeep.assistant.sphinx_worker`, spoken to by `sphinx`.

Flow        samples -> pocketsphinx with our grammar -> a command -> pocketsphinx without it, as sounds, in doubt as
            words -> agreement -> the command, or nothing
Guarantees  1. All models are read before the process is confined; afterwards it opens nothing.
I/O         standard input and output
Format      that of `sphinx`
"""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Final

import pocketsphinx

from voicekeep.assistant.agreement import believed
from voicekeep.assistant.automaton import START, Automaton
from voicekeep.assistant.grammar import grammar_of
from voicekeep.assistant.skills import SKILLS
from voicekeep.assistant.speakable import language_of
from voicekeep.assistant.sphinx import ANY_TIME, ASKED
from voicekeep.device import confine, serve

_MEMORY_MAX_BYTES: Final = 1536 * 1024 * 1024
_STANDARD_FILES: Final = 3
_SILENCE: Final = bytes(2 * 4800)
"""0.3 s around every sound: where one ends with its last word, no sentence fits to its end; and what the library heard
last is nobody's voice when the next one begins."""
_CMN: Final = "batch"  # each sound is measured by itself: nothing of one person's stays for the next
_PHONES: Final = "en-us/en-us-phone.lm.bin"  # which sound follows which; beside the library's other models
_PATHS_MAX: Final = 1500  # followed at once; of the library's 30,000 most change nothing but how long it takes
_NO_WORD: Final = re.compile(
    r"<[^>]*>|\[[^]]*\]|\(\d+\)|\bSIL\b|\+[A-Z]+\+"
)  # silence, noise, and which way a word was pronounced


def _words(decoder: pocketsphinx.Decoder, pcm: bytes) -> list[str]:
    decoder.start_utt()
    decoder.process_raw(pcm, no_search=False, full_utt=True)
    decoder.end_utt()
    found = decoder.hyp()
    return _NO_WORD.sub("", found.hypstr).split() if found is not None else []


def _sounds(decoder: pocketsphinx.Decoder, words: list[str]) -> list[str]:
    return " ".join(decoder.lookup_word(word) or word for word in words).split()


def _said(decoder: pocketsphinx.Decoder, pcm: bytes) -> list[str]:
    return _sounds(decoder, _words(decoder, pcm))


def _answer(words: list[str], agreed: float) -> bytes:
    return json.dumps({"words": words, "agreement": agreed}).encode()


def _teach(decoder: pocketsphinx.Decoder, name: str, grammar: Automaton) -> None:
    """Let the decoder know the sentences of `grammar` by a name; from each state all ways are as likely."""
    end = len(grammar.arcs)
    transitions: list[tuple[int, int, float] | tuple[int, int, float, str]] = []
    for state, arcs in enumerate(grammar.arcs):
        ends = state in grammar.accepting
        likely = 1 / (len(arcs) + ends)
        transitions += [(state, to, likely, word) for word, to in arcs.items()]
        if ends:
            transitions.append((state, end, likely))
    decoder.add_fsg(name, decoder.create_fsg(name, START, end, transitions))


def main() -> None:
    """Read the models, confine the process, then listen to what arrives."""
    commands = pocketsphinx.Decoder(lm=None, cmn=_CMN, loglevel="FATAL")
    english = language_of("en", SKILLS)
    grammars = {message: grammar_of(english, asked=message == ASKED) for message in (ANY_TIME, ASKED)}
    for message, grammar in grammars.items():
        _teach(commands, message.hex(), grammar)
        commands.activate_search(message.hex())
    phones = pocketsphinx.Decoder(
        lm=None,
        allphone=pocketsphinx.get_model_path(_PHONES),
        lw=2.0,
        beam=1e-20,
        pbeam=1e-20,
        cmn=_CMN,
        loglevel="FATAL",
    )
    everything = pocketsphinx.Decoder(cmn=_CMN, fwdflat=False, maxhmmpf=_PATHS_MAX, loglevel="FATAL")
    for decoder in (commands, phones, everything):
        _words(decoder, bytes(3200))
    confine(memory_max_bytes=_MEMORY_MAX_BYTES, files=_STANDARD_FILES)

    def answer(message: bytes) -> bytes:
        when, pcm = message[:1], message[1:]
        commands.activate_search(when.hex())
        sound = _SILENCE + pcm + _SILENCE
        words = _words(commands, sound)
        if not grammars[when].accepts(words):
            return _answer([], 0.0)  # where no sentence fits to its end, the library answers with the beginning of one
        in_doubt = partial(_said, everything, sound)
        said, agreed = believed(_sounds(everything, words), _words(phones, sound), in_doubt, asked=when == ASKED)
        return _answer(words if said else [], agreed)

    serve(answer)


if __name__ == "__main__":
    main()
