"""Find contacts by what somebody remembers: a name, a phone however it is written, or a VAN ID."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, union
from sqlalchemy.orm import Session

from core.contacts import phones
from core.contacts.alike import begins
from core.errors import Invalid
from core.models import Contact, ExternalId, User
from core.people.rights import Right, require

MOST: Final = 50  # people shown; of more, one is found by typing more
LONGEST: Final = 100  # characters
_FEWEST = 2  # letters or digits: "Al" is a name, "A" is none
_MOST_WORDS = 5
_END_OF_PHONE = re.compile(r"\d{4,9}").fullmatch


@dataclass(frozen=True)
class Found:
    """Whom the words fit, by name; `are_more` than are here."""

    people: list[Contact]
    are_more: bool


def find(session: Session, words: str, *, by: User) -> Found:
    """Return whom these words fit, erased people left out.

    A whole phone finds its one contact. Digits alone are a VAN ID or the end of a phone, four at least. All
    else is a name: first, last or both in either order, each from its beginning on.

    Raises:
        NotAllowed: `by` may not look.
        Invalid: beside `words`, when there are none, or too few to find anybody by.
    """
    require(session, by, Right.LOOK)
    words = worded(words)
    people = select(Contact).where(Contact.campaign_id == by.campaign_id, Contact.erased_at.is_(None))
    found = session.scalars(people.where(fits(session, words, by.campaign_id)).limit(MOST + 1)).all()
    shown = sorted(found[:MOST], key=lambda each: (each.last_name, each.first_name, each.id))
    return Found(shown, len(found) > MOST)


def worded(words: str) -> str:
    """Return the words as they are looked for. Raises Invalid beside `words` when they are too few."""
    words = " ".join(words.split())[:LONGEST]
    if sum(map(str.isalnum, words)) < _FEWEST:
        raise Invalid("words", "Type a name, a phone or a VAN ID: two letters or digits at least.")
    return words


def fits(session: Session, words: str, campaign_id: int) -> ColumnElement[bool]:
    """Return the condition that these words, as `worded` returns them, fit a contact of this campaign."""
    if isinstance(phone := phones.read(words), str):
        return _has(Contact.phone == phone, words, campaign_id)
    if any(map(str.isdigit, words)):
        end = Contact.phone.endswith(words) if _END_OF_PHONE(words) else false()
        return _has(end, words, campaign_id)
    return _is_called(session, words)


def _has(phone: ColumnElement[bool], words: str, campaign_id: int) -> ColumnElement[bool]:
    """Return the condition that somebody has such a phone or this VAN ID.

    Each is asked for by itself: to say "or" would have the databases read all contacts.
    """
    by_id: Select[int] = select(ExternalId.contact_id).where(
        ExternalId.campaign_id == campaign_id, ExternalId.system == "van", ExternalId.value == words
    )
    by_phone: Select[int] = select(Contact.id).where(Contact.campaign_id == campaign_id, phone)
    return Contact.id.in_(union(by_id, by_phone))


def _is_called(session: Session, words: str) -> ColumnElement[bool]:
    starts, first, last = begins(session), Contact.first_name, Contact.last_name
    whole = [starts(first, words), starts(last, words)]
    either_order = [
        and_(starts(one, before), starts(other, after))
        for before, after in _partings(words)
        for one, other in ((first, last), (last, first))
    ]
    return or_(*whole, *either_order)


def _partings(words: str) -> Iterator[tuple[str, str]]:
    """Yield "Ana de", "la Cruz" and all other ways to part some words in two."""
    parts = words.replace(",", " ").split()
    for at in range(1, min(len(parts), _MOST_WORDS)):
        yield " ".join(parts[:at]), " ".join(parts[at:])
