"""Slack is asked who somebody is, and whether they can have a role here."""

from collections.abc import Sequence
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks import clip, escape
from core.people.roles.keeping import Newcomer

SLACKBOT = "USLACKBOT"
_UNKNOWN = {"user_not_found", "user_not_visible"}


def look_up(client: WebClient, slack_ids: Sequence[str], team: str) -> tuple[list[Newcomer], list[str]]:
    """Return those who can have a role, and a sentence for each who cannot."""
    fit: list[Newcomer] = []
    unfit: list[str] = []
    for slack_id in slack_ids:
        person = _asked(client, slack_id)
        if sentence := _trouble(person, slack_id, team):
            unfit.append(sentence)
        else:
            fit.append(Newcomer(slack_id, name_of(person or {})))
    return fit, unfit


def name_of(person: dict[str, Any]) -> str:
    """Return what a user object of Slack's calls somebody."""
    profile = person.get("profile") or {}
    return str(person.get("real_name") or profile.get("real_name") or person.get("name") or "")


def is_fit(person: dict[str, Any], team: str) -> bool:
    """Whether a user object of Slack's is of a person who can have a role."""
    return not _trouble(person, str(person["id"]), team)


def _asked(client: WebClient, slack_id: str) -> dict[str, Any] | None:
    try:
        return dict(client.users_info(user=slack_id)["user"])
    except SlackApiError as problem:
        if problem.response.get("error") not in _UNKNOWN:
            raise
        return None


def _trouble(person: dict[str, Any] | None, slack_id: str, team: str) -> str:
    """Return why somebody can have no role here, empty when they can."""
    if person is None:
        return "Slack does not know one of them in this workspace."
    name = escape(clip(name_of(person), 100))
    if person.get("is_bot") or slack_id == SLACKBOT:
        return f"{name} is a bot."
    if person.get("deleted"):
        return f"{name} has a deactivated Slack account."
    if _is_elsewhere(person, team):
        return f"{name} belongs to another workspace."
    if person.get("is_restricted") or person.get("is_ultra_restricted"):
        return f"{name} is a guest in this workspace; make them a member first."
    return ""


def _is_elsewhere(person: dict[str, Any], team: str) -> bool:
    # a person of a grid may be at home in another of its workspaces
    grid = (person.get("enterprise_user") or {}).get("teams") or []
    return bool(person.get("is_stranger")) or (person.get("team_id") != team and team not in grid)
