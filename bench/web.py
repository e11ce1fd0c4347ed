"""The web's hot paths under load: a reply comes in, a volunteer presses, an inbox is opened.

Each is measured in rounds that alternate with a view of one INSERT (or, for the inbox, a bare answer) on the
same kind of server, so that a busy machine slows both.
"""

import os
import re
import secrets
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle
from urllib.parse import urlencode

from sqlalchemy import text
from twilio.request_validator import RequestValidator

from bench import places
from bench.load import Load, get, load, post
from bench.measure import Measure
from core.clock import utcnow
from core.config import Settings, read_settings
from core.db import Database
from core.models import User
from core.people.links import sign_in_link
from core.people.setting_up import found_campaign
from tests.ports import free_port

SENT = 10_000  # conversations that Jo, the first volunteer, has texted
UNSENT, VOLUNTEERS = 9_000, 16  # conversations that wait for a first text, and who shares them
ROUNDS, SECONDS, CONNECTIONS = 3, 2.0, 16
ACCOUNT, TOKEN, SERVICE = "AC" + "b" * 32, "bench-token", "MG" + "b" * 32


def measures() -> Iterator[Measure]:
    """Measure on PostgreSQL with two web processes; nothing where PostgreSQL or Redis is not running."""
    server, broker = places.postgresql(), places.redis()
    if not server or not broker:
        return
    with places.new_database(server) as url, _running(url, broker) as web:
        yield _webhook(web)
        yield _press(web)
        yield _inbox(web)


@dataclass(frozen=True)
class Texter:
    """A volunteer's open session, and the conversations in their hands that wait for a first text."""

    cookie: str
    csrf: str
    unsent: list[int]

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": self.cookie}


@dataclass(frozen=True)
class Web:
    """Two servers on one database: the product and the yardsticks; and the volunteers at work."""

    product: str
    yardstick: str
    texters: list[Texter]


def _webhook(web: Web) -> Measure:
    replies = iter([_reply(web, number) for number in range(30_000)])
    return _against_insert("reply received (webhook to stored)", web, replies, b"200", target=0.60)


def _press(web: Web) -> Measure:
    presses = iter(_first_texts(web.texters))
    return _against_insert("first text pressed to queued", web, presses, b"303", target=0.50)


def _inbox(web: Web) -> Measure:
    pages = cycle([get("/?tab=all", web.texters[0].headers)])
    hellos = cycle([get("/hello", {})])
    ours, bare = _in_turn(web, pages, b"200", hellos)
    return _measure("inbox page, 50 of 10,000", ours, "a bare answer", bare, target=0.05)


def _against_insert(
    name: str, web: Web, requests: Iterator[bytes], expect: bytes, *, target: float
) -> Measure:
    inserts = cycle([post("/insert", b"", {})])
    ours, bare = _in_turn(web, requests, expect, inserts)
    return _measure(name, ours, "a view with one INSERT", bare, target)


def _in_turn(
    web: Web, requests: Iterator[bytes], expect: bytes, bare: Iterator[bytes]
) -> tuple[list[Load], list[Load]]:
    def one(url: str, what: Iterator[bytes], status: bytes) -> Load:
        return load(url, what, seconds=SECONDS, connections=CONNECTIONS, expect=status)

    pairs = [(one(web.product, requests, expect), one(web.yardstick, bare, b"200")) for _ in range(ROUNDS)]
    return [ours for ours, _ in pairs], [theirs for _, theirs in pairs]


def _measure(name: str, ours: list[Load], yardstick: str, bare: list[Load], target: float) -> Measure:
    failures = sum(each.failures for each in ours)
    if failures:
        raise RuntimeError(f"{name}: {failures} answers were not what was expected")
    rate = statistics.median(each.rate for each in ours)
    bare_rate = statistics.median(each.rate for each in bare)
    ratio = rate / bare_rate
    words = f"{yardstick}: {bare_rate:,.0f} a second"
    return Measure(name, rate, "a second", words, ratio, f"ratio ≥ {target:.2f}", ratio >= target)


def _reply(web: Web, number: int) -> bytes:
    """A reply as Twilio posts it, signed."""
    form = {
        "MessageSid": f"SM{secrets.token_hex(16)}",
        "AccountSid": ACCOUNT,
        "MessagingServiceSid": SERVICE,
        "From": f"+1212{5_000_000 + number % SENT}",
        "To": "+15005550006",
        "Body": "Yes, count on me!",
        "NumMedia": "0",
        "NumSegments": "1",
        "ApiVersion": "2010-04-01",
        "SmsStatus": "received",
        "FromCity": "NEW YORK",
        "FromState": "NY",
        "FromZip": "10001",
        "FromCountry": "US",
        "ToCountry": "US",
    }
    signature = RequestValidator(TOKEN).compute_signature(f"{web.product}/twilio/inbound", form)
    return post("/twilio/inbound", urlencode(form).encode(), {"X-Twilio-Signature": signature})


def _first_texts(texters: list[Texter]) -> list[bytes]:
    """One press of each volunteer in turn, as when many text at once."""
    turns = zip(*(texter.unsent for texter in texters), strict=False)
    return [
        _first_text(texter, conversation)
        for turn in turns
        for texter, conversation in zip(texters, turn, strict=True)
    ]


def _first_text(texter: Texter, conversation: int) -> bytes:
    form = {"csrf_token": texter.csrf, "key": secrets.token_urlsafe(12)}
    return post(f"/conversations/{conversation}/initial", urlencode(form).encode(), texter.headers)


@contextmanager
def _running(url: str, broker: str) -> Iterator[Web]:
    port = free_port()
    settings = read_settings(
        database_url=url,
        secret_key="bench",
        public_url=f"http://127.0.0.1:{port}",
        twilio_account_sid=ACCOUNT,
    )
    database = Database(url)
    unsent = _fill(database)
    links = {user.id: sign_in_link(settings.public_url, "bench", user) for user in unsent}
    database.dispose()
    environment = _environment(settings, url, broker, port)
    yardstick = free_port()
    bare = [
        "gunicorn",
        "-w2",
        "--threads=4",
        "--reuse-port",
        f"-b127.0.0.1:{yardstick}",
        "bench.yardstick:app",
    ]
    with _process(["textbank", "serve"], environment), _process(bare, environment):
        _wait_for(f"{settings.public_url}/healthz")
        _wait_for(f"http://127.0.0.1:{yardstick}/hello")
        texters = [Texter(*_sign_in(links[user.id]), waiting) for user, waiting in unsent.items()]
        yield Web(settings.public_url, f"http://127.0.0.1:{yardstick}", texters)


def _fill(database: Database) -> dict[User, list[int]]:
    """Make a campaign that texts all day; return its volunteers with the conversations they are to text."""
    now = utcnow()
    with database.sessions.begin() as session:
        campaign = found_campaign(
            session, name="Bench", team_id="T0BENCH", now=now, messaging_service_sid=SERVICE
        )
        campaign.texting_from = campaign.sunday_from = 0
        campaign.texting_until = campaign.replies_until = 24
        users = [_volunteer(campaign.id, number, now) for number in range(VOLUNTEERS)]
        session.add_all(users)
        session.flush()
        given = {"campaign": campaign.id, "jo": users[0].id, "now": now, "sent": SENT, "all": SENT + UNSENT}
        for statement in _ROWS:
            session.execute(text(statement), given | {"volunteers": VOLUNTEERS})
        waiting = "SELECT id FROM conversations WHERE initial_at IS NULL AND holder_id = :holder ORDER BY id"
        unsent = {user: list(session.scalars(text(waiting), {"holder": user.id})) for user in users}
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM ANALYZE")
    return unsent


def _volunteer(campaign_id: int, number: int, now: datetime) -> User:
    phone = f"+1212555{number:04}"
    return User(campaign_id=campaign_id, first_name="Jo", phone=phone, created_at=now, joined_at=now)


_ROWS = (
    "INSERT INTO contact_lists (campaign_id, name, created_at) VALUES (:campaign, 'All', :now)",
    """INSERT INTO contacts (campaign_id, phone, first_name, last_name, zip, state, zones, zone_source, extra,
           created_at, updated_at)
       SELECT :campaign, '+1212' || (5000000 + n), 'Pat', 'Quinn', '10001', 'NY', 'America/New_York', 'zip',
           '{}', :now, :now FROM generate_series(0, :all - 1) n""",
    """INSERT INTO actions (campaign_id, kind, title, instructions, list_id, state, batch_size, created_at,
           updated_at, published_at)
       SELECT :campaign, 'p2p', 'Vote', '', id, 'published', 100, :now, :now, :now FROM contact_lists""",
    """INSERT INTO scripts (campaign_id, action_id, kind, name, body, position, version)
       SELECT :campaign, id, 'initial', '', 'Hi {{ first_name }}, will you vote? Stop to opt out.', 1, 1
       FROM actions""",
    """INSERT INTO audience (campaign_id, action_id, user_id, sent_at, seen_at, started_at)
       SELECT :campaign, actions.id, users.id, :now, :now, :now FROM actions, users""",
    """INSERT INTO conversations (campaign_id, action_id, contact_id, holder_id, script_id, initial_at,
           initial_by_id, last_message_at, last_direction, last_preview, reply_count)
       SELECT :campaign, (SELECT id FROM actions), id, :jo, (SELECT id FROM scripts),
           CAST(:now AS timestamptz) - n * interval '1 second', :jo,
           CAST(:now AS timestamptz) - n * interval '1 second', 'out', 'Hi Pat', 0
       FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM contacts) contacts WHERE n <= :sent""",
    """INSERT INTO conversations (campaign_id, action_id, contact_id, holder_id, script_id, last_preview,
           reply_count)
       SELECT :campaign, (SELECT id FROM actions), id, :jo + n % :volunteers, (SELECT id FROM scripts), '', 0
       FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM contacts) contacts WHERE n > :sent""",
)


def _environment(settings: Settings, url: str, broker: str, port: int) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": url,
        "BROKER_URL": broker,
        "PORT": str(port),
        "PUBLIC_URL": settings.public_url,
        "SECRET_KEY": "bench",
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_MESSAGING_SERVICE_SID": SERVICE,
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": "bench",
    }


@contextmanager
def _process(command: list[str], environment: dict[str, str]) -> Iterator[None]:
    with subprocess.Popen([sys.executable, "-m", *command], env=environment) as process:
        try:
            yield
        finally:
            process.terminate()


def _wait_for(url: str) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def _sign_in(link: str) -> tuple[str, str]:
    """Open Jo's personal link; return her session's cookie and the forms' token."""
    jar = urllib.request.HTTPCookieProcessor()
    page = urllib.request.build_opener(jar).open(link).read().decode()
    cookie = "; ".join(f"{each.name}={each.value}" for each in jar.cookiejar)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    if not token:
        raise RuntimeError("the inbox shows no form")
    return cookie, token.group(1)
