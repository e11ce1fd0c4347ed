"""A campaign grows: a second action with a large pool beside the first, as on the day of a great list."""

from sqlalchemy import bindparam, text
from sqlalchemy.engine import Connection

from bench import places
from core.clock import utcnow
from core.db import Database, UtcDateTime

ADDED = 1_000_000  # contacts, each with a conversation that nobody holds


def grow(database: Database, added: int = ADDED) -> int:
    """Add contacts and an action whose pool they are to a filled PostgreSQL; return the action's id."""
    with database.engine.begin() as connection:
        later = _without_indexes(connection, "contacts", "conversations")
        for statement in _ROWS:
            times = [bindparam("now", type_=UtcDateTime())] if ":now" in statement else []
            connection.execute(text(statement).bindparams(*times), {"added": added, "now": utcnow()})
        for each in later:
            connection.exec_driver_sql(each)
        action_id = int(connection.scalar(text("SELECT max(id) FROM actions")) or 0)
    places.vacuum(database)
    return action_id


def _without_indexes(connection: Connection, *tables: str) -> list[str]:
    """Drop what can be dropped, since rows are added far faster without; return how it is made again."""
    found = connection.execute(_INDEXES, {"tables": list(tables)}).all()
    for name, _ in found:
        connection.exec_driver_sql(f'DROP INDEX "{name}"')
    return [definition for _, definition in found]


_INDEXES = text(
    """SELECT indexname, indexdef FROM pg_indexes
       WHERE tablename = ANY(:tables) AND indexname NOT IN (SELECT conname FROM pg_constraint)"""
)
_ROWS = (
    """INSERT INTO contacts (campaign_id, phone, first_name, last_name, zip, state, zones, zone_source,
           extra, created_at, updated_at)
       SELECT campaigns.id, '+1646' || (2000000 + n), 'Lee', 'Wong', '10002', 'NY', 'America/New_York', 'zip',
           '{}', :now, :now FROM campaigns, generate_series(1, :added) n""",
    """INSERT INTO actions (campaign_id, kind, title, instructions, list_id, state, batch_size, created_at,
           updated_at, published_at)
       SELECT campaign_id, kind, 'Grown', '', list_id, state, 100, :now, :now, :now FROM actions""",
    """INSERT INTO scripts (campaign_id, action_id, kind, name, body, position, version)
       SELECT campaign_id, (SELECT max(id) FROM actions), kind, name, body, position, version FROM scripts""",
    """INSERT INTO audience (campaign_id, action_id, user_id, sent_at)
       SELECT campaign_id, (SELECT max(id) FROM actions), id, :now FROM users""",
    """INSERT INTO conversations (campaign_id, action_id, contact_id, script_id, last_preview, reply_count)
       SELECT campaign_id, (SELECT max(id) FROM actions), id, (SELECT max(id) FROM scripts), '', 0
       FROM contacts WHERE first_name = 'Lee'""",
)
