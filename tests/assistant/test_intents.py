from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assistant.talking import NOW, answered_to, intents, wanted
from voicekeep.assistant import SentencesError, Sheet, Situation, parse, together
from voicekeep.assistant.automaton import Automaton
from voicekeep.assistant.grammar import grammar_of, spelled
from voicekeep.assistant.sentences import Language
from voicekeep.assistant.skills import SKILLS
from voicekeep.assistant.speakable import language_of
from voicekeep.records.texts import LANGUAGES

PRIVACY = {
    "en": {
        "delete what I just said": "erase_last",
        "delete everything I said today": "erase_today",
        "don't keep recordings": "keep_nothing",
        "keep recordings for three months": "keep_three_months",
        "what do you keep about this": "kept",
        "who can hear this": "hearers",
        "mute": "mute",
        "give me a receipt": "receipt",
        "send me a copy of my data": "copy",
        "that wasn't for you": "false_activation",
        "I'm a guest": "guest",
    },
    "de": {
        "Lösche, was ich gerade gesagt habe.": "erase_last",
        "Lösche alles, was ich heute gesagt habe.": "erase_today",
        "Speichere keine Aufnahmen": "keep_nothing",
        "Behalte meine Aufnahmen nur drei Monate": "keep_three_months",
        "Was behältst du davon?": "kept",
        "Wer kann das hören?": "hearers",
        "Schalte dich stumm": "mute",
        "Gib mir einen Beleg": "receipt",
        "Schick mir eine Kopie meiner Daten": "copy",
        "Das war nicht für dich": "false_activation",
        "Ich bin Gast": "guest",
    },
    "fr": {
        "Efface ce que je viens de dire": "erase_last",
        "Efface tout ce que j'ai dit aujourd'hui": "erase_today",
        "Ne garde rien": "keep_nothing",
        "Garde mes enregistrements trois mois": "keep_three_months",
        "Que gardes-tu de cela ?": "kept",
        "Qui peut m'entendre ?": "hearers",
        "Coupe le micro": "mute",
        "Donne-moi un reçu": "receipt",
        "Envoie-moi une copie de mes données": "copy",
        "Ce n'était pas pour toi": "false_activation",
        "Je suis un invité": "guest",
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_wish_about_privacy_is_understood_in_each_language(language: str) -> None:
    for sentence, wish in PRIVACY[language].items():
        intent = wanted(sentence, language)
        assert intent is not None, sentence
        assert intent.name == f"privacy.{wish}"


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["I am a guest here", "I'm just visiting", "I am only visiting here", "We're guests", "just visiting"]),
        (
            "de",
            [
                "Ich bin zu Besuch",
                "Ich bin hier nur zu Besuch.",
                "ich bin nur ein Gast",
                "Ich bin gerade zu Besuch hier",
                "Wir sind zu Besuch",
                "Wir sind hier Gäste",
            ],
        ),
        (
            "fr",
            [
                "Je suis de passage",
                "Je suis juste en visite",
                "Je suis invitée ici",
                "Je ne suis que de passage",
                "On est de passage",
                "Nous sommes des invités",
            ],
        ),
    ],
)
def test_a_guest_is_no_name(language: str, sentences: list[str]) -> None:
    for sentence in sentences:
        intent = wanted(sentence, language)
        assert intent is not None, sentence
        assert intent.name == "privacy.guest", sentence


@pytest.mark.parametrize(
    ("language", "sentences", "name"),
    [
        ("en", ["This is good.", "I'm not sure", "I'm fine", "this is it", "I am so tired"], "this is Ada Good"),
        ("de", ["Hier ist alles gut.", "Ich bin müde", "Ich bin nicht sicher", "ich bin fertig"], "hier ist Ada Gut"),
        ("fr", ["C’est bon !", "C'est quoi ?", "c'est pas grave", "je suis fatiguée"], "c’est Ada Bon"),
    ],
)
def test_what_is_often_said_is_nobody_s_name(language: str, sentences: list[str], name: str) -> None:
    assert [wanted(sentence, language) for sentence in sentences] == [None] * len(sentences)
    introduced = wanted(name, language)
    assert introduced is not None
    assert introduced.name == "who.said"


@pytest.mark.parametrize(
    ("sentence", "language", "wish"),
    [
        ("this is delete what I just said", "en", "erase_last"),
        ("add delete what I just said to my list", "en", "erase_last"),
        ("remind me to delete everything I said today in ten minutes", "en", "erase_today"),
        ("remind me in ten minutes to mute", "en", "mute"),
        ("add milk and delete what I just said to my list", "en", "erase_last"),
        ("add milk, bread and mute to my list", "en", "mute"),
        ("this is Ada delete everything I said today", "en", "erase_today"),
        ("dim the light and delete what I just said", "en", "erase_last"),
        ("delete everything I said today, and then dim the light", "en", "erase_today"),
        ("set a timer for ten minutes and delete what I just said", "en", "erase_last"),
        ("mach das Licht aus und lösche, was ich gerade gesagt habe", "de", "erase_last"),
        ("éteins la lumière et efface ce que je viens de dire", "fr", "erase_last"),
        ("Setze Milch und lösche was ich gerade gesagt habe auf die Einkaufsliste", "de", "erase_last"),
        ("Ajoute du lait et efface ce que je viens de dire à ma liste de courses", "fr", "erase_last"),
        ("Setze lösche was ich gerade gesagt habe auf meine Einkaufsliste", "de", "erase_last"),
        ("Ajoute efface ce que je viens de dire à ma liste de courses", "fr", "erase_last"),
    ],
)
def test_no_other_sentence_swallows_a_wish_about_privacy(sentence: str, language: str, wish: str) -> None:
    intent = wanted(sentence, language)
    assert intent is not None
    assert intent.name == "privacy.unsure"
    assert intent.text("wish") == wish


@pytest.mark.parametrize(
    "task", ["mute the tv", "go to bed and mute the tv", "ask who is listening", "keep nothing back"]
)
def test_a_few_words_of_a_wish_about_privacy_are_no_wish(task: str) -> None:
    intent = wanted(f"remind me in ten minutes to {task}")
    assert intent is not None
    assert (intent.name, intent.text("task")) == ("reminders.set", task)


@pytest.mark.parametrize("sentence", ["mute the tv", "dim the light and mute the tv", "ask them what they keep back"])
def test_a_few_of_its_words_in_what_is_not_ours_are_none_either(sentence: str) -> None:
    assert wanted(sentence) is None


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=600), st.sampled_from([*LANGUAGES, "xx", ""]))
def test_any_text_is_an_intent_of_ours_or_none(text: str, language: str) -> None:
    intent = wanted(text, language)
    assert intent is None or intent.skill in {skill.name for skill in SKILLS}


@settings(max_examples=50, deadline=None)
@given(st.text("[](){}|<>\\\0\"' aeiou", max_size=40))
def test_templates_in_what_was_said_are_words_and_no_templates(signs: str) -> None:
    for sentence in (f"what time {signs}", f"{signs} what time is it"):
        intent = wanted(sentence)
        assert intent is None or intent.name == "clock.time"


@pytest.fixture(scope="module")
def english() -> Language:
    return language_of("en", SKILLS)


@pytest.mark.parametrize("asked", [False, True])
def test_whatever_the_grammar_hears_is_an_intent(english: Language, *, asked: bool) -> None:
    grammar, random = grammar_of(english, asked=asked), Random(7).randrange  # noqa: S311  the same sentences each time
    for _ in range(200):
        heard = " ".join(grammar.walk(random))
        assert wanted(heard) is not None, heard


def test_the_grammar_hears_what_people_say_and_nothing_else(english: Language) -> None:
    grammar = grammar_of(english)
    for sentence in (
        "what time is it",
        "please set a pasta timer for twenty five minutes",
        "add milk and eggs to my shopping list",
        "what is three point five plus two",
        "delete what i just said",
        "don't keep recordings",
    ):
        assert grammar.accepts(sentence.split()), sentence
    for sentence in ("", "what time", "delete what i just said yesterday", "add a bomb to my shopping list"):
        assert not grammar.accepts(sentence.split()), sentence


def test_what_is_there_for_engines_that_write_freely_is_understood_and_not_listened_for(english: Language) -> None:
    grammar = grammar_of(english)
    for sentence in ("don't record me", "keep my recordings no longer than three months", "five plus three"):
        assert wanted(sentence) is not None, sentence
        assert not grammar.accepts(sentence.split()), sentence
    bare = replace(english, sheets=tuple(replace(sheet, written={}) for sheet in english.sheets))
    assert grammar_of(bare) == grammar


def test_what_answers_a_question_is_listened_for_only_while_one_is_open(english: Language) -> None:
    at_any_time, asked = grammar_of(english), grammar_of(english, asked=True)
    for sentence in ("yes", "no", "never mind", "ten minutes", "at half past seven", "the pasta one"):
        assert asked.accepts(sentence.split()), sentence
        assert not at_any_time.accepts(sentence.split()), sentence
    for sentence in ("what time is it", "stop"):
        assert asked.accepts(sentence.split()), sentence
        assert at_any_time.accepts(sentence.split()), sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_of_every_skill_is_recognised_and_answered_in_its_language(language: str) -> None:
    described = language_of(language, SKILLS)
    situation = Situation(now=NOW, language=language, keeps=True, known=True)
    random = Random(11).randrange  # noqa: S311  the same sentences each time
    for sheet in described.sheets:
        for wish, templates in sheet.understood().items():
            for template in templates:
                said = " ".join(_sentences_of(template, described).walk(random))
                intent = wanted(said, language)
                assert intent is not None, (template, said)
                assert intent.skill == sheet.skill, (template, said)
                answer = answered_to(intent, situation)
                assert answer.text or answer.effects, (wish, said)


def _led_to(template: str, described: Language) -> set[str]:
    """Return the names of rules and lists that stand in a template, and in what those stand for."""
    rules, lists = described.rules, described.lists  # one name can be a rule's and a list's
    named = {name: f"{rules.get(name, '')} {lists.get(name, '')}" for name in (*rules, *lists)}
    found: set[str] = set()
    waiting = [template]
    while waiting:
        written = waiting.pop()
        new = {name for name in named if name in written} - found
        found |= new
        waiting += [named[name] for name in new]
    return found


def _sentences_of(template: str, described: Language) -> Automaton:
    """Return all that one template lets people say, “zebras” wherever it takes any text, or any name."""
    needed = _led_to(template, described)  # what else there is would be read for nothing, once for each template
    lists = {
        name: {**each, "heard": "zebras"} if each.get("wildcard") and each.get("reads") in (None, "name") else each
        for name, each in described.lists.items()
        if name in needed
    }
    one = Sheet(skill="one", language=described.code, wishes={"one": [template]})
    return grammar_of(replace(described, sheets=(one,), lists=lists, polite=()))


@settings(max_examples=40, deadline=None)
@given(st.integers(min_value=1, max_value=999))
def test_a_spelled_number_is_understood_as_that_number(number: int) -> None:
    intent = wanted(f"set a timer for {' '.join(spelled(number, 'en'))} seconds")
    assert intent is not None
    assert intent.number("seconds") == number


def test_what_is_said_politely_is_the_same() -> None:
    for sentence in ("please mute", "mute please", "Please, mute!", "mute, please."):
        intent = wanted(sentence)
        assert intent is not None, sentence
        assert intent.name == "privacy.mute"


def test_nobody_says_five_hundred_characters_to_a_speaker() -> None:
    assert wanted("add " + "milk " * 200 + "to my shopping list") is None


@pytest.mark.parametrize(
    "text",
    [
        "a: [",
        "- a\n- b",
        "time: what time is it",
        "time: [1, 2]",
        "yes: [sure]",
        "time:\n  - {a: b}",
        "written: [now]",
        "written: {time: now}",
        "asked: {time: now}",
        "",
    ],
)
def test_sentences_that_cannot_be_read_stop_the_start_by_name(text: str) -> None:
    with pytest.raises(SentencesError) as refused:
        parse(text, "clock", "en")
    assert "clock" in str(refused.value)


def test_a_list_has_one_meaning_in_a_language() -> None:
    sheet = parse("time: [now]\nlists: {hour: {values: [one]}}", "clock", "en")
    with pytest.raises(SentencesError):
        together("en", [sheet, sheet])


def test_a_sentence_with_a_list_that_is_not_there_is_refused() -> None:
    with pytest.raises(SentencesError):
        grammar_of(together("en", [parse("time: ['what {nothing} is it']", "clock", "en")]))


def test_intents_can_be_asked_by_many_at_once() -> None:
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  here only

    asked = [sentence for sentences in PRIVACY.values() for sentence in sentences] * 5
    with ThreadPoolExecutor(8) as pool:
        together_read = list(pool.map(lambda each: intents().recognise(each, "en"), asked))
    assert together_read == [intents().recognise(each, "en") for each in asked]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_wish_can_be_said_in_three_ways_at_least_and_each_is_there_once(language: str) -> None:
    for sheet in language_of(language, SKILLS).sheets:
        for wish, templates in sheet.understood().items():
            assert len(set(templates)) >= 3, f"{sheet.skill}.{wish}"
            assert len(set(templates)) == len(templates), f"{sheet.skill}.{wish}"


@pytest.mark.parametrize(
    ("language", "sentence", "name"),
    [
        ("en", "yep", "talk.agree"),
        ("en", "OK.", "talk.agree"),
        ("en", "nope", "talk.decline"),
        ("en", "cancel", "talk.decline"),
        ("en", "repeat", "talk.repeat"),
        ("en", "Can you repeat that?", "talk.repeat"),
        ("en", "take milk off my list", "lists.remove"),
        ("en", "clear my list", "lists.clear"),
        ("en", "set a reminder to call mom tomorrow", "reminders.set"),
        ("de", "Was steht auf der Liste?", "lists.read"),
        ("de", "Erinnere mich daran, morgen Mama anzurufen.", "reminders.set"),
        ("de", "Welcher Wochentag ist heute?", "clock.date"),
        ("de", "Nö.", "talk.decline"),
        ("fr", "Ajoute du lait à la liste.", "lists.add"),
        ("fr", "Rappelle-moi d'appeler maman demain à 9 heures.", "reminders.set"),
        ("fr", "On est quel jour ?", "clock.date"),
        ("fr", "Ouais.", "talk.agree"),
    ],
)
def test_people_say_it_in_other_words_too(language: str, sentence: str, name: str) -> None:
    intent = wanted(sentence, language)
    assert intent is not None
    assert intent.name == name
