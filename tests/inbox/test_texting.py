"""First texts: a batch, one press a text, errors that stay, and nobody else's contacts."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.conversations.hearing import hear
from core.db import Database
from core.models import Action, Contact, ContactList, Conversation, Holding, Message, User
from tests import factories
from tests.counting import counted
from tests.factories import NOON
from tests.inbox.page import Page

Jos = Callable[[], Page]


def count(session: Session, kind: type[Message] | type[Holding]) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def test_one_press_is_one_text_and_the_next_contact_is_there(
    jos: Jos, session: Session, action: Action
) -> None:
    page = jos().get("/").press("Start texting")
    assert f"/actions/{action.id}" == page.path
    assert "0 of 2" in page.text
    assert "Hi Pat, Jo with Riverside for All." in page.text

    page.press("Send")
    assert "1 of 2" in page.text
    assert "Hi Pat" not in page.text
    page.press("Send")

    assert ["initial", "initial"] == session.scalars(select(Message.kind)).all()
    assert "Batch done: 2 sent." in page.text


def test_the_whole_batch_is_in_the_page_so_nobody_waits(jos: Jos, action: Action) -> None:
    page = jos().get("/").press("Start texting")

    keys = page.tree.xpath("//ol[@id='cards']//input[@name='key']/@value")
    assert 2 == len(set(keys))


def test_pressed_twice_texts_once(jos: Jos, session: Session, action: Action) -> None:
    page = jos().get("/").press("Start texting")
    form = page.form("Send")

    for _ in range(2):
        answer = page.client.post(form.action, data=page.fields(form), headers={"HX-Request": "true"})
        assert 204 == answer.status_code
    assert 1 == count(session, Message)


def test_a_press_costs_the_same_few_statements_however_much_there_is(
    jos: Jos, session: Session, database: Database, voters: ContactList, action: Action, jo: User
) -> None:
    """On PostgreSQL two: what a press is judged by, who asks among it, and all that it writes."""
    crowd = [factories.contact(session, voters, f"C{at} Y", f"+1212555{at:04}") for at in range(60)]
    for title in ("Second action", "Third action"):
        other = factories.action(session, voters, contacts=crowd, audience=[jo], title=title)
        for each in crowd:
            hear(session, factories.held(session, other, each, jo).id, "Hi", at=NOON)
    page = jos().get("/").get(f"/actions/{action.id}").press("Start texting")
    form = page.form("Send")

    with counted(database) as statements:
        answer = page.client.post(form.action, data=page.fields(form), headers={"HX-Request": "true"})

    assert 204 == answer.status_code
    assert (2 if database.is_postgresql else 6) == len(statements)


def test_a_page_that_was_left_open_cannot_text_again(jos: Jos, session: Session, action: Action) -> None:
    page = jos().get("/").press("Start texting")
    form = page.form("Send")
    page.press("Send")

    old = page.client.post(
        form.action, data=page.fields(form) | {"key": ["another"]}, headers={"HX-Request": "true"}
    )

    assert (422, 1) == (old.status_code, count(session, Message))
    assert "texted already" in old.text


def test_a_text_that_must_not_go_says_why_and_leaves_the_contact(
    jos: Jos, session: Session, action: Action, pat: Contact
) -> None:
    page = jos().get("/").press("Start texting")
    pat.undeliverable = "landline"
    session.commit()

    assert "it is a landline" in page.press("Send", expect=422).text
    assert 0 == count(session, Message)


def test_who_may_no_longer_text_is_sent_to_sign_in_and_nobody_is_texted(
    jos: Jos, session: Session, action: Action, jo: User
) -> None:
    page = jos().get("/").press("Start texting")
    form = page.form("Send")
    jo.deactivated_at = NOON
    session.commit()

    answer = page.client.post(form.action, data=page.fields(form), headers={"HX-Request": "true"})

    assert (204, "/sign-in") == (answer.status_code, answer.headers["HX-Redirect"])
    assert 0 == count(session, Message)


def test_whoever_only_presses_is_noted_as_here(jos: Jos, session: Session, action: Action, jo: User) -> None:
    page = jos().get("/").press("Start texting")
    jo.last_seen_at = NOON - timedelta(minutes=5)
    session.commit()

    page.press("Send")

    session.refresh(jo)
    assert NOON == jo.last_seen_at
    assert 1 == count(session, Message)


def test_skipping_brings_the_next_and_comes_round_again(jos: Jos, action: Action) -> None:
    page = jos().get("/").press("Start texting")
    first, second = page.tree.xpath("//ol[@id='cards']/li/h2/text()")
    skip = page.tree.xpath("//a[text()='Skip']/@href")[0]

    page.get(skip)

    assert [second, first] == page.tree.xpath("//ol[@id='cards']/li/h2/text()")


def test_the_next_batch_follows(jos: Jos, session: Session, action: Action) -> None:
    action.batch_size = 1
    page = jos().get("/").press("Start texting").press("Send")
    assert "Batch done: 1 sent." in page.text
    for sent in session.scalars(select(Conversation).where(Conversation.initial_at.is_not(None))):
        sent.initial_at = NOON - timedelta(minutes=1)
    session.commit()

    page.press("Next batch")

    assert "0 of 1" in page.text
    assert 2 == count(session, Holding)


def test_starting_twice_takes_one_batch(jos: Jos, session: Session, action: Action) -> None:
    action.batch_size = 1
    page = jos()
    for _ in range(2):
        page.get("/").press("Start texting")

    assert 1 == count(session, Holding)


def test_when_nobody_is_left_the_page_says_so(
    as_user: Callable[[User], Page], jos: Jos, action: Action, sam: User
) -> None:
    sams = as_user(sam).get("/")
    jos().get("/").press("Start texting")

    assert "nobody is left to text" in sams.press("Start texting", expect=422).text


def test_whoever_took_their_share_is_thanked(jos: Jos, session: Session, action: Action) -> None:
    action.most_each = 1
    session.commit()
    page = jos().get("/").press("Start texting")
    page.press("Send")

    assert "You have texted your 1; thank you!" in page.text
    assert "Next batch" not in page.text
    assert "You have texted your 1; thank you" in page.get("/").text


def test_when_everybody_sleeps_the_page_says_when(
    jos: Jos, action: Action, pat: Contact, lee: Contact
) -> None:
    pat.zones = lee.zones = "Pacific/Honolulu"  # 7:00 there

    page = jos().get("/").press("Start texting", expect=422)

    assert "outside texting hours where everybody else lives" in page.text


def test_whoever_sleeps_is_named_with_when_and_why(
    jos: Jos, session: Session, action: Action, pat: Contact, lee: Contact
) -> None:
    page = jos().get("/").press("Start texting")
    pat.zones, lee.zones = "Pacific/Honolulu", "America/New_York Pacific/Honolulu"  # 7:00 there
    session.commit()
    page.get(f"/actions/{action.id}")

    assert "Pat Quinn Texting opens Tuesday at 9:00 AM HST." in page.text
    assert "Lee Wong Texting opens Tuesday at 3:00 PM EDT. They may be in two time zones" in page.text
    assert "Send" not in page.buttons


def test_a_paused_action_says_so(jos: Jos, session: Session, action: Action) -> None:
    page = jos().get("/")
    action.state = "paused"
    session.commit()

    assert "is paused" in page.press("Start texting", expect=422).text


def test_contacts_in_hand_wait_while_the_action_is_paused(jos: Jos, session: Session, action: Action) -> None:
    page = jos().get("/").press("Start texting")
    for state, words in (("paused", "is paused"), ("closed", "is finished")):
        action.state = state
        session.commit()
        page.get(f"/actions/{action.id}")
        assert words in page.text
        assert "Send" not in page.buttons


def test_sam_cannot_send_jos_texts(
    as_user: Callable[[User], Page], jos: Jos, session: Session, action: Action, sam: User
) -> None:
    form = jos().get("/").press("Start texting").form("Send")
    sams = as_user(sam).get("/")
    token = sams.tree.xpath("//input[@name='csrf_token']/@value")[0]

    answer = sams.client.post(form.action, data={"key": "k", "csrf_token": token})

    assert (404, 0) == (answer.status_code, count(session, Message))


def test_an_action_of_others_is_not_here(as_user: Callable[[User], Page], action: Action, abe: User) -> None:
    as_user(abe).get(f"/actions/{action.id}", expect=404)


def test_a_doubtful_first_text_can_be_pressed_again(
    jos: Jos, session: Session, conversation: Conversation
) -> None:
    page = jos().get(f"/actions/{conversation.action_id}").press("Send")
    message = session.scalars(select(Message)).one()
    message.state, message.created_at = "not_confirmed", NOON - timedelta(hours=1)
    session.commit()

    page.get(f"/conversations/{conversation.id}")
    assert "Not confirmed" in page.text
    page.press("Send again")

    assert f"/conversations/{conversation.id}" == page.path
    assert 2 == count(session, Message)
