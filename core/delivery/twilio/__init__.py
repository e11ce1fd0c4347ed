"""The gateway's real side, and the only place that calls Twilio.

It is for `sending` texts and `asking` for what is there, over `http`; `media` is for files.
"""

from core.delivery.twilio.sending import TwilioGateway, outcome_of

__all__ = ["TwilioGateway", "outcome_of"]
