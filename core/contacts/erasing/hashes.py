"""An erased phone is known by a keyed hash: it can be told again, but not read.

The key is the campaign's own. There are few phones, so a hash without a key could be tried out in minutes.
"""

import secrets
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
    """Let a phone be imported and texted again, because its owner wrote START; what was erased stays so."""
    if found := erased(session, campaign_id, phone):
        events.record(session, "erasure_lifted", session.get_one(Campaign, campaign_id), by=None, at=at)
        session.delete(found)


def sparing_erased(session: Session, campaign_id: int, read: Reader) -> Reader:
    """Return a reader of rows that refuses the phones of erased people.

    Args:
        read: reads a row otherwise.
    """
    key = session.scalar(select(Campaign.erasure_key).where(Campaign.id == campaign_id))
    hashes = set(session.scalars(select(ErasedPhone.hash).where(ErasedPhone.campaign_id == campaign_id)))
    if key is None or not hashes:
        return read

    def spare(row: Cells) -> Person | Refusal:
        found = read(row)
        is_erased = isinstance(found, Person) and hash_of(key, found.phone) in hashes
        return rows.ERASED if is_erased else found

    return spare
