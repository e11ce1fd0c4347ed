"""People with phones: they answer some of the texts, and some of them say stop."""

from random import Random
from threading import Lock

from sandbox.twilio import TwilioStandIn
from sandbox.twilio.texts import Text
from tests.soak.plan import ANSWERS, STOPPING, STOPS, Plan

LONGEST_THOUGHT = 3.0  # seconds until an answer
EARLY_STOPS = 0.1  # of all stops come from people who were not texted yet


class People:
    """Answers texts as they arrive, until the evening has as many replies as it wants."""

    def __init__(self, twilio: TwilioStandIn, plan: Plan) -> None:
        self.twilio = twilio
        self.written = 0
        self._wanted = plan.replies
        self._phones = plan.phones()
        self._dice = Random(plan.seed + 1)
        self._turn = Lock()
        self._share = plan.replies / plan.texts
        twilio.carrier.on_arrival = self._hear

    def stop_early(self) -> None:
        """Some have enough before anybody texted them."""
        for _ in range(max(1, int(self._wanted * STOPPING * EARLY_STOPS))):
            self._write(self._dice.choice(self._phones), "STOP")

    def write_the_rest(self) -> None:
        """Write what is left of the evening's replies, now that all texts have arrived."""
        while self.written < self._wanted:
            self._write(self._dice.choice(self._phones), self._words())

    def _hear(self, text: Text) -> None:
        with self._turn:
            answers = self._dice.random() < self._share and self.written < self._wanted
            words, thought = self._words(), self._dice.random() * LONGEST_THOUGHT
        if answers:
            self.twilio.agenda.after(thought, lambda: self._write(text.to, words))

    def _write(self, phone: str, words: str) -> None:
        with self._turn:
            if self.written >= self._wanted:
                return
            self.written += 1
        self.twilio.phone(phone).reply(words)

    def _words(self) -> str:
        return self._dice.choice(STOPS if self._dice.random() < STOPPING else ANSWERS)
