"""The settings and the table of hours by state, as they are now, for whoever looks."""

from datetime import datetime

from bot.request import View
from bot.settings import states
from bot.settings.views import glance
from core.db import Database
from core.models import Campaign, User
from core.people.rights import Right, may
from core.settings import looking


def all_settings(database: Database, person: User, now: datetime, note: str = "") -> View:
    """Return the settings at a glance; `note` says what was just done."""
    with database.readers() as session:
        known = looking.settings(session, person.campaign_id, now=now)
        return glance(known, may_change=may(person, Right.SETTINGS), note=note)


def table(database: Database, person: User, note: str = "") -> View:
    """Return the table of hours by state; `note` says what was just done."""
    with database.readers() as session:
        campaign = session.get_one(Campaign, person.campaign_id)
        lines = looking.states(campaign)
        changes = {each.code for each in lines if looking.is_changed(campaign, each.code)}
    return states.table(lines, changes, may_change=may(person, Right.SETTINGS), note=note)
