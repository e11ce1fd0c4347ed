"""Somebody asked by voice, e-mail or the like: the number is typed in; an admin may take a stop back."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from core.contacts import phones
from core.contacts.erasing.hashes import erased
from core.contacts.opting_out import lift, opt_out
from core.errors import Invalid, Stale
from core.models import OptOut, User
from core.naming import worded
from core.people.rights import Right, require

MEANS: Final = {
    "voice": "Phone call",
    "email": "E-mail",
    "form": "Web form",
    "person": "In person",
    "letter": "Letter",
    "other": "Another way",
}
SHORTEST_NOTE: Final = 10  # characters; "ok" says nothing to whoever asks in a year
LONGEST: Final = 1000  # characters


def opt_out_by_hand(
    session: Session, phone: str, *, means: str, words: str, by: User, now: datetime
) -> OptOut:
    """Opt a number out, whether it is a contact's or not; it is kept as it was if it is out already.

    Args:
        phone: as people write it.
        means: how they asked, one of `MEANS`.
        words: what they said, if it is known.

    Raises:
        NotAllowed: `by` is not of the staff.
        Invalid: beside `phone`, `means` or `words`.
    """
    require(session, by, Right.LOOK)
    number = phones.normalise(phone)
    if erased(session, by.campaign_id, number):
        raise Invalid("phone", "This person was erased on request: nobody can text this number anyway.")
    if means not in MEANS:
        raise Invalid("means", "Choose how they asked.")
    said = worded(words, field="words", what="note", limit=LONGEST)
    return opt_out(session, by.campaign_id, number, route="admin", at=now, words=said, means=means, by=by)


def lift_by_hand(session: Session, phone: str, *, note: str, by: User, now: datetime) -> OptOut:
    """Take a stop back, because the person told the campaign so.

    Args:
        phone: as people write it.
        note: how that is known; it stays on record.

    Raises:
        NotAllowed: `by` is no admin.
        Invalid: beside `phone`, or beside `note` when it says too little.
        Stale: the number is not opted out, or not any more.
    """
    require(session, by, Right.RUN)
    number = phones.normalise(phone)
    reason = worded(note, field="note", what="note", limit=LONGEST)
    if len(reason) < SHORTEST_NOTE:
        raise Invalid("note", "Say how you know that they want texts again: who told whom, when, how.")
    lifted = lift(session, by.campaign_id, number, at=now, by=by, note=reason)
    if lifted is None:
        raise Stale("This number is not opted out any more.")
    return lifted
