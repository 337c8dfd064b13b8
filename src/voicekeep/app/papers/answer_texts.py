"""The sentences of answers: what was done, by right; what proves identity; on which ground something is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from voicekeep.records.rights import Doubt, Means, RefusalGround, Right
from voicekeep.records.texts import Text

ANSWERED: Final = Text(
    en="Our answer to your request of {received}",
    de="Unsere Antwort auf Ihren Antrag vom {received}",
    fr="Notre réponse à votre demande du {received}",
)
ASKED_FOR: Final[Mapping[Right, Text]] = {
    Right.ACCESS: Text(
        en="On {received} you asked for a copy of your data (Art. 15 GDPR; number {request}).",
        de="Sie haben am {received} eine Kopie Ihrer Daten verlangt (Art. 15 DSGVO; Nummer {request}).",
        fr="Le {received}, vous avez demandé une copie de vos données (art. 15 du RGPD ; numéro {request}).",
    ),
    Right.RECTIFICATION: Text(
        en="On {received} you wanted something put right (Art. 16 GDPR; number {request}).",
        de="Sie wollten am {received} etwas richtiggestellt haben (Art. 16 DSGVO; Nummer {request}).",
        fr="Le {received}, vous avez demandé une rectification (art. 16 du RGPD ; numéro {request}).",
    ),
    Right.ERASURE: Text(
        en="On {received} you wanted something erased (Art. 17 GDPR; number {request}).",
        de="Sie wollten am {received} etwas gelöscht haben (Art. 17 DSGVO; Nummer {request}).",
        fr="Le {received}, vous avez demandé un effacement (art. 17 du RGPD ; numéro {request}).",
    ),
    Right.RESTRICTION: Text(
        en="On {received} you wanted your data kept and not used (Art. 18 GDPR; number {request}).",
        de="Sie wollten am {received}, dass Ihre Daten bleiben und nicht genutzt werden (Art. 18 DSGVO; Nummer "
        "{request}).",
        fr="Le {received}, vous avez demandé que vos données soient conservées sans être utilisées (art. 18 du RGPD ; "
        "numéro {request}).",
    ),
    Right.PORTABILITY: Text(
        en="On {received} you asked for the data that you gave us, to take along (Art. 20 GDPR; number {request}).",
        de="Sie haben am {received} die Daten verlangt, die Sie uns gegeben haben, zum Mitnehmen (Art. 20 DSGVO; "
        "Nummer {request}).",
        fr="Le {received}, vous avez demandé les données que vous nous avez fournies, pour les emporter (art. 20 du "
        "RGPD ; numéro {request}).",
    ),
    Right.OBJECTION: Text(
        en="On {received} you objected to something that is done with your data (Art. 21 GDPR; number {request}).",
        de="Sie haben am {received} etwas widersprochen, das mit Ihren Daten geschieht (Art. 21 DSGVO; Nummer "
        "{request}).",
        fr="Le {received}, vous vous êtes opposé à un traitement de vos données (art. 21 du RGPD ; numéro {request}).",
    ),
}
THIS_WAS_DONE: Final = Text(en="This was done:", de="Das wurde getan:", fr="Voici ce qui a été fait :")
DONE: Final = Text(en="{done}", de="{done}", fr="{done}")
IF_NOT: Final = Text(
    en="If that is not what you wanted, write to {contact} and name the number of your request. You can also complain "
    "to a supervisory authority (Art. 77) or go to court (Art. 79).",
    de="Ist das nicht, was Sie wollten, schreiben Sie an {contact} und nennen Sie die Nummer Ihres Antrags. Sie können "
    "sich auch bei einer Aufsichtsbehörde beschweren (Art. 77) oder vor Gericht gehen (Art. 79).",
    fr="Si ce n’est pas ce que vous vouliez, écrivez à {contact} en indiquant le numéro de votre demande. Vous pouvez "
    "aussi saisir une autorité de contrôle (art. 77) ou la justice (art. 79).",
)

COPY_READY: Final = Text(
    en="Your copy is ready. A second program read it and found in it all that belongs into it, and nothing of anybody "
    "else. Sign in and fetch it under “My data” until {until}. After that its key is destroyed; you can ask again at "
    "any time.",
    de="Ihre Kopie ist fertig. Ein zweites Programm hat sie gelesen und alles gefunden, was hineingehört, und nichts "
    "von anderen. Melden Sie sich an und holen Sie sie unter „Meine Daten“ bis zum {until}. Danach wird ihr Schlüssel "
    "vernichtet; Sie können jederzeit wieder fragen.",
    fr="Votre copie est prête. Un second programme l’a lue et y a trouvé tout ce qui doit y être, et rien d’autrui. "
    "Connectez-vous et téléchargez-la sous « Mes données » jusqu’au {until}. Ensuite sa clé sera détruite ; vous "
    "pouvez redemander à tout moment.",
)
CORRECTED: Final = Text(
    en="What was said in one of your recordings now reads as you wrote it. What had been understood stays beside it "
    "until you erase it, so that the change can be seen.",
    de="Was in einer Ihrer Aufnahmen gesagt wurde, steht jetzt da, wie Sie es geschrieben haben. Das zuvor Verstandene "
    "bleibt daneben, bis Sie es löschen, damit die Änderung sichtbar ist.",
    fr="Ce qui a été dit dans l’un de vos enregistrements se lit désormais comme vous l’avez écrit. Ce qui avait été "
    "compris reste à côté jusqu’à ce que vous l’effaciez, pour que la modification soit visible.",
)
PROFILE_CHANGED: Final = Text(
    en="Your profile says what you wrote from now on. What it said before stays in its history until you close your "
    "account.",
    de="Ihr Profil sagt ab jetzt, was Sie geschrieben haben. Was es vorher sagte, bleibt in seinem Verlauf, bis Sie "
    "Ihr Konto schließen.",
    fr="Votre profil indique désormais ce que vous avez écrit. Ce qu’il indiquait avant reste dans son historique "
    "jusqu’à la fermeture de votre compte.",
)
ERASED: Final = Text(
    en="Entries that were erased for good, with all that belonged to them: {count}. Their keys are destroyed: no copy "
    "and no backup can open them again.",
    de="Endgültig gelöschte Einträge, mit allem, was dazugehörte: {count}. Ihre Schlüssel sind vernichtet: Keine Kopie "
    "und keine Sicherung kann sie je wieder öffnen.",
    fr="Entrées effacées définitivement, avec tout ce qui s’y rattachait : {count}. Leurs clés sont détruites : aucune "
    "copie ni sauvegarde ne peut plus les ouvrir.",
)
RESTRICTED: Final = Text(
    en="What is held about you is kept and not used from now on: nothing new is taken in, nothing expires, and what "
    "you ask for yourself you still get. You can lift that at any time, under “Keep, but do not use”.",
    de="Was über Sie aufbewahrt wird, bleibt ab jetzt und wird nicht genutzt: Nichts Neues kommt hinzu, nichts läuft "
    "ab, und was Sie selbst verlangen, bekommen Sie weiterhin. Aufheben können Sie das jederzeit unter „Aufbewahren, "
    "aber nicht nutzen“.",
    fr="Ce qui est conservé sur vous reste désormais sans être utilisé : rien de nouveau n’est recueilli, rien "
    "n’expire, et ce que vous demandez vous-même, vous l’obtenez toujours. Vous pouvez lever cette limitation à tout "
    "moment, sous « Conserver sans utiliser ».",
)
CLOSED: Final = Text(
    en="Your account is closed. Everything in it was erased for good, and the key that could open it is destroyed. "
    "What stays are marks that nobody can read, and under a random number when something was asked and answered.",
    de="Ihr Konto ist geschlossen. Alles darin ist endgültig gelöscht, und der Schlüssel, der es öffnen könnte, ist "
    "vernichtet. Es bleiben Vermerke, die niemand lesen kann, und unter einer Zufallsnummer, wann etwas verlangt und "
    "beantwortet wurde.",
    fr="Votre compte est fermé. Tout ce qu’il contenait est effacé définitivement, et la clé qui pouvait l’ouvrir est "
    "détruite. Restent des marques que personne ne peut lire et, sous un numéro aléatoire, quand quelque chose a été "
    "demandé et répondu.",
)

IDENTITY: Final = Text(
    en="Please confirm that the request of {received} is yours",
    de="Bitte bestätigen Sie, dass der Antrag vom {received} von Ihnen ist",
    fr="Veuillez confirmer que la demande du {received} est bien la vôtre",
)
IDENTITY_WHY: Final = Text(
    en="We have a request in your name (number {request}). Before anything happens we have to be sure that it comes "
    "from you (Art. 12(6) GDPR). This is why we doubt it:",
    de="Wir haben einen Antrag in Ihrem Namen (Nummer {request}). Bevor etwas geschieht, müssen wir sicher sein, dass "
    "er von Ihnen kommt (Art. 12 Abs. 6 DSGVO). Darum zweifeln wir:",
    fr="Nous avons une demande à votre nom (numéro {request}). Avant toute suite, nous devons être sûrs qu’elle vient "
    "de vous (art. 12, par. 6, du RGPD). Voici pourquoi nous en doutons :",
)
IDENTITY_HOW: Final = Text(en="This is enough:", de="Das genügt:", fr="Ceci suffit :")
NO_CARD: Final = Text(
    en="We need nothing else. Please send no copy of an identity card or passport: we do not accept one and keep none. "
    "Until you have confirmed it, the time for our answer stands still. If the request is not yours, say so in the "
    "same place; then nothing happens.",
    de="Mehr brauchen wir nicht. Bitte schicken Sie keine Kopie eines Ausweises oder Passes: Wir nehmen keine an und "
    "heben keine auf. Bis Sie bestätigt haben, steht die Frist für unsere Antwort still. Ist der Antrag nicht von "
    "Ihnen, sagen Sie es an derselben Stelle; dann geschieht nichts.",
    fr="Il ne nous faut rien d’autre. N’envoyez aucune copie de pièce d’identité ni de passeport : nous n’en acceptons "
    "ni n’en conservons. Jusqu’à votre confirmation, le délai de notre réponse est suspendu. Si la demande n’est pas "
    "de vous, dites-le au même endroit ; alors rien ne se passe.",
)
DOUBTS: Final[Mapping[Doubt, Text]] = {
    Doubt.BY_LETTER: Text(
        en="It came in by letter or mail, and nobody has signed in for it.",
        de="Er kam per Brief oder E-Mail, und niemand hat sich dafür angemeldet.",
        fr="Elle est arrivée par lettre ou par e-mail, et personne ne s’est connecté pour elle.",
    ),
    Doubt.OTHER_LANGUAGE: Text(
        en="It is written unlike anything that came through your account.",
        de="Er ist anders geschrieben als alles, was über Ihr Konto kam.",
        fr="Elle est rédigée autrement que tout ce qui est venu de votre compte.",
    ),
    Doubt.SAYS_NOT_ME: Text(
        en="Somebody told us that your account is used by another person.",
        de="Jemand hat uns gesagt, dass eine andere Person Ihr Konto benutzt.",
        fr="Quelqu’un nous a dit qu’une autre personne utilise votre compte.",
    ),
    Doubt.MANY_AT_ONCE: Text(
        en="Several requests came in at once, or from several places.",
        de="Mehrere Anträge kamen zugleich oder von mehreren Orten.",
        fr="Plusieurs demandes sont arrivées en même temps, ou de plusieurs endroits.",
    ),
}
MEANS: Final[Mapping[Means, Text]] = {
    Means.SIGN_IN: Text(
        en="Sign in as you always do, open “My requests” and confirm it there.",
        de="Melden Sie sich an wie immer, öffnen Sie „Meine Anträge“ und bestätigen Sie es dort.",
        fr="Connectez-vous comme d’habitude, ouvrez « Mes demandes » et confirmez-le.",
    ),
    Means.PASSKEY: Text(
        en="Sign in with your passkey, open “My requests” and confirm it there.",
        de="Melden Sie sich mit Ihrem Passkey an, öffnen Sie „Meine Anträge“ und bestätigen Sie es dort.",
        fr="Connectez-vous avec votre clé d’accès, ouvrez « Mes demandes » et confirmez-le.",
    ),
}
GROUNDS: Final[Mapping[RefusalGround, Text]] = {
    RefusalGround.UNFOUNDED: Text(
        en="The request is manifestly unfounded (Art. 12(5)(b) GDPR).",
        de="Der Antrag ist offenkundig unbegründet (Art. 12 Abs. 5 lit. b DSGVO).",
        fr="La demande est manifestement infondée (art. 12, par. 5, point b), du RGPD).",
    ),
    RefusalGround.EXCESSIVE: Text(
        en="The request is manifestly excessive, in particular because it repeats others (Art. 12(5)(b) GDPR).",
        de="Der Antrag ist offenkundig exzessiv, insbesondere weil er andere wiederholt (Art. 12 Abs. 5 lit. b DSGVO).",
        fr="La demande est manifestement excessive, notamment parce qu’elle en répète d’autres (art. 12, par. 5, "
        "point b), du RGPD).",
    ),
    RefusalGround.NOT_IDENTIFIED: Text(
        en="Nobody has shown that the request comes from the person whose data it is about (Art. 11(2), 12(2) GDPR).",
        de="Niemand hat gezeigt, dass der Antrag von der Person kommt, um deren Daten es geht (Art. 11 Abs. 2, Art. 12 "
        "Abs. 2 DSGVO).",
        fr="Personne n’a montré que la demande vient de la personne concernée (art. 11, par. 2, et art. 12, par. 2, du "
        "RGPD).",
    ),
    RefusalGround.OTHERS: Text(
        en="It would harm the rights and freedoms of others (Art. 15(4), 20(4) GDPR).",
        de="Es würde die Rechte und Freiheiten anderer verletzen (Art. 15 Abs. 4, Art. 20 Abs. 4 DSGVO).",
        fr="Cela porterait atteinte aux droits et libertés d’autrui (art. 15, par. 4, et art. 20, par. 4, du RGPD).",
    ),
    RefusalGround.ACCURATE: Text(
        en="What is kept is right (Art. 16 GDPR).",
        de="Was aufbewahrt wird, ist richtig (Art. 16 DSGVO).",
        fr="Ce qui est conservé est exact (art. 16 du RGPD).",
    ),
    RefusalGround.LAW: Text(
        en="A law wants it kept, or it is needed for a legal claim (Art. 17(3) GDPR).",
        de="Ein Gesetz verlangt die Aufbewahrung, oder es wird für einen Rechtsanspruch gebraucht (Art. 17 Abs. 3 "
        "DSGVO).",
        fr="Une loi en impose la conservation, ou c’est nécessaire à un droit en justice (art. 17, par. 3, du RGPD).",
    ),
    RefusalGround.COMPELLING: Text(
        en="Compelling legitimate grounds for it override your interests, rights and freedoms (Art. 21(1) GDPR).",
        de="Zwingende schutzwürdige Gründe dafür überwiegen Ihre Interessen, Rechte und Freiheiten (Art. 21 Abs. 1 "
        "DSGVO).",
        fr="Des motifs légitimes et impérieux prévalent sur vos intérêts, droits et libertés (art. 21, par. 1, du "
        "RGPD).",
    ),
}
RESTRICTION_ENDS: Final = Text(
    en="Until now your data were kept and not used because of your objection. That ends on {lifted}; you can end it "
    "sooner under “Keep, but do not use”, and ask for it anew there on another ground.",
    de="Bis jetzt wurden Ihre Daten wegen Ihres Widerspruchs aufbewahrt und nicht genutzt. Das endet am {lifted}; Sie "
    "können es unter „Aufbewahren, aber nicht nutzen“ früher beenden und dort aus anderem Grund neu verlangen.",
    fr="Jusqu’ici, vos données étaient conservées sans être utilisées en raison de votre opposition. Cela prend fin le "
    "{lifted} ; vous pouvez y mettre fin plus tôt sous « Conserver sans utiliser », ou l’y redemander pour un autre "
    "motif.",
)
OWN_WORDS: Final = Text(
    en="What you wrote to us on {received}",
    de="Was Sie uns am {received} geschrieben haben",
    fr="Ce que vous nous avez écrit le {received}",
)
