"""A campaign that texts all day, written at once on either database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from bench import places
from core.clock import utcnow
from core.db import Database, UtcDateTime
from core.models import User
from core.people.setting_up import found_campaign

VOLUNTEERS = 16
SERVICE = "MG" + "b" * 32
TEAM = "T0BENCH"


@dataclass(frozen=True)
class Filled:
    """What a campaign was filled with.

    Attributes:
        texted: conversations that have been texted.
        volunteers: everybody, with the ids of the conversations in their hands that wait for a first text.
    """

    texted: int
    volunteers: Sequence[tuple[User, list[int]]]

    def phone(self, number: int) -> str:
        """Return the phone of a contact who has been texted; numbers beyond them begin anew."""
        return f"+1212{5_000_000 + number % self.texted}"


def fill(database: Database, *, texted: int, waiting: int, holders: int = 1) -> Filled:
    """Make a campaign with one published action.

    Args:
        texted: conversations that have been texted.
        waiting: conversations that wait for a first text, shared among all volunteers.
        holders: how many of the volunteers share those that have been texted.
    """
    with database.sessions.begin() as session:
        users = _people(session, utcnow())
        given = {"jo": users[0].id, "volunteers": VOLUNTEERS, "holders": holders, "texted": texted}
        given["all"] = texted + waiting
        _rows(session, given | {"campaign": users[0].campaign_id, "now": utcnow()})
        unsent = [(user, _waiting(session, user)) for user in users]
    places.vacuum(database)
    return Filled(texted, unsent)


def _people(session: Session, now: datetime) -> list[User]:
    campaign = found_campaign(session, name="Bench", team_id=TEAM, now=now, messaging_service_sid=SERVICE)
    campaign.texting_from = campaign.sunday_from = 0
    campaign.texting_until = campaign.replies_until = 24
    users = [_volunteer(campaign.id, number, now) for number in range(VOLUNTEERS)]
    session.add_all(users)
    session.flush()
    return users


def _volunteer(campaign_id: int, number: int, now: datetime) -> User:
    phone = f"+1212555{number:04}"
    return User(campaign_id=campaign_id, first_name="Jo", phone=phone, created_at=now, joined_at=now)


def _rows(session: Session, given: dict[str, object]) -> None:
    for statement in _ROWS:
        bound = text(statement)
        times = [bindparam("now", type_=UtcDateTime())] if ":now" in statement else []
        session.execute(bound.bindparams(*times), given)


def _waiting(session: Session, user: User) -> list[int]:
    query = "SELECT id FROM conversations WHERE initial_at IS NULL AND holder_id = :holder ORDER BY id"
    return list(session.scalars(text(query), {"holder": user.id}))


_NUMBERS = """WITH RECURSIVE numbers(n) AS (
    SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :all)"""
_ROWS = (
    "INSERT INTO contact_lists (campaign_id, name, created_at) VALUES (:campaign, 'All', :now)",
    f"""INSERT INTO contacts (campaign_id, phone, first_name, last_name, zip, state, zones, zone_source,
           extra, created_at, updated_at)
       {_NUMBERS} SELECT :campaign, '+1212' || (5000000 + n), 'Pat', 'Quinn', '10001', 'NY',
           'America/New_York', 'zip', '{{}}', :now, :now FROM numbers""",
    """INSERT INTO actions (campaign_id, kind, title, instructions, list_id, state, batch_size, created_at,
           updated_at, published_at)
       SELECT :campaign, 'p2p', 'Vote', '', id, 'published', 100, :now, :now, :now FROM contact_lists""",
    """INSERT INTO scripts (campaign_id, action_id, kind, name, body, position, version)
       SELECT :campaign, id, 'initial', '', 'Hi {{ first_name }}, will you vote? Stop to opt out.', 1, 1
       FROM actions""",
    """INSERT INTO audience (campaign_id, action_id, user_id, sent_at, seen_at, started_at)
       SELECT :campaign, actions.id, users.id, :now, :now, :now FROM actions, users""",
    """INSERT INTO conversations (campaign_id, action_id, contact_id, holder_id, script_id, initial_at,
           initial_by_id, last_message_at, last_direction, last_preview, reply_count)
       SELECT :campaign, (SELECT id FROM actions), id, :jo + n % :holders, (SELECT id FROM scripts), :now,
           :jo + n % :holders, :now, 'out', 'Hi Pat', 0
       FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM contacts) people WHERE n <= :texted""",
    """INSERT INTO conversations (campaign_id, action_id, contact_id, holder_id, script_id, last_preview,
           reply_count)
       SELECT :campaign, (SELECT id FROM actions), id, :jo + n % :volunteers, (SELECT id FROM scripts), '', 0
       FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM contacts) people WHERE n > :texted""",
    """INSERT INTO messages (campaign_id, conversation_id, action_id, contact_id, direction, kind, sender_id,
           their_number, body, media, segments, state, rank, problem, created_at, tries)
       SELECT conversations.campaign_id, conversations.id, action_id, contact_id, 'out', 'initial', holder_id,
           phone,
           'Hi Pat, will you vote? Stop to opt out.', '[]', 1, 'delivered', 9, '', :now, 1
       FROM conversations JOIN contacts ON contacts.id = contact_id WHERE initial_at IS NOT NULL""",
    # some have answered long ago, in another campaign of theirs: statements are planned for tables with rows
    """INSERT INTO inbound_events (sid, form, received_at, applied_at, tries, problem)
       SELECT 'SM' || id, '{}', :now, :now, 0, '' FROM conversations""",
)
