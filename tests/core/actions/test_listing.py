"""The list of actions: running ones first, with their progress."""

from sqlalchemy.orm import Session

from core.actions.listing import SHOWN, count_actions, list_actions
from core.models import Action, Contact, ContactList, Conversation, User
from tests import factories
from tests.factories import NOON


def test_running_actions_come_first_with_their_progress(
    session: Session, action: Action, conversation: Conversation, voters: ContactList
) -> None:
    factories.action(session, voters, title="Old", state="closed")
    factories.action(session, voters, title="Next", state="draft")
    conversation.initial_at = NOON
    session.flush()

    listed = list_actions(session, action.campaign_id)

    assert [line.title for line in listed] == ["Get out the vote", "Next", "Old"]
    assert (listed[0].texted, listed[0].contacts, listed[0].volunteers) == (1, 2, 2)
    assert (listed[0].list_name, listed[1].contacts) == ("Voters", 0)


def test_the_list_has_pages(session: Session, voters: ContactList, maya: User, pat: Contact) -> None:
    for number in range(5):
        factories.action(session, voters, title=f"Action {number}", state="draft")

    page = list_actions(session, maya.campaign_id, first=3, count=3)

    assert [line.title for line in page] == ["Action 1", "Action 0"]
    assert count_actions(session, maya.campaign_id) == 5


def test_the_list_is_narrowed_to_some_states(session: Session, action: Action, voters: ContactList) -> None:
    for state in ("draft", "scheduled", "closed", "paused"):
        factories.action(session, voters, title=state, state=state)

    shown = {
        name: [line.title for line in list_actions(session, action.campaign_id, shown=name)] for name in SHOWN
    }

    assert shown["running"] == ["Get out the vote", "paused"]
    assert (shown["drafts"], shown["scheduled"], shown["closed"]) == (["draft"], ["scheduled"], ["closed"])
    assert count_actions(session, action.campaign_id, "running") == 2
    assert len(shown["all"]) == 5
