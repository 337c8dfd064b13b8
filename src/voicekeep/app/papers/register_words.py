"""What the codes of the register mean, in words: for people; machines get the codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from voicekeep.app.papers.breach_texts import BANDS
from voicekeep.records.texts import Text

UNKNOWN: Final = "unknown"
"""The state of a case whose rows are not believed."""

_SOURCES: Final[Mapping[str, Text]] = {
    "not_mine": Text(
        en="A recipient says: not mine",
        de="Jemand sagt von der eigenen Kopie: nicht meins",
        fr="Un destinataire dit : pas à moi",
    ),
    "not_me": Text(
        en="Somebody says of a recording: not me",
        de="Jemand sagt von einer Aufnahme: nicht ich",
        fr="Quelqu’un dit d’un enregistrement : pas moi",
    ),
    "failed_check": Text(
        en="The checks found something of another person’s",
        de="Die Prüfung fand etwas Fremdes",
        fr="Les contrôles ont trouvé quelque chose d’étranger",
    ),
    "ledger": Text(
        en="The ledger does not verify",
        de="Das Hauptbuch besteht die Prüfung nicht",
        fr="Le grand livre ne se vérifie pas",
    ),
    "found_file": Text(
        en="A recording turned up somewhere",
        de="Eine Aufnahme tauchte irgendwo auf",
        fr="Un enregistrement est apparu quelque part",
    ),
    "hand": Text(en="Noticed in another way", de="Auf anderem Weg bemerkt", fr="Remarqué autrement"),
}
_STATES: Final[Mapping[str, Text]] = {
    "triage": Text(en="Being looked into", de="Wird geprüft", fr="À l’examen"),
    "dismissed": Text(en="No breach", de="Keine Datenpanne", fr="Pas de violation"),
    "aware": Text(
        en="A breach; not stopped yet",
        de="Eine Datenpanne; noch nicht gestoppt",
        fr="Une violation ; pas encore arrêtée",
    ),
    "contained": Text(
        en="Stopped; not assessed yet", de="Gestoppt; noch nicht bewertet", fr="Arrêtée ; pas encore évaluée"
    ),
    "assessed": Text(
        en="Assessed; it is to be decided and told",
        de="Bewertet; zu entscheiden und mitzuteilen",
        fr="Évaluée ; à décider et à annoncer",
    ),
    "notified": Text(en="The authority is notified", de="Die Behörde ist benachrichtigt", fr="L’autorité est notifiée"),
    "not_notified": Text(
        en="Not notified, by decision", de="Nicht gemeldet, so entschieden", fr="Non notifiée, par décision"
    ),
    "closed": Text(en="Closed", de="Abgeschlossen", fr="Clos"),
}
_ROLES: Final[Mapping[str, Text]] = {
    "officer": Text(en="officer", de="Sachbearbeitung", fr="agent"),
    "data_protection_officer": Text(
        en="data protection officer", de="Datenschutzbeauftragte", fr="délégué à la protection des données"
    ),
    "host_operator": Text(en="whoever runs the host", de="wer den Rechner betreibt", fr="qui exploite la machine"),
}
WORDS: Final[Mapping[str, Mapping[str, Text]]] = {
    "source": _SOURCES,
    "state": {**_STATES, UNKNOWN: Text(en="unknown", de="unbekannt", fr="inconnu")},
    "decided_by": _ROLES,
    "band": BANDS,
}
"""Field of RegisterLine -> code -> words; a test compares them with the pages of the desk."""
