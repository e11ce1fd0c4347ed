"""The browser console: a calm little Slack to be Maya, Abe or Nat in."""

from sandbox.slack.console import acting, pages
from sandbox.slack.console.blueprint import bp
from sandbox.slack.console.equipment import equip

__all__ = ["acting", "bp", "equip", "pages"]
