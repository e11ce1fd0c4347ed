"""Takes accepted texts along their journeys: statuses, callbacks, and at last the phone."""

import zlib
from collections.abc import Callable
from functools import partial

from sandbox.twilio.account import Account
from sandbox.twilio.agenda import Agenda
from sandbox.twilio.journeys import Step, journey
from sandbox.twilio.outcomes import BY_NAME, CARRIER_WORDS
from sandbox.twilio.state import Bubble, State
from sandbox.twilio.texts import API_VERSION, FINAL, Text
from sandbox.twilio.webhooks import Webhooks

LATE = 600.0  # seconds


class Carrier:
    """Twilio's outgoing half. `on_arrival` is called with every text that reaches its phone."""

    def __init__(self, account: Account, state: State, agenda: Agenda, webhooks: Webhooks) -> None:
        self.on_arrival: Callable[[Text], None] = lambda _text: None
        self._account = account
        self._state = state
        self._agenda = agenda
        self._webhooks = webhooks

    def accept(self, text: Text) -> None:
        """Store a new text and send it on its way."""
        with self._state.changing():
            self._state.keep(text)
        hurried = BY_NAME[text.outcome].callbacks == "before the answer"
        for step in self._steps(text):
            if hurried:
                self._take(text, step)
            else:
                self._agenda.after(step.seconds, partial(self._take, text, step))

    def resume(self) -> None:
        """After a restart: send on what was still on its way."""
        for text in [text for text in self._state.texts.values() if text.status not in FINAL]:
            for step in _still_ahead(self._steps(text), text.status):
                self._agenda.after(step.seconds, partial(self._take, text, step))

    def _steps(self, text: Text) -> list[Step]:
        first = "accepted" if text.service else "queued"
        return journey(BY_NAME[text.outcome], first=first, validity=text.validity)

    def _take(self, text: Text, step: Step) -> None:
        with self._state.changing():
            if text.status in FINAL:  # canceled meanwhile
                return
            self._move(text, step)
            if step.arrives:
                self._show(text)
        for status in step.tells:
            self._tell_in_time(text, status)
        if step.arrives:
            self.on_arrival(text)

    def _move(self, text: Text, step: Step) -> None:
        text.status, text.error, text.updated = step.status, step.error, self._agenda.clock.now()
        text.sender = text.sender or self._sticky_sender(text.to)
        if step.status == "sent":
            text.sent = text.updated
        self._state.keep(text)

    def _sticky_sender(self, to: str) -> str:
        """The same person always hears from the same number of the pool."""
        numbers = self._account.numbers
        return numbers[zlib.crc32(to.encode()) % len(numbers)]

    def _show(self, text: Text) -> None:
        bubble = Bubble(
            text.to, text.sender or "", "received", text.body, text.updated, text.sid, tuple(text.media)
        )
        self._state.show(bubble)

    def _tell_in_time(self, text: Text, status: str) -> None:
        if BY_NAME[text.outcome].callbacks == "late":
            self._agenda.after(LATE, partial(self._tell, text, status))
        else:
            self._tell(text, status)

    def _tell(self, text: Text, status: str) -> None:
        if text.callback:
            self._webhooks.post(text.callback, _status_form(text, status))


def _still_ahead(steps: list[Step], status: str) -> list[Step]:
    statuses = [step.status for step in steps]
    passed = statuses.index(status) + 1 if status in statuses else 0
    return steps[passed:]


def _status_form(text: Text, status: str) -> dict[str, str]:
    form = {
        "AccountSid": text.account_sid,
        "ApiVersion": API_VERSION,
        "From": text.sender or "",
        "MessageSid": text.sid,
        "MessageStatus": status,
        "SmsSid": text.sid,
        "SmsStatus": status,
        "To": text.to,
    }
    if text.service:
        form["MessagingServiceSid"] = text.service
    if status in {"delivered", "undelivered"}:
        form["RawDlrDoneDate"] = f"{text.updated:%y%m%d%H%M}"  # the carrier's own clock, minutes only
    if text.error and status == text.status:
        form |= {"ErrorCode": str(text.error), "ErrorMessage": CARRIER_WORDS[text.error]}
    return form
