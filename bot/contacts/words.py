"""A contact, what is known and what became of it, in words. Pure."""

from bot.blocks import clip, escape
from bot.times import moment
from core.contacts.history import Filed, Learned, Talk
from core.contacts.opt_out_listing import ROUTES
from core.contacts.phones import as_written
from core.contacts.sheet import Known, Sheet
from core.models import Contact, Conversation, ExternalId

UNDELIVERABLE = {
    "landline": "Cannot get texts: a landline",
    "bad_number": "Cannot get texts: not in service",
    "erased": "Cannot get texts: erased on request",
}
ZONE_FROM = {
    "import": "from the file",
    "zip": "by the ZIP code",
    "area code": "by the area code",
    "hand": "set by hand",
}
SOURCES = {
    "report": "on a report",
    "auto-tag": "by a script",
    "import": "from a file",
    "admin": "by hand",
    "click": "by a click",
    "opt-out": "by an opt-out",
}
SYSTEMS = {"van": "VAN", "pdi": "PDI"}
_NAME, _VALUE = 100, 300  # characters shown of a name, of an answer


def called(contact: Contact) -> str:
    """Return a contact's name as plain text."""
    return "Erased on request" if contact.erased_at else contact.name or "No name"


def named(contact: Contact) -> str:
    """Return a contact's name in bold, and the phone."""
    if contact.erased_at:
        return "*Erased on request*"
    return f"*{escape(clip(called(contact), 2 * _NAME))}*   {as_written(contact.phone)}"


def card(contact: Contact) -> str:
    """Return what a list of people says of one."""
    marks = [escape(contact.state), escape(contact.zip)]
    if contact.undeliverable:
        marks.append(UNDELIVERABLE[contact.undeliverable].lower())
    return f"{named(contact)}\n{' · '.join(filter(None, marks)) or 'No place known'}"


def standing(sheet: Sheet) -> str:
    """Return whether this contact may be texted at all."""
    contact, stop = sheet.contact, sheet.stop
    if contact.erased_at:
        return f":no_entry: Erased on request, {moment(contact.erased_at)}. Nobody can text this person."
    if stop:
        return f":no_entry: *Opted out* {moment(stop.at)}, {ROUTES.get(stop.route, stop.route).lower()}"
    if contact.undeliverable:
        return f":warning: {UNDELIVERABLE[contact.undeliverable]}"
    return ":white_check_mark: May be texted"


def particulars(sheet: Sheet) -> list[str]:
    """Return the boxes of the sheet, each with its label."""
    contact = sheet.contact
    boxes = [
        ("Phone", as_written(contact.phone)),
        ("Time zone", zone(contact)),
        ("State", escape(contact.state)),
        ("ZIP code", escape(contact.zip)),
        ("Assigned to", escape(clip(sheet.assigned_to, _NAME))),
        ("Ids", ", ".join(map(identity, sheet.ids))),
    ]
    return [f"*{label}*\n{clip(value, 1900) or '–'}" for label, value in boxes]


def zone(contact: Contact) -> str:
    """Return the time zones and what they rest on."""
    if not contact.zones:
        return "Unknown: never texted at night anywhere in the country"
    names = ", ".join(name.replace("_", " ") for name in contact.zones.split())
    return f"{names} ({ZONE_FROM.get(contact.zone_source, contact.zone_source)})"


def identity(each: ExternalId) -> str:
    """Return an id in another system, such as "VAN 12345 (OH)"."""
    where = [part for part in (each.database, "" if each.mode == "voters" else each.mode) if part]
    beside = f" ({escape(', '.join(where))})" if where else ""
    return f"{SYSTEMS.get(each.system, escape(each.system))} {escape(clip(each.value, _NAME))}{beside}"


def labels(known: list[Known]) -> str:
    """Return the tags that are set, then the answers."""
    tags = [escape(each.name) for each in known if each.kind == "tag"]
    lines = [f"*Tags*  {', '.join(tags)}"] if tags else []
    lines += [
        f"*{escape(each.name)}*  {escape(clip(each.value, _VALUE))}" for each in known if each.kind == "field"
    ]
    return "\n".join(lines) or "No tags and no answers yet."


def columns(contact: Contact) -> str:
    """Return the further columns of the file."""
    given = [f"{escape(key)}: {escape(clip(str(value), _VALUE))}" for key, value in contact.extra.items()]
    return " · ".join(given)


def learned(line: Learned, *, with_where: bool = True) -> str:
    """Return one fact: what changed, from what to what, by whom, when."""
    change = f"*{escape(clip(line.what, _NAME))}*  {_value(line.old)} → {_value(line.new)}"
    if not with_where:
        return change
    who = f", {escape(clip(line.who, _NAME))}" if line.who else ""
    where = f", in {escape(clip(line.action, _NAME))}" if line.action else ""
    return f"{change}\n{SOURCES.get(line.source, line.source).capitalize()}{who}{where}, {moment(line.at)}"


def filed(report: Filed) -> str:
    """Return one report and what it changed."""
    head = f"*{escape(clip(report.who, _NAME))}* in {escape(clip(report.action, _NAME))}, {moment(report.at)}"
    return "\n".join([head, *(learned(each, with_where=False) for each in report.changes)])


def talk(each: Talk) -> str:
    """Return one conversation: its action, how it stands, and its last words."""
    found, held = each.conversation, escape(clip(each.holder, _NAME)) or "nobody"
    lines = [f"*{escape(clip(each.action, 2 * _NAME))}*", f"{state(found)} · held by {held}"]
    if found.last_message_at:
        said = "They" if found.last_direction == "in" else "We"
        lines.append(f"{said}, {moment(found.last_message_at)}: {escape(found.last_preview) or '_no words_'}")
    return "\n".join(lines)


def state(found: Conversation) -> str:
    """Return how a conversation stands."""
    if found.opted_out_at:
        return "Opted out"
    if found.attention_since:
        return "Needs attention"
    if found.initial_at is None:
        return "Not texted yet"
    marks = ["Answered" if found.reply_count else "Texted, no answer"]
    marks += ["reported"] if found.reported_at else []
    marks += ["archived"] if found.archived_at else []
    return ", ".join(marks)


def _value(value: str | None) -> str:
    return "–" if value is None else escape(clip(" ".join(value.split()), _VALUE)) or "_erased_"
