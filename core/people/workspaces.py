"""Which token speaks to which workspace: looked up each time, so that a new one is used at once."""

import structlog
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from core.db import Database
from core.models import Workspace
from core.people.tokens import Seal, TokenUnreadable
from core.standing import Standing

log = structlog.get_logger()


class Tokens:
    """The tokens of all workspaces that installed the app."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database, self._seal = database, seal

    def of(self, team_id: str) -> str | None:
        """Return a workspace's token; None where the app is not installed, or the token cannot be read."""
        row = self._database.look(_TOKEN, {"team_id": team_id})
        if row is None or row.token is None:
            return None
        try:
            return self._seal.open(row.token)
        except TokenUnreadable as problem:
            log.error("token_unreadable", team=team_id, cure=problem.sentence)
            return None


def installed(session: Session) -> list[Workspace]:
    """Return the workspaces that the app is installed in now, the first one first."""
    there = select(Workspace).where(Workspace.token.is_not(None))
    return list(session.scalars(there.order_by(Workspace.id)))


def how_many_left(session: Session) -> int:
    """Return how many workspaces removed the app, or took its token back."""
    gone = select(func.count()).select_from(Workspace).where(Workspace.token.is_(None))
    return session.scalar(gone) or 0


_TOKEN = Standing(select(Workspace.token).where(Workspace.team_id == bindparam("team_id")))
