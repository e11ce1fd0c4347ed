"""The settings' form for what is known of the sending service. Pure but for saving."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from bot.blocks import Block, context, field, option, text_input
from bot.elements import select
from bot.forms import Form
from bot.settings.seen import Values
from core.delivery.pace.throughput import THROUGHPUTS
from core.models import SendingService, User
from core.naming import NAME_LIMIT
from core.settings.looking import Settings
from core.settings.sending import REGISTRATIONS, change_service

NO_CLASS = "none"


def values(settings: Settings) -> Values:
    """Return what the form shows."""
    known = settings.service or SendingService(registration="", throughput="", brand="", use_case="")
    expires = known.token_expires_at
    return {
        "registration": known.registration,
        "throughput": known.throughput,
        "brand": known.brand,
        "use_case": known.use_case,
        "token_expires_at": f"{expires:%Y-%m-%d}" if expires else None,
    }


def blocks(known: Values) -> list[Block]:
    """Return the fields."""
    classes = [option("Not known: no pace of ours", NO_CLASS)]
    classes += [option(each.words, name) for name, each in THROUGHPUTS.items()]
    date: Block = {"type": "datepicker"}
    if known["token_expires_at"]:
        date["initial_date"] = known["token_expires_at"]
    return [
        context("As Twilio's console shows them under Regulatory Compliance and Trust Hub."),
        field("Registration", "registration", select(_registrations(), known["registration"])),
        field(
            "Throughput class",
            "throughput",
            select(classes, known["throughput"] or NO_CLASS),
            hint="Sets how fast texts leave, and how many a day.",
        ),
        field("Brand", "brand", text_input(known["brand"], limit=NAME_LIMIT), optional=True),
        field("Use case", "use_case", text_input(known["use_case"], limit=NAME_LIMIT), optional=True),
        field("Campaign Verify token expires", "token_expires_at", date, optional=True),
    ]


def read(form: Form) -> Values:
    """Return what was filled in."""
    chosen = form.choice("throughput")
    return {
        "registration": form.choice("registration"),
        "throughput": "" if chosen == NO_CLASS else chosen,
        "brand": form.text("brand"),
        "use_case": form.text("use_case"),
        "token_expires_at": form.choice("token_expires_at"),
    }


def save(session: Session, changes: Values, given: Values, by: User, now: datetime) -> object:  # noqa: ARG001 - all forms alike
    """Keep what was changed."""
    if changes.get("token_expires_at"):
        day = datetime.strptime(changes["token_expires_at"], "%Y-%m-%d").replace(tzinfo=UTC)
        changes = changes | {"token_expires_at": day}
    return change_service(session, changes, by=by, now=now)


def _registrations() -> list[Block]:
    return [option(words, name) for name, words in REGISTRATIONS.items()]
