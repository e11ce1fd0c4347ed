"""Slack's limits and nesting rules, once. The stand-in refuses by them and tests assert by them.

`check_message`, `check_view` and `check_options_response` return a list of problems, empty when Slack
would take the payload. `LIMITS` holds every number by name.
"""

from sandbox.slack.rules.limits import LIMITS
from sandbox.slack.rules.problem import Problem
from sandbox.slack.rules.surfaces import check_message, check_options_response, check_view

__all__ = ["LIMITS", "Problem", "check_message", "check_options_response", "check_view"]
