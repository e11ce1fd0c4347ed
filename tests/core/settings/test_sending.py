"""What is known of the sending service, and what an admin is warned of."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.delivery.endings.troubles import REGISTRATION
from core.errors import Invalid, NotFound
from core.models import Campaign, Event, SendingService, User
from core.notices import incidents
from core.notices.incidents import Trouble
from core.settings.sending import change_service, service_of, warnings
from tests.factories import NOON

ALL: dict[str, Any] = {
    "registration": "registered",
    "throughput": "score_50",
    "brand": "Riverside for All",
    "use_case": "Political",
    "token_expires_at": NOON + timedelta(days=200),
}


def test_all_of_it_is_kept_once(session: Session, campaign: Campaign, maya: User) -> None:
    for _ in range(2):
        change_service(session, ALL, by=maya, now=NOON)
    session.flush()
    session.expire_all()

    service = service_of(session, campaign.id)
    assert service
    assert ALL == {name: getattr(service, name) for name in ALL}
    event = session.scalars(select(Event).filter_by(name="settings_changed")).one()
    assert ["brand", "use_case"] == event.particulars["reworded"]
    assert "registered" == event.particulars["registration"]
    assert [] == warnings(service, NOON)


@pytest.mark.parametrize(
    ("name", "value"),
    [("registration", "sure"), ("registration", None), ("throughput", "infinite"), ("brand", "x" * 81)],
)
def test_what_cannot_be_kept_is_said_beside_it(
    session: Session, campaign: Campaign, maya: User, name: str, value: object
) -> None:
    with pytest.raises(Invalid) as refusal:
        change_service(session, {name: value}, by=maya, now=NOON)

    assert name == refusal.value.field


def test_without_a_service_there_is_nothing_to_say_of_it(
    session: Session, campaign: Campaign, maya: User
) -> None:
    session.execute(delete(SendingService))

    with pytest.raises(NotFound):
        change_service(session, ALL, by=maya, now=NOON)
    assert "no number to text from" in warnings(None, NOON)[0]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"registration": "not stated"}, "Nobody has said"),
        ({"registration": "pending"}, "The registration is pending, so nothing is sent"),
        ({"registration": "refused"}, "The registration is refused, so nothing is sent"),
        ({"throughput": ""}, "The class of the registration is not set"),
        ({"token_expires_at": NOON + timedelta(days=29)}, "expires within 30 days"),
        ({"token_expires_at": NOON}, "has expired"),
    ],
)
def test_an_admin_is_warned(
    session: Session, campaign: Campaign, maya: User, given: dict[str, Any], words: str
) -> None:
    service = change_service(session, ALL | given, by=maya, now=NOON)

    (sentence,) = warnings(service, NOON)
    assert words in sentence


def test_saying_that_it_is_registered_ends_the_alert(
    session: Session, campaign: Campaign, maya: User
) -> None:
    trouble = Trouble("registration", REGISTRATION, {"code": "30034", "words": "Not registered."})
    incident = incidents.open_or_count(session, campaign.id, trouble, now=NOON)

    change_service(session, {"registration": "pending"}, by=maya, now=NOON)
    session.refresh(incident)
    assert [None] == [incident.resolved_at]

    change_service(session, {"registration": "registered"}, by=maya, now=NOON)
    session.flush()
    session.refresh(incident)
    assert (NOON, maya.id) == (incident.resolved_at, incident.resolved_by_id)
