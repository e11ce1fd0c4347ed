"""What is emptied of a person, table by table: words, numbers and names go; rows, times and segments stay.

Each is one statement for all rows of the person. A table that comes to hold people's data is entered here.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, delete, func, literal, or_, select, update
from sqlalchemy.orm import Session

from core.conversations import escalations_told
from core.db import UtcDateTime
from core.models import (
    Contact,
    Conversation,
    CustomField,
    Escalation,
    ExternalId,
    Fact,
    Import,
    InboundEvent,
    ListMember,
    MediaFile,
    Message,
    Notice,
    OptOut,
    StatusEvent,
    StoredFile,
)

_APART = {"synchronize_session": False}
GONE = b"Erased: somebody in this file asked for it.\n"
_WITH_FILES = ("opt_outs_exported", "users_imported")  # of which only their notices know


def token_of(contact_id: int) -> str:
    """Return what stands in the place of a phone; it is no number, so nobody can dial or match it."""
    return f"erased:{contact_id}"


def forget_texts(session: Session, message_ids: Select[int] | Sequence[int], token: str) -> None:
    """Empty texts, their pictures, and what the carrier told of them."""
    theirs = Message.id.in_(message_ids)
    files = select(MediaFile.file_id).where(MediaFile.message_id.in_(message_ids))
    file_ids = session.scalars(files.where(MediaFile.file_id.is_not(None))).all()
    _run(session, delete(MediaFile).where(MediaFile.message_id.in_(message_ids)))
    _run(session, delete(StoredFile).where(StoredFile.id.in_(file_ids)))
    sids = select(Message.carrier_sid).where(theirs, Message.carrier_sid.is_not(None))
    attempts = select(Message.attempt).where(theirs, Message.attempt.is_not(None))
    _run(session, update(InboundEvent).where(InboundEvent.sid.in_(sids)).values(form={}))
    # apart, since together neither's index would serve
    _run(session, update(StatusEvent).where(StatusEvent.attempt.in_(attempts)).values(form={}))
    _run(session, update(StatusEvent).where(StatusEvent.sid.in_(sids)).values(form={}))
    empty: dict[str, Any] = {"body": "", "media": [], "their_number": token, "problem": ""}
    _run(session, update(Message).where(theirs).values(empty))


def forget_talks(session: Session, contact: Contact, *, now: datetime) -> None:
    """Empty what stands beside the texts: previews, and what volunteers wrote to admins.

    The conversations are put away, since nobody can answer in them any more.
    """
    theirs = Conversation.contact_id == contact.id
    away = {
        "archived_at": func.coalesce(Conversation.archived_at, literal(now, UtcDateTime())),
        "attention_since": None,
    }
    _run(session, update(Conversation).where(theirs).values(last_preview="", **away))
    asked = select(Escalation).join(Conversation, Conversation.id == Escalation.conversation_id)
    for escalation in session.scalars(asked.where(theirs, Escalation.note != "")):
        escalation.note = ""
        escalations_told.tell_of(session, escalation, now=now)  # its message in Slack loses the note, too


def forget_answers(session: Session, contact: Contact) -> None:
    """Empty answers in words; tags and choices stay for the counts."""
    in_words = select(CustomField.id).where(
        CustomField.campaign_id == contact.campaign_id, CustomField.kind == "text"
    )
    theirs = Fact.contact_id == contact.id, Fact.field_id.in_(in_words)
    emptied = {each.key: case((each.is_(None), None), else_="") for each in (Fact.old, Fact.new)}
    _run(session, update(Fact).where(*theirs).values(emptied))


def forget_places(session: Session, contact: Contact) -> None:
    """Take them off all lists, and their ids in other systems."""
    _run(session, delete(ListMember).where(ListMember.contact_id == contact.id))
    _run(session, delete(ExternalId).where(ExternalId.contact_id == contact.id))


def forget_stops(session: Session, campaign_id: int, phone: str, token: str) -> None:
    """Keep that and when they opted out, without their phone and their words."""
    theirs = update(OptOut).where(OptOut.campaign_id == campaign_id, OptOut.phone == phone)
    _run(session, theirs.values(phone=token, words="", lift_note=""))


def forget_files(session: Session, campaign_id: int) -> None:
    """Empty the files kept of imports and exports: nobody knows how they wrote this person.

    A file that is just being imported stays until its end, when it goes by itself.
    """
    refused = select(Import.refused_file_id).where(Import.campaign_id == campaign_id)
    failed = select(Import.file_id).where(Import.campaign_id == campaign_id, Import.state == "failed")
    told = select(Notice.data).where(Notice.campaign_id == campaign_id, Notice.kind.in_(_WITH_FILES))
    attached = [each for data in session.scalars(told) for each in data.get("file_ids", [])]
    stale = or_(StoredFile.id.in_(refused), StoredFile.id.in_(failed), StoredFile.id.in_(attached))
    _run(
        session,
        update(StoredFile).where(StoredFile.campaign_id == campaign_id, stale).values(content=GONE),
    )


def forget_details(contact: Contact, token: str, *, now: datetime) -> None:
    """Empty the contact's own row."""
    contact.phone = token
    contact.first_name = contact.last_name = contact.zip = contact.state = contact.zones = ""
    contact.zone_source, contact.undeliverable = "unknown", "erased"  # so that nobody is dealt it
    contact.extra, contact.assigned_to_id = {}, None
    contact.erased_at = contact.updated_at = now


def _run(session: Session, statement: Any) -> None:
    session.execute(statement, execution_options=_APART)
