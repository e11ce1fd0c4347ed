"""What can be in a folder, as data."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, true

from core.models import Action, ContactList, CustomField, Tag, UserList
from core.people.rights import Right


@dataclass(frozen=True)
class Thing:
    """One kind of thing.

    Attributes:
        table, named: where its rows are, and the column that holds what people call one.
        called: how a refusal calls one.
        title: what several are called, at the head of a list.
        needs: the right to put one into folders.
        living: the condition that it is in use.
    """

    table: Any
    named: Any
    called: str
    title: str
    living: ColumnElement[bool]
    needs: Right = Right.RUN


KINDS: Final = {
    "list": Thing(
        ContactList, ContactList.name, "That list", "Contact lists", ContactList.archived_at.is_(None)
    ),
    "user_list": Thing(
        UserList, UserList.name, "That list", "User lists", UserList.archived_at.is_(None), Right.PEOPLE
    ),
    "action": Thing(Action, Action.title, "That action", "Actions", true()),
    "tag": Thing(Tag, Tag.name, "That tag", "Tags", Tag.archived_at.is_(None)),
    "field": Thing(
        CustomField, CustomField.name, "That field", "Custom fields", CustomField.archived_at.is_(None)
    ),
}
