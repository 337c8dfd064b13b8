"""One turn of a conversation, from the sound to the reply.

1 whose it is: the binding, what the speaker signed, who was named; nobody's is not even understood;
  and whether the speaker has to say that it changed hands
2 what was said and what is wanted; what the engine rejected is not kept at all, only counted (R21)
3 a skill answers from what this person may know; only what it needs is opened
4 what it wants done is done, each in a short transaction of its own
5 as much is kept as its owner chose; nothing of a guest, of what was about privacy, and of what was for nobody here;
  meanwhile the reply is put into sound
6 the reply, spoken; it begins with it, if the speaker changed hands

Killed anywhere, each of these happened whole or not at all. No word of what was said is in a log or an error.
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from voicekeep.app.operations import spoken
from voicekeep.app.operations.attributing import Whose, whose_is
from voicekeep.app.operations.capture import AccountClosedError
from voicekeep.app.operations.carrying_out import carry_out
from voicekeep.app.operations.changed_hands import said_of_hands
from voicekeep.app.operations.conversation import Conversation, Place, Places, Said
from voicekeep.app.operations.keep import Keep
from voicekeep.app.operations.keeping_turns import NotTheirsAnyMoreError, Told, keep_turn
from voicekeep.app.operations.privacy_by_voice import count_false_waking
from voicekeep.app.operations.ringing import Bell
from voicekeep.app.operations.situations import situation_of
from voicekeep.app.operations.turns import Done, HomeControl, Turn
from voicekeep.assistant import Answer, NoEngineError, Pipeline, Question, SpeechError, Understood, UnusableSoundError
from voicekeep.device import Reply, SoundError, Utterance, unable
from voicekeep.records.errors import StoreError
from voicekeep.vault import VaultError

log = logging.getLogger("voicekeep.conversing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assistant:
    """Everything that a turn needs; one for a process."""

    keep: Keep
    pipeline: Pipeline
    bell: Bell
    places: Places
    home: HomeControl | None = None


def converse(assistant: Assistant, place: Place, utterance: Utterance) -> Reply:
    """Understand, do, keep, answer. `place` is the speaker's, entered alone.

    Raises:
        UnboundSpeakerError, WhoseUnclearError, WrongSignatureError: it was not heard at all.
        AssistantError: an engine gave no answer; nothing was done or kept.
        StoreError, VaultError: a store could not go on; nothing of the turn was kept.
    """
    keep = assistant.keep
    # 1 whose
    whose = whose_is(keep, utterance, assistant.places.claim_at(place))
    talk = assistant.places.conversation_with(place, whose)
    if talk.guest:
        whose = whose.for_a_guest()
    done = Done()
    try:
        return _answered(assistant, place, talk, whose, utterance, done)
    finally:  # also of what went wrong: it was said, and nothing of it is kept
        if not done.private:
            asked = tuple(done.asked)
            place.last = Said(at=place.elapsed(), owner=whose.owner, turn=done.kept, asked=asked, counted=done.counted)
            talk.said.append(place.last)


def _answered(
    assistant: Assistant, place: Place, talk: Conversation, whose: Whose, utterance: Utterance, done: Done
) -> Reply:
    keep = assistant.keep
    hands = said_of_hands(keep, whose.binding, talk, whose.language)
    # 2 what was said
    woke = utterance.wake is not None and talk.asked is None
    understood = _understood(assistant, whose, utterance, talk.asked)
    if understood is None or understood.transcript.rejected:
        if understood is not None and talk.asked is not None and not talk.asked.again:
            return _asked_again(assistant, whose, talk, talk.asked)
        done.counted = woke
        return _rejected(assistant, whose, talk, done, None if understood is None else hands)
    assistant.bell.quiet(utterance.device)  # whoever says something there has heard it
    # 3 an answer
    recipients = recipients_of(assistant, whose.language)
    needs = assistant.pipeline.needs(understood)
    answer = assistant.pipeline.answer(understood, situation_of(keep, whose, talk, assistant.bell, recipients, needs))
    talk.asked, done.private = answer.asks, answer.private
    turn = Turn(
        keep=keep,
        bell=assistant.bell,
        home=assistant.home,
        place=place,
        talk=talk,
        whose=whose,
        utterance=utterance,
        words=understood.transcript.text,
        woke=woke,
        done=done,
    )
    # 4 what it wants done
    carry_out(turn, answer.effects)
    if done.ours or not done.unkept:
        assistant.places.goes_on(place, talk)
    text = " ".join(filter(None, [hands, _text(answer, done, whose.language)]))
    # 5 what is kept, while the reply is put into sound already
    text, wav = _kept_and_spoken(assistant, turn, understood, text)
    # 6 the reply
    return _reply(turn, text, wav, again=talk.asked is not None and done.instead is None)


def _kept_and_spoken(assistant: Assistant, turn: Turn, understood: Understood, text: str) -> tuple[str, bytes]:
    """Keep the turn, and meanwhile put the reply into sound; return it, with a word more where it was not kept."""
    language, done = turn.whose.language, turn.done
    with ThreadPoolExecutor(max_workers=1) as beside:
        wav = beside.submit(spoken_by, assistant.pipeline, text, language)
        if done.unkept or done.private or _keep(assistant, turn, understood, text):
            return text, wav.result()
    text = f"{text} {spoken.said(spoken.NOT_KEPT_NOW, language)}"
    return text, spoken_by(assistant.pipeline, text, language)


def _reply(turn: Turn, text: str, wav: bytes, *, again: bool) -> Reply:
    turn.talk.last_reply = "" if turn.done.once else text or turn.talk.last_reply
    turn.talk.hands_told = True
    return Reply(
        text=text,
        language=turn.whose.language,
        wav=wav,
        listen_again=again,
        mute=turn.done.mute,
        ended=not again,
    )


def recipients_of(assistant: Assistant, language: str) -> tuple[str, ...]:
    """Return who outside of this keep gets some of what is said in a language, or could."""
    pipeline, home = assistant.pipeline, assistant.home
    try:
        engines = (pipeline.ear_of(language).recipient, pipeline.mouth_of(language).recipient)
    except NoEngineError:
        engines = (None, None)
    named = [*engines, None if home is None else home.recipient]
    return tuple(dict.fromkeys(each for each in named if each is not None))


def spoken_by(pipeline: Pipeline, text: str, language: str) -> bytes:
    """Return a text as a WAV; two low notes where it cannot be spoken: it is shown all the same."""
    if not text:
        return b""
    try:
        return pipeline.speak(text, language)
    except (NoEngineError, SpeechError) as dumb:
        error_name = type(dumb).__name__
        log.warning("a reply was not spoken: %s", error_name)
        return unable()


def _understood(assistant: Assistant, whose: Whose, utterance: Utterance, asked: Question | None) -> Understood | None:
    """Return what was understood; None: there was no sound in it."""
    try:
        return assistant.pipeline.understand(utterance.pcm, whose.language, asked)
    except UnusableSoundError:
        return None


def _rejected(assistant: Assistant, whose: Whose, talk: Conversation, done: Done, hands: str | None) -> Reply:
    """Keep nothing of what was rejected; count it, if the speaker woke by itself (R21). `hands` None: say nothing."""
    if done.counted:
        count_false_waking(assistant.keep, whose.device)
    talk.asked = None
    text = ""
    if hands is not None:
        talk.hands_told = True
        text = " ".join(filter(None, [hands, spoken.said(spoken.NOT_UNDERSTOOD, whose.language)]))
    return Reply(text=text, language=whose.language, wav=spoken_by(assistant.pipeline, text, whose.language))


def _asked_again(assistant: Assistant, whose: Whose, talk: Conversation, asked: Question) -> Reply:
    """Ask once more what was asked: a short answer is easily missed. Nothing is kept or done."""
    talk.asked = replace(asked, again=True)
    text = " ".join(filter(None, [spoken.said(spoken.NOT_UNDERSTOOD, whose.language), talk.last_reply]))
    wav = spoken_by(assistant.pipeline, text, whose.language)
    return Reply(text=text, language=whose.language, wav=wav, listen_again=True, ended=False)


def _text(answer: Answer, done: Done, language: str) -> str:
    """Return what is said: what came of it, after what the skill says; or why it was not done, instead of all that."""
    if done.instead is not None:
        return done.instead
    said = " ".join(filter(None, [answer.text, *done.sentences]))
    return said or (spoken.said(spoken.DONE, language) if answer.effects else "")


def _keep(assistant: Assistant, turn: Turn, understood: Understood, text: str) -> bool:
    """Keep the turn, if any of it may be; return False where it should have been and a store could not."""
    pipeline, language = assistant.pipeline, turn.whose.language
    ear, mouth = pipeline.ear_of(language), pipeline.mouth_of(language)
    told = Told(
        transcript=understood.transcript.text,
        language=language,
        intent=understood.intent.name if understood.intent is not None and turn.done.ours else None,
        answer=text,
        engines=(understood.transcript.engine, mouth.name),
        recipients=tuple(
            dict.fromkeys(each for each in (ear.recipient, mouth.recipient, *turn.done.recipients) if each is not None)
        ),
    )
    device_id = turn.whose.device
    try:
        item = keep_turn(assistant.keep, turn.whose, turn.utterance, told)
    except (NotTheirsAnyMoreError, AccountClosedError) as changed:
        error_name = type(changed).__name__
        log.info("a turn of %s was not kept: %s", device_id, error_name)
        return True  # that is what they want
    except (StoreError, SoundError, VaultError) as failed:
        error_name = type(failed).__name__
        log.warning("a turn of %s was not kept: %s", device_id, error_name)
        return _is_gone(assistant.keep, turn.whose)
    turn.done.kept = item
    return True


def _is_gone(keep: Keep, whose: Whose) -> bool:
    """Return whether the person closed their account: then their key is gone, and nothing could be sealed to them."""
    try:
        with keep.database.read() as transaction:
            return whose.owner is not None and transaction.people.account_of(whose.owner) is None
    except StoreError:
        return False
