"""The settings' form for what is known of the sending service. Pure but for saving."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from bot.blocks import Block, context, field, option, text_input
from bot.elements import date_input, select
from bot.forms import Form
from bot.settings.seen import Values
from core.delivery.pace.throughput import THROUGHPUTS
from core.models import SendingService, User
from core.naming import NAME_LIMIT
from core.settings.area_codes import coverage, written
from core.settings.changing import change
from core.settings.looking import Settings
from core.settings.sending import REGISTRATIONS, change_service, choose_service

NO_CLASS = "none"
NOT_THE_SERVICES = ("messaging_service_sid", "area_codes")  # chosen before, and the campaign's own
LONGEST_TYPED = 200  # characters: twenty codes, however they are parted


def values(settings: Settings) -> Values:
    """Return what the form shows."""
    known = settings.service or SendingService(
        registration="not stated", throughput="", brand="", use_case=""
    )
    expires = known.token_expires_at
    return {
        "messaging_service_sid": "" if settings.service else None,
        "registration": known.registration,
        "throughput": known.throughput,
        "brand": known.brand,
        "use_case": known.use_case,
        "token_expires_at": f"{expires:%Y-%m-%d}" if expires else None,
        "area_codes": written(settings.campaign.area_codes),
        "coverage": coverage(settings.campaign, settings.service),
    }


def blocks(known: Values) -> list[Block]:
    """Return the fields."""
    classes = [option("Not known: no pace of ours", NO_CLASS)]
    classes += [option(each.words, name) for name, each in THROUGHPUTS.items()]
    date = date_input(known["token_expires_at"] or "")
    return [
        *_choice(known),
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
        _area_codes(known),
    ]


def read(form: Form) -> Values:
    """Return what was filled in."""
    chosen = form.choice("throughput")
    return {
        "messaging_service_sid": form.text("messaging_service_sid"),
        "registration": form.choice("registration"),
        "throughput": "" if chosen == NO_CLASS else chosen,
        "brand": form.text("brand"),
        "use_case": form.text("use_case"),
        "token_expires_at": form.choice("token_expires_at"),
        "area_codes": form.text("area_codes"),
    }


def save(session: Session, changes: Values, given: Values, by: User, now: datetime) -> object:
    """Keep what was changed; a service that is chosen first is the one that the rest is about."""
    if sid := given["messaging_service_sid"]:
        choose_service(session, sid, by=by, now=now)
    if "area_codes" in changes:
        change(session, {"area_codes": given["area_codes"]}, by=by, now=now)
    changes = {name: value for name, value in changes.items() if name not in NOT_THE_SERVICES}
    if changes.get("token_expires_at"):
        day = datetime.strptime(changes["token_expires_at"], "%Y-%m-%d").replace(tzinfo=UTC)
        changes = changes | {"token_expires_at": day}
    return change_service(session, changes, by=by, now=now)


def _choice(known: Values) -> list[Block]:
    """Return the field for a campaign that has nothing to text from."""
    if known["messaging_service_sid"] is not None:
        return []
    hint = "The service's SID, MG and 32 signs, from Twilio's console under Messaging → Services."
    return [field("Messaging Service", "messaging_service_sid", text_input(limit=NAME_LIMIT), hint=hint)]


def _area_codes(known: Values) -> Block:
    hint = f"First texts leave from your numbers with these, if you have some. {known['coverage']}"
    typed = text_input(known["area_codes"], limit=LONGEST_TYPED, placeholder="614, 740")
    return field("Preferred area codes", "area_codes", typed, hint=hint, optional=True)


def _registrations() -> list[Block]:
    return [option(words, name) for name, words in REGISTRATIONS.items()]
