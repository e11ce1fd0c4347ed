"""The steps of a draft as they are now: read from the database, built for Slack."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from bot.actions import basics as basics_view
from bot.actions import initials as initials_view
from bot.actions import managing, scripts
from bot.actions import preview as preview_view
from bot.actions import report as report_view
from bot.actions import volunteers as volunteers_view
from bot.request import View
from core.actions import choosing
from core.actions.listing import get_action
from core.actions.on_report import on_report
from core.actions.scripts import preview as previewing
from core.actions.scripts import variables
from core.actions.scripts.initials import Seen
from core.actions.scripts.keeping import written
from core.actions.scripts.stop_sentence import sentence
from core.actions.targets import living_lists, living_people
from core.actions.terms import Terms, terms
from core.db import Database
from core.folders import looking as folders
from core.labels.common import living
from core.models import Campaign, ContactList, CustomField, Tag, User
from core.pictures import ids_of

Step = Callable[[Session, int, User], View]


def first(database: Database, person: User) -> View:
    """Return step 1 of an action that is not there yet; without a contact list, how to get one."""
    with database.readers() as session:
        campaign = session.get_one(Campaign, person.campaign_id)
        if not choosing.lists(session, by=person):
            return basics_view.no_list_yet()
        return basics_view.build(None, None, campaign.batch_size)


def where_it_was(session: Session, action_id: int, person: User) -> View:
    """Return the step at which a draft was left: its preview once it has an initial script."""
    action = get_action(session, action_id, by=person)
    begun = written(session, action.id, "initial")
    return (preview if begun else initials)(session, action_id, person)


def basics(session: Session, action_id: int, person: User) -> View:
    """Return step 1."""
    action = get_action(session, action_id, by=person)
    chosen = session.get(ContactList, action.list_id) if action.list_id else None
    usable = chosen if chosen and not chosen.archived_at else None
    inside = folders.of(session, "action", [action.id])[action.id]
    return basics_view.build(action, usable, action.batch_size, inside)


def initials(session: Session, action_id: int, person: User) -> View:
    """Return step 2."""
    action = get_action(session, action_id, by=person)
    there = written(session, action.id, "initial")
    seen = [Seen(script.id, script.version) for script in there]
    return initials_as_typed(session, action_id, person, [script.body for script in there], seen)


def initials_as_typed(
    session: Session,
    action_id: int,
    person: User,
    bodies: Sequence[str],
    seen: Sequence[Seen],
    *,
    room: int = 1,
) -> View:
    """Return step 2 with these wordings, whether they are kept yet or not."""
    action = get_action(session, action_id, by=person)
    known = variables.known(session, action.list_id)
    campaign = session.get_one(Campaign, person.campaign_id)
    ending = sentence(campaign) if campaign.appends_opt_out else ""
    there = {script.id: ids_of(script.media) for script in written(session, action.id, "initial")}
    pictured = {number: there[each.id][0] for number, each in enumerate(seen, 1) if there.get(each.id)}
    return initials_view.build(action, bodies, known, seen=seen, room=room, ending=ending, pictured=pictured)


def report(session: Session, action_id: int, person: User) -> View:
    """Return step 4."""
    action = get_action(session, action_id, by=person)
    tag_ids, field_ids = on_report(session, action.id)
    tags = living(session, Tag, tag_ids, by=person)
    return report_view.build(action, tags, living(session, CustomField, field_ids, by=person))


def volunteers(session: Session, action_id: int, person: User) -> View:
    """Return who texts it, and on what terms."""
    return volunteers_as_typed(session, action_id, person, terms(session, action_id, by=person))


def volunteers_as_typed(session: Session, action_id: int, person: User, typed: Terms) -> View:
    """Return the same form with these terms, whether they are kept yet or not."""
    action = get_action(session, action_id, by=person)
    lists = living_lists(session, typed.targets.list_ids, by=person)
    people = living_people(session, typed.targets.user_ids, by=person)
    return volunteers_view.build(action, typed, lists, people)


def preview(session: Session, action_id: int, person: User) -> View:
    """Return step 5."""
    action = get_action(session, action_id, by=person)
    chosen = session.get(ContactList, action.list_id) if action.list_id else None
    made = previewing.preview(session, action, by=person)
    return preview_view.build(action, made, chosen.name if chosen else "")


def following(session: Session, action_id: int, person: User, step: Step) -> View:
    """Return what comes after a step was kept: the next one of a draft, the page of a running action."""
    action = get_action(session, action_id, by=person)
    return (step if action.state == "draft" else managing.page)(session, action_id, person)


STEPS: dict[str, Step] = {
    "basics": basics,
    "initials": initials,
    "responses": scripts.responses,
    "report": report,
    "volunteers": volunteers,
}
