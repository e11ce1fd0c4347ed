"""Is the database there, and is it up to date? Every command asks first; the answer is a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from core.db import Database
from core.errors import CoreError
from core.migrating import is_current, migrate


class DatabaseAway(CoreError):
    """The database cannot be opened, reached or used."""

    def __init__(self, address: str, problem: DBAPIError) -> None:
        super().__init__(f"The database {address} cannot be used: {reason(problem)}. Check DATABASE_URL.")


class NotUpToDate(CoreError):
    """The database waits for its migrations."""

    def __init__(self) -> None:
        super().__init__("The database is not up to date. Run: textbank migrate")


def bring_up_to_date(database: Database) -> None:
    """Run the migrations that are missing.

    Raises:
        DatabaseAway: nothing was changed.
    """
    with _said_plainly(database):
        migrate(database.engine)


def require_current(database: Database) -> None:
    """Go on only with a database that is up to date.

    Raises:
        DatabaseAway, NotUpToDate.
    """
    with _said_plainly(database):
        current = is_current(database.engine)
    if not current:
        raise NotUpToDate


def make_ready(database: Database) -> None:
    """Bring a database file of this machine's own up to date; a server's is `textbank migrate`'s business.

    Raises:
        DatabaseAway, NotUpToDate.
    """
    if database.is_postgresql:
        require_current(database)
    else:
        bring_up_to_date(database)


def reason(problem: Exception) -> str:
    """Return the first line of what went wrong, as the database's own library words it."""
    words = str(getattr(problem, "orig", None) or problem).strip()
    return (words.splitlines() or [type(problem).__name__])[0].rstrip(".")


@contextmanager
def _said_plainly(database: Database) -> Iterator[None]:
    try:
        yield
    except DBAPIError as problem:
        raise DatabaseAway(database.engine.url.render_as_string(hide_password=True), problem) from None
