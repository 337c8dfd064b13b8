"""The sentences of what is written in a case, in every language. A word in braces is a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from voicekeep.incident import Channel, PaperOf
from voicekeep.records.texts import Text

TITLES: Final[Mapping[PaperOf, Text]] = {
    PaperOf.AUTHORITY: Text(
        en="Notification of a personal data breach (GDPR Art. 33)",
        de="Meldung einer Verletzung des Schutzes personenbezogener Daten (Art. 33 DSGVO)",
        fr="Notification d’une violation de données à caractère personnel (art. 33 RGPD)",
    ),
    PaperOf.AFFECTED: Text(
        en="Recordings of yours reached somebody else",
        de="Aufnahmen von Ihnen haben jemand anderen erreicht",
        fr="Des enregistrements de vous sont parvenus à quelqu’un d’autre",
    ),
    PaperOf.EXPOSED: Text(
        en="You may be heard in recordings that reached somebody else",
        de="Sie sind vielleicht in Aufnahmen zu hören, die jemand anderen erreicht haben",
        fr="On vous entend peut-être dans des enregistrements parvenus à quelqu’un d’autre",
    ),
    PaperOf.RECIPIENT: Text(
        en="What we sent you holds recordings that are not yours",
        de="Was wir Ihnen geschickt haben, enthält Aufnahmen, die nicht von Ihnen sind",
        fr="Ce que nous vous avons envoyé contient des enregistrements qui ne sont pas les vôtres",
    ),
    PaperOf.PRESS: Text(en="Facts for the press", de="Fakten für die Presse", fr="Faits pour la presse"),
}

HEADS: Final[Mapping[str, Text]] = {
    "controller": Text(en="Who notifies", de="Wer meldet", fr="Qui notifie"),
    "officer": Text(
        en="Data protection officer, or another contact",
        de="Datenschutzbeauftragte Person oder andere Anlaufstelle",
        fr="Délégué à la protection des données, ou autre contact",
    ),
    "times": Text(en="When", de="Wann", fr="Quand"),
    "nature": Text(en="Nature of the breach", de="Art der Verletzung", fr="Nature de la violation"),
    "losses": Text(en="What was lost", de="Was verletzt wurde", fr="Ce qui a été perdu"),
    "people": Text(en="People concerned", de="Betroffene Personen", fr="Personnes concernées"),
    "records": Text(en="Records concerned", de="Betroffene Datensätze", fr="Enregistrements concernés"),
    "effects": Text(en="Likely consequences", de="Wahrscheinliche Folgen", fr="Conséquences probables"),
    "remedy": Text(en="Measures", de="Maßnahmen", fr="Mesures"),
    "severity": Text(
        en="Severity (ENISA), as an aid", de="Schwere (ENISA), als Hilfe", fr="Gravité (ENISA), à titre d’aide"
    ),
    "told": Text(en="Those concerned", de="Benachrichtigung der Betroffenen", fr="Information des personnes"),
    "what": Text(en="What happened", de="Was geschehen ist", fr="Ce qui s’est passé"),
    "which": Text(en="Which recordings", de="Welche Aufnahmen", fr="Quels enregistrements"),
    "mean": Text(en="What this may mean for you", de="Was das für Sie bedeuten kann", fr="Ce que cela peut signifier"),
    "done": Text(en="What we have done", de="Was wir getan haben", fr="Ce que nous avons fait"),
    "can": Text(en="What you can do", de="Was Sie tun können", fr="Ce que vous pouvez faire"),
    "ask": Text(en="What we ask of you", de="Worum wir Sie bitten", fr="Ce que nous vous demandons"),
    "statement": Text(en="Your statement", de="Ihre Erklärung", fr="Votre déclaration"),
    "contact": Text(en="Whom to ask", de="An wen Sie sich wenden", fr="À qui s’adresser"),
    "figures": Text(en="In figures", de="In Zahlen", fr="En chiffres"),
}

LOSSES: Final[Mapping[str, Text]] = {
    "confidentiality": Text(en="confidentiality", de="Vertraulichkeit", fr="confidentialité"),
    "integrity": Text(en="integrity", de="Integrität", fr="intégrité"),
    "availability": Text(en="availability", de="Verfügbarkeit", fr="disponibilité"),
}

OPEN: Final = Text(
    en="Not known yet; it follows in a supplement (GDPR Art. 33(4)).",
    de="Noch nicht bekannt; es folgt in einer Ergänzung (Art. 33 Abs. 4 DSGVO).",
    fr="Pas encore connu ; un complément suivra (art. 33, par. 4, RGPD).",
)
NOBODY: Final = Text(en="None is named.", de="Es ist keine benannt.", fr="Aucun n’est désigné.")

SAID: Final[Mapping[str, Text]] = {
    "times": Text(
        en="Reported to us: {opened}. Known with reasonable certainty: {aware}. The 72 hours end: {by}.",
        de="Uns gemeldet: {opened}. Mit hinreichender Gewissheit bekannt: {aware}. Die 72 Stunden enden: {by}.",
        fr="Signalé : {opened}. Connu avec une certitude raisonnable : {aware}. Les 72 heures prennent fin : {by}.",
    ),
    "people": Text(
        en="{people} whose recordings or words reached somebody else, and {exposed} others who may be heard in them. "
        "Band of the form: {band}. They are customers of a voice assistant and members of their households.",
        de="{people}, deren Aufnahmen oder Worte jemand anderen erreicht haben, und {exposed} weitere, die darin zu "
        "hören sein können. Stufe des Formulars: {band}. Es sind Kunden eines Sprachassistenten und Mitglieder ihrer "
        "Haushalte.",
        fr="{people} dont les enregistrements ou les paroles sont parvenus à quelqu’un d’autre, et {exposed} autres "
        "que l’on peut y entendre. Tranche du formulaire : {band}. Ce sont des clients d’un assistant vocal et des "
        "membres de leurs foyers.",
    ),
    "records": Text(
        en="{recordings} recordings and {records} entries in words. Band of the form: {band}.",
        de="{recordings} Aufnahmen und {records} Einträge in Worten. Stufe des Formulars: {band}.",
        fr="{recordings} enregistrements et {records} entrées écrites. Tranche du formulaire : {band}.",
    ),
    "severity": Text(
        en="{score}: {band}. The formula supports the judgement; it does not replace it.",
        de="{score}: {band}. Die Formel stützt das Urteil; sie ersetzt es nicht.",
        fr="{score} : {band}. La formule aide à juger ; elle ne remplace pas le jugement.",
    ),
    "told": Text(
        en="They are told, each of them which recordings (GDPR Art. 34).",
        de="Sie werden benachrichtigt, jede Person darüber, welche Aufnahmen es sind (Art. 34 DSGVO).",
        fr="Elles sont informées, chacune des enregistrements dont il s’agit (art. 34 RGPD).",
    ),
    "not_told": Text(
        en="By decision they are not told individually; the reason stands in our register.",
        de="Nach Entscheidung werden sie nicht einzeln benachrichtigt; der Grund steht in unserem Verzeichnis.",
        fr="Par décision, elles ne sont pas informées une à une ; le motif figure dans notre registre.",
    ),
}

BANDS: Final[Mapping[str, Text]] = {
    "low": Text(en="low", de="gering", fr="faible"),
    "medium": Text(en="medium", de="mittel", fr="moyenne"),
    "high": Text(en="high", de="hoch", fr="élevée"),
    "very_high": Text(en="very high", de="sehr hoch", fr="très élevée"),
}

LETTERS: Final[Mapping[PaperOf, Mapping[str, Text]]] = {
    PaperOf.AFFECTED: {
        "what": Text(
            en="A copy of data that another customer had asked for also held recordings of yours. It should not have. "
            "We were told on {opened}. We are sorry.",
            de="Eine Kopie von Daten, die ein anderer Kunde verlangt hatte, enthielt auch Aufnahmen von Ihnen. Das "
            "hätte nicht geschehen dürfen. Wir erfuhren davon am {opened}. Es tut uns leid.",
            fr="Une copie de données demandée par un autre client contenait aussi des enregistrements de vous. Cela "
            "n’aurait pas dû arriver. Nous l’avons appris le {opened}. Nous en sommes désolés.",
        ),
        "which": Text(
            en="Sign in: the message there lists each recording, when it was made, whether all of it reached the other "
            "customer, and lets you play or erase it. This letter does not list them, because letters can be read by "
            "others.",
            de="Melden Sie sich an: Die Nachricht dort nennt jede Aufnahme, wann sie entstand, ob sie ganz bei dem "
            "anderen Kunden ankam, und Sie können sie anhören oder löschen. Dieser Brief nennt sie nicht, weil andere "
            "ihn lesen könnten.",
            fr="Connectez-vous : le message y énumère chaque enregistrement, sa date, s’il est parvenu entier à "
            "l’autre client, et vous permet de l’écouter ou de l’effacer. Cette lettre ne les énumère pas, car "
            "d’autres pourraient la lire.",
        ),
        "mean": Text(
            en="Whoever hears them may learn who you are, who lives with you, when you are at home, and what you asked "
            "for. They may speak to you or to others about it.",
            de="Wer sie hört, kann erfahren, wer Sie sind, wer bei Ihnen wohnt, wann Sie zu Hause sind und worum Sie "
            "gebeten haben. Er könnte Sie oder andere darauf ansprechen.",
            fr="Qui les écoute peut apprendre qui vous êtes, qui vit avec vous, quand vous êtes chez vous et ce que "
            "vous avez demandé. Il pourrait vous en parler, ou en parler à d’autres.",
        ),
        "done": Text(
            en="The copy was held back at once, and so were the copies connected with it. The other customer was asked "
            "to delete it and to pass nothing on, and to sign that. Every other copy that the same program made was "
            "judged again.",
            de="Die Kopie wurde sofort zurückgehalten, ebenso die Kopien, die mit ihr zusammenhängen. Der andere Kunde "
            "wurde gebeten, sie zu löschen, nichts weiterzugeben und das zu unterschreiben. Jede andere Kopie, die "
            "dasselbe Programm gemacht hat, wurde noch einmal geprüft.",
            fr="La copie a été bloquée aussitôt, ainsi que celles qui y sont liées. L’autre client a été prié de "
            "l’effacer, de ne rien transmettre et de le signer. Toute autre copie faite par le même programme a été "
            "jugée à nouveau.",
        ),
        "can": Text(
            en="Be careful if somebody unknown knows things about your home. You can erase recordings, choose that "
            "nothing is kept, and complain to the supervisory authority{authority}. Please say in the portal that you "
            "have read this: until then we keep trying to reach you.",
            de="Seien Sie vorsichtig, wenn Unbekannte etwas über Ihr Zuhause wissen. Sie können Aufnahmen löschen, "
            "festlegen, dass nichts aufbewahrt wird, und sich bei der Aufsichtsbehörde beschweren{authority}. Bitte "
            "bestätigen Sie im Portal, dass Sie dies gelesen haben: Bis dahin versuchen wir weiter, Sie zu erreichen.",
            fr="Soyez prudent si un inconnu sait des choses de votre foyer. Vous pouvez effacer des enregistrements, "
            "choisir que rien ne soit gardé, et saisir l’autorité de contrôle{authority}. Indiquez dans le portail que "
            "vous avez lu ceci : d’ici là, nous continuons d’essayer de vous joindre.",
        ),
    },
    PaperOf.EXPOSED: {
        "what": Text(
            en="Recordings from your household reached another customer in a copy of data that was not meant to hold "
            "them. You may be heard in some of them. We were told on {opened}. We are sorry.",
            de="Aufnahmen aus Ihrem Haushalt haben in einer Datenkopie, die sie nicht enthalten durfte, einen anderen "
            "Kunden erreicht. Vielleicht sind Sie zu hören. Wir erfuhren davon am {opened}. Es tut uns leid.",
            fr="Des enregistrements de votre foyer sont parvenus à un autre client dans une copie qui n’aurait pas dû "
            "les contenir. On vous y entend peut-être. Nous l’avons appris le {opened}. Nous en sommes désolés.",
        ),
        "which": Text(
            en="Sign in: the message there says how many recordings it is about. They belong to a member of your "
            "household, who sees each of them.",
            de="Melden Sie sich an: Die Nachricht dort sagt, um wie viele Aufnahmen es geht. Sie gehören einem "
            "Mitglied Ihres Haushalts, das jede einzelne sieht.",
            fr="Connectez-vous : le message y indique de combien d’enregistrements il s’agit. Ils appartiennent à un "
            "membre de votre foyer, qui voit chacun d’eux.",
        ),
        "mean": Text(
            en="Whoever hears them may learn who lives in your home and what is spoken of there.",
            de="Wer sie hört, kann erfahren, wer bei Ihnen wohnt und wovon dort gesprochen wird.",
            fr="Qui les écoute peut apprendre qui vit chez vous et ce dont on y parle.",
        ),
        "can": Text(
            en="You can complain to the supervisory authority{authority}. Please say in the portal that you have read "
            "this: until then we keep trying to reach you.",
            de="Sie können sich bei der Aufsichtsbehörde beschweren{authority}. Bitte bestätigen Sie im Portal, dass "
            "Sie dies gelesen haben: Bis dahin versuchen wir weiter, Sie zu erreichen.",
            fr="Vous pouvez saisir l’autorité de contrôle{authority}. Indiquez dans le portail que vous avez lu ceci : "
            "d’ici là, nous continuons d’essayer de vous joindre.",
        ),
    },
    PaperOf.RECIPIENT: {
        "what": Text(
            en="The copy of your data that you fetched also holds recordings of another customer. That is our mistake, "
            "not yours. Your own request goes on.",
            de="Die Kopie Ihrer Daten, die Sie abgerufen haben, enthält auch Aufnahmen eines anderen Kunden. Das ist "
            "unser Fehler, nicht Ihrer. Ihr eigener Antrag läuft weiter.",
            fr="La copie de vos données que vous avez téléchargée contient aussi des enregistrements d’un autre "
            "client. C’est notre erreur, non la vôtre. Votre propre demande suit son cours.",
        ),
        "ask": Text(
            en="Please delete the file and every copy of it, also from backups and from the bin. Do not listen on, "
            "and pass nothing on. If you gave it to somebody, please tell us to whom.",
            de="Bitte löschen Sie die Datei und jede Kopie davon, auch aus Sicherungen und aus dem Papierkorb. Hören "
            "Sie nicht weiter hinein und geben Sie nichts weiter. Haben Sie sie jemandem gegeben, sagen Sie uns bitte, "
            "wem.",
            fr="Veuillez supprimer le fichier et toutes ses copies, y compris des sauvegardes et de la corbeille. "
            "N’écoutez pas plus loin et ne transmettez rien. Si vous l’avez remis à quelqu’un, dites-nous à qui.",
        ),
        "statement": Text(
            en="Sign in: there you can state that you deleted it and passed nothing on, or that you will not.",
            de="Melden Sie sich an: Dort können Sie erklären, dass Sie sie gelöscht und nichts weitergegeben haben, "
            "oder dass Sie das nicht tun werden.",
            fr="Connectez-vous : vous pouvez y déclarer l’avoir supprimé sans rien transmettre, ou que vous ne le "
            "ferez pas.",
        ),
    },
    PaperOf.PRESS: {
        "what": Text(
            en="On {opened} we learnt that a copy of data had reached a customer for whom it was not meant. It was "
            "held back at once.",
            de="Am {opened} erfuhren wir, dass eine Datenkopie einen Kunden erreicht hat, für den sie nicht bestimmt "
            "war. Sie wurde sofort zurückgehalten.",
            fr="Le {opened}, nous avons appris qu’une copie de données était parvenue à un client à qui elle n’était "
            "pas destinée. Elle a été bloquée aussitôt.",
        ),
        "figures": Text(
            en="People whose data it is: {people}. Others who may be heard: {exposed}. Recordings: {recordings}. "
            "Copies that were judged again: {judged}; with something of another person’s: {crossed}.",
            de="Personen, um deren Daten es geht: {people}. Weitere, die zu hören sein können: {exposed}. Aufnahmen: "
            "{recordings}. Noch einmal geprüfte Kopien: {judged}; mit Fremdem: {crossed}.",
            fr="Personnes dont ce sont les données : {people}. Autres que l’on peut entendre : {exposed}. "
            "Enregistrements : {recordings}. Copies jugées à nouveau : {judged} ; avec des éléments étrangers : "
            "{crossed}.",
        ),
        "told": Text(
            en="Those concerned are told by us, and told which recordings; nobody has to learn of it from the press. "
            "We say nothing about who they are.",
            de="Die Betroffenen erfahren es von uns, und auch, um welche Aufnahmen es geht; niemand soll es aus der "
            "Presse erfahren. Wir sagen nichts darüber, wer sie sind.",
            fr="Les personnes concernées l’apprennent par nous, avec les enregistrements dont il s’agit ; personne ne "
            "doit l’apprendre par la presse. Nous ne disons rien de leur identité.",
        ),
    },
}
CONTACT: Final = Text(
    en="{contact}. The number of this case is {case}.",
    de="{contact}. Die Nummer dieses Falls ist {case}.",
    fr="{contact}. Le numéro de ce dossier est {case}.",
)
CALL: Final[tuple[Text, ...]] = (
    Text(
        en="Say who you are, and ask only for the person whose telephone it is. Tell nobody else anything.",
        de="Sagen Sie, wer Sie sind, und fragen Sie nur nach der Person, der das Telefon gehört. Sagen Sie niemandem "
        "sonst etwas.",
        fr="Dites qui vous êtes et ne demandez que la personne à qui appartient le téléphone. Ne dites rien à autrui.",
    ),
    Text(
        en="“There is an important message about your data. Please sign in and read it; I cannot tell you more here.”",
        de="„Es gibt eine wichtige Nachricht zu Ihren Daten. Bitte melden Sie sich an und lesen Sie sie; mehr kann ich "
        "hier nicht sagen.“",
        fr="« Un message important vous attend au sujet de vos données. Connectez-vous pour le lire ; je ne peux pas "
        "en dire plus ici. »",
    ),
    Text(
        en="Ask for no password, code or date of birth. On an answering machine say only who called.",
        de="Fragen Sie nach keinem Passwort, keinem Code und keinem Geburtsdatum. Auf einen Anrufbeantworter sprechen "
        "Sie nur, wer angerufen hat.",
        fr="Ne demandez ni mot de passe, ni code, ni naissance. Sur un répondeur, dites seulement qui a appelé.",
    ),
    Text(
        en="If they say that they know what it is about, write that down as acknowledged; else as reached.",
        de="Sagt die Person, dass sie weiß, worum es geht, halten Sie das als bestätigt fest; sonst als erreicht.",
        fr="Si la personne dit savoir de quoi il s’agit, notez-le comme confirmé ; sinon comme joint.",
    ),
)
CHANNELS: Final[Mapping[Channel, Text]] = {
    Channel.PORTAL: Text(en="portal", de="Portal", fr="portail"),
    Channel.MAIL: Text(en="mail", de="E-Mail", fr="courriel"),
    Channel.LETTER: Text(en="letter", de="Brief", fr="lettre"),
    Channel.TELEPHONE: Text(en="telephone", de="Telefon", fr="téléphone"),
    Channel.SPEAKER: Text(en="speaker at home", de="Lautsprecher zu Hause", fr="enceinte à la maison"),
    Channel.IN_PERSON: Text(en="in person", de="persönlich", fr="en personne"),
}
