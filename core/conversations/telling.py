"""What Twilio tells of an inbound text, as a message keeps it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, FromClause, Insert, bindparam, func, literal_column

from core.binding import insert_from
from core.conversations.hearing import heard
from core.conversations.matching import sender
from core.db import UtcDateTime
from core.models import Message

MOST_MEDIA = 10  # that a message may carry; source: Twilio's "Messages" API


def words(form: Mapping[str, str]) -> dict[str, str]:
    """Return the fields as they can be kept: no NUL, and no half of an emoji that was cut in two."""
    return {name: _whole(value.replace("\0", "")) for name, value in form.items()}


def sid(form: Mapping[str, str]) -> str:
    """Return the carrier's id of the text."""
    return form.get("MessageSid") or form.get("SmsSid", "")


def media(form: Mapping[str, str]) -> list[dict[str, str]]:
    """Return address and type of each picture or other file that came with it.

    Raises:
        ValueError: where a number is expected there is none.
    """
    count = min(int(form.get("NumMedia") or 0), MOST_MEDIA)
    return [
        {"url": form.get(f"MediaUrl{at}", ""), "type": form.get(f"MediaContentType{at}", "")}
        for at in range(count)
    ]


def told_stop(form: Mapping[str, str]) -> bool:
    """Return whether Twilio took the text for a stop."""
    return form.get("OptOutType") == "STOP"


def telling(whose: FromClause) -> Insert:
    """Return the insert of the message; the values of `told` are to be bound.

    Args:
        whose: a row of `id`, `campaign_id`, `action_id` and `contact_id`, as of a conversation.
    """
    columns = {
        "conversation_id": whose.c.id,
        "campaign_id": whose.c.campaign_id,
        "action_id": whose.c.action_id,
        "contact_id": whose.c.contact_id,
        "direction": "in",
        "kind": "reply",
        "state": "received",
        "our_number": func.nullif(
            bindparam("to_number", type_=Message.our_number.type), literal_column("''")
        ),
        "their_number": bindparam("from_number", type_=Message.their_number.type),
        "body": _told("body"),
        "media": _told("media"),
        "segments": _told("segments"),
        "carrier_sid": _told("carrier_sid"),
        "created_at": bindparam("heard_at", type_=UtcDateTime()),
        "finished_at": bindparam("heard_at", type_=UtcDateTime()),
        "rank": 0,
        "tries": 0,
        "problem": "",
    }
    return insert_from(Message, columns)


def told(form: Mapping[str, str], at: datetime) -> dict[str, Any]:
    """Return the values that `hearing`, `latest_conversation` and `telling` need.

    Args:
        at: when it came in.

    Raises:
        ValueError: where a number is expected there is none.
    """
    body = form.get("Body", "")
    return {
        **sender(form),
        **heard(body, at),
        "told_body": body,
        "told_media": media(form),
        "told_segments": int(form.get("NumSegments") or 1),
        "told_carrier_sid": sid(form),
    }


def _whole(value: str) -> str:
    if value.isascii():
        return value
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _told(name: str) -> BindParameter[Any]:
    return bindparam(f"told_{name}", type_=Message.__table__.c[name].type)
