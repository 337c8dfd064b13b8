"""Mandates: who may act for whom, until when, and what they did."""

from __future__ import annotations

from collections.abc import Mapping

from voicekeep.records.catalogue.category import Category, Field, JsonType
from voicekeep.records.catalogue.recurring import ITEM, OWNER, WHILE_THE_ACCOUNT_EXISTS, at
from voicekeep.records.standing import Entrusted, MandateEvent, MandateKind, MandateSide
from voicekeep.records.texts import Text

ENTRUSTED: Mapping[str, Text] = {
    Entrusted.CHOICE: Text(
        en="choose what is kept, and for how long",
        de="wählen, was aufbewahrt wird und wie lange",
        fr="choisir ce qui est conservé, et combien de temps",
    ),
    Entrusted.COPY: Text(en="get a copy", de="eine Kopie bekommen", fr="recevoir une copie"),
    Entrusted.RESTRICTION: Text(
        en="have everything kept and not used",
        de="alles aufbewahren und nicht nutzen lassen",
        fr="faire tout conserver sans que ce soit utilisé",
    ),
    Entrusted.ERASURE: Text(
        en="have recordings erased", de="Aufnahmen löschen lassen", fr="faire effacer des enregistrements"
    ),
}

EVENTS: Mapping[str, Text] = {
    MandateEvent.BEGAN: Text(en="It began.", de="Sie begann.", fr="Il a commencé."),
    MandateEvent.ENDED: Text(
        en="It was ended before its time.", de="Sie wurde vorzeitig beendet.", fr="Il a pris fin avant son terme."
    ),
    MandateEvent.CHOICE: Text(
        en="By it, it was chosen what is kept.",
        de="Damit wurde gewählt, was aufbewahrt wird.",
        fr="Il a servi à choisir ce qui est conservé.",
    ),
    MandateEvent.COPY: Text(
        en="By it, a copy was asked for.", de="Damit wurde eine Kopie verlangt.", fr="Il a servi à demander une copie."
    ),
    MandateEvent.RESTRICTION: Text(
        en="By it, a restriction was put into force or lifted.",
        de="Damit wurde eine Einschränkung in Kraft gesetzt oder aufgehoben.",
        fr="Il a servi à mettre en vigueur ou à lever une limitation.",
    ),
    MandateEvent.ERASURE: Text(
        en="By it, recordings were erased.",
        de="Damit wurden Aufnahmen gelöscht.",
        fr="Il a servi à effacer des enregistrements.",
    ),
    MandateEvent.WAY_IN: Text(
        en="By it, a code was made with which the child opens an account of its own.",
        de="Damit wurde ein Code erstellt, mit dem das Kind ein eigenes Konto öffnet.",
        fr="Il a servi à créer un code avec lequel l’enfant ouvre son propre compte.",
    ),
}

_SIDES: Mapping[str, Text] = {
    MandateSide.REPRESENTED: Text(
        en="Somebody acts for you.", de="Jemand handelt für Sie.", fr="Quelqu’un agit pour vous."
    ),
    MandateSide.ACTING: Text(
        en="You act for somebody.", de="Sie handeln für jemanden.", fr="Vous agissez pour autrui."
    ),
}

_BASES: Mapping[str, Text] = {
    MandateKind.AGENT: Text(
        en="The person gave it, signed in, and confirmed by name who took it.",
        de="Die Person hat sie angemeldet erteilt und namentlich bestätigt, wer sie angenommen hat.",
        fr="La personne l’a donné une fois connectée, et a confirmé nommément qui l’a accepté.",
    ),
    MandateKind.GUARDIAN: Text(
        en="Whoever is responsible for the child opened its profile.",
        de="Wer für das Kind verantwortlich ist, hat dessen Profil angelegt.",
        fr="La personne responsable de l’enfant a ouvert son profil.",
    ),
}

MANDATE = Category(
    title=Text(en="Acting for somebody", de="Handeln für jemanden", fr="Agir pour autrui"),
    meaning=Text(
        en="Who may use rights for you, or for whom you may, which rights, until when, and each use of them.",
        de="Wer Rechte für Sie ausüben darf oder für wen Sie es dürfen, welche Rechte, bis wann und jede Ausübung.",
        fr="Qui peut exercer des droits pour vous, ou pour qui vous le pouvez, quels droits, jusqu’à quand, et chaque "
        "usage.",
    ),
    purpose=Text(
        en="To let nobody act for you whom you did not want, and to show you what was done in your name.",
        de="Damit niemand für Sie handelt, den Sie nicht wollten, und damit Sie sehen, was in Ihrem Namen geschah.",
        fr="Ne laisser agir pour vous que qui vous voulez, et vous montrer ce qui a été fait en votre nom.",
    ),
    legal_basis=Text(
        en="To answer only to whom it is owed: GDPR Art. 6(1)(c) with Art. 12(6), for children with Art. 8.",
        de="Um nur zu antworten, wem es zusteht: Art. 6 Abs. 1 lit. c mit Art. 12 Abs. 6, bei Kindern Art. 8 DSGVO.",
        fr="Ne répondre qu’à qui y a droit : RGPD, art. 6, par. 1, point c), art. 12, par. 6, et art. 8 pour les "
        "enfants.",
    ),
    source=Text(
        en="Whoever gave the mandate, and whoever used it.",
        de="Wer die Vollmacht erteilt hat und wer sie benutzt hat.",
        fr="Qui a donné le mandat, et qui s’en est servi.",
    ),
    recipients=Text(
        en="The two people of the mandate, each their own entries. Nobody else.",
        de="Die beiden Personen der Vollmacht, jede ihre eigenen Einträge. Niemand sonst.",
        fr="Les deux personnes du mandat, chacune ses propres entrées. Personne d’autre.",
    ),
    period=WHILE_THE_ACCOUNT_EXISTS,
    fields=(
        ITEM,
        OWNER,
        at(
            Text(
                en="When this happened, in universal time (UTC).",
                de="Wann das geschah, in Weltzeit (UTC).",
                fr="Quand cela s’est passé, en temps universel (UTC).",
            )
        ),
        Field(
            name="mandate",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(
                en="The mandate’s number. It is random.",
                de="Die Nummer der Vollmacht. Sie ist zufällig.",
                fr="Le numéro du mandat. Il est aléatoire.",
            ),
        ),
        Field(
            name="side",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(
                en="Whether somebody acts for you or you act for somebody.",
                de="Ob jemand für Sie handelt oder Sie für jemanden.",
                fr="Si quelqu’un agit pour vous ou vous pour autrui.",
            ),
            values=_SIDES,
        ),
        Field(
            name="basis",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(en="On what it rests.", de="Worauf sie beruht.", fr="Sur quoi il repose."),
            values=_BASES,
        ),
        Field(
            name="other",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(
                en="The number of the other person of the mandate. It is random.",
                de="Die Nummer der anderen Person der Vollmacht. Sie ist zufällig.",
                fr="Le numéro de l’autre personne du mandat. Il est aléatoire.",
            ),
        ),
        Field(
            name="called",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(
                en="What whoever gave the mandate calls the one who acts; empty in the entries of the one who acts.",
                de="Wie, wer die Vollmacht erteilt hat, die handelnde Person nennt; leer in deren eigenen Einträgen.",
                fr="Le nom que donne à la personne qui agit celle qui a donné le mandat ; vide dans les entrées de la "
                "première.",
            ),
        ),
        Field(
            name="rights",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(
                en="Which rights: choice, copy, restriction, erasure.",
                de="Welche Rechte: Wahl (choice), Kopie (copy), Einschränkung (restriction), Löschung (erasure).",
                fr="Quels droits : choix (choice), copie (copy), limitation (restriction), effacement (erasure).",
            ),
        ),
        Field(
            name="until",
            json_type=JsonType.INSTANT,
            nullable=False,
            meaning=Text(
                en="When it is over by itself, in universal time (UTC).",
                de="Wann sie von selbst endet, in Weltzeit (UTC).",
                fr="Quand il prend fin de lui-même, en temps universel (UTC).",
            ),
        ),
        Field(
            name="event",
            json_type=JsonType.TEXT,
            nullable=False,
            meaning=Text(en="What happened.", de="Was geschah.", fr="Ce qui s’est passé."),
            values=EVENTS,
        ),
    ),
)
