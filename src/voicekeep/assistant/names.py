"""Names of people: what stands where a name would, and is none: “this is good”, “c'est quoi”.

Flow        the words after “this is” -> whether somebody may be called so
Guarantees  Only whole phrases that are written here, and what begins with a word that begins no name, are refused:
            whoever shows any other name is known by it.
I/O         none
"""

from __future__ import annotations

from typing import Final


def _each(phrases: str) -> frozenset[str]:
    return frozenset(phrases.split(", "))


_PHRASES: Final = {
    "en": _each(
        "good, great, fine, nice, okay, ok, all, all good, all right, right, wrong, true, enough, it, that, me, "
        "fun, funny, bad, sure, sorry, done, ready, back, home, here, there, tired, hungry, thirsty, cold, hot, "
        "late, early, busy, sick, bored, lost, nothing, everything, important, interesting, ridiculous, perfect, "
        "a test, the end"
    ),
    "de": _each(
        "gut, alles gut, alles, es, fertig, da, hier, zu hause, daheim, zurück, sicher, müde, krank, hungrig, "
        "durstig, satt, soweit, so weit, bereit, spät dran, wach, dran, dafür, dagegen, nichts, niemand, keiner, "
        "kalt, warm, heiß, dunkel, hell, laut, richtig, falsch, schluss, ende, ein test"
    ),
    "fr": _each(
        "bon, bien, tout, ça, cela, vrai, faux, parfait, super, fini, terminé, nul, gentil, cool, clair, dommage, "
        "noté, génial, drôle, froid, chaud, moi, là, d'accord, sûr, sûre, prêt, prête, fatigué, fatiguée, malade, "
        "désolé, désolée, en retard, content, contente, occupé, occupée, perdu, perdue, important, possible, "
        "impossible, tout bon, tout à fait ça, bon à savoir, un test, la fin"
    ),
}
_FIRST_WORDS: Final = {
    "en": _each("not, no, so, too, very, what, who, why, how, where, when"),
    "de": _each("nicht, nichts, kein, keine, so, zu, sehr, was, wer, warum, wie, wo, wann"),
    "fr": _each("pas, trop, très, si, quoi, qui, que, quand, où, comment, pourquoi, combien"),
}


def is_name(text: str, language: str) -> bool:
    """Return whether somebody may be called so."""
    words = text.casefold().replace("’", "'").split()
    if not words:
        return False
    return words[0] not in _FIRST_WORDS[language] and " ".join(words) not in _PHRASES[language]
