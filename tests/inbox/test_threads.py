"""One conversation: reading, answering, reporting, opting out, archiving."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.conversations.sending import send_initial
from core.models import (
    Action,
    Campaign,
    Contact,
    Conversation,
    CustomField,
    Fact,
    Message,
    OptOut,
    Report,
    Script,
    Tag,
    User,
)
from tests import factories
from tests.factories import NOON
from tests.inbox.page import Page

Jos = Callable[[], Page]


@pytest.fixture
def asked(session: Session, conversation: Conversation, jo: User) -> Conversation:
    """Pat was texted and asks who it is."""
    send_initial(session, conversation.id, by=jo, key="first", now=NOON)
    factories.heard(session, conversation, "Who is <b>this</b>?")
    return conversation


@pytest.fixture
def wrong(session: Session, action: Action) -> Tag:
    return factories.tag(session, action.campaign_id, "Wrong number", on=action)


@pytest.fixture
def rating(session: Session, action: Action) -> CustomField:
    return factories.field(session, action, "Rating", "Yes", "No")


def count(session: Session, kind: type[Message] | type[Report] | type[OptOut]) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def test_the_texts_are_shown_and_marked_read(jos: Jos, session: Session, asked: Conversation) -> None:
    page = jos().get(f"/conversations/{asked.id}")

    assert "Pat Quinn" == page.heading
    assert "Who is <b>this</b>?" in page.text
    assert "Waiting to leave" in page.text
    session.refresh(asked)
    assert NOON == asked.read_at


def test_outside_hours_the_page_says_so_before_anybody_writes(
    jos: Jos, session: Session, conversation: Conversation, pat: Contact
) -> None:
    pat.zones = "Pacific/Honolulu"  # 7:00 there

    page = jos().get(f"/conversations/{conversation.id}")

    assert "outside texting hours for Pat. Texting opens Tuesday at 9:00 AM HST." in page.text


def test_in_hours_nothing_is_said_of_them(jos: Jos, asked: Conversation) -> None:
    assert "texting hours" not in jos().get(f"/conversations/{asked.id}").text


def test_a_late_answer_may_go_and_the_page_says_until_when(
    jos: Jos, session: Session, asked: Conversation, pat: Contact, campaign: Campaign
) -> None:
    campaign.texting_until = 13  # it is 13:00

    page = jos().get(f"/conversations/{asked.id}")

    assert "It is late where Pat lives. They have just written, so you may answer until 9:00 PM" in page.text
    assert "I am Jo." in page.press("Reply", body="I am Jo.").text


def test_an_answer_is_queued_and_ends_the_attention(jos: Jos, session: Session, asked: Conversation) -> None:
    page = jos().get(f"/conversations/{asked.id}").press("Reply", body="I am Jo.")

    session.refresh(asked)
    assert "I am Jo." in page.text
    assert asked.attention_since is None


def test_a_response_fills_the_answer_in(jos: Jos, session: Session, asked: Conversation) -> None:
    page = jos().get(f"/conversations/{asked.id}")
    page.get(page.tree.xpath("//a[@data-fill]/@href")[0]).press("Reply")

    message = session.scalars(select(Message).filter_by(kind="follow_up")).one()
    script = session.scalars(select(Script).filter_by(kind="response")).one()
    assert ("Great, thank you Pat!", script.id) == (message.body, message.script_id)


def test_an_answer_that_is_refused_stays_typed(jos: Jos, session: Session, asked: Conversation) -> None:
    page = jos().get(f"/conversations/{asked.id}").press("Reply", expect=422, body="x" * 2000)

    assert "too long" in page.text
    assert "x" * 2000 == page.tree.xpath("//textarea[@name='body']")[0].text


def test_a_refused_answer_in_htmx_stays_typed_too(jos: Jos, asked: Conversation) -> None:
    page = jos().get(f"/conversations/{asked.id}")
    form = page.form("Reply")

    fields = page.fields(form) | {"body": ["x" * 2000]}
    answer = page.client.post(form.action, data=fields, headers={"HX-Request": "true"})

    assert 422 == answer.status_code
    assert answer.text.lstrip().startswith('<div id="composer"')
    assert "too long" in answer.text
    assert "x" * 2000 in answer.text


def test_an_answer_in_htmx_brings_an_empty_form_with_a_new_key(jos: Jos, asked: Conversation) -> None:
    page = jos().get(f"/conversations/{asked.id}")
    form = page.form("Reply")

    fields = page.fields(form) | {"body": ["Hello"]}
    answer = page.client.post(form.action, data=fields, headers={"HX-Request": "true"})

    assert (201, "news") == (answer.status_code, answer.headers["HX-Trigger"])
    assert ">Hello<" not in answer.text
    assert fields["key"][0] not in answer.text


def test_replying_twice_with_one_key_texts_once(jos: Jos, session: Session, asked: Conversation) -> None:
    page = jos().get(f"/conversations/{asked.id}")
    form = page.form("Reply")
    for _ in range(2):
        page.client.post(form.action, data=page.fields(form) | {"body": ["Hello"]})

    assert 3 == count(session, Message)


def test_new_texts_come_as_a_part(jos: Jos, asked: Conversation) -> None:
    part = jos().part(f"/conversations/{asked.id}/messages")

    assert part.lstrip().startswith('<section id="messages"')
    assert "<textarea" not in part


def test_the_cost_of_an_answer_is_told(jos: Jos, asked: Conversation) -> None:
    page = jos().get(f"/conversations/{asked.id}")
    token = page.fields(page.form("Reply"))["csrf_token"]

    answer = page.client.post(
        f"/conversations/{asked.id}/segments", data={"csrf_token": token, "body": "Ż" * 80}
    )

    assert "80 characters · 2 texts" in answer.text
    assert "“Ż”" in answer.text


def test_a_report_is_saved_once_and_told(
    jos: Jos, session: Session, asked: Conversation, wrong: Tag, rating: CustomField
) -> None:
    page = jos().get(f"/conversations/{asked.id}").press("Fill report")
    assert "Report on Pat Quinn" == page.heading
    typed: dict[str, Any] = {f"tag-{wrong.id}": ["no", "yes"], f"field-{rating.id}": "Yes"}
    form, fields = page.form("Save report"), page.fields(page.form("Save report"))

    page.press("Save report", **typed)
    assert "Report saved." in page.text
    page.client.post(form.action, data=fields | {f"tag-{wrong.id}": ["no", "yes"]})

    assert 1 == count(session, Report)
    assert ["yes", "Yes"] == session.scalars(select(Fact.new).order_by(Fact.id)).all()
    again = page.get(f"/conversations/{asked.id}/report")
    assert {"yes", "Yes"} <= set(again.tree.xpath("//input[@checked]/@value"))


def test_a_report_with_an_archived_tag_keeps_the_rest(
    jos: Jos, session: Session, asked: Conversation, wrong: Tag, rating: CustomField
) -> None:
    page = jos().get(f"/conversations/{asked.id}/report")
    wrong.archived_at = NOON
    session.commit()

    typed: dict[str, Any] = {f"tag-{wrong.id}": ["no", "yes"], f"field-{rating.id}": "No"}
    page.press("Save report", expect=422, **typed)
    assert "“Wrong number” was taken off the report" in page.text
    assert ["No"] == page.tree.xpath("//input[@type='radio'][@checked]/@value")
    page.press("Save report")

    assert 1 == count(session, Report)
    assert ["No"] == session.scalars(select(Fact.new)).all()


def test_htmx_gets_the_report_in_place(jos: Jos, asked: Conversation, wrong: Tag) -> None:
    page = jos().get(f"/conversations/{asked.id}/report")
    assert page.part(f"/conversations/{asked.id}/report").lstrip().startswith('<form id="doings"')

    form = page.form("Save report")
    answer = page.client.post(form.action, data=page.fields(form), headers={"HX-Request": "true"})

    assert (201, "news") == (answer.status_code, answer.headers["HX-Trigger"])
    assert "Report saved." in answer.text


def test_opting_out_asks_first_and_then_ends_the_texting(
    jos: Jos, session: Session, asked: Conversation, pat: Contact
) -> None:
    page = jos().get(f"/conversations/{asked.id}").press("Opt out")
    assert 0 == count(session, OptOut)

    page.press("Yes, opt out")

    assert "Opted out" in page.text
    assert "Reply" not in page.buttons
    out = session.scalars(select(OptOut)).one()
    assert (pat.phone, "volunteer") == (out.phone, out.route)


def test_archiving_leads_back_to_the_inbox(jos: Jos, session: Session, asked: Conversation) -> None:
    page = jos().get(f"/conversations/{asked.id}").press("Archive")

    assert "/" == page.path
    assert "Archived" in page.text
    session.refresh(asked)
    assert NOON == asked.archived_at


@pytest.mark.parametrize("path", ["", "/messages", "/report", "/opting-out"])
def test_sam_finds_nothing_there(
    as_user: Callable[[User], Page], asked: Conversation, sam: User, path: str
) -> None:
    as_user(sam).get(f"/conversations/{asked.id}{path}", expect=404)


@pytest.mark.parametrize("path", ["messages", "reports", "opting-out", "archiving", "initial"])
def test_sam_changes_nothing_there(
    as_user: Callable[[User], Page], session: Session, asked: Conversation, sam: User, path: str
) -> None:
    sams = as_user(sam).get("/")
    token = sams.fields(sams.form("Sign out"))["csrf_token"]
    events = count(session, Message), count(session, Report), count(session, OptOut)

    answer = sams.client.post(
        f"/conversations/{asked.id}/{path}", data={"csrf_token": token, "key": "k", "body": "Hi"}
    )

    assert 404 == answer.status_code
    assert events == (count(session, Message), count(session, Report), count(session, OptOut))
    session.refresh(asked)
    assert asked.archived_at is None


def test_a_conversation_of_another_campaign_is_not_there(
    jos: Jos, session: Session, asked: Conversation, jo: User
) -> None:
    other = Campaign(name="Other", join_code="other1", created_at=NOON)
    session.add(other)
    session.flush()
    jo.campaign_id = other.id

    jos().get(f"/conversations/{asked.id}", expect=404)


def test_odd_input_does_no_harm(jos: Jos, asked: Conversation) -> None:
    page = jos().get(f"/conversations/{asked.id}")
    for body in ("\0", "  ", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16")):
        page.press("Reply", expect=200 if body.strip("\0 ") else 422, body=body)
    page.get(f"/conversations/{asked.id}?script=%00")
    page.get("/conversations/99999999999999999999999", expect=404)
