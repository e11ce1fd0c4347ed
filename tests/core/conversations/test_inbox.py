"""The inbox's tabs, its pages, and the version that tells of news."""

from datetime import timedelta

from sqlalchemy.orm import Session

from core.conversations import inbox
from core.conversations.archiving import archive
from core.conversations.hearing import hear
from core.conversations.inbox import Cursor, read_cursor
from core.conversations.offering import responses
from core.conversations.stopping import stop
from core.conversations.tabs import COUNTED, TABS
from core.conversations.threads import mark_read, thread
from core.conversations.writing import write
from core.models import Action, Campaign, Contact, ContactList, Conversation, User
from tests import factories
from tests.factories import NOON

MINUTE = timedelta(minutes=1)


def shown(session: Session, user: User) -> dict[str, list[int]]:
    session.flush()
    pages = {tab: inbox.page(session, user, tab) for tab in TABS}
    assert inbox.counts(session, user) == {tab: len(pages[tab].lines) for tab in COUNTED}
    return {tab: [line.id for line in page.lines] for tab, page in pages.items() if page.lines}


def test_a_conversation_moves_through_the_tabs(
    session: Session, conversation: Conversation, jo: User
) -> None:
    this = conversation.id
    assert {} == shown(session, jo)

    write(session, conversation.id, "Hi Pat", at=NOON)
    assert {"all": [this]} == shown(session, jo)

    hear(session, conversation.id, "Who is this?", at=NOON + MINUTE)
    assert {"all": [this], "unread": [this], "attention": [this]} == shown(session, jo)

    mark_read(session, this, by=jo, now=NOON + 2 * MINUTE)
    session.refresh(conversation)
    assert {"all": [this], "attention": [this]} == shown(session, jo)

    archive(session, this, by=jo, now=NOON + 3 * MINUTE)
    assert {"archived": [this]} == shown(session, jo)

    hear(session, conversation.id, "Hello?", at=NOON + 4 * MINUTE)
    assert {"all": [this], "unread": [this], "attention": [this]} == shown(session, jo)


def test_who_said_stop_is_put_away(session: Session, conversation: Conversation, jo: User) -> None:
    write(session, conversation.id, "Hi Pat", at=NOON)
    hear(session, conversation.id, "Leave me be", at=NOON)
    stop(session, conversation.id, by=jo, key="k", now=NOON)

    assert {"archived": [conversation.id]} == shown(session, jo)


def test_sam_sees_nothing_of_jos(session: Session, conversation: Conversation, sam: User) -> None:
    write(session, conversation.id, "Hi Pat", at=NOON)

    assert {} == shown(session, sam)


def test_pages_of_fifty_follow_each_other(
    session: Session, campaign: Campaign, voters: ContactList, jo: User
) -> None:
    crowd = [factories.contact(session, voters, f"C{at} Y", f"+1212555{at:04}") for at in range(120)]
    action = factories.action(session, voters, contacts=crowd)
    for at, each in enumerate(crowd):
        # pairs share an instant: the id parts them
        write(session, factories.held(session, action, each, jo).id, "Hi", at=NOON + MINUTE * (at // 2))
    session.flush()

    seen: list[int] = []
    below: Cursor | None = None
    for _ in range(3):
        page = inbox.page(session, jo, "all", below=below)
        seen += [line.id for line in page.lines]
        below = read_cursor(str(page.older)) if page.older else None

    assert 120 == len(set(seen))
    assert sorted(seen, reverse=True) == seen
    assert below is None


def test_a_contact_is_found_by_some_letters_of_the_name(
    session: Session, conversation: Conversation, jo: User
) -> None:
    write(session, conversation.id, "Hi Pat", at=NOON)
    session.flush()

    def found(letters: str) -> int:
        return len(inbox.page(session, jo, "all", named=letters).lines)

    assert [1, 1, 0, 0] == [found(letters) for letters in ("T Q", "\0", "%", "zz")]


def test_a_broken_cursor_is_no_cursor() -> None:
    for text in ("", "x", "2026-01-01_3", "2026-01-01T00:00:00+00:00_x", "\0"):
        assert read_cursor(text) is None


def test_news_are_counted_per_person(session: Session, jo: User, sam: User) -> None:
    inbox.touch(session, jo.id, None, jo.id)
    session.refresh(jo)
    session.refresh(sam)

    assert (1, 0) == (jo.inbox_version, sam.inbox_version)


def test_reading_is_news_once(session: Session, conversation: Conversation, jo: User) -> None:
    hear(session, conversation.id, "Hi", at=NOON)
    session.flush()
    for _ in range(3):
        mark_read(session, conversation.id, by=jo, now=NOON + MINUTE)
    session.refresh(jo)

    assert 1 == jo.inbox_version


def test_a_thread_offers_the_responses_filled_in(
    session: Session, action: Action, conversation: Conversation, jo: User, pat: Contact
) -> None:
    shown = thread(session, conversation.id, jo)

    assert ("Pat Quinn", "Get out the vote") == (shown.name, shown.action)
    assert ["Great, thank you Pat!"] == [each.text for each in responses(session, shown.conversation, jo)]
