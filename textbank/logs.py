"""Structured logs: an event's name and ids, one line each; never bodies, names or numbers."""

import logging
import sys

import structlog


def set_up_logs(level: str) -> None:
    """Log to standard error: readable lines on a terminal, JSON elsewhere.

    Args:
        level: debug, info, warning or error.
    """
    number = logging.getLevelName(level.upper())
    renderer = structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    # Libraries speak through the standard library; only their warnings matter, and never their payloads.
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s"
    )
