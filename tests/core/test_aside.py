"""What breaks beside the thing itself is undone and logged; the thing itself holds."""

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from core.aside import aside
from core.contacts.opting_out import is_opted_out
from core.conversations.receiving import receive
from core.db import Database
from core.models import Bookmark
from tests import factories
from tests.factories import NOON
from tests.fakes import SERVICE

# nobody can be told that too many opted out
_POSTGRESQL = "ALTER TABLE incidents ADD CHECK (false)"
_SQLITE = "CREATE TRIGGER never BEFORE INSERT ON incidents BEGIN SELECT RAISE(ABORT, 'never'); END"


def test_what_breaks_is_undone_and_the_rest_stays(session: Session) -> None:
    session.execute(insert(Bookmark).values(name="before", at=NOON))

    with capture_logs() as logs, aside(session, "trifle_broken"):
        session.execute(insert(Bookmark).values(name="beside", at=NOON))
        session.execute(insert(Bookmark).values(name="before", at=NOON))

    assert ["before"] == session.scalars(select(Bookmark.name)).all()
    assert ["trifle_broken"] == [each["event"] for each in logs]


def test_a_database_that_is_away_ends_the_whole(session: Session) -> None:
    with pytest.raises(OperationalError), aside(session, "trifle_broken"):
        raise OperationalError("SELECT 1", {}, Exception("away"))


def test_a_stop_holds_though_it_cannot_be_counted(own_database: Database) -> None:
    with own_database.sessions.begin() as session:
        campaign = factories.campaign(session)
        jo = factories.user(session, campaign, "Jo Park")
        voters = factories.contact_list(session, campaign, "Voters")
        crowd = [factories.contact(session, voters, f"C{at} Y", f"+1212555{at:04}") for at in range(100, 160)]
        action = factories.action(session, voters, contacts=crowd, audience=[jo])
        for each in crowd:
            held = factories.held(session, action, each, jo)
            held.initial_at, held.last_message_at = NOON, NOON
        session.execute(text(_POSTGRESQL if own_database.is_postgresql else _SQLITE))
        campaign_id = campaign.id

    with capture_logs() as logs:
        for at, each in enumerate(crowd):
            form = {
                "MessageSid": f"SM{at:032}",
                "From": each.phone,
                "Body": "STOP",
                "MessagingServiceSid": SERVICE,
                "OptOutType": "STOP",
            }
            with own_database.sessions.begin() as session:
                receive(session, form, now=NOON)

    with own_database.readers() as session:
        assert all(is_opted_out(session, campaign_id, each.phone) for each in crowd)
    assert "opt_outs_not_watched" in [each["event"] for each in logs]
