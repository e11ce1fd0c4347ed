"""Twilio's front desk: takes requests for texts, and plays the outcome the recipient's number asks for."""

from collections import deque
from typing import Any

from werkzeug.datastructures import MultiDict

from sandbox.twilio.account import Account
from sandbox.twilio.agenda import Agenda
from sandbox.twilio.attachments import Attachment
from sandbox.twilio.carrier import Carrier
from sandbox.twilio.creating import read_text
from sandbox.twilio.faults import Reset, Silence
from sandbox.twilio.outcomes import BY_NUMBER, DELIVERED, Outcome
from sandbox.twilio.refusals import Refusal
from sandbox.twilio.state import State
from sandbox.twilio.texts import FINAL, Text

SLOW = 3.0  # seconds


class Desk:
    """The use cases behind the Messages resource.

    `ahead`: outcomes for the next texts, to whomever. `outcomes`: by E.164 number, for all texts to it; the
    magic numbers are in it, and more may be put there.
    """

    def __init__(self, account: Account, state: State, agenda: Agenda, carrier: Carrier) -> None:
        self.account = account
        self.ahead: deque[Outcome] = deque()
        self.outcomes: dict[str, Outcome] = dict(BY_NUMBER)
        self._state = state
        self._agenda = agenda
        self._carrier = carrier
        self._told_to_wait: set[str] = set()

    def create(self, form: MultiDict[str, str]) -> dict[str, Any]:
        """Create a text and return its resource as it was at that moment; raise Refusal or a fault."""
        text = read_text(form, self.account, self._agenda.clock.now())
        outcome = self._outcome(text.to)
        self._refuse_as_asked(text, outcome)
        text.outcome = outcome.name
        first = text.as_resource()
        self._carrier.accept(text)
        self._break_as_asked(outcome)
        return first

    def texts(self) -> list[Text]:
        """Return all texts in both directions, oldest first."""
        with self._state.changed:
            return list(self._state.texts.values())

    def find(self, sid: str, path: str) -> Text:
        """Return the text with this SID; raise 20404."""
        with self._state.changed:
            if text := self._state.texts.get(sid):
                return text
        raise Refusal(20404, path)

    def files(self, text: Text) -> list[Attachment]:
        """Return what came with a text."""
        with self._state.changed:
            return self._state.files_of(text)

    def file(self, text: Text, sid: str, path: str) -> Attachment:
        """Return one of them; raise 20404."""
        found = [file for file in self.files(text) if file.sid == sid]
        if not found:
            raise Refusal(20404, path)
        return found[0]

    def update(self, text: Text, form: MultiDict[str, str]) -> dict[str, Any]:
        """Cancel a text that has not left (`Status=canceled`), or blank one that has arrived (`Body=`)."""
        with self._state.changing():
            if unknown := form.keys() - {"Status", "Body"}:
                raise Refusal(20001, min(unknown))
            if "Status" in form:
                self._cancel(text, form["Status"])
            if "Body" in form:
                self._redact(text, form["Body"])
            self._state.keep(text)
            return text.as_resource()

    def delete(self, text: Text) -> None:
        """Forget a text that is no longer on its way."""
        with self._state.changing():
            self._must_be_done(text)
            self._state.forget(text)

    def _outcome(self, to: str) -> Outcome:
        with self._state.changed:
            return self.ahead.popleft() if self.ahead else self.outcomes.get(to, DELIVERED)

    def _refuse_as_asked(self, text: Text, outcome: Outcome) -> None:
        if (self.account.service, text.to) in self._state.blocked:
            raise Refusal(21610)
        if outcome.refusal:
            raise Refusal(outcome.refusal, text.to)
        if outcome.answer == "error":
            raise Refusal(20500)
        if outcome.answer == "busy once":
            self._tell_to_wait_once(text.to)

    def _tell_to_wait_once(self, to: str) -> None:
        if to in self._told_to_wait:
            self._told_to_wait.discard(to)
            return
        self._told_to_wait.add(to)
        raise Refusal(20429)

    def _break_as_asked(self, outcome: Outcome) -> None:
        if outcome.answer == "created then error":
            raise Refusal(20500)
        if outcome.answer == "silence":
            raise Silence
        if outcome.answer == "reset":
            raise Reset
        if outcome.answer == "slow":
            self._agenda.clock.pause(SLOW)

    def _cancel(self, text: Text, status: str) -> None:
        if status != "canceled":
            raise Refusal(20001, f"Status={status}")
        if text.status not in {"accepted", "queued"}:
            raise Refusal(30409, text.sid)
        text.status, text.updated = "canceled", self._agenda.clock.now()

    def _redact(self, text: Text, body: str) -> None:
        self._must_be_done(text)
        if body:
            raise Refusal(20001, "Body: it can only be emptied")
        text.body, text.updated = "", self._agenda.clock.now()

    def _must_be_done(self, text: Text) -> None:
        if text.status not in FINAL | {"sent"}:
            raise Refusal(20009, text.sid)
