"""The process of the built-in speech-to-text: `python -m voicekeep.assistant.sphinx_worker`, spoken to by `sphinx`.

Flow        samples -> pocketsphinx with our grammar -> a command -> pocketsphinx without it, as sounds, in doubt as
            words -> agreement, likeness -> the command, or nothing
Guarantees  1. All models are read before the process is confined; afterwards it opens nothing.
            2. The same sound is read in the same way whatever was heard before it.
I/O         standard input and output
Format      that of `sphinx`
"""

from __future__ import annotations

import json
import math
import re
import sys
from functools import partial
from typing import Final

import pocketsphinx

from voicekeep.assistant.agreement import answered, believed
from voicekeep.assistant.automaton import START, Automaton
from voicekeep.assistant.grammar import grammar_of
from voicekeep.assistant.likeness import Stretch, likeness
from voicekeep.assistant.skills import SKILLS
from voicekeep.assistant.speakable import language_of
from voicekeep.assistant.sphinx import ANY_TIME, ASKED
from voicekeep.device import confine, serve

_MEMORY_MAX_BYTES: Final = 1536 * 1024 * 1024
_STANDARD_FILES: Final = 3
_SILENCE: Final = bytes(2 * 1600)
"""0.1 s around every sound: where one ends with its last word, no sentence fits to its end."""
_CMN: Final = "batch"  # each sound is measured by itself: nothing of one person's stays for the next
_PHONES: Final = "en-us/en-us-phone.lm.bin"  # which sound follows which; beside the library's other models
_PATHS_MAX: Final = 1500  # followed at once; of the library's 30,000 most change nothing but how long it takes
_NO_WORD: Final = re.compile(
    r"<[^>]*>|\[[^]]*\]|\(\d+\)|\bSIL\b|\+[A-Z]+\+"
)  # silence, noise, and which way a word was pronounced
_SHIFTED: Final = 1 << 10  # the library counts likelihoods in steps of so many


def _words(decoder: pocketsphinx.Decoder, pcm: bytes) -> list[str]:
    return _words_and_beginning(decoder, pcm)[0]


def _words_and_beginning(decoder: pocketsphinx.Decoder, pcm: bytes) -> tuple[list[str], list[str]]:
    """Return what was read, and what would be read if more were to come."""
    decoder.reinit_feat()  # or the noise that it took out of the last sound is taken out of this one
    decoder.start_utt()
    decoder.process_raw(pcm, no_search=False, full_utt=True)
    beginning = _read(decoder)
    decoder.end_utt()
    return _read(decoder), beginning


def _read(decoder: pocketsphinx.Decoder) -> list[str]:
    found = decoder.hyp()
    return _NO_WORD.sub("", found.hypstr).split() if found is not None else []


def _stretches(decoder: pocketsphinx.Decoder) -> list[Stretch]:
    """Return what was read last, silence too."""
    return [
        Stretch(
            said=each.word,
            first=each.start_frame,
            last=each.end_frame,
            likelihood=_SHIFTED * math.log(max(each.ascore, sys.float_info.min)),
        )
        for each in decoder.seg()
        if each.start_frame < each.end_frame
    ]


def _sounds(decoder: pocketsphinx.Decoder, words: list[str]) -> list[str]:
    return " ".join(decoder.lookup_word(word) or word for word in words).split()


def _said(decoder: pocketsphinx.Decoder, pcm: bytes) -> list[str]:
    return _sounds(decoder, _words(decoder, pcm))


def _answer(words: list[str], agreed: float) -> bytes:
    return json.dumps({"words": words, "agreement": agreed}).encode()


def _teach(decoder: pocketsphinx.Decoder, name: str, grammar: Automaton, *, whole: bool) -> None:
    """Let the decoder know the sentences of `grammar` by a name; from each state all ways are as likely.

    Where it knows them `whole`, it reads the best of those that are said to the end; else the best path of a lattice of
    words, which heeds no end.
    """
    end = len(grammar.arcs)
    transitions: list[tuple[int, int, float] | tuple[int, int, float, str]] = []
    for state, arcs in enumerate(grammar.arcs):
        ends = state in grammar.accepting
        likely = 1 / (len(arcs) + ends)
        transitions += [(state, to, likely, word) for word, to in arcs.items()]
        if ends:
            transitions.append((state, end, likely))
    decoder.config["bestpath"] = not whole
    decoder.add_fsg(name, decoder.create_fsg(name, START, end, transitions))


class _Ear:
    """The three readers, and what they make of a sound."""

    def __init__(self) -> None:
        english = language_of("en", SKILLS)
        self._grammars = {message: grammar_of(english, asked=message == ASKED) for message in (ANY_TIME, ASKED)}
        self._commands = pocketsphinx.Decoder(lm=None, beam=1e-40, cmn=_CMN, compallsen=True, loglevel="FATAL")
        for message, grammar in self._grammars.items():
            _teach(self._commands, message.hex(), grammar, whole=message == ANY_TIME)
            self._commands.activate_search(message.hex())
        self._phones = pocketsphinx.Decoder(
            lm=None,
            allphone=pocketsphinx.get_model_path(_PHONES),
            lw=2.0,
            beam=1e-15,
            pbeam=1e-15,
            cmn=_CMN,
            compallsen=True,  # only where both weigh every state of every sound are their likelihoods of one measure
            loglevel="FATAL",
        )
        self._everything = pocketsphinx.Decoder(cmn=_CMN, fwdflat=False, maxhmmpf=_PATHS_MAX, loglevel="FATAL")
        for decoder in (self._commands, self._phones, self._everything):
            _words(decoder, bytes(3200))

    def answer(self, message: bytes) -> bytes:
        """Return what `sphinx` is told of one sound."""
        when, pcm = message[:1], message[1:]
        sound = _SILENCE + pcm + _SILENCE
        self._commands.activate_search(when.hex())
        words, beginning = _words_and_beginning(self._commands, sound)
        if not words or not self._is_whole(words, beginning, self._grammars[when], asked=when == ASKED):
            return _answer([], 0.0)
        said, agreed = self._believed(words, sound, asked=when == ASKED)
        return _answer(words if said else [], agreed)

    def _is_whole(self, words: list[str], beginning: list[str], grammar: Automaton, *, asked: bool) -> bool:
        """Return whether a sentence was said to its end.

        “What is seven times” is read as “what is seven times two” by whoever must read a whole sentence. So it counts
        only if what is read if more were to come is whole as well. A sentence of one word has no beginning.
        """
        if asked:
            return grammar.accepts(words)
        return grammar.accepts(beginning) or (len(words) == 1 and grammar.accepts(words))

    def _believed(self, words: list[str], sound: bytes, *, asked: bool) -> tuple[bool, float]:
        command, sounds = _sounds(self._everything, words), _words(self._phones, sound)
        in_doubt = partial(_said, self._everything, sound)
        if asked:
            return answered(command, sounds, in_doubt)
        as_words = [each for each in _stretches(self._commands) if _NO_WORD.sub("", each.said)]
        return believed(command, sounds, in_doubt, likeness(as_words, _stretches(self._phones)))


def main() -> None:
    """Read the models, confine the process, then listen to what arrives."""
    ear = _Ear()
    confine(memory_max_bytes=_MEMORY_MAX_BYTES, files=_STANDARD_FILES)
    serve(ear.answer)


if __name__ == "__main__":
    main()
