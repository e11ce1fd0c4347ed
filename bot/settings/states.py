"""The table of hours by state, and the form for one of them. Pure."""

from collections.abc import Sequence

from bot.blocks import (
    Block,
    actions,
    button,
    confirm,
    context,
    escape,
    field,
    modal,
    option,
    section,
    text_input,
)
from bot.elements import tick
from bot.forms import Form
from bot.request import View
from bot.settings.hours import hour_menu
from bot.settings.seen import Values, metadata
from core.delivery.hours.by_state import Day, StateHours
from core.delivery.hours.in_words import spoken
from core.settings.hours_by_state import LONGEST_NOTE, StateForm

TABLE = "settings.states.v1"
FORM = "settings.state.v1"
SHUT = "shut"
DAYS = {"weekday": "Weekdays", "saturday": "Saturdays", "sunday": "Sundays"}


def table(states: Sequence[StateHours], changed: set[str], *, may_change: bool, note: str = "") -> View:
    """Return the table.

    Args:
        changed: codes of the states that an admin changed.
        may_change: whether the reader is an admin; others only look.
        note: what was just done.
    """
    about = (
        "Laws on texts that sell something, as compliance guides give them; hardly any binds political "
        "texts. What is in force holds besides your own hours. Ask your counsel."
    )
    blocks = [section(note)] if note else []
    blocks.append(context(about))
    for state in states:
        press = button("Edit", "settings.state", state.code, label=f"Edit {state.name}")
        blocks.append(section(words(state, state.code in changed), press if may_change else None))
    return modal("Hours by state", blocks, callback=TABLE)


def words(state: StateHours, is_changed: bool) -> str:  # noqa: FBT001 - of the line
    """Return what the table says of a state."""
    mark, force = (":white_check_mark: ", "in force") if state.applies else ("", "not in force")
    if not state.is_readable:
        return f":warning: *{state.name}*: cannot be read, so it is shut. Edit it to set it anew."
    more = [f"{state.source}, {state.as_of:%Y-%m-%d}"]
    more += ["changed by an admin"] if is_changed else []
    more += [escape(" ".join(state.note.split()))] if state.note else []  # cursive ends with the line
    return f"{mark}*{state.name}*, {force}: {_week(state)}\n_{' · '.join(more)}_"


def form(state: StateHours, *, is_changed: bool) -> View:
    """Return the form for one state."""
    known = values(state)
    blocks: list[Block] = [context(words(state, is_changed))]
    for name, label in DAYS.items():
        shut = option("No texts", SHUT)
        blocks += [
            field(f"{label} from", name, hour_menu(known[name], shut)),
            field(f"{label} until", f"{name}_until", hour_menu(known[f"{name}_until"], shut)),
        ]
    blocks += [
        field("In force", "applies", tick(state.applies, "Keep texts to these hours"), optional=True),
        field("Note", "note", text_input(state.note, multiline=True, limit=LONGEST_NOTE), optional=True),
    ]
    if is_changed:
        sure = confirm("Restore this state?", "It gets back the hours it came with.", "Restore")
        blocks.append(actions(button("Restore", "settings.restore", state.code, confirm=sure)))
    kept = metadata(known, code=state.code, readable=state.is_readable)
    return modal(state.name, blocks, callback=FORM, submit="Save", metadata=kept)


def restored(state: StateHours) -> View:
    """Return what the form becomes once its state is as it came."""
    return modal(state.name, [section(words(state, is_changed=False))], callback="settings.restored.v1")


def values(state: StateHours) -> Values:
    """Return what the form shows, by the names of its fields."""
    shown: Values = {"applies": state.applies, "note": state.note}
    for name in DAYS:
        hours: Day = getattr(state, name)
        shown[name], shown[f"{name}_until"] = hours or (None, None)
    return shown


def read(form: Form) -> Values:
    """Return what was filled in, by the same names."""
    given: Values = {"applies": form.choices("applies") == ["yes"], "note": form.text("note")}
    for name in (each + end for each in DAYS for end in ("", "_until")):
        chosen = form.choice(name) or SHUT
        given[name] = None if chosen == SHUT else int(chosen)
    return given


def state_form(given: Values) -> StateForm:
    """Return what an admin wants; a day that is shut at one end is shut."""
    days: dict[str, Day] = {}
    for name in DAYS:
        first, until = given[name], given[f"{name}_until"]
        days[name] = None if first is None or until is None else (first, until)
    return StateForm(**days, applies=given["applies"], note=given["note"])


def _week(state: StateHours) -> str:
    hours = [state.weekday, state.saturday, state.sunday]
    if len(set(hours)) == 1:
        return _on("every day", state.weekday)
    if hours[0] == hours[1]:
        return f"{_on('Monday to Saturday', hours[0])}, {_on('Sundays', hours[2])}"
    days = zip(("weekdays", "Saturdays", "Sundays"), hours, strict=True)
    return ", ".join(_on(name, each) for name, each in days)


def _on(days: str, hours: Day) -> str:
    return f"{days} {spoken(hours)}" if hours else f"{days} no texts"
