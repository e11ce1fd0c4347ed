"""What tests of delivery share: a stand-in whose account the settings name, and texts on their way."""

from typing import Any

from sqlalchemy.orm import Session

from core.config import Settings, read_settings
from core.delivery import states
from core.models import Contact, Conversation, Message
from sandbox.twilio import Account, TwilioStandIn
from tests.factories import NOON

SERVICE = "MG" + "0" * 32  # the one that factories.campaign sends from
PUBLIC_URL = "https://text.example"


def twilio_stand_in(**options: Any) -> TwilioStandIn:
    """Return a stand-in, without a socket, whose time only a test moves."""
    return TwilioStandIn(app_url=PUBLIC_URL, account=Account(service=SERVICE), **options)


def settings_of(twilio: TwilioStandIn, **given: Any) -> Settings:
    """Return settings with the stand-in's credentials."""
    account = twilio.account
    mine = {
        "public_url": PUBLIC_URL,
        "secret_key": "for tests",
        "twilio_account_sid": account.sid,
        "twilio_auth_token": account.auth_token,
        "twilio_messaging_service_sid": account.service,
    }
    return read_settings(**(mine | given))


def attempted(session: Session, conversation: Conversation, state: str, attempt: str, **more: Any) -> Message:
    """Return a text to the conversation's contact, committed, that was called for at noon."""
    contact = session.get_one(Contact, conversation.contact_id)
    ranks = {each.name: each.rank for each in (*states.OURS, *states.OF_TWILIO.values())}
    given: dict[str, Any] = {
        "campaign_id": conversation.campaign_id,
        "conversation_id": conversation.id,
        "contact_id": contact.id,
        "direction": "out",
        "kind": "follow_up",
        "their_number": contact.phone,
        "body": "Thanks!",
        "state": state,
        "rank": ranks[state],
        "attempt": attempt,
        "attempted_at": NOON,
        "created_at": NOON,
    }
    message = Message(**(given | more))
    session.add(message)
    session.commit()
    return message
