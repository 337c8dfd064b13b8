from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assistant.talking import BERLIN, NOW, answered, wanted
from voicekeep.assistant import (
    AddToList,
    AskHome,
    Cancel,
    Effect,
    EraseToday,
    Intent,
    RemoveFromList,
    SetAlarm,
    SetReminder,
    SetTimer,
    Situation,
    UnknownIntentError,
)
from voicekeep.assistant.moments import when
from voicekeep.assistant.situation import Entry, Reminder, Ringing
from voicekeep.assistant.skills import SKILLS
from voicekeep.assistant.skills.lists import things_in
from voicekeep.records.asked import RingsAs
from voicekeep.records.ids import ItemId
from voicekeep.records.items import Keeping

ENGLISH = Situation(now=NOW, language="en", keeps=True, known=True)


def item(number: int) -> ItemId:
    return ItemId.random(lambda count: bytes([number]) * count)


def timer(number: int, seconds: int, name: str | None = None) -> Ringing:
    return Ringing(
        item=item(number), rings_as=RingsAs.TIMER, rings_at=NOW + timedelta(seconds=seconds), name=name, seconds=seconds
    )


def within(situation: Situation, **changes: object) -> Situation:
    return replace(situation, **changes)  # type: ignore[arg-type]


def test_the_time_is_the_homes() -> None:
    assert answered("what time is it", ENGLISH).text == "It is 9:30 AM."
    assert answered("wie spät ist es", within(ENGLISH, language="de")).text == "Es ist 9 Uhr 30."
    assert answered("quelle heure est-il", within(ENGLISH, language="fr")).text == "Il est 9 heures 30."
    assert "14 March 2026" in answered("what's the date", ENGLISH).text


@pytest.mark.parametrize(
    ("language", "midnight", "noon", "after"),
    [
        ("en", "It is midnight.", "It is noon.", "It is 12:30 AM."),
        ("de", "Es ist 0 Uhr.", "Es ist 12 Uhr.", "Es ist 0 Uhr 30."),
        ("fr", "Il est minuit.", "Il est midi.", "Il est minuit 30."),
    ],
)
def test_noon_and_midnight_are_said_so_that_nobody_takes_one_for_the_other(
    language: str, midnight: str, noon: str, after: str
) -> None:
    sentence = {"en": "what time is it", "de": "wie spät ist es", "fr": "quelle heure est-il"}[language]
    times = [NOW.replace(hour=hour, minute=minute) for hour, minute in ((0, 0), (12, 0), (0, 30))]
    told = [answered(sentence, within(ENGLISH, language=language, now=now)).text for now in times]
    assert told == [midnight, noon, after]


@pytest.mark.parametrize(
    ("sentence", "seconds", "name"),
    [
        ("set a timer for five minutes", 300, None),
        ("set a timer for one hour and thirty minutes", 5400, None),
        ("set a timer for an hour and a half", 5400, None),
        ("start a ten minute timer", 600, None),
        ("set a pasta timer for ninety seconds", 90, "pasta"),
        ("set a timer for 20 minutes called grandma's cake", 1200, "grandma's cake"),
        ("egg timer three minutes", 180, "egg"),
    ],
)
def test_a_timer_is_set_as_it_was_said(sentence: str, seconds: int, name: str | None) -> None:
    assert answered(sentence, ENGLISH).effects == (SetTimer(seconds=seconds, name=name),)


def test_timers_are_told_by_name_and_cancelled_one_or_all() -> None:
    two = within(ENGLISH, timers=(timer(1, 60, "tea"), timer(2, 600, "pasta")))
    assert answered("how long is left on the pasta timer", two).text == "There is 10 minutes left."
    assert answered("how much time is left", two).text == "tea: 1 minute left and pasta: 10 minutes left."
    assert answered("cancel the tea timer", two).effects == (Cancel(items=(item(1),)),)
    which = answered("cancel the timer", two)
    assert not which.effects
    assert which.asks is not None
    assert answered("cancel the rice timer", two).text == "No timer called rice is running."
    assert answered("cancel the timer", ENGLISH).text == "No timer is running."


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("set an alarm for seven", datetime(2026, 3, 14, 19, tzinfo=BERLIN)),  # it is half past nine in the morning
        ("set an alarm for seven in the morning", datetime(2026, 3, 15, 7, tzinfo=BERLIN)),
        ("wake me up tomorrow at six", datetime(2026, 3, 15, 6, tzinfo=BERLIN)),
        ("wake me at quarter to ten", datetime(2026, 3, 14, 9, 45, tzinfo=BERLIN)),
        ("set an alarm for half past six tomorrow evening", datetime(2026, 3, 15, 18, 30, tzinfo=BERLIN)),
        ("set an alarm for noon", datetime(2026, 3, 14, 12, tzinfo=BERLIN)),
        ("set an alarm for midnight", datetime(2026, 3, 15, 0, tzinfo=BERLIN)),
        ("set an alarm for monday at seven", datetime(2026, 3, 16, 7, tzinfo=BERLIN)),
        ("set an alarm for twenty two fifteen", datetime(2026, 3, 14, 22, 15, tzinfo=BERLIN)),
        ("set an alarm for nine at night", datetime(2026, 3, 14, 21, tzinfo=BERLIN)),
        ("set an alarm for quarter to twelve at night", datetime(2026, 3, 14, 23, 45, tzinfo=BERLIN)),
        ("set an alarm for two at night", datetime(2026, 3, 15, 2, tzinfo=BERLIN)),
        ("wake me tonight at twelve", datetime(2026, 3, 15, 0, tzinfo=BERLIN)),
        ("wake me at midnight tonight", datetime(2026, 3, 15, 0, tzinfo=BERLIN)),
        ("wake me at half past one tomorrow evening", datetime(2026, 3, 16, 1, 30, tzinfo=BERLIN)),
        ("wake me in two hours", NOW + timedelta(hours=2)),
    ],
)
def test_an_alarm_is_the_next_time_that_was_meant(sentence: str, expected: datetime) -> None:
    (effect,) = answered(sentence, ENGLISH).effects
    assert isinstance(effect, SetAlarm)
    assert effect.rings_at == expected
    assert effect.rings_at.tzinfo is UTC


@pytest.mark.parametrize(
    ("language", "sentence", "clock"),
    [
        ("de", "Stell den Wecker auf halb acht", (19, 30)),
        ("de", "Weck mich um Viertel vor zehn", (9, 45)),
        ("de", "Weck mich um sieben Uhr dreißig morgens", (7, 30)),
        ("de", "Weck mich um elf Uhr nachts", (23, 0)),
        ("de", "Weck mich heute Nacht um halb vier", (3, 30)),
        ("de", "Weck mich mittags", (12, 0)),
        ("de", "Weck mich um elf Uhr mittags", (11, 0)),
        ("de", "Weck mich um ein Uhr mittags", (13, 0)),
        ("de", "Weck mich um fünf Uhr in der Nacht", (5, 0)),
        ("de", "Weck mich um halb eins nachts", (0, 30)),
        ("fr", "Réveille-moi ce soir à minuit", (0, 0)),
        ("fr", "Réveille-moi à deux heures de la nuit", (2, 0)),
        ("fr", "Réveille-moi à dix heures moins le quart", (9, 45)),
        ("fr", "Réveille-moi à sept heures et demie du matin", (7, 30)),
        ("fr", "Réveille-moi à midi et demi", (12, 30)),
        ("fr", "Réveille-moi à minuit et demi", (0, 30)),
        ("en", "wake me at half past noon", (12, 30)),
    ],
)
def test_clocks_are_read_as_their_language_does(language: str, sentence: str, clock: tuple[int, int]) -> None:
    (effect,) = answered(sentence, within(ENGLISH, language=language)).effects
    assert isinstance(effect, SetAlarm)
    local = effect.rings_at.astimezone(BERLIN)
    assert (local.hour, local.minute) == clock


def test_a_night_goes_on_after_midnight() -> None:
    night = within(ENGLISH, now=datetime(2026, 3, 14, 0, 20, tzinfo=BERLIN))
    (effect,) = answered("wake me tonight at one", night).effects
    assert isinstance(effect, SetAlarm)
    assert effect.rings_at == datetime(2026, 3, 14, 1, tzinfo=BERLIN)
    alarm = Ringing(item=item(1), rings_as=RingsAs.ALARM, rings_at=datetime(2026, 3, 15, 0, tzinfo=BERLIN))
    evening = within(ENGLISH, timers=(alarm,))
    assert answered("cancel the alarm at twelve tonight", evening).effects == (Cancel(items=(alarm.item,)),)


def test_of_an_alarm_with_a_day_and_no_time_the_time_is_asked() -> None:
    first = answered("set an alarm", ENGLISH)
    second = answered("tomorrow", within(ENGLISH, asked=first.asks))
    assert (second.text, second.effects) == ("For what time?", ())
    (effect,) = answered("at six", within(ENGLISH, asked=second.asks)).effects
    assert effect == SetAlarm(rings_at=datetime(2026, 3, 15, 5, tzinfo=UTC))


def test_in_the_night_of_spring_a_time_that_does_not_exist_is_an_hour_later() -> None:
    night = within(ENGLISH, now=datetime(2026, 3, 28, 22, tzinfo=BERLIN))
    (effect,) = answered("wake me tomorrow at half past two", night).effects
    assert isinstance(effect, SetAlarm)
    assert effect.rings_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # half past three by the clock of summer


def test_in_the_night_of_autumn_a_time_that_is_there_twice_is_the_first_to_come() -> None:
    before = within(ENGLISH, now=datetime(2026, 10, 25, 1, tzinfo=BERLIN))
    between = within(ENGLISH, now=datetime(2026, 10, 25, 0, 45, tzinfo=UTC).astimezone(BERLIN))
    for situation, instant in ((before, (0, 30)), (between, (1, 30))):
        (effect,) = answered("wake me today at half past two", situation).effects
        assert isinstance(effect, SetAlarm)
        assert effect.rings_at == datetime(2026, 10, 25, *instant, tzinfo=UTC)


@settings(max_examples=200)
@given(
    now=st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 1, 1)).map(  # noqa: DTZ001  aware next
        lambda each: each.replace(tzinfo=UTC).astimezone(BERLIN)
    ),
    hour=st.integers(0, 23),
    minute=st.integers(1, 59),
)
def test_a_time_of_the_clock_is_always_later_and_within_a_day(now: datetime, hour: int, minute: int) -> None:
    rings_at = when(Intent(skill="alarms", wish="set", slots={"hour": hour, "minute": minute}), now, "en")
    assert rings_at is not None
    assert timedelta(0) < rings_at - now <= timedelta(hours=25)
    assert rings_at.minute == minute


def test_several_things_go_on_a_list_at_once_and_come_back() -> None:
    (effect,) = answered("add some milk, eggs and bread to my shopping list", ENGLISH).effects
    assert effect == AddToList(list_name="shopping", texts=("milk", "eggs", "bread"))
    assert things_in("du lait et des œufs", "fr") == ("lait", "œufs")
    assert things_in("Milch, Brot und etwas Käse", "de") == ("Milch", "Brot", "Käse")
    assert things_in("1,5 Liter Milch, 2 Brote und Eier,Käse", "de") == ("1,5 Liter Milch", "2 Brote", "Eier", "Käse")


def test_of_many_things_that_are_named_at_once_none_is_left_out() -> None:
    many = tuple(f"thing {chr(first)}{chr(second)}" for first in range(97, 103) for second in range(97, 101))
    (effect,) = answered(f"add {', '.join(many)} to my shopping list", ENGLISH).effects
    assert effect == AddToList(list_name="shopping", texts=many)
    held = (
        Entry(item=item(1), list_name="shopping", text="milk"),
        Entry(item=item(2), list_name="shopping", text="eggs"),
        Entry(item=item(3), list_name="to_do", text="milk"),
    )
    full = within(ENGLISH, entries=held)
    assert answered("what's on my shopping list", full).text == "On your shopping list: milk and eggs."
    assert answered("remove milk from my shopping list", full).effects == (RemoveFromList(items=(item(1),)),)
    assert "Nothing was removed" in answered("remove rice from my shopping list", full).text


@pytest.mark.parametrize(
    ("language", "sentence", "told"),
    [
        ("en", "remove milk and eggs from my shopping list", "milk: removed. Not on your shopping list: eggs."),
        (
            "de",
            "Streich Milch und Eier von meiner Einkaufsliste",
            "Milch: gestrichen. Nicht auf deiner Einkaufsliste: Eier.",
        ),
        (
            "fr",
            "Retire lait et œufs de ma liste de courses",
            "lait\u00a0: retiré. Pas dans votre liste de courses\u00a0: œufs.",
        ),
    ],
)
def test_of_what_was_to_be_removed_it_says_what_was_not_there(language: str, sentence: str, told: str) -> None:
    milk = Entry(item=item(1), list_name="shopping", text=told.partition(":")[0].strip())
    answer = answered(sentence, within(ENGLISH, language=language, entries=(milk,)))
    assert (answer.text, answer.effects) == (told, (RemoveFromList(items=(item(1),)),))


def test_one_thing_with_an_and_in_it_is_removed_whole_and_no_part_of_it_is_missed() -> None:
    held = tuple(
        Entry(item=item(number), list_name="shopping", text=text)
        for number, text in enumerate(("mac and cheese", "cheese"), 1)
    )
    answer = answered("remove mac and cheese from my shopping list", within(ENGLISH, entries=held))
    assert (answer.text, answer.effects) == ("mac and cheese: removed.", (RemoveFromList(items=(item(1),)),))


def test_a_list_is_cleared_only_after_a_yes() -> None:
    full = within(ENGLISH, entries=(Entry(item=item(1), list_name="shopping", text="milk"),))
    asking = answered("clear my shopping list", full)
    assert not asking.effects
    assert asking.asks is not None
    asked = within(full, asked=asking.asks)
    assert answered("yes please", asked).effects == (RemoveFromList(items=(item(1),)),)
    refused = answered("no thanks", asked)
    assert not refused.effects
    assert refused.text == "Your shopping list stays as it is."
    assert not answered("yes please", full).effects  # nothing was asked


def alarm(number: int, hours: int) -> Ringing:
    return Ringing(item=item(number), rings_as=RingsAs.ALARM, rings_at=NOW + timedelta(hours=hours))


def reminder(number: int, text: str) -> Reminder:
    return Reminder(item=item(number), due_at=NOW + timedelta(hours=number), text=text)


@pytest.mark.parametrize(
    ("sentence", "held"),
    [
        ("cancel all timers", {"timers": (timer(1, 60), timer(2, 600))}),
        ("cancel all my alarms", {"timers": (alarm(1, 1), alarm(2, 2))}),
        ("cancel all my reminders", {"reminders": (reminder(1, "call mom"), reminder(2, "pay the rent"))}),
    ],
)
def test_more_than_one_is_cancelled_only_after_a_yes_and_one_at_once(
    sentence: str, held: dict[str, tuple[Ringing | Reminder, ...]]
) -> None:
    asking = answered(sentence, within(ENGLISH, **held))
    assert not asking.effects
    assert asking.asks is not None
    assert answered("yes", within(ENGLISH, asked=asking.asks)).effects == (Cancel(items=(item(1), item(2))),)
    assert not answered("no", within(ENGLISH, asked=asking.asks)).effects
    one = {name: things[:1] for name, things in held.items()}
    assert answered(sentence, within(ENGLISH, **one)).effects == (Cancel(items=(item(1),)),)


def test_today_is_erased_only_after_a_yes_and_the_last_turn_at_once() -> None:
    asking = answered("delete everything I said today", ENGLISH)
    assert not asking.effects
    assert asking.asks is not None
    assert asking.asks.effects == (EraseToday(),)
    assert answered("delete what I just said", ENGLISH).effects


def test_by_voice_nothing_is_lengthened_played_or_handed_over() -> None:
    for sentence in ("keep recordings for eighteen months", "keep everything", "play my recordings"):
        answer = answered(sentence, ENGLISH)
        assert not answer.effects
        assert "sign in" in answer.text
    names = {effect.__name__ for effect in Effect.__args__}
    assert not any(word in name for name in names for word in ("Play", "Longer", "Release", "Listen", "Export"))


@pytest.mark.parametrize(
    ("keeping", "keeps", "said"),
    [
        (Keeping.AUDIO, True, "the sound and the words for 3 months"),
        (Keeping.NOTHING, False, "Nothing"),
        (None, False, "Nothing"),
    ],
)
def test_what_is_kept_is_told_of_this_conversation_only(keeping: Keeping | None, keeps: bool, said: str) -> None:  # noqa: FBT001
    assert said in answered("what do you keep about this", within(ENGLISH, keeping=keeping, months=3, keeps=keeps)).text


def test_whoever_else_gets_what_is_said_is_named() -> None:
    assert "nobody else" in answered("who can hear this", ENGLISH).text
    assert "Home Assistant" in answered("who can hear this", within(ENGLISH, recipients=("Home Assistant",))).text


@pytest.mark.parametrize("sentence", ["add milk to my shopping list", "remind me in ten minutes to call mom"])
def test_nothing_is_put_down_for_whom_nothing_is_kept(sentence: str) -> None:
    answer = answered(sentence, within(ENGLISH, keeps=False))
    assert not answer.effects
    assert "Nothing is kept for you" in answer.text


@pytest.mark.parametrize(
    ("language", "sentence", "due"),
    [
        ("en", "remind me in thirty hours to call mom", timedelta(hours=30)),
        ("en", "remind me to call mom in 2 days", timedelta(days=2)),
        ("en", "remind me to call mom in a week", timedelta(weeks=1)),
        ("en", "remind me to call mom in three hundred minutes", timedelta(minutes=300)),
        ("de", "Erinnere mich in einer Woche an die Miete", timedelta(weeks=1)),
        ("de", "Erinnere mich in 3 Tagen daran, Mama anzurufen", timedelta(days=3)),
        ("fr", "Rappelle-moi dans 2 jours d'appeler maman", timedelta(days=2)),
        ("fr", "Rappelle-moi d'appeler maman dans une semaine", timedelta(weeks=1)),
    ],
)
def test_a_reminder_may_be_days_away(language: str, sentence: str, due: timedelta) -> None:
    (effect,) = answered(sentence, within(ENGLISH, language=language)).effects
    assert isinstance(effect, SetReminder)
    assert effect.due_at == (NOW + due).astimezone(UTC)


def test_in_two_days_it_is_the_same_time_of_the_clock() -> None:
    eve = within(ENGLISH, now=datetime(2026, 3, 28, 9, tzinfo=BERLIN))  # the next day has 23 hours
    (effect,) = answered("remind me in two days to call mom", eve).effects
    assert isinstance(effect, SetReminder)
    assert effect.due_at == datetime(2026, 3, 30, 9, tzinfo=BERLIN)


def test_a_timer_of_more_than_a_day_is_refused_and_an_alarm_is_not() -> None:
    refused = answered("set a timer for thirty hours", ENGLISH)
    assert not refused.effects
    assert "a day at most" in refused.text
    (effect,) = answered("wake me in thirty hours", ENGLISH).effects
    assert effect == SetAlarm(rings_at=(NOW + timedelta(hours=30)).astimezone(UTC))


def test_a_reminder_says_what_and_when() -> None:
    (effect,) = answered("remind me tomorrow at seven thirty to call mom", ENGLISH).effects
    assert effect == SetReminder(due_at=datetime(2026, 3, 15, 6, 30, tzinfo=UTC), text="call mom")
    due = (Reminder(item=item(4), due_at=datetime(2026, 3, 15, 7, 30, tzinfo=BERLIN), text="call mom"),)
    told = answered("what are my reminders", within(ENGLISH, reminders=due)).text
    assert told == "Your reminders: tomorrow at 7:30 AM, call mom."
    assert answered("cancel my reminder", within(ENGLISH, reminders=due)).effects == (Cancel(items=(item(4),)),)


def test_it_says_again_what_it_said() -> None:
    assert answered("say that again", within(ENGLISH, last_reply="It is noon.")).text == "It is noon."
    assert answered("say that again", ENGLISH).text == "There is nothing that I can say again."


def test_every_skill_refuses_what_is_not_its_own() -> None:
    for skill in SKILLS:
        with pytest.raises(UnknownIntentError):
            skill.answer(Intent(skill=skill.name, wish="nothing"), within(ENGLISH, timers=(timer(1, 60),)))


def test_what_no_skill_does_is_nobodys_intent() -> None:
    assert wanted("turn on the light in the kitchen") is None
    assert AskHome in Effect.__args__
