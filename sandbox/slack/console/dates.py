"""Slack's date tokens, `<!date^1700000000^{date_short} at {time}|fallback>`, in the reader's zone."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

_FORMATS = {
    "date_num": "%Y-%m-%d",
    "date_slash": "%m/%d/%Y",
    "date": "%B %-d, %Y",
    "date_pretty": "%B %-d, %Y",
    "date_short": "%b %-d, %Y",
    "date_short_pretty": "%b %-d, %Y",
    "date_long": "%A, %B %-d, %Y",
    "date_long_pretty": "%A, %B %-d, %Y",
    "time": "%-I:%M %p",
    "time_secs": "%-I:%M:%S %p",
}


def date_words(seconds: int, form: str, zone: str) -> str:
    """A moment (seconds since the epoch) in Slack's format tokens; unknown tokens stay as they are."""
    there = datetime.fromtimestamp(seconds, ZoneInfo(zone))
    return re.sub(r"\{(\w+)\}", lambda found: _word(found, there), form)


def _word(found: re.Match[str], there: datetime) -> str:
    form = _FORMATS.get(found[1])
    return there.strftime(form) if form else found[0]
