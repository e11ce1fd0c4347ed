"""A carrier in a process of its own: it takes every text after a given time, and counts what phones got.

`python -m bench.carrier` prints its port. `GET /delay/10` sets the milliseconds that a text takes, `GET
/count` tells texts and phones since the last time it was asked.
"""

import asyncio
import json
import re
import sys
from typing import cast
from uuid import uuid4

# about as long as Twilio's own answer
ANSWER = {
    "account_sid": "AC" + "b" * 32,
    "api_version": "2010-04-01",
    "body": "Hi Pat, will you vote? Stop to opt out.",
    "date_created": "Tue, 20 Oct 2026 17:00:00 +0000",
    "date_sent": None,
    "date_updated": "Tue, 20 Oct 2026 17:00:00 +0000",
    "direction": "outbound-api",
    "error_code": None,
    "error_message": None,
    "from": None,
    "messaging_service_sid": "MG" + "b" * 32,
    "num_media": "0",
    "num_segments": "0",
    "price": None,
    "price_unit": None,
    "status": "accepted",
    "subresource_uris": {"media": "/2010-04-01/Accounts/AC" + "b" * 32 + "/Messages/SM/Media.json"},
    "tags": None,
    "uri": "/2010-04-01/Accounts/AC" + "b" * 32 + "/Messages/SM.json",
}


_ANSWER = json.dumps(ANSWER)[1:].encode()
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_TO = re.compile(rb"(?:^|&)To=([^&]+)")


class Carrier:
    """What is counted, and how long a text takes (seconds)."""

    def __init__(self) -> None:
        self.delay = 0.01
        self.phones: list[bytes] = []

    def told(self, path: str) -> bytes:
        """Return the answer to a GET."""
        if path.startswith("/delay/"):
            self.delay = int(path.rpartition("/")[2]) / 1000
            return b"{}"
        counted = {"texts": len(self.phones), "phones": len(set(self.phones))}
        self.phones.clear()
        return json.dumps(counted).encode()


class Line(asyncio.Protocol):
    """One connection; a client sends its next request when it has the answer to the last."""

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier
        self._heard = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._heard += data
        head, ended, form = self._heard.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if not ended or len(form) < (int(length[1]) if length else 0):
            return
        self._heard = b""
        if head.startswith(b"GET"):
            self._transport.write(_response(b"200 OK", self._carrier.told(head.split(b" ")[1].decode())))
        elif to := _TO.search(form):
            self._carrier.phones.append(to[1])
            made = b'{"sid": "SM%s", "to": "%s", ' % (uuid4().hex.encode(), to[1].replace(b"%2B", b"+"))
            answer = _response(b"201 Created", made + _ANSWER)
            asyncio.get_running_loop().call_later(self._carrier.delay, self._transport.write, answer)


def _response(status: bytes, body: bytes) -> bytes:
    return b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n" % (status, len(body)) + body


async def _main() -> None:
    carrier = Carrier()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Line(carrier), "127.0.0.1", 0, backlog=256)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main())
