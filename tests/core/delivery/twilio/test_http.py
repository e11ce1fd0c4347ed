"""Over real sockets, whatever the network or a broken answer does is one of four results."""

import json
import socket
import ssl
from collections.abc import Iterator
from threading import Event

import pytest
import urllib3

from core.delivery.gateway import Accepted, CarrierAway, NotSent, Outcome, Outgoing, Rejected, Unknown
from core.delivery.twilio.http import PooledHttpClient
from core.delivery.twilio.sending import TwilioGateway, outcome_of
from tests.core.delivery import raw_server
from tests.core.delivery.kit import SERVICE, settings_of, twilio_stand_in
from tests.core.delivery.raw_server import Behaviour, answer, serving
from tests.factories import NOON

HI = Outgoing(attempt="a1", to="+12125550111", body="Hi", sender=SERVICE, validity=3600)
MADE = json.dumps({"sid": "SM1", "status": "accepted", "from": None})
REFUSED = json.dumps({"code": 21610, "message": "Unsubscribed", "status": 400})


def gateway_at(url: str, *, read: float = 0.3) -> TwilioGateway:
    return TwilioGateway(settings_of(twilio_stand_in(), twilio_api_base_url=url), timeout=(0.3, read))


@pytest.mark.parametrize(
    ("behave", "expected"),
    [
        (answer("201 Created", MADE), Accepted("SM1", "accepted", None)),
        (answer("400 Bad Request", REFUSED), Rejected("21610", "Unsubscribed")),
        (answer("429 Too Many", "", "Retry-After: 7"), NotSent("too many requests", 7.0)),
        (answer("429 Too Many", ""), NotSent("too many requests")),
        (answer("429 Too Many", "", "Retry-After: soon"), NotSent("too many requests")),
        (answer("502 Bad Gateway", "<html>oops</html>"), Unknown("answered 502")),
        (answer("302 Found", "", "Location: http://127.0.0.1:1/elsewhere"), Unknown("answered 302")),
        (answer("200 OK", "<html>Welcome to the hotel's network</html>"), Unknown("JSONDecodeError")),
        (answer("201 Created", "{}"), Unknown("an answer without a SID")),
        (answer("201 Created", ""), Unknown("an answer without a SID")),
        (raw_server.break_off, Unknown("ProtocolError")),
        (raw_server.keep_silent, Unknown("ReadTimeoutError")),
        (raw_server.hang_up, Unknown("ProtocolError")),
        (raw_server.reset, Unknown("ProtocolError")),
    ],
)
def test_an_answer_or_none(behave: Behaviour, expected: Outcome) -> None:
    with serving(behave) as url:
        sent = gateway_at(url).send(HI)

    assert _told(expected) == _told(sent)


def test_a_slow_answer_is_waited_for_within_the_time() -> None:
    later = Event()

    def slowly(line: socket.socket) -> None:
        later.wait(0.2)
        answer("201 Created", MADE)(line)

    with serving(slowly) as url:
        assert isinstance(gateway_at(url, read=5.0).send(HI), Accepted)


def test_nothing_is_asked_twice() -> None:
    heard: list[None] = []

    def count(line: socket.socket) -> None:
        heard.append(None)
        raw_server.hang_up(line)

    with serving(count) as url:
        gateway_at(url).send(HI)

    assert 1 == len(heard)


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address at which nobody listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{unused.getsockname()[1]}"


def test_nobody_listening_means_not_sent(nobody: str) -> None:
    gateway = gateway_at(nobody)

    assert NotSent("NewConnectionError") == gateway.send(HI)
    with pytest.raises(CarrierAway):
        list(gateway.list_since(NOON, to=HI.to))


def test_a_name_that_nobody_knows_means_not_sent() -> None:
    assert NotSent("NameResolutionError") == gateway_at("http://carrier.invalid").send(HI)


def test_a_connection_that_never_stands_up_means_not_sent() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        port = full.getsockname()[1]
        waiting = [_knock(port) for _ in range(4)]
        sent = gateway_at(f"http://127.0.0.1:{port}").send(HI)
        for each in waiting:
            each.close()

    assert NotSent("ConnectTimeoutError") == sent


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        (urllib3.exceptions.SSLError(ssl.SSLCertVerificationError("expired")), NotSent("SSLError")),
        (urllib3.exceptions.SSLError(ssl.SSLError("decryption failed")), Unknown("SSLError")),
    ],
)
def test_a_line_that_is_not_trusted_carries_nothing(problem: Exception, expected: Outcome) -> None:
    assert expected == outcome_of(problem)


def test_the_environment_changes_no_call(monkeypatch: pytest.MonkeyPatch, nobody: str) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, nobody)

    with serving(answer("201 Created", MADE)) as url:
        assert isinstance(gateway_at(url).send(HI), Accepted)


def test_a_caller_cannot_wait_longer_than_the_client_allows() -> None:
    client = PooledHttpClient(connections=1, timeout=(0.3, 0.1))

    with serving(raw_server.keep_silent) as url, pytest.raises(urllib3.exceptions.ReadTimeoutError):
        client.request("GET", url, timeout=60)


def _told(outcome: Outcome) -> Outcome:
    """Twilio's client puts words of its own before a refusal's."""
    if isinstance(outcome, Rejected):
        return Rejected(outcome.code, outcome.words.rpartition(": ")[2])
    return outcome


def _knock(port: int) -> socket.socket:
    line = socket.socket()
    line.setblocking(False)
    line.connect_ex(("127.0.0.1", port))
    return line
