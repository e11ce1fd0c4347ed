"""Structured logs: an event's name and ids, one line each; never bodies, names or numbers."""

import logging
import re
import sys

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# PostgreSQL quotes the row that was in the way; a phone number is ten digits and more.
_ROW = re.compile(r"^DETAIL:.*$", re.MULTILINE)
_NUMBER = re.compile(r"\+?\d{10,15}\b")


def set_up_logs(level: str) -> None:
    """Log to standard error: readable lines on a terminal, JSON elsewhere.

    Args:
        level: debug, info, warning or error.
    """
    number = logging.getLevelName(level.upper())
    plain = structlog.dev.plain_traceback  # the pretty one prints local variables, people's texts among them
    renderer: Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=plain)
        if sys.stderr.isatty()
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(),
            without_people,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    # Libraries speak through the standard library; only their warnings matter, and never their payloads.
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s"
    )
    # whatever Slack's client complains of it also raises, and we say it ourselves
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)


def without_people(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Take rows and phone numbers out of what a library's error quotes."""
    for name in ("exception", "problem"):
        if isinstance(words := event.get(name), str):
            event[name] = _NUMBER.sub("(a number)", _ROW.sub("", words))
    return event
