"""The product with stand-ins for Slack and Twilio, on this machine, without accounts."""

from textbank.demo.running import reset, run

__all__ = ["reset", "run"]
