"""Lists, timers and alarms, reminders: what a person asked the assistant to keep for them."""

from __future__ import annotations

from typing import Final

from voicekeep.records.asked import RingsAs
from voicekeep.records.catalogue.category import Category, Field, JsonType
from voicekeep.records.catalogue.recurring import CONTRACT, ITEM, NOBODY, OWNER, at
from voicekeep.records.texts import Text

_SOURCE: Final = Text(
    en="You, by asking the assistant.",
    de="Sie selbst, indem Sie den Assistenten darum gebeten haben.",
    fr="Vous, en le demandant à l’assistant.",
)
_UNTIL_IT_RANG: Final = Text(
    en="Until it has rung or you cancel it; then it is erased. An alarm that repeats: until you cancel it.",
    de="Bis es geklingelt hat oder Sie es abbrechen; dann wird es gelöscht. Ein Wecker, der sich wiederholt: bis Sie "
    "ihn abbrechen.",
    fr="Jusqu’à ce qu’il ait sonné ou que vous l’annuliez ; ensuite c’est effacé. Un réveil qui se répète : jusqu’à ce "
    "que vous l’annuliez.",
)
_LANGUAGE: Final = Field(
    name="language",
    json_type=JsonType.TEXT,
    nullable=False,
    meaning=Text(
        en="The language in which the speaker announces it.",
        de="Die Sprache, in der der Lautsprecher es ansagt.",
        fr="La langue dans laquelle l’enceinte l’annonce.",
    ),
)
_REPEATS: Final = Field(
    name="repeats",
    json_type=JsonType.TEXT,
    nullable=True,
    meaning=Text(
        en="On which days of the week (BYDAY: MO is Monday, SU is Sunday) and at what time of the clock at home "
        "(BYHOUR, BYMINUTE) it comes again, as calendar programs write it (RFC 5545); empty if it comes only once.",
        de="An welchen Wochentagen (BYDAY: MO ist Montag, SU ist Sonntag) und um welche Uhrzeit bei Ihnen zu Hause "
        "(BYHOUR, BYMINUTE) es wiederkommt, so wie Kalenderprogramme es schreiben (RFC 5545); leer, wenn es nur einmal "
        "kommt.",
        fr="Quels jours de la semaine (BYDAY : MO est lundi, SU est dimanche) et à quelle heure chez vous (BYHOUR, "
        "BYMINUTE) cela revient, comme l’écrivent les agendas (RFC 5545) ; vide si cela ne vient qu’une fois.",
    ),
)

LIST_ENTRY = Category(
    title=Text(en="Your lists", de="Ihre Listen", fr="Vos listes"),
    meaning=Text(
        en="What is on your shopping list, your to-do list and lists of your own.",
        de="Was auf Ihrer Einkaufsliste, Ihrer Aufgabenliste und Ihren eigenen Listen steht.",
        fr="Ce qui figure sur votre liste de courses, votre liste de tâches et vos propres listes.",
    ),
    purpose=Text(
        en="To read the list back to you when you ask.",
        de="Um Ihnen die Liste vorzulesen, wenn Sie danach fragen.",
        fr="Vous lire la liste quand vous le demandez.",
    ),
    legal_basis=CONTRACT,
    source=_SOURCE,
    recipients=NOBODY,
    period=Text(
        en="Until you remove it from the list, and no longer than you chose for what you say: 3 or 18 months.",
        de="Bis Sie es von der Liste streichen, und nicht länger, als Sie für Gesagtes gewählt haben: 3 oder 18 "
        "Monate.",
        fr="Jusqu’à ce que vous le retiriez de la liste, et pas plus longtemps que vous l’avez choisi pour vos "
        "paroles : 3 ou 18 mois.",
    ),
    fields=(
        ITEM,
        OWNER,
        at(
            Text(
                en="When you put it on the list, in universal time (UTC).",
                de="Wann Sie es auf die Liste gesetzt haben, in Weltzeit (UTC).",
                fr="Quand vous l’avez mis sur la liste, en temps universel (UTC).",
            )
        ),
        Field(
            name="list_name",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(
                en="Which list: “shopping”, “to_do” or the name that you gave it.",
                de="Welche Liste: „shopping“ (Einkauf), „to_do“ (Aufgaben) oder der Name, den Sie ihr gegeben haben.",
                fr="Quelle liste : « shopping » (courses), « to_do » (tâches) ou le nom que vous lui avez donné.",
            ),
        ),
        Field(
            name="text",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(
                en="What you put on it.",
                de="Was Sie daraufgesetzt haben.",
                fr="Ce que vous y avez mis.",
            ),
        ),
    ),
)


def _device(meaning: Text) -> Field:
    return Field(name="device", json_type=JsonType.TEXT, nullable=False, meaning=meaning)


TIMER = Category(
    title=Text(en="Your timers and alarms", de="Ihre Timer und Wecker", fr="Vos minuteurs et réveils"),
    meaning=Text(
        en="The timers and alarms that you set and that are still to ring.",
        de="Die Timer und Wecker, die Sie gestellt haben und die noch klingeln sollen.",
        fr="Les minuteurs et réveils que vous avez réglés et qui doivent encore sonner.",
    ),
    purpose=Text(
        en="To ring on the speaker on which you set them, also after a restart.",
        de="Um auf dem Lautsprecher zu klingeln, an dem Sie sie gestellt haben, auch nach einem Neustart.",
        fr="Sonner sur l’enceinte où vous les avez réglés, même après un redémarrage.",
    ),
    legal_basis=CONTRACT,
    source=_SOURCE,
    recipients=NOBODY,
    period=_UNTIL_IT_RANG,
    fields=(
        ITEM,
        OWNER,
        at(
            Text(
                en="When you set it, in universal time (UTC).",
                de="Wann Sie ihn gestellt haben, in Weltzeit (UTC).",
                fr="Quand vous l’avez réglé, en temps universel (UTC).",
            )
        ),
        _device(
            Text(
                en="The speaker on which it rings, by its number in the devices file.",
                de="Der Lautsprecher, auf dem er klingelt, mit seiner Nummer aus der Gerätedatei.",
                fr="L’enceinte sur laquelle il sonne, par son numéro dans le fichier des appareils.",
            )
        ),
        Field(
            name="rings_as",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(
                en="Whether it rings after a time or at a time.",
                de="Ob er nach einer Dauer oder zu einer Uhrzeit klingelt.",
                fr="S’il sonne après une durée ou à une heure donnée.",
            ),
            values={
                RingsAs.TIMER: Text(en="After a time.", de="Nach einer Dauer.", fr="Après une durée."),
                RingsAs.ALARM: Text(en="At a time.", de="Zu einer Uhrzeit.", fr="À une heure donnée."),
            },
        ),
        Field(
            name="name",
            json_type=JsonType.TEXT,
            nullable=True,
            meaning=Text(
                en="What you called it; empty if you gave it no name.",
                de="Wie Sie ihn genannt haben; leer, wenn Sie ihm keinen Namen gegeben haben.",
                fr="Le nom que vous lui avez donné ; vide si vous ne l’avez pas nommé.",
            ),
        ),
        Field(
            name="seconds",
            json_type=JsonType.NUMBER,
            nullable=True,
            meaning=Text(
                en="For how many seconds a timer was set; empty for an alarm.",
                de="Auf wie viele Sekunden ein Timer gestellt wurde; leer bei einem Wecker.",
                fr="Pour combien de secondes un minuteur a été réglé ; vide pour un réveil.",
            ),
        ),
        Field(
            name="rings_at",
            json_type=JsonType.INSTANT,
            nullable=False,
            meaning=Text(
                en="When it rings, in universal time (UTC); if it repeats, the first time.",
                de="Wann er klingelt, in Weltzeit (UTC); wenn er sich wiederholt, das erste Mal.",
                fr="Quand il sonne, en temps universel (UTC) ; s’il se répète, la première fois.",
            ),
        ),
        _LANGUAGE,
        _REPEATS,
    ),
)

REMINDER = Category(
    title=Text(en="Your reminders", de="Ihre Erinnerungen", fr="Vos rappels"),
    meaning=Text(
        en="What you want to be reminded of, as long as it is still to be said.",
        de="Woran Sie erinnert werden möchten, solange es noch gesagt werden soll.",
        fr="Ce dont vous souhaitez qu’on vous rappelle, tant que cela reste à dire.",
    ),
    purpose=Text(
        en="To say it on the speaker on which you asked, when it is due, also after a restart.",
        de="Um es bei Fälligkeit auf dem Lautsprecher zu sagen, an dem Sie darum gebeten haben, auch nach einem "
        "Neustart.",
        fr="Le dire à l’échéance sur l’enceinte où vous l’avez demandé, même après un redémarrage.",
    ),
    legal_basis=CONTRACT,
    source=_SOURCE,
    recipients=Text(
        en="Whoever is near that speaker when it is said. Otherwise nobody but you: it is sealed to you.",
        de="Wer in der Nähe dieses Lautsprechers ist, wenn es gesagt wird. Sonst niemand außer Ihnen: Es ist für Sie "
        "versiegelt.",
        fr="Quiconque se trouve près de cette enceinte quand c’est dit. Sinon personne d’autre que vous : c’est scellé "
        "pour vous.",
    ),
    period=Text(
        en="Until it was said or you cancel it; then it is erased. A reminder that repeats: until you cancel it.",
        de="Bis es gesagt wurde oder Sie es abbrechen; dann wird es gelöscht. Eine Erinnerung, die sich wiederholt: "
        "bis Sie sie abbrechen.",
        fr="Jusqu’à ce que ce soit dit ou que vous l’annuliez ; ensuite c’est effacé. Un rappel qui se répète : "
        "jusqu’à ce que vous l’annuliez.",
    ),
    fields=(
        ITEM,
        OWNER,
        at(
            Text(
                en="When you asked for it, in universal time (UTC).",
                de="Wann Sie darum gebeten haben, in Weltzeit (UTC).",
                fr="Quand vous l’avez demandé, en temps universel (UTC).",
            )
        ),
        _device(
            Text(
                en="The speaker on which it is said, by its number in the devices file.",
                de="Der Lautsprecher, auf dem es gesagt wird, mit seiner Nummer aus der Gerätedatei.",
                fr="L’enceinte sur laquelle c’est dit, par son numéro dans le fichier des appareils.",
            )
        ),
        Field(
            name="text",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(
                en="What you want to be reminded of.",
                de="Woran Sie erinnert werden möchten.",
                fr="Ce dont vous souhaitez qu’on vous rappelle.",
            ),
        ),
        Field(
            name="due_at",
            json_type=JsonType.INSTANT,
            nullable=False,
            meaning=Text(
                en="When it is due, in universal time (UTC); if it repeats, the first time.",
                de="Wann es fällig ist, in Weltzeit (UTC); wenn es sich wiederholt, das erste Mal.",
                fr="Quand c’est échu, en temps universel (UTC) ; si cela se répète, la première fois.",
            ),
        ),
        _LANGUAGE,
        _REPEATS,
    ),
)
