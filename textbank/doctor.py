"""Look the set-up over: one line for each part, and a cure where something is missing."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from core.clock import utcnow
from core.config import Settings
from core.delivery.gateway import CarrierAway
from core.migrating import is_current
from core.models import User
from textbank import slack_standing
from textbank.product import Product
from textbank.readying import reason
from textbank.registration import standing


@dataclass(frozen=True)
class Finding:
    """What one look found.

    Attributes:
        state: `ok`, `missing` (the product cannot do its job) or `note` (it can, with less).
        cure: what to do about it; empty when nothing is wrong.
    """

    part: str
    state: str
    words: str
    cure: str = ""

    def line(self) -> str:
        mark = {"ok": "✓", "missing": "✗", "note": "–"}[self.state]
        return f"{mark} {self.part}: {self.words}" + (f"  → {self.cure}" if self.cure else "")

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def examine(settings: Settings) -> list[Finding]:
    """Look at one part after another; never raises for what it finds."""
    product = Product(settings)
    try:
        return [look(product) for look in LOOKS]
    finally:
        product.database.dispose()


def _database(product: Product) -> Finding:
    kind = product.database.engine.dialect.name
    try:
        current = is_current(product.database.engine)
    except SQLAlchemyError as problem:
        return Finding("database", "missing", reason(problem), "check DATABASE_URL and that the server runs")
    if not current:
        return Finding("database", "missing", f"{kind} is not up to date", "run: textbank migrate")
    return Finding("database", "ok", f"{kind}, up to date")


def _owner(product: Product) -> Finding:
    cure = "run: textbank owner YOUR_SLACK_USER_ID"
    if product.settings.many_workspaces:
        cure = f"open {product.settings.public_url}/slack/install in a browser"
    try:
        with product.database.readers() as session:
            owners = session.scalar(select(func.count()).select_from(User).filter_by(role="owner"))
    except SQLAlchemyError:
        return Finding("owner", "missing", "cannot be looked up before the database is up to date", cure)
    if not owners:
        return Finding("owner", "missing", "nobody owns a campaign yet", cure)
    return Finding("owner", "ok", f"{owners} known")


def _broker(product: Product) -> Finding:
    if product.settings.embedded:
        return Finding("broker", "ok", "in-process (BROKER_URL is empty)")
    problem = product.engine.unreachable()
    if problem:
        return Finding(
            "broker", "missing", f"does not answer: {problem}", "check BROKER_URL and that the broker runs"
        )
    return Finding("broker", "ok", "answers")


def _address(product: Product) -> Finding:
    url = product.settings.public_url
    if url.startswith("https://"):
        return Finding("address", "ok", url)
    cure = "set PUBLIC_URL to the https:// address that Slack and Twilio can reach"
    return Finding("address", "note", f"{url} is not reachable from outside over https", cure)


def _slack(product: Product) -> Finding:
    return Finding("Slack", *slack_standing.standing(product))


def _twilio(product: Product) -> Finding:
    if not product.settings.sends_texts:
        cure = (
            "set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_MESSAGING_SERVICE_SID or TWILIO_FROM_NUMBER"
        )
        return Finding("Twilio", "missing", "the account or the sender is not set", cure)
    try:
        next(iter(product.tools.gateway.list_since(utcnow())), None)
    except CarrierAway as problem:
        words = f"the account cannot be read: {problem}"
        return Finding("Twilio", "missing", words, "check the account SID, the token and the network")
    return Finding("Twilio", "ok", "the account answers")


def _registration(product: Product) -> Finding:
    return Finding("registration", *standing(product.database))


def _mail(product: Product) -> Finding:
    if product.settings.smtp_url.get_secret_value():
        return Finding("mail", "note", "SMTP_URL is set, but this version sends no mail", "leave it empty")
    return Finding("mail", "ok", "off; this version sends none")


LOOKS: tuple[Callable[[Product], Finding], ...] = (
    _database,
    _owner,
    _broker,
    _address,
    _slack,
    _twilio,
    _registration,
    _mail,
)
