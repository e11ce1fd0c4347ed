"""Who hears of trouble, and what each kind of it is called, means and asks for."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.models import Campaign, User


@dataclass(frozen=True)
class Kind:
    """A kind of trouble, in words for admins.

    Attributes:
        title: what happened; `{action}` is the title of the action.
        meaning: what that means for the texting.
        cure: what to do about it.
        ends: how the alert is closed: somebody has `seen` it, the action is `resumed`, or by `itself`.
    """

    title: str
    meaning: str
    cure: str
    ends: str = "seen"

    @property
    def reason(self) -> str:
        """What the title says after its colon: why an action paused itself."""
        return self.title.partition(": ")[2]


KINDS: dict[str, Kind] = {
    "paused_filtered": Kind(
        "“{action}” paused itself: its texts are being filtered",
        "Carriers, or Twilio for them, take the texts for unwanted ones and drop them; more of the same would"
        " be dropped too, and harm the sending number.",
        "Change the script: say who is texting and for whom, leave out links and odd spellings, and keep the"
        " words about opting out. Check that this use is registered. Then resume.",
        "resumed",
    ),
    "paused_opt_outs": Kind(
        "“{action}” paused itself: too many people opt out",
        "Carriers count opt-outs for each sending number and may block one that gets this many.",
        "Look at who is in the list and how they came to be in it, and at what the first text says. Then"
        " resume, or end the action.",
        "resumed",
    ),
    "paused_setup": Kind(
        "“{action}” paused itself: no text can leave",
        "Twilio or the carriers turn every text away until something is put right, so each further one would"
        " be lost.",
        "Put right what the alert about the account or the number says. Then resume; volunteers may send"
        " again what did not go out.",
        "resumed",
    ),
    "opt_outs_high": Kind(
        "Many people opt out of “{action}”",
        "Carriers watch numbers with this many opt-outs. The action goes on; at twice as many it pauses"
        " itself.",
        "Read the first text as a stranger would, and check who is in the list.",
    ),
    "credentials": Kind(
        "Twilio does not accept our credentials",
        "No text can leave, in any action.",
        "Whoever runs the server sets TWILIO_ACCOUNT_SID and the token or API key anew and checks them with"
        " `textbank doctor`. Then resume the actions.",
    ),
    "setup": Kind(
        "Texts cannot leave: something at Twilio is not set up",
        "Twilio turns every text away, in any action.",
        "Look the code up, put it right in Twilio's console or in the server's settings, and check with"
        " `textbank doctor`. Then resume the actions.",
    ),
    "registration": Kind(
        "The sending number is not registered with the carriers",
        "The carriers turn every text away until it is. Nothing is sent, in any action.",
        "Register the number in Twilio's console (A2P 10DLC for a local number, verification for a toll-free"
        " one). Once it is approved, say so in `/textbank settings` and resume the actions.",
    ),
    "daily_cap": Kind(
        "Today's limit of the carriers is used up",
        "Nothing more can be sent today. Replies still come in.",
        "Nothing: sending goes on by itself after midnight Pacific time. If it happens often, ask Twilio for"
        " a higher limit, or send shorter texts.",
        "itself",
    ),
    "unknown_code": Kind(
        "Twilio gave a code that is not known here",
        "Texts do not arrive, for a reason that this product cannot explain or act on.",
        "Look the code up, and decide whether to pause the action.",
    ),
    "code": Kind(
        "Twilio turns texts away",
        "Texts do not arrive. Others may: the actions go on.",
        "Look the code up and put it right, in Twilio's console as a rule. Pause the action if it goes on.",
    ),
}


def alerts_to(session: Session, campaign_id: int) -> Sequence[str]:
    """Return where trouble is told: the campaign's channel for alerts, else its owners, by direct message."""
    if channel := session.scalar(select(Campaign.alerts_channel).where(Campaign.id == campaign_id)):
        return [channel]
    owners = select(User.slack_id).filter_by(campaign_id=campaign_id, role="owner", deactivated_at=None)
    return [slack_id for slack_id in session.scalars(owners.order_by(User.id)) if slack_id]
