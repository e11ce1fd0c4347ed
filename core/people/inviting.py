"""How people get in: a campaign's join link, and a link that signs one person in."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from core import events
from core.errors import NotAllowed
from core.finding import find
from core.models import User
from core.people.links import sign_in_link
from core.people.rights import Right, may, require


class PersonalLink(NamedTuple):
    """An address that signs somebody in for a day."""

    user: User
    address: str


def can_sign_in(user: User) -> bool:
    """Whether the inbox is open to somebody: they joined, proved a phone and are still there."""
    return bool(user.joined_at and user.phone and not user.deactivated_at)


def may_make_link(user: User, by: User) -> bool:
    """Whether `by` may sign this person in: not somebody else who may do as much as an admin."""
    return can_sign_in(user) and (user.id == by.id or not may(user, Right.RUN))


def make_link(
    session: Session, user_id: int, *, public_url: str, secret_key: str, by: User, now: datetime
) -> PersonalLink:
    """Make a personal sign-in link for somebody, made anew each time and kept nowhere.

    Args:
        public_url, secret_key: as `core.people.links.sign_in_link` takes them.

    Raises:
        NotFound: no such person in this campaign.
        NotAllowed: `by` may not manage people, this person could not sign in, or is an admin.
    """
    require(session, by, Right.PEOPLE)
    user = find(session, User, user_id, by=by, called="That volunteer")
    if not can_sign_in(user):
        raise NotAllowed(f"{user.name} cannot sign in: their account is closed, or has no proven phone.")
    if not may_make_link(user, by):
        raise NotAllowed(f"{user.name} is {user.role} here and signs in with their own phone.")
    events.record(session, "sign_in_link_made", user, by=by, at=now)
    return PersonalLink(user, sign_in_link(public_url, secret_key, user))
