"""The sentences of the privacy notice that everybody can read, in every language."""

from __future__ import annotations

from typing import Final

from voicekeep.records.texts import Text

TITLE: Final = Text(
    en="What happens with your data", de="Was mit Ihren Daten geschieht", fr="Ce que deviennent vos données"
)
LEAD: Final = Text(
    en="Voicekeep keeps what you say to a voice assistant, if you want it to. This page says who answers for that, "
    "what is kept, and what you can do about it. It is made from the program itself, so it says what the program does.",
    de="Voicekeep bewahrt auf, was Sie zu einem Sprachassistenten sagen, wenn Sie das wollen. Diese Seite sagt, wer "
    "dafür verantwortlich ist, was aufbewahrt wird und was Sie tun können. Sie wird aus dem Programm selbst erstellt "
    "und sagt darum, was es tut.",
    fr="Voicekeep conserve ce que vous dites à un assistant vocal, si vous le voulez. Cette page dit qui en répond, "
    "ce qui est conservé et ce que vous pouvez faire. Elle est tirée du programme lui-même et dit donc ce qu’il fait.",
)
SHORT: Final = Text(en="In short", de="Kurz gesagt", fr="En bref")
SHORTLY: Final = (
    Text(
        en="Nothing you say is kept until you have chosen what to keep. You can change that at any time.",
        de="Nichts, was Sie sagen, wird aufbewahrt, bevor Sie gewählt haben. Das können Sie jederzeit ändern.",
        fr="Rien de ce que vous dites n’est conservé avant que vous l’ayez choisi. Vous pouvez changer d’avis à tout "
        "moment.",
    ),
    Text(
        en="What is kept is sealed to you. No page and no command lets anybody else hear or read it: no other member "
        "of the household, and no staff.",
        de="Was aufbewahrt wird, ist für Sie versiegelt. Keine Seite und kein Befehl lässt jemand anderen es hören "
        "oder lesen: niemanden aus dem Haushalt und kein Personal.",
        fr="Ce qui est conservé est scellé pour vous. Aucune page ni commande ne permet à quelqu’un d’autre de "
        "l’entendre ou de le lire : ni un membre du foyer, ni le personnel.",
    ),
    Text(
        en="It is erased when the time that you chose is over, or as soon as you erase it.",
        de="Es wird gelöscht, wenn die von Ihnen gewählte Zeit vorbei ist, oder sobald Sie es löschen.",
        fr="C’est effacé à la fin de la durée que vous avez choisie, ou dès que vous l’effacez.",
    ),
    Text(
        en="Nothing is sold, used for advertising, or used to train a machine.",
        de="Nichts wird verkauft, für Werbung genutzt oder zum Training einer Maschine verwendet.",
        fr="Rien n’est vendu, ni utilisé pour la publicité ou pour entraîner une machine.",
    ),
)
KEPT: Final = Text(
    en="What is kept, why, and for how long",
    de="Was aufbewahrt wird, warum und wie lange",
    fr="Ce qui est conservé, pourquoi et combien de temps",
)
WHO: Final = Text(en="Who else handles it", de="Wer sonst damit umgeht", fr="Qui d’autre y a affaire")
RIGHTS: Final = Text(en="What you can do", de="Was Sie tun können", fr="Ce que vous pouvez faire")
RIGHTS_LEAD: Final = Text(
    en="It costs nothing, and you need give no reason unless one is named here. What you do not find in your account, "
    "ask of the contact above; you have an answer within a month.",
    de="Es kostet nichts, und Sie brauchen keinen Grund, wo hier keiner genannt ist. Was Sie in Ihrem Konto nicht "
    "finden, verlangen Sie beim oben genannten Kontakt; Sie bekommen binnen eines Monats Antwort.",
    fr="C’est gratuit, et vous n’avez pas à donner de raison, sauf mention contraire. Ce que vous ne trouvez pas dans "
    "votre compte, demandez-le au contact ci-dessus ; vous aurez une réponse dans le mois.",
)
RIGHTS_LIST: Final = (
    Text(
        en="See it and get a copy (Art. 15): under “My data”, checked by a second program before it leaves.",
        de="Ansehen und eine Kopie bekommen (Art. 15): unter „Meine Daten“, von einem zweiten Programm geprüft, bevor "
        "sie das Haus verlässt.",
        fr="Voir et obtenir une copie (art. 15) : sous « Mes données », vérifiée par un second programme avant de "
        "sortir.",
    ),
    Text(
        en="Have it put right (Art. 16): under “What was heard”, say what was really said, or that it is not you.",
        de="Berichtigen (Art. 16): Sagen Sie unter „Was gehört wurde“, was wirklich gesagt wurde oder dass Sie es "
        "nicht sind.",
        fr="Rectifier (art. 16) : sous « Ce qui a été entendu », indiquez ce qui a vraiment été dit, ou que ce n’est "
        "pas vous.",
    ),
    Text(
        en="Erase it (Art. 17): one thing, a day, all that a device heard or everything, under “What was heard”; or "
        "“Close my account”.",
        de="Löschen (Art. 17): Einzelnes, einen Tag, alles, was ein Gerät gehört hat, oder alles, unter „Was gehört "
        "wurde“; oder „Mein Konto schließen“.",
        fr="Effacer (art. 17) : un élément, un jour, tout ce qu’un appareil a entendu ou tout, sous « Ce qui a été "
        "entendu » ; ou « Fermer mon compte ».",
    ),
    Text(
        en="Restrict it (Art. 18), while something is being cleared up: “Keep, but do not use”.",
        de="Einschränken (Art. 18), solange etwas geklärt wird: „Aufbewahren, aber nicht nutzen“.",
        fr="Limiter (art. 18), le temps d’éclaircir un point : « Conserver sans utiliser ».",
    ),
    Text(
        en="Take it with you (Art. 20): your copy, under “My data”, holds files that other programs can read.",
        de="Mitnehmen (Art. 20): Ihre Kopie, unter „Meine Daten“, enthält Dateien, die andere Programme lesen können.",
        fr="L’emporter (art. 20) : votre copie, sous « Mes données », contient des fichiers lisibles par d’autres "
        "programmes.",
    ),
    Text(
        en="Object (Art. 21), for reasons of your own: “Object to what is done”. It stops until somebody has decided.",
        de="Widersprechen (Art. 21), aus Gründen, die Sie betreffen: „Widersprechen“. Es hört auf, bis jemand "
        "entschieden hat.",
        fr="Vous opposer (art. 21), pour des raisons qui vous sont propres : « M’opposer ». Cela cesse jusqu’à la "
        "décision.",
    ),
    Text(
        en="Not be judged by a machine alone (Art. 22): it does not happen here, see below.",
        de="Nicht allein von einer Maschine beurteilt werden (Art. 22): Das geschieht hier nicht, siehe unten.",
        fr="Ne pas être jugé par une machine seule (art. 22) : cela n’arrive pas ici, voir plus bas.",
    ),
    Text(
        en="Take back your consent (Art. 7(3)): under “What is kept”, choose that nothing is. What was done before "
        "stays lawful.",
        de="Ihre Einwilligung widerrufen (Art. 7 Abs. 3): Wählen Sie unter „Was gespeichert wird“, dass es nichts "
        "ist. Was vorher geschah, bleibt rechtmäßig.",
        fr="Retirer votre consentement (art. 7, par. 3) : sous « Ce qui est conservé », choisissez que rien ne le "
        "soit. Ce qui a été fait avant reste licite.",
    ),
)
COMPLAIN: Final = Text(
    en="And if you are not content, complain (Art. 77). The authority:",
    de="Und wenn Sie nicht zufrieden sind, beschweren Sie sich (Art. 77). Zuständig:",
    fr="Et si vous n’êtes pas satisfait, adressez une réclamation (art. 77). L’autorité :",
)
MANDATORY: Final = Text(en="Must you?", de="Müssen Sie?", fr="Est-ce obligatoire ?")
MANDATORY_TEXT: Final = Text(
    en="No law makes you give any data. An account needs a name and an e-mail address, because you sign in with them. "
    "Everything else you choose; without a choice nothing of what you say is kept.",
    de="Kein Gesetz verpflichtet Sie, Daten anzugeben. Ein Konto braucht einen Namen und eine E-Mail-Adresse, weil "
    "Sie sich damit anmelden. Alles andere wählen Sie; ohne Wahl wird nichts von dem aufbewahrt, was Sie sagen.",
    fr="Aucune loi ne vous oblige à donner des données. Un compte demande un nom et une adresse e-mail, car ils "
    "servent à vous connecter. Tout le reste, vous le choisissez ; sans choix, rien de ce que vous dites n’est "
    "conservé.",
)
GUESTS: Final = Text(en="If you are a guest", de="Wenn Sie zu Gast sind", fr="Si vous êtes invité")
GUESTS_TEXT: Final = Text(
    en="What you say to somebody else’s device is kept only if they chose so, and belongs to their entries. Nobody "
    "here recognises your voice. Ask the person whose device it is: they can erase it at once.",
    de="Was Sie zum Gerät einer anderen Person sagen, wird nur aufbewahrt, wenn diese es gewählt hat, und gehört zu "
    "deren Einträgen. Niemand erkennt hier Ihre Stimme. Fragen Sie die Person, deren Gerät es ist: Sie kann es sofort "
    "löschen.",
    fr="Ce que vous dites à l’appareil d’autrui n’est conservé que si cette personne l’a choisi, et fait partie de ses "
    "entrées. Personne ici ne reconnaît votre voix. Demandez à la personne à qui est l’appareil : elle peut l’effacer "
    "aussitôt.",
)
