"""The course of an evening, from the first text to the last word of the carrier."""

import time

from sqlalchemy import select

from core.models import Conversation, Message
from tests.soak.evening import Evening
from tests.soak.people import People
from tests.soak.preparing import prepare
from tests.soak.resuming import resuming
from tests.soak.table import Result
from tests.soak.trouble import Deed, Trouble


def play(it: Evening, deeds: dict[float, Deed]) -> Result:
    """Play the evening to its end."""
    began = time.monotonic()
    action_id, volunteers = prepare(it)
    people = People(it.twilio, it.plan)
    people.stop_early()
    trouble = Trouble(it.plan, it.processes, it.progress, deeds)
    with resuming(it.database, action_id) as resumed:
        with trouble:
            volunteers.text(action_id, it.plan.follow_ups)
        it.settle()
        volunteers.press_again(_not_confirmed(it))
        people.write_the_rest()
        it.settle()
        it.wait_for_replies()
        it.twilio.deliver_all()  # what still waits in the carrier's queue, and the callbacks that come late
        it.settle()
    done = trouble.done | {"the action resumed": resumed()}
    return Result(it.find(volunteers.acknowledged), done, volunteers.refused, time.monotonic() - began)


def _not_confirmed(it: Evening) -> list[tuple[int, int]]:
    """Return holder and conversation of each first text that came back to its volunteer."""
    query = (
        select(Conversation.holder_id, Conversation.id)
        .join(Message, Message.conversation_id == Conversation.id)
        .where(Message.kind == "initial", Message.state == "not_confirmed")
    )
    with it.database.readers() as session:
        return [(holder, conversation) for holder, conversation in session.execute(query) if holder]
