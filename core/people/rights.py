"""Who may do what: a role brings its rights, and staff may be given more, one by one.

| Role | May |
|---|---|
| owner | everything; gives and takes any role, their own too while another owner stays |
| admin | everything; gives and takes the roles of admins, staff and volunteers, not their own |
| staff | look, review conversations and stop texts; more by the rights given to them |
| volunteer | text |
"""

from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import NotAllowed
from core.models import User


class Right(StrEnum):
    """Something that a person may do."""

    TEXT = "text"  # send texts, and ask for some
    LOOK = "look"  # see how the campaign stands, read and answer conversations, stop texts to somebody
    EXPORT = "export"  # take contacts, opt-outs and results out as files
    SETTINGS = "settings"  # change the campaign's settings
    PEOPLE = "people"  # invite and deactivate volunteers, make user lists
    BROADCAST = "broadcast"  # send one text to many at once
    RUN = "run"  # all else: lists, labels, actions, reassigning, roles


ADD_ONS = (Right.EXPORT, Right.SETTINGS, Right.PEOPLE, Right.BROADCAST)

_ALL = frozenset(Right)
_OF_ROLE = {
    "owner": _ALL,
    "admin": _ALL,
    "staff": frozenset({Right.TEXT, Right.LOOK}),
    "volunteer": frozenset({Right.TEXT}),
}
_FACTS = {
    Right.LOOK: "Only the text bank's staff can do that.",
    Right.RUN: "Only the text bank's admins can do that.",
    Right.EXPORT: "You need the right to export for that.",
    Right.SETTINGS: "You need the right to change settings for that.",
    Right.PEOPLE: "You need the right to manage people for that.",
    Right.BROADCAST: "You need the right to broadcast for that.",
    Right.TEXT: "This is for the text bank's volunteers.",
}


def rights_of(user: User) -> frozenset[Right]:
    """Return what somebody may do; nothing once their account is closed."""
    if user.deactivated_at is not None:
        return frozenset()
    given = {each for each in ADD_ONS if each in (user.rights or ())} if user.role == "staff" else set()
    return _OF_ROLE[user.role] | given


def may(user: User, right: Right) -> bool:
    """Whether somebody has a right."""
    return right in rights_of(user)


def require(session: Session, by: User, right: Right) -> None:
    """Refuse whoever lacks a right. Raises NotAllowed, which says who can help."""
    if not may(by, right):
        raise NotAllowed(refusal(session, by.campaign_id, right))


def refusal(session: Session, campaign_id: int | None, right: Right) -> str:
    """Return the sentence for somebody without a right; it says who can help.

    Args:
        campaign_id: None when no campaign is known to whoever asks.
    """
    return f"{_FACTS[right]} {who_can_help(session, campaign_id)}"


def who_can_help(session: Session, campaign_id: int | None) -> str:
    """Return the sentence that names an owner, or how to get one."""
    owners = select(User).filter_by(campaign_id=campaign_id, role="owner", deactivated_at=None)
    owner = session.scalar(owners.order_by(User.id).limit(1))
    if owner is None:
        return "Nobody owns this text bank yet. Whoever runs the server types: textbank owner YOUR_SLACK_ID"
    return f"{owner.name} can help."
