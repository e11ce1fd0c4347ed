"""What an action cannot be published without."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actions.scripts import check, variables
from core.errors import CoreError
from core.models import Action, ContactList, ListMember, Script


class NotReady(CoreError):
    """The action lacks something it cannot be published without."""


class EmptyList(NotReady):
    """Nobody is in the action's list."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The list “{name}” has no contacts yet.")


def check_ready(session: Session, action: Action) -> None:
    """Refuse an action that cannot be published.

    Raises:
        NotReady: no contacts, an archived list, no initial script.
        Invalid: a script that cannot be filled in.
    """
    chosen = session.get(ContactList, action.list_id) if action.list_id else None
    if chosen is None or chosen.archived_at:
        raise NotReady("Choose a contact list first; the one it had is gone.")
    if session.scalar(select(ListMember.contact_id).filter_by(list_id=chosen.id).limit(1)) is None:
        raise EmptyList(chosen.name)
    scripts = session.scalars(select(Script).filter_by(action_id=action.id, archived_at=None)).all()
    if not any(script.kind == "initial" for script in scripts):
        raise NotReady("Write at least one initial script first.")
    known = variables.known(session, chosen.id, bodies=[script.body for script in scripts])
    for script in scripts:
        check(script.body, known)
