"""A new campaign, ready to text: a join code, what it sends from, and sensible tags and fields."""

import secrets
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from core import events
from core.inserting import insert_new
from core.models import Campaign, CustomField, FieldOption, SendingService, Tag, User
from core.naming import named
from core.slugs import slug

# without the letters and digits that people mix up on the phone
_CODE_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_CODE_LENGTH = 6

SUPPORT_RATING = ("Strong supporter", "Supporter", "Neutral", "Against", "Strongly against")


def found_campaign(
    session: Session,
    *,
    name: str,
    team_id: str | None,
    now: datetime,
    organisation: str = "",
    messaging_service_sid: str = "",
    from_number: str = "",
) -> Campaign:
    """Make a campaign with its first tags and fields.

    A campaign that an import made before any workspace was known is taken over, with its contacts. If
    somebody makes the workspace's campaign at the same moment, theirs is returned.

    Args:
        team_id: the Slack workspace it is run from.
        organisation: who the texts say they are from; the campaign's name when empty.
        messaging_service_sid, from_number: what texts leave from, one of the two, as the settings say; with
            neither the campaign cannot send yet.

    Raises:
        Invalid: the name is empty or too long.
    """
    name = named(name, field="name")
    campaign = (_waiting(session) if team_id else None) or _new(session, name, team_id, now)
    if campaign is None:
        return session.scalars(select(Campaign).filter_by(slack_team_id=team_id)).one()
    campaign.name, campaign.organisation, campaign.slack_team_id = name, organisation or name, team_id
    if messaging_service_sid or from_number:
        session.add(_service(campaign, messaging_service_sid, from_number, now))
    session.flush()
    return campaign


def make_owner(session: Session, campaign: Campaign, slack_id: str, name: str, now: datetime) -> User:
    """Let somebody in Slack own the campaign; a person it knows already gains the role.

    Args:
        slack_id: the person's id in the campaign's workspace.
        name: used for a person who is new.
    """
    owner = session.scalar(select(User).filter_by(campaign_id=campaign.id, slack_id=slack_id))
    if owner is None:
        first, _, last = named(name, field="name").partition(" ")
        owner = User(
            campaign_id=campaign.id, slack_id=slack_id, first_name=first, last_name=last, created_at=now
        )
        session.add(owner)
    owner.role, owner.role_from, owner.deactivated_at = "owner", None, None
    owner.joined_at = owner.joined_at or now
    session.flush()
    events.record(session, "owner_made", owner, by=None, at=now)
    return owner


def _waiting(session: Session) -> Campaign | None:
    nobody = ~exists().where(User.campaign_id == Campaign.id)
    waiting = select(Campaign).where(Campaign.slack_team_id.is_(None), nobody)
    return session.scalar(waiting.limit(1).with_for_update())


def _new(session: Session, name: str, team_id: str | None, now: datetime) -> Campaign | None:
    """Return a new campaign, None when the workspace has got one meanwhile."""
    unique = {"slack_team_id": team_id, "join_code": _new_code(session)}
    campaign = insert_new(session, Campaign, name=name, created_at=now, **unique)
    if campaign is None:
        return None
    session.add_all(_first_tags(campaign, now))
    session.add_all(_first_fields(campaign, now))
    return campaign


def _new_code(session: Session) -> str:
    while True:
        code = "".join(secrets.choice(_CODE_ALPHABET) for _ in range(_CODE_LENGTH))
        if session.scalar(select(Campaign.id).filter_by(join_code=code)) is None:
            return code


def _service(campaign: Campaign, sid: str, number: str, now: datetime) -> SendingService:
    return SendingService(
        campaign_id=campaign.id,
        messaging_service_sid=sid or None,
        from_number=None if sid else number,
        created_at=now,
    )


def _first_tags(campaign: Campaign, now: datetime) -> list[Tag]:
    stamps = {"campaign_id": campaign.id, "created_at": now, "updated_at": now}
    return [
        Tag(name="Wrong number", slug=slug("Wrong number"), position=1, **stamps),
        Tag(name="Opt out", slug=slug("Opt out"), position=2, opt_out=True, built_in="opt_out", **stamps),
    ]


def _first_fields(campaign: Campaign, now: datetime) -> list[CustomField]:
    stamps = {"campaign_id": campaign.id, "created_at": now, "updated_at": now}
    options = [FieldOption(label=label, position=at) for at, label in enumerate(SUPPORT_RATING, 1)]
    rating = CustomField(
        name="Support rating", slug=slug("Support rating"), kind="selection", position=1, **stamps
    )
    rating.options = options
    return [rating, CustomField(name="Notes", slug=slug("Notes"), kind="text", position=2, **stamps)]
