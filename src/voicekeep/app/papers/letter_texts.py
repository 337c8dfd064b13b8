"""The sentences of the letters, in every language. A word in braces is a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from voicekeep.records.texts import Text

HELLO: Final = Text(en="Dear {recipient},", de="Guten Tag {recipient},", fr="Bonjour {recipient},")
HELLO_GUEST: Final = Text(en="Hello,", de="Guten Tag,", fr="Bonjour,")
CLOSING: Final = Text(en="Yours sincerely,", de="Mit freundlichen Grüßen", fr="Cordialement,")

_ABOUT: Final = Text(
    en="Your request of {received} (number {request})",
    de="Ihr Antrag vom {received} (Nummer {request})",
    fr="Votre demande du {received} (numéro {request})",
)
_QUESTIONS: Final = Text(
    en="If you have a question, write to {contact} and name the number of your request.",
    de="Wenn Sie Fragen haben, wenden Sie sich an {contact} und nennen Sie die Nummer Ihres Antrags.",
    fr="Pour toute question, écrivez à {contact} en indiquant le numéro de votre demande.",
)

ACKNOWLEDGED: Final = Text(
    en="We have your request of {received}",
    de="Ihr Antrag vom {received} ist eingegangen",
    fr="Votre demande du {received} est reçue",
)
ACKNOWLEDGEMENT: Final = (
    Text(
        en="Your request came in on {received}. Its number is {request}.",
        de="Ihr Antrag ist am {received} eingegangen. Er hat die Nummer {request}.",
        fr="Votre demande nous est parvenue le {received}. Elle porte le numéro {request}.",
    ),
    Text(
        en="You will have an answer by {due}. If it should take longer, we tell you before that day, and why.",
        de="Sie bekommen spätestens am {due} Antwort. Sollte es länger dauern, sagen wir es Ihnen vor diesem Tag und "
        "nennen die Gründe.",
        fr="Vous aurez une réponse au plus tard le {due}. S’il faut plus de temps, nous vous le dirons avant ce jour, "
        "en indiquant pourquoi.",
    ),
    Text(
        en="It costs you nothing. What we find is given to you only, after you have signed in.",
        de="Es kostet Sie nichts. Was wir finden, bekommen nur Sie, nachdem Sie sich angemeldet haben.",
        fr="C’est gratuit. Ce que nous trouvons n’est remis qu’à vous, après votre connexion.",
    ),
    _QUESTIONS,
)

EXTENDED: Final = Text(
    en="Our answer to your request of {received} takes longer",
    de="Unsere Antwort auf Ihren Antrag vom {received} dauert länger",
    fr="Notre réponse à votre demande du {received} prendra plus de temps",
)
EXTENSION: Final = (
    Text(
        en="You were to have our answer to your request {request} by {due_before}. We need until {due}.",
        de="auf Ihren Antrag {request} wollten wir bis zum {due_before} antworten. Wir brauchen bis zum {due}.",
        fr="Nous devions répondre à votre demande {request} au plus tard le {due_before}. Il nous faut jusqu’au {due}.",
    ),
    Text(
        en="The law lets us extend the time once, by two months at most, {ground} (Art. 12(3) GDPR). In your case:",
        de="Das Gesetz erlaubt, die Frist einmal um höchstens zwei Monate zu verlängern, {ground} (Art. 12 Abs. 3 "
        "DSGVO). In Ihrem Fall:",
        fr="La loi permet de prolonger le délai une fois, de deux mois au plus, {ground} (art. 12, par. 3, du RGPD). "
        "Dans votre cas :",
    ),
    Text(en="{reasons}", de="{reasons}", fr="{reasons}"),
    Text(
        en="If you do not agree, you can complain to the supervisory authority and go to court (Art. 77 and 79).",
        de="Wenn Sie nicht einverstanden sind, können Sie sich bei der Aufsichtsbehörde beschweren und vor Gericht "
        "gehen (Art. 77 und 79).",
        fr="Si vous n’êtes pas d’accord, vous pouvez saisir l’autorité de contrôle et la justice (art. 77 et 79).",
    ),
    _QUESTIONS,
)
GROUNDS: Final[Mapping[str, Text]] = {
    "complexity": Text(
        en="where a request is complex",
        de="wenn ein Antrag schwierig ist",
        fr="lorsqu’une demande est complexe",
    ),
    "number": Text(
        en="where there are many requests",
        de="wenn es viele Anträge sind",
        fr="lorsque les demandes sont nombreuses",
    ),
}

REFUSED: Final = _ABOUT
REFUSAL: Final = (
    Text(
        en="You asked us for something on {received} that we do not do. {ground} In your case:",
        de="Sie haben am {received} etwas verlangt, das wir nicht tun. {ground} In Ihrem Fall:",
        fr="Vous nous avez demandé le {received} une chose que nous ne ferons pas. {ground} Dans votre cas :",
    ),
    Text(en="{reasons}", de="{reasons}", fr="{reasons}"),
    Text(
        en="You need not accept this. You can complain to the supervisory authority: {authority} (Art. 77 GDPR). You "
        "can also go to court, with or without a complaint (Art. 79).",
        de="Sie müssen das nicht hinnehmen. Sie können sich bei der Aufsichtsbehörde beschweren: {authority} (Art. 77 "
        "DSGVO). Sie können auch vor Gericht gehen, mit oder ohne Beschwerde (Art. 79).",
        fr="Vous n’avez pas à l’accepter. Vous pouvez adresser une réclamation à l’autorité de contrôle : {authority} "
        "(art. 77 du RGPD). Vous pouvez aussi saisir la justice, avec ou sans réclamation (art. 79).",
    ),
    Text(
        en="Nothing of what is kept about you was changed or given to anybody because of this.",
        de="Nichts, was über Sie aufbewahrt wird, wurde deswegen geändert oder jemandem gegeben.",
        fr="Rien de ce qui est conservé à votre sujet n’a été modifié ni remis à quiconque pour autant.",
    ),
    _QUESTIONS,
)

HELD: Final = Text(
    en="Your copy is being looked at by a person",
    de="Ein Mensch sieht sich Ihre Kopie an",
    fr="Une personne examine votre copie",
)
HOLDING: Final = (
    Text(
        en="You asked for a copy of your data on {received} (number {request}). Before a copy leaves, a second "
        "program reads it. It found something that a person has to look at:",
        de="Sie haben am {received} eine Kopie Ihrer Daten verlangt (Nummer {request}). Bevor eine Kopie das Haus "
        "verlässt, liest sie ein zweites Programm. Es hat etwas gefunden, das ein Mensch ansehen muss:",
        fr="Vous avez demandé une copie de vos données le {received} (numéro {request}). Avant qu’une copie ne sorte, "
        "un second programme la lit. Il a trouvé quelque chose qu’une personne doit examiner :",
    ),
    Text(en="{found}", de="{found}", fr="{found}"),
    Text(
        en="Nothing has left, and the copy that was held can be opened by nobody. You have done nothing wrong. You "
        "will have your answer by {due}.",
        de="Nichts hat das Haus verlassen, und die angehaltene Kopie kann niemand öffnen. Sie haben nichts falsch "
        "gemacht. Sie bekommen Ihre Antwort spätestens am {due}.",
        fr="Rien n’est sorti, et la copie retenue ne peut être ouverte par personne. Vous n’avez rien fait de mal. "
        "Vous aurez votre réponse au plus tard le {due}.",
    ),
    _QUESTIONS,
)
SOMETHING: Final = Text(
    en="Something in the copy does not fit.",
    de="Etwas in der Kopie passt nicht.",
    fr="Quelque chose dans la copie ne convient pas.",
)

GUEST: Final = Text(
    en="Your question about recordings", de="Ihre Frage zu Aufnahmen", fr="Votre question sur des enregistrements"
)
NEAR_YOU: Final = Text(
    en="the one where you live", de="der an Ihrem Wohnort zuständigen", fr="celle de votre lieu de résidence"
)
GUEST_ANSWER: Final = (
    Text(
        en="Everybody who asks without an account gets this answer, in these words. It says nothing about whether "
        "anything of you is kept: we do not know, and we have no means to find out.",
        de="jede Person, die ohne Konto fragt, bekommt diese Antwort in diesen Worten. Sie sagt nicht, ob von Ihnen "
        "etwas aufbewahrt wird: Wir wissen es nicht und können es nicht herausfinden.",
        fr="Quiconque demande sans compte reçoit cette réponse, en ces termes. Elle ne dit pas si quelque chose de "
        "vous est conservé : nous ne le savons pas et n’avons aucun moyen de le savoir.",
    ),
    Text(
        en="What is said to a device is sealed at once to the person whose device it is, and only if they chose to "
        "keep it. We cannot hear it, and nobody here recognises voices. So we cannot tell which recordings you are "
        "heard in (Art. 11 GDPR); a search among other people’s recordings would harm them.",
        de="Was zu einem Gerät gesagt wird, wird sofort für die Person versiegelt, deren Gerät es ist, und nur, wenn "
        "sie das Aufbewahren gewählt hat. Wir können es nicht hören, und niemand erkennt hier Stimmen. Darum können "
        "wir nicht sagen, auf welchen Aufnahmen Sie zu hören sind (Art. 11 DSGVO); in den Aufnahmen anderer zu "
        "suchen, würde diesen schaden.",
        fr="Ce qui est dit à un appareil est aussitôt scellé pour la personne à qui est l’appareil, et seulement si "
        "elle a choisi de le conserver. Nous ne pouvons pas l’entendre, et personne ici ne reconnaît les voix. Nous "
        "ne pouvons donc pas dire dans quels enregistrements on vous entend (art. 11 du RGPD) ; fouiller ceux "
        "d’autrui lui nuirait.",
    ),
    Text(
        en="This helps: if you have an account, sign in; there you see, copy and erase what is yours. If you spoke to "
        "somebody else’s device, ask that person: they can find and erase it at once, by day. If you can show us in "
        "another way which data are yours, write to us; then all your rights hold (Art. 11(2)).",
        de="Das hilft: Wenn Sie ein Konto haben, melden Sie sich an; dort sehen, kopieren und löschen Sie, was Ihnen "
        "gehört. Haben Sie zum Gerät einer anderen Person gesprochen, fragen Sie diese: Sie kann es sofort finden und "
        "löschen, nach Tagen. Können Sie uns auf andere Weise zeigen, welche Daten Ihre sind, schreiben Sie uns; dann "
        "gelten alle Ihre Rechte (Art. 11 Abs. 2).",
        fr="Voici ce qui aide : si vous avez un compte, connectez-vous ; vous y voyez, copiez et effacez ce qui est à "
        "vous. Si vous avez parlé à l’appareil d’autrui, demandez à cette personne : elle peut le trouver par jour et "
        "l’effacer aussitôt. Si vous pouvez nous montrer autrement quelles données sont les vôtres, écrivez-nous ; "
        "tous vos droits s’appliquent alors (art. 11, par. 2).",
    ),
    Text(
        en="You can complain to the supervisory authority: {authority} (Art. 77), and go to court (Art. 79).",
        de="Sie können sich bei der Aufsichtsbehörde beschweren: {authority} (Art. 77), und vor Gericht gehen (Art. "
        "79).",
        fr="Vous pouvez adresser une réclamation à l’autorité de contrôle : {authority} (art. 77), et saisir la "
        "justice (art. 79).",
    ),
)
