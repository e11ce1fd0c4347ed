"""The stand-in on a real port, in real time, and across a restart."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from sandbox.twilio import MAGIC, Account, Clock, TwilioServer, TwilioStandIn, start
from tests.sandbox.twilio.kit import PAT, NotingApp, client_of, standin, text


@pytest.fixture
def server(app: NotingApp) -> Iterator[TwilioServer]:
    server = TwilioServer(standin(app))
    yield server
    server.stop()


def over_http(server: TwilioServer) -> Client:
    client = client_of(server.twilio, TwilioHttpClient(timeout=0.5))
    client.api.base_url = server.url
    return client


def send(server: TwilioServer, to: str) -> None:
    over_http(server).messages.create(to=to, body="Hi", messaging_service_sid=server.twilio.account.service)


def test_a_text_travels_in_real_time(app: NotingApp) -> None:
    twilio = standin(app, clock=Clock())
    twilio.agenda.start()
    text(twilio, PAT)

    twilio.wait_for(lambda: twilio.phone(PAT).texts == ["Hi"])
    twilio.close()


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("silence_created", requests.ReadTimeout),
        ("reset_created", requests.ConnectionError),
        ("error_created", TwilioRestException),
    ],
)
def test_faults_are_real_ones_on_a_real_line(server: TwilioServer, name: str, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        send(server, MAGIC[name])

    server.twilio.deliver_all()
    assert server.twilio.phone(MAGIC[name]).texts == ["Hi"]


def test_waiting_for_what_never_happens_ends(server: TwilioServer) -> None:
    with pytest.raises(TimeoutError):
        server.twilio.wait_for(lambda: False, timeout=0.01)


def test_phones_and_stop_memory_survive_a_restart(app: NotingApp, tmp_path: Path) -> None:
    before = standin(app, folder=tmp_path)
    text(before, PAT, "¡Hola!", media_url=["https://x.test/1.jpg"])
    before.deliver_all()
    before.phone(PAT).reply("stop")
    before.close()

    after = standin(app, folder=tmp_path)
    assert after.phone(PAT).thread == before.phone(PAT).thread
    assert [sent.as_resource() for sent in after.sent] == [sent.as_resource() for sent in before.sent]
    with pytest.raises(TwilioRestException):
        text(after, PAT)
    after.close()


def test_a_text_on_its_way_goes_on_after_a_restart(app: NotingApp, tmp_path: Path) -> None:
    before = standin(app, folder=tmp_path)
    text(before, PAT)
    before.advance(0.6)
    before.close()

    after = standin(app, folder=tmp_path)
    after.deliver_all()
    assert app.statuses == ["queued", "sending", "sent", "delivered"]
    assert after.phone(PAT).texts == ["Hi"]
    after.close()


def test_start_takes_the_demos_settings(tmp_path: Path) -> None:
    known = Account()
    server = start(
        0, "http://localhost:9", known.sid, known.auth_token, known.service, known.numbers, tmp_path
    )
    try:
        send(server, PAT)
        assert server.twilio.people.answering
        assert server.twilio.replies.inbound_url.startswith("http://localhost:9/twilio/inbound#rc=3")
    finally:
        server.stop()
    assert (tmp_path / "twilio.sqlite3").exists()


def test_a_stand_in_needs_no_settings() -> None:
    assert TwilioStandIn().sent == []
