"""Privacy by voice: shorter, erased, asked for; never longer, and nothing to listen to.

Its sentences are tried before all others. What destroys more than the last turn is asked back.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from voicekeep.assistant.answer import Answer
from voicekeep.assistant.effects import (
    Effect,
    EraseLast,
    EraseToday,
    FalseActivation,
    GiveReceipt,
    GuestConversation,
    KeepNothing,
    KeepThreeMonths,
    MuteSpeaker,
    RequestCopy,
)
from voicekeep.assistant.errors import UnknownIntentError
from voicekeep.assistant.intents import Intent
from voicekeep.assistant.situation import Need, Question, Situation
from voicekeep.assistant.wording import said, together
from voicekeep.records.items import Keeping
from voicekeep.records.texts import Text

_AT_ONCE: Final[dict[str, Effect]] = {
    "erase_last": EraseLast(),
    "keep_nothing": KeepNothing(),
    "keep_three_months": KeepThreeMonths(),
    "receipt": GiveReceipt(),
    "copy": RequestCopy(),
    "false_activation": FalseActivation(),
    "guest": GuestConversation(),
    "mute": MuteSpeaker(),
}
_ERASE_TODAY = Text(
    en="Shall I erase everything that you said today to this speaker, with the list entries, timers and reminders "
    "that you asked for? It cannot be brought back. Say yes or no.",
    de="Soll ich alles löschen, was du heute zu diesem Lautsprecher gesagt hast, auch die Einträge auf Listen, Timer "
    "und Erinnerungen, um die du gebeten hast? Es lässt sich nicht zurückholen. Sag ja oder nein.",
    fr="Dois-je effacer tout ce que vous avez dit aujourd’hui à cette enceinte, avec les entrées de listes, minuteurs "
    "et rappels que vous avez demandés ? C’est irréversible. Dites oui ou non.",
)
_ERASE_ALL = Text(
    en="By voice I erase what you said today to this speaker: say, delete everything I said today. For all the rest, "
    "sign in and open: what was heard. Nothing was erased yet.",
    de="Per Stimme lösche ich, was du heute zu diesem Lautsprecher gesagt hast: sag, lösche alles, was ich heute "
    "gesagt habe. Für alles andere melde dich an und öffne: was gehört wurde. Noch wurde nichts gelöscht.",
    fr="Par la voix, j’efface ce que vous avez dit aujourd’hui à cette enceinte : dites, efface tout ce que j’ai dit "
    "aujourd’hui. Pour le reste, connectez-vous et ouvrez : ce qui a été entendu. Rien n’est encore effacé.",
)
_NOTHING_DONE = Text(
    en="All right. Nothing was done.", de="In Ordnung. Es wurde nichts getan.", fr="D’accord. Rien n’a été fait."
)
_UNSURE = Text(
    en="That sounded like a wish about your privacy, inside of another sentence. I did nothing. Shall I do that wish? "
    "Say yes or no.",
    de="Das klang nach einem Wunsch zu deiner Privatsphäre, mitten in einem anderen Satz. Ich habe nichts getan. Soll "
    "ich diesen Wunsch erfüllen? Sag ja oder nein.",
    fr="Cela ressemblait à un souhait sur votre vie privée, au milieu d’une autre phrase. Je n’ai rien fait. Dois-je "
    "exécuter ce souhait ? Dites oui ou non.",
)
_ONLY_LESS = Text(
    en="By voice I can only keep less or erase, never keep more, and never play anything. For that, sign in.",
    de="Per Stimme kann ich nur weniger behalten oder löschen, nie mehr behalten und nie etwas abspielen. Dafür melde "
    "dich bitte an.",
    fr="Par la voix, je peux seulement conserver moins ou effacer, jamais conserver plus ni faire écouter. Pour cela, "
    "connectez-vous.",
)
_KEPT: Final = {
    Keeping.AUDIO: Text(
        en="Of this conversation I keep the sound and the words for {months} months, sealed to you alone.",
        de="Von diesem Gespräch behalte ich Ton und Worte {months} Monate lang, versiegelt für dich allein.",
        fr="De cette conversation, je conserve le son et les paroles pendant {months} mois, scellés pour vous seul.",
    ),
    Keeping.TRANSCRIPT: Text(
        en="Of this conversation I keep the words for {months} months, sealed to you alone, and no sound.",
        de="Von diesem Gespräch behalte ich die Worte {months} Monate lang, für dich allein versiegelt; keinen Ton.",
        fr="De cette conversation, je conserve les paroles {months} mois, scellées pour vous seul ; aucun son.",
    ),
}
_KEPT_NOTHING = Text(
    en="Nothing of this conversation is kept.",
    de="Von diesem Gespräch wird nichts behalten.",
    fr="Rien de cette conversation n’est conservé.",
)
_KEPT_BEFORE = Text(
    en="Of what you say from now on nothing is kept. What you said earlier in this conversation is still kept; to have "
    "it erased, say: delete everything I said today.",
    de="Von dem, was du ab jetzt sagst, wird nichts behalten. Was du vorher in diesem Gespräch gesagt hast, ist noch "
    "da; damit es gelöscht wird, sag: lösche alles, was ich heute gesagt habe.",
    fr="De ce que vous dites désormais, rien n’est conservé. Ce que vous avez dit avant dans cette conversation l’est "
    "toujours ; pour l’effacer, dites : efface tout ce que j’ai dit aujourd’hui.",
)
_ASKED = Text(
    en="List entries, timers, alarms and reminders stay until they are done or removed.",
    de="Einträge auf Listen, Timer, Wecker und Erinnerungen bleiben, bis sie erledigt oder entfernt sind.",
    fr="Les entrées de listes, minuteurs, réveils et rappels restent jusqu’à ce qu’ils soient faits ou retirés.",
)
_HEARERS = Text(
    en="While you speak to me, this home hears it and nobody else.",
    de="Während du mit mir sprichst, hört es dieses Zuhause und niemand sonst.",
    fr="Quand vous me parlez, cette maison entend, et personne d’autre.",
)
_HEARERS_AND = Text(
    en="What you say goes to: {recipients}.",
    de="Was du sagst, geht an: {recipients}.",
    fr="Ce que vous dites va à : {recipients}.",
)
_ONLY_OWNER = Text(
    en="What is kept, only its owner can play.",
    de="Was behalten wird, kann nur abspielen, wem es gehört.",
    fr="Seul son propriétaire peut écouter ce qui est conservé.",
)
_OWNER_AND = Text(
    en="What is kept, its owner can play. A copy of it can also be asked for by: {holders}.",
    de="Was behalten wird, kann abspielen, wem es gehört. Eine Kopie davon können auch anfordern: {holders}.",
    fr="Son propriétaire peut écouter ce qui est conservé. Peuvent aussi en demander une copie : {holders}.",
)
_GUARDIAN = Text(en="your guardian", de="wer für dich verantwortlich ist", fr="la personne responsable de vous")
_AGENT = Text(
    en="one person to whom you gave a mandate",
    de="eine Person, der du eine Vollmacht gegeben hast",
    fr="une personne à qui vous avez donné mandat",
)
_AGENTS = Text(
    en="{count} people to whom you gave a mandate",
    de="{count} Personen, denen du eine Vollmacht gegeben hast",
    fr="{count} personnes à qui vous avez donné mandat",
)
_MUTED = Text(
    en="I am muted now. Switch me on again at the speaker.",
    de="Ich bin jetzt stumm. Schalte mich am Lautsprecher wieder ein.",
    fr="Le micro est coupé. Réactivez-le sur l’enceinte.",
)


class Privacy:
    """What somebody decides about what they said."""

    name = "privacy"
    needs = frozenset({Need.KEPT, Need.COPIES})

    def answer(self, intent: Intent, situation: Situation) -> Answer:
        """Answer a wish about privacy; no turn with one is kept."""
        return replace(self._answer(intent, situation), private=True)

    def _answer(self, intent: Intent, situation: Situation) -> Answer:
        language = situation.language
        match intent.wish:
            case "erase_today":
                return _asked_back(_ERASE_TODAY, EraseToday(), language)
            case "keep_longer" | "erase_all":
                return Answer(text=said(_ONLY_LESS if intent.wish == "keep_longer" else _ERASE_ALL, language))
            case "kept":
                return Answer(text=_kept(situation))
            case "hearers":
                return Answer(text=_hearers(situation))
            case "unsure":
                return self._unsure(intent, situation)
        if intent.wish not in _AT_ONCE:
            raise UnknownIntentError(intent.name)
        text = said(_MUTED, language) if intent.wish == "mute" else ""  # what came of the others, operations say
        return Answer(text=text, effects=(_AT_ONCE[intent.wish],))

    def _unsure(self, intent: Intent, situation: Situation) -> Answer:
        meant = Intent(skill=self.name, wish=intent.text("wish") or "")
        effect = EraseToday() if meant.wish == "erase_today" else _AT_ONCE.get(meant.wish)
        return self.answer(meant, situation) if effect is None else _asked_back(_UNSURE, effect, situation.language)


def _asked_back(question: Text, effect: Effect, language: str) -> Answer:
    asks = Question(effects=(effect,), declined=said(_NOTHING_DONE, language), private=True)
    return Answer(text=said(question, language), asks=asks)


def _kept(situation: Situation) -> str:
    """Return what is kept: of what is said now, and where that is nothing, of what was said before."""
    language = situation.language
    sentence = _KEPT.get(situation.keeping) if situation.keeping and situation.keeps else None
    if sentence is None:
        return said(_KEPT_BEFORE if situation.kept_before else _KEPT_NOTHING, language)
    return f"{said(sentence, language, months=situation.months)} {said(_ASKED, language)}"


def _hearers(situation: Situation) -> str:
    """Return who hears this, and who can play or have what is kept: by their part, for anybody can ask this aloud."""
    language, recipients = situation.language, situation.recipients
    hears = said(_HEARERS_AND if recipients else _HEARERS, language, recipients=together(recipients, language))
    holders = [said(_GUARDIAN, language)] * situation.guarded
    if situation.agents:
        holders.append(said(_AGENT if situation.agents == 1 else _AGENTS, language, count=situation.agents))
    has = said(_OWNER_AND if holders else _ONLY_OWNER, language, holders=together(holders, language))
    return f"{hears} {has}"
