"""Somebody in Slack proves their phone with a texted code, and their Slack account is linked to it.

| Slack account | Phone | What becomes of it |
|---|---|---|
| unknown | unknown | they join as a new volunteer |
| unknown | a volunteer's | that account is linked |
| an account without a phone, an admin's as a rule | unknown | that account gains the phone, and texts |
| an account without a phone | a volunteer's | the two become one: see `_made_one` |
| linked to another phone, or the phone to another Slack account | | refused; an admin can help |

What is asked never tells whether a phone is known: that is learned only once it is proven.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import events
from core.actions.reaching import add_volunteer
from core.contacts.phones import normalise
from core.errors import CoreError, NotFound
from core.models import Campaign, SignInCode, User
from core.models.user import ROLES
from core.naming import named
from core.people import codes, joining
from core.people.rights import who_can_help
from core.people.signing_in import Deactivated
from core.turns import take_turns


class LinkedElsewhere(CoreError):
    """The phone, or the Slack account, belongs to another pair already."""


def campaign_of(session: Session, team_id: str | None) -> Campaign:
    """Return the campaign of a Slack workspace. Raises NotFound."""
    campaign = session.scalar(select(Campaign).where(Campaign.slack_team_id == team_id))
    if campaign is None:
        raise NotFound("A campaign for this workspace")
    return campaign


def ask_for_code(
    session: Session,
    campaign: Campaign,
    slack_id: str,
    *,
    phone: str,
    first_name: str,
    last_name: str,
    now: datetime,
) -> str:
    """Text a code to a phone; the same answer whether or not it is known.

    Args:
        phone: as typed.
        first_name, last_name: for somebody who turns out to be new; the last name may be empty.

    Returns:
        the phone in E.164.

    Raises:
        Invalid: a name or the phone cannot be used.
        TooManyCodes: see `codes.issue`.
    """
    first = named(first_name, field="first_name", what="first name")
    last = named(last_name, field="last_name", what="last name") if last_name.strip() else ""
    number = normalise(phone, field="phone")
    codes.issue(session, campaign.id, number, now=now, first_name=first, last_name=last, slack_id=slack_id)
    return number


def prove(
    session: Session, campaign: Campaign, slack_id: str, *, phone: str, code: str, now: datetime
) -> User | None:
    """Link the Slack account to the phone whose code they know.

    Args:
        phone: E.164.
        code: as typed; blanks and dashes do not matter.

    Returns:
        the one account; None for a wrong code: let the transaction commit, for the guess is counted.

    Raises:
        Deactivated: the account was closed.
        LinkedElsewhere: one of the two belongs to somebody else; the sentence says who can help.
    """
    digits = "".join(each for each in code if each.isdecimal())
    redeemed = codes.redeem(session, phone, digits, now=now, slack_id=slack_id)
    if redeemed is None or redeemed.campaign_id != campaign.id:
        return None
    take_turns(session, campaign.id)
    return _linked(session, redeemed, slack_id, now)


def _linked(session: Session, redeemed: SignInCode, slack_id: str, now: datetime) -> User:
    in_slack = _known(session, redeemed, slack_id=slack_id)
    by_phone = _known(session, redeemed, phone=redeemed.phone)
    _refuse_strangers(session, redeemed, in_slack, by_phone, slack_id)
    if in_slack is None:
        user = by_phone or joining.enter(session, redeemed, now=now)
    elif by_phone is None or by_phone is in_slack:
        user = in_slack
    else:
        user = _made_one(session, by_phone, in_slack, now)
    is_new = (user.slack_id, user.phone) != (slack_id, redeemed.phone)
    user.slack_id, user.phone = slack_id, redeemed.phone
    session.flush()
    _begin(session, user, now)
    if is_new:
        events.record(session, "slack_linked", user, by=user, at=now)
    return user


def _known(session: Session, redeemed: SignInCode, **known_by: str) -> User | None:
    query = select(User).filter_by(campaign_id=redeemed.campaign_id, **known_by)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def _refuse_strangers(
    session: Session, redeemed: SignInCode, in_slack: User | None, by_phone: User | None, slack_id: str
) -> None:
    for user in (in_slack, by_phone):
        if user and user.deactivated_at:
            raise Deactivated
    if by_phone and by_phone.slack_id not in {None, slack_id}:
        raise LinkedElsewhere(
            "This phone is linked to another Slack account already. "
            f"{who_can_help(session, redeemed.campaign_id)}"
        )
    if in_slack and in_slack.phone not in {None, redeemed.phone}:
        raise LinkedElsewhere(
            "Your Slack account is linked to another phone already, the number ending in "
            f"{in_slack.phone[-4:]}. {who_can_help(session, redeemed.campaign_id)}"
        )


def _made_one(session: Session, by_phone: User, in_slack: User, now: datetime) -> User:
    """Let the account with the phone, which has the conversations and the credit, be the one that stays.

    It takes over what the other may do. The other keeps its name in the audit trail and is closed: an account
    without a phone never held or texted anything.
    """
    if ROLES.index(in_slack.role) <= ROLES.index(by_phone.role):
        by_phone.role, by_phone.rights = in_slack.role, in_slack.rights
        by_phone.role_from = in_slack.role_from
    in_slack.slack_id, in_slack.role, in_slack.rights, in_slack.role_from = None, "volunteer", [], None
    in_slack.deactivated_at = now
    session.flush()
    events.record(session, "user_merged", in_slack, by=by_phone, at=now, into_id=by_phone.id)
    return by_phone


def _begin(session: Session, user: User, now: datetime) -> None:
    """Send the running actions to somebody who can text from now on."""
    if user.joined_at is None:
        joining.begin(session, user, now=now)
    else:
        add_volunteer(session, user, now)
