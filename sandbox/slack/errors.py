"""What a Web API method raises; the door turns it into Slack's `{"ok": false, "error": …}`."""

from collections.abc import Iterable

from sandbox.slack.rules import Problem


class SlackError(Exception):
    """A refusal with Slack's error string and, for bad payloads, the problems found."""

    def __init__(self, error: str, problems: Iterable[Problem | str] = ()) -> None:
        super().__init__(error)
        self.error = error
        self.messages = [str(problem) for problem in problems]
