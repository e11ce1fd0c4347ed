"""People who answer by themselves, each in a way that follows from the number, so that a demo comes alive."""

import re
import zlib
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sandbox.twilio.agenda import Agenda
from sandbox.twilio.replies import Replies
from sandbox.twilio.state import State
from sandbox.twilio.texts import Text

SOONEST, LATEST = 1.0, 20.0  # seconds until somebody answers
MOST_ANSWERS = 2  # in one conversation
CONVERSATION = timedelta(hours=6)  # a pause this long begins a new one

# Sign-in codes are read, not answered: "482 913 is your Textbank code".
CODE = re.compile(r"\bcode\b.*\d{3}|\d{3}.*\bcode\b", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Temper:
    """How one kind of person answers the first text, and the next; `share` is in per cent of all people."""

    name: str
    share: int
    first: tuple[str, ...] = ()
    then: tuple[str, ...] = ()


TEMPERS: tuple[Temper, ...] = (
    Temper("silence", 45),
    Temper(
        "yes", 18,
        ("Yes", "yes!", "Yes I am", "Sure, count me in", "Yep", "Absolutely, already planning to vote"),
        ("Great, thank you!", "Will do", "See you there"),
    ),
    Temper(
        "no", 9,
        ("No", "No thanks", "Not interested", "No, I'm voting for the other side"),
        ("I said no", "Have a good day"),
    ),
    Temper(
        "question", 8,
        ("Where do I vote?", "What are her views on schools?", "Is it too late to register?",
         "Can I vote by mail?"),
        ("Thanks, that helps", "OK got it"),
    ),
    Temper("who", 5, ("Who is this?", "who is this", "How did you get my number?"), ("Oh ok. Maybe",)),
    Temper(
        "wrong number", 5,
        ("Wrong number", "You have the wrong number", "wrong person sorry",
         "There's nobody here by that name"),
    ),
    Temper("stop", 4, ("STOP", "Stop", "stop.", "Please stop texting me", "Unsubscribe")),
    Temper(
        "spanish", 4,
        ("Sí, claro", "¿Quién es?", "No hablo inglés", "¿Dónde puedo votar?"), ("Muchas gracias",),
    ),
    Temper("emoji", 2, ("👍", "👍🏽👍🏽", "🙌", "❤️"), ("😊",)),
)  # fmt: skip


def temper_of(number: str) -> Temper:
    """Return how the person with this number is, today and for ever."""
    throw = _dice(number) % sum(temper.share for temper in TEMPERS)
    for temper in TEMPERS:
        throw -= temper.share
        if throw < 0:
            return temper
    raise AssertionError("the shares are summed above")


class People:
    """Hears every text that arrives; while `answering`, has people write back."""

    def __init__(self, state: State, agenda: Agenda, replies: Replies) -> None:
        self.answering = False
        self._state = state
        self._agenda = agenda
        self._replies = replies

    def hear(self, text: Text) -> None:
        """Let the person make up an answer, if they are of the kind that gives one."""
        if not self.answering or CODE.search(text.body):
            return
        given = self._answers_given(text.to)
        if answer := answer_of(text.to, given):
            self._agenda.after(_patience(text.to, given), partial(self._write, text, answer))

    def _write(self, text: Text, answer: str) -> None:
        if self.answering:
            self._replies.write(text.to, answer, to=text.sender)

    def _answers_given(self, number: str) -> int:
        since = self._agenda.clock.now() - CONVERSATION
        with self._state.changed:
            thread = self._state.threads.get(number, [])
            return sum(bubble.kind == "written" and bubble.at > since for bubble in thread)


def answer_of(number: str, given: int) -> str | None:
    """Return what this person writes after `given` answers, or None when they keep quiet."""
    temper = temper_of(number)
    words = (temper.first, temper.then)[given] if given < MOST_ANSWERS else ()
    return words[_dice(number, "words", given) % len(words)] if words else None


def _patience(number: str, given: int) -> float:
    """Return the seconds until this person answers: most are quick, a few take their time."""
    spread = _dice(number, "patience", given) % 1000 / 1000
    return SOONEST + (LATEST - SOONEST) * spread**2


def _dice(*about: object) -> int:
    return zlib.crc32("/".join(map(str, about)).encode())
