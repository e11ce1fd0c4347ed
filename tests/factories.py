"""Rows with sensible defaults for everything a test does not care about."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.conversations.hearing import hear
from core.conversations.queueing import Queued
from core.models import (
    Action,
    ActionField,
    ActionTag,
    Audience,
    Campaign,
    Contact,
    ContactList,
    Conversation,
    CustomField,
    FieldOption,
    ListMember,
    Message,
    Script,
    SendingService,
    StoredFile,
    Tag,
    User,
)
from core.slugs import slug

HELLO = "Hi {{ first_name }}, {{ sender_first_name }} with Riverside for All. Will you vote? Stop to opt out."

PNG = b"\x89PNG\r\n\x1a\n and so on"

Row = TypeVar("Row")

# A Tuesday, 13:00 in New York and 10:00 in Los Angeles: everybody may be texted.
NOON = datetime(2026, 10, 20, 17, 0, tzinfo=UTC)


def campaign(session: Session, *, service: str = "MG" + "0" * 32, **more: Any) -> Campaign:
    """A campaign that sends from the messaging service of this SID."""
    given: dict[str, Any] = {
        "name": "Riverside for All",
        "organisation": "Riverside for All",
        "slack_team_id": "T0RIVERSIDE",
        "join_code": "river1",
        "created_at": NOON,
    }
    made = _add(session, Campaign(**(given | more)))
    _add(session, SendingService(campaign_id=made.id, messaging_service_sid=service, created_at=NOON))
    return made


def user(session: Session, campaign: Campaign, name: str, **more: Any) -> User:
    first, _, last = name.partition(" ")
    given = {"created_at": NOON, "joined_at": NOON, "first_name": first, "last_name": last}
    return _add(session, User(campaign_id=campaign.id, **(given | more)))


def contact_list(session: Session, campaign: Campaign, name: str) -> ContactList:
    return _add(session, ContactList(campaign_id=campaign.id, name=name, created_at=NOON))


def contact(session: Session, of: ContactList, name: str, phone: str, **more: Any) -> Contact:
    first, _, last = name.partition(" ")
    given = {"zones": "America/New_York", "created_at": NOON, "updated_at": NOON}
    made = Contact(
        campaign_id=of.campaign_id, phone=phone, first_name=first, last_name=last, **(given | more)
    )
    _add(session, made)
    _add(session, ListMember(list_id=of.id, contact_id=made.id))
    return made


def action(
    session: Session,
    of: ContactList,
    *,
    contacts: Sequence[Contact] = (),
    audience: Sequence[User] = (),
    title: str = "Get out the vote",
    state: str = "published",
    **more: Any,
) -> Action:
    """An action with one initial and one response script; a conversation in the pool for each contact."""
    stamps = {"created_at": NOON, "updated_at": NOON, "published_at": NOON}
    made = _add(
        session, Action(campaign_id=of.campaign_id, title=title, list_id=of.id, state=state, **stamps, **more)
    )
    initial = script(session, made, "initial", HELLO)
    script(session, made, "response", "Great, thank you {{ first_name }}!", name="Yes", position=2)
    for person in contacts:
        _add(
            session,
            Conversation(
                campaign_id=of.campaign_id, action_id=made.id, contact_id=person.id, script_id=initial.id
            ),
        )
    for volunteer in audience:
        _add(
            session,
            Audience(campaign_id=of.campaign_id, action_id=made.id, user_id=volunteer.id, sent_at=NOON),
        )
    return made


def script(
    session: Session, action: Action, kind: str, body: str, *, position: int = 1, name: str = ""
) -> Script:
    return _add(
        session,
        Script(
            campaign_id=action.campaign_id,
            action_id=action.id,
            kind=kind,
            body=body,
            position=position,
            name=name,
        ),
    )


def picture(session: Session, script: Script, content: bytes = PNG) -> int:
    """A picture that goes out with a script; return its id."""
    made = StoredFile(campaign_id=script.campaign_id, name="1.png", content=content, created_at=NOON)
    _add(session, made)
    script.media = [{"file": made.id, "type": "image/png"}]
    session.flush()
    return made.id


def held(session: Session, action: Action, contact: Contact, holder: User) -> Conversation:
    """The contact's conversation in the action, in the hands of `holder`."""
    found = session.scalars(select(Conversation).filter_by(action_id=action.id, contact_id=contact.id)).one()
    found.holder_id = holder.id
    session.flush()
    return found


def heard(session: Session, conversation: Conversation, body: str) -> Message:
    """What a contact wrote in a conversation."""
    hear(session, conversation.id, body, at=NOON)
    contact = session.get_one(Contact, conversation.contact_id)
    message = Message(
        campaign_id=conversation.campaign_id,
        conversation_id=conversation.id,
        action_id=conversation.action_id,
        contact_id=contact.id,
        direction="in",
        kind="reply",
        their_number=contact.phone,
        body=body,
        state="received",
        created_at=NOON,
    )
    return _add(session, message)


def queued(session: Session, text: Queued) -> Message:
    """The row of a text that somebody pressed."""
    return session.get_one(Message, text.id)


def tag(session: Session, campaign_id: int, name: str, *, on: Action | None = None, **more: Any) -> Tag:
    """A tag; `on` the report of an action."""
    given = {"slug": slug(name), "position": 1, "created_at": NOON, "updated_at": NOON}
    made = _add(session, Tag(campaign_id=campaign_id, name=name, **(given | more)))
    if on:
        _add(session, ActionTag(action_id=on.id, tag_id=made.id))
    return made


def field(session: Session, on: Action, name: str, *options: str, **more: Any) -> CustomField:
    """A custom field on the report of an action: a selection of these options, or for words without any."""
    given = {"slug": slug(name), "position": 1, "created_at": NOON, "updated_at": NOON}
    kind = "selection" if options else "text"
    made = CustomField(campaign_id=on.campaign_id, name=name, kind=kind, **(given | more))
    made.options = [FieldOption(label=label, position=at) for at, label in enumerate(options)]
    _add(session, made)
    _add(session, ActionField(action_id=on.id, field_id=made.id))
    return made


def _add(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row
