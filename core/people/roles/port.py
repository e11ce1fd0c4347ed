"""What following user groups needs of Slack; the real one is `bot.roles.groups`."""

from dataclasses import dataclass
from typing import Protocol

from core.people.roles.keeping import Newcomer


@dataclass(frozen=True)
class Members:
    """Who is in a user group, by their ids in Slack."""

    slack_ids: tuple[str, ...]


@dataclass(frozen=True)
class Unsaid:
    """Slack did not say this time; so nothing is known, and nothing changes."""

    reason: str


@dataclass(frozen=True)
class Refused:
    """Slack will not say until somebody does something about it: the group is gone, or out of our reach."""

    reason: str


Answer = Members | Unsaid | Refused


class UserGroups(Protocol):
    """Asks Slack about user groups; never raises for what Slack or the network does."""

    def members(self, team_id: str, group_id: str) -> Answer:
        """Return who is in a user group."""
        ...

    def who(self, team_id: str, slack_id: str) -> Newcomer | None:
        """Return who somebody is; None when they can have no role, or Slack does not say."""
        ...


class Away:
    """Slack, when nobody can ask it."""

    def members(self, team_id: str, group_id: str) -> Answer:  # noqa: ARG002 - as `UserGroups` has it
        return Unsaid("away")

    def who(self, team_id: str, slack_id: str) -> Newcomer | None:  # noqa: ARG002 - as `UserGroups` has it
        return None
