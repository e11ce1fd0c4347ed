"""A strict local Slack: Web API, interactions towards the app, people to drive in tests, a browser console.

In a test, with a Bolt app in the same process::

    deliver = lambda body, headers: bolt.dispatch(BoltRequest(body=body, headers=headers))
    with SlackWorkspace.start(deliver) as slack:
        maya = slack.person("Maya")
        maya.command("/tags", "new", channel="#textbank")
        maya.fill("Tag name", "Volunteer")
        assert {} == maya.submit()
        assert "Volunteer" in slack.text_of(slack.dm("Maya").messages[-1])
        assert [] == slack.refused

The Web API is at `slack.api_url`, the console at `slack.url`. Slack's limits are in `sandbox.slack.rules`.
"""

from sandbox.slack.cast import CHANNELS, PEOPLE, App, ChannelPlan, Team, User
from sandbox.slack.workspace import SlackWorkspace

__all__ = ["CHANNELS", "PEOPLE", "App", "ChannelPlan", "SlackWorkspace", "Team", "User"]
