"""What came with a text is fetched from Twilio alone, with our credentials going nowhere else."""

import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from core.delivery.gateway import CarrierAway, Media, NoMedia
from core.delivery.twilio.media import MediaStore
from core.delivery.twilio.sending import TwilioGateway
from sandbox.twilio import Attachment, TwilioServer
from tests.core.delivery.kit import settings_of, twilio_stand_in
from tests.sandbox.twilio.kit import NotingApp

PAT = "+12125550111"
CAT = Attachment("image/png", b"a cat")
MOST = 5 << 20
ACCOUNT, FILE = f"AC{7:032x}", f"Messages/MM{1:032x}/Media/ME{1:032x}"


class Twilio:
    """A server that answers as told, and remembers who asked with what.

    Attributes:
        answers: by path; what is not there is a 404.
        asked: path and credentials of each request.
    """

    def __init__(self) -> None:
        self.answers: dict[str, Response] = {}
        self.asked: list[tuple[str, bool]] = []
        self._server = make_server("127.0.0.1", 0, Request.application(self._answer), threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def store(self, account: str = ACCOUNT) -> MediaStore:
        return MediaStore(api=self.url, account=account, user=account, secret="secret")

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, request: Request) -> Response:
        self.asked.append((request.path, "Authorization" in request.headers))
        return self.answers.get(request.path, Response(status=404))


@pytest.fixture
def twilio() -> Iterator[Twilio]:
    made = Twilio()
    yield made
    made.close()


@pytest.fixture
def path(twilio: Twilio) -> str:
    made = f"/2010-04-01/Accounts/{ACCOUNT}/{FILE}"
    twilio.answers[made] = Response(b"a cat", content_type="image/png")
    return made


def test_a_picture_is_fetched_from_the_stand_in_by_way_of_its_store() -> None:
    twilio = twilio_stand_in(transport=NotingApp())
    server = TwilioServer(twilio)
    text = twilio.phone(PAT).reply("look", files=[CAT])
    gateway = TwilioGateway(settings_of(twilio, twilio_api_base_url=server.url), timeout=(1.0, 5.0))

    ((address, kind),) = gateway.media_of(text.sid)

    assert (text.media[0], "image/png") == (address, kind)
    assert Media("image/png", b"a cat") == gateway.fetch_media(address, most=MOST)
    assert NoMedia("too_large") == gateway.fetch_media(address, most=4)
    server.stop()


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest/meta-data",
        "{url}.evil.example/2010-04-01/Accounts/{account}/{file}",
        "{url}@evil.example/2010-04-01/Accounts/{account}/{file}",
        "{url}/2010-04-01/Accounts/AC00000000000000000000000000000008/{file}",
        "{url}/2010-04-01/Accounts/{account}/Messages.json",
        "{url}/2010-04-01/Accounts/{account}/{file}/../../../../Messages.json",
        "{url}/2010-04-01/Accounts/{account}/{file}.json",
        "{url}/2010-04-01/Accounts/{account}/{file}?x=http://evil.example",
        "{url}/2010-04-01/Accounts/{account}/{file}\n",
        "file:///etc/passwd",
        "",
    ],
)
def test_no_other_address_is_called(twilio: Twilio, address: str) -> None:
    asked = address.format(url=twilio.url, account=ACCOUNT, file=FILE)

    assert NoMedia("not_theirs") == twilio.store().fetch(asked, most=MOST)
    assert [] == twilio.asked


def test_the_store_is_asked_without_credentials(twilio: Twilio, path: str) -> None:
    twilio.answers["/somewhere"] = twilio.answers[path]
    twilio.answers[path] = Response(status=307, headers={"Location": "/somewhere"})

    assert Media("image/png", b"a cat") == twilio.store().fetch(twilio.url + path, most=MOST)
    assert [(path, True), ("/somewhere", False)] == twilio.asked


@pytest.mark.parametrize(
    "location",
    ["http://169.254.169.254/", "http://mms.twiliocdn.com/x", "https://twiliocdn.com.evil.example/x",
     "https://eviltwiliocdn.com/x", "https://s3-external-1.amazonaws.com/other/x", "//127.0.0.1:1/x",
     "https://user@evil.example/x", "gopher://x", ""],
)  # fmt: skip
def test_nobody_is_followed_elsewhere(twilio: Twilio, path: str, location: str) -> None:
    twilio.answers[path] = Response(status=302, headers={"Location": location})
    twilio.store().fetch(twilio.url + path, most=MOST) if location else None

    assert twilio.asked in ([], [(path, True)])


def test_twilios_own_stores_are_followed(twilio: Twilio) -> None:
    """Asked of the rule itself, since tests reach no other machine."""
    known = [
        "https://mms.twiliocdn.com/x?token=1",
        "https://media.twiliocdn.com/x",
        "https://s3-external-1.amazonaws.com/media.twiliocdn.com/AC/1",
    ]
    assert [True] * 3 == [twilio.store()._is_store(urlsplit(each)) for each in known]


def test_whoever_is_sent_round_in_a_circle_gives_up(twilio: Twilio, path: str) -> None:
    twilio.answers[path] = Response(status=307, headers={"Location": path})

    with pytest.raises(CarrierAway):
        twilio.store().fetch(twilio.url + path, most=MOST)


def test_a_large_file_is_not_read_to_its_end(twilio: Twilio, path: str) -> None:
    given = []

    def endless() -> Iterator[bytes]:
        while True:
            given.append(1)
            yield b"x" * 65_536

    twilio.answers[path] = Response(endless(), content_type="image/png")

    assert NoMedia("too_large") == twilio.store().fetch(twilio.url + path, most=1 << 20)
    assert len(given) < 200


@pytest.mark.parametrize(
    ("status", "gone"), [(404, True), (410, True), (401, False), (429, False), (500, False)]
)
def test_what_is_gone_is_told_from_what_is_away(twilio: Twilio, path: str, status: int, gone: bool) -> None:
    twilio.answers[path] = Response(status=status)

    if gone:
        assert NoMedia("gone") == twilio.store().fetch(twilio.url + path, most=MOST)
    else:
        with pytest.raises(CarrierAway):
            twilio.store().fetch(twilio.url + path, most=MOST)


def test_nobody_listening_is_away() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
    store = MediaStore(api=url, account=ACCOUNT, user="a", secret="b")

    with pytest.raises(CarrierAway):
        store.fetch(f"{url}/2010-04-01/Accounts/{ACCOUNT}/{FILE}", most=MOST)
