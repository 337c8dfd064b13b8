"""Turns: what was said to the assistant, with the recording where one is kept."""

from __future__ import annotations

from voicekeep.records.catalogue.category import Category, Field, JsonType
from voicekeep.records.catalogue.recurring import ITEM, OWNER, at
from voicekeep.records.catalogue.turn_heard import HEARD
from voicekeep.records.items import Evidence, Speaker
from voicekeep.records.texts import Text

_AT = at(
    Text(
        en="When it was said, in universal time (UTC).",
        de="Wann es gesagt wurde, in Weltzeit (UTC).",
        fr="Quand cela a été dit, en temps universel (UTC).",
    )
)

_DEVICE = Field(
    name="device",
    json_type=JsonType.TEXT,
    nullable=True,
    meaning=Text(
        en="The device that recorded it, by its number in the devices file; empty if you handed the file in yourself.",
        de="Das aufnehmende Gerät, mit seiner Nummer aus der Gerätedatei; leer, wenn Sie die Datei selbst "
        "eingereicht haben.",
        fr="L’appareil qui a enregistré, par son numéro dans le fichier des appareils ; vide si vous avez remis le "
        "fichier vous-même.",
    ),
)

_EVIDENCE = Field(
    name="evidence",
    json_type=JsonType.TEXT,
    nullable=False,
    meaning=Text(
        en="Why this entry is held to be yours.",
        de="Warum dieser Eintrag als Ihrer gilt.",
        fr="Pourquoi cette entrée est considérée comme la vôtre.",
    ),
    values={
        Evidence.IMPORTED: Text(
            en="You were signed in and handed the file in.",
            de="Sie waren angemeldet und haben die Datei eingereicht.",
            fr="Vous étiez connecté et avez remis le fichier.",
        ),
        Evidence.PAIRED_DEVICE: Text(
            en="A device handed it in that was bound to you at that instant.",
            de="Ein Gerät, das in diesem Augenblick an Sie gebunden war, hat es eingereicht.",
            fr="Un appareil qui vous était rattaché à cet instant l’a transmis.",
        ),
        Evidence.ACCOUNT: Text(
            en="Your own account produced it.",
            de="Ihr eigenes Konto hat es erzeugt.",
            fr="Votre propre compte l’a produite.",
        ),
        Evidence.CHOSEN: Text(
            en="You were chosen on the screen of a shared speaker just before.",
            de="Sie wurden kurz zuvor auf dem Bildschirm eines gemeinsamen Lautsprechers ausgewählt.",
            fr="Vous avez été choisi juste avant sur l’écran d’une enceinte partagée.",
        ),
        Evidence.SAID: Text(
            en="You told a shared speaker who you are.",
            de="Sie haben einem gemeinsamen Lautsprecher gesagt, wer Sie sind.",
            fr="Vous avez dit à une enceinte partagée qui vous êtes.",
        ),
        Evidence.CONFIRMED: Text(
            en="Just before, you were signed in and said on a page that it was you at a shared speaker.",
            de="Sie haben kurz zuvor, angemeldet, auf einer Seite gesagt, dass Sie an einem gemeinsamen Gerät sind.",
            fr="Juste avant, connecté, vous avez indiqué sur une page que c’était vous devant une enceinte partagée.",
        ),
    },
)

_SPEAKER = Field(
    name="speaker",
    json_type=JsonType.TEXT,
    nullable=False,
    meaning=Text(
        en="Who is held to have spoken.",
        de="Wer als Sprecher gilt.",
        fr="Qui est considéré comme ayant parlé.",
    ),
    values={
        Speaker.REGISTERED: Text(
            en="A person with an account, as a rule you.",
            de="Eine Person mit Konto, in der Regel Sie.",
            fr="Une personne ayant un compte, en règle générale vous.",
        ),
        Speaker.GUEST: Text(
            en="A person without an account.",
            de="Eine Person ohne Konto.",
            fr="Une personne sans compte.",
        ),
        Speaker.ACCIDENTAL: Text(
            en="Nobody meant to speak to the assistant: it woke by mistake.",
            de="Niemand wollte mit dem Assistenten sprechen: Er ist versehentlich aufgewacht.",
            fr="Personne ne voulait parler à l’assistant : il s’est réveillé par erreur.",
        ),
    },
)

_WORDS = (
    Field(
        name="language",
        json_type=JsonType.TEXT,
        nullable=True,
        meaning=Text(
            en="The language that was spoken, as a tag such as “en” or “de”; empty if it is not known.",
            de="Die gesprochene Sprache als Kürzel wie „en“ oder „de“; leer, wenn sie nicht bekannt ist.",
            fr="La langue parlée, sous forme de code comme « en » ou « fr » ; vide si elle est inconnue.",
        ),
    ),
    Field(
        name="transcript",
        json_type=JsonType.TEXT,
        nullable=True,
        meaning=Text(
            en="The words as text; empty if there is no text. A machine may have written them and misheard.",
            de="Die Worte als Text; leer, wenn es keinen Text gibt. Eine Maschine kann sie geschrieben und sich "
            "verhört haben.",
            fr="Les paroles sous forme de texte ; vide s’il n’y en a pas. Une machine peut les avoir écrites et mal "
            "entendues.",
        ),
    ),
    Field(
        name="source_name",
        json_type=JsonType.TEXT,
        nullable=True,
        meaning=Text(
            en="The name of the file that was handed in; empty if there was none.",
            de="Der Name der eingereichten Datei; leer, wenn es keine gab.",
            fr="Le nom du fichier remis ; vide s’il n’y en avait pas.",
        ),
    ),
)

_RECORDING = (
    Field(
        name="recording",
        json_type=JsonType.TEXT,
        nullable=True,
        meaning=Text(
            en="The file with the sound, beside this table; empty if no sound was kept.",
            de="Die Tondatei neben dieser Tabelle; leer, wenn kein Ton aufbewahrt wurde.",
            fr="Le fichier sonore, à côté de ce tableau ; vide si aucun son n’a été conservé.",
        ),
    ),
    Field(
        name="audio_sha256",
        json_type=JsonType.TEXT,
        nullable=True,
        meaning=Text(
            en="The SHA-256 digest of that file. Whoever has the file can compute it and see that nothing was changed.",
            de="Die SHA-256-Prüfsumme dieser Datei. Wer die Datei hat, kann sie nachrechnen und sehen, dass nichts "
            "verändert wurde.",
            fr="L’empreinte SHA-256 de ce fichier. Quiconque a le fichier peut la recalculer et voir que rien n’a été "
            "modifié.",
        ),
    ),
    Field(
        name="samples_sha256",
        json_type=JsonType.TEXT,
        nullable=True,
        meaning=Text(
            en="The SHA-256 digest of the sound itself, the same in whichever lossless format it is stored.",
            de="Die SHA-256-Prüfsumme des Tons selbst; sie ist in jedem verlustfreien Format dieselbe.",
            fr="L’empreinte SHA-256 du son lui-même, identique dans tout format sans perte.",
        ),
    ),
    Field(
        name="sample_rate",
        json_type=JsonType.NUMBER,
        nullable=True,
        meaning=Text(
            en="How many times a second the sound was measured (Hz).",
            de="Wie oft je Sekunde der Ton gemessen wurde (Hz).",
            fr="Combien de fois par seconde le son a été mesuré (Hz).",
        ),
    ),
    Field(
        name="sample_count",
        json_type=JsonType.NUMBER,
        nullable=True,
        meaning=Text(
            en="How many measurements the recording has; divided by the rate, its length in seconds.",
            de="Wie viele Messwerte die Aufnahme hat; geteilt durch die Rate ihre Länge in Sekunden.",
            fr="Combien de mesures contient l’enregistrement ; divisé par la fréquence, sa durée en secondes.",
        ),
    ),
)

TURN = Category(
    title=Text(
        en="What was said to the assistant",
        de="Was zum Assistenten gesagt wurde",
        fr="Ce qui a été dit à l’assistant",
    ),
    meaning=Text(
        en="Each question or command, with its recording and its words where you chose to keep them.",
        de="Jede Frage und jeder Befehl, mit Aufnahme und Worten, soweit Sie gewählt haben, sie aufzubewahren.",
        fr="Chaque question ou commande, avec son enregistrement et ses paroles si vous avez choisi de les conserver.",
    ),
    purpose=Text(
        en="To let you hear, read and search again what you said. It trains nothing and is not analysed otherwise.",
        de="Damit Sie wieder hören, lesen und durchsuchen können, was Sie gesagt haben. Nichts wird damit trainiert, "
        "und es wird nicht anderweitig ausgewertet.",
        fr="Vous permettre de réécouter, relire et rechercher ce que vous avez dit. Cela n’entraîne aucun système et "
        "n’est pas analysé autrement.",
    ),
    legal_basis=Text(
        en="Your consent, given when you chose what to keep: GDPR Art. 6(1)(a). You can withdraw it at any time.",
        de="Ihre Einwilligung, mit der Sie gewählt haben, was aufbewahrt wird: Art. 6 Abs. 1 lit. a DSGVO. "
        "Sie können sie jederzeit widerrufen.",
        fr="Votre consentement, donné en choisissant ce qui est conservé : RGPD, art. 6, par. 1, point a). "
        "Vous pouvez le retirer à tout moment.",
    ),
    source=Text(
        en="You, by speaking to a device bound to you or by handing recordings in.",
        de="Sie selbst, durch Sprechen zu einem an Sie gebundenen Gerät oder durch Einreichen von Aufnahmen.",
        fr="Vous, en parlant à un appareil qui vous est rattaché ou en remettant des enregistrements.",
    ),
    recipients=Text(
        en="Nobody but you. It is sealed to you at the instant of capture; no page and no command lets staff hear it. "
        "If the controller uses a speech service or a home control outside of this system, that one received what each "
        "entry says under “recipients”.",
        de="Niemand außer Ihnen. Es wird im Augenblick der Aufnahme für Sie versiegelt; mit keiner Seite und keinem "
        "Befehl kann Personal es hören. Nutzt der Verantwortliche einen Sprachdienst oder eine Haussteuerung außerhalb "
        "dieses Systems, so hat jener erhalten, was bei jedem Eintrag unter „recipients“ steht.",
        fr="Personne d’autre que vous. C’est scellé pour vous dès la capture ; aucune page ni commande ne permet au "
        "personnel de l’entendre. Si le responsable utilise un service vocal ou une domotique hors de ce système, "
        "ceux-ci ont reçu ce que chaque entrée indique sous « recipients ».",
    ),
    period=Text(
        en="3 or 18 months, as you chose; sooner if you erase it. If you choose that nothing more is kept, what is "
        "there stays for 3 months at most.",
        de="3 oder 18 Monate, wie Sie gewählt haben; kürzer, wenn Sie es löschen. Wählen Sie, dass nichts mehr "
        "aufbewahrt wird, bleibt das Vorhandene höchstens 3 Monate.",
        fr="3 ou 18 mois, selon votre choix ; moins longtemps si vous l’effacez. Si vous choisissez que plus rien ne "
        "soit conservé, ce qui s’y trouve reste 3 mois au plus.",
    ),
    fields=(ITEM, OWNER, _AT, _DEVICE, _EVIDENCE, _SPEAKER, *_WORDS, *_RECORDING, *HEARD),
)
