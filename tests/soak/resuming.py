"""Maya's part of the evening: an action that has paused itself goes on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from core.actions import states
from core.clock import utcnow
from core.db import Database
from core.models import Action, SendingService, User
from core.settings.sending import change_service


@contextmanager
def resuming(database: Database, action_id: int) -> Iterator[Callable[[], int]]:
    """Maya sees to the cause and lets the action go on whenever it has paused itself; gives how often."""
    over, count = Event(), 0

    def watch() -> None:
        nonlocal count
        while not over.wait(0.5):
            with suppress(DBAPIError):
                count += _resume(database, action_id)

    thread = Thread(target=watch)
    thread.start()
    try:
        yield lambda: count
    finally:
        over.set()
        thread.join()


def _resume(database: Database, action_id: int) -> bool:
    with database.sessions.begin() as session:
        maya = session.scalars(select(User).filter_by(role="owner")).one()
        if session.scalar(select(SendingService.registration)) == "refused":  # by the carriers' word
            change_service(session, {"registration": "registered"}, by=maya, now=utcnow())
        if session.scalar(select(Action.state).filter_by(id=action_id)) != "paused":
            return False
        states.resume(session, action_id, by=maya, now=utcnow())
    return True
