"""How it stands with one phone: whether it is opted out, since when, how, in which words and by whom."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import Block, actions, button, context, escape, field, modal, section, text_input
from bot.forms import Form
from bot.optout.words import particulars
from bot.request import Request, View
from bot.times import moment
from core.contacts import phones
from core.contacts.opt_out_listing import Standing, look_up
from core.contacts.phones import as_written
from core.db import Database
from core.models import User
from core.people.rights import Right, may, require

FORM = "optout.look.v1"
STANDING = "optout.standing.v1"
_LONGEST_PHONE = 40


def register(app: App) -> None:
    """Listen to the buttons that lead to one phone, and to the form that asks for it."""
    app.action("optout.look")(asked)
    app.action("optout.show")(shown)
    app.view(FORM)(submitted)


def open_standing(request: Request, phone: str) -> None:
    """Show how it stands with a phone, as somebody typed it."""
    request.open(present(request.database, request.person, phone))


def asked(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    client.views_push(trigger_id=body["trigger_id"], view=form())


def shown(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    view = present(database, person, body["actions"][0]["value"])
    client.views_push(trigger_id=body["trigger_id"], view=view)


def submitted(ack: Ack, view: View, database: Database, person: User) -> None:
    ack(response_action="update", view=present(database, person, Form(view).text("phone")))


def present(database: Database, person: User, phone: str) -> View:
    """Return the modal of one phone, as this person may use it. Raises Invalid beside `phone`."""
    number = phones.normalise(phone)
    with database.readers() as session:
        require(session, person, Right.LOOK)
        found = look_up(session, person.campaign_id, number)
    return standing(found, is_admin=may(person, Right.RUN))


def form() -> View:
    """Return the form that asks for a phone."""
    return modal("Look up", [phone_field()], callback=FORM, submit="Look up")


def phone_field(phone: str = "") -> Block:
    """Return the input for a phone."""
    return field("Phone", "phone", text_input(phone, limit=_LONGEST_PHONE, placeholder="(212) 555-0101"))


def standing(found: Standing, *, is_admin: bool) -> View:
    """Return the modal of one phone, with its whole record."""
    name = f"  {escape(found.name)}" if found.name else ""
    blocks = [section(f"*{as_written(found.phone)}*{name}\n{_state(found)}")]
    blocks += _doings(found, is_admin=is_admin)
    blocks += [section(particulars(line)) for line in found.lines]
    return modal("Opt-out", blocks, callback=STANDING, metadata=found.phone)


def _state(found: Standing) -> str:
    if found.erased_at:
        return f":no_entry: *Erased on request*, {moment(found.erased_at)}. Nobody can text this number."
    if found.in_force:
        return ":no_entry: *Opted out.* Nobody can text this number."
    if found.lines:
        return ":white_check_mark: *Not opted out any more.* It may be texted."
    return ":white_check_mark: *Not opted out.* It may be texted."


def _doings(found: Standing, *, is_admin: bool) -> list[Block]:
    if found.erased_at:
        return [context("Only their own START lets this number be imported and texted again.")]
    if not found.in_force:
        return [actions(button("Opt out", "optout.stop", found.phone, style="danger"))]
    if is_admin:
        return [actions(button("Lift", "optout.lift", found.phone, label="Lift this opt-out"))]
    return [context("An admin can lift it, with a note on how it is known that they want texts again.")]
