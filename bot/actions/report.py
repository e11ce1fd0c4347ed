"""Step 4 of 5: which tags and fields are on the volunteers' report."""

from collections.abc import Sequence

from bot.actions.place import place_of, step
from bot.blocks import field, option, section
from bot.elements import multi_external_select
from bot.forms import Form
from bot.request import View
from core.models import Action, CustomField, Tag

CALLBACK = "actions.report.v1"


def build(action: Action, tags: Sequence[Tag], fields: Sequence[CustomField]) -> View:
    """Return the form with what is on the report now."""
    blocks = [
        section("Volunteers fill a report on a conversation. Five to eight tags and fields are plenty."),
        field(
            "Tags on the report",
            "report_tags",
            multi_external_select([option(tag.name, str(tag.id)) for tag in tags]),
            optional=True,
        ),
        field(
            "Fields on the report",
            "report_fields",
            multi_external_select([option(each.name, str(each.id)) for each in fields]),
            optional=True,
        ),
    ]
    return step(4, blocks, CALLBACK, place_of(action))


def read(view: View) -> tuple[list[int], list[int]]:
    """Return the ids of the tags and of the fields chosen."""
    given = Form(view)
    return _ids(given, "report_tags"), _ids(given, "report_fields")


def _ids(given: Form, name: str) -> list[int]:
    return [int(each) for each in given.choices(name)]
