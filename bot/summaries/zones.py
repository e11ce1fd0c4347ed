"""Time zones as the choices of a menu, the ones of the United States and Canada first."""

from bot.blocks import Block, option
from bot.elements import MENU_LIMIT
from core.notices.summaries import known_zones

COMMON = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "America/Toronto",
    "America/Vancouver",
    "UTC",
)


def zone_option(zone: str) -> Block:
    return option(name_of(zone), zone)


def zone_options(words: str = "") -> list[Block]:
    """Return at most 100 zones whose name holds the words."""
    others = sorted(known_zones() - set(COMMON))
    wanted = words.strip().lower()
    return [zone_option(zone) for zone in (*COMMON, *others) if wanted in name_of(zone).lower()][:MENU_LIMIT]


def name_of(zone: str) -> str:
    """Return a zone's name as people write it: New York rather than New_York."""
    return zone.replace("_", " ")
