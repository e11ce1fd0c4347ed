"""Instants as Slack shows them: each reader sees their own zone."""

from datetime import UTC, datetime


def moment(at: datetime | float) -> str:
    """Return mrkdwn for an instant (or seconds since 1970), with UTC for clients that cannot show it.

    Source: Slack's "Formatting text for app surfaces", date formatting.
    """
    seconds = at.timestamp() if isinstance(at, datetime) else at
    plain = f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
    return f"<!date^{int(seconds)}^{{date_short_pretty}} {{time}}|{plain}>"
