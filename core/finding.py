"""Find a row by an id that came from outside: every look-up starts from the campaign."""

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.models import User
from core.models.base import OfCampaign

Row = TypeVar("Row", bound=OfCampaign)


def find(
    session: Session, table: type[Row], row_id: int, *, by: User, called: str, lock: bool = False
) -> Row:
    """Return a row of this person's campaign.

    Args:
        called: how a refusal calls it, such as "That action".
        lock: read it anew, and let nobody else change it until the transaction ends.

    Raises:
        NotFound: it is not there, or another campaign's: the two are one answer.
    """
    query = select(table).where(table.id == row_id, table.campaign_id == by.campaign_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.scalar(query)
    if found is None:
        raise NotFound(called)
    return found
