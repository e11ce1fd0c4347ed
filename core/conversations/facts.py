"""Facts: what was learned of a contact, each with its source; the present is the newest fact."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from core.labels.answers import meaning
from core.models import Contact, Conversation, CustomField, Fact, Report, Tag, User

YES, NO = "yes", "no"


def present(session: Session, contact_id: int) -> dict[tuple[str, int], str | None]:
    """Return a contact's present values: `("tag", id)` or `("field", id)` → value.

    An answer whose option was renamed since is the option's present label.
    """
    newest = select(func.max(Fact.id)).filter_by(contact_id=contact_id).group_by(Fact.tag_id, Fact.field_id)
    facts = session.execute(select(Fact.tag_id, Fact.field_id, meaning()).where(Fact.id.in_(newest)))
    return {_key(tag_id, field_id): value for tag_id, field_id, value in facts}


def is_newest(about: InstrumentedAttribute[int | None], ids: Collection[int]) -> ColumnElement[bool]:
    """Return the condition that nothing newer is known of the contact about the same tag or field.

    To look beside each fact for a later one takes a fraction of what it takes to group all of them.

    Args:
        about: `Fact.tag_id` or `Fact.field_id`.
        ids: of the tags or fields that the query is about; the databases do not see by themselves that the
            later facts, too, are about these.
    """
    later = aliased(Fact)
    same: InstrumentedAttribute[int | None] = getattr(later, about.key)
    newer = exists().where(later.contact_id == Fact.contact_id, same == about, later.id > Fact.id)
    return ~newer.where(same.in_(ids))


def learn(
    session: Session,
    of: Conversation | Contact,
    about: Tag | CustomField,
    value: str | None,
    *,
    source: str,
    by: User | None,
    at: datetime,
    report: Report | None = None,
    before: str | None = None,
) -> Fact | None:
    """Add a fact to the caller's transaction, unless it says what was known already.

    Args:
        of: where it was learned; a contact alone when that was in no conversation.
        value: `yes`/`no` for a tag; an option's label or words for a field; None takes an answer back.
        source: report, auto-tag, opt-out, import, admin or click.
        before: the present value, from `present`.

    Returns:
        the fact, or None when nothing changed.
    """
    if value == before:
        return None
    fact = Fact(
        campaign_id=of.campaign_id,
        **_whose(of),
        tag_id=about.id if isinstance(about, Tag) else None,
        field_id=about.id if isinstance(about, CustomField) else None,
        old=before,
        new=value,
        source=source,
        at=at,
        user_id=by.id if by else None,
        report_id=report.id if report else None,
    )
    session.add(fact)
    return fact


def key_of(about: Tag | CustomField) -> tuple[str, int]:
    """Return the key under which `present` keeps a tag or field."""
    return ("tag" if isinstance(about, Tag) else "field", about.id)


def _whose(of: Conversation | Contact) -> dict[str, int]:
    if isinstance(of, Contact):
        return {"contact_id": of.id}
    return {"contact_id": of.contact_id, "conversation_id": of.id, "action_id": of.action_id}


def _key(tag_id: int | None, field_id: int | None) -> tuple[str, int]:
    return ("tag", tag_id) if tag_id is not None else ("field", field_id or 0)
