"""Notices into the workspace that each belongs to, with that workspace's own token."""

from bot.clients import Clients
from bot.posting import PATIENCE, SlackPoster
from core.notices.port import NOT_INSTALLED, Answer, Attachment, Later, Posting


class Everywhere:
    """A `core.notices.port.SlackPort` for all workspaces; one that removed the app is told later."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def post(self, posting: Posting) -> Answer:
        poster = self._of(posting.team_id)
        return poster.post(posting) if poster else Later(NOT_INSTALLED, PATIENCE)

    def attach(self, attachment: Attachment) -> Answer:
        poster = self._of(attachment.team_id)
        return poster.attach(attachment) if poster else Later(NOT_INSTALLED, PATIENCE)

    def _of(self, team_id: str) -> SlackPoster | None:
        client = self._clients.of(team_id)
        return SlackPoster(client) if client else None
