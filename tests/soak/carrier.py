"""The carrier of the evening: the stand-in, with many faults, and webhooks that come twice or never."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from random import Random

import urllib3

from core.clock import utcnow
from sandbox.twilio import Clock, TwilioServer, TwilioStandIn
from sandbox.twilio.account import Account
from sandbox.twilio.transports import Answer, NoAnswer, NoConnection
from tests.running.parts import ACCOUNT, SERVICE, TOKEN
from tests.soak.plan import Plan

HANDS = 8  # threads that bring callbacks
REPEATED = 0.05  # of all replies are posted two or three times at once
LOST = 0.02  # of all replies never reach the product: only the carrier's list has them


def start(url: str, plan: Plan) -> tuple[TwilioServer, "Post"]:
    """Start the carrier before the product at `url`; return it with its way to the product."""
    post = Post(plan.seed)
    account = Account(ACCOUNT, TOKEN, api_keys={}, service=SERVICE, numbers=("+15005550010", "+15005550011"))
    twilio = TwilioStandIn(app_url=url, account=account, clock=Clock(), transport=post)
    twilio.desk.outcomes.update(plan.outcomes())
    twilio.agenda.start(HANDS)
    return TwilioServer(twilio), post


class Post:
    """Brings webhooks to the product over kept connections, some replies more than once, a few never.

    Attributes:
        heard: SID of a reply → when the product had first said that it has it.
    """

    def __init__(self, seed: int) -> None:
        self.heard: dict[str, datetime] = {}
        self._dice = Random(seed)
        self._pool = urllib3.PoolManager(maxsize=4 * HANDS, retries=False)
        self._hands = ThreadPoolExecutor(HANDS)

    def __call__(
        self, address: str, form: Mapping[str, str], headers: Mapping[str, str], timeout: tuple[float, float]
    ) -> Answer:
        if "Body" not in form:
            return self._post(address, form, headers, timeout)
        if (chance := self._dice.random()) < LOST:
            return Answer(200, "text/xml")
        if chance < LOST + REPEATED:
            for _ in range(self._dice.choice((1, 2))):
                self._hands.submit(self._post, address, form, headers, timeout)
        answer = self._post(address, form, headers, timeout)
        if answer.status < 300:
            self.heard.setdefault(form["MessageSid"], utcnow())
        return answer

    def close(self) -> None:
        """Let go of all connections."""
        self._hands.shutdown()
        self._pool.clear()

    def _post(
        self, address: str, form: Mapping[str, str], headers: Mapping[str, str], timeout: tuple[float, float]
    ) -> Answer:
        limit = urllib3.Timeout(connect=timeout[0], read=timeout[1])
        try:
            answer = self._pool.request(
                "POST",
                address,
                fields=dict(form),
                headers=dict(headers),
                encode_multipart=False,
                timeout=limit,
            )
        except (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError) as problem:
            raise NoConnection(str(problem)) from problem
        except urllib3.exceptions.HTTPError as problem:
            raise NoAnswer(str(problem)) from problem
        return Answer(answer.status, answer.headers.get("Content-Type", ""))
