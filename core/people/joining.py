"""Somebody new joins a campaign by its code and proves their phone."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import events
from core.actions.reaching import add_volunteer
from core.contacts.phones import normalise
from core.errors import NotFound
from core.models import Campaign, SignInCode, User
from core.naming import named
from core.people import codes


def find_campaign(session: Session, join_code: str) -> Campaign:
    """Return the campaign that a join link leads to.

    Raises:
        NotFound: no campaign has this code.
    """
    code = join_code.replace("\0", "").strip().lower()
    campaign = session.scalar(select(Campaign).filter_by(join_code=code))
    if campaign is None:
        raise NotFound("A campaign with this code")
    return campaign


def join_link(public_url: str, join_code: str) -> str:
    """Return the address that volunteers join by; `/qr.png` behind it is its picture.

    Args:
        public_url: the base of the inbox, without a closing slash.
    """
    return f"{public_url}/join/{join_code}"


def ask_to_join(
    session: Session, join_code: str, *, first_name: str, last_name: str, phone: str, now: datetime
) -> str:
    """Text a code to somebody who wants to join; the same answer whether or not the phone is known.

    Args:
        phone: as typed.

    Returns:
        the phone in E.164.

    Raises:
        NotFound: no campaign has this code.
        Invalid: a name or the phone cannot be used.
        TooManyCodes: see `codes.issue`.
    """
    campaign = find_campaign(session, join_code)
    first = named(first_name, field="first_name", what="first name")
    last = named(last_name, field="last_name", what="last name")
    number = normalise(phone, field="phone")
    codes.issue(session, campaign.id, number, now=now, first_name=first, last_name=last)
    return number


def enter(session: Session, code: SignInCode, *, now: datetime) -> User:
    """Return the user who redeemed this code: found by phone, else made; part of every running action."""
    known = select(User).filter_by(campaign_id=code.campaign_id, phone=code.phone)
    user = session.scalar(known)
    if user is None:
        user = User(campaign_id=code.campaign_id, phone=code.phone, created_at=now)
        session.add(user)
    if not (user.first_name or user.last_name):  # new, or in the file that invited them without a name
        user.first_name, user.last_name = code.first_name, code.last_name
    begin(session, user, now=now)
    return user


def begin(session: Session, user: User, *, now: datetime) -> None:
    """Let somebody whose phone is proven begin, if they have not: every running action is sent to them."""
    if user.joined_at is None and user.deactivated_at is None:
        user.joined_at = now
        session.flush()
        add_volunteer(session, user, now)
        events.record(session, "user_joined", user, by=user, at=now)
