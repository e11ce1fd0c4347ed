"""Reading a request to create a message, and refusing it as Twilio would."""

from datetime import datetime
from urllib.parse import urlsplit

import phonenumbers
from werkzeug.datastructures import MultiDict

from sandbox.twilio.account import Account
from sandbox.twilio.refusals import Refusal
from sandbox.twilio.texts import Text

Form = MultiDict[str, str]

LONGEST_BODY = 1600
MOST_MEDIA = 10
LONGEST_VALIDITY = 36_000
LONGEST_URL = 4000
# Countries of +1 and the territories that a new account may text; others need a permission (21408).
REGIONS = frozenset({"US", "CA", "PR", "VI", "GU", "AS", "MP"})

READ = frozenset(
    {"To", "From", "MessagingServiceSid", "Body", "MediaUrl", "StatusCallback", "ValidityPeriod"}
)
# Accepted, but without an effect that a phone or the app could see here.
HARMLESS = frozenset(
    {"SmartEncoded", "RiskCheck", "MessageIntent", "ProvideFeedback", "Attempt", "MaxPrice", "ForceDelivery",
     "ContentRetention", "AddressRetention", "TrafficType"}
)  # fmt: skip


def read_text(form: Form, account: Account, now: datetime) -> Text:
    """Return the text that a form asks for; raise Refusal with Twilio's code.

    Stricter than Twilio on one point: a parameter it would drop in silence, or one that would have an
    effect this stand-in cannot show (scheduling, templates), is refused.
    """
    for name in form:
        if name not in READ | HARMLESS:
            raise Refusal(20001, name)
    to = _recipient(form)
    service, sender = _origin(form, account)
    return Text(
        account_sid=account.sid, direction="outbound-api", to=to, body=_body(form),
        status="accepted" if service else "queued", created=now, updated=now, sender=sender, service=service,
        callback=_callback(form), validity=_validity(form), media=_media(form),
    )  # fmt: skip


def _recipient(form: Form) -> str:
    to = form.get("To", "")
    if not to:
        raise Refusal(21604)
    try:
        number = phonenumbers.parse(to)
    except phonenumbers.NumberParseException as problem:
        raise Refusal(21211, to) from problem
    if not phonenumbers.is_valid_number(number):
        raise Refusal(21211, to)
    region = phonenumbers.region_code_for_number(number)
    if region not in REGIONS:
        raise Refusal(21408, to)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _origin(form: Form, account: Account) -> tuple[str | None, str | None]:
    service, sender = form.get("MessagingServiceSid") or None, form.get("From") or None
    if not service and not sender:
        raise Refusal(21603)
    if service and service != account.service:
        raise Refusal(21701)
    if service and not account.numbers:
        raise Refusal(21703)
    if sender and sender not in account.numbers:
        raise Refusal(21606, sender)
    return service, sender


def _body(form: Form) -> str:
    body = form.get("Body", "")
    if not body.strip() and "MediaUrl" not in form:
        raise Refusal(21602)
    if len(body) > LONGEST_BODY:
        raise Refusal(21617)
    return body


def _media(form: Form) -> list[str]:
    """Twilio fetches them; here the browser that shows the phone does, so localhost will do, too."""
    media = form.getlist("MediaUrl")
    if len(media) > MOST_MEDIA:
        raise Refusal(21623)
    for url in media:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or len(url) > LONGEST_URL:
            raise Refusal(21620, url)
    return media


def _callback(form: Form) -> str | None:
    """An underscore in the host name is refused by the real service too; localhost is not refused here."""
    url = form.get("StatusCallback") or None
    if url is None:
        return None
    parts = urlsplit(url)
    host = parts.hostname or "_"
    if parts.scheme not in {"http", "https"} or "_" in host or len(url) > LONGEST_URL:
        raise Refusal(21609, url)
    return url


def _validity(form: Form) -> int:
    given = form.get("ValidityPeriod", str(LONGEST_VALIDITY))
    if not given.isascii() or not given.isdigit() or not 1 <= int(given) <= LONGEST_VALIDITY:
        raise Refusal(21624, given)
    return int(given)
