"""The screen of first texts: who is next, how far the batch is."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actions.batches import claim_batch
from core.actions.tasks import see, tasks
from core.actions.texting import Asleep, screen
from core.conversations.sending import send_initial
from core.errors import NotFound
from core.models import Action, Audience, Campaign, Contact, User
from tests import factories
from tests.factories import NOON


def test_a_new_action_waits_to_be_started(session: Session, action: Action, jo: User) -> None:
    (task,) = tasks(session, jo, now=NOON)

    assert ("Get out the vote", "published", 0, 0, True) == (
        task.title,
        task.state,
        task.in_hand,
        task.texted,
        task.more,
    )


def test_the_cards_are_filled_in_and_counted_down(session: Session, action: Action, jo: User) -> None:
    claim_batch(session, action.id, by=jo, now=NOON)

    before = screen(session, action.id, jo, now=NOON)
    send_initial(session, before.cards[0].conversation_id, by=jo, key="k", now=NOON)
    after = screen(session, action.id, jo, now=NOON)

    assert ["Pat Quinn", "Lee Wong"] == [card.name for card in before.cards]
    assert before.cards[0].text.startswith("Hi Pat, Jo with Riverside for All.")
    assert (0, 2) == (before.done, before.total)
    assert (1, 2, ["Lee Wong"]) == (after.done, after.total, [card.name for card in after.cards])


def test_contacts_asleep_wait_beside_the_cards(
    session: Session, action: Action, jo: User, lee: Contact
) -> None:
    claim_batch(session, action.id, by=jo, now=NOON)
    lee.zones = "America/Los_Angeles"
    session.flush()

    shown = screen(session, action.id, jo, now=NOON - timedelta(hours=2))

    opening = "Texting opens Tuesday at 9:00 AM PDT."
    assert (1, [Asleep(["Lee Wong"], opening)], 0) == (len(shown.cards), shown.asleep, shown.later)


def test_those_whose_hours_open_first_are_told_first(
    session: Session, campaign: Campaign, action: Action, jo: User, pat: Contact, lee: Contact
) -> None:
    claim_batch(session, action.id, by=jo, now=NOON)
    pat.state, pat.zones = "AL", "America/Chicago"
    session.flush()

    shown = screen(session, action.id, jo, now=datetime(2026, 10, 18, 15, tzinfo=UTC))  # a Sunday

    assert [
        Asleep(["Lee Wong"], "Texting opens Sunday at 12:00 PM EDT."),
        Asleep(["Pat Quinn"], "Texting opens Monday at 9:00 AM CDT. No texts go to Alabama on Sundays."),
    ] == shown.asleep


def test_an_action_that_was_not_sent_to_somebody_is_not_there(
    session: Session, action: Action, abe: User, jo: User
) -> None:
    with pytest.raises(NotFound):
        screen(session, action.id, abe, now=NOON)
    assert [] == tasks(session, abe, now=NOON)


def test_a_conversation_handed_over_brings_its_action_along(
    session: Session, action: Action, abe: User, pat: Contact
) -> None:
    factories.held(session, action, pat, abe)

    assert 1 == len(screen(session, action.id, abe, now=NOON).cards)


def test_seeing_is_noted_once(session: Session, action: Action, jo: User) -> None:
    see(session, jo, now=NOON)
    see(session, jo, now=NOON + timedelta(hours=1))
    session.expire_all()

    assert (False, NOON) == (tasks(session, jo, now=NOON)[0].unseen, _seen(session, jo))


def _seen(session: Session, user: User) -> object:
    return session.scalars(select(Audience.seen_at).filter_by(user_id=user.id)).one()
