"""A service's numbers are asked for each hour and when they matter; what was told last holds meanwhile."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database
from core.delivery.numbers.learning import learn_numbers
from core.models import Campaign, SendingService, User
from core.settings.changing import change
from core.settings.sending import choose_service
from tests.factories import NOON
from tests.fakes import FakeGateway


@pytest.fixture
def service(session: Session, campaign: Campaign) -> SendingService:
    """The messaging service of the campaign, committed."""
    session.commit()
    return session.scalars(select(SendingService)).one()


def learn(database: Database, gateway: FakeGateway, *, after: timedelta = timedelta(0)) -> int:
    return learn_numbers(database, gateway, clock=lambda: NOON + after)


def known(session: Session, service: SendingService) -> list[str]:
    session.expire_all()
    return service.numbers


def test_they_are_kept_in_order_once(
    database: Database, gateway: FakeGateway, session: Session, service: SendingService
) -> None:
    gateway.numbers = ["+17405550103", "+16145550101"]

    assert [1, 0] == [learn(database, gateway), learn(database, gateway)]
    assert ["+16145550101", "+17405550103"] == known(session, service)
    assert NOON == service.numbers_at


def test_an_hour_later_they_are_asked_for_again(
    database: Database, gateway: FakeGateway, session: Session, service: SendingService
) -> None:
    learn(database, gateway)
    gateway.numbers = ["+16145550101"]

    assert 0 == learn(database, gateway, after=timedelta(minutes=59))
    assert 1 == learn(database, gateway, after=timedelta(hours=1))
    assert ["+16145550101"] == known(session, service)


def test_while_the_carrier_is_away_the_last_ones_hold(
    database: Database, gateway: FakeGateway, session: Session, service: SendingService
) -> None:
    learn(database, gateway)
    before, gateway.away = known(session, service), True

    assert 0 == learn(database, gateway, after=timedelta(hours=2))
    assert before == known(session, service)
    gateway.away = False
    assert 1 == learn(database, gateway, after=timedelta(hours=2))


def test_one_service_that_nobody_knows_holds_up_no_other(
    database: Database, gateway: FakeGateway, session: Session, service: SendingService
) -> None:
    service.messaging_service_sid = "MG" + "b" * 32
    session.add(
        SendingService(
            campaign_id=service.campaign_id, messaging_service_sid="MG" + "0" * 32, created_at=NOON
        )
    )
    session.commit()

    assert 1 == learn(database, gateway)


def test_a_single_number_is_known_as_it_is(
    database: Database, gateway: FakeGateway, session: Session, service: SendingService
) -> None:
    service.messaging_service_sid, service.from_number = None, "+16145550101"
    session.commit()

    assert 0 == learn(database, gateway)


def test_a_process_that_is_to_end_asks_nothing(
    database: Database, gateway: FakeGateway, service: SendingService
) -> None:
    assert 0 == learn_numbers(database, gateway, clock=lambda: NOON, stopping=lambda: True)


def test_another_preference_asks_at_once(
    database: Database, gateway: FakeGateway, session: Session, service: SendingService, maya: User
) -> None:
    learn(database, gateway)
    rung = heard(session)
    for _ in range(2):
        change(session, {"area_codes": "614"}, by=maya, now=NOON)
        session.commit()

    assert [("learn_numbers", ())] == rung
    assert 1 == learn(database, gateway)


def test_a_new_service_is_asked_about_at_once(session: Session, service: SendingService, maya: User) -> None:
    session.delete(service)
    session.commit()
    rung = heard(session)
    choose_service(session, "MG" + "a" * 32, by=maya, now=NOON)
    session.commit()

    assert [("learn_numbers", ())] == rung


def heard(session: Session) -> list[tuple[str, tuple[object, ...]]]:
    """Listen to the bells of a session from now on."""
    rung: list[tuple[str, tuple[object, ...]]] = []
    session.info["ring"] = lambda job, args: rung.append((job, args))
    return rung
