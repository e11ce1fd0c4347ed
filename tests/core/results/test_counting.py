"""Each figure equals a naive recount in Python of the rows behind it, whatever happened."""

from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from core.conversations.hearing import hear
from core.db import Database, Sessions
from core.models import Action, Audience, Contact, ContactList, Conversation, Message, OptOut, Report, User
from core.results.counting import count
from tests import factories
from tests.core.results.histories import HISTORIES, History, write
from tests.factories import NOON


class Rows:
    """Everything an action left behind, in plain lists."""

    def __init__(self, session: Session, action: Action) -> None:
        here = {"action_id": action.id}
        self.conversations = session.scalars(select(Conversation).filter_by(**here)).all()
        self.messages = session.scalars(select(Message).filter_by(**here).order_by(Message.id)).all()
        self.reports = session.scalars(select(Report).filter_by(**here)).all()
        self.opt_outs = session.scalars(select(OptOut)).all()
        contacts = session.scalars(select(Contact)).all()
        self.contacts = {contact.id: contact for contact in contacts}

    def out(self, kind: str) -> list[Message]:
        return [m for m in self.messages if (m.direction, m.kind) == ("out", kind) and m.state != "refused"]

    def repliers(self) -> set[int | None]:
        return {m.conversation_id for m in self.messages if m.direction == "in"}

    def pressed(self) -> set[int | None]:
        return {m.conversation_id for m in self.messages if m.kind == "initial"}

    def barred(self) -> set[int]:
        phones = {opt_out.phone for opt_out in self.opt_outs}
        return {one.id for one in self.contacts.values() if one.undeliverable or one.phone in phones}

    def waiting(self) -> set[int]:
        return {conversation.id for conversation in self.conversations if conversation.attention_since}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories=HISTORIES)
def test_every_figure_equals_a_naive_recount(sessions: Sessions, histories: list[History]) -> None:
    with sessions() as session:
        action, volunteers = an_action(session)
        write(session, action, histories, volunteers)

        counted = count(session, action)
        rows = Rows(session, action)
        session.expunge_all()
        session.rollback()

    texts, work = counted.performance, counted.overview
    initials, listed = rows.out("initial"), len(rows.conversations)
    unsent = {one.contact_id for one in rows.conversations if one.id not in rows.pressed()}
    reported = {report.conversation_id for report in rows.reports}
    assert len(initials) == work.performs
    assert len({message.sender_id for message in initials}) == work.completed
    assert (len(rows.reports), len(reported)) == (work.reports, work.reported_on)
    assert len(rows.repliers()) == texts.responders
    assert len(rows.repliers() & reported) == texts.filled
    assert sum(message.direction == "in" for message in rows.messages) == texts.replies
    assert (
        sum(message.state in {"sent", "delivered", "undelivered"} for message in initials) == texts.accepted
    )
    assert sum(message.state == "delivered" for message in initials) == texts.delivered
    assert len(rows.out("follow_up")) == texts.follow_ups
    assert sum(opt_out.action_id == action.id for opt_out in rows.opt_outs) == texts.opt_outs
    assert (listed, len(rows.pressed())) == (texts.listed, texts.attempted)
    assert len(unsent & rows.barred()) == texts.not_eligible
    assert len(unsent - rows.barred()) == texts.remaining
    assert texts.listed == texts.attempted + texts.remaining + texts.not_eligible
    assert len(rows.waiting()) == texts.attention
    assert Counter(message.bucket for message in rows.messages if message.bucket) == texts.problems
    assert rows.waiting() <= rows.repliers()


def an_action(session: Session) -> tuple[Action, list[User]]:
    campaign = factories.campaign(session, slack_team_id="T0", join_code="counted")
    volunteers = [factories.user(session, campaign, name) for name in ("Jo Park", "Sam Ruiz")]
    voters = factories.contact_list(session, campaign, "Voters")
    return factories.action(session, voters, audience=volunteers), volunteers


def test_people_are_counted_as_far_as_they_came(session: Session, action: Action, jo: User) -> None:
    place = session.scalars(select(Audience).filter_by(user_id=jo.id)).one()
    place.seen_at = place.started_at = NOON
    session.flush()

    work = count(session, action).overview

    assert (2, 1, 1, 0) == (work.sent_to, work.seen, work.started, work.completed)


def test_nothing_is_filled_while_nobody_has_answered(session: Session, action: Action) -> None:
    assert "–" == count(session, action).performance.reports_filled


def test_the_share_of_reports_filled_is_said_in_words(session: Session, action: Action) -> None:
    people = session.scalars(select(Conversation).filter_by(action_id=action.id)).all()
    for conversation in people:
        conversation.initial_at = NOON
        hear(session, conversation.id, "Yes", at=NOON)
    people[0].reported(at=NOON)
    session.flush()

    assert "1 of 2 (50 %)" == count(session, action).performance.reports_filled


def test_the_oldest_wait_is_known(session: Session, conversation: Conversation, action: Action) -> None:
    hear(session, conversation.id, "Who is this?", at=NOON)
    hear(session, conversation.id, "Hello?", at=NOON + timedelta(hours=1))
    session.flush()

    assert NOON == count(session, action).performance.waiting_since


def test_other_actions_do_not_count(
    session: Session, action: Action, voters: ContactList, pat: Contact, jo: User
) -> None:
    other = factories.action(session, voters, title="Another")
    write(session, other, [History("delivered", False, False, ("reply", "report", "opt_out"))], [jo])

    texts = count(session, action).performance

    assert (2, 0, 0, 0, 0) == (
        texts.listed,
        texts.attempted,
        texts.replies,
        texts.opt_outs,
        texts.follow_ups,
    )


def test_a_larger_action_takes_no_more_queries(
    database: Database, session: Session, action: Action, jo: User
) -> None:
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    count(session, action)
    few = len(asked)
    write(session, action, [History("delivered", False, False, ("reply", "report"))] * 30, [jo])
    asked.clear()

    count(session, action)

    assert few == len(asked)
    assert few <= 8
