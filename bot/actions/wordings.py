"""How an action's scripts read now and read before: who reworded them, when, and how many texts each made."""

from collections.abc import Sequence

from bot.actions.initials import label
from bot.actions.place import Place
from bot.blocks import Block, clip, context, divider, escape, modal, section
from bot.counted import counted
from bot.paging import foot
from bot.request import View
from bot.times import moment
from core.actions.scripts.versions import Reworded, Version
from core.models import Script

AREA = "actions.wordings"
PAGE = 5
SHOWN_TEXT = 600  # characters of each


def build(shown: Sequence[Reworded], place: Place, count: int) -> View:
    """Return one page of the scripts that were reworded.

    Args:
        count: of all.
    """
    blocks: list[Block] = [block for each in shown for block in _script(each)]
    if not count:
        blocks.append(section("No script of this action has been reworded."))
    blocks += foot(place.page, PAGE, count, f"{AREA}.turn")
    return modal("Earlier wordings", blocks, callback=f"{AREA}.v1", metadata=str(place))


def called(script: Script) -> str:
    """Return how a script is called in Slack."""
    name = label(script.position) if script.kind == "initial" else f"Response: {script.name}"
    return f"{name} (removed)" if script.archived_at else name


def _script(each: Reworded) -> list[Block]:
    present, *earlier = each.versions
    left_out = each.script.version - len(each.versions)
    more = [context(f"and {counted(left_out, 'earlier wording')}")] if left_out > 0 else []
    return [
        section(f"*{escape(called(each.script))}*"),
        _version(present),
        *(_version(version) for version in earlier),
        *more,
        divider(),
    ]


def _version(version: Version) -> Block:
    until = f"until {moment(version.until)}" if version.until else "now"
    by = f", reworded by {escape(version.by)}" if version.by else ""
    head = f"Version {version.number:,} · {until}{by} · {counted(version.sent, 'text')}"
    head += " · with a picture" if version.has_picture else ""
    return section(f"{head}\n{_quote(version.body)}")


def _quote(body: str) -> str:
    return "\n".join(f"> {line}" for line in escape(clip(body, SHOWN_TEXT)).splitlines())
