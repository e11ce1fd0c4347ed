"""`textbank recount`: every campaign's counters against the rows behind them."""

import json

import typer
from sqlalchemy import select

from core.config import Settings
from core.db import Database
from core.models import Campaign
from core.results.recount import Difference
from core.results.recount import recount as differences
from core.results.recount_batches import TakenDiffers, recount_batches
from textbank.readying import require_current


def recount(settings: Settings, *, as_json: bool) -> int:
    """Print every difference; return 1 when there is any, else 0."""
    found = _differences(settings.database_url)
    for difference in found:
        typer.echo(json.dumps(vars(difference)) if as_json else str(difference))
    if not found and not as_json:
        typer.echo("Every counter equals its recount.")
    return int(bool(found))


def _differences(database_url: str) -> list[Difference | TakenDiffers]:
    database = Database(database_url)
    try:
        require_current(database)
        with database.readers() as session:
            found: list[Difference | TakenDiffers] = []
            for campaign in session.scalars(select(Campaign.id)).all():
                found += [*differences(session, campaign), *recount_batches(session, campaign)]
            return found
    finally:
        database.dispose()
