"""A campaign in full swing, with one of everything that a screen can show."""

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.conversations import escalating
from core.models import (
    Action,
    ActionNote,
    Base,
    Campaign,
    Conversation,
    Folder,
    Import,
    OptOut,
    TextsWanted,
    User,
    UserList,
    UserListMember,
)
from core.notices import summaries
from core.notices.summaries import SummaryForm
from tests import factories
from tests.factories import NOON

MAYAS = "+12125550100"  # her Slack account is linked
MANY = 8  # more than are found at a glance


def populate(session: Session) -> Campaign:
    """Make Maya the owner, Abe on the staff, Jo and Sam, Pat and Lee, and what they are at work with."""
    campaign = factories.campaign(session, alerts_channel="C0GENERAL")
    campaign.texting_from = campaign.sunday_from = 0
    campaign.texting_until = campaign.replies_until = 24
    maya = factories.user(session, campaign, "Maya Torres", role="owner", slack_id="U0MAYA", phone=MAYAS)
    factories.user(session, campaign, "Abe Lindqvist", role="staff", slack_id="U0ABE")
    jo = factories.user(session, campaign, "Jo Park", phone="+12125550101")
    sam = factories.user(session, campaign, "Sam Ruiz", phone="+12125550102")
    _lists(session, campaign, jo)
    voters = factories.contact_list(session, campaign, "Voters")
    pat = factories.contact(session, voters, "Pat Quinn", "+12125550111")
    lee = factories.contact(session, voters, "Lee Wong", "+13105550112")
    running = factories.action(session, voters, contacts=[pat, lee], audience=[jo, sam, maya])
    factories.action(session, voters, state="draft", title="Phone week")
    _labels(session, running)
    _talk(session, factories.held(session, running, pat, jo), jo)
    note = {"key": "n1", "body": "Call the office", "by_id": maya.id}
    session.add(ActionNote(campaign_id=campaign.id, action_id=running.id, at=NOON, **note))
    session.add(OptOut(campaign_id=campaign.id, phone="+12125550113", at=NOON, route="admin"))
    summaries.create(session, SummaryForm("C0GENERAL", "20:00", "UTC"), by=maya, now=NOON)
    session.commit()
    return campaign


def _lists(session: Session, campaign: Campaign, jo: User) -> None:
    stamps: dict[str, Any] = {"campaign_id": campaign.id, "created_at": NOON, "updated_at": NOON}
    team = UserList(name="Team", **stamps)
    folders = [Folder(name=f"Folder {at}", position=at + 2, **stamps) for at in range(MANY)]
    session.add_all([team, Folder(name="Spring", position=1, **stamps), *folders])
    session.flush()
    session.add(UserListMember(user_list_id=team.id, user_id=jo.id))
    factories.contact_list(session, campaign, "Donors")


def _labels(session: Session, on: Action) -> None:
    factories.tag(session, on.campaign_id, "Supporter", on=on)
    factories.field(session, on, "Ride?", "Bus", "Car")
    factories.field(session, on, "Notes", position=2)
    for at in range(MANY):
        factories.tag(session, on.campaign_id, f"Tag {at}", position=at + 2)


def put_away(session: Session) -> None:
    """Let all that can come to an end do so: as after a month, or by other admins meanwhile."""
    ends = ("archived_at", "resolved_at", "lifted_at", "closed_at", "erased_at")
    for mapper in Base.registry.mappers:
        table: Any = mapper.local_table
        if ended := {name: NOON for name in ends if name in table.c}:
            session.execute(update(table).values(ended))
    session.execute(update(Action).values(state="closed"))
    session.execute(update(Import).values(state="finished"))
    session.execute(update(TextsWanted).values(state="refused"))
    session.execute(update(User).where(User.role != "owner").values(deactivated_at=NOON))


def _talk(session: Session, conversation: Conversation, jo: User) -> None:
    conversation.initial_at = NOON
    factories.heard(session, conversation, "Who is this?")
    escalating.escalate(session, conversation.id, by=jo, note="Help", key="e1", now=NOON)
