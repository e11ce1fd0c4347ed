"""`/textbank attention`: replies that no volunteer sees are shown to admins, and told of once a day."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import attention
from core.contacts.opting_out import is_opted_out
from core.conversations import strays
from core.conversations.receiving import receive
from core.conversations.strays import Page, Stray
from core.errors import NotAllowed, NotFound
from core.models import Campaign, Contact, Event, InboundEvent, Message, Notice, OptOut, User
from core.notices.delivering import deliver_due
from sandbox.slack.rules import check_message, check_view
from tests import factories
from tests.bot.conftest import Bot
from tests.core.delivery.kit import SERVICE
from tests.factories import NOON

ANA = "+12125550199"

Hear = Callable[..., None]


@pytest.fixture
def hear(session: Session, maya: User) -> Hear:
    """Let somebody write who has no conversation."""

    def write(body: str = "Who <is> this?", phone: str = ANA, minutes: int = 0) -> None:
        form = {"MessageSid": f"SM{body}{phone}{minutes}", "From": phone, "To": "+13125550170", "Body": body}
        more = {"MessagingServiceSid": SERVICE, "NumMedia": "0", "NumSegments": "1"}
        receive(session, form | more, now=NOON + timedelta(minutes=minutes))
        session.commit()

    return write


def text(bot: Bot, person: Any) -> str:
    return str(bot.slack.text_of(person.modal))


def notices(session: Session) -> list[tuple[str, dict[str, Any]]]:
    session.expire_all()
    told = session.scalars(select(Notice).filter_by(kind="stray_replies").order_by(Notice.id))
    return [(each.channel, each.data) for each in told]


def test_the_newest_come_first_with_phone_and_words(
    bot: Bot, maya_in_slack: Any, hear: Hear, pat: Contact
) -> None:
    hear("First")
    hear("Second", phone=pat.phone, minutes=1)
    maya_in_slack.command("/textbank", "attention")

    shown = text(bot, maya_in_slack)
    assert "2 replies without a conversation" in shown
    assert shown.index("Second") < shown.index("First")
    assert "(212) 555-0199" in shown
    assert "Pat Quinn" in shown


def test_it_says_where_conversations_wait(bot: Bot, maya_in_slack: Any, hear: Hear) -> None:
    for _ in range(2):
        maya_in_slack.command("/textbank", "attention")
        assert "wait for an answer are in Results" in text(bot, maya_in_slack)
        maya_in_slack.close()
        hear()


def test_nothing_says_so(bot: Bot, maya_in_slack: Any) -> None:
    maya_in_slack.command("/textbank", "attention")

    assert "Nobody without a conversation has written" in text(bot, maya_in_slack)


def test_done_puts_it_away_once(
    bot: Bot, session: Session, maya: User, maya_in_slack: Any, hear: Hear
) -> None:
    hear()
    maya_in_slack.command("/textbank", "attention")
    maya_in_slack.click(None, "Done")

    assert "all of it is looked at" in text(bot, maya_in_slack)
    session.expire_all()
    event = session.scalars(select(InboundEvent)).one()
    assert event.dismissed_by_id == maya.id
    strays.dismiss(session, message_of(session), by=maya, now=NOON + timedelta(days=1))
    assert ["stray_reply_dismissed"] == session.scalars(select(Event.name)).all()


def test_opt_out_stops_the_phone_and_puts_it_away(
    bot: Bot, session: Session, campaign: Campaign, maya: User, maya_in_slack: Any, hear: Hear
) -> None:
    hear("Leave my mother alone")
    maya_in_slack.command("/textbank", "attention")
    maya_in_slack.click(None, "Opt out")

    assert "all of it is looked at" in text(bot, maya_in_slack)
    session.expire_all()
    assert is_opted_out(session, campaign.id, ANA)
    kept = session.scalars(select(OptOut)).one()
    assert ("admin", "Leave my mother alone", maya.id) == (kept.route, kept.words, kept.user_id)


def test_opting_out_waits_for_a_yes(
    bot: Bot, session: Session, campaign: Campaign, maya_in_slack: Any, hear: Hear
) -> None:
    hear("Who is this?")
    maya_in_slack.command("/textbank", "attention")
    maya_in_slack.click(None, "Opt out", confirm=False)

    assert "Who is this?" in text(bot, maya_in_slack)
    session.expire_all()
    assert not is_opted_out(session, campaign.id, ANA)


def test_a_stop_was_heeded_and_says_so(bot: Bot, maya_in_slack: Any, hear: Hear) -> None:
    hear("STOP")
    maya_in_slack.command("/textbank", "attention")

    assert "opted out" in text(bot, maya_in_slack)
    assert "attention.opt_out" not in str(maya_in_slack.modal)


def test_owners_are_told_in_one_message_that_follows(
    bot: Bot, session: Session, maya: User, hear: Hear
) -> None:
    for minutes in range(3):
        hear(minutes=minutes)
    assert [("U0MAYA", {"came": 3, "left": 3})] == notices(session)
    deliver_due(bot.database, bot.tools.slack, clock=lambda: NOON + timedelta(minutes=9))
    for _ in range(3):
        strays.dismiss(session, message_of(session), by=maya, now=NOON + timedelta(minutes=10))
    session.commit()
    deliver_due(bot.database, bot.tools.slack, clock=lambda: NOON + timedelta(minutes=20))

    assert [("U0MAYA", {"came": 3, "left": 0})] == notices(session)
    (message,) = bot.person("Maya").dm.messages
    assert "3 replies came from people without a conversation. All looked at." in bot.slack.text_of(message)


def test_the_channel_for_alerts_hears_it_instead(
    session: Session, campaign: Campaign, maya: User, hear: Hear
) -> None:
    campaign.alerts_channel = "C0GENERAL"
    hear()

    assert ["C0GENERAL"] == [channel for channel, _ in notices(session)]


def test_another_day_is_another_message(session: Session, hear: Hear) -> None:
    hear()
    hear(minutes=24 * 60)

    assert [{"came": 1, "left": 1}] * 2 == [data for _, data in notices(session)]


def test_the_list_has_pages(bot: Bot, maya_in_slack: Any, hear: Hear) -> None:
    for number in range(16):
        hear(f"Reply {number:02}", minutes=number)
    maya_in_slack.command("/textbank", "attention")
    maya_in_slack.click(None, "Next")

    assert "Reply 00" in text(bot, maya_in_slack)
    maya_in_slack.click(None, "Done")
    assert "Reply 01" in text(bot, maya_in_slack)


def test_another_campaigns_replies_are_not_there(
    session: Session, campaign: Campaign, maya: User, hear: Hear
) -> None:
    hear()
    other = factories.campaign(session, service="MG2", slack_team_id="T2", join_code="other1")
    theirs = factories.user(session, other, "Rae Other", role="owner")

    assert 0 == strays.page(session, other.id).total
    for act in (strays.dismiss, strays.opt_out_stray):
        with pytest.raises(NotFound):
            act(session, message_of(session), by=theirs, now=NOON)


def test_staff_are_turned_away(bot: Bot, session: Session, maya: User, abe: User, hear: Hear) -> None:
    hear()
    person = bot.person("Abe")
    person.command("/textbank", "attention")

    assert person.modal is None
    with pytest.raises(NotAllowed):
        strays.dismiss(session, message_of(session), by=abe, now=NOON)


def test_the_largest_page_is_accepted() -> None:
    stray = Stray(1, "24273", "<&>" * 200, "<&>" * 2000, 10, NOON, False)
    views = [attention.view(Page([stray] * strays.PAGE, 3, 10**6)), attention.view(Page([], 0, 0))]
    told = [attention.stray_message({"came": came, "left": left}) for came, left in ((1, 0), (1000, 999))]

    assert [] == [problem for view in views for problem in check_view(view)]
    assert [] == [problem for message in told for problem in check_message(message.payload())]


def message_of(session: Session) -> int:
    """Return the newest that nobody has looked at, else any."""
    session.expire_all()
    found = strays.page(session, session.scalars(select(InboundEvent.campaign_id)).first() or 0).strays
    return found[0].id if found else session.execute(select(Message.id)).scalars().first() or 0
