"""Posting to the app: signed, with Twilio's retries and the overrides an address may carry in its fragment.

Source: twilio.com/docs/usage/webhooks/webhooks-connection-overrides.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import parse_qsl, urldefrag

from sandbox.twilio.agenda import Agenda
from sandbox.twilio.signing import sign
from sandbox.twilio.transports import Answer, NoAnswer, NoConnection, Transport

RETRY_AFTER = 1.0  # seconds
POLICIES = frozenset({"4xx", "5xx", "ct", "rt", "all"})


@dataclass(frozen=True)
class Overrides:
    """Timeouts in milliseconds, number of retries, and what is retried. The defaults are Twilio's."""

    ct: int = 5_000
    rt: int = 15_000
    tt: int = 15_000
    rc: int = 1
    rp: str = "ct"

    @classmethod
    def read(cls, fragment: str) -> "Overrides":
        """Read e.g. `rc=3&rp=5xx,ct`; raise ValueError for what Twilio answers with 11243."""
        given = dict(parse_qsl(fragment))
        given.pop("e", None)  # the edge to call from; there is only one here
        policy = given.pop("rp", cls.rp)
        if not POLICIES.issuperset(policy.split(",")) or given.keys() - {"ct", "rt", "tt", "rc"}:
            raise ValueError(fragment)
        return cls(rp=policy, **{name: int(value) for name, value in given.items()})

    def retries(self, problem: str) -> bool:
        """Whether the policy covers a problem such as `5xx`."""
        return bool({problem, "all"} & set(self.rp.split(",")))


@dataclass(frozen=True)
class Delivery:
    """One webhook on its way to the app, and how often it was tried."""

    address: str
    form: Mapping[str, str]
    overrides: Overrides
    begun: datetime
    tried: int = 0
    token: str = field(default_factory=lambda: str(uuid.uuid4()))


@dataclass(frozen=True)
class Alert:
    """A line in Twilio's debugger: a webhook that was given up, or answered in a wrong way."""

    code: int
    about: str
    form: Mapping[str, str]


class Webhooks:
    """Posts forms to the app and notes in `alerts` what went wrong for good."""

    def __init__(self, auth_token: str, agenda: Agenda, transport: Transport) -> None:
        self.transport = transport
        self.alerts: list[Alert] = []
        self._auth_token = auth_token
        self._agenda = agenda

    def post(self, url: str, form: Mapping[str, str]) -> None:
        """Post `form` now; retries follow by the agenda."""
        address, fragment = urldefrag(url)
        try:
            overrides = Overrides.read(fragment)
        except ValueError as problem:
            self.alerts.append(Alert(11243, f"unknown override: {problem}", form))
            overrides = Overrides()
        self._attempt(Delivery(address, form, overrides, begun=self._agenda.clock.now()))

    def _attempt(self, delivery: Delivery) -> None:
        problem = self._problem(delivery)
        if problem and self._may_try_again(delivery, problem):
            self._agenda.after(
                RETRY_AFTER, partial(self._attempt, replace(delivery, tried=delivery.tried + 1))
            )
        elif problem:
            self.alerts.append(Alert(11200, f"{problem} at {delivery.address}", delivery.form))

    def _problem(self, delivery: Delivery) -> str | None:
        try:
            answer = self._send(delivery)
        except NoConnection:
            return "ct"
        except NoAnswer:
            return "rt"
        return _problem_of(answer)

    def _send(self, delivery: Delivery) -> Answer:
        headers = {
            "X-Twilio-Signature": sign(self._auth_token, delivery.address, delivery.form),
            "I-Twilio-Idempotency-Token": delivery.token,
            "User-Agent": "TwilioProxy/1.1",
        }
        timeout = (delivery.overrides.ct / 1000, delivery.overrides.rt / 1000)
        answer = self.transport(delivery.address, delivery.form, headers, timeout)
        self._check_type(answer, delivery)
        return answer

    def _may_try_again(self, delivery: Delivery, problem: str) -> bool:
        until = delivery.begun + timedelta(milliseconds=delivery.overrides.tt)
        in_time = self._agenda.clock.now() + timedelta(seconds=RETRY_AFTER) <= until
        return in_time and delivery.tried < delivery.overrides.rc and delivery.overrides.retries(problem)

    def _check_type(self, answer: Answer, delivery: Delivery) -> None:
        """Twilio reads an inbound webhook's 200 as TwiML; any other type is error 12300."""
        is_inbound = "Body" in delivery.form
        if (
            is_inbound
            and answer.status == 200
            and not answer.content_type.startswith(("text/xml", "application/xml"))
        ):
            self.alerts.append(Alert(12300, answer.content_type, delivery.form))


def _problem_of(answer: Answer) -> str | None:
    if 200 <= answer.status < 300:
        return None
    return "5xx" if answer.status >= 500 else "4xx"
