"""What is said of an error: refusals speak for themselves, Slack and the database have a sentence each."""

from http.client import HTTPException
from secrets import token_hex
from urllib.error import URLError

import structlog
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from core.errors import CoreError

log = structlog.get_logger()

# whatever a call to Slack may raise: its own refusals, and a line that is down or slow
SLACK_TROUBLE = (SlackClientError, HTTPException, URLError, TimeoutError, ConnectionError)
DATABASE_AWAY = "We are catching our breath and did not do that. Try again in a few seconds."
TOO_LATE = "That took so long that Slack no longer lets me open a window for it. Please try again."
OUTGROWN = "That is from an earlier version of me. Type `/textbank` to open it anew."
# a window may only be opened, or put on another, within three seconds of the press
_TRIGGERS = {"expired_trigger_id", "exchanged_trigger_id"}


def in_words(error: Exception) -> str:
    """Return one sentence for the person; whatever is not a refusal is logged, without contents."""
    if isinstance(error, CoreError):
        return error.sentence
    if isinstance(error, OperationalError | PoolTimeout):
        log.error("database_away", problem=type(error).__name__)
        return DATABASE_AWAY
    if isinstance(error, SLACK_TROUBLE):
        return _of_slack(error)
    if isinstance(error, BoltUnhandledRequestError):
        return OUTGROWN
    reference = token_hex(4)
    log.error("bot_failed", reference=reference, exc_info=error)
    return f"Something went wrong on our side. If it stays, tell us this code: {reference}."


def word_of(error: Exception) -> str:
    """Return Slack's own word for what went wrong, such as `not_found`; else the name of the error."""
    if isinstance(error, SlackApiError):
        return str(error.response.get("error") or f"http_{error.response.status_code}")
    return type(error).__name__


def _of_slack(error: Exception) -> str:
    word = word_of(error)
    log.error("slack_failed", problem=word)
    if word in _TRIGGERS:
        return TOO_LATE
    return (
        f"Slack did not do its part (“{word}”). What you asked for may be done all the same: "
        "look again before you repeat it."
    )
