"""What all interactive elements share: an `action_id`, a confirm dialog, the focus."""

from sandbox.slack.rules.checks import Check, flag, string
from sandbox.slack.rules.limits import LIMITS
from sandbox.slack.rules.objects import CONFIRM, PLACEHOLDER

MANY = 100  # where Slack names no number

ACTION_ID = string(LIMITS["action_id"])
BASE: dict[str, Check] = {"action_id": ACTION_ID, "confirm": CONFIRM, "focus_on_load": flag}
MENU: dict[str, Check] = {**BASE, "placeholder": PLACEHOLDER}
