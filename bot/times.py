"""Instants as Slack shows them: each reader sees their own zone, and the campaign's where it matters."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def moment(at: datetime | float) -> str:
    """Return mrkdwn for an instant (or seconds since 1970), with UTC for clients that cannot show it.

    Source: Slack's "Formatting text for app surfaces", date formatting.
    """
    seconds = at.timestamp() if isinstance(at, datetime) else at
    plain = f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
    return f"<!date^{int(seconds)}^{{date_short_pretty}} {{time}}|{plain}>"


def in_zone(at: datetime, zone: str) -> str:
    """Return an instant on the campaign's clock, and on the reader's."""
    there = at.astimezone(ZoneInfo(zone))
    return f"{there:%A %d %B, %I:%M %p %Z} for the campaign; on your own clock {moment(at)}".replace(
        " 0", " "
    )
