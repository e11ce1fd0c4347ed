"""The real adapter (over the stand-in) and our own fake are one and the same to whoever sends."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.delivery.gateway import (
    Accepted,
    CarrierAway,
    Gateway,
    NoMedia,
    NotSent,
    Outgoing,
    Rejected,
    Unknown,
)
from core.delivery.twilio.sending import TwilioGateway
from sandbox.twilio import MAGIC, TwilioStandIn
from tests.core.delivery.kit import SERVICE, settings_of, twilio_stand_in
from tests.factories import NOON
from tests.fakes import FakeGateway

PAT, LEE = "+12125550111", "+13105550112"


@dataclass
class Carrier:
    """A gateway and the time by which it makes texts."""

    gateway: Gateway
    now: Callable[[], datetime]


def real() -> Carrier:
    twilio: TwilioStandIn = twilio_stand_in()
    return Carrier(TwilioGateway(settings_of(twilio), twilio.http_client()), twilio.clock.now)


def fake() -> Carrier:
    return Carrier(FakeGateway(), lambda: NOON)


@pytest.fixture(params=[real, fake])
def carrier(request: pytest.FixtureRequest) -> Carrier:
    made: Carrier = request.param()
    return made


def outgoing(to: str = PAT, body: str = "Hi", attempt: str = "a1", **more: Any) -> Outgoing:
    return Outgoing(attempt=attempt, to=to, body=body, sender=SERVICE, validity=3600, **more)


def listed(carrier: Carrier, to: str) -> list[str]:
    since = carrier.now() - timedelta(minutes=1)
    return [text.body for text in carrier.gateway.list_since(since, to=to)]


def test_an_accepted_text_is_in_the_list(carrier: Carrier) -> None:
    accepted = carrier.gateway.send(outgoing(body="¿Votarás?"))

    assert isinstance(accepted, Accepted)
    (text,) = carrier.gateway.list_since(carrier.now() - timedelta(minutes=1), to=PAT)
    assert (accepted.sid, "out", "accepted", PAT, "¿Votarás?", None, SERVICE) == (
        text.sid,
        text.direction,
        text.status,
        text.to,
        text.body,
        text.code,
        text.messaging_service_sid,
    )
    assert text.created_at.tzinfo is not None


@pytest.mark.parametrize(
    ("name", "code"),
    [("unsubscribed", "21610"), ("invalid", "21211"), ("not_mobile", "21614"), ("unroutable", "21612")],
)
def test_a_refusal_has_its_code_and_makes_nothing(carrier: Carrier, name: str, code: str) -> None:
    refused = carrier.gateway.send(outgoing(MAGIC[name]))

    assert isinstance(refused, Rejected)
    assert code == refused.code
    assert [] == listed(carrier, MAGIC[name])


def test_a_busy_carrier_has_taken_nothing(carrier: Carrier) -> None:
    first = carrier.gateway.send(outgoing(MAGIC["busy_once"]))
    second = carrier.gateway.send(outgoing(MAGIC["busy_once"], attempt="a2"))

    assert isinstance(first, NotSent)
    assert isinstance(second, Accepted)
    assert ["Hi"] == listed(carrier, MAGIC["busy_once"])


@pytest.mark.parametrize("name", ["error_created", "silence_created", "reset_created"])
def test_a_text_without_an_answer_is_unknown_and_found_in_the_list(carrier: Carrier, name: str) -> None:
    assert isinstance(carrier.gateway.send(outgoing(MAGIC[name])), Unknown)

    assert ["Hi"] == listed(carrier, MAGIC[name])


def test_an_error_that_made_nothing_looks_the_same(carrier: Carrier) -> None:
    assert isinstance(carrier.gateway.send(outgoing(MAGIC["error"])), Unknown)

    assert [] == listed(carrier, MAGIC["error"])


def test_the_list_is_one_persons_and_recent(carrier: Carrier) -> None:
    for number, to in enumerate([PAT, LEE, PAT]):
        carrier.gateway.send(outgoing(to, f"text {number}", attempt=f"a{number}"))

    assert {"text 0", "text 2"} == set(listed(carrier, PAT))
    assert [] == list(carrier.gateway.list_since(carrier.now() + timedelta(hours=1), to=PAT))


def test_a_text_is_fetched_by_its_sid(carrier: Carrier) -> None:
    accepted = carrier.gateway.send(outgoing(body="Hi"))
    assert isinstance(accepted, Accepted)

    text = carrier.gateway.fetch(accepted.sid)

    assert text is not None
    assert (accepted.sid, "out", "accepted", PAT, "Hi", "", 0) == (
        text.sid,
        text.direction,
        text.status,
        text.to,
        text.body,
        text.words,
        text.media,
    )


def test_a_text_that_the_carrier_does_not_know_is_none(carrier: Carrier) -> None:
    assert carrier.gateway.fetch("SM" + "0" * 32) is None


def test_the_list_of_a_stretch_of_time_ends_where_it_ends(carrier: Carrier) -> None:
    carrier.gateway.send(outgoing())
    since = carrier.now() - timedelta(minutes=1)

    def until(seconds: float) -> int:
        end = carrier.now() + timedelta(seconds=seconds)
        return len(list(carrier.gateway.list_since(since, until=end, to=PAT)))

    assert [0, 1] == [until(-1), until(1)]


def test_a_text_without_files_has_none(carrier: Carrier) -> None:
    accepted = carrier.gateway.send(outgoing())
    assert isinstance(accepted, Accepted)

    assert [] == carrier.gateway.media_of(accepted.sid)


def test_a_file_from_elsewhere_is_not_the_carriers(carrier: Carrier) -> None:
    assert NoMedia("not_theirs") == carrier.gateway.fetch_media("https://evil.example/1.jpg", most=1)


def test_a_service_has_its_numbers(carrier: Carrier) -> None:
    assert ["+13125550170", "+13125550171", "+13125550172"] == carrier.gateway.numbers_of(SERVICE)


def test_of_a_service_that_nobody_knows_nothing_is_concluded(carrier: Carrier) -> None:
    with pytest.raises(CarrierAway):
        carrier.gateway.numbers_of("MG" + "b" * 32)


def test_a_picture_goes_along(carrier: Carrier) -> None:
    accepted = carrier.gateway.send(outgoing(pictures=(7,)))
    assert isinstance(accepted, Accepted)

    text = carrier.gateway.fetch(accepted.sid)

    assert text
    assert (1, "MM") == (text.media, text.sid[:2])
