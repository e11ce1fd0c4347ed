"""The first page: actions to text and the inbox's tabs."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from core.conversations.hearing import hear
from core.conversations.inbox import touch
from core.db import Database
from core.models import Action, Contact, ContactList, Conversation, User
from tests import factories
from tests.counting import counted
from tests.factories import NOON
from tests.inbox.page import Page

Jos = Callable[[], Page]


def test_the_actions_wait_with_their_button(jos: Jos, action: Action) -> None:
    page = jos().get("/")

    assert "Get out the vote" in page.text
    assert "Start texting" in page.buttons


def test_a_paused_action_cannot_be_started(jos: Jos, action: Action) -> None:
    action.state = "paused"

    page = jos().get("/")

    assert "Paused by your campaign" in page.text
    assert "Start texting" not in page.buttons


def test_replies_are_under_needs_attention(jos: Jos, session: Session, conversation: Conversation) -> None:
    hear(session, conversation.id, "Who is this?", at=NOON)

    page = jos().get("/")

    assert ["Needs attention"] == page.tree.xpath("//nav//a[@aria-current]/text()")
    assert "Who is this?" in page.text


@pytest.mark.parametrize("tab", ["all", "unread", "attention", "archived"])
def test_every_tab_opens_empty(jos: Jos, campaign: object, tab: str) -> None:
    page = jos().get(f"/?tab={tab}")

    assert 4 == len(page.tree.xpath("//nav[@class='tabs']//a"))


def test_odd_addresses_do_no_harm(jos: Jos) -> None:
    page = jos()
    for query in ("tab=nope", "before=x", "before=2026-01-01_1", "tab=%00", "before=%F0%9F%98%80"):
        page.get(f"/?{query}")


def test_sam_sees_nothing_of_jos(
    as_user: Callable[[User], Page], session: Session, conversation: Conversation, sam: User
) -> None:
    hear(session, conversation.id, "Who is this?", at=NOON)

    assert "Who is this?" not in as_user(sam).get("/").text


def test_htmx_is_given_the_part_alone(jos: Jos, session: Session, conversation: Conversation) -> None:
    hear(session, conversation.id, "Who is this?", at=NOON)

    part = jos().part("/?tab=unread")

    assert part.lstrip().startswith('<div id="home"')
    assert "Who is this?" in part


def test_somebody_is_found_by_name(
    jos: Jos, session: Session, voters: ContactList, conversation: Conversation, jo: User
) -> None:
    hear(session, conversation.id, "Who is this?", at=NOON)
    crowd = [factories.contact(session, voters, f"C{at} Y", f"+1212555{at:04}") for at in range(60)]
    _texted(session, voters, crowd, jo)

    page = jos().get("/?tab=all").press("Find", named="quinn")

    assert ["Pat Quinn"] == [each.text for each in page.tree.xpath("//ul[@class='lines']//strong")]
    assert "Nobody of that name" in page.press("Find", named="%\0zz").text


def test_news_are_told_once(jos: Jos, session: Session, jo: User) -> None:
    page = jos()
    assert ["0"] == page.get("/").tree.xpath("//body/@data-version")
    assert 204 == page.client.get("/news?since=0").status_code

    touch(session, jo.id)
    session.commit()

    answer = page.client.get("/news?since=0")
    assert (200, "1") == (answer.status_code, answer.text)
    assert 204 == page.client.get("/news?since=1").status_code


def test_the_inbox_costs_the_same_queries_whatever_it_holds(
    jos: Jos, database: Database, session: Session, voters: ContactList, jo: User
) -> None:
    few = _queries(database, jos())
    crowd = [factories.contact(session, voters, f"C{at} Y", f"+1212555{at:04}") for at in range(60)]
    _texted(session, voters, crowd, jo)

    assert few == _queries(database, jos())


def _texted(session: Session, voters: ContactList, crowd: list[Contact], jo: User) -> None:
    action = factories.action(session, voters, contacts=crowd, audience=[jo])
    for each in crowd:
        hear(session, factories.held(session, action, each, jo).id, "Hi", at=NOON)
    session.commit()


def _queries(database: Database, page: Page) -> int:
    page.get("/?tab=all")  # what is noted once (seen) is noted now
    with counted(database) as statements:
        page.get("/?tab=all")
    return len(statements)
