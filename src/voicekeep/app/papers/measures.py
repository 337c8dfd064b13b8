"""What protects the data (GDPR Art. 32): a dated table, each line with its promise and the tests that attack it."""

from __future__ import annotations

from datetime import date
from typing import Final

from voicekeep.app.papers.measure import Measure
from voicekeep.records.texts import Text

_FIRST_DAY: Final = date(2026, 11, 23)

CHOICE: Final = Measure(
    name="choice",
    since=_FIRST_DAY,
    promise="P1",
    proof="tests/people/test_choices.py",
    title=Text(en="Nothing before a choice", de="Nichts vor der Wahl", fr="Rien avant le choix"),
    meaning=Text(
        en="What is said is kept only if the person has chosen so; nothing is ticked beforehand.",
        de="Gesagtes wird nur aufbewahrt, wenn die Person es gewählt hat; nichts ist vorher angekreuzt.",
        fr="Les paroles ne sont conservées que si la personne l’a choisi ; rien n’est coché d’avance.",
    ),
)
OWNER: Final = Measure(
    name="owner",
    since=_FIRST_DAY,
    promise="P1",
    proof="tests/app/test_recordings.py",
    title=Text(en="One owner from the start", de="Von Anfang an eine Person", fr="Une seule personne dès le début"),
    meaning=Text(
        en="Every entry belongs to one person from the instant of capture, for ever, with the evidence beside it.",
        de="Jeder Eintrag gehört vom Augenblick der Aufnahme an einer Person, für immer, mit dem Beleg daneben.",
        fr="Chaque entrée appartient à une seule personne dès la capture, pour toujours, avec la preuve à côté.",
    ),
)
SEAL: Final = Measure(
    name="seal",
    since=_FIRST_DAY,
    promise="P2",
    proof="tests/vault/test_seal.py",
    title=Text(en="Sealed to one person", de="Für eine Person versiegelt", fr="Scellé pour une seule personne"),
    meaning=Text(
        en="Each entry is encrypted under a key of its own (AES-256-GCM) to its owner (HPKE, with ML-KEM-768). Moved "
        "or renamed, it does not open.",
        de="Jeder Eintrag ist mit einem eigenen Schlüssel (AES-256-GCM) für seine Person verschlüsselt (HPKE, mit "
        "ML-KEM-768). Verschoben oder umbenannt, öffnet er sich nicht.",
        fr="Chaque entrée est chiffrée sous une clé propre (AES-256-GCM) pour sa personne (HPKE, avec ML-KEM-768). "
        "Déplacée ou renommée, elle ne s’ouvre pas.",
    ),
)
KEYS_APART: Final = Measure(
    name="keys_apart",
    since=_FIRST_DAY,
    promise="P7",
    proof="tests/app/test_start.py",
    title=Text(en="Keys apart from the data", de="Schlüssel getrennt von den Daten", fr="Clés séparées des données"),
    meaning=Text(
        en="Keys lie in a store that ordinary backups do not hold, under a root key outside the data folder. A "
        "restored backup repeats every erasure before it starts.",
        de="Schlüssel liegen in einem Speicher, den gewöhnliche Sicherungen nicht enthalten, unter einem "
        "Hauptschlüssel außerhalb des Datenordners. Eine zurückgespielte Sicherung holt jede Löschung nach, bevor sie "
        "startet.",
        fr="Les clés se trouvent dans un dépôt que les sauvegardes ordinaires ne contiennent pas, sous une clé racine "
        "hors du dossier de données. Une sauvegarde restaurée rejoue chaque effacement avant de démarrer.",
    ),
)
PERIOD: Final = Measure(
    name="period",
    since=_FIRST_DAY,
    promise="P7",
    proof="tests/app/test_retention.py",
    title=Text(en="A period with an end", de="Eine Frist mit Ende", fr="Une durée qui a une fin"),
    meaning=Text(
        en="What is said is erased when the time that its owner chose is over, and at any time before that by its "
        "owner.",
        de="Gesagtes wird gelöscht, wenn die von der Person gewählte Zeit vorbei ist, und jederzeit vorher durch sie.",
        fr="Les paroles sont effacées à la fin de la durée choisie par la personne, et à tout moment avant par elle.",
    ),
)
FRESH_PROOF: Final = Measure(
    name="fresh_proof",
    since=_FIRST_DAY,
    promise="P3",
    proof="tests/request/test_identity.py",
    title=Text(en="Whoever has just proven it", de="Nur wer es gerade belegt hat", fr="Qui vient de le prouver"),
    meaning=Text(
        en="A copy is of the person who has just signed in and nobody else. No page, function or command takes a "
        "person, a file or an address typed by hand.",
        de="Eine Kopie ist von der Person, die sich gerade angemeldet hat, und von niemandem sonst. Keine Seite, keine "
        "Funktion und kein Befehl nimmt eine Person, Datei oder Adresse an, die jemand eintippt.",
        fr="Une copie est celle de la personne qui vient de se connecter et de personne d’autre. Aucune page, fonction "
        "ou commande n’accepte une personne, un fichier ou une adresse saisis à la main.",
    ),
)
SIGN_IN: Final = Measure(
    name="sign_in",
    since=_FIRST_DAY,
    promise="P3",
    proof="tests/people/test_sign_in.py",
    title=Text(en="A guarded sign-in", de="Geschützte Anmeldung", fr="Une connexion protégée"),
    meaning=Text(
        en="Passkeys, or passwords hashed with argon2id; a pause after ten wrong tries; sessions that their person "
        "sees and ends.",
        de="Passkeys oder mit argon2id gehashte Passwörter; eine Pause nach zehn falschen Versuchen; Sitzungen, die "
        "die Person sieht und beendet.",
        fr="Clés d’accès, ou mots de passe hachés avec argon2id ; une pause après dix essais manqués ; des sessions "
        "que la personne voit et ferme.",
    ),
)
ROW_CODES: Final = Measure(
    name="row_codes",
    since=_FIRST_DAY,
    promise="P3",
    proof="tests/stores/test_row_codes.py",
    title=Text(en="Rows that cannot be forged", de="Zeilen, die niemand fälscht", fr="Des lignes infalsifiables"),
    meaning=Text(
        en="Rows that decide who may do what carry an authentication code. Who can write the database cannot sign in "
        "as somebody else.",
        de="Zeilen, die entscheiden, wer was darf, tragen einen Prüfcode. Wer in die Datenbank schreiben kann, kann "
        "sich nicht als jemand anderes anmelden.",
        fr="Les lignes qui décident de qui peut quoi portent un code d’authentification. Qui peut écrire dans la base "
        "ne peut pas se connecter à la place d’autrui.",
    ),
)
SECOND_READING: Final = Measure(
    name="second_reading",
    since=_FIRST_DAY,
    promise="P4",
    proof="tests/checks/test_body.py",
    title=Text(en="A second reading", de="Eine zweite Prüfung", fr="Une seconde lecture"),
    meaning=Text(
        en="Before a copy can leave, code that did not build it reads the finished file against the ledger: all of "
        "this person’s, nothing of anybody else.",
        de="Bevor eine Kopie das Haus verlassen kann, liest Code, der sie nicht gebaut hat, die fertige Datei gegen "
        "das Protokoll: alles von dieser Person, nichts von jemand anderem.",
        fr="Avant qu’une copie puisse sortir, un code qui ne l’a pas construite relit le fichier fini face au "
        "registre : tout ce qui est à cette personne, rien d’autrui.",
    ),
)
PLAUSIBLE: Final = Measure(
    name="plausible",
    since=_FIRST_DAY,
    promise="P4",
    proof="tests/checks/test_plausibility.py",
    title=Text(en="Is it plausible?", de="Ist es plausibel?", fr="Est-ce plausible ?"),
    meaning=Text(
        en="Sound without a device, an unknown device, a sudden growth or a change of language holds a copy until a "
        "person has looked.",
        de="Ton ohne Gerät, ein unbekanntes Gerät, plötzlicher Zuwachs oder eine andere Sprache halten eine Kopie an, "
        "bis ein Mensch nachgesehen hat.",
        fr="Du son sans appareil, un appareil inconnu, une hausse soudaine ou un changement de langue retiennent une "
        "copie jusqu’à ce que quelqu’un ait regardé.",
    ),
)
WITHHELD: Final = Measure(
    name="withheld",
    since=_FIRST_DAY,
    promise="P4",
    proof="tests/checks/test_withheld.py",
    title=Text(en="Others’ voices withheld", de="Stimmen anderer bleiben hier", fr="Voix d’autrui retenues"),
    meaning=Text(
        en="Where a person says that somebody else speaks, or that it is not them, no copy holds it; that is checked.",
        de="Wo eine Person sagt, dass jemand anderes spricht oder sie es nicht ist, enthält es keine Kopie; das wird "
        "geprüft.",
        fr="Là où une personne dit qu’un autre parle, ou que ce n’est pas elle, aucune copie ne le contient ; c’est "
        "vérifié.",
    ),
)
LINK: Final = Measure(
    name="link",
    since=_FIRST_DAY,
    promise="P5",
    proof="tests/web/test_copies.py",
    title=Text(en="A link alone opens nothing", de="Ein Link allein öffnet nichts", fr="Un lien seul n’ouvre rien"),
    meaning=Text(
        en="The recipient signs in; the copy is sealed to them; the link ends after seven days.",
        de="Wer sie bekommt, meldet sich an; für diese Person ist sie versiegelt; der Link endet nach sieben Tagen.",
        fr="Le destinataire se connecte ; la copie est scellée pour lui ; le lien prend fin après sept jours.",
    ),
)
LEDGER: Final = Measure(
    name="ledger",
    since=_FIRST_DAY,
    promise="P6",
    proof="tests/app/test_download.py",
    title=Text(en="Written down first", de="Zuerst aufgeschrieben", fr="Noté d’abord"),
    meaning=Text(
        en="What is shown, played or handed out is in an append-only ledger before the first byte leaves; its person "
        "reads it.",
        de="Was gezeigt, abgespielt oder herausgegeben wird, steht in einem Protokoll, an das nur angefügt wird, bevor "
        "das erste Byte das Haus verlässt; die Person liest es.",
        fr="Ce qui est montré, lu ou remis figure dans un registre où l’on ne fait qu’ajouter, avant que le premier "
        "octet ne sorte ; la personne le lit.",
    ),
)
CHECKABLE: Final = Measure(
    name="checkable",
    since=_FIRST_DAY,
    promise="P8",
    proof="tests/checks/test_offline.py",
    title=Text(en="Anybody can check", de="Nachprüfbar für jeden", fr="Vérifiable par chacun"),
    meaning=Text(
        en="Every copy is signed and can be checked offline with public tools.",
        de="Jede Kopie ist signiert und lässt sich ohne Netz mit öffentlichen Werkzeugen prüfen.",
        fr="Chaque copie est signée et se vérifie hors ligne avec des outils publics.",
    ),
)
NO_STAFF: Final = Measure(
    name="no_staff",
    since=_FIRST_DAY,
    promise="P9",
    proof="tests/app/test_no_subject_by_hand.py",
    title=Text(en="No ear of staff", de="Kein Ohr des Personals", fr="Aucune oreille du personnel"),
    meaning=Text(
        en="No page, role or command lets staff hear, choose or redirect a person’s data.",
        de="Keine Seite, keine Rolle und kein Befehl lässt Personal Daten einer Person hören, auswählen oder umleiten.",
        fr="Aucune page, aucun rôle, aucune commande ne laisse le personnel entendre, choisir ou détourner des "
        "données.",
    ),
)
WHOLE_OR_NOT: Final = Measure(
    name="whole_or_not",
    since=_FIRST_DAY,
    promise="P10",
    proof="tests/app/test_kills.py",
    title=Text(en="Whole or not at all", de="Ganz oder gar nicht", fr="Tout ou rien"),
    meaning=Text(
        en="Every step is whole or has not happened, also when the power goes. What cannot be done is refused by name.",
        de="Jeder Schritt geschieht ganz oder gar nicht, auch bei Stromausfall. Was nicht geht, wird benannt.",
        fr="Chaque étape a lieu en entier ou pas du tout, même si le courant est coupé. Ce qui est impossible est "
        "refusé par son nom.",
    ),
)
CONFINED: Final = Measure(
    name="confined",
    since=_FIRST_DAY,
    promise="P10",
    proof="tests/device/test_decoder_process.py",
    title=Text(en="Files from outside", de="Dateien von außen", fr="Fichiers de l’extérieur"),
    meaning=Text(
        en="Sound files are read in a process with limits on time, memory and size, and without any key.",
        de="Tondateien liest ein Prozess ohne jeden Schlüssel, dem Zeit, Speicher und Größe begrenzt sind.",
        fr="Les fichiers sonores sont lus dans un processus limité en temps, en mémoire et en taille, sans aucune clé.",
    ),
)
CLOCK: Final = Measure(
    name="clock",
    since=_FIRST_DAY,
    promise="P10",
    proof="tests/request/test_clock.py",
    title=Text(en="The legal clock", de="Die gesetzliche Frist", fr="Le délai légal"),
    meaning=Text(
        en="The last day to answer is computed by the law and the calendar of the place, and shown to the person at "
        "once.",
        de="Der letzte Tag für die Antwort folgt aus Gesetz und Kalender des Ortes; die Person sieht ihn sofort.",
        fr="Le dernier jour pour répondre suit la loi et le calendrier du lieu ; la personne le voit aussitôt.",
    ),
)
DRILL: Final = Measure(
    name="drill",
    since=_FIRST_DAY,
    promise="P4",
    proof="tests/app/test_drill.py",
    title=Text(en="Tried again and again", de="Immer wieder erprobt", fr="Éprouvé sans cesse"),
    meaning=Text(
        en="The command “voicekeep drill” plays mix-ups against scratch copies and measures whether anything gets out.",
        de="Der Befehl „voicekeep drill“ spielt Verwechslungen an Übungskopien durch und misst, ob etwas herauskommt.",
        fr="La commande « voicekeep drill » joue des confusions sur des copies d’essai et mesure si quelque chose "
        "sort.",
    ),
)

MEASURES: Final = (
    CHOICE,
    OWNER,
    SEAL,
    KEYS_APART,
    PERIOD,
    FRESH_PROOF,
    SIGN_IN,
    ROW_CODES,
    SECOND_READING,
    PLAUSIBLE,
    WITHHELD,
    LINK,
    LEDGER,
    CHECKABLE,
    NO_STAFF,
    WHOLE_OR_NOT,
    CONFINED,
    CLOCK,
    DRILL,
)
