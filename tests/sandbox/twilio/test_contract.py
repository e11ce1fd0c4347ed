"""Every request and answer is held against Twilio's own OpenAPI, which TWILIO_OPENAPI points to."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockResponse
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from sandbox.twilio import MAGIC, TwilioStandIn
from sandbox.twilio.creating import HARMLESS, READ
from tests.sandbox.twilio.kit import PAT, client_of, text
from tests.sandbox.twilio.openapi import OPENAPI, CheckedClient, SpokenRequest, description, needs_openapi

pytestmark = needs_openapi

NOT_IN_THE_SPEC = {"MessageIntent"}  # sent by the client library 9.13, absent from the description
REFUSED_HERE = {
    "ApplicationSid", "PersistentAction", "ShortenUrls", "ScheduleType", "SendAt", "SendAsMms",
    "ContentVariables", "FallbackFrom", "ContentSid",
}  # fmt: skip


@pytest.fixture
def client(twilio: TwilioStandIn) -> Client:
    return client_of(twilio, CheckedClient(twilio.app))


def send(client: Client, twilio: TwilioStandIn, to: str = PAT) -> Any:
    return client.messages.create(
        to=to, messaging_service_sid=twilio.account.service, body="Hi", validity_period=3600,
        status_callback="https://textbank.test/twilio/status/1",
    )  # fmt: skip


def test_a_text_through_the_service_is_as_described(twilio: TwilioStandIn, client: Client) -> None:
    created = send(client, twilio)
    twilio.deliver_all()
    arrived = created.fetch()

    assert (created.status, created.from_, created.num_segments) == ("accepted", None, "0")
    assert (arrived.status, arrived.num_segments) == ("delivered", "1")
    assert arrived.from_ in twilio.account.numbers


def test_a_text_from_a_number_with_a_picture_is_as_described(twilio: TwilioStandIn, client: Client) -> None:
    created = client.messages.create(
        to=PAT, from_=twilio.account.numbers[0], body="Hi", media_url=["https://textbank.test/1.jpg"]
    )

    assert (created.status, created.num_segments, created.num_media) == ("queued", "1", "1")


@pytest.mark.parametrize("name", sorted(MAGIC))
def test_every_outcome_is_as_described(twilio: TwilioStandIn, client: Client, name: str) -> None:
    with suppress(TwilioRestException, OSError):  # a refusal was checked; a fault has nothing to check
        send(client, twilio, MAGIC[name])
    twilio.deliver_all()

    for message in client.messages.list():
        message.fetch()


def test_lists_and_pages_are_as_described(twilio: TwilioStandIn, client: Client) -> None:
    sids = [send(client, twilio).sid for _ in range(5)]
    twilio.phone(PAT).reply("yes")
    twilio.deliver_all()

    listed = [message.sid for message in client.messages.stream(to=PAT, page_size=2)]

    assert sids[::-1] == listed
    assert len(client.messages.list(from_=PAT, date_sent_after=twilio.clock.now().date())) == 1


def test_change_and_removal_are_as_described(twilio: TwilioStandIn, client: Client) -> None:
    waiting, done = send(client, twilio), send(client, twilio)

    canceled = waiting.update(status="canceled")
    twilio.deliver_all()
    emptied = done.update(body="")

    assert (canceled.status, emptied.body) == ("canceled", "")
    assert done.delete()


def test_errors_are_as_described(twilio: TwilioStandIn) -> None:
    stranger = Client(twilio.account.sid, "wrong", http_client=CheckedClient(twilio.app))

    with pytest.raises(TwilioRestException) as refusal:
        stranger.messages("SM" + "0" * 32).fetch()

    assert (refusal.value.status, refusal.value.code) == (401, 20003)


def test_every_parameter_of_the_description_is_known_here() -> None:
    path = json.loads(Path(OPENAPI).read_text())["paths"]["/2010-04-01/Accounts/{AccountSid}/Messages.json"]
    content = path["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]

    assert set(content["schema"]["properties"]) | NOT_IN_THE_SPEC == READ | HARMLESS | REFUSED_HERE


@pytest.mark.parametrize(
    "change",
    [
        lambda resource: resource | {"num_segments": 1},
        lambda resource: resource | {"status": "done"},
        lambda resource: resource | {"surprise": "!"},
        lambda resource: {name: value for name, value in resource.items() if name != "price"},
    ],
)
def test_the_check_itself_notices(twilio: TwilioStandIn, change: Callable[[Any], Any]) -> None:
    """A contract that cannot be broken proves nothing."""
    sid = text(twilio, PAT).sid
    uri = f"https://api.twilio.com/2010-04-01/Accounts/{twilio.account.sid}/Messages/{sid}.json"
    request: Any = SpokenRequest("GET", uri, None, None, ("a", "b"))
    wrong = MockResponse(json.dumps(change(twilio.sent[0].as_resource())).encode())

    with pytest.raises(OpenAPIError):
        description().validate_response(request, wrong)
