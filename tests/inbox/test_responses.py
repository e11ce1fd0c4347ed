"""Prepared responses on a conversation's page: what follows first, what was noted, and prepared ones only."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actions.scripts.following import follow_first
from core.actions.scripts.responses import Response, add_response
from core.conversations.sending import send_initial
from core.models import Action, Campaign, Conversation, Message, User
from tests import factories
from tests.factories import NOON
from tests.inbox.page import Page

Jos = Callable[[], Page]


@pytest.fixture
def asked(session: Session, conversation: Conversation, jo: User) -> Conversation:
    """Pat was texted and has answered."""
    send_initial(session, conversation.id, by=jo, key="first", now=NOON)
    factories.heard(session, conversation, "Yes!")
    return conversation


def chips(page: Page, label: str) -> list[str]:
    return [each.text for each in page.tree.xpath(f"//ul[@aria-label='{label}']//a")]


def test_what_follows_is_offered_first_and_all_others_behind_a_press(
    jos: Jos, session: Session, action: Action, asked: Conversation, maya: User
) -> None:
    ride = add_response(session, action.id, Response("Ride", "A ride?"), by=maya, now=NOON)
    follow_first(session, action.id, [ride.id], by=maya, now=NOON)

    page = jos().get(f"/conversations/{asked.id}")

    assert (["Ride"], ["Yes"]) == (chips(page, "Responses"), chips(page, "All responses"))
    assert "A ride?" in page.get(page.tree.xpath("//details//a/@href")[0]).press("Reply", body="A ride?").text


def test_what_sending_a_response_noted_is_said(
    jos: Jos, session: Session, action: Action, asked: Conversation, maya: User
) -> None:
    wrong = factories.tag(session, action.campaign_id, "Wrong number", on=action)
    add_response(session, action.id, Response("Sorry", "Sorry!", (wrong.id,)), by=maya, now=NOON)
    page = jos().get(f"/conversations/{asked.id}")

    page = page.get(page.tree.xpath("//a[contains(., 'Sorry')]/@href")[0]).press("Reply")

    assert "Noted: Wrong number." in page.text


def test_where_only_prepared_ones_go_there_is_no_box_to_write_in(
    jos: Jos, session: Session, campaign: Campaign, asked: Conversation
) -> None:
    campaign.scripts_only = True
    page = jos().get(f"/conversations/{asked.id}")

    assert "Your campaign sends prepared responses only: choose one." in page.text
    assert page.tree.xpath("//textarea[@name='body' and @readonly]")
    assert "prepared responses only" in page.press("Reply", expect=422, body="Hello").text
    page.get(page.tree.xpath("//a[@data-fill]/@href")[0]).press("Reply")
    assert ["Great, thank you Pat!"] == [
        each.body for each in session.scalars(select(Message).filter_by(kind="follow_up"))
    ]
