"""`/textbank attention`: who waits, what volunteers ask, and replies that no volunteer sees."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import attention
from bot.attention.place import TABS, Place
from bot.attention.strays import stray_blocks
from bot.attention.tabs import escalated_blocks, waiting_blocks
from bot.attention.views import view
from core.contacts.opting_out import is_opted_out
from core.conversations import escalating, strays
from core.conversations import waiting as waits
from core.conversations.escalating import Open
from core.conversations.hearing import hear as conversation_heard
from core.conversations.lines import Line
from core.conversations.receiving import receive
from core.conversations.strays import Page, Stray
from core.conversations.waiting import Whose
from core.errors import NotAllowed, NotFound
from core.models import (
    Action,
    Campaign,
    Contact,
    ContactList,
    Conversation,
    Escalation,
    Event,
    InboundEvent,
    Message,
    Notice,
    OptOut,
    User,
)
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
    maya_in_slack.command("/textbank", "attention strays")

    shown = text(bot, maya_in_slack)
    assert "2 replies without a conversation" in shown
    assert shown.index("Second") < shown.index("First")
    assert "(212) 555-0199" in shown
    assert "Pat Quinn" in shown


def test_nothing_says_so(bot: Bot, maya_in_slack: Any) -> None:
    maya_in_slack.command("/textbank", "attention strays")

    assert "Nobody without a conversation has written" in text(bot, maya_in_slack)


def test_done_puts_it_away_once(
    bot: Bot, session: Session, maya: User, maya_in_slack: Any, hear: Hear
) -> None:
    hear()
    maya_in_slack.command("/textbank", "attention strays")
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
    maya_in_slack.command("/textbank", "attention strays")
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
    maya_in_slack.command("/textbank", "attention strays")
    maya_in_slack.click(None, "Opt out", confirm=False)

    assert "Who is this?" in text(bot, maya_in_slack)
    session.expire_all()
    assert not is_opted_out(session, campaign.id, ANA)


def test_a_stop_was_heeded_and_says_so(bot: Bot, maya_in_slack: Any, hear: Hear) -> None:
    hear("STOP")
    maya_in_slack.command("/textbank", "attention strays")

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
    maya_in_slack.command("/textbank", "attention strays")
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


def test_a_volunteer_is_turned_away(bot: Bot, session: Session, maya: User, sam: User, hear: Hear) -> None:
    hear()
    sam.slack_id = "U0ABE"
    session.commit()
    person = bot.person("Abe")
    person.command("/textbank", "attention")

    assert person.modal is None
    with pytest.raises(NotAllowed):
        strays.dismiss(session, message_of(session), by=sam, now=NOON)


def test_staff_see_to_them_too(bot: Bot, session: Session, maya: User, abe: User, hear: Hear) -> None:
    hear()
    person = bot.person("Abe")
    person.command("/textbank", "attention strays")
    person.click(None, "Done")

    assert "all of it is looked at" in text(bot, person)


def test_the_message_leads_to_them(bot: Bot, maya_in_slack: Any, hear: Hear) -> None:
    hear()
    deliver_due(bot.database, bot.tools.slack, clock=lambda: NOON + timedelta(minutes=9))
    maya_in_slack.click(maya_in_slack.dm.messages[-1], "Look at these replies")

    assert "1 reply without a conversation" in text(bot, maya_in_slack).lower()


@pytest.fixture
def waiting(session: Session, action: Action, pat: Contact, lee: Contact, jo: User) -> list[Conversation]:
    """Pat waits for Jo, Lee for nobody, and longer."""
    found = [factories.held(session, action, person, jo) for person in (pat, lee)]
    for each, hours in zip(found, (1, 5), strict=True):
        each.initial_at = NOON - timedelta(days=1)
        conversation_heard(session, each.id, f"Since {hours}", at=NOON - timedelta(hours=hours))
    found[1].holder_id = None
    session.commit()
    return found


@pytest.mark.usefixtures("waiting")
def test_whoever_waits_longest_comes_first_with_who_holds_it(bot: Bot, maya_in_slack: Any) -> None:
    maya_in_slack.command("/textbank", "attention")

    shown = text(bot, maya_in_slack)
    assert "*2 conversations* wait for an answer" in shown
    assert shown.index("Lee Wong") < shown.index("Pat Quinn")
    assert "held by Jo Park" in shown
    assert "held by nobody" in shown


@pytest.mark.usefixtures("waiting")
def test_limited_to_an_action_a_volunteer_or_nobody(
    bot: Bot, session: Session, voters: ContactList, lee: Contact, maya_in_slack: Any
) -> None:
    factories.action(session, voters, contacts=[lee], title="Second")
    session.commit()
    maya_in_slack.command("/textbank", "attention")
    maya_in_slack.fill("Every action", "Second")
    assert "None of these waits for an answer." in text(bot, maya_in_slack)
    maya_in_slack.click(None, "Show all that wait")
    maya_in_slack.fill("Every volunteer", "Jo Park")
    assert "Lee Wong" not in text(bot, maya_in_slack)
    assert "Pat Quinn" in text(bot, maya_in_slack)
    maya_in_slack.click(None, "Held by nobody")
    assert "Lee Wong" in text(bot, maya_in_slack)
    assert "Pat Quinn" not in text(bot, maya_in_slack)
    maya_in_slack.click(None, "Held by anybody")
    assert "*2 conversations*" in text(bot, maya_in_slack)


def test_a_line_opens_the_conversation(
    bot: Bot, maya_in_slack: Any, waiting: list[Conversation], jo: User
) -> None:
    maya_in_slack.command("/textbank", "attention")
    maya_in_slack.click(None, "Open the conversation with Pat Quinn")

    assert ["Needs attention", "Conversation"] == [each.title for each in maya_in_slack.modals]
    assert "Held by" in text(bot, maya_in_slack)


def test_what_volunteers_ask_has_a_tab(
    bot: Bot, session: Session, maya_in_slack: Any, waiting: list[Conversation], jo: User
) -> None:
    escalating.escalate(session, waiting[0].id, by=jo, note="Help <me>", key="k", now=NOON)
    session.commit()
    maya_in_slack.command("/textbank", "attention")
    maya_in_slack.click(None, "Show escalated: 1")

    assert "*1 request* of volunteers" in text(bot, maya_in_slack)
    assert "Help &lt;me&gt;" in text(bot, maya_in_slack)
    maya_in_slack.click(None, "Open the conversation with Pat Quinn")
    assert "asks an admin to look" in text(bot, maya_in_slack)


def test_another_campaigns_conversations_do_not_wait_here(
    session: Session, waiting: list[Conversation]
) -> None:
    other = factories.campaign(session, service="MG2", slack_team_id="T2", join_code="other1")
    rae = factories.user(session, other, "Rae Other", role="owner")

    assert 0 == waits.page(session, Whose(), by=rae).total


def test_the_largest_page_is_accepted() -> None:
    evil = "<&>" * 200
    stray = Stray(1, "24273", evil, "<&>" * 2000, 10, NOON, False)
    line = Line(1, evil, "+12125550111", evil, evil, "<&>" * 40, True, NOON, NOON, None, None, NOON)
    place = Place("waiting", 3, 10**15, "&" * 75, 10**15, "&" * 75)
    asked = Open(
        Escalation(note=evil, at=NOON, conversation_id=1),
        Contact(first_name=evil, last_name=""),
        evil,
        User(first_name=evil, last_name=""),
    )
    tabs = [
        stray_blocks(Page([stray] * strays.PAGE, 3, 10**6)),
        stray_blocks(Page([], 0, 0)),
        waiting_blocks(waits.Page([line] * waits.PAGE, 3, 10**6), place),
        escalated_blocks(escalating.Page([asked] * escalating.PAGE, 3, 10**6)),
    ]
    counts = dict.fromkeys(TABS, 10**6)
    views = [view(shown, place, counts, page=3, size=15) for shown in tabs]
    told = [attention.stray_message({"came": came, "left": left}) for came, left in ((1, 0), (1000, 999))]

    assert [] == [problem for view in views for problem in check_view(view)]
    assert [] == [problem for message in told for problem in check_message(message.payload())]


def message_of(session: Session) -> int:
    """Return the newest that nobody has looked at, else any."""
    session.expire_all()
    found = strays.page(session, session.scalars(select(InboundEvent.campaign_id)).first() or 0).strays
    return found[0].id if found else session.execute(select(Message.id)).scalars().first() or 0
