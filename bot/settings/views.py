"""All settings at a glance, each part with the button to change it. Pure."""

from collections.abc import Iterator

from bot.blocks import Block, button, clip, context, escape, modal, section
from bot.counted import counted
from bot.request import View
from bot.settings.parts import PARTS
from bot.summaries.zones import name_of
from bot.times import moment
from core.actions.scripts.stop_sentence import sentence
from core.contacts.opt_out_confirming import wording
from core.delivery.hours.in_words import hour
from core.delivery.pace.throughput import throughput
from core.settings.area_codes import coverage, written
from core.settings.looking import Settings

CALLBACK = "settings.glance.v1"


def glance(settings: Settings, *, may_change: bool, note: str = "") -> View:
    """Return the settings.

    Args:
        may_change: whether the reader is an admin; others only look.
        note: what was just done.
    """
    blocks = [section(note)] if note else []
    blocks += [section(f":warning: {escape(words)}") for words in settings.warnings]
    for name, words in _told(settings):
        press = button("Edit", f"settings.{name}", label=f"Edit {PARTS[name].title.lower()}")
        blocks.append(section(words, press if may_change else None))
    blocks.insert(-1, _states(settings))
    if not may_change:
        blocks.append(context("Owners and admins can change these."))
    return modal("Settings", blocks, callback=CALLBACK)


def _told(settings: Settings) -> Iterator[tuple[str, str]]:
    yield "general", _general(settings)
    yield "hours", _hours(settings)
    yield "limits", _limits(settings)
    yield "scripts", _scripts(settings)
    yield "stops", _stops(settings)
    yield "service", _service(settings)


def _general(settings: Settings) -> str:
    campaign = settings.campaign
    alerts = f"<#{campaign.alerts_channel}>" if campaign.alerts_channel else "the owners"
    return (
        f"*{PARTS['general'].title}*\n"
        f"{escape(campaign.organisation or campaign.name)} · {name_of(campaign.timezone)}\n"
        f"Without a first name: “{escape(campaign.contact_first_name)}” for contacts, "
        f"“{escape(campaign.sender_first_name)}” for volunteers\nTrouble is told to {alerts}"
    )


def _hours(settings: Settings) -> str:
    campaign = settings.campaign
    words = (
        f"*Texting hours*\nFirst texts from {hour(campaign.texting_from)} to {hour(campaign.texting_until)}, "
        f"Sundays from {hour(campaign.sunday_from)}; answers until {hour(campaign.replies_until)}, "
        "on the clock of whoever is texted"
    )
    if campaign.wide_hours_at:
        who = escape(settings.vouched_by) or "an admin"
        words += f"\nWider than usual: counsel agreed, said {who} {moment(campaign.wide_hours_at)}"
    return words


def _limits(settings: Settings) -> str:
    campaign = settings.campaign
    lock = counted(campaign.lock_hours, "hour")
    return (
        f"*Limits*\nNo first text within {lock} of another action's text · "
        f"at most {counted(campaign.most_segments, 'segment')} a text"
    )


def _scripts(settings: Settings) -> str:
    campaign = settings.campaign
    ends = (
        f"First texts end with “{escape(sentence(campaign))}”"
        if campaign.appends_opt_out
        else ("First texts say how to stop in each script's own words")
    )
    who = "prepared responses only" if campaign.scripts_only else "prepared responses or their own words"
    return f"*Scripts*\n{ends}\nVolunteers answer with {who}"


def _stops(settings: Settings) -> str:
    if not settings.campaign.confirms_stops:
        return "*After a stop*\nNo confirmation of ours is sent"
    return f"*After a stop*\nConfirmed with: “{escape(wording(settings.campaign))}”"


def _service(settings: Settings) -> str:
    service = settings.service
    if service is None:
        return "*Sending service*\nNone yet"
    known = throughput(service.throughput)
    particulars = [
        _registration(service.registration),
        known.words if known else "no class set",
        *(escape(words) for words in (service.brand, service.use_case) if words),
    ]
    if service.token_expires_at:
        particulars.append(f"token expires {service.token_expires_at:%Y-%m-%d}")
    sender = service.messaging_service_sid or service.from_number or ""
    return f"*Sending service* `{escape(sender)}`\n{' · '.join(particulars)}{_area_codes(settings)}"


def _area_codes(settings: Settings) -> str:
    campaign = settings.campaign
    if not campaign.area_codes:
        return ""
    codes = written(campaign.area_codes)
    return f"\nPreferred area codes {codes}: {coverage(campaign, settings.service)}"


def _registration(state: str) -> str:
    return "registered with the carriers" if state == "registered" else f"registration {state}"


def _states(settings: Settings) -> Block:
    holding = [each.name for each in settings.states if each.applies]
    names = clip(", ".join(holding), 600) or "none"
    press = button("See table", "settings.states", label="See hours by state")
    return section(f"*Hours by state*\nKept to in: {names}", press)
