"""The front door: `/textbank`, its short names, the shortcut, the menu and help."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import Block, button, context, escape, header, modal, section
from bot.request import Message, Request, View
from bot.verbs import Verb, Verbs
from core.db import Database
from core.models import User

ROOT = "/textbank"
SHORTCUT = "menu.open"


def register(app: App, verbs: Verbs) -> None:
    """Listen to the root command, the short ones and the menu's buttons."""

    def commanded(
        ack: Ack,
        command: dict[str, Any],
        client: WebClient,
        database: Database,
        person: User | None,
        now: datetime,
    ) -> None:
        ack()
        name, words = verbs.of_command(command["command"], str(command.get("text") or ""))
        request = Request(
            client,
            database,
            person,
            command["user_id"],
            words,
            command["channel_id"],
            command["trigger_id"],
            now,
        )
        answer(request, verbs, name)

    def pressed(
        ack: Ack,
        body: dict[str, Any],
        client: WebClient,
        database: Database,
        person: User | None,
        now: datetime,
    ) -> None:
        ack()
        channel = (body.get("channel") or {}).get("id")
        name, asker = body["actions"][0]["value"], body["user"]["id"]
        shown = view if (view := body.get("view")) and view["type"] == "modal" else None
        asked = Request(client, database, person, asker, [], channel, body["trigger_id"], now, shown)
        answer(asked, verbs, name)

    def run(ack: Ack, body: dict[str, Any], client: WebClient, person: User | None) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=menu_modal(verbs.of(person)))

    app.command(ROOT)(commanded)
    app.shortcut(SHORTCUT)(run)
    verbs.allow(SHORTCUT, None)
    for verb in verbs:
        if verb.short:
            app.command(verb.short)(commanded)
        app.action(f"menu.{verb.name}")(pressed)


def answer(request: Request, verbs: Verbs, name: str) -> None:
    """Do what was asked, or show the menu with the verb that was probably meant."""
    verb = verbs.get(name)
    if verb:
        verb.handler(request)
    else:
        request.answer(menu(verbs.of(request.asker), unknown="" if name == "help" else name))


def menu(verbs: Verbs, unknown: str = "") -> Message:
    """Return the menu; after an unknown verb it leads with the nearest one."""
    blocks: list[Block] = []
    if unknown:
        near = verbs.nearest(unknown)
        hint = f" Did you mean `{ROOT} {near.name}`?" if near else ""
        blocks.append(section(f"I don't know `{escape(unknown)}`.{hint}"))
    blocks.append(header("Text bank"))
    blocks += rows(verbs)
    blocks.append(context(f"Type `{ROOT} VERB`, or press a button. All of it is in the app's Home tab too."))
    names = ", ".join(verb.name for verb in verbs)
    return Message(f"Text bank: {names}", blocks)


def menu_modal(verbs: Verbs) -> View:
    """Return the menu as the modal that the shortcut opens; what is chosen takes its place."""
    return modal("Text bank", list(rows(verbs)), callback="menu.shown.v1")


def rows(verbs: Verbs) -> Iterator[Block]:
    """Yield a line for each verb, with its button."""
    for verb in verbs:
        press = button(verb.title, f"menu.{verb.name}", verb.name)
        yield section(f"*{verb.title}*\n{verb.summary}\n`{_usage(verb)}`", press)


def _usage(verb: Verb) -> str:
    usage = f"{ROOT} {verb.name} {verb.usage}".rstrip()
    return f"{usage}  or  {verb.short}" if verb.short else usage
