"""Why nothing may be kept for whoever speaks: one sentence for skills and for those who carry out what they want."""

from __future__ import annotations

from typing import Final

from voicekeep.records.texts import Text

WHO_ARE_YOU: Final = Text(
    en="I do not know who is speaking. Say: this is, and your name, or choose yourself on the speaker or on the page "
    "My speakers.",
    de="Ich weiß nicht, wer spricht. Sag: Hier ist, und deinen Namen, oder wähle dich am Lautsprecher aus oder auf der "
    "Seite Meine Lautsprecher.",
    fr="Je ne sais pas qui parle. Dites : c’est, et votre prénom, ou choisissez-vous sur l’enceinte ou sur la page Mes "
    "enceintes.",
)
_GUEST = Text(
    en="Nothing of a guest is kept, so I cannot remember it.",
    de="Von Gästen wird nichts behalten, darum kann ich es mir nicht merken.",
    fr="Rien n’est conservé d’un invité, je ne peux donc pas le retenir.",
)
_NOTHING_CHOSEN = Text(
    en="Nothing is kept for you, so I cannot remember it. You can choose what is kept when you sign in.",
    de="Für dich wird nichts behalten, darum kann ich es mir nicht merken. Was behalten wird, wählst du, wenn du dich "
    "anmeldest.",
    fr="Rien n’est conservé pour vous, je ne peux donc pas le retenir. Vous choisissez ce qui est conservé en vous "
    "connectant.",
)


def why_nothing_is_kept(*, known: bool, guest: bool) -> Text:
    """Return what is said: nobody knows who speaks, it is a guest, or they want nothing kept."""
    if known:
        return _NOTHING_CHOSEN
    return _GUEST if guest else WHO_ARE_YOU
