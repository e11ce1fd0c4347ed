"""Texts that people write: kept, checked for STOP and its like, and posted to the app."""

import mimetypes
import uuid
from collections.abc import Sequence
from functools import partial

import phonenumbers

from sandbox.twilio.account import Account
from sandbox.twilio.agenda import Agenda
from sandbox.twilio.attachments import Attachment, path_of
from sandbox.twilio.optouts import CONFIRMATIONS, Keyword, keyword
from sandbox.twilio.segments import count_segments
from sandbox.twilio.state import Bubble, State
from sandbox.twilio.texts import API_VERSION, Text
from sandbox.twilio.webhooks import Webhooks


class Replies:
    """Twilio's incoming half. With advanced opt-out on, the app is also told `OptOutType`.

    `api_url` is where the app reaches the API: addresses of what came with a text begin with it.
    """

    def __init__(
        self, account: Account, state: State, agenda: Agenda, webhooks: Webhooks, *, inbound_url: str
    ) -> None:
        self.inbound_url = inbound_url
        self.advanced_opt_out = False
        self.api_url = "https://api.twilio.com"
        self._account = account
        self._state = state
        self._agenda = agenda
        self._webhooks = webhooks

    def write(
        self,
        number: str,
        body: str,
        *,
        to: str | None = None,
        media: tuple[str, ...] = (),
        files: Sequence[Attachment] = (),
    ) -> Text:
        """Text the campaign from `number`; the app's webhook has been called once on return.

        Without `to`, the text goes to whoever texted this phone last. What comes with it are addresses
        elsewhere (`media`), or `files` that are kept here.
        """
        text, form = self._keep(number, body, to, media, files)
        self._webhooks.post(self.inbound_url, form)
        return text

    def write_soon(self, number: str, body: str, files: Sequence[Attachment] = ()) -> None:
        """The same, but leave the webhook to the agenda: a page need not wait for the app."""
        _, form = self._keep(number, body, None, (), files)
        self._agenda.after(0, partial(self._webhooks.post, self.inbound_url, form))

    def _keep(
        self, number: str, body: str, to: str | None, media: tuple[str, ...], files: Sequence[Attachment]
    ) -> tuple[Text, dict[str, str]]:
        with self._state.changing():
            text = self._new_text(number, body, to or self._last_sender(number), media, files)
            self._state.keep(text)
            seen = (*media, *(file.store for file in files))
            self._state.show(Bubble(number, text.to, "written", body, text.created, text.sid, seen))
            return text, self._form(text, self._heed(text))

    def _new_text(
        self, number: str, body: str, to: str, media: tuple[str, ...], files: Sequence[Attachment]
    ) -> Text:
        now, account = self._agenda.clock.now(), self._account
        sid = ("MM" if media or files else "SM") + uuid.uuid4().hex
        text = Text(
            account_sid=account.sid, direction="inbound", to=to, body=body, status="received", created=now,
            updated=now, sent=now, sender=number, media=list(media), service=account.service, sid=sid,
        )  # fmt: skip
        for file in files:
            self._state.store(file)
            text.media.append(self.api_url + path_of(account.sid, sid, file.sid))
        return text

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
            form |= {f"MediaUrl{index}": address, f"MediaContentType{index}": self._kind(address)}
        return form | ({"OptOutType": word} if word and self.advanced_opt_out else {})

    def _kind(self, address: str) -> str:
        if file := self._state.files.get(address.rpartition("/")[2]):
            return file.content_type
        return mimetypes.guess_type(address)[0] or "application/octet-stream"


def _place(end: str, number: str) -> dict[str, str]:
    """Country only: Twilio leaves city, state and zip empty for the many numbers it cannot place."""
    country = phonenumbers.region_code_for_number(phonenumbers.parse(number)) or ""
    return {f"{end}City": "", f"{end}State": "", f"{end}Zip": "", f"{end}Country": country}
