"""Every figure can be opened: behind it stand as many people or conversations as it says."""

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy.orm import Session

from core.conversations.hearing import hear
from core.db import Sessions
from core.errors import NotFound
from core.models import Action, Contact, Conversation, User
from core.results.behind import PAGE, Line, behind
from core.results.counting import Results, count
from tests import factories
from tests.core.results.histories import HISTORIES, History, write
from tests.core.results.test_counting import an_action
from tests.factories import NOON


def expected(results: Results) -> dict[str, int]:
    """Return the figures that count people or conversations, by name."""
    work, texts = results.overview, results.performance
    return {
        "sent_to": work.sent_to,
        "completed": work.completed,
        "performs": work.performs,
        "reports": work.reported_on,
        "filled": texts.filled,
        "unfilled": texts.responders - texts.filled,
        "attempted": texts.attempted,
        "accepted": texts.accepted,
        "delivered": texts.delivered,
        "responses": texts.responders,
        "opt_outs": texts.opt_outs,
        "remaining": texts.remaining,
        "not_eligible": texts.not_eligible,
        "attention": texts.attention,
    }


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories=HISTORIES)
def test_behind_each_figure_stand_as_many_as_it_says(sessions: Sessions, histories: list[History]) -> None:
    with sessions() as session:
        action, volunteers = an_action(session)
        write(session, action, histories, volunteers)
        figures = expected(count(session, action))
        opened = {name: behind(session, action, name).total for name in figures}
        session.rollback()

    assert figures == opened


def test_a_long_list_comes_in_pages(session: Session, action: Action, jo: User) -> None:
    write(session, action, [History(None, False, False, ())] * (PAGE + 5), [jo])

    first = behind(session, action, "remaining")
    second = behind(session, action, "remaining", page=1)

    assert (PAGE, PAGE + 7) == (len(first.lines), first.total)
    assert (7, 1) == (len(second.lines), second.number)


def test_a_conversation_is_told_by_name_state_and_latest_text(
    session: Session, action: Action, conversation: Conversation
) -> None:
    conversation.initial_at = NOON
    hear(session, conversation.id, "Who is this?", at=NOON)
    session.flush()

    assert [Line("Pat Quinn", "needs attention, answered", NOON, conversation.id)] == behind(
        session, action, "attention"
    ).lines


def test_a_contact_without_a_name_is_told_by_four_digits_only(
    session: Session, action: Action, conversation: Conversation, pat: Contact
) -> None:
    pat.first_name = pat.last_name = ""
    session.flush()

    names = [line.name for line in behind(session, action, "remaining").lines]
    assert "No name, number ending in 0111" in names
    assert not any("+1" in name for name in names)


def test_a_volunteer_is_told_by_how_far_they_came(session: Session, action: Action) -> None:
    lines = behind(session, action, "sent_to").lines

    assert [
        Line("Jo Park", "has not seen it yet", None),
        Line("Sam Ruiz", "has not seen it yet", None),
    ] == lines


def test_a_figure_that_is_not_there_is_not_found(session: Session, action: Action) -> None:
    with pytest.raises(NotFound):
        behind(session, action, "happiness")


def test_each_bucket_can_be_opened(session: Session, action: Action, jo: User) -> None:
    write(session, action, [History("undelivered", False, False, ())], [jo])

    assert 1 == behind(session, action, "bucket.carrier_filter").total
    assert 0 == behind(session, action, "bucket.registration").total
    assert factories.NOON < (behind(session, action, "bucket.carrier_filter").lines[0].at or NOON)
