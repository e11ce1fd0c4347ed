"""The results as blocks: the modal, the message for a channel, the list behind a number. Pure."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bot.blocks import Block, actions, button, context, divider, escape, field, header, modal, option, section
from bot.elements import channel_select, external_select, select
from bot.paging import foot
from bot.request import Message, View
from bot.results.wording import TITLES, Figure, openings, overview_figures, performance_figures
from bot.review.lines import open_button
from bot.states import STATES
from bot.suggesting import action_option
from bot.times import moment
from core.models import Action
from core.results.behind import PAGE, Line, Page
from core.results.counting import Results

MODAL = "results.show.v1"
BEHIND = "results.behind.v1"
POST = "results.post.v1"


@dataclass(frozen=True)
class Place:
    """What the modal shows and where it was asked for; it rides in the metadata."""

    action_id: int
    channel: str | None = None
    figure: str = ""

    def __str__(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, view: View) -> "Place":
        return cls(**json.loads(view["private_metadata"]))


def results_modal(
    action: Action, results: Results, place: Place, *, may_post: bool = True, now: datetime
) -> View:
    """Return the results of an action, with a menu to choose another and one to open a number."""
    blocks = [
        header(action.title),
        section("Action", external_select(action_option(action)) | {"action_id": "results.action"}),
        *_block("What volunteers did", overview_figures(results.overview)),
        *_block("Message performance", performance_figures(results.performance)),
        context(f"{STATES[action.state].capitalize()}. Counted {moment(now)}."),
        actions(
            _opener(results),
            button("Refresh", "results.refresh"),
            *([button("Post to channel", "results.post")] if may_post else []),
        ),
    ]
    return modal("Results", blocks, callback=MODAL, metadata=str(place))


def behind_modal(page: Page, place: Place) -> View:
    """Return a page of what is behind a number."""
    blocks = [header(TITLES[place.figure]), *(_line(line) for line in page.lines)]
    if not page.total:
        blocks.append(section("Nobody."))
    blocks += foot(page.number, PAGE, page.total, "results")
    return modal("Behind the number", blocks, callback=BEHIND, metadata=str(place))


def post_modal(action: Action, place: Place) -> View:
    """Return the form that asks for the channel to post to."""
    blocks = [
        section(f"The results of *{escape(action.title)}* as they stand when you press Post."),
        field("Channel", "channel", channel_select(place.channel)),
    ]
    return modal("Post results", blocks, callback=POST, submit="Post", metadata=str(place))


def posted_modal(channel: str) -> View:
    return modal("Post results", [section(f"The results are on their way to <#{channel}>.")], callback="done")


def notice_data(action: Action, results: Results, *, by: str, now: datetime) -> dict[str, Any]:
    """Return what the message for a channel is made of, as small JSON.

    Args:
        by: the Slack id of whoever posts it.
    """
    return {
        "action": action.id,
        "title": action.title,
        "by": by,
        "at": now.timestamp(),
        "overview": [asdict(figure) for figure in overview_figures(results.overview)],
        "performance": [asdict(figure) for figure in performance_figures(results.performance)],
    }


def results_message(data: dict[str, Any]) -> Message:
    """Return the message for a channel; its plain text carries the numbers too."""
    overview, performance = ([Figure(**each) for each in data[part]] for part in ("overview", "performance"))
    blocks = [
        header(f"Results: {data['title']}"),
        *_block("What volunteers did", overview),
        *_block("Message performance", performance),
        context(f"Posted by <@{data['by']}>. Counted {moment(data['at'])}."),
        actions(
            button("See results", "results.of", str(data["action"]), label=f"Results of {data['title']}")
        ),
    ]
    return Message(f"Results of {escape(data['title'])}. {_said([*overview, *performance])}", blocks)


def _block(title: str, figures: list[Figure]) -> list[Block]:
    boxes = [f"*{figure.title}*\n{figure.value}" for figure in figures]
    parts = [boxes[start : start + 10] for start in range(0, len(boxes), 10)]
    return [divider(), section(f"*{title}*"), *(section("", fields=part) for part in parts)]


def _said(figures: list[Figure]) -> str:
    plain = (figure.value.replace("\n", ", ").replace("_", "") for figure in figures)
    return ". ".join(f"{figure.title}: {value}" for figure, value in zip(figures, plain, strict=True))


def _opener(results: Results) -> Block:
    numbers = [option(f"{TITLES[name]}: {count:,}", name) for name, count in openings(results).items()]
    return select(numbers, placeholder="Open a number") | {"action_id": "results.open"}


def _line(line: Line) -> Block:
    when = f", {moment(line.at)}" if line.at else ""
    words = f"*{escape(line.name)}*\n{line.state}{when}"
    return section(words, open_button(line.conversation_id, line.name) if line.conversation_id else None)
