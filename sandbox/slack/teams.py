"""All workspaces of one stand-in: which of them a request is for."""

import hmac
from collections.abc import Callable, Iterator

from sandbox.slack.acts.desk import Desk
from sandbox.slack.errors import SlackError
from sandbox.slack.state import State


class Teams:
    """The workspaces that share one Web API, the first one first."""

    def __init__(self) -> None:
        self._desks: list[Desk] = []

    def add(self, desk: Desk) -> None:
        """Let one more workspace be called."""
        self._desks.append(desk)

    def __iter__(self) -> Iterator[Desk]:
        return iter(self._desks)

    @property
    def first(self) -> State:
        """The workspace that the stand-in began with."""
        return self._desks[0].state

    def desk(self, team_id: str) -> Desk:
        """A workspace by its id. Raises team_not_found."""
        for desk in self._desks:
            if desk.state.team.id == team_id:
                return desk
        raise SlackError("team_not_found")

    def calling(self, token: str | None) -> State:
        """The workspace that a token was given out for; the first one for a token of none."""
        return self.having(lambda state: is_the_apps(state, token))

    def having(self, has: Callable[[State], bool]) -> State:
        """The first workspace of which something is so; the first one when it is so of none."""
        return next((desk.state for desk in self._desks if has(desk.state)), self.first)


def is_the_apps(state: State, token: str | None) -> bool:
    """Whether this is the bot token of the app that is installed there."""
    known = state.app.bot_token
    return bool(known) and hmac.compare_digest((token or "").encode(), known.encode())
