"""The real adapter's own promises: what it asks of Twilio, and that none of its exceptions leaves it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import requests
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException

from core.delivery.gateway import Accepted, CarrierAway, NotSent, Outcome, Outgoing, Rejected, Unknown
from core.delivery.twilio.asking import messaging_base
from core.delivery.twilio.http import TooManyRequests
from core.delivery.twilio.sending import TwilioGateway, outcome_of
from sandbox.twilio import MAGIC, ManualClock, TwilioServer, TwilioStandIn
from tests.core.delivery.kit import PUBLIC_URL, SERVICE, settings_of, twilio_stand_in
from tests.factories import NOON
from tests.sandbox.twilio.openapi import CheckedClient, needs_openapi

PAT = "+12125550111"
HI = Outgoing(attempt="a1", to=PAT, body="Hi", sender=SERVICE, validity=3600)


@pytest.fixture
def twilio() -> TwilioStandIn:
    return twilio_stand_in()


def gateway_of(twilio: TwilioStandIn, **given: str) -> TwilioGateway:
    return TwilioGateway(settings_of(twilio, **given), twilio.http_client())


def test_the_attempt_rides_in_the_callbacks_address(twilio: TwilioStandIn) -> None:
    gateway_of(twilio).send(HI)

    (text,) = twilio.sent
    assert f"{PUBLIC_URL}/twilio/status/a1#rc=3&rp=5xx,ct,rt&ct=3000&rt=5000" == text.callback
    assert (SERVICE, None, 3600) == (text.service, text.sender, text.validity)


def test_a_number_of_the_service_can_be_asked_for(twilio: TwilioStandIn) -> None:
    number = twilio.account.numbers[1]
    gateway_of(twilio).send(Outgoing("a1", PAT, "Hi", SERVICE, our_number=number))

    assert (SERVICE, number, 36_000) == (
        twilio.sent[0].service,
        twilio.sent[0].sender,
        twilio.sent[0].validity,
    )


def test_a_single_number_needs_no_service(twilio: TwilioStandIn) -> None:
    number = twilio.account.numbers[0]
    accepted = gateway_of(twilio).send(Outgoing("a1", PAT, "Hi", number))

    assert isinstance(accepted, Accepted)
    assert (number, None) == (accepted.our_number, twilio.sent[0].service)


def test_an_api_key_sends_without_the_token(twilio: TwilioStandIn) -> None:
    ((key, secret),) = twilio.account.api_keys.items()
    given = {"twilio_api_key": key, "twilio_api_secret": secret, "twilio_auth_token": "for webhooks only"}

    assert isinstance(gateway_of(twilio, **given).send(HI), Accepted)


def test_wrong_credentials_are_a_refusal(twilio: TwilioStandIn) -> None:
    refused = gateway_of(twilio, twilio_auth_token="wrong").send(HI)

    assert isinstance(refused, Rejected)
    assert "20003" == refused.code


def test_without_an_account_nothing_is_sent() -> None:
    gateway = TwilioGateway(settings_of(twilio_stand_in(), twilio_account_sid=""))

    assert NotSent("Twilio is not set up") == gateway.send(HI)


@pytest.fixture
def server(twilio: TwilioStandIn) -> Iterator[TwilioServer]:
    running = TwilioServer(twilio)
    yield running
    running.stop()


def test_over_a_real_socket_too(server: TwilioServer) -> None:
    gateway = TwilioGateway(settings_of(server.twilio, twilio_api_base_url=server.url), timeout=(1.0, 5.0))

    assert isinstance(gateway.send(HI), Accepted)
    assert ["Hi"] == [text.body for text in server.twilio.sent]


def test_a_large_service_is_read_page_by_page(twilio: TwilioStandIn) -> None:
    many = tuple(f"+1614555{line:04}" for line in range(120))
    large = TwilioStandIn(account=replace(twilio.account, numbers=many))

    assert list(many) == gateway_of(large).numbers_of(SERVICE)


def test_numbers_are_asked_for_over_a_real_socket_too(server: TwilioServer) -> None:
    gateway = TwilioGateway(settings_of(server.twilio, twilio_api_base_url=server.url), timeout=(1.0, 5.0))

    assert list(server.twilio.account.numbers) == gateway.numbers_of(SERVICE)


@pytest.mark.parametrize("given", [{"twilio_auth_token": "wrong"}, {"twilio_account_sid": ""}])
def test_numbers_that_cannot_be_read_are_not_none(twilio: TwilioStandIn, given: dict[str, str]) -> None:
    with pytest.raises(CarrierAway):
        gateway_of(twilio, **given).numbers_of(SERVICE)


@pytest.mark.parametrize(
    ("api", "messaging"),
    [
        ("https://api.twilio.com", "https://messaging.twilio.com"),
        ("https://api.dublin.ie1.twilio.com", "https://messaging.dublin.ie1.twilio.com"),
        ("http://127.0.0.1:4010", "http://127.0.0.1:4010"),
        ("https://api.twilio.example", "https://api.twilio.example"),
    ],
)
def test_messaging_services_are_beside_the_api(api: str, messaging: str) -> None:
    assert messaging == messaging_base(api)


@pytest.mark.parametrize("name", ["silence_created", "reset_created"])
def test_a_broken_line_is_unknown(server: TwilioServer, name: str) -> None:
    gateway = TwilioGateway(settings_of(server.twilio, twilio_api_base_url=server.url), timeout=(1.0, 0.2))

    unknown = gateway.send(Outgoing("a1", MAGIC[name], "Hi", SERVICE))

    assert isinstance(unknown, Unknown)


@pytest.mark.parametrize(
    ("problem", "outcome"),
    [
        (TwilioRestException(429, "/", "busy", 20429), NotSent("too many requests")),
        (TwilioRestException(400, "/", "stopped", 21610), Rejected("21610", "stopped")),
        (TwilioRestException(404, "/", "<html>", 404), Rejected("404", "<html>")),
        (TwilioRestException(400, "/", "no code", None), Rejected("400", "no code")),
        (TwilioRestException(500, "/", "oops", 20500), Unknown("answered 500")),
        (TwilioRestException(503, "/"), Unknown("answered 503")),
        (TwilioRestException(302, "/"), Unknown("answered 302")),
        (
            TwilioServiceException("type", "Bad", 400, 21211, detail="not a number"),
            Rejected("21211", "not a number"),
        ),
        (TwilioException("anything"), Unknown("answered 500")),
        (TooManyRequests(30.0), NotSent("too many requests", 30.0)),
        (requests.ReadTimeout(), Unknown("ReadTimeout")),
        (requests.ConnectionError("reset"), Unknown("ConnectionError")),
        (ValueError("not JSON"), Unknown("ValueError")),
    ],
)
def test_every_kind_of_trouble_is_one_of_four(problem: Exception, outcome: Outcome) -> None:
    assert outcome == outcome_of(problem)


@needs_openapi
def test_every_request_is_as_twilio_describes_it() -> None:
    twilio = twilio_stand_in(clock=ManualClock())
    gateway = TwilioGateway(settings_of(twilio), CheckedClient(twilio.app))

    accepted = gateway.send(HI)
    assert isinstance(accepted, Accepted)
    assert 1 == len(list(gateway.list_since(NOON, to=PAT)))
    assert isinstance(gateway.send(Outgoing("a2", MAGIC["unsubscribed"], "Hi", SERVICE)), Rejected)
