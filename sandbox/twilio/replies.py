"""Texts that people write: kept, checked for STOP and its like, and posted to the app."""

import mimetypes
from functools import partial

import phonenumbers

from sandbox.twilio.account import Account
from sandbox.twilio.agenda import Agenda
from sandbox.twilio.optouts import CONFIRMATIONS, Keyword, keyword
from sandbox.twilio.segments import count_segments
from sandbox.twilio.state import Bubble, State
from sandbox.twilio.texts import API_VERSION, Text
from sandbox.twilio.webhooks import Webhooks


class Replies:
    """Twilio's incoming half. With advanced opt-out on, the app is also told `OptOutType`."""

    def __init__(
        self, account: Account, state: State, agenda: Agenda, webhooks: Webhooks, *, inbound_url: str
    ) -> None:
        self.inbound_url = inbound_url
        self.advanced_opt_out = False
        self._account = account
        self._state = state
        self._agenda = agenda
        self._webhooks = webhooks

    def write(self, number: str, body: str, *, to: str | None = None, media: tuple[str, ...] = ()) -> Text:
        """Text the campaign from `number`; the app's webhook has been called once on return.

        Without `to`, the text goes to whoever texted this phone last.
        """
        text, form = self._keep(number, body, to, media)
        self._webhooks.post(self.inbound_url, form)
        return text

    def write_soon(self, number: str, body: str) -> None:
        """The same, but leave the webhook to the agenda: a page need not wait for the app."""
        _, form = self._keep(number, body, None, ())
        self._agenda.after(0, partial(self._webhooks.post, self.inbound_url, form))

    def _keep(
        self, number: str, body: str, to: str | None, media: tuple[str, ...]
    ) -> tuple[Text, dict[str, str]]:
        with self._state.changing():
            text = self._new_text(number, body, to or self._last_sender(number), list(media))
            self._state.keep(text)
            self._state.show(Bubble(number, text.to, "written", body, text.created, text.sid, media))
            return text, self._form(text, self._heed(text))

    def _new_text(self, number: str, body: str, to: str, media: list[str]) -> Text:
        now = self._agenda.clock.now()
        return Text(
            account_sid=self._account.sid, direction="inbound", to=to, body=body, status="received",
            created=now, updated=now, sent=now, sender=number, media=media, service=self._account.service,
        )  # fmt: skip

    def _last_sender(self, number: str) -> str:
        thread = self._state.threads.get(number, [])
        return next((bubble.other for bubble in reversed(thread)), self._account.numbers[0])

    def _heed(self, text: Text) -> Keyword | None:
        """Do what the keyword asks, and confirm it on the phone; both happen before the app hears of it."""
        number, service = text.sender or "", self._account.service
        was_blocked = (service, number) in self._state.blocked
        word = keyword(text.body, is_blocked=was_blocked)
        if word == "STOP":
            self._state.block(service, number)
        if word == "START":
            self._state.unblock(service, number)
        if word and not (word == "STOP" and was_blocked):  # one confirmation is all the law allows
            self._state.show(Bubble(number, text.to, "notice", CONFIRMATIONS[word], text.created))
        return word

    def _form(self, text: Text, word: Keyword | None) -> dict[str, str]:
        form = {
            "AccountSid": text.account_sid,
            "ApiVersion": API_VERSION,
            "Body": text.body,
            "From": text.sender or "",
            "MessageSid": text.sid,
            "MessagingServiceSid": text.service or "",
            "NumMedia": str(len(text.media)),
            "NumSegments": str(count_segments(text.body)),
            "SmsMessageSid": text.sid,
            "SmsSid": text.sid,
            "SmsStatus": text.status,
            "To": text.to,
        }
        form |= _place("From", text.sender or "") | _place("To", text.to)
        for index, address in enumerate(text.media):
            kind = mimetypes.guess_type(address)[0] or "application/octet-stream"
            form |= {f"MediaUrl{index}": address, f"MediaContentType{index}": kind}
        return form | ({"OptOutType": word} if word and self.advanced_opt_out else {})


def _place(end: str, number: str) -> dict[str, str]:
    """Country only: Twilio leaves city, state and zip empty for the many numbers it cannot place."""
    country = phonenumbers.region_code_for_number(phonenumbers.parse(number)) or ""
    return {f"{end}City": "", f"{end}State": "", f"{end}Zip": "", f"{end}Country": country}
