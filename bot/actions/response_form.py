"""The form for one response: its name and text, what sending it notes, what follows it, and its place."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.actions import pictures
from bot.actions.initials import variables_line
from bot.blocks import (
    Block,
    actions,
    button,
    clip,
    confirm,
    context,
    escape,
    field,
    modal,
    option,
    text_input,
)
from bot.elements import multi_external_select, number_input
from bot.forms import Form
from bot.request import View
from core.actions.scripts.following import MOST_NEXT
from core.actions.scripts.responses import MOST_RESPONSES, MOST_TAGS, PICTURE, Response
from core.delivery.safeguards import LONGEST_TEXT
from core.labels.fields import live_options
from core.models import CustomField, Script, Tag
from core.naming import NAME_LIMIT

CALLBACK = "actions.response.v1"


@dataclass(frozen=True)
class Known:
    """What the form needs to know besides the response.

    Attributes:
        variables: of the action's list.
        tags, nexts: those that the response has.
        fields: the campaign's living ones, for the hint.
        position: the response's place in the list, from 1.
    """

    variables: Sequence[str]
    tags: Sequence[Tag]
    nexts: Sequence[Script]
    fields: Sequence[CustomField]
    position: int


@dataclass(frozen=True)
class Place:
    """Where the form was opened: the action, the response (None for a new one), how it stood then."""

    action: int
    script: int | None
    seen: str
    position: int
    page: int

    @classmethod
    def read(cls, view: View) -> "Place":
        return cls(**json.loads(view["private_metadata"]))


def build(response: Response, known: Known, place: Place) -> View:
    """Return the form."""
    blocks = [
        field(
            "Response name",
            "response_name",
            text_input(response.name, limit=NAME_LIMIT, placeholder="Such as: Yes, will vote"),
        ),
        field("Text", "response_body", text_input(response.body, multiline=True, limit=LONGEST_TEXT)),
        variables_line(known.variables),
        *pictures.blocks(PICTURE, there=next(iter(response.pictures), None)),
        *_notes(response, known),
        field(
            "Next responses",
            "response_nexts",
            multi_external_select(
                [option(each.name, str(each.id)) for each in known.nexts],
                placeholder="Offered first once this was sent",
                most=MOST_NEXT,
            ),
            hint="Volunteers see these first; all others stay behind “All responses”.",
            optional=True,
        ),
        field(
            "Place in the list",
            "response_position",
            number_input(known.position, least=1, most=MOST_RESPONSES),
        ),
        *(_end(response, place.script) if place.script else []),
    ]
    metadata = json.dumps(place.__dict__)
    title = "Edit response" if place.script else "Add response"
    return modal(title, blocks, callback=CALLBACK, submit="Save", metadata=metadata)


def read(view: View) -> tuple[Response, int]:
    """Return what somebody filled in: the response, and its place in the list."""
    given = Form(view)
    response = Response(
        name=given.text("response_name"),
        body=given.text("response_body"),
        tag_ids=tuple(int(each) for each in given.choices("response_tags")),
        answers=given.text("response_answers"),
        next_ids=tuple(int(each) for each in given.choices("response_nexts")),
    )
    return response, given.number("response_position") or 1


def _notes(response: Response, known: Known) -> list[Block]:
    return [
        field(
            "Tags that sending it sets",
            "response_tags",
            multi_external_select(
                [option(tag.name, str(tag.id)) for tag in known.tags], placeholder="None", most=MOST_TAGS
            ),
            optional=True,
        ),
        field(
            "Answers that sending it notes",
            "response_answers",
            text_input(response.answers, multiline=True, placeholder="Support = Strong"),
            hint=f"One a line: field = answer. {_fields(known.fields)}",
            optional=True,
        ),
    ]


def _fields(fields: Sequence[CustomField]) -> str:
    if not fields:
        return "There are no custom fields yet: /textbank fields"
    return clip(f"Fields: {'; '.join(_field(each) for each in fields)}", 1000)


def _field(known: CustomField) -> str:
    labels = ", ".join(option.label for option in live_options(known))
    return f"{known.name} ({clip(labels, 200)})" if labels else known.name


def _end(response: Response, script_id: int) -> list[Block]:
    told = f"Volunteers can no longer choose “{escape(response.name)}”. Texts that were sent stay."
    sure = confirm("Remove this response?", told, "Remove", "Keep it", danger=True)
    press = button(
        "Remove response", "actions.responses.remove", str(script_id), style="danger", confirm=sure
    )
    return [context("A change of wording counts for the texts that are sent from then on."), actions(press)]
