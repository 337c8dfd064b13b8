"""The sentences of the impact assessment's draft, in every language."""

from __future__ import annotations

from typing import Final

from voicekeep.records.texts import Text

TITLE: Final = Text(
    en="Data protection impact assessment",
    de="Datenschutz-Folgenabschätzung",
    fr="Analyse d’impact sur la protection des données",
)
DRAFT: Final = Text(
    en="Draft. A person must judge it: the program knows what it does, not where and for whom it is used.",
    de="Entwurf. Ein Mensch muss ihn beurteilen: Das Programm weiß, was es tut, nicht, wo und für wen es benutzt wird.",
    fr="Projet. Une personne doit en juger : le programme sait ce qu’il fait, non où et pour qui on l’utilise.",
)
LEAD: Final = Text(
    en="What Article 35(7) of the General Data Protection Regulation (GDPR) asks, as far as a program can say it. "
    "“You” in what follows is whoever the data tell of.",
    de="Was Artikel 35 Absatz 7 der Datenschutz-Grundverordnung (DSGVO) verlangt, soweit ein Programm es sagen kann. "
    "„Sie“ ist im Folgenden, wen die Daten betreffen.",
    fr="Ce que demande l’article 35, paragraphe 7, du règlement général sur la protection des données (RGPD), dans la "
    "mesure où un programme peut le dire. « Vous » désigne ci-après la personne concernée.",
)
DESCRIPTION: Final = Text(
    en="1. What is done (Art. 35(7)(a))",
    de="1. Was geschieht (Art. 35 Abs. 7 lit. a)",
    fr="1. Ce qui est fait (art. 35, par. 7, point a))",
)
DESCRIBED: Final = (
    Text(
        en="People speak to a voice assistant, or hand recordings in. If a person has chosen so, the words, or the "
        "words and the sound, are kept in this installation for three or eighteen months.",
        de="Menschen sprechen mit einem Sprachassistenten oder reichen Aufnahmen ein. Hat eine Person es so gewählt, "
        "werden die Worte, oder Worte und Ton, in dieser Installation drei oder achtzehn Monate aufbewahrt.",
        fr="Des personnes parlent à un assistant vocal ou remettent des enregistrements. Si une personne l’a choisi, "
        "les paroles, ou les paroles et le son, sont conservés dans cette installation trois ou dix-huit mois.",
    ),
    Text(
        en="Each entry is sealed to one person at the instant of capture. That person reads, hears, searches, copies "
        "and erases it; nobody else can.",
        de="Jeder Eintrag wird im Augenblick der Aufnahme für eine Person versiegelt. Diese Person liest, hört, "
        "durchsucht, kopiert und löscht ihn; sonst kann es niemand.",
        fr="Chaque entrée est scellée pour une personne au moment de la capture. Cette personne la lit, l’écoute, la "
        "recherche, la copie et l’efface ; nul autre ne le peut.",
    ),
    Text(
        en="Voices at home say much about a life, sometimes about health, belief or love (Art. 9). No voiceprint is "
        "made, nobody is recognised by their voice, and nothing is used to train anything.",
        de="Stimmen zu Hause sagen viel über ein Leben, manchmal über Gesundheit, Glauben oder Liebe (Art. 9). Es wird "
        "kein Stimmabdruck erstellt, niemand wird an der Stimme erkannt, und nichts dient zum Training.",
        fr="Les voix d’un foyer disent beaucoup d’une vie, parfois de la santé, des convictions ou de l’amour (art. "
        "9). Aucune empreinte vocale n’est établie, nul n’est reconnu à sa voix, et rien ne sert à entraîner quoi que "
        "ce soit.",
    ),
)
FOR_HOME: Final = Text(
    en="It is set up for one household, run by people who live there.",
    de="Es ist für einen Haushalt eingerichtet und wird von Menschen betrieben, die dort wohnen.",
    fr="C’est prévu pour un seul foyer, exploité par des personnes qui y vivent.",
)
FOR_COMPANY: Final = Text(
    en="It is set up for many households, run by a company that does not live with them.",
    de="Es ist für viele Haushalte eingerichtet und wird von einem Unternehmen betrieben, das nicht dort wohnt.",
    fr="C’est prévu pour de nombreux foyers, exploité par une entreprise extérieure.",
)
CATEGORIES: Final = Text(en="The data, by category", de="Die Daten, je Kategorie", fr="Les données, par catégorie")
NECESSITY: Final = Text(
    en="2. Is it needed, and is it no more than needed? (Art. 35(7)(b))",
    de="2. Ist es nötig und nicht mehr als nötig? (Art. 35 Abs. 7 lit. b)",
    fr="2. Est-ce nécessaire, et pas plus que nécessaire ? (art. 35, par. 7, point b))",
)
NEEDED: Final = (
    Text(
        en="To be answered, nothing has to be kept. Keeping is a choice of its own, and not choosing costs nothing.",
        de="Für eine Antwort muss nichts aufbewahrt werden. Aufbewahren ist eine eigene Wahl; wer nicht wählt, hat "
        "keinen Nachteil.",
        fr="Pour obtenir une réponse, rien n’a besoin d’être conservé. Conserver est un choix à part, et ne pas "
        "choisir ne coûte rien.",
    ),
    Text(
        en="Words without sound can be chosen; each period has an end; a person erases one thing, a day or everything.",
        de="Worte ohne Ton lassen sich wählen; jede Frist hat ein Ende; die Person löscht Einzelnes, einen Tag oder "
        "alles.",
        fr="On peut choisir les paroles sans le son ; chaque durée a une fin ; la personne efface un élément, un jour "
        "ou tout.",
    ),
    Text(
        en="What proves whose an entry is, and what left, is kept because the law wants proof (Art. 5(2)): numbers, "
        "instants and digests, no words.",
        de="Was belegt, wem ein Eintrag gehört und was herausging, wird aufbewahrt, weil das Gesetz Belege will (Art. "
        "5 Abs. 2): Nummern, Zeitpunkte und Prüfsummen, keine Worte.",
        fr="Ce qui prouve à qui est une entrée et ce qui est sorti est conservé car la loi veut des preuves (art. 5, "
        "par. 2) : numéros, instants et empreintes, sans paroles.",
    ),
    Text(
        en="Every person gets a copy, corrects, erases, restricts, objects and withdraws; the notice under /privacy "
        "says how.",
        de="Jede Person bekommt eine Kopie, berichtigt, löscht, schränkt ein, widerspricht und widerruft; die "
        "Information unter /privacy sagt, wie.",
        fr="Chaque personne obtient une copie, rectifie, efface, limite, s’oppose et se rétracte ; l’information sous "
        "/privacy dit comment.",
    ),
)
RISKS: Final = Text(
    en="3. What could happen to people, and what is done against it (Art. 35(7)(c), (d))",
    de="3. Was Menschen geschehen könnte und was dagegen getan ist (Art. 35 Abs. 7 lit. c, d)",
    fr="3. Ce qui pourrait arriver aux personnes, et ce qui y remédie (art. 35, par. 7, points c) et d))",
)
BEFORE: Final = Text(en="Risk without measures", de="Risiko ohne Maßnahmen", fr="Risque sans mesures")
AFTER: Final = Text(en="Risk with them (proposed)", de="Risiko mit ihnen (Vorschlag)", fr="Risque avec elles (proposé)")
REMAINS: Final = Text(en="What remains", de="Was bleibt", fr="Ce qui subsiste")
JUDGEMENT: Final = Text(
    en="4. For a person to judge", de="4. Was ein Mensch beurteilt", fr="4. Ce dont une personne doit juger"
)
QUESTIONS: Final = (
    Text(
        en="Who lives, works or visits where the speakers stand? Are there children, patients, employees?",
        de="Wer wohnt, arbeitet oder ist zu Besuch, wo die Lautsprecher stehen? Gibt es Kinder, Kranke, Beschäftigte?",
        fr="Qui vit, travaille ou passe là où se trouvent les enceintes ? Des enfants, des malades, des employés ?",
    ),
    Text(
        en="How are guests told that they may be heard?",
        de="Wie erfahren Gäste, dass sie gehört werden können?",
        fr="Comment les invités apprennent-ils qu’ils peuvent être entendus ?",
    ),
    Text(
        en="Who holds the root key, and who can reach the running machine?",
        de="Wer hat den Hauptschlüssel, und wer kommt an die laufende Maschine?",
        fr="Qui détient la clé racine, et qui a accès à la machine en marche ?",
    ),
    Text(
        en="What do those concerned, or their representatives, say (Art. 35(9))?",
        de="Was sagen die Betroffenen oder ihre Vertretung (Art. 35 Abs. 9)?",
        fr="Qu’en disent les personnes concernées ou leurs représentants (art. 35, par. 9) ?",
    ),
    Text(
        en="What does the data protection officer advise (Art. 35(2))?",
        de="Was rät die oder der Datenschutzbeauftragte (Art. 35 Abs. 2)?",
        fr="Que conseille le délégué à la protection des données (art. 35, par. 2) ?",
    ),
    Text(
        en="Does a high risk remain, so that the authority must be asked first (Art. 36)?",
        de="Bleibt ein hohes Risiko, sodass zuerst die Aufsichtsbehörde zu fragen ist (Art. 36)?",
        fr="Reste-t-il un risque élevé, de sorte qu’il faut d’abord consulter l’autorité (art. 36) ?",
    ),
)
QUESTION: Final = Text(en="Question", de="Frage", fr="Question")
ANSWER: Final = Text(en="Answer", de="Antwort", fr="Réponse")
TO_BE_FILLED_IN: Final = Text(en="to be filled in", de="auszufüllen", fr="à compléter")
JUDGED_BY: Final = Text(en="Judged by, on", de="Beurteilt von, am", fr="Jugé par, le")
DECISION: Final = Text(en="Decision", de="Entscheidung", fr="Décision")
