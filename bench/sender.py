"""One process that sends: the product's outbox, or a bare loop over requests as its yardstick.

`python -m bench.sender bare THREADS CARRIER TEXTS` or `… outbox THREADS CARRIER DATABASE` says `ready`, waits
for a line, sends everything there is and tells the seconds of CPU that took.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import requests
import twilio.rest.api  # noqa: F401  a worker loads it with its first text, which is not what is measured
from requests.adapters import HTTPAdapter

from bench.filling import SERVICE
from core.config import read_settings
from core.db import Database
from core.delivery.sending.outbox import Outbox
from core.delivery.twilio import TwilioGateway

ACCOUNT = "AC" + "b" * 32


def send_bare(threads: int, carrier: str, texts: int) -> None:
    """Post so many texts from so many threads over one shared session, and keep nothing."""
    session = requests.Session()
    session.mount("http://", HTTPAdapter(pool_maxsize=threads))
    session.auth = (ACCOUNT, "token")
    url = f"{carrier}/2010-04-01/Accounts/{ACCOUNT}/Messages.json"

    def post(number: int) -> None:
        form = {
            "To": f"+1213{number:07}",
            "Body": "Hi Pat, will you vote? Stop to opt out.",
            "MessagingServiceSid": SERVICE,
            "StatusCallback": f"https://text.example/twilio/status/{number:032x}",
            "ValidityPeriod": "14400",
        }
        answer = session.post(url, data=form, timeout=(3, 10))
        if not answer.json()["sid"]:
            raise RuntimeError("no text was made")

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(post, range(texts)))


def make_outbox(threads: int, carrier: str, url: str) -> Outbox:
    """Return an outbox as a worker has it, at an hour at which everybody may be texted."""
    settings = read_settings(
        secret_key="bench",
        public_url="https://text.example",
        twilio_account_sid=ACCOUNT,
        twilio_auth_token="token",
        twilio_messaging_service_sid=SERVICE,
        twilio_api_base_url=carrier,
    )
    noon = datetime.now(UTC).replace(hour=18, minute=0)
    return Outbox(Database(url), TwilioGateway(settings), clock=lambda: noon, threads=threads)


def main(kind: str, threads: int, carrier: str, what: str) -> None:
    """Get ready, wait, send, tell."""
    outbox = make_outbox(threads, carrier, what) if kind == "outbox" else None
    _say("ready")
    sys.stdin.readline()
    begun = time.process_time()
    if outbox:
        outbox.drain()
    else:
        send_bare(threads, carrier, int(what))
    _say(f"{time.process_time() - begun:.3f}")


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4])
