"""P1: what a skill wants done is done for whose turn it was; what no skill knows goes to the home control, if any."""

from __future__ import annotations

from datetime import timedelta

from tests.app.simulator import Household, facts
from tests.app.speaking import (
    OK,
    Control,
    Rooms,
    Talk,
    opened,
    passes,
    speaker_of,
    talk_in,
)
from voicekeep.app.operations import spoken
from voicekeep.app.operations.blob_names import item_blob
from voicekeep.app.operations.evidence import verify_ledger
from voicekeep.assistant import (
    AddToList,
    Answer,
    Cancel,
    RemoveFromList,
    SetAlarm,
    SetReminder,
    SetTimer,
    Situation,
)
from voicekeep.device import Device, Reply
from voicekeep.records.items import ItemKind, Keeping

# --- what skills want done


def test_only_what_an_answer_needs_is_opened(home: Household) -> None:
    ada, talk = home.join("ada"), talk_in(home, ours=True)
    kitchen = speaker_of(home, ada.subject)
    talk.say(kitchen, "add milk to my shopping list")
    talk.say(kitchen, "set a tea timer for ten minutes")
    [entry] = opened(home, ada, ItemKind.LIST_ENTRY)
    home.keep.blobs.delete([item_blob(entry.item)])  # whoever opens it now cannot go on
    assert talk.say(kitchen, "what time is it").text.startswith("It is ")
    assert talk.say(kitchen, "how much time is left").text.endswith(" left.")
    assert talk.say(kitchen, "what is on my shopping list").text == spoken.said(spoken.WENT_WRONG, "en")


def test_lists_timers_and_reminders_are_kept_until_they_are_done(home: Household, talk: Talk) -> None:
    ada, rooms = home.join("ada"), Rooms()
    kitchen = speaker_of(home, ada.subject)
    add = Answer(text="Added.", effects=(AddToList(list_name="shopping", texts=("milk", "bread")),))
    talk.say(kitchen, "add", add)
    talk.say(kitchen, "timer", Answer(text="Ten minutes.", effects=(SetTimer(seconds=600, name="tea"),)))
    alarm = SetAlarm(rings_at=home.clock.now + timedelta(hours=8))
    talk.say(kitchen, "alarm", Answer(text="At six.", effects=(alarm,)))
    remind = SetReminder(due_at=home.clock.now + timedelta(hours=1), text="call the dentist")
    talk.say(kitchen, "remind", Answer(text="I will.", effects=(remind,)))

    def undo(seen: Situation) -> Answer:
        milk = next(entry.item for entry in seen.entries if entry.text == "milk")
        assert [timer.name for timer in seen.timers] == ["tea", None]
        return Answer(text="Undone.", effects=(RemoveFromList(items=(milk,)), Cancel(items=(seen.timers[1].item,))))

    assert talk.say(kitchen, "undo", undo).text == "Undone."
    talk.say(kitchen, "look", OK)
    seen = talk.sentences.seen[-1]
    assert ([entry.text for entry in seen.entries], [timer.name for timer in seen.timers]) == (["bread"], ["tea"])
    assert [reminder.text for reminder in seen.reminders] == ["call the dentist"]
    talk.hub.attach(kitchen.device, Attached(rooms, kitchen))
    passes(home, talk.watch, 3601)
    assert talk.hub.bell.ring_due() == 2
    assert min(rooms.texts()).startswith("A reminder: call the dentist.")
    zipped = home.fetch(ada, home.release(ada))
    assert b"bread" in zipped
    assert b"dentist" not in zipped.replace(b"remind", b"") or b"reminders.jsonl" in zipped
    verify_ledger(home.keep)


class Attached:
    """A speaker that is connected."""

    reachable = True

    def __init__(self, rooms: Rooms, device: Device) -> None:
        self._rooms = rooms
        self._device = device

    def announce(self, reply: Reply) -> None:
        self._rooms.announce(self._device.device, reply)


def test_for_whom_nothing_is_kept_a_timer_rings_from_memory_and_a_list_is_refused(home: Household, talk: Talk) -> None:
    ada, rooms = home.join("ada", Keeping.NOTHING), Rooms()
    kitchen = speaker_of(home, ada.subject)
    before = len(facts(home))
    timer = talk.say(kitchen, "timer", Answer(text="One minute.", effects=(SetTimer(seconds=60),)))
    assert "restart would lose it" in timer.text
    refused = talk.say(kitchen, "add", Answer(text="Added.", effects=(AddToList(list_name="x", texts=("y",)),)))
    assert "Nothing is kept for you" in refused.text
    talk.say(kitchen, "look", OK)
    assert [timer.seconds for timer in talk.sentences.seen[-1].timers] == [60]
    talk.hub.attach(kitchen.device, Attached(rooms, kitchen))
    passes(home, talk.watch, 61)
    assert [talk.hub.bell.ring_due() for _ in range(2)] == [1, 0]
    assert len(facts(home)) == before


def test_a_skill_cannot_touch_what_is_somebody_else_s(home: Household, talk: Talk) -> None:
    ada, bea = home.join("ada"), home.join("bea")
    hers, his = speaker_of(home, ada.subject), speaker_of(home, bea.subject)
    talk.say(hers, "add", Answer(text="Added.", effects=(AddToList(list_name="shopping", texts=("milk",)),)))
    (milk,) = opened(home, ada, ItemKind.LIST_ENTRY)
    for effect in (RemoveFromList(items=(milk.item,)), Cancel(items=(milk.item,))):
        assert "gone already" in talk.say(his, "steal", Answer(text="Taken.", effects=(effect,))).text
    assert len(opened(home, ada, ItemKind.LIST_ENTRY)) == 1


# --- what is not ours


def test_what_is_not_ours_goes_to_the_home_control_which_is_a_recipient_of_that_turn_only(home: Household) -> None:
    control = Control()
    talk = talk_in(home, control=control)
    ada = home.join("ada")
    kitchen = speaker_of(home, ada.subject)
    talk.say(kitchen, "what time is it", OK)
    assert talk.say(kitchen, "light on").text == "The light is on."
    control.silent = True
    assert "does not answer" in talk.say(kitchen, "light off").text
    assert control.asked == [("light on", "en"), ("light off", "en")]
    assert [turn.recipients for turn in talk.turns(ada)] == [None, "Home Assistant"]
    assert talk.sentences.seen[0].recipients == ("Home Assistant",)


def test_without_a_home_control_nothing_leaves_and_it_says_that_it_did_not_understand(
    home: Household, talk: Talk
) -> None:
    kitchen = speaker_of(home, home.join("ada").subject)
    assert "did not understand" in talk.say(kitchen, "light on").text
