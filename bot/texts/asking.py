"""What a volunteer asks for, and the answer: a link into the inbox, or that an admin was asked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot import stacking
from bot.blocks import Block, actions, button, clip, context, field, modal, option, section
from bot.counted import counted
from bot.elements import external_select, radio
from bot.forms import Form, typed
from bot.request import View
from core.actions import wanting
from core.actions.wanting import WHAT
from core.config import Settings
from core.contacts.phones import as_written
from core.db import Database
from core.errors import NotAllowed
from core.models import Action, TextsWanted, User
from core.people.inviting import can_sign_in
from core.people.links import sign_in_link

FORM = "texts.form.v1"
TITLE = "Texts"
GIVEN = {
    "batch": ("first text", "first texts", "Start texting"),
    "replies": ("reply to answer", "replies to answer", "Answer them"),
}


class NotLinked(NotAllowed):
    """This person's Slack account has no phone."""

    def __init__(self) -> None:
        super().__init__("Your Slack account is not linked to a phone. Type `/textbank texts` to link it.")


def register(app: App) -> None:
    """Listen to the form, its menu, and the buttons that lead into the inbox."""
    app.options("texts.action")(actions_asked)
    app.view(FORM)(submitted)
    app.action("texts.link")(link_pressed)
    app.action("texts.go")(gone)


def actions_asked(ack: Ack, payload: dict[str, Any], database: Database, person: User | None) -> None:
    with database.readers() as session:
        found = wanting.choosing(session, by=_linked(person), words=typed(payload))
    ack(options=_options(found))


def submitted(
    ack: Ack, view: View, database: Database, person: User | None, settings: Settings, now: datetime
) -> None:
    given, user = Form(view), _linked(person)
    action_id, what = int(given.choice("texts.action") or 0), given.choice("what") or ""
    with database.sessions.begin() as session:
        wanted = wanting.ask(session, action_id, what, by=user, key=view["id"], now=now)
    ack(response_action="update", view=answer(wanted, _link(wanted, user, settings)))


def link_pressed(
    ack: Ack,
    body: dict[str, Any],
    client: WebClient,
    database: Database,
    person: User | None,
    settings: Settings,
) -> None:
    """Show the link to what an admin gave them; it is made now, so that it is good for a day from now."""
    ack()
    user = _linked(person)
    with database.readers() as session:
        wanted = wanting.given(session, int(body["actions"][0]["value"]), by=user)
    stacking.put(client, body, answer(wanted, _link(wanted, user, settings)))


def gone(ack: Ack) -> None:
    """Slack tells of a press on a link, too."""
    ack()


def present(database: Database, person: User, *, linked: str = "") -> View:
    """Return the form for this person.

    Args:
        linked: the phone, E.164, that was linked just now.
    """
    with database.readers() as session:
        found = wanting.choosing(session, by=person)
    return form(found, linked)


def form(found: Sequence[Action], linked: str = "") -> View:
    """Return the form that asks which action, and what; or that there is none to choose from."""
    told: list[Block] = []
    if linked:
        told = [section(f":white_check_mark: Your Slack account is linked to *{as_written(linked)}*.")]
    if not found:
        none = "No action is running that was sent to you. Your campaign tells you when there is one."
        return modal(TITLE, [*told, section(none)], callback="texts.none.v1")
    what = [option(words, name) for name, words in WHAT.items()]
    blocks = [
        *told,
        field("Action", "texts.action", external_select(_options(found[:1])[0])),
        field("What do you want to do?", "what", radio(what, "batch")),
        context("You text in the inbox on your phone or here; replies come there."),
    ]
    return modal(TITLE, blocks, callback=FORM, submit="Ask")


def answer(wanted: TextsWanted, link: str) -> View:
    """Return what became of a request."""
    if wanted.state != "given":
        told = ":raising_hand: *An admin has been asked.* I'll tell you in a direct message once they decide."
        return modal(TITLE, [section(told)], callback="texts.asked.v1")
    one, more, press = GIVEN[wanted.what]
    many = counted(wanted.count, one, more)
    go = button(press, "texts.go", url=link, style="primary")
    blocks = [
        section(f":white_check_mark: *{many}* {'is' if wanted.count == 1 else 'are'} yours."),
        actions(go),
        context("The button signs you in, and works for 24 hours. It is yours alone: do not hand it on."),
    ]
    return modal(TITLE, blocks, callback="texts.given.v1")


def _options(found: Sequence[Action]) -> list[Block]:
    return [option(clip(action.title, 75), str(action.id)) for action in found]


def _link(wanted: TextsWanted, user: User, settings: Settings) -> str:
    page = wanting.page_of(wanted)
    return sign_in_link(settings.public_url, settings.signing_key(), user, page=page)


def _linked(person: User | None) -> User:
    if person is None or not can_sign_in(person):
        raise NotLinked
    return person
