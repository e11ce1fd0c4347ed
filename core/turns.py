"""One after another: what must stay unique in a campaign is made by one transaction at a time."""

from sqlalchemy.orm import Session

from core.models import Campaign


def take_turns(session: Session, campaign_id: int) -> None:
    """Wait for whoever else makes or names things in this campaign; others wait until this one commits.

    So that two presses at once make one thing, and names and slugs stay unique. Texts and other rows that
    only refer to the campaign do not wait.
    """
    session.get_one(Campaign, campaign_id, with_for_update={"key_share": True}, populate_existing=True)
