"""Folders in other features' screens: a field "Folders" for any form, and a filter for any list.

A form puts `folders_field` among its blocks and gives what `read` returns to `core.folders.putting.put`.
A list puts what `filter_for` returns into an actions block, and listens to `AREA.folder` with `picked`.
"""

import re
from collections.abc import Sequence
from typing import Any

from slack_bolt import Ack, App
from sqlalchemy.orm import Session

from bot.blocks import Block, escape, field, option
from bot.elements import external_select, multi_external_select
from bot.forms import Form, typed
from bot.verbs import Verbs
from core.db import Database
from core.folders import looking
from core.folders.putting import FIELD
from core.models import Folder, User
from core.people.rights import Right

ALL = "0"  # the filter's option that shows what is in any folder or none
_FOR_ALL = option("All folders", ALL)


def register(app: App, verbs: Verbs) -> None:
    """Listen to the menus of every field and filter."""
    app.options(FIELD)(folders_asked)
    app.options(re.compile(r"^[a-z_]+\.folder$"))(filter_asked)
    verbs.allow(FIELD, Right.LOOK)  # what is put where, the use case decides


def folders_field(chosen: Sequence[Folder] = ()) -> Block:
    """Return the input "Folders", with those that the thing is in."""
    menu = multi_external_select([_option(each) for each in chosen], placeholder="Type to search")
    hint = "Only admins see folders. They filter lists; a thing may be in several."
    return field("Folders", FIELD, menu, hint=hint, optional=True)


def read(given: Form) -> tuple[int, ...]:
    """Return the ids of the folders chosen in a form."""
    return tuple(int(each) for each in given.choices(FIELD))


def folder_filter(area: str, chosen: Folder | None) -> Block:
    """Return the menu that filters a list, an element for an actions block.

    Args:
        area: what the list's action ids begin with; it must listen to `AREA.folder`.
        chosen: the folder whose things are shown; None shows all.
    """
    menu = external_select(_option(chosen) if chosen else None, placeholder="All folders")
    return menu | {"action_id": f"{area}.folder"}


def filter_for(session: Session, area: str, folder_id: int | None, by: User) -> list[Block]:
    """Return that menu for a list, nothing where there is no folder yet. Raises NotFound."""
    chosen = looking.get(session, folder_id, by=by) if folder_id else None
    return [folder_filter(area, chosen)] if chosen or looking.living(session, by=by) else []


def picked(body: dict[str, Any]) -> int | None:
    """Return the folder that somebody chose in such a filter; None for all."""
    chosen = str(body["actions"][0]["selected_option"]["value"])
    return None if chosen == ALL else int(chosen)


def named(folders: Sequence[Folder]) -> str:
    """Return mrkdwn that names the folders of a line in a list; empty without any."""
    names = [escape(each.name) for each in folders[:5]] + (["…"] if len(folders) > 5 else [])
    return f":file_folder: {', '.join(names)}" if names else ""


def folders_asked(ack: Ack, payload: dict[str, Any], database: Database, person: User) -> None:
    ack(options=_offered(database, person, typed(payload)))


def filter_asked(ack: Ack, payload: dict[str, Any], database: Database, person: User) -> None:
    offered = _offered(database, person, typed(payload))
    ack(options=[_FOR_ALL, *offered][: looking.MOST])


def _offered(database: Database, person: User, words: str) -> list[Block]:
    with database.readers() as session:
        return [_option(each) for each in looking.living(session, by=person, words=words)]


def _option(folder: Folder) -> Block:
    return option(folder.name, str(folder.id))
