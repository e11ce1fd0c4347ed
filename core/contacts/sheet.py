"""One contact as the campaign's staff see it: who it is, where it stands, what is known."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from core.contacts.opting_out import in_force
from core.finding import find
from core.labels.answers import meaning
from core.models import (
    Contact,
    ContactList,
    Conversation,
    CustomField,
    ExternalId,
    Fact,
    ListMember,
    Message,
    OptOut,
    Report,
    Tag,
    User,
)
from core.people.rights import Right, require

MOST_LISTS: Final = 20  # named; of more, only the number is said
MOST_LABELS: Final = 200


@dataclass(frozen=True)
class Known:
    """A tag that is set, or the answer to a field; `value` is `yes` for a tag."""

    kind: str
    id: int
    name: str
    value: str


@dataclass(frozen=True)
class Sheet:
    """A contact and what the campaign knows.

    Attributes:
        assigned_to: whose contact this is, or empty.
        ids: in other systems.
        lists: names of those that are not archived, the newest first; of `lists_in_all`.
        stop: the opt-out that holds.
        known: tags first, each kind in its order.
        conversations, texts, replies, reports, facts: how many of each there are.
    """

    contact: Contact
    assigned_to: str
    ids: list[ExternalId]
    lists: list[str]
    lists_in_all: int
    stop: OptOut | None
    known: list[Known]
    conversations: int
    texts: int
    replies: int
    reports: int
    facts: int


def sheet(session: Session, contact_id: int, *, by: User) -> Sheet:
    """Return one contact of this person's campaign. Raises NotAllowed, NotFound."""
    contact = look(session, contact_id, by=by)
    lists, lists_in_all = _lists(session, contact)
    sent, heard = _texts(session, contact)
    return Sheet(
        contact,
        assigned_to=_assigned_to(session, contact),
        ids=_ids(session, contact),
        lists=lists,
        lists_in_all=lists_in_all,
        stop=in_force(session, contact.campaign_id, contact.phone),
        known=known(session, contact.id),
        conversations=_count(session, select(func.count()).where(Conversation.contact_id == contact.id)),
        texts=sent,
        replies=heard,
        reports=_count(session, _reports(contact.id)),
        facts=_count(session, select(func.count()).where(Fact.contact_id == contact.id)),
    )


def look(session: Session, contact_id: int, *, by: User) -> Contact:
    """Return a contact for somebody who may look. Raises NotAllowed, NotFound."""
    require(session, by, Right.LOOK)
    return find(session, Contact, contact_id, by=by, called="That contact")


def known(session: Session, contact_id: int) -> list[Known]:
    """Return the tags that are set and the fields that are answered, in their order."""
    newest = select(func.max(Fact.id)).filter_by(contact_id=contact_id).group_by(Fact.tag_id, Fact.field_id)
    kind = case((Fact.tag_id.is_not(None), "tag"), else_="field")
    name, position = (
        func.coalesce(Tag.name, CustomField.name),
        func.coalesce(Tag.position, CustomField.position),
    )
    rows = session.execute(
        select(kind, func.coalesce(Tag.id, CustomField.id), name, meaning())
        .outerjoin(Tag, Tag.id == Fact.tag_id)
        .outerjoin(CustomField, CustomField.id == Fact.field_id)
        .where(Fact.id.in_(newest), Fact.new.is_not(None))
        .where(~and_(Fact.tag_id.is_not(None), Fact.new == "no"))
        .order_by(kind.desc(), position, name)
        .limit(MOST_LABELS)
    )
    return [Known(*row) for row in rows]


def _assigned_to(session: Session, contact: Contact) -> str:
    user = session.get(User, contact.assigned_to_id) if contact.assigned_to_id else None
    return user.name if user else ""


def _ids(session: Session, contact: Contact) -> list[ExternalId]:
    ids = select(ExternalId).filter_by(contact_id=contact.id)
    ids = ids.order_by(ExternalId.system, ExternalId.database, ExternalId.mode)
    return list(session.scalars(ids.limit(MOST_LISTS)))


def _lists(session: Session, contact: Contact) -> tuple[list[str], int]:
    member = ListMember.list_id == ContactList.id
    rows = session.execute(
        select(ContactList.name, func.count().over())
        .join(ListMember, member)
        .where(ListMember.contact_id == contact.id, ContactList.archived_at.is_(None))
        .order_by(ContactList.id.desc())
        .limit(MOST_LISTS)
    ).all()
    return [name for name, _ in rows], rows[0][1] if rows else 0


def _texts(session: Session, contact: Contact) -> tuple[int, int]:
    sent, heard = (func.count().filter(Message.direction == way) for way in ("out", "in"))
    row = session.execute(select(sent, heard).where(Message.contact_id == contact.id)).one()
    return row[0], row[1]


def _reports(contact_id: int) -> Select[int]:
    conversation = aliased(Conversation)
    query = select(func.count(Report.id)).join(conversation, conversation.id == Report.conversation_id)
    return query.where(conversation.contact_id == contact_id)


def _count(session: Session, query: Select[int]) -> int:
    return session.scalar(query) or 0
