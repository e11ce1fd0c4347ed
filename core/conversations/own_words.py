"""Whether somebody may text in their own words, where a campaign wants prepared responses only."""

from core.delivery.known import AnyCampaign
from core.errors import Invalid, Stale
from core.models import User
from core.people.rights import Right, may


class PreparedOnly(Invalid):
    """The campaign lets volunteers send its prepared responses, and nothing else."""

    def __init__(self) -> None:
        super().__init__("body", "Your campaign sends prepared responses only. Choose one of them.")


class ReadsOtherwise(Invalid, Stale):
    """The words are not those of the response they came from: it was reworded meanwhile, or they were."""

    def __init__(self) -> None:
        super().__init__("body", "That response reads differently now. Choose it again.")


def may_write(campaign: AnyCampaign, user: User) -> bool:
    """Whether somebody may send words of their own; whoever reviews conversations always may."""
    return not campaign.scripts_only or may(user, Right.LOOK)
