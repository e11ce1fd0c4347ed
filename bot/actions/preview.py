"""Step 5 of 5: the scripts as real contacts will read them, what they cost, and where it goes from here."""

from collections.abc import Sequence

from bot.actions.initials import label
from bot.actions.pictures import AS_MMS
from bot.actions.place import Place, copy_button, edit_buttons, publish_buttons
from bot.blocks import Block, actions, button, clip, confirm, context, divider, escape, modal, section
from bot.counted import counted
from bot.request import View
from core.actions.scripts.concerns import Filled
from core.actions.scripts.preview import Preview, ScriptPreview
from core.delivery.checking import TURNED_AWAY
from core.models import Action

CALLBACK = "actions.preview.v1"
MOST_RESPONSES = 20  # that are shown
SHOWN_TEXT = 600  # characters of an example; Slack takes 250 kB in all


def build(action: Action, made: Preview, list_name: str) -> View:
    """Return the preview of a draft."""
    few = len(made.initials) <= 3
    blocks = [
        section(f"*{escape(action.title)}*\n{summary(made, list_name)}"),
        *_notes(made),
        *(block for number, each in enumerate(made.initials, 1) for block in _initial(number, each, few=few)),
        *([divider()] if made.responses else []),
        *_responses(made.responses),
        divider(),
        actions(*publish_buttons(action.id), _drop(action)),
        actions(*edit_buttons(action.id), copy_button(action.id)),
    ]
    place = Place(action.id)
    return modal("Action: 5 of 5", blocks, callback=CALLBACK, submit="Save draft", metadata=str(place))


def summary(made: Preview, list_name: str) -> str:
    """Return the numbers that publishing means."""
    contacts, volunteers = counted(made.contacts, "contact"), counted(made.volunteers, "volunteer")
    segments = counted(made.segments, "segment")
    return f"{contacts} of “{escape(list_name)}” · {volunteers} · about {segments} for the first texts"


def _notes(made: Preview) -> list[Block]:
    notes = []
    if not made.contacts:
        notes.append(":warning: The list has no contacts yet, so there is nobody to show the scripts for.")
    if not made.volunteers:
        notes.append(":warning: No volunteer has joined yet. They get the action as soon as they join.")
    if made.registration in TURNED_AWAY:
        stands = f"The registration of your number is {made.registration}"
        notes.append(f":warning: {stands}, so nothing can be sent until it is through: `/textbank settings`.")
    if made.registration is None:
        notes.append(":warning: There is no number to text from yet: `textbank doctor` says what is missing.")
    return [context(*notes)] if notes else []


def _initial(number: int, each: ScriptPreview, *, few: bool) -> list[Block]:
    examples = each.examples if few else each.examples[:1]
    return [
        divider(),
        section(f"*{label(number)}* · {_cost(each)}"),
        *(section(_example(example, has_picture=bool(each.script.media))) for example in examples),
        *_concerns(each),
    ]


def _responses(made: Sequence[ScriptPreview]) -> list[Block]:
    """Return as many responses as fit, those first that should be looked at again."""
    in_order = sorted(made, key=lambda each: not each.concerns)
    left_out = len(made) - MOST_RESPONSES
    more = [context(f"and {counted(left_out, 'more response')}")] if left_out > 0 else []
    return [*(_response(each) for each in in_order[:MOST_RESPONSES]), *more]


def _response(each: ScriptPreview) -> Block:
    marks = "".join(f"\n:warning: {escape(concern.sentence)}" for concern in each.concerns)
    return section(
        f"*Response: {escape(each.script.name)}* · {_cost(each)}\n{_quote(each.examples[0].text, 300)}{marks}"
    )


def _cost(each: ScriptPreview) -> str:
    if each.script.media:
        return AS_MMS
    most = each.worst.billed
    return f"at most {counted(most.count, 'segment')} ({most.encoding})"


def _example(example: Filled, *, has_picture: bool) -> str:
    billed = example.billed
    about = f"for {escape(example.name) or 'a contact without a name'}"
    size = counted(len(example.text), "character")
    size += "" if has_picture else f", {counted(billed.count, 'segment')}, {billed.encoding}"
    return f"_{about}_ · {size}\n{_quote(example.text, SHOWN_TEXT)}"


def _concerns(each: ScriptPreview) -> list[Block]:
    sentences = [f":warning: {escape(concern.sentence)}" for concern in each.concerns]
    return [context(*sentences)] if sentences else [context(":white_check_mark: Nothing to warn about.")]


def _quote(text: str, most: int) -> str:
    return "\n".join(f"> {line}" for line in escape(clip(text, most)).splitlines())


def _drop(action: Action) -> Block:
    sure = confirm("Drop this draft?", "It goes to the closed actions.", "Drop it", "Keep it", danger=True)
    return button("Drop draft", "actions.close", str(action.id), style="danger", confirm=sure)
