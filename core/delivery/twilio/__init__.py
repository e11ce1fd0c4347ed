"""The gateway's real side: `sending` texts and `asking` for what is there, over `http`; `media` for files."""

from core.delivery.twilio.sending import TwilioGateway, outcome_of

__all__ = ["TwilioGateway", "outcome_of"]
