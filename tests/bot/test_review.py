"""A conversation in a modal: opened from anywhere, read, answered, tagged, handed on, closed, opted out."""

import copy
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.review import answer_views, moving, reporting
from bot.review.place import Place
from bot.review.thread import thread_modal
from core.actions.handing_on import hand_on
from core.contacts.sheet import Known
from core.conversations import holding, media, reviewing
from core.conversations.answering import answer
from core.conversations.archiving import archive
from core.conversations.escalating import Asked as Escalated
from core.conversations.offering import Response
from core.conversations.report_form import Asked, Question, ReportForm
from core.conversations.reporting import file_report
from core.conversations.reviewing import PAGE, Review
from core.conversations.threads import Bubble, Prepared
from core.delivery.hours.in_words import Notice as Hours
from core.errors import NotAllowed, NotFound
from core.models import (
    Action,
    Campaign,
    Contact,
    Conversation,
    CustomField,
    Escalation,
    Event,
    Holding,
    Message,
    OptOut,
    Report,
    Tag,
    User,
)
from core.notices.telling import tell
from core.results.recount import recount
from sandbox.slack import acts
from sandbox.slack.rules import check_view
from tests import factories
from tests.bot.conftest import Bot
from tests.factories import NOON


@pytest.fixture
def talk(session: Session, conversation: Conversation) -> Conversation:
    """Pat was texted by Jo and asks who it is."""
    conversation.initial_at = NOON
    factories.heard(session, conversation, "Who is <this>?")
    session.commit()
    return conversation


@pytest.fixture
def open_to_all(campaign: Campaign) -> None:
    """Listeners go by the real clock, so let everybody be texted at any hour."""
    campaign.texting_from = campaign.sunday_from = 0
    campaign.texting_until = campaign.replies_until = 24


@pytest.fixture
def maya_there(bot: Bot, session: Session, talk: Conversation, maya: User) -> Any:
    """Maya with Pat's conversation before her, opened from a message."""
    return opened(bot, session, "Maya", talk)


def opened(bot: Bot, session: Session, name: str, conversation: Conversation) -> Any:
    """Let somebody press a message's button that leads to a conversation."""
    place: dict[str, Any] = {"campaign_id": conversation.campaign_id, "channel": "C0GENERAL"}
    told = {"conversation": conversation.id, "action": "Vote", "by": "Jo", "note": "", "at": 1.0}
    ended = {"resolved_by": "", "resolved_at": None}
    tell(session, key=name, kind="escalation", data=told | ended, now=NOON, **place)
    session.commit()
    bot.work()
    person = bot.person(name)
    person.click(bot.slack.channel("#general").messages[-1], "Open conversation")
    return person


def text(bot: Bot, person: Any) -> str:
    return str(bot.slack.text_of(person.modal))


def count(session: Session, table: type[Any]) -> int:
    session.expire_all()
    return session.scalar(select(func.count()).select_from(table)) or 0


def again(bot: Bot, view: Any) -> None:
    """Submit a form that was sent already once more."""
    acts.submit(bot.slack.desk, bot.slack.person("Maya").user, view)
    bot.hands.rest()


def test_the_modal_says_who_it_is_and_how_it_stands(bot: Bot, maya_there: Any) -> None:
    shown = text(bot, maya_there)

    for words in ("Pat Quinn", "(212) 555-0111", "Get out the vote, running", "Jo Park", "Needs attention"):
        assert words in shown
    assert "Who is &lt;this&gt;?" in shown


def test_tags_answers_and_what_came_with_a_text_are_named(
    bot: Bot, session: Session, talk: Conversation, action: Action, maya: User, jo: User
) -> None:
    wrong = factories.tag(session, action.campaign_id, "Wrong number", on=action)
    rating = factories.field(session, action, "Rating", "Yes", "No")
    said = session.scalars(select(Message)).one()
    said.media = [{"url": "https://x.example", "type": "image/png"}]
    media.list_media(session, said, now=NOON)
    file_report(session, talk.id, by=jo, key="r", tags={wrong.id: True}, fields={rating.id: "Yes"}, now=NOON)
    session.commit()
    shown = text(bot, opened(bot, session, "Maya", talk))

    assert "*Tags:* Wrong number" in shown
    assert "*Answers:* Rating: Yes" in shown
    assert "A picture came that could not be fetched." in shown


def test_a_long_talk_has_pages(bot: Bot, session: Session, talk: Conversation, maya: User) -> None:
    for number in range(PAGE + 3):
        factories.heard(session, talk, f"Text {number:02}")
    maya_there = opened(bot, session, "Maya", talk)

    assert "Text 14" in text(bot, maya_there)
    assert "Text 02" not in text(bot, maya_there)
    maya_there.click(None, "Earlier texts")
    assert "Text 02" in text(bot, maya_there)
    assert "Text 14" not in text(bot, maya_there)
    maya_there.click(None, "Newest texts")
    assert "Text 14" in text(bot, maya_there)


@pytest.mark.usefixtures("open_to_all")
def test_an_answer_goes_out_in_the_admins_name_and_the_holder_stays(
    bot: Bot, session: Session, talk: Conversation, maya_there: Any, maya: User, jo: User
) -> None:
    version = jo.inbox_version
    maya_there.click(None, "Answer")
    maya_there.fill("Your answer", "I am with Riverside for All.")
    assert {} == maya_there.submit()

    assert "Your answer is on its way, in 1 segment." in text(bot, maya_there)
    assert "I am with Riverside for All." in text(bot, maya_there)
    session.expire_all()
    sent = session.scalars(select(Message).filter_by(kind="follow_up")).one()
    assert (maya.id, jo.id, None) == (sent.sender_id, talk.holder_id, talk.attention_since)
    assert version < jo.inbox_version


@pytest.mark.usefixtures("open_to_all")
def test_a_prepared_response_is_filled_in_for_this_contact(
    bot: Bot, session: Session, maya_there: Any
) -> None:
    maya_there.click(None, "Answer")
    maya_there.fill("Choose one to fill it in", "Yes")
    assert "As it stands: 1 segment." in text(bot, maya_there)
    assert {} == maya_there.submit()

    sent = session.scalars(select(Message).filter_by(kind="follow_up")).one()
    assert "Great, thank you Pat!" == sent.body
    assert sent.script_id is not None


@pytest.mark.usefixtures("open_to_all")
def test_an_answer_sent_twice_is_one_text(bot: Bot, session: Session, maya_there: Any) -> None:
    maya_there.click(None, "Answer")
    maya_there.fill("Your answer", "Hello")
    pressed = copy.deepcopy(maya_there.modal)
    maya_there.submit()
    again(bot, pressed)

    assert ["Hello"] == session.scalars(select(Message.body).filter_by(kind="follow_up")).all()
    assert "Your answer is on its way" in text(bot, maya_there)


@pytest.mark.usefixtures("open_to_all")
def test_two_answers_from_one_modal_are_two_texts(session: Session, maya_there: Any) -> None:
    for words in ("One", "Two"):
        maya_there.click(None, "Answer")
        maya_there.fill("Your answer", words)
        maya_there.submit()

    assert ["One", "Two"] == session.scalars(
        select(Message.body).filter_by(kind="follow_up").order_by(Message.id)
    ).all()


@pytest.mark.usefixtures("open_to_all")
def test_what_was_written_meanwhile_is_shown_before_anything_is_sent(
    bot: Bot, session: Session, talk: Conversation, maya_there: Any
) -> None:
    maya_there.click(None, "Answer")
    maya_there.fill("Your answer", "Hello")
    factories.heard(session, talk, "Never mind!")
    session.commit()
    assert {} == maya_there.submit()

    assert "Something new was written while you typed." in text(bot, maya_there)
    assert "Never mind!" in text(bot, maya_there)
    assert "Hello" == maya_there.values["Your answer"]["value"]
    assert 0 == session.scalar(select(func.count()).where(Message.kind == "follow_up"))
    maya_there.submit()
    assert ["Hello"] == session.scalars(select(Message.body).filter_by(kind="follow_up")).all()


def test_a_safeguard_says_why_and_the_words_stay(
    bot: Bot, session: Session, campaign: Campaign, action: Action, maya_there: Any
) -> None:
    action.state = "paused"
    session.commit()
    maya_there.click(None, "Answer")
    maya_there.fill("Your answer", "Hello")
    maya_there.submit()

    assert "This action is paused" in text(bot, maya_there)
    maya_there.close()
    assert "Hello" == maya_there.values["Your answer"]["value"]
    assert 0 == session.scalar(select(func.count()).where(Message.kind == "follow_up"))


def test_a_report_sets_tags_and_answers(
    bot: Bot, session: Session, talk: Conversation, action: Action, maya: User
) -> None:
    factories.tag(session, action.campaign_id, "Supporter", on=action)
    factories.field(session, action, "Rating", "Yes", "No", required=True)
    factories.field(session, action, "Why")
    maya_there = opened(bot, session, "Maya", talk)
    maya_there.click(None, "Tag / report")
    assert {"Rating": "Please answer “Rating”."} == maya_there.submit()
    maya_there.fill("Tags", ["Supporter"])
    assert ["No answer", "Yes", "No"] == maya_there.options("Rating")
    maya_there.fill("Rating", "No")
    maya_there.fill("Why", "Busy")
    pressed = copy.deepcopy(maya_there.modal)
    assert {} == maya_there.submit()
    again(bot, pressed)

    shown = text(bot, maya_there)
    assert "Report saved." in shown
    assert "*Tags:* Supporter" in shown
    assert "Rating: No; Why: Busy" in shown
    assert 1 == count(session, Report)
    assert maya.id == session.scalars(select(Report.user_id)).one()


def test_reassigned_to_another_volunteer(
    bot: Bot, session: Session, talk: Conversation, maya_there: Any, sam: User
) -> None:
    maya_there.click(None, "Reassign")
    assert {"To": "Choose somebody, or tick “To nobody”; one of the two."} == maya_there.submit()
    maya_there.fill("To", "Jo Park")
    assert {"To": "Jo Park holds it already. Choose somebody else."} == maya_there.submit()
    maya_there.fill("To", "Sam Ruiz")
    pressed = copy.deepcopy(maya_there.modal)
    assert {} == maya_there.submit()
    again(bot, pressed)

    assert "Reassigned." in text(bot, maya_there)
    assert 1 == count(session, Holding)
    assert sam.id == talk.holder_id


def test_given_back_to_nobody(bot: Bot, session: Session, talk: Conversation, maya_there: Any) -> None:
    maya_there.click(None, "Reassign")
    maya_there.fill("Or", ["To nobody"])
    assert {} == maya_there.submit()

    assert "*Held by*\nNobody" in text(bot, maya_there)
    session.expire_all()
    assert talk.holder_id is None


def test_closed_and_open_again(
    bot: Bot, session: Session, campaign: Campaign, talk: Conversation, maya_there: Any
) -> None:
    maya_there.click(None, "Close conversation")
    assert "Closed. It comes back by itself when they write." in text(bot, maya_there)
    session.expire_all()
    assert talk.archived_at is not None
    maya_there.click(None, "Reopen")

    session.expire_all()
    assert talk.archived_at is None
    assert talk.attention_since is not None
    assert [] == [each for each in recount(session, campaign.id) if each.column == "attention_since"]
    names = session.scalars(select(Event.name).order_by(Event.id)).all()
    assert ["conversation_archived", "conversation_reopened"] == list(names)


def test_opted_out_after_a_yes(bot: Bot, session: Session, talk: Conversation, maya_there: Any) -> None:
    maya_there.click(None, "Opt out", confirm=False)
    assert 0 == count(session, OptOut)
    maya_there.click(None, "Opt out")

    assert "Opted out. Nobody in this campaign will text them again." in text(bot, maya_there)
    assert "review.answer" not in str(maya_there.modal)
    assert 1 == count(session, OptOut)


def test_forms_lead_back(bot: Bot, maya_there: Any) -> None:
    for name in ("Answer", "Tag / report", "Reassign"):
        maya_there.click(None, name)
        maya_there.click(None, "Back to the conversation")
        assert "Held by" in text(bot, maya_there)


def test_staff_may_review_but_not_reassign(
    bot: Bot, session: Session, talk: Conversation, maya: User, abe: User
) -> None:
    there = opened(bot, session, "Abe", talk)

    assert "Pat Quinn" in text(bot, there)
    assert "review.reassign" not in str(there.modal)
    with pytest.raises(NotAllowed):
        hand_on(session, talk.id, to_user_id=None, by=abe, key="k", now=NOON)


def test_a_volunteer_is_turned_away(
    bot: Bot, session: Session, talk: Conversation, maya: User, sam: User
) -> None:
    sam.slack_id = "U0ABE"
    there = opened(bot, session, "Abe", talk)

    assert there.modal is None
    with pytest.raises(NotAllowed):
        answer(session, talk.id, by=sam, body="Hi", key="k", seen=10**9, now=NOON)


def test_a_conversation_of_another_campaign_is_not_there(
    session: Session, talk: Conversation, maya: User
) -> None:
    other = factories.campaign(session, service="MG2", slack_team_id="T2", join_code="other1")
    rae = factories.user(session, other, "Rae Other", role="owner")

    for act in (
        lambda: archive(session, talk.id, by=rae, now=NOON, reach=holding.review),
        lambda: reviewing.review(session, talk.id, by=rae),
        lambda: answer(session, talk.id, by=rae, body="Hi", key="k", seen=10**9, now=NOON),
        lambda: hand_on(session, talk.id, to_user_id=None, by=rae, key="k", now=NOON),
    ):
        with pytest.raises(NotFound):
            act()


def test_the_largest_views_are_accepted() -> None:
    evil = "<!everyone> \u202e&" * 200
    contact = Contact(first_name=evil, last_name=evil, phone="+12125550111", zones="", state="")
    action = Action(title=evil, state="published", id=1)
    conversation = Conversation(id=10**15, initial_at=NOON, attention_since=NOON, action_id=1)
    conversation.contact, conversation.action = contact, action
    body = Message(direction="in", body="😀" * 1600, created_at=NOON, state="received", media=[], id=1)
    escalation = Escalation(note="\n>" * 500, at=NOON, conversation_id=1)
    known = [Known("tag", each, evil, "yes") for each in range(500)]
    bubble = Bubble(body, evil, script=Prepared("response", evil, 300))
    shown = Review(
        conversation=conversation, holder=evil, bubbles=[bubble] * PAGE, newest=10**15,
        is_latest=False, earlier=1, known=known, asked=Escalated(escalation, evil, ""),
    )  # fmt: skip
    place = Place(10**15, 10**15, key="x" * 20, script=7)
    tags = [Asked(Tag(id=each, name="&" * 80, opt_out=True), "yes") for each in range(100)]
    field = CustomField(id=1, name="&" * 80, required=True, kind="selection")
    questions = [Question(field, "&" * 75, ("&" * 75,) * 100)]
    questions += [
        Question(CustomField(id=each, name="x", required=False), None, ()) for each in range(2, 101)
    ]
    views = [
        thread_modal(shown, may_reassign=True, told=evil),
        answer_views.form(
            shown, [Response(7, evil, evil, (evil,) * 5)] * 300, Hours(False, evil), place, typed=evil
        ),
        reporting.report_modal(ReportForm(tags, questions), place),
        reporting.report_modal(ReportForm([], []), place),
        moving.reassign_modal(shown, place),
    ]

    assert [] == [problem for view in views for problem in check_view(view)]
