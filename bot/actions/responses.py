"""Step 3 of 5: prepared answers, each with the tags that sending it sets."""

from collections.abc import Mapping, Sequence

from bot.actions.initials import variables_line
from bot.actions.place import Place, place_of, step
from bot.blocks import Block, actions, button, divider, field, option, section, text_input
from bot.elements import multi_external_select
from bot.forms import Form
from bot.request import View
from core.actions.scripts.responses import MOST_RESPONSES, MOST_TAGS, Response
from core.delivery.safeguards import LONGEST_TEXT
from core.models import Action
from core.naming import NAME_LIMIT

CALLBACK = "actions.responses.v1"
AT_FIRST = 2


def build(
    action: Action,
    responses: Sequence[Response],
    tag_names: Mapping[int, str],
    known: Sequence[str],
    *,
    room: int = AT_FIRST,
) -> View:
    """Return the form with what is written, and empty boxes up to `room`.

    Args:
        tag_names: of the living tags that the responses set.
        known: the variables of the action's list.
    """
    count = min(max(len(responses), room, 1), MOST_RESPONSES)
    written = [*responses, *[Response("", "")] * (count - len(responses))][:count]
    blocks = [
        section("Answers that volunteers choose from. Leave a name and its text empty to have fewer."),
        variables_line(known),
        *(block for number, each in enumerate(written, 1) for block in _boxes(number, each, tag_names)),
    ]
    if count < MOST_RESPONSES:
        blocks.append(actions(button("Add another response", "actions.responses.more")))
    return step(3, blocks, CALLBACK, place_of(action, count))


def read(view: View) -> list[Response]:
    """Return the responses as they were typed, blank ones too."""
    given, place = Form(view), Place.read(view)
    return [
        Response(
            name=given.text(f"response_{number}_name"),
            body=given.text(f"response_{number}_body"),
            tag_ids=tuple(int(tag) for tag in given.choices(f"response_{number}_tags")),
        )
        for number in range(1, place.count + 1)
    ]


def _boxes(number: int, response: Response, tag_names: Mapping[int, str]) -> list[Block]:
    name, field_name = f"Response {number}", f"response_{number}"
    chosen = [option(tag_names[each], str(each)) for each in response.tag_ids if each in tag_names]
    return [
        divider(),
        field(
            f"{name} name",
            f"{field_name}_name",
            text_input(response.name, limit=NAME_LIMIT, placeholder="Such as: Yes, will vote"),
            optional=True,
        ),
        field(
            f"{name} text",
            f"{field_name}_body",
            text_input(response.body, multiline=True, limit=LONGEST_TEXT),
            optional=True,
        ),
        field(
            f"{name} tags",
            f"{field_name}_tags",
            multi_external_select(chosen, placeholder="Tags that sending it sets", most=MOST_TAGS),
            optional=True,
        ),
    ]
