"""`/textbank texts`: a phone is linked once, then a volunteer asks and is led into the inbox."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.notices import build
from bot.texts import asking, linking
from core.config import Settings
from core.conversations.hearing import hear
from core.models import Action, Campaign, Conversation, SignInCode, TextsWanted, User
from core.people.links import open_link
from sandbox.slack.rules import check_message, check_view
from tests.bot.conftest import Bot
from tests.factories import NOON

LONG = "Ä<@everyone>\u202e" * 30


@pytest.fixture
def nat(bot: Bot, session: Session, action: Action, maya: User) -> Any:
    """Nat, whom the campaign does not know in Slack, with an action that runs by the clock's own time."""
    awake(session)
    return bot.person("Nat")


@pytest.fixture
def jo_in_slack(nat: Any, session: Session, jo: User) -> Any:
    """Jo at the keyboard of what was Nat's account, linked."""
    jo.slack_id = "U0NAT"
    session.commit()
    return nat


def awake(session: Session) -> None:
    """Let texting be open at any hour, for the bot lives by the machine's clock."""
    campaign = session.scalars(select(Campaign)).one()
    campaign.texting_from = campaign.sunday_from = 0
    campaign.texting_until = campaign.replies_until = 24
    session.commit()


def texted(session: Session) -> str:
    session.expire_all()
    return session.scalars(select(SignInCode.code).order_by(SignInCode.id.desc()).limit(1)).one() or ""


def text(bot: Bot, person: Any) -> str:
    return bot.slack.text_of(person.modal)


def link_in(shown: Any) -> str:
    (go,) = [
        element
        for block in shown.blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if "url" in element
    ]
    return str(go["url"])


def opened(session: Session, settings: Settings, shown: Any) -> tuple[str, str]:
    user, page = open_link(session, settings.signing_key(), link_in(shown).partition("token=")[2])
    return user.first_name, page


def ask(person: Any, what: str = "A batch of first texts") -> dict[str, str]:
    person.command("/textbank", "texts")
    person.fill("What do you want to do?", what)
    told: dict[str, str] = person.submit()
    return told


def test_somebody_links_their_phone_and_is_given_a_batch(
    bot: Bot, session: Session, nat: Any, action: Action, jo: User, slack_settings: Settings
) -> None:
    nat.command("/textbank", "texts")
    nat.fill("Your mobile phone", "212 555 0101")
    assert {} == nat.submit()
    nat.fill("Code", texted(session))
    assert {} == nat.submit()
    assert "linked to *(212) 555-0101*" in text(bot, nat)
    assert {} == nat.submit()

    session.expire_all()
    assert "U0NAT" == jo.slack_id
    assert "*2 first texts* are yours" in text(bot, nat)
    assert ("Jo", f"/actions/{action.id}") == opened(session, slack_settings, nat.modal)


def test_a_stranger_joins_with_the_name_slack_knows(bot: Bot, session: Session, nat: Any) -> None:
    nat.command("/textbank", "texts")
    nat.fill("Your mobile phone", "212 555 0199")
    nat.submit()
    nat.fill("Code", texted(session))
    nat.submit()

    joined = session.scalars(select(User).filter_by(slack_id="U0NAT")).one()
    assert ("Nat Stranger", "+12125550199") == (joined.name, joined.phone)


def test_known_and_unknown_phones_hear_the_same(bot: Bot, session: Session, nat: Any, jo: User) -> None:
    def told(phone: str) -> str:
        nat.command("/textbank", "texts")
        nat.fill("Your mobile phone", phone)
        nat.submit()
        said = text(bot, nat)
        nat.close(everything=True)
        return said.replace(phone, "")

    assert told("(212) 555-0101") == told("(212) 555-0199")


def test_a_wrong_code_is_said_and_another_can_be_asked_for(bot: Bot, session: Session, nat: Any) -> None:
    nat.command("/textbank", "texts")
    nat.fill("Your mobile phone", "212 555 0101")
    nat.submit()
    nat.fill("Code", "1")

    assert "not the newest code" in nat.submit()["Code"]
    assert 1 == session.scalars(select(SignInCode.wrong_guesses)).one()
    nat.click(None, "Another phone, or a new code")
    assert "(212) 555-0101" in str(nat.modal.blocks)


def test_what_cannot_be_a_phone_is_said_beside_it(nat: Any) -> None:
    nat.command("/textbank", "texts")
    nat.fill("Your mobile phone", "12")

    assert ["Your mobile phone"] == list(nat.submit())


def test_replies_in_nobodys_hands_are_given(
    bot: Bot, session: Session, jo_in_slack: Any, slack_settings: Settings
) -> None:
    waiting = session.scalars(select(Conversation).limit(1)).one()
    waiting.initial_at = NOON
    hear(session, waiting.id, "Who is this?", at=NOON)
    session.commit()

    assert {} == ask(jo_in_slack, "Replies to answer")

    assert "*1 reply to answer* is yours" in text(bot, jo_in_slack)
    assert ("Jo", "/?tab=attention") == opened(session, slack_settings, jo_in_slack.modal)


def test_nothing_to_give_says_so_over_the_form(bot: Bot, jo_in_slack: Any) -> None:
    ask(jo_in_slack, "Replies to answer")

    assert "waits for an answer without a volunteer" in text(bot, jo_in_slack)


def test_without_an_action_there_is_nothing_to_ask(
    bot: Bot, session: Session, jo_in_slack: Any, action: Action
) -> None:
    action.state = "paused"
    session.commit()

    jo_in_slack.command("/textbank", "texts")

    assert "No action is running that was sent to you" in text(bot, jo_in_slack)


def test_an_admin_approves_and_the_one_who_asked_gets_the_link(
    bot: Bot, session: Session, jo_in_slack: Any, action: Action, slack_settings: Settings
) -> None:
    action.approves_texts = True
    session.commit()
    maya = bot.person("Maya")
    assert {} == ask(jo_in_slack)
    assert "*An admin has been asked.*" in text(bot, jo_in_slack)
    jo_in_slack.close(everything=True)
    bot.work()
    (asked,) = maya.dm.messages
    assert "<@U0NAT> asks for *a batch of first texts* in *Get out the vote*" in bot.slack.text_of(asked)

    maya.click(asked, "Approve for Jo Park")
    maya.click(asked, "Approve for Jo Park")
    bot.work()

    assert "Approved by <@U0MAYA>" in bot.slack.text_of(asked)
    (told,) = jo_in_slack.dm.messages
    assert "2 first texts in *Get out the vote* are yours." in bot.slack.text_of(told)
    jo_in_slack.click(told, "Get my link")
    assert ("Jo", f"/actions/{action.id}") == opened(session, slack_settings, jo_in_slack.modal)


def test_not_now_is_told(bot: Bot, session: Session, jo_in_slack: Any, action: Action) -> None:
    action.approves_texts = True
    session.commit()
    maya = bot.person("Maya")
    ask(jo_in_slack)
    bot.work()
    maya.click(maya.dm.messages[0], "Not now for Jo Park")
    bot.work()

    assert ["refused"] == list(session.scalars(select(TextsWanted.state)))
    assert "Not now" in bot.slack.text_of(jo_in_slack.dm.messages[0])
    assert "Not now, said <@U0MAYA>" in bot.slack.text_of(maya.dm.messages[0])


def test_volunteers_do_not_decide(bot: Bot, session: Session, jo_in_slack: Any, action: Action) -> None:
    action.approves_texts = True
    campaign = session.scalars(select(Campaign)).one()
    campaign.alerts_channel = "C0GENERAL"
    session.commit()
    ask(jo_in_slack)
    bot.work()
    asked = bot.slack.channel("general").messages[-1]
    jo_in_slack.click(asked, "Approve for Jo Park")

    assert ["asked"] == list(session.scalars(select(TextsWanted.state)))
    assert "Only the text bank's admins" in bot.slack.text_of(jo_in_slack.ephemerals[-1])


def test_a_closed_account_gets_nothing(bot: Bot, session: Session, jo_in_slack: Any, jo: User) -> None:
    jo.deactivated_at = NOON
    session.commit()

    jo_in_slack.command("/textbank", "texts")

    assert jo_in_slack.modal is None
    assert "This account is closed" in bot.slack.text_of(jo_in_slack.ephemerals[-1])


def test_a_closed_account_cannot_submit_what_is_still_open(
    bot: Bot, session: Session, jo_in_slack: Any, jo: User
) -> None:
    jo_in_slack.command("/textbank", "texts")
    jo.deactivated_at = NOON
    session.commit()
    jo_in_slack.submit()

    assert [] == list(session.scalars(select(TextsWanted)))
    assert "not linked to a phone" in text(bot, jo_in_slack)


def test_everything_is_within_slacks_limits() -> None:
    wanted = TextsWanted(id=1, what="replies", state="given", count=1_234_567)
    action = Action(id=1, title="&" * 255)
    data = {
        "id": 1,
        "state": "asked",
        "what": "batch",
        "count": 0,
        "title": "&" * 255,
        "who": "U0NAT",
        "name": LONG,
    }
    done = data | {"state": "given", "by": None, "at": NOON.isoformat()}
    views = [
        linking.phone_form(LONG, LONG, "(212) 555-0101"),
        linking.code_form("+12125550101", LONG, LONG),
        asking.form([action] * 100, "+12125550101"),
        asking.form([]),
        asking.answer(wanted, "https://text.example/sign-in?token=" + "x" * 200),
        asking.answer(TextsWanted(state="asked"), ""),
    ]
    messages = [build("texts_wanted", data), build("texts_wanted", done), build("texts_decided", done)]
    messages += [
        build("texts_decided", done | {"state": "refused"}),
        build("texts_wanted", data | {"who": None}),
    ]

    assert [] == [problem for view in views for problem in check_view(view)]
    assert [] == [problem for each in messages for problem in check_message(each.payload())]
