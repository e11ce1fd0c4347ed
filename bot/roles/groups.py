"""Slack's user groups: which there are, who is in one, and what it means when Slack will not say."""

from collections.abc import Sequence
from typing import NamedTuple

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.clients import Clients
from bot.roles.asking import is_fit, name_of
from bot.troubles import SLACK_TROUBLE, word_of
from core.errors import CoreError
from core.people.roles.keeping import Newcomer
from core.people.roles.port import Answer, Members, Refused, Unsaid

log = structlog.get_logger()

# Slack's words for what somebody must do something about; see the errors of usergroups.users.list
REASONS = {
    "missing_scope": "I may not read user groups: install the app anew with the present manifest.",
    "no_such_subteam": "The group was deleted or disabled in Slack.",
    "plan_upgrade_required": "Slack has user groups on paid plans only, and this workspace is on none.",
}


class Group(NamedTuple):
    """A user group of the workspace."""

    id: str
    handle: str
    name: str
    size: int


class SlackGroups:
    """The real `core.people.roles.port.UserGroups`."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def members(self, team_id: str, group_id: str) -> Answer:
        """Return who is in a user group."""
        client = self._clients.of(team_id)
        if client is None:
            return Unsaid("not_installed")
        try:
            return Members(tuple(client.usergroups_users_list(usergroup=group_id)["users"]))
        except SLACK_TROUBLE as problem:
            word = word_of(problem)
            log.info("user_group_not_read", problem=word)
            return Refused(word) if word in REASONS else Unsaid(word)

    def who(self, team_id: str, slack_id: str) -> Newcomer | None:
        """Return who somebody is; None when they can have no role, or Slack does not say."""
        client = self._clients.of(team_id)
        if client is None:
            return None
        try:
            person = dict(client.users_info(user=slack_id)["user"])
        except SLACK_TROUBLE as problem:
            log.info("member_not_known", problem=word_of(problem))
            return None
        return Newcomer(slack_id, name_of(person)) if is_fit(person, team_id) else None


def groups_of(client: WebClient) -> Sequence[Group]:
    """Return the workspace's user groups by their handles. Raises CoreError when Slack will not say."""
    try:
        found = client.usergroups_list(include_count=True)["usergroups"]
    except SlackApiError as problem:
        if (word := word_of(problem)) not in REASONS:
            raise
        raise CoreError(REASONS[word]) from None
    return sorted(
        (Group(each["id"], each["handle"], each["name"], int(each.get("user_count") or 0)) for each in found),
        key=lambda group: group.handle,
    )
