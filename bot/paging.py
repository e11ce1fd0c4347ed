"""Lists with pages: which part is shown, and the buttons that lead to the others. Pure."""

from collections.abc import Callable

from bot.blocks import Block, actions, button, context


def foot(page: int, size: int, count: int, area: str, value: Callable[[int], str] = str) -> list[Block]:
    """Return what stands below a page; nothing when all fits on one.

    Args:
        page: from 0, of `size` lines each, of `count` in all.
        area: what the buttons' action ids begin with: `area.previous` and `area.next`.
        value: what the button that leads to a page carries.
    """
    if count <= size:
        return []
    first, last = page * size + 1, min((page + 1) * size, count)
    turns = [button("Previous", f"{area}.previous", value(page - 1))] if page else []
    turns += [button("Next", f"{area}.next", value(page + 1))] if last < count else []
    return [context(f"{first:,} to {last:,} of {count:,}"), *([actions(*turns)] if turns else [])]
