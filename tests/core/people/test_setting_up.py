"""A new campaign can be texted from at once."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core.errors import Invalid
from core.models import Campaign, CustomField, SendingService, Tag, User
from core.people.setting_up import SUPPORT_RATING, found_campaign, make_owner
from tests.factories import NOON


def test_a_new_campaign_has_a_join_code_and_sensible_tags(session: Session) -> None:
    made = found_campaign(session, name="Riverside for All", team_id="T1", now=NOON)

    tags = session.scalars(select(Tag).filter_by(campaign_id=made.id).order_by(Tag.position)).all()
    assert len(made.join_code) == 6
    assert [(tag.name, tag.slug, tag.opt_out) for tag in tags] == [
        ("Wrong number", "wrong_number", False),
        ("Opt out", "opt_out", True),
    ]
    assert tags[1].built_in == "opt_out"
    assert made.organisation == "Riverside for All"


def test_a_new_campaign_asks_for_support_and_notes(session: Session) -> None:
    made = found_campaign(session, name="Riverside for All", team_id="T1", now=NOON)

    query = select(CustomField).filter_by(campaign_id=made.id).order_by(CustomField.position)
    rating, notes = session.scalars(query.options(selectinload(CustomField.options))).all()
    assert (rating.slug, rating.kind) == ("support_rating", "selection")
    assert list(SUPPORT_RATING) == [option.label for option in rating.options]
    assert (notes.slug, notes.kind) == ("notes", "text")


def test_texts_leave_from_the_service_that_the_settings_name(session: Session) -> None:
    made = found_campaign(
        session, name="R", team_id=None, now=NOON, messaging_service_sid="MG1", from_number="+12125550100"
    )

    service = session.scalars(select(SendingService).filter_by(campaign_id=made.id)).one()
    assert (service.messaging_service_sid, service.from_number) == ("MG1", None)


def test_a_campaign_needs_a_name(session: Session) -> None:
    with pytest.raises(Invalid, match="Give it a name"):
        found_campaign(session, name=" \0 ", team_id=None, now=NOON)


def test_somebody_new_becomes_the_owner(session: Session, campaign: Campaign) -> None:
    owner = make_owner(session, campaign, "U0NEW", "Nia de la Cruz", NOON)

    assert (
        owner.role,
        owner.first_name,
        owner.last_name,
        owner.joined_at,
    ) == ("owner", "Nia", "de la Cruz", NOON)


def test_a_known_person_gains_the_role(session: Session, campaign: Campaign, abe: User) -> None:
    owner = make_owner(session, campaign, "U0ABE", "Somebody else", NOON)

    assert abe is owner
    assert (owner.role, owner.name) == ("owner", "Abe Lindqvist")
