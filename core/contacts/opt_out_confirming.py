"""The one text that may follow a stop and confirm it, where the carrier does not do so itself.

Source: 47 CFR 64.1200(a)(12): one text, no marketing in it, within five minutes of the request.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from core.bells import ring
from core.conversations.writing import write
from core.delivery import checking, segments, states
from core.delivery.cases import Case, case_of, cases
from core.delivery.safeguards import Safeguard
from core.models import Campaign, Conversation, Message, OptOut

log = structlog.get_logger()

WITHIN = timedelta(minutes=5)
USUAL = "You are opted out and will get no more texts from {}. Reply START to come back."


def wording(campaign: Campaign) -> str:
    """Return the text that confirms a stop: the campaign's own words, or the product's."""
    usual = USUAL.format(campaign.organisation or campaign.name)
    return segments.clean(campaign.stop_confirmation).strip() or segments.clean(usual)


def confirm(
    session: Session, opt_out: OptOut, conversation: Conversation, *, until: datetime, now: datetime
) -> Message | None:
    """Queue the one text that confirms an opt-out, unless the campaign sends none or it must not go now.

    Args:
        opt_out: made just now; an opt-out is confirmed once at most.
        conversation: where it was said, its row locked.
        until: the latest moment at which it may leave; a worker drops it after that.
    """
    campaign = session.get_one(Campaign, conversation.campaign_id)
    if now > until or not campaign.confirms_stops or _is_of_long_ago(conversation, now):
        return None
    body = wording(campaign)
    try:
        checking.check(replace(_case(session, conversation), opted_out=False), body, now)
    except Safeguard:
        return None
    except Exception:  # the stop holds, whatever breaks over telling of it
        log.exception("confirmation_not_judged", opt_out_id=opt_out.id)
        return None
    message = _queue(session, opt_out, conversation, body, now)
    opt_out.confirmation_id, opt_out.confirm_by = message.id, until
    write(session, conversation.id, body, at=now)
    ring(session, "deliver")
    return message


def _is_of_long_ago(conversation: Conversation, now: datetime) -> bool:
    """Whether the request was told of so late that other texts have come after it."""
    return conversation.last_message_at is not None and conversation.last_message_at > now


def _case(session: Session, conversation: Conversation) -> Case:
    session.flush()
    row = session.execute(cases().where(Conversation.id == conversation.id)).one()
    return case_of(row, is_initial=False)


def _queue(
    session: Session, opt_out: OptOut, conversation: Conversation, body: str, now: datetime
) -> Message:
    message = Message(
        campaign_id=conversation.campaign_id,
        conversation_id=conversation.id,
        action_id=conversation.action_id,
        contact_id=conversation.contact_id,
        direction="out",
        kind="automatic",
        their_number=opt_out.phone,
        body=body,
        segments=segments.count(body).count,
        client_key=f"stop-{opt_out.id}",  # whatever happens, no second one
        state=states.QUEUED.name,
        created_at=now,
    )
    session.add(message)
    session.flush()
    return message
