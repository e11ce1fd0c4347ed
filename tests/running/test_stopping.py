"""A worker that is stopped while it sends leaves no text undone, and none is sent twice."""

from collections import Counter
from pathlib import Path

from sqlalchemy import select, update

from core.clock import utcnow
from core.conversations.sending import send_initial
from core.db import Database
from core.models import Conversation, User
from tests import databases
from tests.running import scenario
from tests.running.parts import opened, parts
from tests.running.waiting import WITHIN, wait_for

# more than one worker claims at once
MANY = [f"+1{area}55501{number:02}" for area in (212, 213, 310) for number in range(100)]


def test_the_next_worker_goes_on_where_one_was_stopped(tmp_path: Path, broker_url: str) -> None:
    with (
        databases.empty("postgresql", tmp_path) as url,
        parts(tmp_path, url, broker_url) as many,
        opened(url) as database,
    ):
        assert 0 == many.run("migrate").returncode
        press_all(database, scenario.prepare(many, database, tmp_path, MANY)["Jo"])
        twilio = many.phones.twilio
        first, _ = many.start("worker"), many.start("clock")
        wait_for(lambda: twilio.sent)

        first.terminate()
        assert 0 == first.wait(WITHIN)
        assert len(twilio.sent) < len(MANY)

        many.start("worker"), many.start("clock")  # a clock rings as soon as it starts
        wait_for(lambda: len(twilio.received) >= len(MANY))
        assert dict.fromkeys(MANY, 1) == Counter(text.to for text in twilio.sent)
        assert [0, 0, 0, 0] == many.stop()


def press_all(database: Database, jo: User) -> None:
    with database.sessions.begin() as session:
        session.execute(update(Conversation).values(holder_id=jo.id))
        for conversation in session.scalars(select(Conversation.id)).all():
            send_initial(session, conversation, by=jo, key=f"k{conversation}", now=utcnow())
