"""`/textbank volunteers`: found, filtered, kept as a list, deactivated with the numbers said before."""

import copy
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.volunteers import enrolling, filtering, inviting, leaving, list_views, listing, saving, sheet
from bot.volunteers.list_views import Spot
from bot.volunteers.place import Place
from core.config import Settings
from core.conversations.hearing import hear
from core.models import Action, Campaign, Contact, Conversation, Event, Folder, User, UserList, UserListMember
from core.people import user_list_pages, volunteers
from core.people.deactivating import Leaving
from core.people.enrolling import Counts, Draft
from core.people.inviting import PersonalLink
from core.people.links import open_link
from core.people.who import Who
from sandbox.slack import acts
from sandbox.slack.rules import check_message, check_view
from tests import factories
from tests.bot.conftest import Bot
from tests.factories import NOON

LONG = "Ä<@everyone>\u202e" * 30


@pytest.fixture
def held(session: Session, action: Action, pat: Contact, lee: Contact, jo: User) -> list[Conversation]:
    """Both conversations in Jo's hands; Lee's waits for an answer."""
    conversations = [factories.held(session, action, person, jo) for person in (pat, lee)]
    conversations[1].initial_at = NOON
    hear(session, conversations[1].id, "Who is this?", at=NOON)
    session.commit()
    return conversations


@pytest.fixture
def looking(maya_in_slack: Any, jo: User, sam: User, session: Session) -> Any:
    """Maya before the list."""
    session.commit()
    maya_in_slack.command("/textbank", "volunteers")
    return maya_in_slack


def submit_twice(bot: Bot, person: Any) -> None:
    """Press the button of the form, and once more before Slack has taken it away."""
    pressed = copy.deepcopy(person.modal)
    assert {} == person.submit()
    acts.submit(bot.slack.desk, bot.slack.person("Maya").user, pressed)
    bot.hands.rest()


def text(bot: Bot, person: Any) -> str:
    return bot.slack.text_of(person.modal)


def test_the_list_says_what_each_has_in_hand(bot: Bot, maya_in_slack: Any, held: list[Conversation]) -> None:
    maya_in_slack.command("/textbank", "volunteers")

    said = text(bot, maya_in_slack)
    assert "*3 volunteers* · Active" in said
    assert "*Jo Park*  (212) 555-0101" in said
    assert "1 texted in their hands, *1 waiting for an answer*" in said
    assert "*Maya Torres*  _owner_" in said


def test_words_behind_the_verb_are_looked_for(
    bot: Bot, session: Session, maya_in_slack: Any, jo: User
) -> None:
    jo.deactivated_at = NOON
    session.commit()

    maya_in_slack.command("/textbank", "volunteers 5550101")

    assert "*1 volunteer*" in text(bot, maya_in_slack)
    assert "Jo Park" in text(bot, maya_in_slack)
    maya_in_slack.click(None, "Show all active")
    assert "Jo Park" not in text(bot, maya_in_slack)


def test_a_filter_is_filled_in_and_kept(bot: Bot, looking: Any, held: list[Conversation]) -> None:
    looking.click(None, "Find or filter volunteers")
    looking.fill("Received the action", "Get out the vote")
    looking.fill("Waiting replies", ["Only those whose answer somebody waits for"])
    looking.fill("Joined since", "2026-10-01")
    assert {} == looking.submit()

    said = text(bot, looking)
    assert "*1 volunteer*" in said
    assert "joined since 2026-10-01, who received an action, with somebody waiting" in said
    looking.click(None, "Find or filter volunteers")
    assert "Get out the vote" in str(looking.modal.blocks)


def test_who_is_shown_becomes_a_list(bot: Bot, session: Session, looking: Any) -> None:
    looking.click(None, "Find or filter volunteers")
    looking.fill("Role", "Volunteer")
    looking.submit()
    looking.click(None, "Save as user list")
    assert "*2 volunteers*" in text(bot, looking)
    looking.fill("List name", "Evening shift")
    submit_twice(bot, looking)

    assert "*Evening shift* holds 2 volunteers." in text(bot, looking)
    (made,) = session.scalars(select(UserList)).all()
    assert {"role": "volunteer"} == made.made_from


def test_a_name_that_is_taken_is_said_beside_it(session: Session, looking: Any, campaign: Campaign) -> None:
    stamps = {"created_at": NOON, "updated_at": NOON}
    session.add(UserList(campaign_id=campaign.id, name="Evening", **stamps))
    session.commit()
    looking.click(None, "Save as user list")
    looking.fill("List name", "evening")

    assert {"List name": "There is a user list called “evening” already."} == looking.submit()


def test_a_list_is_made_by_hand_changed_and_archived(
    bot: Bot, session: Session, looking: Any, jo: User, sam: User
) -> None:
    looking.click(None, "User lists")
    looking.click(None, "New list")
    looking.fill("List name", "Phones")
    looking.fill("Add volunteers", ["Jo Park", "Sam Ruiz"])
    assert {} == looking.submit()
    assert "*Phones*\n2 volunteers" in text(bot, looking)

    looking.click(None, "Edit Phones")
    assert ["Jo Park", "Sam Ruiz"] == looking.options("Take out volunteers")
    looking.fill("Take out volunteers", ["Jo Park"])
    looking.fill("List name", "Evening")
    assert {} == looking.submit()
    assert [sam.id] == list(session.scalars(select(UserListMember.user_id)))

    looking.click(None, "Edit Evening")
    looking.click(None, "Archive")
    looking.close()
    assert "No user lists yet" in text(bot, looking)
    looking.click(None, "Archived")
    looking.click(None, "Restore Evening")
    looking.click(None, "In use")
    assert "*Evening*\n1 volunteer" in text(bot, looking)


def test_folders_hold_user_lists_and_filter_them(
    bot: Bot, session: Session, looking: Any, campaign: Campaign, maya: User
) -> None:
    stamps = {"campaign_id": campaign.id, "created_at": NOON, "updated_at": NOON}
    session.add_all([Folder(name="Spring", position=1, **stamps), UserList(name="Other", **stamps)])
    session.commit()
    looking.click(None, "User lists")
    looking.click(None, "New list")
    looking.fill("List name", "Evening")
    looking.fill("Folders", ["Spring"])
    assert {} == looking.submit()
    assert ":file_folder: Spring" in text(bot, looking)

    spring = session.scalars(select(Folder.id)).one()
    assert ["Evening"] == [
        each.name for each in user_list_pages.page(session, folder_id=spring, by=maya).lines
    ]


def test_somebodys_page_says_what_they_hold(bot: Bot, looking: Any, held: list[Conversation]) -> None:
    looking.click(None, "Open Jo Park")

    said = text(bot, looking)
    assert "*Get out the vote*  _running_" in said
    assert "1 texted, *1 waiting for an answer*, 1 not texted yet" in said


def test_a_name_is_put_right(bot: Bot, looking: Any, jo: User, session: Session) -> None:
    looking.click(None, "Open Jo Park")
    looking.click(None, "Edit name")
    looking.fill("First name", "Joanna")
    assert {} == looking.submit()

    assert "*Joanna Park*" in text(bot, looking)
    session.expire_all()
    assert "Joanna Park" == jo.name


def test_a_personal_link_is_shown_and_kept_in_the_trail(
    bot: Bot, looking: Any, jo: User, session: Session, slack_settings: Settings
) -> None:
    looking.click(None, "Open Jo Park")
    looking.click(None, "Sign-in link for Jo Park")

    said = text(bot, looking)
    token = said.partition("token=")[2].split()[0].strip("`")
    assert jo == open_link(session, slack_settings.signing_key(), token).user
    assert "24 hours" in said
    assert ["sign_in_link_made"] == list(session.scalars(select(Event.name)))


def test_nobody_signs_in_as_another_admin(
    bot: Bot, session: Session, looking: Any, campaign: Campaign
) -> None:
    factories.user(session, campaign, "Ada", role="admin", phone="+12125550188")
    session.commit()
    looking.command("/textbank", "volunteers Ada")
    looking.click(None, "Open Ada")

    assert "Sign-in link" not in text(bot, looking)


def test_deactivating_says_the_numbers_and_gives_all_back(
    bot: Bot, session: Session, looking: Any, held: list[Conversation], jo: User
) -> None:
    looking.click(None, "Open Jo Park")
    looking.click(None, "Deactivate Jo Park")
    assert "*2 conversations go to others*, 1 of them wait for an answer." in text(bot, looking)
    submit_twice(bot, looking)

    session.expire_all()
    assert jo.deactivated_at is not None
    assert [None, None] == [each.holder_id for each in held]
    assert 1 == len(session.scalars(select(Event).filter_by(name="user_deactivated")).all())


def test_what_was_done_is_said_on_the_page_and_undone_there(
    bot: Bot, looking: Any, held: list[Conversation]
) -> None:
    looking.click(None, "Open Jo Park")
    looking.click(None, "Deactivate Jo Park")
    looking.submit()

    assert "Deactivated. 2 conversations went back to the pool, 1 of them waited" in text(bot, looking)
    looking.click(None, "Reactivate Jo Park")
    assert "open again" in text(bot, looking)


def test_somebody_else_takes_over(
    bot: Bot, session: Session, looking: Any, held: list[Conversation], sam: User
) -> None:
    looking.click(None, "Open Jo Park")
    looking.click(None, "Deactivate Jo Park")
    assert ["Back to the pool", "Sam Ruiz"] == looking.options("Their conversations go")
    looking.fill("Their conversations go", "Sam Ruiz")
    looking.submit()

    session.expire_all()
    assert [sam.id] * 2 == [each.holder_id for each in held]
    assert "2 conversations went to somebody else" in text(bot, looking)


def test_staff_look_and_those_with_the_right_do_more(
    bot: Bot, session: Session, maya: User, abe: User, jo: User
) -> None:
    session.commit()
    person = bot.person("Abe")
    person.command("/textbank", "volunteers")
    assert "Invite" not in text(bot, person)
    person.click(None, "Open Jo Park")
    assert "Deactivate" not in text(bot, person)

    abe.rights = ["people"]
    session.commit()
    person.close(everything=True)
    person.command("/textbank", "volunteers")
    person.click(None, "Open Jo Park")

    assert "Deactivate" in text(bot, person)


def test_a_right_that_was_taken_meanwhile_is_checked_at_the_press(
    bot: Bot, session: Session, maya: User, abe: User, jo: User
) -> None:
    abe.rights = ["people"]
    session.commit()
    person = bot.person("Abe")
    person.command("/textbank", "volunteers")
    person.click(None, "Open Jo Park")
    person.click(None, "Deactivate Jo Park")
    abe.rights = []
    session.commit()
    person.submit()

    session.expire_all()
    assert jo.deactivated_at is None
    assert "right to manage people" in text(bot, person)


def test_volunteers_do_not_see_each_other(bot: Bot, session: Session, maya: User, jo: User) -> None:
    jo.slack_id = "U0NAT"
    session.commit()
    nat = bot.person("Nat")

    nat.command("/textbank", "volunteers")

    assert nat.modal is None


def test_the_join_link_is_shown_with_its_picture(bot: Bot, looking: Any) -> None:
    looking.click(None, "Invite volunteers")

    assert "http://localhost:8000/join/river1" in text(bot, looking)
    assert "http://localhost:8000/join/river1/qr.png" in str(looking.modal.blocks)


def test_people_are_invited_from_a_file(bot: Bot, session: Session, looking: Any) -> None:
    looking.click(None, "Invite volunteers")
    looking.click(None, "Invite people from a file")
    looking.fill("File", [("people.csv", b"name,phone\nAna Cruz,2125550177\nJo Park,2125550101\nX,1\n")])
    assert {} == looking.submit()
    assert "*people.csv* has 3 rows" in text(bot, looking)
    assert "*New*\n1" in text(bot, looking)

    assert {} == looking.submit()
    bot.work()

    assert "*1 person invited.*" in text(bot, looking)
    told = bot.slack.text_of(looking.dm.messages[0])
    assert "Invited the people of people.csv: 1 new" in told
    assert ["people.refused.csv"] == [each.name for each in bot.slack.state.files.values()][1:]
    assert "Ana Cruz" == session.scalars(select(User).filter_by(joined_at=None)).one().name


def test_a_file_without_phones_is_refused_in_words(bot: Bot, looking: Any) -> None:
    looking.click(None, "Invite volunteers")
    looking.click(None, "Invite people from a file")
    looking.fill("File", [("people.csv", b"colour\nred\n")])
    looking.submit()

    assert "No column holds phone numbers or e-mail addresses" in text(bot, looking)


def test_slack_is_given_no_picture_it_cannot_load(campaign: Campaign) -> None:
    def pictured(public_url: str) -> str:
        settings = Settings(public_url=public_url, secret_key=SecretStr("secret"))
        return str(inviting.view(campaign, settings))

    assert "qr.png" not in pictured("http://localhost:8000")
    assert "qr.png" in pictured("https://text.example")


def test_pages_turn_and_cost_the_same_queries(
    bot: Bot, session: Session, campaign: Campaign, maya_in_slack: Any
) -> None:
    for number in range(30):
        factories.user(session, campaign, f"Vol {number:02}", phone=f"+1212556{number:04}")
    session.commit()
    maya_in_slack.command("/textbank", "volunteers")
    maya_in_slack.click(None, "Next")

    assert "13 to 24 of 31" in text(bot, maya_in_slack)
    maya_in_slack.click(None, "Next")
    maya_in_slack.click(None, "Previous")
    assert "13 to 24 of 31" in text(bot, maya_in_slack)


def test_every_view_is_within_slacks_limits(campaign: Campaign) -> None:
    user = User(
        id=1,
        first_name=LONG,
        last_name=LONG,
        phone="+12125550101",
        slack_id="U1",
        role="volunteer",
        rights=[],
    )
    user.created_at, user.joined_at, user.last_seen_at = NOON, NOON, NOON + timedelta(days=1)
    who = Who(
        words="&" * 80, role="volunteer", joined_since="2026-01-01", received=1, waiting=True, in_list=9
    )
    found = UserList(id=1, name="&" * 255)
    place = Place(who, 3)
    page = volunteers.Page(who, [volunteers.Line(user, 5, 2)] * volunteers.PAGE, 1, 5_000)
    hands = [volunteers.Hand("&" * 255, "published", 1, 2, 3)] * volunteers.MOST_SHOWN
    full = volunteers.Sheet(user, hands, 180, ["&" * 255] * volunteers.MOST_SHOWN)
    lines = [user_list_pages.Line(1, "&" * 255, 5_000)] * user_list_pages.PAGE
    counts = Counts(*[1_234_567] * 5)
    message = enrolling.enrolled_message({"counts": vars(counts), "file_name": "&" * 255})
    views = [
        listing.view(page, manages=True),
        listing.view(volunteers.Page(who, [], 0, 0), manages=False),
        filtering.form(who, {}),
        saving.form(who, 5_000),
        saving.saved(found, 5_000),
        sheet.view(full, place, told="Done."),
        sheet.name_form(user, place),
        sheet.link_view(PersonalLink(user, "https://text.example/sign-in?token=" + "x" * 200)),
        leaving.form(Leaving(user, 12, 3, 4), place),
        list_views.view(user_list_pages.Page(lines, 1, 200, archived=True), manages=True),
        list_views.view(user_list_pages.Page([], 0, 0, archived=False), manages=True),
        list_views.form(found, Spot(), 5_000),
        list_views.archived(found),
        enrolling.upload_form(),
        enrolling.confirmation(Draft(1, "&" * 200, counts), 1),
        enrolling.done(vars(counts)),
        enrolling.done(None),
    ]

    assert [] == [problem for view in views for problem in check_view(view)]
    assert [] == check_message(message.payload())
