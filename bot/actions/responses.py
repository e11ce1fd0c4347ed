"""Step 3 of 5: the prepared answers, page by page; each opens in a form of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.actions.place import place_of, step
from bot.blocks import Block, actions, button, clip, escape, field, option, section
from bot.elements import multi_external_select
from bot.forms import Form
from bot.paging import foot
from bot.request import View
from core.actions.scripts.following import MOST_NEXT
from core.actions.scripts.responses import MOST_RESPONSES
from core.models import Action, Script

CALLBACK = "actions.responses.v1"
AREA = "actions.responses"
PAGE = 20
SHOWN_TEXT = 300  # characters of each


@dataclass(frozen=True)
class Carried:
    """What the list says of one response: the tags and answers that sending it notes, and what follows it."""

    notes: Sequence[str] = ()
    nexts: Sequence[str] = ()


def build(
    action: Action,
    scripts: Sequence[Script],
    carried: Mapping[int, Carried],
    first: Sequence[Script],
    *,
    page: int,
    count: int,
) -> View:
    """Return one page of an action's responses.

    Args:
        scripts: those of this page, in order.
        carried: by their ids; a response that carries nothing may be missing.
        first: those that follow the first text.
        count: of all.
    """
    place = replace(place_of(action), page=page)
    blocks = [section(_head(count))]
    if count < MOST_RESPONSES:
        press = button("Add response", f"{AREA}.add", style="" if count else "primary")
        blocks.append(actions(press))
    blocks += [
        _line(number, script, carried.get(script.id, Carried()))
        for number, script in enumerate(scripts, page * PAGE + 1)
    ]
    blocks += foot(page, PAGE, count, f"{AREA}.turn")
    if count:
        blocks.append(_first(first))
    return step(3, blocks, CALLBACK, place)


def read(view: View) -> list[int]:
    """Return the ids of the responses that are to follow the first text."""
    return [int(each) for each in Form(view).choices("first_nexts")]


def _first(chosen: Sequence[Script]) -> Block:
    menu = multi_external_select(
        [option(each.name, str(each.id)) for each in chosen], placeholder="Type to search", most=MOST_NEXT
    )
    hint = "When somebody answers the first text, volunteers see these first. Each response can lead on, too."
    return field("After the first text", "first_nexts", menu, hint=hint, optional=True)


def _head(count: int) -> str:
    told = "Answers that volunteers choose from, in this order."
    return told if count else f"{told} There are none yet; you can also go on without."


def _line(number: int, script: Script, carried: Carried) -> Block:
    told = [f"*{number}. {escape(script.name)}*", f"> {_quoted(script.body)}"]
    if carried.notes:
        told.append(f":label: {_joined(carried.notes)}")
    if carried.nexts:
        told.append(f":arrow_right: {_joined(carried.nexts)}")
    if script.media:
        told.append(":frame_with_picture: With a picture")
    press = button("Edit", f"{AREA}.edit", str(script.id), label=f"Edit {script.name}")
    return section("\n".join(told), press)


def _quoted(body: str) -> str:
    return escape(clip(" ".join(body.split()), SHOWN_TEXT))


def _joined(names: Sequence[str]) -> str:
    return escape(clip(" · ".join(names), SHOWN_TEXT))
