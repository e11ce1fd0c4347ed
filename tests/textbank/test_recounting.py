"""`textbank recount` tells by its exit code, and by a line for each difference."""

import json

import pytest
from sqlalchemy import update

from core.config import Settings
from core.db import Database
from core.models import Conversation
from tests import factories
from textbank.recounting import recount


@pytest.fixture
def texted(own_database: Database) -> Conversation:
    with own_database.sessions.begin() as session:
        campaign = factories.campaign(session)
        voters = factories.contact_list(session, campaign, "Voters")
        pat = factories.contact(session, voters, "Pat Quinn", "+12125550111")
        jo = factories.user(session, campaign, "Jo Park", phone="+12125550101")
        action = factories.action(session, voters, contacts=[pat], audience=[jo])
        return factories.held(session, action, pat, jo)


@pytest.mark.usefixtures("texted")
def test_all_is_well(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == recount(settings, as_json=False)
    assert "Every counter equals its recount.\n" == capsys.readouterr().out


def test_whatever_was_tampered_with_is_told(
    settings: Settings, own_database: Database, texted: Conversation, capsys: pytest.CaptureFixture[str]
) -> None:
    with own_database.sessions.begin() as session:
        session.execute(update(Conversation).values(reply_count=2))

    assert 1 == recount(settings, as_json=False)
    said = capsys.readouterr().out
    assert f"Conversation {texted.id}: reply_count is 2, counted 0.\n" == said

    assert 1 == recount(settings, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert {"conversation_id": texted.id, "column": "reply_count", "kept": "2", "counted": "0"} == told
