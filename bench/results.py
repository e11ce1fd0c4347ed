"""The results of a large action, against a bare count of the rows that they count."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import CTE, Connection, case, func, insert, literal, null, select
from sqlalchemy.orm import Session

from bench import places
from bench.measure import Measure
from core.clock import utcnow
from core.db import Database, UtcDateTime
from core.migrating import migrate
from core.models import Action, Campaign, Contact, Conversation, Message, OptOut, Report, User
from core.results.counting import count

CONVERSATIONS = 200_000
VOLUNTEERS = 50
ROUNDS = 7
# SQLite counts rows without looking into them, so its yardstick is the harder one.
TARGETS = {"PostgreSQL": 3.0, "SQLite": 5.0}


def measures() -> Iterator[Measure]:
    """Measure on SQLite, and on PostgreSQL where it is running."""
    with tempfile.TemporaryDirectory() as folder:
        yield _measure("SQLite", f"sqlite:///{Path(folder) / 'bench.db'}")
    if server := places.postgresql():
        with places.new_database(server) as url:
            yield _measure("PostgreSQL", url)


def _measure(kind: str, url: str) -> Measure:
    database = Database(url)
    migrate(database.engine)
    _fill(database)
    rounds = [(_time(database, _count_rows), _time(database, _count_results)) for _ in range(ROUNDS)]
    bare, ours = (statistics.median(each) for each in zip(*rounds, strict=True))
    database.dispose()
    return Measure(
        name=f"results of {CONVERSATIONS:,} conversations, {kind}",
        value=ours * 1000,
        unit="ms",
        yardstick=f"count of the same rows from an index, {bare * 1000:.0f} ms",
        ratio=ours / bare,
        target=f"ratio ≤ {TARGETS[kind]:.0f}",
        ok=ours / bare <= TARGETS[kind],
    )


def _time(database: Database, read: Callable[[Session], object]) -> float:
    with database.readers() as session:
        begun = time.perf_counter()
        read(session)
        return time.perf_counter() - begun


def _count_rows(session: Session) -> None:
    for table in (Conversation, Message):
        session.scalar(select(func.count()).select_from(table).where(table.action_id == 1))


def _count_results(session: Session) -> None:
    count(session, session.get_one(Action, 1))


def _fill(database: Database) -> None:
    """Three quarters are texted; of those some answer, are reported, opt out or cannot be reached."""
    with database.sessions.begin() as session:
        _found(session)
    with database.engine.begin() as connection:
        for fill in (_contacts, _conversations, _initials, _replies, _reports, _opt_outs):
            fill(connection, _numbers())
    places.vacuum(database)


def _found(session: Session) -> None:
    now = utcnow()
    session.add(Campaign(id=1, name="Bench", join_code="bench", created_at=now))
    session.flush()
    session.add_all(User(id=each + 1, campaign_id=1, created_at=now) for each in range(VOLUNTEERS))
    session.add(Action(id=1, campaign_id=1, title="Bench", state="published", created_at=now, updated_at=now))


def _numbers() -> CTE:
    first = select(literal(1).label("n")).cte("numbers", recursive=True)
    return first.union_all(select(first.c.n + 1).where(first.c.n < CONVERSATIONS))


def _contacts(connection: Connection, numbers: CTE) -> None:
    n = numbers.c.n
    landline = case((n % 100 == 3, "landline"), else_=null())
    _insert(
        connection,
        Contact,
        numbers,
        id=n,
        phone=_phone(n),
        undeliverable=landline,
        created_at=_now(),
        updated_at=_now(),
    )


def _conversations(connection: Connection, numbers: CTE) -> None:
    n = numbers.c.n
    _insert(
        connection,
        Conversation,
        numbers,
        id=n,
        action_id=literal(1),
        contact_id=n,
        holder_id=n % VOLUNTEERS + 1,
        initial_at=case((n % 4 != 3, _now()), else_=null()),
        reply_count=case((n % 7 == 0, 1), else_=0),
        attention_since=case((n % 21 == 0, _now()), else_=null()),
        reported_at=case((n % 14 == 0, _now()), else_=null()),
    )


def _initials(connection: Connection, numbers: CTE) -> None:
    n = numbers.c.n
    _messages(
        connection,
        numbers,
        n % 4 != 3,
        direction=literal("out"),
        kind=literal("initial"),
        sender_id=n % VOLUNTEERS + 1,
        state=case((n % 50 == 1, "undelivered"), (n % 60 == 2, "refused"), else_="delivered"),
        bucket=case((n % 50 == 1, "carrier_filter"), (n % 60 == 2, "safeguard"), else_=null()),
    )


def _replies(connection: Connection, numbers: CTE) -> None:
    reply = {"direction": literal("in"), "kind": literal("reply"), "state": literal("received")}
    _messages(connection, numbers, numbers.c.n % 7 == 0, **reply)


def _messages(connection: Connection, numbers: CTE, where: Any, **columns: Any) -> None:
    n = numbers.c.n
    shared = {"conversation_id": n, "action_id": literal(1), "contact_id": n, "their_number": _phone(n)}
    body = literal("Hi there, a text as long as such texts are, which is a sentence or two.")
    _insert(connection, Message, numbers, where, **shared, body=body, created_at=_now(), **columns)


def _reports(connection: Connection, numbers: CTE) -> None:
    n = numbers.c.n
    told = {"key": _phone(n), "action_id": literal(1), "conversation_id": n, "contact_id": n}
    _insert(connection, Report, numbers, n % 14 == 0, **told, user_id=literal(1), created_at=_now())


def _opt_outs(connection: Connection, numbers: CTE) -> None:
    n = numbers.c.n
    said = {"route": literal("keyword"), "action_id": literal(1), "contact_id": n}
    _insert(connection, OptOut, numbers, n % 40 == 3, phone=_phone(n), at=_now(), **said)


def _insert(connection: Connection, table: Any, numbers: CTE, where: Any = None, **columns: Any) -> None:
    rows = select(literal(1), *columns.values()).select_from(numbers)
    rows = rows if where is None else rows.where(where)
    connection.execute(insert(table).from_select(["campaign_id", *columns], rows))


def _phone(n: Any) -> Any:
    return literal("+1").concat((n + 2_120_000_000).cast(Message.body.type))


def _now() -> Any:
    return literal(utcnow(), UtcDateTime())
