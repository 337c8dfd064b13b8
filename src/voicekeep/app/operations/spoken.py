"""What the assistant says of its own accord: apologies, refusals, and what rings. In en, de and fr, in plain words."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from voicekeep.records.texts import Text, language_named

NOT_SET_UP: Final = Text(
    en="This speaker is not set up yet. Nothing of what you said was kept.",
    de="Dieser Lautsprecher ist noch nicht eingerichtet. Nichts von dem, was du gesagt hast, wurde behalten.",
    fr="Cette enceinte n’est pas encore configurée. Rien de ce que vous avez dit n’a été conservé.",
)
NOT_SET_UP_ANY_MORE: Final = Text(
    en="This speaker is not set up any more. It hears nothing until somebody pairs it again.",
    de="Dieser Lautsprecher ist nicht mehr eingerichtet. Er hört nichts, bis ihn jemand wieder koppelt.",
    fr="Cette enceinte n’est plus configurée. Elle n’entend rien tant que personne ne l’associe de nouveau.",
)
WHOSE_UNCLEAR: Final = Text(
    en="I cannot tell whose this speaker was when you began. Nothing of what you said was kept. Please say it again. "
    "If I go on saying this, pair the speaker anew.",
    de="Ich kann nicht erkennen, wem dieser Lautsprecher gehörte, als du anfingst. Nichts von dem, was du gesagt hast, "
    "wurde behalten. Bitte sag es noch einmal. Wenn ich das immer wieder sage, kopple den Lautsprecher neu.",
    fr="Je ne sais pas à qui était cette enceinte quand vous avez commencé. Rien de ce que vous avez dit n’a été "
    "conservé. Veuillez répéter. Si je continue à dire cela, associez l’enceinte à nouveau.",
)
ONE_PERSONS_NOW: Final = Text(
    en="This speaker has changed hands: it is one person’s alone now.",
    de="Dieser Lautsprecher hat den Besitzer gewechselt: Er gehört jetzt einer Person allein.",
    fr="Cette enceinte a changé de mains : elle est maintenant à une seule personne.",
)
SHARED_NOW: Final = Text(
    en="This speaker has changed hands: a household shares it now.",
    de="Dieser Lautsprecher hat den Besitzer gewechselt: Ein Haushalt teilt ihn sich jetzt.",
    fr="Cette enceinte a changé de mains : un foyer la partage maintenant.",
)
NOT_BELIEVED: Final = Text(
    en="I cannot tell that this came from this speaker. Nothing was kept. Please pair it again.",
    de="Ich kann nicht erkennen, dass das von diesem Lautsprecher kam. Nichts wurde behalten. Bitte kopple ihn neu.",
    fr="Je ne peux pas vérifier que cela vient de cette enceinte. Rien n’a été conservé. Veuillez l’associer à "
    "nouveau.",
)
NOT_UNDERSTOOD: Final = Text(
    en="Sorry, I did not understand that.",
    de="Das habe ich leider nicht verstanden.",
    fr="Désolé, je n’ai pas compris.",
)
ENGINE_DOWN: Final = Text(
    en="Sorry, I cannot understand speech right now. Nothing was kept.",
    de="Ich kann gerade leider keine Sprache verstehen. Nichts wurde behalten.",
    fr="Désolé, je ne peux pas comprendre la parole en ce moment. Rien n’a été conservé.",
)
NO_ROOM: Final = Text(
    en="Sorry, I could not do that: there is no room left here, or the storage does not answer. Nothing was kept.",
    de="Das ging leider nicht: Hier ist kein Platz mehr, oder der Speicher antwortet nicht. Nichts wurde behalten.",
    fr="Désolé, cela n’a pas été possible : il n’y a plus de place, ou le stockage ne répond pas. Rien n’a été "
    "conservé.",
)
NOT_KEPT_NOW: Final = Text(
    en="I could not keep this: there is no room left here, or the storage does not answer.",
    de="Ich konnte das nicht aufbewahren: Hier ist kein Platz mehr, oder der Speicher antwortet nicht.",
    fr="Je n’ai pas pu conserver cela : il n’y a plus de place, ou le stockage ne répond pas.",
)
WENT_WRONG: Final = Text(
    en="Sorry, something went wrong. Nothing was kept.",
    de="Da ist leider etwas schiefgegangen. Nichts wurde behalten.",
    fr="Désolé, quelque chose s’est mal passé. Rien n’a été conservé.",
)
HOME_SILENT: Final = Text(
    en="Sorry, your home control does not answer.",
    de="Deine Haussteuerung antwortet leider nicht.",
    fr="Désolé, votre domotique ne répond pas.",
)
NOBODY_OF_THAT_NAME: Final = Text(
    en="I know nobody of that name here. If you are a guest, say: I am a guest.",
    de="Ich kenne hier niemanden mit diesem Namen. Wer zu Gast ist, sagt: Ich bin Gast.",
    fr="Je ne connais personne de ce nom ici. Si vous êtes de passage, dites : je suis un invité.",
)
IF_A_GUEST: Final = Text(
    en="If you are a guest, say: I am a guest.",
    de="Wer zu Gast ist, sagt: Ich bin Gast.",
    fr="Si vous êtes de passage, dites : je suis un invité.",
)
NAMED_ON_A_PAGE: Final = Text(
    en="{name} has said on a page that it is them at this speaker. What is said here is taken for theirs, until a "
    "quarter of an hour passes without a word. If it is not you, say who you are, or that you are a guest.",
    de="{name} hat auf einer Seite gesagt, selbst an diesem Lautsprecher zu sein. Was hier gesagt wird, gilt als von "
    "{name}, bis eine Viertelstunde ohne ein Wort vergeht. Wenn du das nicht bist, sag, wer du bist, oder dass du Gast "
    "bist.",
    fr="{name} a indiqué sur une page être devant cette enceinte. Ce qui est dit ici lui est attribué, jusqu’à ce "
    "qu’un quart d’heure passe sans un mot. Si ce n’est pas vous, dites qui vous êtes, ou que vous êtes un invité.",
)
NOTHING_KEPT_OF_IT: Final = Text(
    en="Nothing of it was kept.",
    de="Davon wurde nichts behalten.",
    fr="Rien n’en a été conservé.",
)
ERASE_EARLIER: Final = Text(
    en="What you said before that is still kept. Shall I erase that? Say yes or no.",
    de="Was du davor gesagt hast, ist noch da. Soll ich das löschen? Sag ja oder nein.",
    fr="Ce que vous avez dit avant est toujours conservé. Dois-je l’effacer ? Dites oui ou non.",
)
NOTHING_ERASED: Final = Text(
    en="All right. Nothing was erased.",
    de="In Ordnung. Es wurde nichts gelöscht.",
    fr="D’accord. Rien n’a été effacé.",
)
ERASED_ONE: Final = Text(
    en="It is erased for good. The receipt has number {number}.",
    de="Es ist endgültig gelöscht. Der Beleg hat die Nummer {number}.",
    fr="C’est effacé définitivement. Le reçu porte le numéro {number}.",
)
ERASED_MANY: Final = Text(
    en="{count} entries are erased for good. The receipt has number {number}.",
    de="{count} Einträge sind endgültig gelöscht. Der Beleg hat die Nummer {number}.",
    fr="{count} entrées sont effacées définitivement. Le reçu porte le numéro {number}.",
)
ERASED_ASKED: Final = Text(
    en="What you had asked for in it went with it: list entries, timers, alarms, reminders.",
    de="Auch weg ist, worum du darin gebeten hattest: Einträge auf Listen, Timer, Wecker, Erinnerungen.",
    fr="Ce que vous y aviez demandé est parti aussi : entrées de listes, minuteurs, réveils, rappels.",
)
CANCELLED: Final = Text(
    en="What was to ring is cancelled.",
    de="Was klingeln sollte, ist abgestellt.",
    fr="Ce qui devait sonner est annulé.",
)
GUEST: Final = Text(
    en="Welcome. Nothing of this conversation is kept, from its beginning until a quarter of an hour passes without a "
    "word.",
    de="Willkommen. Von diesem Gespräch wird nichts behalten, von Anfang an, bis eine Viertelstunde ohne ein Wort "
    "vergeht.",
    fr="Bienvenue. Rien de cette conversation n’est conservé, depuis le début et jusqu’à ce qu’un quart d’heure passe "
    "sans un mot.",
)
ONLY_LESS_BY_VOICE: Final = Text(
    en="By voice I can only keep less, never more. To keep more, sign in and open: what is kept.",
    de="Per Stimme kann ich nur weniger behalten, nie mehr. Um mehr zu behalten, melde dich an und öffne: was "
    "aufbewahrt wird.",
    fr="Par la voix, je peux seulement conserver moins, jamais plus. Pour conserver plus, connectez-vous et ouvrez : "
    "ce qui est conservé.",
)
KEEPS_LESS: Final = Text(
    en="Done, for what you say from now on. What is kept already stays as long as you chose before; to change that, "
    "sign in.",
    de="Erledigt, für alles, was du ab jetzt sagst. Was schon aufbewahrt ist, bleibt so lange, wie du es gewählt "
    "hattest; um das zu ändern, melde dich an.",
    fr="C’est fait, pour ce que vous direz désormais. Ce qui est déjà conservé le reste aussi longtemps que vous "
    "l’aviez choisi ; pour changer cela, connectez-vous.",
)
NOTHING_WAS_KEPT_ANYWAY: Final = Text(
    en="Nothing of what you say is kept.",
    de="Von dem, was du sagst, wird nichts behalten.",
    fr="Rien de ce que vous dites n’est conservé.",
)
RECEIPT_WORDS: Final = Text(
    en="Your four words are: {words}. With them you can have what was just said erased, on the page for guests.",
    de="Deine vier Wörter sind: {words}. Damit kannst du das eben Gesagte löschen lassen, auf der Seite für Gäste.",
    fr="Vos quatre mots sont : {words}. Ils vous permettent de faire effacer ce qui vient d’être dit, sur la page des "
    "invités.",
)
COPY_ASKED_FOR: Final = Text(
    en="I have written down that you want a copy of your data. It is only made once you sign in and confirm that it "
    "was you.",
    de="Ich habe notiert, dass du eine Kopie deiner Daten möchtest. Sie wird erst erstellt, wenn du dich anmeldest und "
    "bestätigst, dass du es warst.",
    fr="J’ai noté que vous souhaitez une copie de vos données. Elle ne sera faite que lorsque vous vous connecterez et "
    "confirmerez que c’était vous.",
)
COPY_BY_GUARDIAN: Final = Text(
    en="I cannot write that down for you: you have no account of your own. Whoever is responsible for you can sign in "
    "and ask for your copy.",
    de="Das kann ich nicht für dich notieren: Du hast kein eigenes Konto. Wer für dich verantwortlich ist, kann sich "
    "anmelden und deine Kopie anfordern.",
    fr="Je ne peux pas le noter pour vous : vous n’avez pas de compte à vous. La personne responsable de vous peut se "
    "connecter et demander votre copie.",
)
DONE: Final = Text(en="Done.", de="Erledigt.", fr="C’est fait.")
HELLO: Final = Text(en="Hello, {name}.", de="Hallo, {name}.", fr="Bonjour, {name}.")
TOO_MANY: Final = Text(
    en="There are already as many of these as I can hold. Nothing was added.",
    de="Davon gibt es schon so viele, wie ich halten kann. Nichts wurde hinzugefügt.",
    fr="Il y en a déjà autant que je peux en garder. Rien n’a été ajouté.",
)
GONE_ALREADY: Final = Text(
    en="That is gone already.",
    de="Das ist schon weg.",
    fr="C’est déjà parti.",
)
NO_ENGINE: Final = Text(
    en="I cannot understand speech in English here: no engine is set up for it. Nothing was kept.",
    de="Ich kann hier kein gesprochenes Deutsch verstehen: Dafür ist kein Spracherkenner eingerichtet. Nichts wurde "
    "behalten.",
    fr="Je ne peux pas comprendre le français parlé ici : aucun moteur n’est configuré pour cela. Rien n’a été "
    "conservé.",
)
LOST_IN_A_RESTART: Final = Text(
    en="I keep nothing of it, so a restart would lose it.",
    de="Ich behalte nichts davon, bei einem Neustart ginge er verloren.",
    fr="Je n’en conserve rien ; un redémarrage l’effacerait.",
)
_TIMER: Final = Text(en="Your timer is over.", de="Dein Timer ist abgelaufen.", fr="Votre minuteur est terminé.")
_TIMER_NAMED: Final = Text(
    en="Your timer {name} is over.",
    de="Dein Timer {name} ist abgelaufen.",
    fr="Votre minuteur {name} est terminé.",
)
_ALARM: Final = Text(
    en="It is time: your alarm.", de="Es ist so weit: dein Wecker.", fr="C’est l’heure : votre réveil."
)
_ALARM_NAMED: Final = Text(
    en="It is time: {name}.",
    de="Es ist so weit: {name}.",
    fr="C’est l’heure : {name}.",
)
_REMINDER: Final = Text(
    en="A reminder: {name}.",
    de="Eine Erinnerung: {name}.",
    fr="Un rappel : {name}.",
)
_LATE: Final = Text(
    en="This was due {ago} ago; I could not say it earlier.",
    de="Das war vor {ago} fällig; ich konnte es nicht früher sagen.",
    fr="C’était prévu il y a {ago} ; je n’ai pas pu le dire plus tôt.",
)
_MINUTE: Final = Text(en="a minute", de="einer Minute", fr="une minute")
_MINUTES: Final = Text(en="{n} minutes", de="{n} Minuten", fr="{n} minutes")
_HOUR: Final = Text(en="an hour", de="einer Stunde", fr="une heure")
_HOURS: Final = Text(en="{n} hours", de="{n} Stunden", fr="{n} heures")
_DAY: Final = Text(en="a day", de="einem Tag", fr="un jour")
_DAYS: Final = Text(en="{n} days", de="{n} Tagen", fr="{n} jours")
_HOUR_MINUTES: Final = 60
_DAY_HOURS: Final = 24


def said(text: Text, language: str, **values: object) -> str:
    """Return a sentence, with values filled in."""
    return text.within(language_named(language)).format(**values)


def rung(what: str, name: str | None, language: str, late: timedelta | None) -> str:
    """Return what is said when something rings; `late`: by how much, where that is worth a word."""
    plain, named = {"timer": (_TIMER, _TIMER_NAMED), "alarm": (_ALARM, _ALARM_NAMED)}.get(what, (_REMINDER, _REMINDER))
    sentence = said(plain if name is None else named, language, name=name or "")
    return sentence if late is None else f"{sentence} {said(_LATE, language, ago=_ago(late, language))}"


def _ago(late: timedelta, language: str) -> str:
    minutes = max(1, round(late.total_seconds() / 60))
    hours = round(minutes / _HOUR_MINUTES)
    days = round(hours / _DAY_HOURS)
    if minutes < _HOUR_MINUTES:
        return _counted(minutes, _MINUTE, _MINUTES, language)
    if hours < _DAY_HOURS:
        return _counted(hours, _HOUR, _HOURS, language)
    return _counted(days, _DAY, _DAYS, language)


def _counted(number: int, one: Text, many: Text, language: str) -> str:
    return said(one if number == 1 else many, language, n=number)
