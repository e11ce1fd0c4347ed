"""A strict local Slack: Web API, interactions towards the app, a driver for tests, a browser console."""

from sandbox.slack.cast import CHANNELS, PEOPLE, App, ChannelPlan, Team, User
from sandbox.slack.workspace import SlackWorkspace

__all__ = ["CHANNELS", "PEOPLE", "App", "ChannelPlan", "SlackWorkspace", "Team", "User"]
