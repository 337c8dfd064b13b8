"""The fixed sentences of the personal sheet, in every language that a person may read."""

from __future__ import annotations

from typing import Final

from voicekeep.records.texts import Text

TITLE: Final = Text(en="About your data", de="Über Ihre Daten", fr="À propos de vos données")
LEAD: Final = Text(
    en="What is kept about you, why, for how long, and what each field in your copy means. This is the information "
    "that Article 15 of the General Data Protection Regulation (GDPR) gives you a right to.",
    de="Was über Sie aufbewahrt wird, warum, wie lange, und was jedes Feld Ihrer Kopie bedeutet. Auf diese Auskunft "
    "haben Sie nach Artikel 15 der Datenschutz-Grundverordnung (DSGVO) ein Recht.",
    fr="Ce qui est conservé à votre sujet, pourquoi, combien de temps, et ce que signifie chaque champ de votre copie. "
    "C’est l’information à laquelle l’article 15 du règlement général sur la protection des données (RGPD) vous donne "
    "droit.",
)
TO_THE_COPY: Final = Text(en="To your copy", de="Zu Ihrer Kopie", fr="Vers votre copie")

THIS_COPY: Final = Text(en="This copy", de="Diese Kopie", fr="Cette copie")
YOUR_NUMBER: Final = Text(en="Your number", de="Ihre Nummer", fr="Votre numéro")
REQUEST_NUMBER: Final = Text(en="Request", de="Antrag", fr="Demande")
COPY_NUMBER: Final = Text(en="Copy", de="Kopie", fr="Copie")
MADE_AT: Final = Text(en="Made (UTC)", de="Erstellt (UTC)", fr="Établie (UTC)")
PERIOD_COVERED: Final = Text(en="Period (UTC)", de="Zeitraum (UTC)", fr="Période (UTC)")
FROM_THE_BEGINNING: Final = Text(en="from the beginning", de="von Anfang an", fr="depuis le début")
TO_THE_PROOF: Final = Text(
    en="up to when you proved who you are for this request",
    de="bis Sie für diesen Antrag belegt haben, wer Sie sind",
    fr="jusqu’au moment où vous avez prouvé votre identité pour cette demande",
)
COMPLETE: Final = Text(
    en="The copy is complete for what is listed here. What was kept later is not in it; ask again whenever you like.",
    de="Die Kopie ist vollständig für das hier Aufgeführte. Was später aufbewahrt wurde, ist nicht darin; fragen Sie "
    "jederzeit wieder.",
    fr="La copie est complète pour ce qui est énuméré ici. Ce qui a été conservé plus tard n’y est pas ; redemandez "
    "quand vous voulez.",
)
CATEGORY: Final = Text(en="What", de="Was", fr="Quoi")
ENTRIES: Final = Text(en="Entries", de="Einträge", fr="Entrées")
NOT_ASKED_FOR: Final = Text(en="not part of this request", de="nicht Teil dieses Antrags", fr="hors de cette demande")
RECORDINGS: Final = Text(en="Recordings", de="Aufnahmen", fr="Enregistrements")

RESPONSIBLE: Final = Text(en="Who is responsible", de="Wer verantwortlich ist", fr="Qui est responsable")
CONTROLLER: Final = Text(en="Controller", de="Verantwortlicher", fr="Responsable du traitement")
CONTACT: Final = Text(en="Contact", de="Kontakt", fr="Contact")
OFFICER: Final = Text(
    en="Data protection officer", de="Datenschutzbeauftragter", fr="Délégué à la protection des données"
)
NO_OFFICER: Final = Text(en="none appointed", de="keiner benannt", fr="aucun désigné")
AUTHORITY: Final = Text(en="Supervisory authority", de="Aufsichtsbehörde", fr="Autorité de contrôle")
ANY_AUTHORITY: Final = Text(
    en="the data protection authority where you live or work",
    de="die Datenschutzbehörde an Ihrem Wohn- oder Arbeitsort",
    fr="l’autorité de protection des données de votre lieu de résidence ou de travail",
)
COUNTRY: Final = Text(en="Country", de="Land", fr="Pays")

KEPT: Final = Text(
    en="What is kept, and in this copy",
    de="Was aufbewahrt wird und in dieser Kopie ist",
    fr="Ce qui est conservé et figure dans cette copie",
)
BESIDE: Final = Text(
    en="What is kept beside it",
    de="Was daneben aufbewahrt wird",
    fr="Ce qui est conservé à côté",
)
PURPOSE: Final = Text(en="Purpose", de="Zweck", fr="Finalité")
LEGAL_BASIS: Final = Text(en="Legal basis", de="Rechtsgrundlage", fr="Base juridique")
SOURCE: Final = Text(en="Source", de="Herkunft", fr="Source")
RECIPIENTS: Final = Text(en="Recipients", de="Empfänger", fr="Destinataires")
PERIOD: Final = Text(en="How long", de="Wie lange", fr="Durée")
FILES: Final = Text(en="Files", de="Dateien", fr="Fichiers")
FIELD: Final = Text(en="Field", de="Feld", fr="Champ")
MEANING: Final = Text(en="Meaning", de="Bedeutung", fr="Signification")

RIGHTS: Final = Text(en="Your rights", de="Ihre Rechte", fr="Vos droits")
RIGHTS_LIST: Final = (
    Text(
        en="Rectification (Art. 16): have what is wrong put right, such as a transcript that was misheard.",
        de="Berichtigung (Art. 16): Falsches richtigstellen lassen, etwa einen verhörten Text.",
        fr="Rectification (art. 16) : faire corriger ce qui est faux, par exemple une transcription mal entendue.",
    ),
    Text(
        en="Erasure (Art. 17): have one entry, or all of them, erased.",
        de="Löschung (Art. 17): einen Eintrag oder alle löschen lassen.",
        fr="Effacement (art. 17) : faire effacer une entrée, ou toutes.",
    ),
    Text(
        en="Restriction (Art. 18): have your data kept but not used while something is being cleared up.",
        de="Einschränkung (Art. 18): Ihre Daten aufbewahren, aber nicht nutzen lassen, solange etwas geklärt wird.",
        fr="Limitation (art. 18) : faire conserver vos données sans les utiliser le temps d’éclaircir un point.",
    ),
    Text(
        en="Portability (Art. 20): the .jsonl and .csv files of this copy can be taken to another service.",
        de="Übertragbarkeit (Art. 20): Die Dateien .jsonl und .csv dieser Kopie können Sie anderswohin mitnehmen.",
        fr="Portabilité (art. 20) : les fichiers .jsonl et .csv de cette copie peuvent être portés à un autre service.",
    ),
    Text(
        en="Objection (Art. 21): object, for reasons of your own, to what rests on a legitimate interest.",
        de="Widerspruch (Art. 21): aus eigenen Gründen dem widersprechen, was auf berechtigtem Interesse beruht.",
        fr="Opposition (art. 21) : vous opposer, pour vos propres raisons, à ce qui repose sur un intérêt légitime.",
    ),
    Text(
        en="Withdrawal (Art. 7(3)): withdraw your consent at any time; from then on nothing more is kept.",
        de="Widerruf (Art. 7 Abs. 3): Ihre Einwilligung jederzeit widerrufen; ab dann wird nichts mehr aufbewahrt.",
        fr="Retrait (art. 7, par. 3) : retirer votre consentement à tout moment ; dès lors, plus rien n’est conservé.",
    ),
)
HOW_TO_USE_THEM: Final = Text(
    en="Write to the contact above; it costs nothing. You may complain to the supervisory authority at any time "
    "(Art. 77).",
    de="Wenden Sie sich an den oben genannten Kontakt; es kostet nichts. Bei der Aufsichtsbehörde können Sie sich "
    "jederzeit beschweren (Art. 77).",
    fr="Écrivez au contact ci-dessus ; c’est gratuit. Vous pouvez introduire une réclamation auprès de l’autorité de "
    "contrôle à tout moment (art. 77).",
)

DECISIONS: Final = Text(en="Automated decisions", de="Automatische Entscheidungen", fr="Décisions automatisées")
NO_DECISIONS: Final = Text(
    en="None. Nothing about you is decided by a machine alone, and no profile is made of you (Art. 22).",
    de="Keine. Nichts über Sie wird allein von einer Maschine entschieden, und es wird kein Profil von Ihnen erstellt "
    "(Art. 22).",
    fr="Aucune. Rien à votre sujet n’est décidé par une machine seule, et aucun profil de vous n’est établi (art. 22).",
)
TRANSFERS: Final = Text(
    en="Transfers to other countries", de="Übermittlung in andere Länder", fr="Transferts vers d’autres pays"
)
NO_TRANSFERS: Final = Text(
    en="None. Voicekeep sends your data to no other company and to no country outside the European Union (Art. 15(2)).",
    de="Keine. Voicekeep sendet Ihre Daten an kein anderes Unternehmen und in kein Land außerhalb der Europäischen "
    "Union (Art. 15 Abs. 2).",
    fr="Aucun. Voicekeep n’envoie vos données à aucune autre entreprise ni à aucun pays hors de l’Union européenne "
    "(art. 15, par. 2).",
)

NOT_MINE: Final = Text(
    en="This is not mine: what to do", de="Das sind nicht meine Daten: was tun?", fr="Ce n’est pas à moi : que faire ?"
)
NOT_MINE_TEXT: Final = Text(
    en="Please tell the contact above at once, with the number of the copy. Do not listen further and pass nothing on. "
    "You have done nothing wrong. The person it belongs to has a right to know, within hours.",
    de="Bitte sagen Sie es sofort dem oben genannten Kontakt und nennen Sie die Nummer der Kopie. Hören Sie nicht "
    "weiter, geben Sie nichts weiter. Sie haben nichts falsch gemacht. Die Person, der die Daten gehören, hat ein "
    "Recht, es binnen Stunden zu erfahren.",
    fr="Prévenez aussitôt le contact ci-dessus, en indiquant le numéro de la copie. N’écoutez pas davantage et ne "
    "transmettez rien. Vous n’avez rien fait de mal. La personne concernée a le droit de l’apprendre en quelques "
    "heures.",
)
