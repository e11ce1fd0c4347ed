"""An erased phone is known by a keyed hash: it can be told again, but not read.

The key is the campaign's own. There are few phones, so a hash without a key could be tried out in minutes.
"""

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import events
from core.contacts.importing import rows
from core.contacts.importing.rows import Cells, Person, Reader, Refusal
from core.models import Campaign, ErasedPhone
from core.turns import take_turns

_BYTES = 32


def hash_of(key: str, phone: str) -> str:
    """Return what an erased phone is kept as.

    Args:
        key: the campaign's `erasure_key`.
        phone: E.164.
    """
    return blake2b(phone.encode(), key=bytes.fromhex(key), digest_size=_BYTES).hexdigest()


def make_key(session: Session, campaign_id: int) -> str:
    """Return the campaign's key, made on first use; others wait until this transaction ends."""
    take_turns(session, campaign_id)
    campaign = session.get_one(Campaign, campaign_id)
    campaign.erasure_key = campaign.erasure_key or secrets.token_hex(_BYTES)
    return campaign.erasure_key


def erased(session: Session, campaign_id: int, phone: str) -> ErasedPhone | None:
    """Return the note that this phone was erased on request, if it was."""
    key = session.scalar(select(Campaign.erasure_key).where(Campaign.id == campaign_id))
    if key is None:
        return None
    return session.scalar(select(ErasedPhone).filter_by(campaign_id=campaign_id, hash=hash_of(key, phone)))


def lift(session: Session, campaign_id: int, phone: str, *, at: datetime) -> None:
    """Let a phone be imported and texted again, because its owner wrote START; what was erased stays so.

    A START may be told of late: an erasure that was asked for after it stands.

    Args:
        at: when they wrote it.
    """
    found = erased(session, campaign_id, phone)
    if found and found.at <= at:
        events.record(session, "erasure_lifted", session.get_one(Campaign, campaign_id), by=None, at=at)
        session.delete(found)


def sparing_erased(session: Session, campaign_id: int, read: Reader) -> Reader:
    """Return a reader of rows that refuses the phones of erased people.

    Args:
        read: reads a row otherwise.
    """
    is_erased = _known(session, campaign_id)

    def spare(row: Cells) -> Person | Refusal:
        found = read(row)
        return rows.ERASED if isinstance(found, Person) and is_erased(found.phone) else found

    return spare


def erased_among(session: Session, campaign_id: int, phones: Iterable[str]) -> set[str]:
    """Return those of these phones that were erased on request."""
    return set(filter(_known(session, campaign_id), phones))


def any_since(session: Session, campaign_id: int, since: datetime) -> bool:
    """Whether anybody was erased at or after an instant."""
    lately = select(ErasedPhone.id).where(ErasedPhone.campaign_id == campaign_id, ErasedPhone.at >= since)
    return session.scalar(lately.limit(1)) is not None


def _known(session: Session, campaign_id: int) -> Callable[[str], bool]:
    """Return what tells whether a phone is one of those that are erased by now."""
    key = session.scalar(select(Campaign.erasure_key).where(Campaign.id == campaign_id))
    hashes = set(session.scalars(select(ErasedPhone.hash).where(ErasedPhone.campaign_id == campaign_id)))
    return lambda phone: key is not None and bool(hashes) and hash_of(key, phone) in hashes
