"""The steps as blocks of App Home. Pure."""

from collections.abc import Callable

from bot.blocks import Block, actions, button, clip, confirm, context, escape, header, section
from bot.counted import counted, people
from bot.summaries.zones import name_of
from core.delivery.hours.in_words import hour
from core.people.first_steps import ADMINS, CONTACTS, GENERAL, HOURS, SAID, SERVICE, STEPS, FirstSteps

OPEN, SEEN, HIDE = "first_steps.open", "first_steps.seen", "first_steps.hide"

Told = Callable[[FirstSteps], str]


def shown(steps: FirstSteps) -> list[Block]:
    """Return the steps; nothing once all are done, or somebody put them away."""
    if steps.over:
        return []
    done = len(steps.done)
    blocks = [
        header("First steps"),
        context(f"{done} of {len(STEPS)} done. Then you are ready to text."),
    ]
    for number, step in enumerate(STEPS, 1):
        blocks += _step(number, step, steps)
    return [*blocks, actions(_hide_button()), {"type": "divider"}]


def _step(number: int, step: str, steps: FirstSteps) -> list[Block]:
    title, told, opens = _STEPS[step]
    words = f"{number}. *{title}*"
    if step in steps.done:
        return [section(f":white_check_mark: {words}, done\n{told(steps)}")]
    presses = [button(opens, f"{OPEN}.{step}", step)]
    if step in SAID:
        label = f"{_RIGHT[step]}: {title.lower()}"
        presses.insert(0, button(_RIGHT[step], f"{SEEN}.{step}", step, style="primary", label=label))
    return [section(f":white_large_square: {words}\n{told(steps)}"), actions(*presses)]


def _hide_button() -> Block:
    sure = confirm("Hide the first steps?", "What they lead to stays in the menu below.", "Hide")
    return button("Hide these steps", HIDE, confirm=sure)


def _general(steps: FirstSteps) -> str:
    campaign = steps.campaign
    name = escape(clip(campaign.organisation or campaign.name, 150))
    return f"Texts are from “{name}”; days and reports go by the clock of {name_of(campaign.timezone)}."


def _hours(steps: FirstSteps) -> str:
    campaign = steps.campaign
    return (
        f"First texts from {hour(campaign.texting_from)} to {hour(campaign.texting_until)}, Sundays from "
        f"{hour(campaign.sunday_from)}, answers until {hour(campaign.replies_until)}, on the contact's clock."
    )


def _service(steps: FirstSteps) -> str:
    if not steps.sender:
        return "There is nothing to text from yet. Enter the Messaging Service that your number is in."
    if steps.registration == "not stated":
        return (
            f"Texts leave from `{escape(steps.sender)}`. Say how it is registered, for carriers block others."
        )
    return f"Texts leave from `{escape(steps.sender)}`; registration: {steps.registration}."


def _admins(steps: FirstSteps) -> str:
    if steps.admins > 1:
        return f"{people(steps.admins)} run this text bank."
    return "You run this text bank alone. A second admin can help when you are away."


def _contacts(steps: FirstSteps) -> str:
    if steps.lists:
        return f"{counted(steps.lists, 'contact list')} to text."
    return "A CSV, TSV or XLSX file; only a phone is needed in a row."


# step → title, what is said of it, the button that opens its screen
_STEPS: dict[str, tuple[str, Told, str]] = {
    GENERAL: ("Name and time zone", _general, "Change name or zone"),
    HOURS: ("Texting hours", _hours, "Change hours"),
    SERVICE: ("Sending number and registration", _service, "Set up sending"),
    ADMINS: ("Invite admins", _admins, "Invite admins"),
    CONTACTS: ("Import a list", _contacts, "Import contacts"),
}
_RIGHT = {GENERAL: "This is right", HOURS: "These are right", ADMINS: "Just me for now"}
