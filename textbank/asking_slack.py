"""Asking Slack at the start of a command: what it refuses is one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

from slack_sdk.errors import SlackApiError

from core.errors import CoreError


@contextmanager
def asking_slack(setting: str) -> Iterator[None]:
    """Say plainly that Slack refuses what is asked inside, or does not answer.

    Args:
        setting: the variable that holds the token in use.

    Raises:
        CoreError: with Slack's own word for it.
    """
    try:
        yield
    except SlackApiError as problem:
        word = problem.response["error"]
        raise CoreError(f"Slack says {word}. Check {setting}; `textbank doctor` tells more.") from None
    except OSError as problem:
        raise CoreError(f"Slack does not answer: {silence(problem)}. Check the network.") from None


def silence(problem: OSError) -> str:
    """Return why there was no answer, without the names of libraries."""
    cause = getattr(problem, "reason", problem)
    return str(getattr(cause, "strerror", None) or cause)
