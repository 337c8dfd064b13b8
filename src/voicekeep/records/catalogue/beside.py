"""What is kept about a person beside the items: told in the sheet, not shipped in the copy, and why."""

from __future__ import annotations

from voicekeep.records.catalogue.category import Purpose
from voicekeep.records.catalogue.recurring import CONTRACT, OBLIGATION, WHILE_THE_ACCOUNT_EXISTS, YOU
from voicekeep.records.texts import Text

LEDGER = Purpose(
    title=Text(
        en="The ledger: what was captured for you and released to you",
        de="Das Protokoll: was für Sie aufgenommen und an Sie herausgegeben wurde",
        fr="Le registre : ce qui a été capturé pour vous et vous a été remis",
    ),
    meaning=Text(
        en="Numbers, instants and digests of your entries, requests, copies, links and downloads, and of what "
        "you were shown when you were signed in. No words, no sound, no names. You can read your part of it "
        "when you are signed in, under “What has left about me”.",
        de="Nummern, Zeitpunkte und Prüfsummen Ihrer Einträge, Anträge, Kopien, Links und Downloads und dessen, "
        "was Ihnen angemeldet gezeigt wurde. Keine Worte, kein Ton, keine Namen. Ihren Teil können Sie "
        "angemeldet lesen, unter „Was über mich das Haus verlassen hat“.",
        fr="Numéros, instants et empreintes de vos entrées, demandes, copies, liens et téléchargements, et de "
        "ce qui vous a été montré une fois connecté. Ni paroles, ni sons, ni noms. Connecté, vous pouvez "
        "lire votre part sous « Ce qui est sorti à mon sujet ».",
    ),
    purpose=Text(
        en="To prove whose each entry is, to release it to nobody else, and to find out what left if something "
        "went wrong.",
        de="Um zu belegen, wem jeder Eintrag gehört, ihn an niemand anderen herauszugeben und im Fehlerfall "
        "festzustellen, was herausgegangen ist.",
        fr="Prouver à qui appartient chaque entrée, ne la remettre à personne d’autre et, en cas d’erreur, "
        "établir ce qui est sorti.",
    ),
    legal_basis=OBLIGATION,
    source=Text(
        en="Voicekeep itself, at each capture, release, download and look.",
        de="Voicekeep selbst, bei jeder Aufnahme, Herausgabe, jedem Download und Ansehen.",
        fr="Voicekeep lui-même, à chaque capture, remise, téléchargement et consultation.",
    ),
    recipients=Text(
        en="You; supervisory authorities and courts where the law says so.",
        de="Sie; Aufsichtsbehörden und Gerichte, wo das Gesetz es vorsieht.",
        fr="Vous ; les autorités de contrôle et les tribunaux lorsque la loi le prévoit.",
    ),
    period=Text(
        en="About an entry: until the entry is erased. About a release: three years. After that an unreadable "
        "mark remains that says nothing about you.",
        de="Zu einem Eintrag: bis der Eintrag gelöscht ist. Zu einer Herausgabe: drei Jahre. Danach bleibt ein "
        "unlesbarer Vermerk, der nichts über Sie aussagt.",
        fr="Sur une entrée : jusqu’à son effacement. Sur une remise : trois ans. Ensuite subsiste une marque "
        "illisible qui ne dit rien sur vous.",
    ),
)

COPIES = Purpose(
    title=Text(en="Copies made for you", de="Für Sie erstellte Kopien", fr="Les copies établies pour vous"),
    meaning=Text(
        en="Each sealed file from which you download a copy of your data, and the link to it.",
        de="Jede versiegelte Datei, aus der Sie eine Kopie Ihrer Daten herunterladen, und der Link dorthin.",
        fr="Chaque fichier scellé d’où vous téléchargez une copie de vos données, et le lien qui y mène.",
    ),
    purpose=Text(
        en="To answer your request.",
        de="Um Ihren Antrag zu beantworten.",
        fr="Répondre à votre demande.",
    ),
    legal_basis=Text(
        en="The legal duty to give you a copy: GDPR Art. 6(1)(c) with Art. 15(3).",
        de="Die rechtliche Pflicht, Ihnen eine Kopie zu geben: Art. 6 Abs. 1 lit. c mit Art. 15 Abs. 3 DSGVO.",
        fr="L’obligation légale de vous fournir une copie : RGPD, art. 6, par. 1, point c), et art. 15, par. 3.",
    ),
    source=Text(
        en="Made from the entries in it.",
        de="Aus den Einträgen darin erstellt.",
        fr="Établie à partir des entrées qu’elle contient.",
    ),
    recipients=Text(
        en="You alone. The link opens only for you, signed in.",
        de="Nur Sie. Der Link öffnet sich nur für Sie, wenn Sie angemeldet sind.",
        fr="Vous seul. Le lien ne s’ouvre que pour vous, une fois connecté.",
    ),
    period=Text(
        en="Seven days from when the link was made; then its key is destroyed. Sooner if you erase something in it.",
        de="Sieben Tage ab Erstellung des Links; dann wird der Schlüssel vernichtet. Kürzer, wenn Sie etwas "
        "darin löschen.",
        fr="Sept jours à compter de la création du lien ; la clé est ensuite détruite. Moins si vous en effacez "
        "un élément.",
    ),
)

SECRETS = Purpose(
    title=Text(
        en="Secrets that protect your account",
        de="Geheimnisse, die Ihr Konto schützen",
        fr="Secrets qui protègent votre compte",
    ),
    meaning=Text(
        en="A scrambled form of your password, your recovery codes and your e-mail address, the half of your "
        "passkeys that cannot sign, the marks of your sessions and links, and the keys that your data is "
        "sealed with. They are not in the copy: whoever found it could use them against you.",
        de="Eine unkenntliche Form Ihres Passworts, Ihrer Notfallcodes und Ihrer E-Mail-Adresse, die Hälfte "
        "Ihrer Passkeys, die nicht unterschreiben kann, die Kennzeichen Ihrer Sitzungen und Links und die "
        "Schlüssel, mit denen Ihre Daten versiegelt sind. Sie sind nicht in der Kopie: Wer sie fände, könnte "
        "sie gegen Sie verwenden.",
        fr="Une forme méconnaissable de votre mot de passe, de vos codes de secours et de votre adresse e-mail, "
        "la moitié de vos clés d’accès qui ne peut pas signer, les marques de vos sessions et de vos liens, "
        "et les clés qui scellent vos données. Ils ne sont pas dans la copie : qui la trouverait pourrait "
        "s’en servir contre vous.",
    ),
    purpose=Text(
        en="To let you in and to keep everybody else out.",
        de="Um Sie einzulassen und alle anderen nicht.",
        fr="Vous laisser entrer et laisser tous les autres dehors.",
    ),
    legal_basis=CONTRACT,
    source=YOU,
    recipients=Text(en="Nobody.", de="Niemand.", fr="Personne."),
    period=WHILE_THE_ACCOUNT_EXISTS,
)

NOTICES = Purpose(
    title=Text(
        en="That we wrote to you",
        de="Dass wir Ihnen geschrieben haben",
        fr="Le fait que nous vous avons écrit",
    ),
    meaning=Text(
        en="When there was a message for you, what it was about, and whether a mail that says so was sent. Not the "
        "address: it is taken from your profile for as long as one mail takes. Signed in, you can read it under "
        "“Messages for you”.",
        de="Wann es eine Nachricht für Sie gab, worum es ging und ob eine E-Mail verschickt wurde, die das sagt. "
        "Nicht die Adresse: Sie wird Ihrem Profil nur für die Dauer einer E-Mail entnommen. Angemeldet können "
        "Sie es unter „Nachrichten für Sie“ lesen.",
        fr="Quand il y a eu un message pour vous, son objet, et si un e-mail l’annonçant a été envoyé. Pas "
        "l’adresse : elle est prise dans votre profil le temps d’un e-mail. Connecté, vous pouvez le lire sous "
        "« Messages pour vous ».",
    ),
    purpose=Text(
        en="To tell you when your copy is there, or when something that opens your account was changed.",
        de="Um Ihnen zu sagen, wenn Ihre Kopie da ist oder etwas geändert wurde, das Ihr Konto öffnet.",
        fr="Vous dire quand votre copie est là, ou quand ce qui ouvre votre compte a été changé.",
    ),
    legal_basis=CONTRACT,
    source=Text(
        en="Voicekeep itself, when there was something to tell you.",
        de="Voicekeep selbst, als es Ihnen etwas zu sagen gab.",
        fr="Voicekeep lui-même, quand il y avait quelque chose à vous dire.",
    ),
    recipients=Text(
        en="If mails are sent, the mail services that carry them learn your address and that there was a message; "
        "not what it says.",
        de="Werden E-Mails verschickt, erfahren die Maildienste, die sie befördern, Ihre Adresse und dass es eine "
        "Nachricht gab, nicht was darin steht.",
        fr="Si des e-mails sont envoyés, les services de messagerie qui les acheminent apprennent votre adresse et "
        "qu’il y a eu un message ; pas ce qu’il contient.",
    ),
    period=Text(
        en="Ninety days, and at least until the mail was sent or given up.",
        de="Neunzig Tage und mindestens, bis die E-Mail verschickt oder aufgegeben ist.",
        fr="Quatre-vingt-dix jours, et au moins jusqu’à ce que l’e-mail soit envoyé ou abandonné.",
    ),
)

BESIDE: tuple[Purpose, ...] = (LEDGER, COPIES, SECRETS, NOTICES)
