"""Set a conversation's tags and answers from Slack: the same report that volunteers fill."""

import re
from datetime import datetime
from secrets import token_urlsafe
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import Block, actions, button, context, field, modal, option, section, text_input
from bot.elements import MENU_LIMIT, external_select, multi_select
from bot.forms import Form, typed
from bot.request import View
from bot.review.opening import present
from bot.review.place import Place
from core.conversations import holding, report_form
from core.conversations.report_form import Question, ReportForm
from core.conversations.reporting import LONGEST_ANSWER, file_report
from core.db import Database
from core.models import User

FORM: Final = "review.report.v1"
TAGS: Final = "review.tags"
QUESTION: Final = "review.field."  # with the field's id
NO_ANSWER: Final = "none of these"  # longer than no option may be: none of them is called so
_MOST_QUESTIONS: Final = 90  # with all else below Slack's 100 blocks


def register(app: App) -> None:
    """Listen to the button, to the menus of answers and to the form."""
    app.action("review.report")(pressed)
    app.options(re.compile(rf"^{re.escape(QUESTION)}"))(answers_asked)
    app.view(FORM)(submitted)


def pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    place = Place(Place.read(body["view"]).conversation, key=token_urlsafe(12))
    client.views_update(view_id=body["view"]["id"], view=report_modal(_asked(database, person, place), place))


def answers_asked(
    ack: Ack, body: dict[str, Any], payload: dict[str, Any], database: Database, person: User
) -> None:
    form = _asked(database, person, Place.read(body["view"]))
    number, words = int(payload["action_id"].removeprefix(QUESTION)), typed(payload).lower()
    labels = next((each.options for each in form.questions if each.about.id == number), ())
    found = [option(label, label) for label in labels if words in label.lower()]
    ack(options=[_nothing(), *found][:MENU_LIMIT])


def submitted(ack: Ack, view: View, database: Database, person: User, now: datetime) -> None:
    place, given = Place.read(view), Form(view)
    kept = _asked(database, person, place)
    with database.sessions.begin() as session:
        file_report(
            session,
            place.conversation,
            by=person,
            key=place.key,
            tags=_tags(view, given),
            fields=_fields(view, given, kept),
            now=now,
            reach=holding.review,
        )
    ack(response_action="update", view=present(database, person, place.conversation, told="Report saved."))


def report_modal(form: ReportForm, place: Place) -> View:
    """Return the form; what is known already is filled in."""
    blocks = [*_tag_field(form), *(_question(each) for each in form.questions[:_MOST_QUESTIONS])]
    if not blocks:
        blocks.append(section("This action asks nothing. Saving notes that the conversation is dealt with."))
    if (more := len(form.questions) - _MOST_QUESTIONS) > 0:
        blocks.append(context(f"{more:,} more questions fit into the inbox only; their answers stay."))
    blocks.append(actions(button("Back to the conversation", "review.back")))
    return modal("Tags and answers", blocks, callback=FORM, submit="Save report", metadata=str(place))


def _asked(database: Database, person: User, place: Place) -> ReportForm:
    with database.readers() as session:
        return report_form.report_form(session, holding.look_into(session, place.conversation, person))


def _tag_field(form: ReportForm) -> list[Block]:
    if not form.tags:
        return []
    options = {each: option(each.about.name, str(each.about.id), _warning(each)) for each in form.tags}
    chosen = [options[each] for each in form.tags if each.is_on]
    return [field("Tags", TAGS, multi_select(list(options.values()), chosen), optional=True)]


def _warning(asked: Any) -> str:
    return "stops all texts to them" if asked.about.opt_out else ""


def _question(question: Question) -> Block:
    name, value = question.about.name, question.value
    if question.options:
        chosen = option(value, value) if value in question.options else _nothing()
        element = external_select(chosen)
    else:
        element = text_input(value or "", multiline=True, limit=LONGEST_ANSWER)
    made = field(name, f"{QUESTION}{question.about.id}", element, optional=not question.about.required)
    return made | {"block_id": f"field-{question.about.id}"}  # the name by which it is refused


def _nothing() -> Block:
    return option("No answer", NO_ANSWER)


def _tags(view: View, given: Form) -> dict[int, bool]:
    """Return each tag of the form as it was shown: one that came to the report since is left as it is."""
    chosen = set(given.choices(TAGS))
    shown = [block["element"]["options"] for block in view["blocks"] if block.get("block_id") == TAGS]
    return {int(each["value"]): each["value"] in chosen for options in shown for each in options}


def _fields(view: View, given: Form, kept: ReportForm) -> dict[int, str]:
    """Return each field's answer, those that were not shown as they are."""
    answers = {each.about.id: each.value or "" for each in kept.questions}
    for name in (block.get("element", {}).get("action_id", "") for block in view["blocks"]):
        if name.startswith(QUESTION):
            answers[int(name.removeprefix(QUESTION))] = _answer(given, name)
    return answers


def _answer(given: Form, name: str) -> str:
    chosen = given.choice(name) or given.text(name)
    return "" if chosen == NO_ANSWER else chosen
