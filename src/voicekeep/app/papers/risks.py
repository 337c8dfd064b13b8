"""What could happen to a person (GDPR Art. 35(7)(c), (d)): each risk with the measures against it and what remains."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from voicekeep.app.papers import measures
from voicekeep.app.papers.measure import Measure
from voicekeep.records.texts import Text


class Severity(StrEnum):
    """How bad it is, how likely it is, taken together."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very_high"


SEVERITY: Final = {
    Severity.LOW: Text(en="low", de="gering", fr="faible"),
    Severity.MEDIUM: Text(en="medium", de="mittel", fr="moyen"),
    Severity.HIGH: Text(en="high", de="hoch", fr="élevé"),
    Severity.VERY_HIGH: Text(en="very high", de="sehr hoch", fr="très élevé"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """One thing that could happen to somebody."""

    name: str
    title: Text
    what: Text  # happens to the person
    before: Severity  # without the measures
    after: Severity  # with them
    remains: Text
    measures: tuple[Measure, ...]


RISKS: Final = (
    Risk(
        name="crossed",
        title=Text(
            en="A copy reaches the wrong person",
            de="Eine Kopie erreicht die falsche Person",
            fr="Une copie parvient à la mauvaise personne",
        ),
        what=Text(
            en="A stranger hears somebody’s home: voices, habits, hours, illness, quarrels. From what is said, the "
            "person is named within hours.",
            de="Jemand Fremdes hört das Zuhause einer Person: Stimmen, Gewohnheiten, Uhrzeiten, Krankheit, Streit. Aus "
            "dem Gesagten ist die Person binnen Stunden benannt.",
            fr="Un inconnu entend le foyer de quelqu’un : voix, habitudes, horaires, maladies, disputes. D’après ce "
            "qui est dit, la personne est identifiée en quelques heures.",
        ),
        before=Severity.VERY_HIGH,
        after=Severity.LOW,
        remains=Text(
            en="Whoever fetched their copy can lose it or pass it on.",
            de="Wer eine Kopie abgeholt hat, kann sie verlieren oder weitergeben.",
            fr="Qui a retiré sa copie peut la perdre ou la transmettre.",
        ),
        measures=(measures.FRESH_PROOF, measures.SECOND_READING, measures.SEAL, measures.LINK, measures.DRILL),
    ),
    Risk(
        name="bound_wrong",
        title=Text(
            en="A recording is held to be somebody else’s",
            de="Eine Aufnahme gilt als die einer anderen Person",
            fr="Un enregistrement est attribué à quelqu’un d’autre",
        ),
        what=Text(
            en="What one person said stands among another’s entries; the other reads and hears it.",
            de="Was eine Person gesagt hat, steht unter den Einträgen einer anderen; diese liest und hört es.",
            fr="Ce qu’une personne a dit figure parmi les entrées d’une autre, qui le lit et l’entend.",
        ),
        before=Severity.HIGH,
        after=Severity.MEDIUM,
        remains=Text(
            en="Nobody’s voice is recognised: what a person hands in, or says to somebody else’s device, is held to be "
            "the account holder’s.",
            de="Niemandes Stimme wird erkannt: Was jemand einreicht oder zum Gerät eines anderen sagt, gilt als das "
            "der Person mit dem Konto.",
            fr="Aucune voix n’est reconnue : ce qu’une personne remet, ou dit à l’appareil d’autrui, est attribué au "
            "titulaire du compte.",
        ),
        measures=(measures.OWNER, measures.PLAUSIBLE, measures.WITHHELD, measures.SECOND_READING),
    ),
    Risk(
        name="guests",
        title=Text(
            en="Somebody is recorded who does not know or want it",
            de="Jemand wird aufgenommen, der es nicht weiß oder nicht will",
            fr="Quelqu’un est enregistré sans le savoir ou le vouloir",
        ),
        what=Text(
            en="Guests, children and people in the next room are heard; private words are kept that were not meant "
            "for a device.",
            de="Gäste, Kinder und Menschen im Nebenraum sind zu hören; Privates wird aufbewahrt, das nicht für ein "
            "Gerät bestimmt war.",
            fr="Des invités, des enfants, des gens dans la pièce voisine sont entendus ; des paroles privées sont "
            "conservées sans avoir été destinées à un appareil.",
        ),
        before=Severity.HIGH,
        after=Severity.MEDIUM,
        remains=Text(
            en="The account holder’s choice counts for whoever is heard by their device. Tell guests; erase what they "
            "ask you to.",
            de="Die Wahl der Person mit dem Konto gilt für alle, die ihr Gerät hört. Sagen Sie es Gästen; löschen Sie, "
            "worum sie bitten.",
            fr="Le choix du titulaire du compte vaut pour tous ceux que son appareil entend. Prévenez les invités ; "
            "effacez ce qu’ils demandent.",
        ),
        measures=(measures.CHOICE, measures.PERIOD, measures.WITHHELD, measures.NO_STAFF),
    ),
    Risk(
        name="stolen",
        title=Text(
            en="Somebody steals the database or a backup",
            de="Jemand stiehlt die Datenbank oder eine Sicherung",
            fr="Quelqu’un vole la base de données ou une sauvegarde",
        ),
        what=Text(
            en="What many people said at home lies open to strangers, for good.",
            de="Was viele Menschen zu Hause gesagt haben, liegt offen vor Fremden, für immer.",
            fr="Ce que beaucoup de gens ont dit chez eux est livré à des inconnus, définitivement.",
        ),
        before=Severity.VERY_HIGH,
        after=Severity.LOW,
        remains=Text(
            en="With the root key and the data together everything opens. Keep them in different places.",
            de="Mit dem Hauptschlüssel und den Daten zusammen lässt sich alles öffnen. Bewahren Sie sie getrennt auf.",
            fr="Avec la clé racine et les données réunies, tout s’ouvre. Gardez-les en des lieux différents.",
        ),
        measures=(measures.SEAL, measures.KEYS_APART, measures.ROW_CODES, measures.CONFINED),
    ),
    Risk(
        name="staff",
        title=Text(
            en="Somebody who runs it listens",
            de="Jemand, der es betreibt, hört mit",
            fr="Quelqu’un qui l’exploite écoute",
        ),
        what=Text(
            en="An employee, or whoever keeps the machine at home, hears, searches or alters what another person said.",
            de="Eine Mitarbeiterin, ein Mitarbeiter oder wer zu Hause die Maschine betreut, hört, durchsucht oder "
            "ändert, was eine andere Person gesagt hat.",
            fr="Un employé, ou celui qui s’occupe de la machine à la maison, entend, fouille ou modifie ce qu’une "
            "autre personne a dit.",
        ),
        before=Severity.HIGH,
        after=Severity.MEDIUM,
        remains=Text(
            en="Who controls the running machine and holds the root key can open what it can open. Give that to as "
            "few as possible.",
            de="Wer die laufende Maschine beherrscht und den Hauptschlüssel hat, kann öffnen, was sie öffnen kann. "
            "Geben Sie das so wenigen wie möglich.",
            fr="Qui maîtrise la machine en marche et détient la clé racine peut ouvrir ce qu’elle peut ouvrir. Confiez "
            "cela au moins de gens possible.",
        ),
        measures=(measures.NO_STAFF, measures.SEAL, measures.LEDGER),
    ),
    Risk(
        name="account_used",
        title=Text(
            en="Somebody uses another’s account",
            de="Jemand benutzt das Konto einer anderen Person",
            fr="Quelqu’un utilise le compte d’autrui",
        ),
        what=Text(
            en="A partner, a flatmate or a thief with the password looks through a person’s recordings and controls "
            "them with what they know.",
            de="Jemand aus der Partnerschaft, der Wohnung oder ein Dieb mit dem Passwort durchsucht Aufnahmen und "
            "setzt die Person mit diesem Wissen unter Druck.",
            fr="Un partenaire, un colocataire ou un voleur muni du mot de passe fouille les enregistrements d’une "
            "personne et s’en sert pour la contrôler.",
        ),
        before=Severity.HIGH,
        after=Severity.MEDIUM,
        remains=Text(
            en="Whoever signs in as a person is that person to the program. What was shown is written down and can be "
            "read afterwards.",
            de="Wer sich als eine Person anmeldet, ist für das Programm diese Person. Was gezeigt wurde, ist notiert "
            "und lässt sich später nachlesen.",
            fr="Qui se connecte au nom d’une personne est cette personne pour le programme. Ce qui a été montré est "
            "noté et peut être relu ensuite.",
        ),
        measures=(measures.SIGN_IN, measures.LEDGER, measures.LINK),
    ),
    Risk(
        name="kept_longer",
        title=Text(
            en="It is kept longer than the person wants",
            de="Es wird länger aufbewahrt, als die Person will",
            fr="La conservation dure plus que la personne ne le veut",
        ),
        what=Text(
            en="What was to be forgotten comes back years later, from a store or a backup.",
            de="Was vergessen sein sollte, kommt nach Jahren aus einem Speicher oder einer Sicherung zurück.",
            fr="Ce qui devait être oublié revient des années plus tard, d’un stockage ou d’une sauvegarde.",
        ),
        before=Severity.HIGH,
        after=Severity.LOW,
        remains=Text(
            en="Worn disks and snapshots may hold traces of old keys; copies on people’s own disks are theirs.",
            de="Abgenutzte Datenträger und Schnappschüsse können Spuren alter Schlüssel enthalten; Kopien auf eigenen "
            "Datenträgern der Personen gehören ihnen.",
            fr="Des disques usés et des instantanés peuvent garder des traces d’anciennes clés ; les copies sur les "
            "disques des personnes leur appartiennent.",
        ),
        measures=(measures.PERIOD, measures.KEYS_APART, measures.WHOLE_OR_NOT),
    ),
    Risk(
        name="no_answer",
        title=Text(
            en="A person gets no answer, a late one, or only a part",
            de="Eine Person bekommt keine, eine späte oder nur eine halbe Antwort",
            fr="Une personne n’obtient pas de réponse, ou tard, ou en partie",
        ),
        what=Text(
            en="They cannot find out what is kept of them, nor act in time.",
            de="Sie kann nicht erfahren, was über sie aufbewahrt wird, und nicht rechtzeitig handeln.",
            fr="Elle ne peut ni savoir ce qui est conservé à son sujet, ni agir à temps.",
        ),
        before=Severity.MEDIUM,
        after=Severity.LOW,
        remains=Text(
            en="What is held for a person to look at waits for that person. Look every day.",
            de="Was ein Mensch ansehen muss, wartet auf diesen Menschen. Sehen Sie täglich nach.",
            fr="Ce que quelqu’un doit examiner attend cette personne. Regardez chaque jour.",
        ),
        measures=(measures.CLOCK, measures.SECOND_READING, measures.CHECKABLE, measures.LEDGER),
    ),
    Risk(
        name="lost",
        title=Text(
            en="What a person kept is lost", de="Aufbewahrtes geht verloren", fr="Ce qui était conservé est perdu"
        ),
        what=Text(
            en="After a power cut, a broken disk or the loss of the root key, nobody can open it any more.",
            de="Nach einem Stromausfall, mit einem kaputten Datenträger oder ohne den Hauptschlüssel kann es niemand "
            "mehr öffnen.",
            fr="Après une coupure, une panne de disque ou la perte de la clé racine, plus personne ne peut l’ouvrir.",
        ),
        before=Severity.MEDIUM,
        after=Severity.LOW,
        remains=Text(
            en="Backups, and a copy of the root key on paper or in a safe, are for whoever runs it to make.",
            de="Sicherungen und eine Abschrift des Hauptschlüssels auf Papier oder im Tresor muss machen, wer es "
            "betreibt.",
            fr="Les sauvegardes et une copie de la clé racine, sur papier ou dans un coffre, incombent à l’exploitant.",
        ),
        measures=(measures.WHOLE_OR_NOT, measures.CHECKABLE),
    ),
)
